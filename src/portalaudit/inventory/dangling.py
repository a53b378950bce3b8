"""References that lead nowhere, in data as it is written: a record that cannot be read is asked too."""

import itertools
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from portalaudit.inventory.shape import FieldShape, fields_of
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.spelling import did_you_mean
from portalaudit.source.document import Node, Route
from portalaudit.source.statements import is_missing

Dangling = tuple[Route, str, str]
"""Where a reference stands below its record, what it says, and the section that it should lead to."""


def in_written(cls: type, node: Node, known: Mapping[str, Collection[str]]) -> Iterator[Dangling]:
    """Every reference of a record, as it is written, that leads to no known id. What is no text is passed over."""
    for route, wanted, section in _references(cls, node, ()):
        if isinstance(wanted, str) and not is_missing(wanted) and wanted not in known[section]:
            yield route, wanted, section


def _references(cls: type, node: Node, start: Route) -> Iterator[tuple[Route, Node, str]]:
    fields = _fields_with_references(cls) if isinstance(node, dict) else ()
    values = itertools.chain.from_iterable(_values(field, node, start) for field in fields)
    for field, route, value in values:
        if field.shape.nested is None:
            yield route, value, field.shape.ref
        else:
            yield from _references(field.shape.nested, value, route)


def _values(field: FieldShape, node: Node, start: Route) -> Iterator[tuple[FieldShape, Route, Node]]:
    """The value of a field, or each of its list, with its route."""
    value = node.get(field.name) if isinstance(node, dict) else None
    route = (*start, field.name)
    if not field.shape.type.many:
        yield field, route, value or ""
    elif isinstance(value, list):
        yield from ((field, (*route, index), item) for index, item in enumerate(value))


@cache
def _fields_with_references(cls: type) -> tuple[FieldShape, ...]:
    """The fields that hold references, or records with such fields further down."""
    return tuple(
        field
        for field in fields_of(cls).values()
        if field.shape.ref or (field.shape.nested is not None and _fields_with_references(field.shape.nested))
    )


def unknown_reference(place: Place, wanted: str, section: str, near: str | None) -> Problem:
    """The problem of a reference that leads nowhere. An inventory has no section of its own for reference data."""
    noun = f"the id of any record in '{section}'"
    hint = f"add it to '{section}', or correct the reference"
    noun, hint = _IN_REFERENCE_DATA.get(section, (noun, hint))
    return Problem(ProblemCode.UNKNOWN_REFERENCE, f"'{wanted}' is not {noun}{did_you_mean(near)}", place, hint)


_IN_REFERENCE_DATA = {
    "permissions": (
        "the name of a permission",
        (
            "write one of reference/permissions.yaml of the policies, such as claim.submit; a portal's own roles go "
            "under `native_roles`"
        ),
    ),
    "profiles": (
        "the id of a portal's profile",
        "write one of reference/portals.yaml of the policies, or leave `profile` out",
    ),
    "jurisdictions": ("the id of a Medicare jurisdiction", "`portalaudit mac STATE` names that of a state, such as JF"),
    "sod_pairs": (
        "the id of a pair of duties",
        "write one of reference/sod.yaml of the policies, such as SOD-03",
    ),
}
"""What an id of the reference data is called, and the next step."""

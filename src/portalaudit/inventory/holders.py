"""Which record holds which: the way from a record with a section of its own to the records written inside of it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from portalaudit.inventory.records import SECTIONS, Completion, Module, Training, Waiver
from portalaudit.inventory.shape import FieldShape, fields_of
from portalaudit.inventory.tables import Record
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True)
class Holder:
    """A record type with a section of its own, and the fields that lead from it to a part of it."""

    section: str
    cls: type
    path: tuple[FieldShape, ...]


@cache
def holders() -> Mapping[type, Holder]:
    """Every record type of an inventory with the section in which it stands, by itself or inside of a record."""
    lists = {**SECTIONS, "modules": Module, "completions": Completion, "waivers": Waiver}
    found: dict[type, Holder] = {}
    for section, cls in lists.items():
        if cls is not Training:
            found.update((one, Holder(section, cls, path)) for one, path in _paths(cls, ()))
    return found


def _paths(cls: type, path: tuple[FieldShape, ...]) -> Iterator[tuple[type, tuple[FieldShape, ...]]]:
    yield cls, path
    for field in fields_of(cls).values():
        if field.shape.nested is not None:
            yield from _paths(field.shape.nested, (*path, field))


def parts_of(record: Record, path: Sequence[FieldShape], route: Route = ()) -> Iterator[tuple[Record, Route]]:
    """The parts of a record at the end of a path, each with its route; the record itself where the path is empty."""
    if not path:
        yield record, route
        return
    field, rest = path[0], path[1:]
    value = getattr(record, field.attribute)
    if not field.shape.type.many:
        yield from () if value is None else parts_of(value, rest, (*route, field.name))
        return
    for index, part in enumerate(value or ()):
        yield from parts_of(part, rest, (*route, field.name, index))

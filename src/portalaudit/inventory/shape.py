"""What a record type looks like, read from the type itself.

One description serves the joins, the vocabulary of expressions and the places of fields, so a field is written once.
"""

import builtins
import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from portalaudit.inventory.needs import Needs, needs_of
from portalaudit.inventory.records import SECTIONS, Waiver
from portalaudit.inventory.records.common import Ref
from portalaudit.model import FactType, Kind
from portalaudit.model.values import Field, dataclass, fields, is_dataclass, replace
from portalaudit.source.record_types import record_fields

ENTITY_OF_SECTION: Mapping[str, str] = {
    "practice": "practice",
    "payers": "payer",
    "portals": "portal",
    "roles": "role",
    "vendors": "vendor",
    "staff": "person",
    "accounts": "account",
    "reviews": "review",
    "incidents": "incident",
    "modules": "module",
    "completions": "completion",
    "documents": "document",
    "locations": "location",
    "waivers": "waiver",
}
"""The entity that each list of records holds. Permissions and profiles are reference data and stay text."""

WITH_ATTRIBUTES = tuple(
    section for section in ENTITY_OF_SECTION if section not in ("incidents", "locations", "waivers")
)
"""The sections whose records may have attributes."""


WRITTEN_AT = "written_at"
"""The field of a derived record that says where it is written, and is no fact."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The type of one value. `ref` is the section of a reference, `nested` the class of records written in place."""

    type: FactType
    ref: str = ""
    nested: "builtins.type | None" = None


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field: `name` as the user writes it, `attribute` as Python does."""

    name: str
    attribute: str
    shape: Shape
    meaning: str
    needs: Needs = ()


_SIMPLE = {str: Kind.TEXT, int: Kind.INTEGER, bool: Kind.BOOLEAN}


def entity_name(cls: type) -> str:
    """The name of a record type in expressions: `HeldRole` is `held_role`."""
    return _snake(cls.__name__)


@cache
def _snake(name: str) -> str:
    return "".join(f"_{sign}" if sign.isupper() and at else sign for at, sign in enumerate(name)).lower()


def shape_of(annotation: Any) -> Shape:
    """The shape of a type annotation; `| None` and `Annotated` are looked through.

    Raises TypeError on a type that expressions cannot hold: that is a fault of a record type, never of a file.
    """
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(shape_of(args[0]), args[1:])
    if origin in (Union, types.UnionType):
        (inner,) = (a for a in args if a is not types.NoneType)
        return shape_of(inner)
    if origin is tuple:
        inner_shape = shape_of(args[0])
        return replace(inner_shape, type=replace(inner_shape.type, many=True))
    if origin is Literal:
        return Shape(FactType(Kind.TEXT, choices=tuple(str(a) for a in args)))
    return Shape(FactType(Kind.LABELS)) if origin is dict else _single_shape(annotation)


def _single_shape(annotation: Any) -> Shape:
    if annotation in _SIMPLE:
        return Shape(FactType(_SIMPLE[annotation]))
    if record_fields(annotation) is not None or is_dataclass(annotation):
        return Shape(FactType(Kind.RECORD, entity=entity_name(annotation)), nested=annotation)
    raise TypeError(f"a record field cannot be of type {annotation!r}")


def _marked(shape: Shape, marks: tuple[Any, ...]) -> Shape:
    for mark in marks:
        if isinstance(mark, Ref):
            entity = ENTITY_OF_SECTION.get(mark.section)
            kind = FactType(Kind.RECORD, entity=entity) if entity else shape.type
            return Shape(kind, ref=mark.section)
        if mark is Kind.DATE:
            return Shape(FactType(Kind.DATE))
    return shape


@cache
def fields_of(cls: type) -> Mapping[str, FieldShape]:
    """The fields of a record type by the name that the user writes."""
    written = record_fields(cls)
    if written is None:
        return {f.name: _plain_field(f) for f in fields(cls) if f.name != WRITTEN_AT}
    found = (
        FieldShape(field.alias or attribute, attribute, shape_of(field.annotation), field.description)
        for attribute, field in written.items()
    )
    return {field.name: field for field in found}


def _plain_field(field: "Field[Any]") -> FieldShape:
    told = field.metadata
    needs = needs_of(told.get("needs", ()))
    return FieldShape(field.name, field.name, shape_of(field.type), str(told.get("meaning", "")), needs)


@cache
def nested_classes() -> tuple[type, ...]:
    """Every record type that an inventory may hold, and waivers; sections first, each once."""
    found: dict[type, None] = {}
    for cls in (*SECTIONS.values(), Waiver):
        for each in with_nested(cls):
            found.setdefault(each)
    return tuple(found)


def with_nested(cls: type) -> Iterator[type]:
    """A record type, and those that stand in it."""
    yield cls
    for field in fields_of(cls).values():
        if field.shape.nested is not None:
            yield from with_nested(field.shape.nested)

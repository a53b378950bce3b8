"""From type annotations to the schemas that `pydantic_core` validates by."""

import types
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic_core import CoreSchema, core_schema

from portalaudit.source.plain_numbers import truth_value, whole_number
from portalaudit.source.record_parts import (
    MAX_TEXT,
    AfterValidator,
    Field,
    OrList,
    OrText,
    PlainValidator,
    StringConstraints,
    record_fields,
)

_FORBID = core_schema.CoreConfig(extra_fields_behavior="forbid")

_KNOWN: dict[int, tuple[Any, CoreSchema]] = {}


def schema_of(annotation: Any) -> CoreSchema:
    """The schema of a type that a record's field may have. Raises TypeError for any other: a fault of the record."""
    # By identity: two literals whose words stand in another order are equal, and messages list the words in order. The
    # type is kept with its schema, so that its identity is not given to another one.
    known = _KNOWN.get(id(annotation))
    if known is None:
        known = _KNOWN[id(annotation)] = (annotation, _made(annotation))
    return known[1]


def _made(annotation: Any) -> CoreSchema:
    plain = _PLAIN.get(annotation)
    if plain is not None:
        return plain()
    build = _BUILDERS.get(get_origin(annotation))
    if build is not None:
        return build(get_args(annotation))
    fields = record_fields(annotation)
    if fields is not None:
        return _record(annotation, fields)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return core_schema.enum_schema(annotation, list(annotation), sub_type="str")
    raise TypeError(f"a record field cannot be of type {annotation!r}")


def _record(cls: type, fields: Mapping[str, Field]) -> CoreSchema:
    arguments = core_schema.dataclass_args_schema(cls.__name__, [_field(*each) for each in fields.items()])
    schema = core_schema.dataclass_schema(cls, arguments, list(fields), slots=True, frozen=True, config=_FORBID)
    checked: AfterValidator | None = getattr(cls, "__checked__", None)
    return core_schema.no_info_after_validator_function(checked.function, schema) if checked else schema


def _field(name: str, field: Field) -> core_schema.DataclassField:
    # Written out, because a run makes hundreds of them and pydantic's own function for it takes most of the time.
    made = core_schema.DataclassField(type="dataclass-field", name=name, schema=_value(field), kw_only=True)
    if field.alias is not None:
        made["validation_alias"] = field.alias
    return made


def _value(field: Field) -> CoreSchema:
    schema = schema_of(field.annotation)
    if field.default_factory is not None:
        return core_schema.with_default_schema(schema, default_factory=field.default_factory)
    return schema if field.is_needed else _with_default(schema, field.default)


def _with_default(schema: CoreSchema, default: object) -> CoreSchema:
    return core_schema.WithDefaultSchema(type="default", schema=schema, default=default)


def _annotated(args: tuple[Any, ...]) -> CoreSchema:
    """A type with marks: limits on its text first, then each function in turn. Any other mark says nothing here."""
    kind, *marks = args
    plain = next((mark for mark in marks if isinstance(mark, PlainValidator)), None)
    if plain is not None:
        return core_schema.no_info_plain_validator_function(plain.function)
    schema = schema_of(kind)
    for mark in marks:
        if isinstance(mark, StringConstraints):
            schema = {**schema, **mark.limits}  # each limit is a key of a text's schema, and of no function around it
    for mark in marks:
        if isinstance(mark, AfterValidator):
            schema = core_schema.no_info_after_validator_function(mark.function, schema)
        elif isinstance(mark, OrText | OrList):
            schema = core_schema.no_info_before_validator_function(mark.spread, schema)
    return schema


def _union(args: tuple[Any, ...]) -> CoreSchema:
    choices = [schema_of(each) for each in args if each is not types.NoneType]
    schema = choices[0] if len(choices) == 1 else core_schema.union_schema([*choices])
    return core_schema.nullable_schema(schema) if types.NoneType in args else schema


def _row(args: tuple[Any, ...]) -> CoreSchema:
    item, rest = args
    if rest is not ...:
        raise TypeError("a tuple in a record has any number of items of one type")
    return core_schema.tuple_schema([schema_of(item)], variadic_item_index=0)


def _from_text(read: Callable[[str], object]) -> Callable[[object], object]:
    """A function that reads text, made one that leaves everything else as it is."""
    return lambda value: read(value) if isinstance(value, str) else value


_PLAIN: Mapping[Any, Callable[[], CoreSchema]] = {
    str: lambda: core_schema.str_schema(max_length=MAX_TEXT),
    int: lambda: core_schema.no_info_before_validator_function(_from_text(whole_number), core_schema.int_schema()),
    bool: lambda: core_schema.no_info_before_validator_function(_from_text(truth_value), core_schema.bool_schema()),
    object: core_schema.any_schema,
}
_BUILDERS: Mapping[Any, Callable[[tuple[Any, ...]], CoreSchema]] = {
    Annotated: _annotated,
    Union: _union,
    types.UnionType: _union,
    Literal: lambda args: core_schema.literal_schema(list(args)),
    tuple: _row,
    list: lambda args: core_schema.list_schema(schema_of(args[0])),
    dict: lambda args: core_schema.dict_schema(schema_of(args[0]), schema_of(args[1])),
}

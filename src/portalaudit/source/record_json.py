"""From type annotations to JSON Schema, for editors and for messages that name the keys of a record."""

import inspect
import types
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from portalaudit.source.record_parts import (
    Field,
    Json,
    OrList,
    OrText,
    StringConstraints,
    WithJsonSchema,
    record_fields,
)

REF = "#/$defs/"


def json_schema(kind: Any) -> Json:
    """The schema of one type. Records inside it stand under `$defs`, the type itself does not."""
    schemas = _Schemas()
    fields = record_fields(kind)
    schema = schemas.of(kind) if fields is None else schemas.of_record(kind, fields)
    return {**schema, "$defs": schemas.definitions} if schemas.definitions else schema


def json_schemas(kinds: Mapping[str, Any]) -> tuple[dict[str, Json], dict[str, Json]]:
    """The schemas of several types by name, and the definitions of all records in them, by name."""
    schemas = _Schemas()
    found = {name: schemas.of(kind) for name, kind in kinds.items()}
    return found, dict(sorted(schemas.definitions.items()))


class _Schemas:
    """Makes schemas and gathers the definitions of their records."""

    def __init__(self) -> None:
        self.definitions: dict[str, Json] = {}
        self._classes: dict[str, type] = {}

    def of(self, kind: Any) -> Json:
        """The schema of a type; a record's is a reference."""
        plain = _PLAIN.get(kind)
        if plain is not None:
            return dict(plain)
        build = _BUILDERS.get(get_origin(kind))
        if build is not None:
            return build(self, get_args(kind))
        return self._of_class(kind)

    def of_record(self, cls: type, fields: Mapping[str, Field]) -> Json:
        """The schema of a record, written out."""
        schema = {
            "type": "object",
            "title": cls.__name__,
            "description": inspect.getdoc(cls) or "",
            "additionalProperties": False,
            "properties": {field.alias or name: self._of_field(field) for name, field in fields.items()},
        }
        needed = [field.alias or name for name, field in fields.items() if field.is_needed]
        return {**schema, "required": needed} if needed else schema

    def _of_field(self, field: Field) -> Json:
        schema = self.of(field.annotation)
        if field.description:
            schema["description"] = field.description
        if not field.is_needed:
            default = field.default if field.default_factory is None else field.default_factory()
            schema["default"] = list(default) if isinstance(default, tuple) else default
        return schema

    def _of_class(self, cls: type) -> Json:
        fields = record_fields(cls)
        if fields is None:
            if issubclass(cls, Enum):
                return _choices(each.value for each in cls)
            raise TypeError(f"a record field cannot be of type {cls!r}")
        if self._classes.setdefault(cls.__name__, cls) is not cls:
            raise TypeError(f"two records of one schema are called {cls.__name__}")
        if cls.__name__ not in self.definitions:
            self.definitions[cls.__name__] = {}  # keeps the place while a record that holds its own kind is described
            self.definitions[cls.__name__] = self.of_record(cls, fields)
        return {"$ref": f"{REF}{cls.__name__}"}

    def annotated(self, args: tuple[Any, ...]) -> Json:
        kind, *marks = args
        for mark in marks:
            if isinstance(mark, WithJsonSchema):
                return dict(mark.schema)
        schema = self.of(kind)
        for mark in marks:
            if isinstance(mark, StringConstraints):
                schema |= {_LIMITS.get(name, name): limit for name, limit in mark.limits.items()}
            elif isinstance(mark, OrText):
                schema = {"anyOf": [{"type": "string", "minLength": 1}, schema]}
            elif isinstance(mark, OrList):
                schema = {"anyOf": [self.of(kind.__record_fields__[mark.field].annotation), schema]}
        return schema

    def union(self, args: tuple[Any, ...]) -> Json:
        return {"anyOf": [self.of(each) for each in args]}

    def row(self, args: tuple[Any, ...]) -> Json:
        return {"type": "array", "items": self.of(args[0])}

    def mapping(self, args: tuple[Any, ...]) -> Json:
        keys, values = self.of(args[0]), self.of(args[1])
        schema = {"type": "object", "additionalProperties": values or True}
        return schema if keys == _PLAIN[str] else {**schema, "propertyNames": keys}


def _choices(values: Iterable[str]) -> Json:
    return {"type": "string", "enum": list(values)}


_LIMITS = {"min_length": "minLength", "max_length": "maxLength"}
_PLAIN: Mapping[Any, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    object: {},
    types.NoneType: {"type": "null"},
}
_BUILDERS: Mapping[Any, Callable[[_Schemas, tuple[Any, ...]], Json]] = {
    Annotated: _Schemas.annotated,
    Union: _Schemas.union,
    types.UnionType: _Schemas.union,
    Literal: lambda _, args: _choices(args),
    tuple: _Schemas.row,
    list: _Schemas.row,
    dict: _Schemas.mapping,
}

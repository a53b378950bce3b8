"""The keys that a model knows, for messages that name the nearest one."""

import functools
from collections.abc import Iterator
from typing import Any

from portalaudit.source.record_types import Reader

Schema = dict[str, Any]


def at(reader: Reader[Any], route: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that a mapping at a route may have, as they are written in files; none where the model does not say."""
    return tuple(dict.fromkeys(key for schema in _schemas(reader, route) for key in schema.get("properties", ())))


def needed(reader: Reader[Any], route: tuple[str | int, ...]) -> tuple[str, ...]:
    """Those of them that the mapping must have."""
    return tuple(dict.fromkeys(key for schema in _schemas(reader, route) for key in schema.get("required", ())))


def _schemas(reader: Reader[Any], route: tuple[str | int, ...]) -> list[Schema]:
    """What may stand at a route."""
    whole = _schema(reader)
    here = list(_branches(whole, whole))
    for part in route:
        here = [branch for schema in here for below in _below(schema, part) for branch in _branches(whole, below)]
    return here


# Made when a file has an unknown key, and kept because such a file often has many.
@functools.lru_cache(maxsize=32)
def _schema(reader: Reader[Any]) -> Schema:
    try:
        return reader.json_schema()
    except RuntimeError:  # a type of pydantic's own that has no schema
        return {}


def _branches(whole: Schema, schema: Any) -> Iterator[Schema]:
    """A schema, or all that a union allows, with references resolved."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        yield from _branches(whole, whole.get("$defs", {}).get(str(schema["$ref"]).rpartition("/")[2]))
        return
    unions = [schema[word] for word in ("anyOf", "oneOf", "allOf") if word in schema]
    if not unions:
        yield schema
    for union in unions:
        for each in union:
            yield from _branches(whole, each)


def _below(schema: Schema, part: str | int) -> Iterator[Any]:
    if isinstance(part, int):
        fixed = schema.get("prefixItems", [])
        yield fixed[part] if part < len(fixed) else schema.get("items")
    else:
        yield schema.get("properties", {}).get(part, schema.get("additionalProperties"))

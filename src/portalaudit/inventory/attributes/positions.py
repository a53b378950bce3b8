"""The places in a JSON Schema where a schema may stand, and what is not read at them."""

from collections.abc import Iterator, Mapping
from typing import Any

from portalaudit.source.document import Route

_ONE_BELOW = ("additionalProperties", "items", "contains", "propertyNames", "not", "if", "then", "else")
_LIST_BELOW = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMES_BELOW = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_SAME_VALUE = ("not", "if", "then", "else")
_SAME_VALUE_LISTS = ("allOf", "anyOf", "oneOf")

NOT_READ: Mapping[str, str] = {
    **dict.fromkeys(
        ("$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary"),
        "refer to a part of this file as '#/$defs/NAME'",
    ),
    **dict.fromkeys(
        ("unevaluatedProperties", "unevaluatedItems"),
        "write `additionalProperties: false`, and the properties beside it",
    ),
}
"""Words of JSON Schema that lead out of the file, or whose work nothing bounds, with what to do instead."""


def schemas(schema: Any, route: Route = ()) -> Iterator[tuple[Route, Any]]:
    """Every schema in a schema, itself first, with its route. Its form is that of a JSON Schema."""
    yield route, schema
    if not isinstance(schema, dict):
        return
    for key, below in schema.items():
        if key in _ONE_BELOW:
            yield from schemas(below, (*route, key))
        elif key in _LIST_BELOW:
            for index, one in enumerate(below):
                yield from schemas(one, (*route, key, index))
        elif key in _NAMES_BELOW:
            for name, one in below.items():
                yield from schemas(one, (*route, key, name))


def target(reference: str, known: Mapping[Route, Any]) -> Any:
    """The schema that a reference within the same file leads to; None where it leads to no schema.

    `known` are all schemas by their routes, with every step as text.
    """
    start, *steps = reference.split("/")
    if start != "#" or "%" in reference:
        return None
    return known.get(tuple(step.replace("~1", "/").replace("~0", "~") for step in steps))


def by_pointer(schema: Any) -> Mapping[Route, Any]:
    """Every schema in a schema by its route, with every step as text."""
    return {tuple(map(str, route)): one for route, one in schemas(schema)}


def leads_back(schema: Any, known: Mapping[Route, Any]) -> bool:
    """Whether a schema comes back to itself through schemas of the same value."""
    seen: set[int] = set()
    ahead = _same_value(schema, known)
    while ahead:
        one = ahead.pop()
        if one is schema:
            return True
        if isinstance(one, dict) and id(one) not in seen:
            seen.add(id(one))
            ahead += _same_value(one, known)
    return False


def _same_value(schema: Any, known: Mapping[Route, Any]) -> list[Any]:
    found = [schema[key] for key in _SAME_VALUE if key in schema]
    found += [one for key in _SAME_VALUE_LISTS for one in schema.get(key, ())]
    found += schema.get("dependentSchemas", {}).values()
    return [*found, target(schema["$ref"], known)] if "$ref" in schema else found

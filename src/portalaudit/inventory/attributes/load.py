"""Schemas of attributes, from the files of a policies folder. Where a practice has none, nothing here is imported."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry

from portalaudit.inventory.attributes.parts import target
from portalaudit.inventory.attributes.scalars import TYPES, read_as
from portalaudit.inventory.attributes.schema import AttributeSchema
from portalaudit.model import Problem, ProblemCode
from portalaudit.model.problem import in_order
from portalaudit.model.spelling import did_you_mean, nearest
from portalaudit.source.document import Document, Node, Route

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ALL_TYPES = frozenset({*TYPES, "string"})
_NAMES_BELOW = frozenset({"properties", "patternProperties", "$defs", "dependentSchemas"})
_NO_SCHEMAS_BELOW = frozenset({"enum", "const", "default", "examples", "required", "dependentRequired", "type"})
_ELSEWHERE = frozenset({"$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary"})
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HINT = "refer to a part of this file as '#/$defs/NAME'"
_FORMATS = ("email", "ipv4", "ipv6", "regex", "uuid")


def load_schemas(
    documents: Iterable[Document], entities: Mapping[str, str]
) -> tuple[Mapping[str, AttributeSchema], tuple[Problem, ...]]:
    """The schema of each section that has one, and what is wrong with the files. `entities` are by section.

    A schema with a mistake is left out: its section's attributes are then read without one.
    """
    schemas: dict[str, AttributeSchema] = {}
    problems: list[Problem] = []
    for document in documents:
        section = PurePosixPath(document.path).stem
        if section not in entities:
            problems.append(_no_section(document, section, tuple(entities)))
            continue
        schema = _json(document, (), document.data)
        wrong = tuple(_mistakes(document, schema))
        problems += wrong
        if not wrong:
            schemas[section] = AttributeSchema(entities[section], document, schema, _validator(schema))
    return schemas, in_order(problems)


def _validator(schema: Any) -> Draft202012Validator:
    checker = FormatChecker(_FORMATS)
    checker.checks("date", raises=ValueError)(_is_date)
    # An empty registry fetches nothing: a reference that leads out of the file is refused before it comes here.
    return Draft202012Validator(schema, registry=Registry(), format_checker=checker)


def _is_date(value: object) -> bool:
    """Raises ValueError for a day that no calendar has."""
    return not isinstance(value, str) or bool(_DATE.fullmatch(value) and datetime.date.fromisoformat(value))


def _json(document: Document, route: Route, node: Node) -> Any:
    """The schema as JSON. A scalar in quotes, or a block of text, stays a text."""
    if isinstance(node, dict):
        return {key: _json(document, (*route, key), value) for key, value in node.items()}
    if isinstance(node, list):
        return [_json(document, (*route, index), value) for index, value in enumerate(node)]
    value = read_as(node, _ALL_TYPES)
    return node if isinstance(value, str) or _is_marked_as_text(document, route) else value


def _is_marked_as_text(document: Document, route: Route) -> bool:
    place = document.place(route)
    return document.line(place.line)[place.column - 1 : place.column] in ("'", '"', "|", ">")


def _mistakes(document: Document, schema: Any) -> Iterator[Problem]:
    dialect = schema.get("$schema", DIALECT)
    if dialect != DIALECT:
        hint = f"write {DIALECT}, or leave the key out"
        yield _problem(document, ("$schema",), "only JSON Schema of draft 2020-12 is read here", hint)
    meta = Draft202012Validator(Draft202012Validator.META_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
    errors = list(meta.iter_errors(schema))
    yield from (_not_a_schema(document, error) for error in errors)
    if not errors:
        yield from _references(document, schema, (), schema)
        if schema.get("type", "object") != "object":
            yield _problem(
                document, ("type",), "attributes are a mapping, so the schema's type is object", "write object"
            )


def _not_a_schema(document: Document, error: ValidationError) -> Problem:
    message = error.message if len(error.message) <= 200 else f"{error.message[:200]}…"
    hint = "json-schema.org explains the words of draft 2020-12"
    return _problem(document, tuple(error.absolute_path), f"this is no JSON Schema: {message}", hint)


def _references(document: Document, root: Any, route: Route, node: Any) -> Iterator[Problem]:
    """References that lead nowhere, or out of the file."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _references(document, root, (*route, index), item)
        return
    for key, value in node.items() if isinstance(node, dict) else ():
        here = (*route, key)
        if key in _ELSEWHERE:
            yield _problem(document, here, f"`{key}` is not read here", _HINT)
        elif key == "$ref" and not isinstance(target(root, value), dict | bool):
            message = f"'{value}' is not a part of this file"
            yield _problem(document, here, message, _HINT)
        elif key == "$ref" and _leads_back(root, node):
            yield _problem(document, here, "this refers to itself without an end", "let it describe a value")
        elif key in _NAMES_BELOW and isinstance(value, dict):
            for name, below in value.items():
                yield from _references(document, root, (*here, name), below)
        elif key not in _NO_SCHEMAS_BELOW:
            yield from _references(document, root, here, value)


def _leads_back(root: Any, schema: Any) -> bool:
    """Whether a schema comes back to itself through schemas of the same value."""
    seen: list[Any] = []
    ahead = _same_value(root, schema)
    while ahead:
        one = ahead.pop()
        if one is schema:
            return True
        if isinstance(one, dict) and not any(one is known for known in seen):
            seen.append(one)
            ahead += _same_value(root, one)
    return False


def _same_value(root: Any, schema: Any) -> list[Any]:
    found = [schema[key] for key in ("not", "if", "then", "else") if key in schema]
    found += [one for key in ("allOf", "anyOf", "oneOf") for one in schema.get(key, ())]
    found += schema.get("dependentSchemas", {}).values()
    return [*found, target(root, schema["$ref"])] if "$ref" in schema else found


def _no_section(document: Document, section: str, known: Sequence[str]) -> Problem:
    message = f"'{section}' is not a section whose records have attributes{did_you_mean(nearest(section, known))}"
    hint = f"name the file after one of {', '.join(known)}"
    return Problem(ProblemCode.UNKNOWN_SECTION, message, document.place(()), hint)


def _problem(document: Document, route: Route, message: str, hint: str) -> Problem:
    return Problem(ProblemCode.BAD_SCHEMA, message, document.place(route), hint)

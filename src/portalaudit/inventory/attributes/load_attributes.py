"""Schemas of attributes, from the files of a policies folder. Where a practice has none, nothing here is imported."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from portalaudit.inventory.attributes.attribute_scalars import TYPES, read_as
from portalaudit.inventory.attributes.attribute_schema import AttributeSchema
from portalaudit.inventory.attributes.limits import LimitedValidator, TooMuchError
from portalaudit.inventory.attributes.matching import Matching
from portalaudit.inventory.attributes.positions import NOT_READ, by_pointer, leads_back, schemas, target
from portalaudit.model import Problem, ProblemCode
from portalaudit.model.problem import in_order
from portalaudit.model.spelling import did_you_mean, nearest
from portalaudit.source.document import Document, Node, Route

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_PARTS = 1000
"""Mappings in one schema."""

MOST_REFERENCES = 200
MOST_PATTERNS = 50
MOST_FACTS = 500
"""Attributes that rules can name, those inside others too. A schema that contains itself gives them without an end."""

_ALL_TYPES = frozenset({*TYPES, "string"})
_LONGEST_SHOWN = 40
_HINT = "refer to a part of this file as '#/$defs/NAME'"


def load_schemas(
    documents: Iterable[Document], entities: Mapping[str, str], matching: Matching
) -> tuple[Mapping[str, AttributeSchema], tuple[Problem, ...]]:
    """The schema of each section that has one, and what is wrong with the files. `entities` are by section.

    A schema with a mistake is left out: its section's attributes are then read without one.
    """
    found: dict[str, AttributeSchema] = {}
    problems: list[Problem] = []
    for document in documents:
        section = PurePosixPath(document.path).stem
        if section not in entities:
            problems.append(_no_section(document, section, tuple(entities)))
            continue
        schema, wrong = _schema(document, entities[section], matching)
        problems += wrong
        if schema:
            found[section] = schema
    return found, in_order(problems)


def _schema(document: Document, entity: str, matching: Matching) -> tuple[AttributeSchema | None, list[Problem]]:
    """The schema of one file. What is asked first makes what is asked next safe to ask."""
    parts = _parts(document.data)
    if parts > MOST_PARTS:
        hint = f"describe what rules ask for, in {MOST_PARTS} mappings at most"
        return None, [_problem(document, (), f"this schema has {parts} mappings", hint)]
    written = _json(document, (), document.data)
    for mistakes in (_mistakes(document, written), _references(document, written, matching)):
        wrong = list(mistakes)
        if wrong:
            return None, wrong
    schema = AttributeSchema(entity, document, written, LimitedValidator(written, matching))
    excess = list(_excess(document, schema))
    return (None if excess else schema), excess


def _parts(node: Node) -> int:
    """The mappings in a document, it included."""
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return isinstance(node, dict) + sum(map(_parts, below))


def _excess(document: Document, schema: AttributeSchema) -> Iterator[Problem]:
    """What could not be asked of any record."""
    if schema.count_facts(MOST_FACTS) > MOST_FACTS:
        hint = "describe fewer; a schema that contains itself does so again and again"
        yield _problem(document, (), f"this schema gives rules more than {MOST_FACTS} attributes to ask for", hint)
    try:
        schema.errors({})
    except TooMuchError:
        hint = "say it with fewer `allOf`, `anyOf` and `$ref` inside each other"
        yield _problem(document, (), "this schema takes more steps than any attributes may", hint)


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
    # Without a look at formats: patterns are read in their own way, and asked for when all else is known to be right.
    errors = list(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema))
    yield from (_not_a_schema(document, error) for error in errors)
    if not errors and schema.get("type", "object") != "object":
        yield _problem(document, ("type",), "attributes are a mapping, so the schema's type is object", "write object")


def _not_a_schema(document: Document, error: ValidationError) -> Problem:
    message = error.message if len(error.message) <= 200 else f"{error.message[:200]}…"
    hint = "json-schema.org explains the words of draft 2020-12"
    return _problem(document, tuple(error.absolute_path), f"this is not a JSON Schema: {message}", hint)


def _references(document: Document, root: Any, matching: Matching) -> Iterator[Problem]:
    """References that lead nowhere, or out of the file, and what else is not read here."""
    known = by_pointer(root)
    inside = [(route, schema) for route, schema in schemas(root) if isinstance(schema, dict)]
    yield from _too_many(document, inside)
    for route, schema in inside[:MOST_PARTS]:
        for key, hint in NOT_READ.items():
            if key in schema:
                yield _problem(document, (*route, key), f"`{key}` is not read here", hint)
        if route and "$schema" in schema:
            yield _problem(document, (*route, "$schema"), "`$schema` stands at the top only", "leave it out here")
        if "$ref" in schema:
            yield from _reference(document, (*route, "$ref"), schema, known)
        for at, pattern in _patterns(route, schema):
            wrong = matching.wrong(pattern)
            if wrong:
                yield _problem(
                    document, at, f"'{pattern[:_LONGEST_SHOWN]}' {wrong}", "correct it; patterns are those of RE2"
                )


def _reference(document: Document, at: Route, schema: Any, known: Mapping[Route, Any]) -> Iterator[Problem]:
    if not isinstance(target(schema["$ref"], known), dict | bool):
        yield _problem(document, at, f"'{schema['$ref']}' is not a part of this file", _HINT)
    elif leads_back(schema, known):
        yield _problem(document, at, "this refers to itself without an end", "let it describe a value")


def _too_many(document: Document, inside: Sequence[tuple[Route, Any]]) -> Iterator[Problem]:
    references = [(*route, "$ref") for route, schema in inside if "$ref" in schema]
    patterns = [at for route, schema in inside for at, _ in _patterns(route, schema)]
    for found, most, what in ((references, MOST_REFERENCES, "`$ref`"), (patterns, MOST_PATTERNS, "patterns")):
        if len(found) > most:
            yield _problem(document, found[most], f"a schema has {most} {what} at most", "take away what is not needed")


def _patterns(route: Route, schema: Any) -> Iterator[tuple[Route, str]]:
    if "pattern" in schema:
        yield (*route, "pattern"), schema["pattern"]
    for pattern in schema.get("patternProperties", {}):
        yield (*route, "patternProperties", pattern), pattern


def _no_section(document: Document, section: str, known: Sequence[str]) -> Problem:
    message = f"'{section}' is not a section whose records have attributes{did_you_mean(nearest(section, known))}"
    hint = f"name the file after one of {', '.join(known)}"
    return Problem(ProblemCode.UNKNOWN_SECTION, message, document.place(()), hint)


def _problem(document: Document, route: Route, message: str, hint: str) -> Problem:
    return Problem(ProblemCode.BAD_SCHEMA, message, document.place(route), hint)

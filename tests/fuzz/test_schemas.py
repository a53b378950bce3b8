"""Schemas of attributes made at random: they are refused, or they read whatever attributes there are."""

import json
from random import Random
from typing import Any

import pytest

from portalaudit.inventory.inventory_vocabulary import with_attributes
from portalaudit.inventory.reference import load_reference
from portalaudit.inventory.resolve import resolve
from portalaudit.pipeline.policies import MATCHING
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load
from tests.fuzz.test_fuzz import IS_BUILD_SERVER

PRACTICE = "practice: {id: test, name: Test practice, timezone: America/Los_Angeles}\n"
SCHEMAS = 1000 if IS_BUILD_SERVER else 150
TYPES = ("string", "integer", "object", "array", "null", "number", "boolean")
SCALARS = (0, 1, -1, 1.5, 10**20, True, None, "", "a", "(", "^a", "#", "#/$defs/a", "#/allOf/0", "date", "regex")
VALUES = (1, "a", None, True, [1], {"a": 1})
WORDS: dict[str, tuple[Any, ...]] = {
    "type": (*TYPES, ["string", "null"]),
    "enum": ([1, "a", None], [[1], {"a": 1}]),
    "const": VALUES,
    "default": VALUES,
    "required": (["a"],),
    "dependentRequired": ({"a": ["b"]},),
    "pattern": ("^a", "(a+)+$", "a{3}"),
    "format": ("date", "email", "regex", "uuid", "ipv4", "ipv6", "other"),
    "$ref": ("#", "#/$defs/a", "#/$defs/b", "#/properties/a", "#/properties/b", "#/allOf/0"),
    "$schema": ("https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"),
    "uniqueItems": (True, False),
    "description": ("x",),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains"), (1, 2)),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "multipleOf"), (1, 2, 1.5)),
}
ONE_BELOW = ("items", "contains", "not", "if", "then", "else", "additionalProperties", "propertyNames")
LIST_BELOW = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMES_BELOW = ("properties", "patternProperties", "$defs", "dependentSchemas")
EVERY_WORD = (*WORDS, *ONE_BELOW, *LIST_BELOW, *NAMES_BELOW, "unevaluatedProperties", "$id", "other")


def schema(random: Random, depth: int = 0) -> Any:
    if depth > 4 or random.random() < 0.1:
        return random.choice((True, False, {}))
    words = random.sample(EVERY_WORD, random.randint(0, 5))
    return {word: asked(random, word, depth) for word in words}


def asked(random: Random, word: str, depth: int) -> Any:
    if random.random() < 0.02:
        return random.choice((*SCALARS, [], {}, [schema(random, depth + 1)], {"a": schema(random, depth + 1)}))
    if word in LIST_BELOW:
        return [schema(random, depth + 1) for _ in range(random.randint(1, 3))]
    if word in NAMES_BELOW:
        return {name: schema(random, depth + 1) for name in random.sample("abc", random.randint(0, 3))}
    return random.choice(WORDS[word]) if word in WORDS else schema(random, depth + 1)


def attributes(random: Random, depth: int = 0) -> Any:
    scalar = random.choice(("1", "a", "x@example.org", "2026-01-31", "true", "~", "1.5", "aaaa!", "9" * 30))
    if depth > 3 or random.random() < 0.3:
        return scalar
    below = [attributes(random, depth + 1) for _ in range(3)]
    return random.choice((below, dict(zip("abc", below, strict=True))))


def document(path: str, text: str) -> Document:
    found, _ = load(Text(path, text.encode()))
    assert found is not None
    return found


def read(number: int) -> bool:
    """Whether a schema made at random is a good one. It is asked of some attributes then."""
    random = Random(number)  # noqa: S311  no secret is made of it
    made = schema(random)
    written = document("attributes/staff.yaml", json.dumps(made if isinstance(made, dict) else {"allOf": [made]}))
    known, problems = load_reference([written], MATCHING)
    assert bool(problems) is not bool(known.attributes)
    with_attributes(known.attributes)
    for _ in range(3):
        people = f"staff: [{{id: kim, name: Kim, attributes: {json.dumps({'a': attributes(random)})}}}]\n"
        resolve([document("a.yaml", PRACTICE + people)], known.ids, schemas=known.attributes)
    return not problems


@pytest.mark.parametrize("first", range(0, SCHEMAS, 50))
def test_any_schema_is_refused_or_reads_any_attributes(first: int) -> None:
    good = 0
    for number in range(first, first + 50):
        try:
            good += read(number)
        except Exception as error:
            raise AssertionError(f"schema number {number}") from error
    assert good > 10

# ruff: noqa: E501  problems are shown as they are told, one a line
"""A practice's own facts: how its schema reads them, what it refuses and where, and what rules make of them."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.evaluate.judge import judge
from portalaudit.inventory.attributes.attribute_scalars import TYPES, read_as
from portalaudit.inventory.attributes.attribute_values import Attributes
from portalaudit.inventory.inventory_vocabulary import vocabulary, with_attributes
from portalaudit.inventory.reference import Reference, load_reference
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.world import World
from portalaudit.model import Problem, Verdict
from portalaudit.model.report import Ruling
from portalaudit.pipeline.policies import MATCHING
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.pack_compiler import compile_rules
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load

AS_OF = datetime.date(2026, 11, 20)
SCHEMA = """\
type: object
required: [badge_number]
additionalProperties: false
properties:
  badge_number: {type: integer, minimum: 1, maximum: 9999}
  rate: {type: number}
  on_call: {type: boolean}
  badge_on: {type: string, format: date, description: Day the badge was given}
  desk: {enum: [front, back, "2"]}
  floor: {enum: [1, 2]}
  seats: {type: array, items: {type: integer}, maxItems: 2, uniqueItems: true}
  mother_tongue: {type: [string, "null"], minLength: 2, pattern: "^[a-z]+$"}
  car: {type: object, properties: {plate: {type: string}, since: {$ref: "#/$defs/day"}}, required: [plate]}
  cars: {type: array, items: {type: object, properties: {plate: {type: string}}}}
  links: {type: object}
  free: {}
$defs:
  day: {type: string, format: date}
"""
PRACTICE = "practice: {id: test, name: Test practice, timezone: America/Los_Angeles}\n"
PERSON = "staff:\n  - id: kim\n    name: Kim\n    attributes:\n"


def document(path: str, text: str) -> Document:
    found, problems = load(Text(path, text.encode()))
    assert problems == ()
    assert found is not None
    return found


def reference(schema: str | None = SCHEMA, section: str = "staff") -> tuple[Reference, tuple[Problem, ...]]:
    return load_reference([] if schema is None else [document(f"attributes/{section}.yaml", schema)], MATCHING)


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{one.place} {one.code}: {one.message} | {one.hint}" for one in problems]


def world(text: str, schema: str | None = SCHEMA, section: str = "staff") -> tuple[World, list[str]]:
    known, wrong = reference(schema, section)
    assert wrong == ()
    inventory, problems = resolve([document("a.yaml", PRACTICE + text)], known.ids, schemas=known.attributes)
    return World(inventory, known, AS_OF), told(problems)


def plain(value: Any) -> Any:
    if isinstance(value, Attributes):
        return {key: plain(inner) for key, inner in value.values.items()}
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def attributes(*lines: str) -> tuple[Any, list[str]]:
    found, problems = world(PERSON + "".join(f"      {line}\n" for line in lines))
    people = found.inventory.tables["staff"].records
    return (plain(people[0].attributes) if people else None), problems


GOOD: list[tuple[str, Mapping[str, Any]]] = [
    ("rate: 1.5", {"rate": 1.5}),
    ("rate: 2", {"rate": 2.0}),
    ("on_call: true", {"on_call": True}),
    ("badge_on: 2026-01-31", {"badge_on": "2026-01-31"}),
    ("desk: 2", {"desk": "2"}),
    ("floor: 2", {"floor": 2}),
    ("seats: [1, 2]", {"seats": (1, 2)}),
    ("mother_tongue: ~", {}),
    ("mother_tongue: no", {"mother_tongue": "no"}),
    ("car: {plate: 007, since: 2026-01-01}", {"car": {"plate": "007", "since": "2026-01-01"}}),
    ("cars: [{plate: a}, {}]", {"cars": ({"plate": "a"}, {})}),
    ("links: {wiki: a, deep: {b: c}}", {"links": {"wiki": "a"}}),
    ("free: 12", {"free": "12"}),
    ("free: [a]", {}),
]


@pytest.mark.parametrize(("line", "expected"), GOOD, ids=[line for line, _ in GOOD])
def test_scalars_are_typed_as_far_as_the_schema_says(line: str, expected: Mapping[str, Any]) -> None:
    assert attributes("badge_number: 7", line) == ({"badge_number": 7, **expected}, [])


BAD = [
    ("rate: much", "7:13 invalid-value: 'attributes.rate' must be a number, not 'much' | correct the value"),
    ("on_call: 1", "7:16 invalid-value: 'attributes.on_call' must be true or false, not '1' | correct the value"),
    ("seats: [1_000]", "7:15 invalid-value: 'attributes.seats.0' must be a whole number, not '1_000' | correct the value"),
    ("seats: [5.0]", "7:15 invalid-value: 'attributes.seats.0' must be a whole number, not '5.0' | correct the value"),
    ("seats: [007]", "7:15 invalid-value: 'attributes.seats.0' must be a whole number, not '007' | correct the value"),
    ("seats: [null]", "7:15 empty-value: an item of 'attributes.seats' has no value, only 'null' | give a value or leave the item out"),
    ("rate: ~", "7:13 empty-value: 'attributes.rate' has no value, only '~' | give a value or leave the key out"),
    ("desk:", "7:7 empty-value: 'attributes.desk' has no value | give a value or leave the key out"),
    ("car: {plate: Null}", "7:20 empty-value: 'attributes.car.plate' has no value, only 'Null' | give a value or leave the key out"),
    ("badge_on: 2026-02-30", "7:17 invalid-value: 'attributes.badge_on' is not a date: '2026-02-30' | write it as YYYY-MM-DD, like 2026-01-31"),
    ("badge_on: 20260230", "7:17 invalid-value: 'attributes.badge_on' is not a date: '20260230' | write it as YYYY-MM-DD, like 2026-01-31"),
    ("desk: frnt", "7:13 invalid-value: 'attributes.desk' can be front, back, 2, not 'frnt' | did you mean 'front'?"),
    ("floor: 3", "7:14 invalid-value: 'attributes.floor' can be 1, 2, not '3' | correct the value"),
    ("seats: [1, x]", "7:18 invalid-value: 'attributes.seats.1' must be a whole number, not 'x' | correct the value"),
    ("seats: [1, 2, 3]", "7:14 invalid-value: 'attributes.seats' is too long: the list may have at most 2 | remove some"),
    ("seats: [1, 1]", "7:14 invalid-value: 'attributes.seats' has the same item twice | remove one of the two"),
    ("seats: {a: b}", "7:14 invalid-value: 'attributes.seats' must be a list, not a mapping | correct the value"),
    ("mother_tongue: a", "7:22 invalid-value: 'attributes.mother_tongue' is too short: it needs at least 2 characters | write more"),
    ("mother_tongue: AA", "7:22 invalid-value: 'attributes.mother_tongue' does not look as it should: 'AA' | the schema asks for ^[a-z]+$"),
    ("car: {since: 2026-01-01}", "7:12 missing-key: the attribute 'plate' is missing in 'attributes.car' | add `plate:` with a value"),
    ("car: {plate: a, since: soon}", "7:30 invalid-value: 'attributes.car.since' is not a date: 'soon' | write it as YYYY-MM-DD, like 2026-01-31"),
    ("on_cal: true", "7:7 unknown-key: unknown key 'on_cal' in 'attributes'; did you mean 'on_call'? | correct the key or leave it out"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), BAD, ids=[line for line, _ in BAD])
def test_what_does_not_fit_is_a_problem_at_its_place_and_the_record_is_left_out(line: str, expected: str) -> None:
    assert attributes("badge_number: 7", line) == (None, [f"a.yaml:{expected}"])


@pytest.mark.parametrize(
    ("number", "words"), [("0", "1 or more, not '0'"), ("10000", "9999 or less, not '10000'"), ("1", ""), ("9999", "")]
)
def test_bounds_are_inclusive(number: str, words: str) -> None:
    found, problems = attributes(f"badge_number: {number}")
    assert (found is None) is bool(words)
    assert problems == (
        [f"a.yaml:6:21 invalid-value: 'attributes.badge_number' must be {words} | correct the value"] if words else []
    )


def test_what_is_needed_is_asked_for_where_there_are_no_attributes_at_all() -> None:
    _, problems = world("staff:\n  - {id: kim, name: Kim}\n")
    assert problems == [
        "a.yaml:3:6 missing-key: the attribute 'badge_number' is missing | add `badge_number:` with a value"
    ]


def test_a_problem_names_the_line_of_the_schema_that_asks_for_it() -> None:
    known, _ = reference()
    text = f"{PRACTICE}{PERSON}      badge_number: x\n"
    _, (problem,) = resolve([document("a.yaml", text)], known.ids, schemas=known.attributes)
    assert [(str(one.place), one.label) for one in problem.related] == [
        ("attributes/staff.yaml:5:18", "the practice's schema asks for this")
    ]


def test_unknown_attributes_are_allowed_where_the_schema_does_not_close_itself() -> None:
    _, problems = world(f"{PERSON}      anything: [at, {{all: x}}]\n", "properties: {badge: {type: integer}}\n")
    assert problems == []


def test_attributes_are_free_without_a_schema() -> None:
    found, problems = world(f"{PERSON}      badge: 007\n      nested: {{a: [b]}}\n", None)
    (kim,) = found.inventory.tables["staff"].records
    assert problems == []
    assert kim.attributes == {"badge": "007", "nested": {"a": ["b"]}}
    assert found.value(kim, "attributes") == {"badge": "007"}


def test_attributes_are_a_mapping() -> None:
    _, problems = world("staff: [{id: kim, name: Kim, attributes: [a]}]\n", None)
    assert problems == [
        "a.yaml:2:42 invalid-value: the value of 'attributes' must be a mapping | write one `name: value` on each line below it"
    ]


SECTIONS = {
    "practice": PRACTICE.replace("}", ", attributes: {a: x}}"),
    "payers": "payers: [{id: p, name: P, attributes: {a: x}}]\n",
    "portals": "portals: [{id: p, name: P, kind: hub, attributes: {a: x}}]\n",
    "roles": "roles: [{id: p, title: P, attributes: {a: x}}]\n",
    "vendors": "vendors: [{id: p, name: P, attributes: {a: x}}]\n",
    "staff": "staff: [{id: p, name: P, attributes: {a: x}}]\n",
    "accounts": "portals: [{id: p, name: P, kind: hub}]\naccounts: [{id: p, portal: p, login: l, type: test, status: active, attributes: {a: x}}]\n",
    "reviews": "portals: [{id: p, name: P, kind: hub}]\nreviews: [{id: p, portal: p, attributes: {a: x}}]\n",
    "modules": "training: {modules: [{id: p, title: P, attributes: {a: x}}]}\n",
    "completions": "staff: [{id: p, name: P}]\ntraining: {modules: [{id: p, title: P}], completions: [{person: p, module: p, completed_on: 2026-01-01, attributes: {a: x}}]}\n",
    "documents": "documents: [{id: p, kind: sop, attributes: {a: x}}]\n",
}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_may_have_a_schema(section: str) -> None:
    known, wrong = reference("properties: {a: {type: integer}}\n", section)
    assert wrong == ()
    text = SECTIONS[section] if section == "practice" else PRACTICE + SECTIONS[section]
    _, problems = resolve([document("a.yaml", text)], known.ids, schemas=known.attributes)
    assert [(one.code, one.message) for one in problems] == [
        ("invalid-value", "'attributes.a' must be a whole number, not 'x'")
    ]
    assert resolve([document("a.yaml", text)], known.ids)[1] == ()


WRONG = [
    ("type: strng\n", ["attributes/staff.yaml:1:7 bad-schema: this is not a JSON Schema: 'strng' is not valid under any of the given schemas | json-schema.org explains the words of draft 2020-12"]),
    ("properties:\n  a: {minimum: x}\n", ["attributes/staff.yaml:2:16 bad-schema: this is not a JSON Schema: 'x' is not of type 'number' | json-schema.org explains the words of draft 2020-12"]),
    ("properties: {a: {pattern: (b}}\n", ["attributes/staff.yaml:1:27 bad-schema: '(b' is not a valid pattern: missing ) | correct it; patterns are those of RE2"]),
    ("type: array\n", ["attributes/staff.yaml:1:7 bad-schema: attributes are a mapping, so the schema's type is object | write object"]),
    ("$schema: http://json-schema.org/draft-07/schema#\n", ["attributes/staff.yaml:1:10 bad-schema: only JSON Schema of draft 2020-12 is read here | write https://json-schema.org/draft/2020-12/schema, or leave the key out"]),
    ("properties: {a: {$ref: '#/$defs/b'}}\n", ["attributes/staff.yaml:1:24 bad-schema: '#/$defs/b' is not a part of this file | refer to a part of this file as '#/$defs/NAME'"]),
    ("properties: {a: {$ref: 'https://example.org/b'}}\n", ["attributes/staff.yaml:1:24 bad-schema: 'https://example.org/b' is not a part of this file | refer to a part of this file as '#/$defs/NAME'"]),
    ("properties: {a: {$anchor: b}}\n", ["attributes/staff.yaml:1:27 bad-schema: `$anchor` is not read here | refer to a part of this file as '#/$defs/NAME'"]),
    ("patternProperties: {'(?=a)': {}}\n", ["attributes/staff.yaml:1:30 bad-schema: '(?=a)' is not a valid pattern: invalid perl operator | correct it; patterns are those of RE2"]),
    ("properties: {a: {pattern: '(a{30}){30}'}}\n", ["attributes/staff.yaml:1:27 bad-schema: '(a{30}){30}' repeats too much: its numbers in braces come to more than 500 signs | correct it; patterns are those of RE2"]),
    ("properties: {a: {$schema: 'http://json-schema.org/draft-07/schema#'}}\n", ["attributes/staff.yaml:1:27 bad-schema: `$schema` stands at the top only | leave it out here"]),
    ("unevaluatedProperties: false\n", ["attributes/staff.yaml:1:24 bad-schema: `unevaluatedProperties` is not read here | write `additionalProperties: false`, and the properties beside it"]),
    ("default: {a: 3}\nproperties: {a: {$ref: '#/default'}}\n", ["attributes/staff.yaml:2:24 bad-schema: '#/default' is not a part of this file | refer to a part of this file as '#/$defs/NAME'"]),
    ("properties: {type: {type: string}, a: {$ref: '#/properties'}}\n", ["attributes/staff.yaml:1:46 bad-schema: '#/properties' is not a part of this file | refer to a part of this file as '#/$defs/NAME'"]),
    ("allOf: [{}]\nproperties: {a: {$ref: '#/allOf/²'}}\n", ["attributes/staff.yaml:2:24 bad-schema: '#/allOf/²' is not a part of this file | refer to a part of this file as '#/$defs/NAME'"]),
    ("$defs: {'a%41': {}}\nproperties: {a: {$ref: '#/$defs/a%41'}}\n", ["attributes/staff.yaml:2:24 bad-schema: '#/$defs/a%41' is not a part of this file | refer to a part of this file as '#/$defs/NAME'"]),
    ("$defs: {a: {allOf: [{$ref: '#/$defs/b'}]}, b: {anyOf: [{$ref: '#/$defs/a'}]}}\n", ["attributes/staff.yaml:1:28 bad-schema: this refers to itself without an end | let it describe a value", "attributes/staff.yaml:1:63 bad-schema: this refers to itself without an end | let it describe a value"]),
    ("allOf: [{$ref: '#'}]\n", ["attributes/staff.yaml:1:16 bad-schema: this refers to itself without an end | let it describe a value"]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "expected"), WRONG, ids=[schema for schema, _ in WRONG])
def test_a_schema_that_is_wrong_is_a_problem_at_its_place(schema: str, expected: list[str]) -> None:
    known, problems = reference(schema)
    assert told(problems) == expected
    assert known.attributes == {}


def test_a_schema_of_no_section_is_a_problem() -> None:
    known, problems = reference("{}\n", "acounts")
    assert [one.message for one in problems] == [
        "'acounts' is not a section whose records have attributes; did you mean 'accounts'?"
    ]
    assert known.attributes == {}


def test_a_schema_may_contain_itself() -> None:
    schema = "properties: {boss: {$ref: '#'}, name: {type: string}}\n"
    known, problems = reference(schema)
    assert problems == ()
    names = with_attributes(known.attributes).entities
    assert [name for name in names if name not in vocabulary().entities] == [
        "person_attributes.boss.boss.boss.boss",
        "person_attributes.boss.boss.boss",
        "person_attributes.boss.boss",
        "person_attributes.boss",
        "person_attributes",
    ]
    found, wrong = world(f"{PERSON}      boss: {{boss: {{name: [x]}}}}\n", schema)
    assert [one.split(" | ")[0] for one in wrong] == [
        "a.yaml:6:27 invalid-value: 'attributes.boss.boss.name' must be a text, not a list"
    ]
    assert found.inventory.tables["staff"].records == []


def test_words_in_quotes_stay_text_in_a_schema() -> None:
    known, problems = reference("properties: {a: {enum: ['1', 2, \"true\", null]}}\n")
    assert problems == ()
    text = f"{PRACTICE}{PERSON}      a: x\n"
    _, (problem,) = resolve([document("a.yaml", text)], known.ids, schemas=known.attributes)
    assert problem.message == "'attributes.a' can be 1, 2, true, nothing, not 'x'"
    part = known.attributes["staff"]._part.at("a")
    assert part.words == ("1", 2, "true", None)


RULE = """\
id: own-rule
title: Badges are in order
severity: low
for: person
require: "{require}"
message: "{{person.name}} has badge {{person.attributes.badge_number}} for {{person.attributes.rate}}"
point_at: attributes.badge_number
"""
LOOSE = SCHEMA.replace("required: [badge_number]\n", "").replace("additionalProperties: false\n", "")


def asked(require: str, text: str, schema: str | None = LOOSE) -> tuple[Ruling, World]:
    found, problems = world(text, schema)
    assert problems == []
    rules, wrong = compile_rules(
        [document("pack/own-rule.yaml", RULE.format(require=require))], with_attributes(found.reference.attributes)
    )
    assert wrong == ()
    (ruling,) = judge(rules, found, Evaluator(AS_OF))
    return ruling, found


def verdict(require: str, *lines: str, schema: str | None = LOOSE) -> tuple[str, str]:
    text = PERSON + "".join(f"      {line}\n" for line in lines) if lines else "staff: [{id: kim, name: Kim}]\n"
    ruling, _ = asked(require, text, schema)
    one: Verdict | None = ruling.verdicts.get(0)
    return (one.status, f"{one.place.line}:{one.place.column} {one.message}") if one else ("pass", "")


def test_rules_read_typed_attributes() -> None:
    require = "person.attributes.badge_number > 5 && person.attributes.rate >= 1.5"
    assert verdict(require, "badge_number: 7", "rate: 1.5") == ("pass", "")
    assert verdict(require, "badge_number: 5", "rate: 2") == ("fail", "6:21 Kim has badge 5 for 2.0")


@pytest.mark.parametrize(
    ("require", "line"),
    [
        ("person.attributes.on_call", "on_call: true"),
        ("days_since(person.attributes.badge_on) == 20", "badge_on: 2026-10-31"),
        ("person.attributes.seats.exists(seat, seat == 2)", "seats: [1, 2]"),
        ("person.attributes.car.since < as_of", "car: {plate: a, since: 2026-01-01}"),
        ("person.attributes.cars.all(car, car.plate != 'b')", "cars: [{plate: a}]"),
        ("person.attributes.links.wiki == 'a'", "links: {wiki: a}"),
        ("!has(person.attributes.rate)", "badge_number: 1"),
    ],
)
def test_every_kind_of_attribute_can_be_asked(require: str, line: str) -> None:
    assert verdict(require, line) == ("pass", "")
    name = line.partition(":")[0]
    if not require.startswith("!has"):
        status, message = verdict(require, "free: x")
        assert (status, name in message) == ("unknown", True)


@pytest.mark.parametrize("lines", [(), ("rate: 2",)])
def test_what_is_absent_is_unknown_and_never_a_pass(lines: tuple[str, ...]) -> None:
    status, message = verdict("person.attributes.badge_number > 0", *lines)
    assert status == "unknown"
    assert message.endswith("no badge number is recorded for Kim. Add `attributes.badge_number:`.")


@pytest.mark.parametrize("lines", [(), ("other: a",), ("badge_number: {a: b}",)])
def test_without_a_schema_what_is_absent_or_no_text_is_unknown(lines: tuple[str, ...]) -> None:
    assert verdict("person.attributes.badge_number == '7'", *lines, schema=None)[0] == "unknown"
    assert verdict("person.attributes.badge_number == '7'", "badge_number: 7", schema=None) == ("pass", "")


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("person.attributes.badge_numer > 5", "badge_numer"),
        ("person.attributes.badge_number == 'x'", "a whole number"),
        ("person.attributes.desk == 'frnt'", "`frnt` is never the value here; it can be front, back, 2"),
        ("person.attributes.on_call", ""),
    ],
)
def test_expressions_are_checked_against_the_schema(expression: str, message: str) -> None:
    known, _ = reference(LOOSE)
    text = RULE.format(require=expression)
    _, problems = compile_rules([document("pack/own-rule.yaml", text)], with_attributes(known.attributes))
    assert bool(problems) is bool(message)
    assert all(message in one.message for one in problems)


@given(st.text(max_size=40), st.frozensets(st.sampled_from(TYPES)))
def test_a_scalar_is_read_as_what_was_asked_for_or_stays_what_it_is(text: str, types: frozenset[str]) -> None:
    value = read_as(text, types)
    kinds = {bool: "boolean", int: "integer", float: "number", type(None): "null"}
    assert value == text or kinds[type(value)] in types or (type(value) is int and "number" in types)


@pytest.mark.parametrize("text", ["1e9999", ".inf", "0x1f", "1_000", "TRUE?", "nan", "٦٠", "+5", "007", "00.5"])
def test_what_only_looks_like_a_number_stays_text(text: str) -> None:
    assert read_as(text, frozenset(TYPES)) == text


def test_more_digits_than_an_expression_can_hold_are_no_whole_number() -> None:
    assert read_as(str(2**63 - 1), frozenset({"integer"})) == 2**63 - 1
    assert read_as(str(2**63), frozenset({"integer"})) == str(2**63)


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("No", False), ("ON", True), ("off", False), ("TRUE", True)]
)
def test_yes_and_no_are_truth_values_where_only_those_fit(text: str, value: bool) -> None:
    assert read_as(text, frozenset({"boolean", "null"})) is value
    kept = value if text == "TRUE" else text
    assert read_as(text, frozenset({"boolean", "string"})) == kept


def doubled(levels: int) -> str:
    """A schema whose work doubles with every line."""
    below = "".join(
        f"  d{n}: {{allOf: [{{$ref: '#/$defs/d{n + 1}'}}, {{$ref: '#/$defs/d{n + 1}'}}]}}\n" for n in range(levels)
    )
    return f"properties: {{a: {{$ref: '#/$defs/d0'}}}}\n$defs:\n{below}  d{levels}: {{type: integer}}\n"


TOO_MUCH = [
    ("properties: {" + ", ".join(f"p{n}: {{}}" for n in range(1000)) + "}", "this schema has 1002 mappings"),
    ("properties: {" + ", ".join(f"p{n}: {{$ref: '#/$defs/a'}}" for n in range(201)) + "}\n$defs: {a: {}}", "a schema has 200 `$ref` at most"),
    ("patternProperties: {" + ", ".join(f"p{n}: {{}}" for n in range(51)) + "}", "a schema has 50 patterns at most"),
    ("properties: {" + ", ".join(f"p{n}: {{$ref: '#'}}" for n in range(10)) + "}", "this schema gives rules more than 500 attributes to ask for"),
    (doubled(30).replace("properties: {a: ", "allOf: [").replace("}}\n$defs", "}]\n$defs"), "this schema takes more steps than any attributes may"),
    ("allOf: [{$ref: '#/$defs/d0'}]\n$defs:\n" + "".join(f"  d{n}: {{$ref: '#/$defs/d{n + 1}'}}\n" for n in range(190)) + "  d190: {}\n", "this schema takes more steps than any attributes may"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("schema", "message"), TOO_MUCH, ids=[message for _, message in TOO_MUCH])
def test_a_schema_that_asks_for_too_much_is_a_problem_of_the_schema(schema: str, message: str) -> None:
    known, problems = reference(schema)
    assert [one.message for one in problems] == [message]
    assert known.attributes == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("schema", "lines"),
    [
        (doubled(30), ["a: 3"]),
        ("properties: {a: {items: {$ref: '#/properties/a'}}}\n", ["a: " + "[" * 20 + "1" + "]" * 20, "b: x"]),
        (
            "properties: {a: {items: {enum: [" + ", ".join(map(str, range(5000))) + "]}}}\n",
            [f"a: [{', '.join(['1'] * 100)}]"],
        ),
        (
            "properties: {a: {type: array, uniqueItems: true, items: {anyOf: [{type: integer}]}}}\n",
            [f"a: [{', '.join(map(str, range(30_000)))}]"],
        ),
        (
            "patternProperties: {" + ", ".join(f"'^{n}$': {{}}" for n in range(50)) + "}\n",
            [f"k{n}: x" for n in range(2_100)],
        ),
    ],
    ids=["doubled", "deep", "enumeration", "unique", "patterns"],
)
def test_attributes_that_take_too_many_steps_are_a_problem_and_never_a_hang(schema: str, lines: list[str]) -> None:
    known, wrong = reference(schema)
    assert wrong == ()
    text = f"{PRACTICE}{PERSON}" + "".join(f"      {line}\n" for line in lines)
    inventory, problems = resolve([document("a.yaml", text)], known.ids, schemas=known.attributes)
    expected = "the attributes of this person take too many steps to be checked by the practice's schema"
    if "items: {$ref" in schema:  # deep as YAML may be, and no more
        assert problems == ()
        return
    assert [(str(one.place), one.message) for one in problems] == [("a.yaml:5:5", expected)]
    assert inventory.tables["staff"].records == []


HARD_ON_PYTHON = ["^(a+)+$", "^(a|aa)+$", "^(a|a?)+$", "(a*)*b", "^((a+)*)*$", "(.*)*x"]


@pytest.mark.parametrize("pattern", HARD_ON_PYTHON)
@pytest.mark.parametrize(
    "schema", ["properties: {a: {pattern: 'P'}}", "patternProperties: {'P': {}}\nadditionalProperties: false"]
)
def test_a_pattern_never_goes_back_in_a_text(pattern: str, schema: str) -> None:
    letters = "a" * 200 + "!"
    line = f"a: {letters}" if "properties: {a" in schema else f"{letters}: x"
    _, problems = world(f"{PERSON}      {line}\n", schema.replace("P'", f"{pattern}'") + "\n")
    assert len(problems) == 1


def test_items_are_the_same_as_json_schema_says() -> None:
    schema = (
        "properties: {a: {type: array, uniqueItems: true, items: {type: [number, boolean, string, object, array]}}}\n"
    )
    for items, same in (
        ("1, 1.0", True),
        ("1, true", False),
        ("{a: 1, b: 2}, {b: 2, a: 1}", True),
        ("[1, 2], [2, 1]", False),
        ("x, y", False),
        ("{a: [1]}, {a: [1]}", True),
    ):
        _, problems = world(f"{PERSON}      a: [{items}]\n", schema)
        assert bool(problems) is same, items


def test_no_text_among_attributes_is_without_an_end() -> None:
    for line in (f"a: {'x' * 20_001}", f"a: [{{b: {'x' * 20_001}}}]"):
        _, problems = world(f"{PERSON}      {line}\n", None)
        assert problems == [
            "a.yaml:6:7 invalid-value: the value of 'attributes' holds a text of more than 20000 characters | shorten it"
        ]


def test_nothing_is_fetched_from_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a schema was to be fetched")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    for word in ("$ref", "$dynamicRef", "$id"):
        known, problems = reference(f"properties: {{a: {{{word}: 'http://example.org/s.json'}}}}\n")
        assert len(problems) == 1
        assert known.attributes == {}

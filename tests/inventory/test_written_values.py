"""Values that are written and say nothing, or say it in another form: one problem each, at its place, with the fix."""

import importlib
from collections.abc import Iterator
from typing import get_args

import pytest

from portalaudit.inventory.records import SECTIONS, Waiver
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.shape import fields_of
from portalaudit.model import Kind, Problem, ProblemCode
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load
from portalaudit.source.record_types import Record, StringConstraints, record_fields, validator
from portalaudit.source.typed import read
from portalaudit.source.value_problems import FORMS

ACCOUNT = "accounts:\n  - {id: a, portal: u, login: k1, type: individual, status: active, VALUE}\n"
PORTAL = "portals:\n  - {id: v, name: V, kind: hub, VALUE}\n"
STAFF = "staff:\n  - {id: s, name: S, VALUE}\n"
PRACTICE = "practice: {id: p, name: P, timezone: America/Los_Angeles}\n"
REST = "portals:\n  - {id: u, name: U, kind: hub}\nstaff: [{id: k, name: K}]\n"
NAMES = dict.fromkeys(("permissions", "profiles", "sod_pairs", "jurisdictions"), ())


def document(text: str, path: str) -> Document:
    found, problems = load(Text(path, text.encode()))
    assert problems == ()
    assert found is not None
    return found


def problems_of(section: str, value: str) -> list[Problem]:
    """The problems of a record with that value; it is left out where there is one."""
    text = section.replace("VALUE", value)
    inventory, problems = resolve([document(PRACTICE + REST, "a.yaml"), document(text, "b.yaml")], NAMES)
    name, record_id = section.partition(":")[0], section.partition("id: ")[2][0]
    assert (record_id in inventory.tables[name].rows) is not bool(problems)
    assert all((one.place.path, one.place.line) == ("b.yaml", 2) for one in problems)
    return list(problems)


def told(section: str, value: str) -> list[tuple[str, str]]:
    return [(one.message, one.hint) for one in problems_of(section, value)]


@pytest.mark.parametrize("word", ["null", "~", "Null", "' '", "'   '"])
@pytest.mark.parametrize(
    ("section", "value", "name"),
    [
        (ACCOUNT, "email: WORD", "email"),
        (ACCOUNT, "mfa_device: WORD", "mfa_device"),
        (ACCOUNT, "person: WORD", "person"),
        (ACCOUNT, "created_on: WORD", "created_on"),
        (ACCOUNT, "last_login_on: WORD", "last_login_on"),
        (ACCOUNT, "mfa: WORD", "mfa"),
        (ACCOUNT, "grants: WORD", "grants"),
        (ACCOUNT, "grants: [{reason: WORD}]", "reason"),
        (ACCOUNT, "uses: [{on: 2026-01-01, by: k, reason: WORD}]", "reason"),
        (ACCOUNT, "labels: {team: WORD}", "team"),
        (ACCOUNT, "attributes: {badge: WORD}", "attributes.badge"),
        (ACCOUNT, "attributes: {car: {plate: WORD}}", "attributes.car.plate"),
        (ACCOUNT, "attributes: WORD", "attributes"),
        (PORTAL, "identity_domain: WORD", "identity_domain"),
        (PORTAL, "inactivity: WORD", "inactivity"),
        (PORTAL, "inactivity: {disable_days: WORD}", "disable_days"),
        (PORTAL, "mfa: {required: WORD}", "required"),
        (PORTAL, "exports: [{taken_on: 2026-01-01, accounts: [{status: WORD}]}]", "status"),
        (STAFF, "email: WORD", "email"),
    ],
)
def test_a_word_for_nothing_is_one_problem(section: str, value: str, name: str, word: str) -> None:
    plain = word.strip("' ")
    shown = f", only '{plain}'" if plain else ""
    assert told(section, value.replace("WORD", word)) == [
        (f"'{name}' has no value{shown}", "give a value or leave the key out")
    ]


@pytest.mark.parametrize("word", ["null", "~"])
def test_a_word_for_nothing_is_not_an_item_either(word: str) -> None:
    said = f"has no value, only '{word}'"
    assert told(ACCOUNT, f"native_roles: [User, {word}]") == [
        (f"an item of 'native_roles' {said}", "give a value or leave the item out")
    ]
    assert told(ACCOUNT, f"attributes: {{seats: [a, {word}]}}") == [
        (f"an item of 'attributes.seats' {said}", "give a value or leave the item out")
    ]


@pytest.mark.parametrize("word", ["null", "~", ""])
def test_a_section_without_a_value_is_one_problem(word: str) -> None:
    _, problems = resolve([document(f"{PRACTICE}staff: {word}\n", "a.yaml")], NAMES)
    assert [(one.code, one.message) for one in problems] == [(ProblemCode.EMPTY_VALUE, "'staff' holds nothing")]


def test_every_pattern_of_a_record_is_told_in_words() -> None:
    patterns = set()
    homes = (
        "inventory.records inventory.reference policy.rule_records policy.frameworks sheets.map_files pipeline.baseline"
    )
    for name in homes.split():
        importlib.import_module(f"portalaudit.{name}")
    for cls in (each for each in descendants(Record) if each.__module__.startswith("portalaudit.")):
        for field in (record_fields(cls) or {}).values():
            patterns |= {
                mark.limits["pattern"]
                for mark in marks_of(field.annotation)
                if isinstance(mark, StringConstraints) and "pattern" in mark.limits
            }
    assert set(FORMS) == patterns
    assert not any("^" in words for words in FORMS.values())


def descendants(cls: type) -> Iterator[type]:
    for each in cls.__subclasses__():
        yield each
        yield from descendants(each)


def marks_of(annotation: object) -> Iterator[object]:
    """Everything that an annotation is marked with, however deep."""
    for part in (*get_args(annotation), *getattr(annotation, "__metadata__", ())):
        yield part
        yield from marks_of(part)


@pytest.mark.parametrize(
    ("section", "value", "message", "hint"),
    [
        (
            "practice: {id: q, name: Q, timezone: America/Los_Angeles, locations: [{id: m, name: M, VALUE}]}\n",
            "state: Oregon",
            "'state': 'Oregon' is not written in the form that is needed",
            "write the two-letter code in capitals, like OR",
        ),
        (
            STAFF.replace("id: s", "id: s t"),
            "email: s@example.org",
            "'id': 's t' is not written in the form that is needed",
            "write letters, digits and - _ . @ + without spaces, like front-desk",
        ),
    ],
)
def test_the_form_of_a_text_is_told_in_words(section: str, value: str, message: str, hint: str) -> None:
    text = section.replace("VALUE", value)
    rest = REST if text.startswith("practice") else PRACTICE + REST
    _, problems = resolve([document(rest, "a.yaml"), document(text, "b.yaml")], NAMES)
    assert (message, hint) in [(one.message, one.hint) for one in problems]


def test_every_field_of_every_record_refuses_null() -> None:
    for cls in (*SECTIONS.values(), Waiver):
        for name, field in fields_of(cls).items():
            _, problems = read(document(f"{name}: null\n", "a.yaml"), (), {name: "null"}, validator(cls))
            found = [one for one in problems if one.code is ProblemCode.EMPTY_VALUE]
            is_needed = any((f.alias or at) == name and f.is_needed for at, f in cls.__record_fields__.items())
            hint = "write a value; a record needs one" if is_needed else "give a value or leave the key out"
            assert [one.hint for one in found] == [hint], (cls, field.shape)


@pytest.mark.parametrize("word", ["-", "n/a", "TBD", "none", "?", "..."])
@pytest.mark.parametrize(
    ("section", "value"),
    [
        (ACCOUNT, "email: WORD"),
        (ACCOUNT, "mfa_device: WORD"),
        (ACCOUNT, "deactivation_confirmation: WORD"),
        (ACCOUNT, "approval_reason: WORD"),
        (ACCOUNT, "grants: [{evidence: WORD}]"),
        (PORTAL, "identity_domain: WORD"),
        (PORTAL, "downtime: {held_claims: WORD}"),
    ],
)
def test_a_placeholder_stands_for_no_text(section: str, value: str, word: str) -> None:
    ((message, hint),) = told(section, value.replace("WORD", f"'{word}'"))
    assert message.endswith(f": '{word}' says nothing")
    assert hint == "say it in words or leave it out"


@pytest.mark.parametrize(
    ("section", "value"),
    [
        (ACCOUNT, "labels: {shift: n/a, desk: '-'}"),
        (ACCOUNT, "attributes: {shift: n/a, desk: '-'}"),
        (PORTAL, "exports: [{taken_on: 2026-01-01, accounts: [{login: '-', status: none, last_login_on: n/a}]}]"),
    ],
)
def test_what_others_wrote_and_free_text_may_hold_placeholders(section: str, value: str) -> None:
    assert told(section, value) == []


NUMBERS = {
    "-5": ("is not from 0 to 36500", "correct the number"),
    "36501": ("is not from 0 to 36500", "correct the number"),
    "9" * 20: ("is not from 0 to 36500", "correct the number"),
    **dict.fromkeys(
        ("1_000", "5.0", "5.5", "+5", "007", "0x10", "1e3", "٦٠", "\uff16\uff10", "90 days"),
        ("is not a whole number", "write digits only, like 30"),
    ),
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_of_days_is_a_count_in_plain_digits(text: str) -> None:
    message, hint = NUMBERS[text]
    assert told(PORTAL, f"inactivity: {{disable_days: {text}}}") == [(f"'disable_days': '{text}' {message}", hint)]


@pytest.mark.parametrize(("text", "is_good"), [("0", True), ("36500", True), ("'90'", True)])
def test_a_count_in_plain_digits_is_read(text: str, is_good: bool) -> None:
    assert (told(PORTAL, f"inactivity: {{disable_days: {text}}}") == []) is is_good


def test_every_count_has_a_limit_that_the_schema_tells() -> None:
    counted = [
        (cls, field)
        for cls in _every_class()
        for field in fields_of(cls).values()
        if field.shape.type.kind is Kind.INTEGER
    ]
    assert len(counted) == 10
    for cls, field in counted:
        schema = validator(cls).json_schema()["properties"][field.name]
        (limits,) = (choice for choice in schema["anyOf"] if "maximum" in choice)
        assert (limits["minimum"], limits["pattern"]) == (0, "^(0|[1-9][0-9]*)$")
        too_much = str(limits["maximum"] + 1)
        _, problems = read(document("a: b\n", "a.yaml"), (), {field.name: too_much}, validator(cls))
        assert f"'{field.name}': '{too_much}' is not from 0 to {limits['maximum']}" in [one.message for one in problems]


def _every_class() -> list[type]:
    found: list[type] = []
    ahead: list[type] = [*SECTIONS.values(), Waiver]
    while ahead:
        cls = ahead.pop()
        if cls not in found:
            found.append(cls)
            ahead += [f.shape.nested for f in fields_of(cls).values() if f.shape.nested is not None]
    return found


@pytest.mark.parametrize("text", ["1", "0", "t", "perhaps", "y"])
def test_a_truth_value_is_a_word(text: str) -> None:
    assert told(PORTAL, f"automation_allowed: {text}") == [
        (f"'automation_allowed': '{text}' is neither true nor false", "write true or false")
    ]
    assert [told(PORTAL, f"automation_allowed: {word}") for word in ("yes", "No", "TRUE", "off")] == [[]] * 4


NEVER = "; for a login that was never used, write `never`"
AS_MOMENT = "write 2026-01-31 or 2026-01-31T17:30:00-08:00"


@pytest.mark.parametrize(
    ("text", "wrong", "fix"),
    [
        ("Never", "is neither a date nor a time", AS_MOMENT),
        ("Never logged on", "is neither a date nor a time", AS_MOMENT),
        ("n/a", "is neither a date nor a time", AS_MOMENT),
        ("'-'", "is neither a date nor a time", AS_MOMENT),
        ("'20260105'", "is neither a date nor a time", "write it as 2026-01-05"),
        (
            "0001-01-01T00:00:00Z",
            "lies before 1900",
            "write the day as it was, or leave the key out if it is not known",
        ),
        ("9999-12-31T23:59:59-12:00", "lies after 2199", "leave the key out if there is no such day"),
    ],
)
def test_the_fix_of_a_last_login_names_never(text: str, wrong: str, fix: str) -> None:
    plain = text.strip("'")
    assert told(ACCOUNT, f"last_login_on: {text}") == [(f"'last_login_on': '{plain}' {wrong}", fix + NEVER)]
    assert told(ACCOUNT, "last_login_on: never") == []


@pytest.mark.parametrize(
    "value",
    [
        "expires_on: 9999-12-31",
        "password_expires_on: 9999-12-31",
        "used_by: [{person: k, to: 9999-12-31}]",
        "grants: [{expires_on: 9999-12-31}]",
    ],
)
def test_the_last_day_of_something_may_be_the_end_of_time(value: str) -> None:
    assert told(ACCOUNT, value) == []


@pytest.mark.parametrize("name", ["created_on", "recertified_on", "approved_on", "next_review_on", "deactivated_on"])
def test_no_other_day_is_the_end_of_time(name: str) -> None:
    assert told(ACCOUNT, f"{name}: 9999-12-31") == [
        (f"'{name}': '9999-12-31' lies after 2199", "leave the key out if there is no such day")
    ]


def test_the_portal_was_not_recertified_at_the_end_of_time() -> None:
    assert told(PORTAL, "recertification: {last_on: 9999-12-31}") == [
        ("'last_on': '9999-12-31' lies after 2199", "leave the key out if there is no such day")
    ]

from typing import Annotated, Literal

import pydantic.dataclasses
import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from portalaudit.model import Place, ProblemCode
from portalaudit.source import typed
from portalaudit.source.load import load
from tests.source.texts import text


def a_date(value):
    if len(value) != 10:
        raise ValueError("is not a date; write it as YYYY-MM-DD, like 2026-01-31")
    return value


Date = Annotated[str, AfterValidator(a_date)]
Filled = Annotated[str, Field(min_length=1)]
record = pydantic.dataclasses.dataclass(
    frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid", defer_build=True)
)


@record
class Use:
    person: Filled
    start: Date | None = Field(None, alias="from")


@record
class Account:
    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$", max_length=12)]
    portal: Filled
    status: Literal["active", "pending", "locked"]
    created_on: Date | None = None
    permissions: tuple[Filled, ...] | None = None
    kinds: tuple[Literal["hub", "mac"], ...] | None = None
    used_by: tuple[Use, ...] | None = None
    contract: Use | None = None
    fte: int | None = None
    live: bool | None = None
    labels: dict[str, str] | None = None


ACCOUNT = TypeAdapter(Account)
ACCOUNTS = TypeAdapter(list[Account])


def read(fields, adapter=ACCOUNT, noun="account"):
    """Value and problems of one record, written as fields of `account:`."""
    document, unloaded = load(text("account:\n" + "".join(f"  {line}\n" for line in fields.splitlines())))
    assert unloaded == ()
    return typed.read(document, ("account",), document.data["account"], adapter, noun=noun)


def problems_of(fields, adapter=ACCOUNT, noun="account"):
    """Code, message, hint and place of each problem of one record."""
    value, problems = read(fields, adapter, noun)
    assert value is not None or problems
    assert value is None or all(p.code is ProblemCode.UNKNOWN_KEY for p in problems)
    return [(p.code, p.message, p.hint, (p.place.line, p.place.column, p.place.end_column)) for p in problems]


WELL = "id: a\nportal: nmp\nstatus: active\n"


def test_a_record_that_fits_is_a_value_without_problems():
    document, _ = load(
        text("account: {id: a, portal: p, status: locked, used_by: [{person: k, from: 2024-01-01}], fte: 3}")
    )
    value, problems = typed.read(document, ("account",), document.data["account"], ACCOUNT)
    assert (value.used_by, value.fte, problems) == ((Use(person="k", **{"from": "2024-01-01"}),), 3, ())


@pytest.mark.parametrize(
    ("fields", "code", "message", "hint", "place"),
    [
        (
            WELL + "logn: x",
            ProblemCode.UNKNOWN_KEY,
            "unknown key 'logn' in an account",
            (
                "leave it out; the keys that may still stand here are created_on, permissions, kinds, used_by, "
                "contract, fte, live, labels"
            ),
            (5, 3, 7),
        ),
        (
            WELL + "permisions: [x]",
            ProblemCode.UNKNOWN_KEY,
            "unknown key 'permisions' in an account; did you mean 'permissions'?",
            "correct the key or leave it out; text of your own goes under `labels:`",
            (5, 3, 13),
        ),
        (
            WELL + "used_by:\n  - person: k\n    form: 2024-01-01",
            ProblemCode.UNKNOWN_KEY,
            "unknown key 'form' in an item of 'used_by'; did you mean 'from'?",
            "correct the key or leave it out",
            (7, 7, 11),
        ),
        (
            "id: a\nstatus: active",
            ProblemCode.MISSING_KEY,
            "an account needs the key 'portal'",
            "add `portal:` with a value",
            (1, 1, 8),
        ),
        (
            WELL + "used_by: [{from: 2024-01-01}]",
            ProblemCode.MISSING_KEY,
            "an item of 'used_by' needs the key 'person'",
            "add `person:` with a value",
            (5, 14, 18),
        ),
        (
            WELL + "contract: {}",
            ProblemCode.MISSING_KEY,
            "'contract' needs the key 'person'",
            "add `person:` with a value",
            (5, 3, 11),
        ),
        (
            "id: a\nportal:\nstatus: active",
            ProblemCode.EMPTY_VALUE,
            "'portal' has no value",
            "write a value; an account needs one",
            (3, 3, 9),
        ),
        (
            WELL + "permissions: ''",
            ProblemCode.EMPTY_VALUE,
            "'permissions' has no value",
            "give a value or leave the key out",
            (5, 3, 14),
        ),
        (
            WELL + "permissions:\n  - a\n  -\n",
            ProblemCode.EMPTY_VALUE,
            "an item of 'permissions' has no value",
            "give a value or leave the item out",
            (7, 6, 0),
        ),
        (
            "id: a\nportal: p\nstatus: actve",
            ProblemCode.INVALID_VALUE,
            "'actve' is not one of the values of 'status'; did you mean 'active'?",
            "write one of: active, pending, locked",
            (4, 11, 16),
        ),
        (
            "id: a\nportal: p\nstatus: xyz",
            ProblemCode.INVALID_VALUE,
            "'xyz' is not one of the values of 'status'",
            "write one of: active, pending, locked",
            (4, 11, 14),
        ),
        (
            "id: a\nportal: p\nstatus: [active]",
            ProblemCode.INVALID_VALUE,
            "'status' needs a single value, and this is a list",
            "write one of: active, pending, locked",
            (4, 11, 0),
        ),
        (
            WELL + "kinds: [hub, Mac]",
            ProblemCode.INVALID_VALUE,
            "'Mac' is not one of the values of 'kinds'; did you mean 'mac'?",
            "write one of: hub, mac",
            (5, 16, 19),
        ),
        (
            WELL + "created_on: 1/2/2026",
            ProblemCode.INVALID_VALUE,
            "'created_on': '1/2/2026' is not a date",
            "write it as YYYY-MM-DD, like 2026-01-31",
            (5, 15, 23),
        ),
        (
            WELL + "permissions: claims",
            ProblemCode.INVALID_VALUE,
            "'permissions' needs a list, and this is a single value",
            "write it as [a, b], or with a dash before each item",
            (5, 16, 22),
        ),
        (
            WELL + "used_by: [k]",
            ProblemCode.INVALID_VALUE,
            "an item of 'used_by' needs a mapping, and this is a single value",
            "write it as `{person: k, from: …}`",
            (5, 13, 14),
        ),
        (
            "id: a\nportal: {id: p}\nstatus: active",
            ProblemCode.INVALID_VALUE,
            "'portal' needs a single value, and this is a mapping",
            "write one value behind the colon",
            (3, 11, 0),
        ),
        (
            WELL + "fte: many",
            ProblemCode.INVALID_VALUE,
            "'fte': 'many' is not a whole number",
            "write digits only, like 30",
            (5, 8, 12),
        ),
        (
            WELL + "live: perhaps",
            ProblemCode.INVALID_VALUE,
            "'live': 'perhaps' is neither true nor false",
            "write true or false",
            (5, 9, 16),
        ),
        (
            "id: A b\nportal: p\nstatus: active",
            ProblemCode.INVALID_VALUE,
            "'id': 'A b' is not written in the form that is needed",
            "the form is ^[a-z0-9-]+$",
            (2, 7, 10),
        ),
        (
            "id: abcdefghijklmnopqrstuvwxyz\nportal: p\nstatus: active",
            ProblemCode.INVALID_VALUE,
            "'id': 'abcdefghijklmnopqrstuvwxyz' is longer than 12 characters",
            "shorten it",
            (2, 7, 33),
        ),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(fields, code, message, hint, place):
    assert problems_of(fields) == [(code, message, hint, place)]


@pytest.mark.parametrize("key", ["password", "Passwort", "pwd", "pin", "secret_answer", "api_key", "passcode"])
def test_a_key_for_a_secret_invites_nobody_to_write_it_elsewhere(key):
    told = (ProblemCode.UNKNOWN_KEY, f"unknown key '{key}' in an account")
    hint = "remove the line: never write a password, or another secret, into these files"
    assert problems_of(WELL + f"{key}: x") == [(*told, hint, (5, 3, 3 + len(key)))]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("used_by: [{person: k}, l]", "write it as `{person: l, from: …}`"),
        ("used_by: [[k]]", "write it as `{person: …, from: …}`"),
        ("contract: k", "write it as `{person: k, from: …}`"),
        ("contract: 'password: Sommer2024x'", "write it as `{person: …, from: …}`"),
        ("labels: k", "write it as `key: value` on lines of their own, indented"),
    ],
)
def test_what_should_be_a_mapping_is_shown_as_one(written, hint):
    assert [told[2] for told in problems_of(WELL + written)] == [hint]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("id:\nportal: p\nstatus: active", "write a value; an account needs one"),
        ("id: a\nportal: p\nstatus: null", "write a value; an account needs one"),
        (WELL + "contract: {person: ''}", "write a value; 'contract' needs one"),
        (WELL + "used_by: [{person: }]", "write a value; an item of 'used_by' needs one"),
        (WELL + "used_by: [{person: k, from: }]", "give a value or leave the key out"),
    ],
)
def test_a_key_that_is_needed_is_not_to_be_left_out(written, hint):
    assert [told[2] for told in problems_of(written)] == [hint]


def test_a_record_is_kept_without_the_keys_that_it_does_not_have():
    account, problems = read(WELL + "colour: [red]\nused_by: [{person: k, note: x, from: 2024-01-01}, {person: l}]")
    assert [(p.code, p.message) for p in problems] == [
        (ProblemCode.UNKNOWN_KEY, "unknown key 'note' in an item of 'used_by'"),
        (ProblemCode.UNKNOWN_KEY, "unknown key 'colour' in an account"),
    ]
    assert (account.id, [(use.person, use.start) for use in account.used_by]) == (
        "a",
        [("k", "2024-01-01"), ("l", None)],
    )


def test_what_is_read_stays_as_it_was_written():
    document, _ = load(text("account: {id: a, portal: p, status: active, colour: red, contract: {person: k, x: y}}"))
    typed.read(document, ("account",), document.data["account"], ACCOUNT)
    assert document.data["account"] == {
        "id": "a",
        "portal": "p",
        "status": "active",
        "colour": "red",
        "contract": {"person": "k", "x": "y"},
    }


@pytest.mark.parametrize("wrong", ["created_on: soon", "kinds: [x]", "used_by: [{person: ''}]", "fte: [1]"])
def test_a_wrong_value_loses_the_record_even_where_none_is_needed(wrong):
    account, problems = read(f"{WELL}colour: red\n{wrong}")
    assert account is None
    assert len(problems) == 2


def test_every_problem_of_a_record_is_told_at_once():
    assert [found[1] for found in problems_of("id: a\nstatus: gone\nlogn: x\ncreated_on: soon\n")] == [
        "an account needs the key 'portal'",
        "'gone' is not one of the values of 'status'",
        "'created_on': 'soon' is not a date",
        "unknown key 'logn' in an account",
    ]


@pytest.mark.parametrize(
    "line", ["created_on: password is Summer26!x", "created_on: 123-45-6789", f"created_on: {'x' * 41}"]
)
def test_a_value_that_is_long_or_looks_like_a_secret_is_not_repeated(line):
    assert problems_of(WELL + line)[0][1] == "the value of 'created_on' is not a date"


class Vault(BaseModel):
    model_config = ConfigDict(extra="forbid")
    product: str


class Practice(BaseModel):
    model_config = ConfigDict(extra="forbid")
    vault: Vault | Literal["none"] = "none"
    contact: str | list[str] = ""
    size: int | Literal["small", "large"] = 0


def test_models_tell_the_same():
    adapter = TypeAdapter(Practice)
    assert [each[:2] for each in problems_of("vault: {produkt: x}", adapter, "practice")] == [
        (ProblemCode.UNKNOWN_KEY, "unknown key 'produkt' in 'vault'; did you mean 'product'?"),
    ]


def test_a_union_gives_one_problem_for_a_place():
    adapter = TypeAdapter(Practice)
    assert [each[1] for each in problems_of("contact: {a: b}\nsize: larg\n", adapter, "practice")] == [
        "'contact' needs a single value or a list, and this is a mapping",
        "'size': 'larg' is not a whole number",
    ]


def test_a_section_that_is_no_mapping_is_told_by_its_noun():
    document, _ = load(text("account: [a]\nother:\n"))
    problem = typed.read(document, ("account",), document.data["account"], ACCOUNT, noun="account")[1][0]
    assert (problem.message, problem.place) == (
        "an account needs a mapping, and this is a list",
        Place("a.yaml", 1, 10),
    )
    problem = typed.read(document, ("other",), document.data["other"], ACCOUNT, noun="account")[1][0]
    assert (problem.message, problem.place) == ("an account has no value", Place("a.yaml", 2, 1, 6))


def test_items_that_fit_are_read_and_the_others_are_told():
    document, _ = load(
        text(
            "accounts:\n  - {id: a, portal: p, status: active}\n  - x\n"
            "  - {id: b, portal: p, status: of}\n  - {id: c, portal: p, status: active}\n"
            "  - {id: d, portal: p, status: active, x: y}\n  - {id: e, portal: p, status: active}\n"
        )
    )
    items, problems = typed.read_items(
        document, "accounts", document.data["accounts"], ACCOUNTS, ACCOUNT, noun="account"
    )
    assert [(index, account.id) for index, account in items] == [(0, "a"), (3, "c"), (4, "d"), (5, "e")]
    assert [(p.message, p.place.line) for p in problems] == [
        ("an account needs a mapping, and this is a single value", 3),
        ("'of' is not one of the values of 'status'", 4),
        ("unknown key 'x' in an account", 6),
    ]


def test_items_of_a_list_below_a_section_have_their_places():
    document, _ = load(text("training:\n  completions:\n    - {person: k}\n    - {from: x}\n"))
    route = ("training", "completions")
    items, problems = typed.read_items(
        document,
        route,
        document.data["training"]["completions"],
        TypeAdapter(list[Use]),
        TypeAdapter(Use),
        noun="completion",
    )
    assert [index for index, _ in items] == [0]
    assert [(p.message, p.place) for p in problems] == [
        ("'from': 'x' is not a date", Place("a.yaml", 4, 14, 15)),
        ("a completion needs the key 'person'", Place("a.yaml", 4, 8, 12)),
    ]


def test_a_type_without_a_schema_names_no_key():
    class Odd:
        pass

    model = pydantic.create_model(
        "M", __config__=ConfigDict(extra="forbid", arbitrary_types_allowed=True), odd=(Odd | None, None)
    )
    assert problems_of("od: x", TypeAdapter(model))[0][1] == "unknown key 'od' in an account"

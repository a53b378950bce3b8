"""Expressions made at random: each is refused, or answered over any facts, as CEL itself answers it."""

import datetime
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from portalaudit.model.values import replace
from portalaudit.policy.evaluation import Evaluator, Failure, Missing
from portalaudit.policy.expression_compiler import compile_expression
from portalaudit.policy.expressions import Expression
from tests.fuzz.test_fuzz import IS_BUILD_SERVER
from tests.policy.words import PARAMS

EVALUATOR = Evaluator(datetime.date(2026, 11, 20))
TOO_MANY_STEPS = Failure("the expression takes too many steps; ask less of a long list")
EXPRESSIONS = 20_000 if IS_BUILD_SERVER else 2000
VALUES: Mapping[str, Any] = {"days": 45, "words": ("^a", "b{2,3}"), "mode": "strict", "on": True, "name": "^[a-z]+$"}

GRAMMAR: Mapping[str, tuple[str, ...]] = {
    "bool": (
        "account.live", "params.on", "true", "BOOL && BOOL", "BOOL || BOOL", "!(BOOL)", "(BOOL ? BOOL : BOOL)",
        "INT < INT", "INT == INT", "TEXT == TEXT", "TEXT != TEXT", "DATE < DATE", "DATE >= DATE", "TEXT in TEXTS",
        "TEXTS == TEXTS", "TEXT.contains(TEXT)", "TEXT.startsWith(TEXT)", "TEXT.matches(PATTERN)", "LISTS == LISTS",
        "TEXTS.exists(x, BOOL)", "TEXTS.all(y, BOOL)", "TEXTS.exists_one(x, x == TEXT)", "has(account.person)",
        "timestamp(TEXT) < timestamp(TEXT)", "account.persons.exists(p, p.portals.exists(o, o.name == TEXT))",
        "account.?live.orValue(BOOL)", "account.?person.optMap(p, p.employed && BOOL).orValue(BOOL)",
        "TEXTS.first().hasValue()", "cel.bind(y, TEXT, BOOL)", "between(DATE, DATE, DATE)", "LISTS[?INT].hasValue()",
        "account.?person.value().employed",
        "account.status in ['active', 'locked']", "{TEXT: INT}[TEXT] > 1", "account.persons.all(p, p.employed)",
    ),
    "int": (
        "1", "0", "-3", "9223372036854775807", "account.days_idle", "params.days", "(INT + INT)", "INT * INT",
        "INT / INT", "INT % INT", "size(TEXT)", "size(TEXTS)", "int(TEXT)", "math.least(INT, INT)", "days_since(DATE)",
        "days_between(DATE, DATE)", "[INT, INT][INT]", "TEXT.indexOf(TEXT)", "sorted([INT, INT])[0]",
        "days_until(add_days(DATE, INT))",
    ),
    "text": (
        "'a'", "''", "'2026-01-31'", "'é😀'", "account.login", "account.person.name", "params.mode", "(TEXT + TEXT)",
        "string(INT)", "TEXTS[INT]", "account.labels['a']", "(BOOL ? TEXT : TEXT)", "x", "y",
        "TEXT.replace(TEXT, TEXT)", "TEXTS.join(TEXT)", "TEXT.substring(INT)", "'%s-%d'.format([TEXT, INT])",
        "TEXT.upperAscii()", "account.?person.name.orValue(TEXT)", "cel.bind(x, TEXT, x + x)", "strings.quote(TEXT)",
        "TEXTS[?INT].orValue(TEXT)",
    ),
    "date": ("account.last_login_on", "as_of", "'2026-01-31'", "'2026-02-30'", "account.person.left_on",
             "add_days(DATE, INT)", "latest([DATE, DATE], DATE)", "earliest(account.persons.map(p, p.left_on), DATE)",
             "account.?last_login_on.orValue(DATE)"),
    "texts": (
        "account.permissions", "params.words", "['a', TEXT]", "(TEXTS + TEXTS)", "TEXTS.map(x, x + x)", "account.mfa",
        "TEXTS.map(x, TEXT)", "TEXTS.filter(x, BOOL)", "account.persons.map(p, p.name)",
        "[TEXT, TEXT, TEXT].map(y, y + y + y)", "TEXT.split(TEXT)", "distinct(TEXTS)", "sorted(TEXTS)",
        "without(TEXTS, TEXTS)", "common(TEXTS, TEXTS)",
    ),
    "lists": ("[TEXTS, TEXTS]", "[[TEXT]]", "LISTS.map(z, [z, z][0])", "[TEXTS].map(z, z + z)"),
    "pattern": ("'^a'", "params.name", "'^(' + PATTERN + ')$'", "'(a{20}){20}'", "TEXT", "'('"),
}  # fmt: skip


def grown(random: Random, kind: str, depth: int) -> str:
    """A text of a kind. Deep inside, only the first and simplest forms are left."""
    forms = GRAMMAR[kind]
    form = random.choice(forms if depth else forms[: 3 if kind != "texts" else 2])
    for name in sorted(GRAMMAR, key=len, reverse=True):  # TEXTS before TEXT
        while name.upper() in form:
            form = form.replace(name.upper(), grown(random, name, max(depth - 1, 0)), 1)
    return form


def facts(random: Random) -> dict[str, Any]:
    person: dict[str, Any] = {"name": "Kim", "employed": True, "left_on": "2026-08-14", "portals": [{"name": "a"}]}
    account = {
        "live": True,
        "login": random.choice(("kim", "", "é" * 1000, "never")),
        "days_idle": random.choice((0, -1, 2**62)),
        "last_login_on": random.choice(("2026-01-31", "1900-01-01", "2199-12-31")),
        "status": "active",
        "person": person,
        "persons": [person] * random.choice((0, 1, 300)),
        "permissions": ["a", "kim"] * random.choice((0, 1, 200)),
        "mfa": ["sms"],
        "labels": {"a": "b"},
    }
    return {"account": {name: value for name, value in account.items() if random.random() < 0.9}}


@pytest.mark.parametrize("first", range(0, EXPRESSIONS, 500))
def test_any_expression_is_refused_or_answered(first: int) -> None:
    good = 0
    for number in range(first, first + 500):
        random = Random(number)  # noqa: S311  no secret is made of it
        text = grown(random, "bool", 4)
        made = compile_expression(text, PARAMS)
        if not isinstance(made, Expression):
            assert made, text
            assert all(0 <= fault.offset <= len(text) for fault in made), text
            continue
        good += 1
        given = facts(random)
        outcome = EVALUATOR.prepare(made, VALUES).evaluate(given)
        assert outcome is True or outcome is False or isinstance(outcome, Missing | Failure), text
        by_cel = EVALUATOR.prepare(replace(made, tree=None), VALUES).evaluate(given)
        # A missing fact is told at once, and CEL may have run out of steps beside it.
        assert outcome == by_cel or (by_cel == TOO_MANY_STEPS and isinstance(outcome, Missing)), text
    assert good > 100

"""Expressions made at random of what is interpreted alone: each is answered over any facts as CEL itself answers it."""

import re
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portalaudit.model.values import replace
from portalaudit.policy.evaluation import Evaluator, Missing
from portalaudit.policy.expression_compiler import compile_expression, compile_value
from portalaudit.policy.expressions import Computed, Expression
from tests.fuzz.test_fuzz import IS_BUILD_SERVER
from tests.fuzz.test_random_expressions import EVALUATOR, TOO_MANY_STEPS, VALUES
from tests.policy.words import PARAMS

EXAMPLES = 3000 if IS_BUILD_SERVER else 300
SIMPLE = 4
"""Forms of each kind, the first ones, that are all there is deep inside."""

GRAMMAR: Mapping[str, tuple[str, ...]] = {
    "BOOL": (
        "account.live", "true", "false", "PERSON.employed", "BOOL && BOOL", "BOOL || BOOL", "!(BOOL)",
        "(BOOL ? BOOL : BOOL)", "INT < INT", "INT <= INT", "INT > INT", "INT >= INT", "INT == INT", "INT != INT",
        "TEXT == TEXT", "TEXT != TEXT", "TEXT < TEXT", "TEXT >= TEXT", "BOOL == BOOL", "BOOL != BOOL", "BOOL < BOOL",
        "TEXT in TEXTS", "INT in INTS", "BOOL in BOOLS", "MIXED == MIXED", "MIXED in [MIXED, MIXED]", "MIXED in TEXTS",
        "TEXTS == TEXTS", "INTS == INTS", "BOOLS != BOOLS", "LISTS == LISTS", "[MIXED, MIXED] == [MIXED]",
        "TEXT.contains(TEXT)", "TEXT.matches(PATTERN)", "between(DATE, DATE, DATE)", "BOOLS[INT]",
        "TEXTS.exists(x, BOOL)", "TEXTS.all(x, BOOL)", "TEXTS.exists_one(x, BOOL)", "INTS.exists_one(n, BOOL)",
        "INTS.all(n, n < INT)", "PERSONS.exists(p, BOOL)", "PERSONS.all(p, p.employed && BOOL)",
        "PERSONS.exists_one(p, p.employed && p.name < TEXT)", "PERSONS.exists(q, PERSONS.all(p, BOOL))",
        "TEXTS.exists(x, x < TEXT)", "PERSONS.exists(account, .account.live)",
        "has(account.live)", "has(PERSON.name)", "has(account.person.left_on)", "has(account.labels.a)",
        "account.?live.orValue(BOOL)", "account.?person.employed.orValue(BOOL)", "account.?person.?left_on.hasValue()",
        "account.?labels.a.hasValue()", "cel.bind(b, BOOL, b && BOOL)", "cel.bind(x, TEXT, x < TEXT || BOOL)",
        "cel.bind(p, PERSON, p.employed || BOOL)", "TEXT in account.labels", "TEXT in {'a': 1, 'b': 2}",
        "size([int]) == INT",
    ),
    "INT": (
        "1", "0", "-1", "account.days_idle", "2", "9223372036854775807", "-9223372036854775808", "params.days",
        "(INT + INT)", "(INT - INT)", "-(INT)", "size(TEXT)", "size(TEXTS)", "size(PERSONS)", "INTS.size()",
        "size(LISTS)", "int(TEXT)", "int('0012')", "math.greatest(INT, INT)", "math.greatest([INT, INT])",
        "math.greatest(INTS)", "math.greatest(INT)", "days_since(DATE)", "days_until(DATE)", "days_between(DATE, DATE)",
        "INTS[INT]", "{'a': INT, 'b': INT}[TEXT]", "(BOOL ? INT : INT)", "account.?days_idle.orValue(INT)",
        "sorted(INTS)[INT]", "cel.bind(n, INT, n + INT)", "TEXTS.map(x, size(x))[0]", "n",
    ),
    "TEXT": (
        "account.login", "'a'", "''", "WRITTEN", "params.mode", "PERSON.name", "(TEXT + TEXT)", "string(INT)",
        "string(TEXT)", "TEXTS[INT]", "account.labels['a']", "account.labels.b", "account.labels[TEXT]",
        "(BOOL ? TEXT : TEXT)", "TEXT.replace(TEXT, TEXT)", "TEXTS.join(TEXT)", "TEXTS.join()", "TEXT.substring(INT)",
        "TEXT.substring(INT, INT)", "TEXT.lowerAscii()", "TEXT.trim()", "account.?person.name.orValue(TEXT)",
        "account.?login.orValue(TEXT)", "cel.bind(x, TEXT, x + TEXT)", "DATE", "{'a': TEXT, 'b': TEXT}[TEXT]",
        "account.labels['a\"b']", "account.?labels.?a.orValue(TEXT)", "TEXTS.filter(x, x > TEXT).join(TEXT)", "x",
    ),
    "WRITTEN": (
        "'a'", "'b'", "'12'", "'é😀'", r"'\uffff'", r"'\U00010000'", r"' a\t'", r"'\x1f a\v'", "'A.b'", r"'k\n'", "'ß'",
        "'2026-01-31'", "'a,b,,'", "'İ'", r"'\u00a0'", r"'a\x00b'", "r'a\\b'", "'name'", "'employed'",
    ),
    "DATE": (
        "account.last_login_on", "as_of", "'2026-01-31'", "PERSON.left_on", "add_days(DATE, INT)",
        "latest(DATES, DATE)", "earliest(DATES, DATE)", "account.?last_login_on.orValue(DATE)",
        "add_days(DATE, MIXED)",
    ),
    "DATES": ("[DATE, DATE]", "[]", "PERSONS.map(p, p.left_on)", "PERSONS.map(p, has(p.left_on), p.left_on)"),
    "TEXTS": (
        "account.permissions", "params.words", "['a', TEXT]", "[]", "(TEXTS + TEXTS)", "TEXTS.map(x, x + TEXT)",
        "TEXTS.map(x, BOOL, TEXT)", "TEXTS.filter(x, BOOL)", "PERSONS.map(p, p.name)", "PERSONS.map(p, BOOL, p.name)",
        "TEXT.split(TEXT)", "distinct(TEXTS)", "sorted(TEXTS)", "without(TEXTS, TEXTS)", "common(TEXTS, TEXTS)",
        "[?account.?login, TEXT]", "[TEXT, ?account.?person.name]", "[?account.?labels.a]", "(BOOL ? TEXTS : TEXTS)",
        "account.?permissions.orValue(TEXTS)",
    ),
    "INTS": (
        "[1, 2]", "[]", "[-9223372036854775808]", "[INT, INT]", "TEXTS.map(x, INT)", "INTS.filter(n, BOOL)",
        "distinct(INTS)", "without(INTS, INTS)", "(INTS + INTS)", "INTS.map(n, n > INT, n)", "LISTS.map(z, z.size())",
    ),
    "BOOLS": ("[true]", "[]", "[BOOL, BOOL]", "PERSONS.map(p, p.employed)", "BOOLS.filter(b, b)"),
    "LISTS": ("[TEXTS]", "[TEXTS, TEXTS]", "TEXTS.map(x, [x, TEXT])", "TEXTS.map(x, TEXTS)"),
    "MIXED": (
        "[1, 'a', true, 2][INT]", "[TEXT, INT][INT]", "{'a': BOOL, 'b': INT}[TEXT]", "[[1], ['a']][INT]",
        "[BOOL, INT, TEXT, INTS][INT]", "{'a': account.?login, 'b': INT}['b']",
    ),
    "PERSON": (
        "account.person", "account.persons[0]", "PERSONS[0]", "account.persons[INT]",
        "account.portal.administrators[0]",
    ),
    "PERSONS": (
        "account.persons", "account.?persons.orValue([])", "account.portal.administrators",
        "account.persons.filter(p, p.employed && p.name > TEXT)", "account.persons.filter(p, BOOL)",
        "(account.persons + account.persons)",
    ),
    "PATTERN": (
        "'^a'", "'a$'", "params.name", "WRITTEN", "'(?i)^K?'", "'a.b'", "'[a-k]{2}'", "'(a|b)?$'", "'^$'", "'[ .-]+'",
        r"r'\d'", "'[a-c-e]'", "'[--a]'", "'[*--]'", "'(?i)[A-_]'", "'_*$'", "'a{0}b'",
    ),
}  # fmt: skip
_KIND = re.compile(rf"\b({'|'.join(GRAMMAR)})\b")
_WORDS = (
    "kim", "", "a", "b", "A", "k\n", "é😀", "\uffff", "\U00010000", "12", " a\t", "2026-01-31", "a,b,,", "İ", "_",
    "a.b", "Ka", "name", "employed", "login", "-", "0",
)  # fmt: skip
_DAYS = ("2026-01-31", "2026-11-20", "0001-01-01", "9999-12-31T10:00:00Z", "2024-02-29")


def grown(random: Random, kind: str, depth: int) -> str:
    """A text of a kind. Deep inside, only the first and simplest forms are left."""
    form = random.choice(GRAMMAR[kind] if depth > 0 else GRAMMAR[kind][:SIMPLE])
    return filled(random, form, depth)


def filled(random: Random, form: str, depth: int) -> str:
    """A form with all that it leaves open."""
    return _KIND.sub(lambda found: grown(random, found[1], depth - 1), form)


def _some(random: Random, every: dict[str, Any], missing: float) -> dict[str, Any]:
    return {name: value for name, value in every.items() if random.random() >= missing}


def _person(random: Random, missing: float) -> dict[str, Any]:
    every = {"name": random.choice(_WORDS), "employed": random.random() < 0.5, "left_on": random.choice(_DAYS)}
    return _some(random, every, missing)


def facts(random: Random) -> dict[str, Any]:
    """One account, with nothing missing, a little or much."""
    missing = random.choice((0.0, 0.1, 0.3))
    people = [_person(random, missing) for _ in range(random.choice((0, 1, 2, 3)))]
    account = {
        "live": random.random() < 0.5,
        "login": random.choice(_WORDS),
        "days_idle": random.choice((0, 1, -1, 2**63 - 1, -(2**63), 45)),
        "last_login_on": random.choice(_DAYS),
        "permissions": [random.choice(_WORDS) for _ in range(random.choice((0, 1, 2, 5)))],
        "person": _person(random, missing),
        "persons": people,
        "labels": _some(random, {name: random.choice(_WORDS) for name in ("a", "b", "name")}, missing),
        "portal": _some(random, {"administrators": [_person(random, missing)]}, missing),
    }
    return {"account": _some(random, account, missing)}


def asked(text: str) -> Expression | None:
    """The expression, whatever it gives; None where it is refused."""
    made = compile_expression(text, PARAMS)
    if not isinstance(made, Expression):
        made = compile_value(text, PARAMS)
    if isinstance(made, Computed):
        return made.expression
    return made if isinstance(made, Expression) else None


def exact(value: object) -> object:
    """A value with its types all the way down: `True` is not 1."""
    if isinstance(value, list):
        return [exact(each) for each in value]
    if isinstance(value, dict):
        return {name: exact(each) for name, each in value.items()}
    return type(value), value


@settings(max_examples=EXAMPLES, derandomize=IS_BUILD_SERVER, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_whatever_is_interpreted_is_answered_as_cel_answers_it(seed: int) -> None:
    random = Random(seed)  # noqa: S311  no secret is made of it
    text = grown(random, random.choice(("BOOL", "BOOL", *GRAMMAR)), random.choice((1, 2, 3, 4)))
    expression = asked(text)
    if expression is None:
        return
    by_cel = EVALUATOR.prepare(replace(expression, tree=None), VALUES)
    # As it stands in a rule, and as a part that was taken out of one and is not checked again.
    both = expression, replace(expression, tree=EVALUATOR._tree_of(text))
    for _ in range(4):
        given_facts = facts(random)
        before = exact(given_facts)
        expected = by_cel.value(given_facts)
        for one in both:
            answer = EVALUATOR.prepare(one, VALUES).value(given_facts)
            is_told_sooner = expected == TOO_MANY_STEPS and isinstance(answer, Missing)
            assert is_told_sooner or exact(answer) == exact(expected), (text, given_facts)
        assert exact(given_facts) == before, text


def test_most_of_the_grammar_is_interpreted() -> None:
    evaluator: Evaluator = EVALUATOR
    made = [asked(grown(Random(number), "BOOL", 3)) for number in range(300)]  # noqa: S311  as above
    good = [one for one in made if one is not None]
    assert len(good) > 150
    assert sum(evaluator.prepare(one, VALUES).is_interpreted for one in good) / len(good) > 0.8


NO_VALUES = ("PATTERN", "PERSON")
"""What stands nowhere alone."""


@pytest.mark.parametrize("kind", [kind for kind in GRAMMAR if kind not in NO_VALUES])
def test_every_form_can_be_written(kind: str) -> None:
    alone = (form for form in GRAMMAR[kind] if form not in ("x", "n"))
    for form in alone:
        texts = [filled(Random(number), form, 2) for number in range(60)]  # noqa: S311  as above
        assert any(map(asked, texts)), form

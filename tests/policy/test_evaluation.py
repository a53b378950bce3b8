# ruff: noqa: E501  a table reads best with a case a line
import datetime
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.model.rule_summary import ParamValue
from portalaudit.policy.evaluation import Evaluator, Failure, Missing, Outcome
from portalaudit.policy.scope import Scope
from tests.policy.words import ACCOUNT, GROUP, PARAMS, compiled

EVALUATOR = Evaluator(datetime.date(2026, 11, 20))


def answer(text: str, facts: Mapping[str, object], scope: Scope = ACCOUNT, **params: ParamValue) -> Outcome:
    return EVALUATOR.prepare(compiled(text, scope), params).evaluate(facts)


def of(**facts: object) -> dict[str, object]:
    return {"account": facts}


GONE = "account.person.left_on < as_of"

ANSWERS = [
    ("account.live", of(live=True), True),
    ("account.live", of(live=False), False),
    ("account.live", of(), Missing(("account.live",))),
    # A missing fact is absorbed wherever the other side decides.
    (f"account.live || {GONE}", of(live=True), True),
    (f"{GONE} || account.live", of(live=True), True),
    (f"account.live && {GONE}", of(live=False), False),
    (f"account.live || {GONE}", of(live=False, person={}), Missing(("account.person.left_on",))),
    (f"account.live || {GONE}", of(live=False), Missing(("account.person",))),
    (f"account.live && {GONE}", of(live=True, person={"left_on": "2026-11-19"}), True),
    (f"account.live && {GONE}", of(live=True, person={"left_on": "2026-11-20"}), False),
    ("account.persons.exists(p, p.employed)", of(persons=[{}, {"employed": True}]), True),
    ("account.persons.exists(p, p.employed)", of(persons=[{}, {"employed": False}]), Missing(("account.persons.employed",))),
    ("account.persons.exists(p, p.employed)", of(persons=[]), False),
    ("account.persons.all(p, p.employed)", of(persons=[{}, {"employed": False}]), False),
    ("account.persons.all(p, p.employed)", of(persons=[{}, {"employed": True}]), Missing(("account.persons.employed",))),
    ("account.persons.all(p, p.employed)", of(persons=[]), True),
    ("account.persons.exists(p, p.employed)", of(), Missing(("account.persons",))),
    ("has(account.person)", of(), False),
    ("has(account.person.left_on)", of(person={}), False),
    ("has(account.person.left_on)", of(), Missing(("account.person",))),
    ("!has(account.last_login_on) || account.last_login_on > '2026-01-01'", of(), True),
    # Only the facts that are absent are named where one name stands on several routes.
    ("account.portal.name == account.person.name", of(portal={"name": "x"}, person={}), Missing(("account.person.name",))),
    ("account.portal.name == account.person.name", of(portal={}, person={}), Missing(("account.person.name", "account.portal.name"))),
    ("account.labels.desk == 'x'", of(labels={}), Missing(("account.labels.desk",))),
    ("account.labels['desk'] == 'x'", of(labels={"desk": "x"}), True),
    ("practice.size > 3", of(), Missing(("practice",))),
    # Whole days, from dates and from times.
    ("days_since(account.last_login_on) == 10", of(last_login_on="2026-11-10"), True),
    ("days_since(account.last_login_on) == 0", of(last_login_on="2026-11-20T23:59:00-08:00"), True),
    ("days_until(account.last_login_on) == -10", of(last_login_on="2026-11-10"), True),
    ("days_between(account.last_login_on, as_of) == 275", of(last_login_on="2026-02-18"), True),
    ("days_since(account.last_login_on) > 3", of(), Missing(("account.last_login_on",))),
    ("days_since(account.last_login_on) > 3", of(last_login_on="never"), Failure("expected a date, got 'never'")),
    ("math.least(account.days_idle, 3) == 3", of(days_idle=5), True),
    ("account.persons[0].employed", of(persons=[]), Failure("Index error: index=0 size=0")),
    ("1 / account.days_idle == 1", of(days_idle=0), Failure("divide by zero")),
    ("{'a': 1}[account.login] == 1", of(login="b"), Failure('Key not found in map : "b"')),
    ("account.live", of(live="yes"), Failure("the answer must be yes or no, and is yes")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts", "expected"), ANSWERS, ids=[f"{a[0][:40]}-{a[2]}" for a in ANSWERS])
def test_an_answer_is_yes_no_or_what_is_missing(text: str, facts: Mapping[str, object], expected: Outcome) -> None:
    assert answer(text, facts) == expected


def test_parameters_are_values_of_the_rule() -> None:
    text = "account.days_idle > params.days && account.login in params.words && params.mode == 'strict' && params.on"
    facts = of(days_idle=46, login="k")
    values: dict[str, ParamValue] = {"days": 45, "words": ("j", "k"), "mode": "strict", "on": True}
    assert answer(text, facts, PARAMS, **values) is True
    assert answer(text, facts, PARAMS, **{**values, "days": 46}) is False


def test_a_group_and_its_key() -> None:
    text = "key[0] == 'nmp' && group.accounts.exists(a, a.live && a.person.employed)"
    alive = {"live": True, "person": {"employed": True}}
    assert answer(text, {"key": ["nmp"], "group": {"accounts": [{"live": False}, alive]}}, GROUP) is True
    assert answer(text, {"key": ["nmp"], "group": {"accounts": [{"live": False}, {"live": True}]}}, GROUP) == Missing(
        ("group.accounts.person",)
    )


THREE = st.sampled_from([True, False, None])
OPERATORS = st.sampled_from(["&&", "||"])


@given(THREE, THREE, OPERATORS, st.booleans())
def test_and_or_follow_three_valued_logic(left: bool | None, right: bool | None, operator: str, negate: bool) -> None:
    facts = {k: v for k, v in (("live", left), ("employed", right)) if v is not None}
    account = {"live": facts["live"]} if "live" in facts else {}
    person = {"employed": facts["employed"]} if "employed" in facts else {}
    sign = "!" if negate else ""
    found = answer(f"{sign}account.live {operator} account.person.employed", of(**account, person=person))
    first = left if left is None else left is not negate
    decisive = operator == "||"
    expected: bool | None = None
    if decisive in (first, right):
        expected = decisive
    elif None not in (first, right):
        expected = not decisive
    if expected is None:
        assert isinstance(found, Missing)
        absent = {name for name, value in (("account.live", left), ("account.person.employed", right)) if value is None}
        assert set(found.names) <= absent
    else:
        assert found is expected


@pytest.mark.parametrize(
    "text",
    [
        "{account.login: 1, 'a': 2}['a'] == 1",
        "account.live || {1: 1, account.days_idle: 2}[1] == 1",
    ],
)
def test_a_map_with_a_key_twice_is_no_crash(text: str) -> None:
    facts = of(login="a", days_idle=1, live=False)
    assert answer(text, facts) == Failure("a map that is written out has the same key twice")


@pytest.mark.parametrize(
    "before",
    [
        "account.permissions.exists(x, x == 'a')",
        "!account.permissions.all(x, x == 'b')",
        "account.permissions.exists(x, account.permissions.exists(y, y == 'a'))",
    ],
)
@pytest.mark.parametrize(
    "named",
    [
        "cel.bind(name, account.login, name == 'kim')",
        "account.?login.optMap(name, name == 'kim').orValue(false)",
        "account.?login.optFlatMap(name, [name][?0]).orValue('') == 'kim'",
    ],
)
def test_a_value_with_a_name_is_not_the_item_at_which_a_loop_before_it_ended(before: str, named: str) -> None:
    expression = compiled(f"{before} && {named}")
    facts = of(permissions=["a", "b"], login="kim")
    asked = EVALUATOR.prepare(expression)
    assert asked.evaluate(facts) is True
    assert asked.told_by_cel(facts) is True


def test_a_value_with_a_name_may_be_missing_where_it_is_not_used() -> None:
    asked = EVALUATOR.prepare(compiled("cel.bind(day, account.last_login_on, account.live || day < as_of)"))
    assert asked.told_by_cel(of(live=True)) is True
    assert asked.told_by_cel(of(live=False)) == Missing(("account.last_login_on",))

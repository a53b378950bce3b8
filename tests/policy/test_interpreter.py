"""What is interpreted is answered as CEL answers it, and what is not certain is left to CEL."""

import datetime
import gc
from collections.abc import Mapping
from typing import Any

import pytest

from portalaudit.model.values import replace
from portalaudit.policy.evaluation import Evaluator, Failure, Missing, Question
from portalaudit.policy.expressions import Expression
from portalaudit.policy.interpreted_calls import calls
from portalaudit.policy.interpreted_patterns import certain
from portalaudit.policy.tree_answers import BeyondError
from tests.policy.words import PARAMS, compiled, value_of

AS_OF = datetime.date(2026, 11, 20)
EVALUATOR = Evaluator(AS_OF)
FULL: Mapping[str, Any] = {
    "account": {
        "login": "Kim",
        "status": "active",
        "live": True,
        "days_idle": 3,
        "last_login_on": "2026-11-10",
        "permissions": ["b", "a", "b"],
        "mfa": [],
        "person": {"name": " kim lee ", "employed": False, "portals": []},
        "persons": [{"name": "a", "employed": True}, {"name": "b"}, {"left_on": "2026-01-31", "employed": False}],
        "portal": {"id": "nmp", "administrators": []},
        "labels": {"desk": "x"},
    },
    "practice": {"size": 9},
}
GIVEN = (
    FULL,
    {"account": {}},
    {},
    {"account": {"live": False, "login": "", "persons": [], "permissions": []}, "practice": {}},
    {"account": {"persons": [{}], "person": {}, "days_idle": -(2**63), "login": "\x85é", "labels": {}}},
    # What no inventory holds is CEL's to refuse.
    {"account": {"live": 1, "login": 3, "days_idle": True, "persons": "ab", "permissions": {"a": "b"}}},
    {"account": {"live": "yes", "persons": {"a": 1}, "labels": ["desk"], "last_login_on": "never", "days_idle": 1.5}},
)

YES_OR_NO = (
    "account.live",
    "account.live && account.person.employed",
    "account.live && true",
    "false || account.live",
    "account.permissions.join('').replace('b', 'c') == 'cac'",
    "account.login.substring(0 - 1) == 'm'",
    "account.login.substring(0 - 1, 2) == ''",
    "account.person.employed && account.live",
    "account.person.employed || account.days_idle > 2",
    "account.person.left_on < as_of || account.persons.exists(p, p.name == 'a')",
    "(account.person.left_on < as_of && account.persons[1].employed) || account.portal.name == 'x'",
    "!account.live ? account.person.left_on < as_of : account.days_idle >= 3",
    "has(account.person.left_on) && has(account.portal.contract.status)",
    "account.?person.?left_on.orValue('2026-01-01') < as_of",
    "account.?portal.contract.status.orValue('ended') == 'ended'",
    "account.?person.employed.orValue(account.live)",
    "account.persons.all(p, p.employed)",
    "account.persons.exists(p, p.employed)",
    "account.persons.exists_one(p, p.employed)",
    "account.persons.filter(p, has(p.name)).all(p, p.name < 'c')",
    "account.persons.filter(p, p.employed).exists(p, p.name == 'b')",
    "account.persons.map(p, has(p.name), p.name) == ['a', 'b']",
    "account.persons.map(p, p.name).size() == 3",
    "account.persons.exists(p, account.persons.exists(q, has(q.name) && has(p.name) && q.name > p.name))",
    "account.permissions.exists(x, x in ['b']) && !('c' in account.permissions)",
    "account.permissions == ['b', 'a', 'b'] || account.mfa == []",
    "distinct(account.permissions + account.mfa) == ['b', 'a']",
    "sorted(without(account.permissions, ['a'])) == common(account.permissions, ['b'])",
    "days_since(account.last_login_on) == 10 && days_until(account.last_login_on) == -10",
    "between(account.last_login_on, '2026-01-01', as_of) && days_between(account.last_login_on, as_of) < 11",
    "latest([account.last_login_on], as_of) == earliest([as_of], as_of)",
    "latest([], add_days(account.last_login_on, 10)) == as_of",
    "account.login.lowerAscii() == 'kim' && account.login.contains('i') && account.login.replace('K', 'T') == 'Tim'",
    "account.person.name.trim().split(' ').join('-') == 'kim-lee'",
    "account.login.substring(1) == 'im' && account.login.substring(0, 1) == 'K'",
    "account.login.split('') == [] || account.login.replace('', '-') == 'Kim'",
    "math.greatest(account.days_idle, 2) - 1 == 2 && math.greatest([1, account.days_idle]) == 3",
    "-account.days_idle + 1 < 0 && account.days_idle - 9223372036854775807 > 0",
    "account.days_idle + 9223372036854775807 > 0",
    "int('12') == 12 && string(account.days_idle) == '3' && int(account.login) > 0",
    "size(account.login) == 3 && size(account.permissions) > 2 && account.labels.size() == 1",
    "account.labels['desk'] == 'x' && account.labels.desk == 'x' && has(account.labels.desk)",
    "'desk' in account.labels",
    "account.persons[0].employed && account.persons[-1].employed",
    "cel.bind(x, account.login, x == 'Kim' && x + x != '')",
    "cel.bind(x, account.person.left_on, account.live || x < as_of)",
    "[?account.?login, ?account.?mfa[?0]] == ['Kim']",
    "[account.?login.orValue('x')] + account.permissions == ['Kim', 'b', 'a', 'b']",
    "account.login.matches('^K')",
    "{'a': 1}[account.login] == 1",
    "{'Kim': account.login, 'b': 'c'}[account.login] == 'Kim' && account.login in {'Kim': 1}",
    "account.?portal.?contract.hasValue() || account.?login.hasValue()",
    "true in account.persons.filter(p, has(p.employed)).map(p, p.employed)",
    "3 in [1, account.days_idle] && account.live in [false, true]",
    "account.login.matches('^[a-z]{3}$|^K?.m$') && !account.login.matches('(?i)kimm|^(a|b)?$')",
    "account.login.matches('(k|K)(i)(m)(m?)$') && account.login.matches('a?b?c?d?e?f?g?')",
    "account.permissions.exists(x, x.matches('^a.*$'))",
    "1.5 < 2.5 && account.live",
    "practice.size > 3 && as_of == '2026-11-20'",
    "account.live == true && account.live != false && false == (account.days_idle == 3)",
    "true && (account.live ? true : account.login == 'x')",
)  # fmt: skip


def by_cel(expression: Expression, values: Mapping[str, Any]) -> Question:
    """The same, answered by CEL itself."""
    return EVALUATOR.prepare(replace(expression, tree=None), values)


@pytest.mark.parametrize("text", YES_OR_NO)
def test_an_interpreted_answer_is_that_of_cel(text: str) -> None:
    expression = compiled(text)
    for facts in GIVEN:
        expected = by_cel(expression, {}).evaluate(facts)
        answer = EVALUATOR.prepare(expression).evaluate(facts)
        assert (type(answer), answer) == (type(expected), expected), facts


VALUES = (
    "account.persons.map(p, has(p.name), {'n': p.name})",
    "account.permissions.filter(x, x != 'a')",
    "account.persons.filter(p, has(p.name))",
    "account.persons.filter(p, p.employed)",
    "account.?login.orValue('none')",
    "size(account.persons) + account.days_idle",
    "latest(account.persons.map(p, has(p.left_on), p.left_on), '2025-01-01')",
)


@pytest.mark.parametrize("text", VALUES)
def test_an_interpreted_value_is_that_of_cel(text: str) -> None:
    expression = value_of(text)
    for facts in GIVEN:
        expected = by_cel(expression, {}).value(facts)
        answer = EVALUATOR.prepare(expression).value(facts)
        assert (type(answer), answer) == (type(expected), expected), facts


@pytest.mark.parametrize(
    ("text", "is_interpreted"),
    [
        ("account.login == params.mode || account.login in params.words || account.days_idle > params.days", True),
        ("account.login.matches(params.name)", True),
        ("account.?days_idle.optMap(d, d > 1).orValue(false)", False),
        ("account.login.upperAscii() == 'KIM'", False),
        ("account.days_idle / 2 > 1", False),
        ("{'a': account.days_idle}['a'] > 1", True),
        ("{1: account.days_idle}[1] > 1", False),
        ("{?'a': account.?days_idle}['a'] > 1", False),
        ("1.5 < 2.5", False),
        (r"distinct(['a\x00b'])[0] == account.login", False),
    ],
)
def test_what_no_one_is_certain_of_is_left_to_cel(text: str, is_interpreted: bool) -> None:
    values = {"days": 45, "words": ("Kim",), "mode": "strict", "on": True, "name": "^K"}
    question = EVALUATOR.prepare(compiled(text, PARAMS), values)
    assert question.is_interpreted is is_interpreted
    assert question.evaluate(FULL) == by_cel(compiled(text, PARAMS), values).evaluate(FULL)


def test_a_list_that_is_too_long_for_cel_is_too_long() -> None:
    text = "account.permissions.exists(x, account.permissions.exists(y, x + y == 'z'))"
    for size, expected in ((90, False), (101, Failure("the expression takes too many steps; ask less of a long list"))):
        facts = {"account": {"permissions": ["a"] * size}}
        assert EVALUATOR.prepare(compiled(text)).evaluate(facts) == expected


def test_the_name_of_an_item_is_forgotten_with_it() -> None:
    text = "account.permissions.exists(x, account.mfa.exists(x, x == 'sms') || x == 'b') && !has(account.person.name)"
    facts = {"account": {"permissions": ["a", "b"], "mfa": ["totp"], "person": {}}}
    assert EVALUATOR.prepare(compiled(text)).evaluate(facts) is True


@pytest.mark.parametrize(
    "text",
    [
        "account.persons.filter(p, p.employed && p.name == 'a').size() == 1",
        "account.persons.exists_one(p, p.employed && p.name == 'a')",
        "account.persons.map(p, p.employed && p.name == 'a', p.left_on).size() == 1",
    ],
)
def test_of_items_that_are_chosen_what_the_last_one_misses_is_named(text: str) -> None:
    facts = {"account": {"persons": [{"name": "a"}, {"employed": True}, {"employed": False}]}}
    for answer in (EVALUATOR.prepare(compiled(text)), by_cel(compiled(text), {})):
        assert answer.evaluate(facts) == Missing(("account.persons.name",))


def test_what_is_made_of_chosen_items_may_miss_something_too() -> None:
    text = "account.persons.map(p, p.employed, p.name).size() == 1"
    facts = {"account": {"persons": [{"employed": True}, {"employed": True, "name": "a"}]}}
    for answer in (EVALUATOR.prepare(compiled(text)), by_cel(compiled(text), {})):
        assert answer.evaluate(facts) == Missing(("account.persons.name",))


@pytest.mark.parametrize(
    "text",
    [
        "account.person.employed && size([int, google.protobuf.Timestamp]) == 3",
        "account.person.employed && .account.live",
    ],
)
def test_a_name_that_cel_knows_is_no_missing_fact(text: str) -> None:
    # As it stands in a part of a rule, which is not checked again.
    part = replace(compiled(text), tree=EVALUATOR._tree_of(text))
    assert EVALUATOR.prepare(part).evaluate({"account": {"live": False}}) is False


def test_a_function_of_ours_takes_what_cel_hands_to_it_and_nothing_else() -> None:
    text = "add_days('2026-01-31', [1, true][account.days_idle]) > as_of"
    for number, expected in ((0, False), (1, Failure("No matching overloads found : add_days(string, bool)"))):
        assert EVALUATOR.prepare(compiled(text)).evaluate({"account": {"days_idle": number}}) == expected


@pytest.mark.parametrize(("label", "is_told"), [('a"b', False), ("a\\\\b", False), ("a\\tb", False), ("é's", True)])
def test_a_label_is_missing_where_cel_can_say_its_name(label: str, is_told: bool) -> None:
    expression = compiled(f'account.labels["""{label}"""] == "x"')
    facts: Mapping[str, Any] = {"account": {"labels": {}}}
    answer = EVALUATOR.prepare(expression).evaluate(facts)
    assert answer == by_cel(expression, {}).evaluate(facts)
    assert isinstance(answer, Missing) is is_told


def test_an_end_that_is_written_where_a_text_ends_is_refused_as_cel_refuses_it() -> None:
    expression = compiled("account.login.substring(0, account.days_idle) == 'K'")
    for number in range(-1, 5):
        facts = {"account": {"login": "Kim", "days_idle": number}}
        assert EVALUATOR.prepare(expression).evaluate(facts) == by_cel(expression, {}).evaluate(facts), number


def test_facts_that_were_given_are_left_as_they_are() -> None:
    facts = {"account": {"permissions": ["a"], "mfa": []}}
    text = "sorted(account.permissions + account.mfa + ['0']) == ['0', 'a']"
    assert EVALUATOR.prepare(compiled(text)).evaluate(facts) is True
    assert facts == {"account": {"permissions": ["a"], "mfa": []}}


def test_the_first_fact_that_is_missing_is_named() -> None:
    text = "account.person.employed && account.days_idle > 3"
    assert EVALUATOR.prepare(compiled(text)).evaluate({"account": {}}) == Missing(("account.person",))


@pytest.mark.parametrize(
    "text", ["account.person.employed && account.days_idle > 3", "account.persons.exists(one, one.employed)"]
)
def test_facts_are_given_back_also_where_one_is_missing(text: str) -> None:
    # A run switches the collector off, so what knows itself in a circle stays.
    question, facts = EVALUATOR.prepare(compiled(text)), {"account": {"person": {"id": "p"}, "persons": [{"id": "p"}]}}
    gc.disable()
    try:
        gc.collect()
        assert isinstance(question.evaluate(facts), Missing)
        assert gc.collect() == 0
    finally:
        gc.enable()


PATTERNS = (
    "", "a", "^a$", "front ?desk", "reception(ist)?", "user[0-9a-z]?", "<practice name>", "(?i)screen[ -]*shot",
    "log-?[io]n|(^|[.-])sso[.-]", "^([0-9]{2}-?[0-9]{7}|[*]{3}-[*]{2}-[0-9]{4})$", "^(0[1-6]|3.|9[89])", "a.c", "^$|b",
    "$a", "a^", "[z-a]", "[a-]", "(", ")", "a|", "(?i)[a-c]{2}", "_+", "x*", "é", "\\d", "a{2,3}", "(a)+",
    "a?b?c?d?e?f?g?", "[--a]", "[*--]", "[a-c-e]", "(?i)[A-_]",
)  # fmt: skip
TEXTS = (
    "", "a", "A", "b", "abc", "a\nc", "a\n", "\n", "front desk", "frontdesk", "receptionist", "user7", "SCREEN - shot",
    "x-sso.",
    "login", "12-3456789", "***-**-1234", "04", "aé", "É", "(", "a_b", "]", "zz", "\x85", "K",
    "ab", "aab", "<practice name>",
)  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_fits_where_it_does_for_cel(pattern: str) -> None:
    expression = compiled("account.login.matches(params.name)", PARAMS)
    values = {"days": 45, "words": (), "mode": "strict", "on": True, "name": pattern}
    asked = EVALUATOR.prepare(expression, values)
    for text in TEXTS:
        facts = {"account": {"login": text}}
        assert asked.evaluate(facts) == asked.told_by_cel(facts), text


def test_a_long_text_is_searched_by_cel() -> None:
    # Python would look for the `b` from each `a` on.
    search = calls(AS_OF)["matches"]
    assert search("a" * 1000, "a*b") is False
    with pytest.raises(BeyondError):
        search("a" * 1001, "a*b")


@pytest.mark.parametrize(
    ("pattern", "is_certain"),
    [
        ("front ?desk", True),
        ("(a|b)(c|d)(e|f)", True),
        ("(a|b)(c|d)(e|f)(g|h)", False),
        ("a?b?c?d?e?f?", True),
        ("a?b?c?d?e?f?g?", False),
        ("a*b", True),
        ("a*b+", False),
        ("(a|aa)+", False),
        ("[*]{3}[.*]", True),
    ],
)
def test_python_is_asked_only_for_patterns_that_it_is_soon_done_with(pattern: str, is_certain: bool) -> None:
    assert (certain(pattern) is not None) is is_certain

# ruff: noqa: E501  a table reads best with a case a line
"""What an expression may cost: no text of a rule eats the memory or the day, and what is meant well is not refused."""

import pytest

from portalaudit.policy import budget
from portalaudit.policy.budget import cost_of
from portalaudit.policy.cel_patterns import MAX_COPIES, copies, what_is_wrong
from portalaudit.policy.cel_syntax import read_checked
from portalaudit.policy.engine import cel
from portalaudit.policy.expression_compiler import compile_expression
from portalaudit.policy.expressions import Expression
from portalaudit.policy.scope import Scope
from tests.policy.test_evaluation import EVALUATOR, of
from tests.policy.words import ACCOUNT, PARAMS, compiled, faults

BIG = "this can make a value of more than 100,000 characters"
LONG = "this expression takes too much work up to here"
SMALLER = "ask for less at once, or make a fact of it"
REPEATS = "this pattern repeats too much"
BRACES = f"write numbers in braces that come to {MAX_COPIES} signs at most, or compare the length with `size`"
FOREIGN = "`matches` needs a pattern that the rule itself says"
SAY = "write the pattern as text, or make it a parameter with `format: pattern`"
LIST = "account.permissions"

TOO_MUCH = [
    ("a text doubled again and again", "['x']" + ".map(s, s + s)" * 26 + ".exists(s, s == '')", BIG, SMALLER),
    ("a text eight times as long at every step", "['0123456789abcdef']" + ".map(s, s + s + s + s + s + s + s + s)" * 10 + ".all(s, size(s) > 0)", BIG, SMALLER),
    ("bytes", "[b'x']" + ".map(s, s + s + s + s)" * 13 + ".exists(s, size(s) == 0)", BIG, SMALLER),
    ("a list doubled", "[[1]]" + ".map(s, s + s)" * 26 + ".exists(s, s == [])", BIG, SMALLER),
    ("lists in lists, each holding the one before twice", "[1]" + ".map(x, [x, x])" * 22 + ".exists(x, x == x)", BIG, SMALLER),
    ("maps in maps", "[1]" + ".map(x, {'a': x, 'b': x})" * 22 + ".exists(x, x == x)", BIG, SMALLER),
    ("a choice of two doubled texts", "['x']" + ".map(s, account.live ? s + s : s + s)" * 26 + ".exists(s, s == '')", BIG, SMALLER),
    ("a text doubled on its way through string()", "['x']" + ".map(s, string(s) + dyn(s))" * 26 + ".exists(s, s == '')", BIG, SMALLER),
    ("a text taken out of a list and doubled", "['x']" + ".map(s, [s + s][0])" * 26 + ".exists(s, s == '')", BIG, SMALLER),
    ("a doubled text that a filter lets pass", "['x']" + ".filter(s, true).map(s, s + s + s + s + s + s + s + s)" * 8 + ".exists(s, s == '')", BIG, SMALLER),
    ("long lists looked through in loops", f"{LIST}.exists(a, {LIST}.exists(b, {LIST}.exists(c, a + b in [{', '.join(['c'] * 900)}])))", LONG, SMALLER),
    ("long patterns in loops", f"{LIST}.exists(a, {LIST}.exists(b, {LIST}.exists(c, a.matches('(x|y{{400}})'))))", LONG, SMALLER),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "hint"), [m[1:] for m in TOO_MUCH], ids=[m[0] for m in TOO_MUCH])
def test_what_grows_without_an_end_is_refused(text: str, message: str, hint: str) -> None:
    assert [(told, what) for _, told, what in faults(text)] == [(message, hint)]


def test_the_step_that_goes_too_far_is_told_at_its_place() -> None:
    text = "['x']" + ".map(s, s + s)" * 26 + ".exists(s, s == '')"
    (fault,) = compile_expression(text, ACCOUNT)  # type: ignore[misc]
    assert text[fault.offset :].startswith("+ s)")
    assert text[: fault.offset].count(".map(") == 17  # 2 to the power of 17 is the first above 100,000


PATTERNS = [
    ("account.login.matches(account.login)", ".login)", FOREIGN, SAY),
    ("account.login.matches('^' + account.person.name + '$')", "+ '$'", FOREIGN, SAY),
    ("account.permissions.exists(p, account.login.matches(p))", "p))", FOREIGN, SAY),
    ("matches(account.login, string(account.days_idle))", "(account.days", FOREIGN, SAY),
    ("account.login.matches('((a{10}){10}){6}')", "'", REPEATS, BRACES),
    ("account.login.matches('[a-z]{1,600}')", "'", REPEATS, BRACES),
    ("account.login.matches('a{300}' + '(b|c{2}){200}')", "+", REPEATS, BRACES),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "message", "hint"), PATTERNS, ids=[p[0] for p in PATTERNS])
def test_a_pattern_is_the_rules_own_and_short(text: str, word: str, message: str, hint: str) -> None:
    (fault,) = compile_expression(text, ACCOUNT)  # type: ignore[misc]
    assert (fault.message, fault.hint) == (message, hint)
    assert text[fault.offset :].startswith(word)


FINE: list[tuple[str, Scope]] = [
    ("account.login.matches('^[a-z]{2,40}$')", ACCOUNT),
    ("account.login.matches(account.live ? '^a' : '^b')", ACCOUNT),
    ("['^a', '^b'].exists(p, account.login.matches(p))", ACCOUNT),
    ("params.words.exists(p, account.login.matches('^(' + p + ')$'))", PARAMS),
    ("account.login.matches(params.name)", PARAMS),
    (f"account.days_idle in [{', '.join(map(str, range(1500)))}]", ACCOUNT),
    (f"{LIST}.exists(a, {LIST}.exists(b, a != b && {LIST}.exists(c, c == a + '/' + b)))", ACCOUNT),
    (f"{LIST}.map(a, a + a).filter(a, a != '').size() > 3", ACCOUNT),
    ("account.persons.all(p, p.portals.all(o, o.administrators.all(a, a.employed)))", ACCOUNT),
    ("account.labels.exists(k, account.labels[k] == 'x')", ACCOUNT),
    ("[1]" + ".map(x, [x, x])" * 12 + " == [1]" + ".map(x, [x, x])" * 12, ACCOUNT),
]


@pytest.mark.parametrize(("text", "scope"), FINE, ids=[text[:60] for text, _ in FINE])
def test_what_a_rule_may_well_ask_is_within_the_budget(text: str, scope: Scope) -> None:
    assert isinstance(compile_expression(text, scope), Expression)


def test_the_parameters_that_are_patterns_are_known() -> None:
    text = "params.words.exists(p, account.login.matches('^' + p)) || account.login.matches(params.name)"
    assert compiled(text, PARAMS).patterns == {"words", "name"}
    assert compiled("account.login in params.words", PARAMS).patterns == frozenset()


def test_the_biggest_value_that_is_let_pass_is_made_in_little_memory() -> None:
    text = "['x']" + ".map(s, s + s)" * 16 + f".all(s, size(s) == {2**16})"
    assert EVALUATOR.prepare(compiled(text)).evaluate(of()) is True


def test_rounds_are_counted_no_further_than_cel_goes() -> None:
    """Were it otherwise, four lists inside each other could never be asked for anything."""
    loops = f"{LIST}.exists(a, {LIST}.exists(b, {LIST}.exists(c, {LIST}.exists(d, a == d && b == c))))"
    tree = read_checked(ACCOUNT.checker.environment.compile(loops).serialize())
    assert tree is not None
    assert cost_of(loops, tree.tree, ACCOUNT) == budget.Cost()
    numbers = ", ".join(map(str, range(101)))
    too_many = cel.NewEnv().compile(f"[{numbers}].all(a, [{numbers}].all(b, a == a))")
    with pytest.raises(RuntimeError, match="budget exceeded"):
        too_many.eval(data={})
    assert budget.MOST_ROUNDS < 101 * 101


COPIES = [
    ("", 0),
    ("abc", 3),
    ("a{3}", 3),
    ("a{2,40}", 40),
    ("a{7,}", 7),
    ("(ab){3}c", 7),
    ("((a{2}b){3}){4}", 36),
    ("[a-z{9}]{2}", 2),
    ("[]a]{3}", 3),
    ("[^]a]{3}", 3),
    ("[[:alpha:]-]{3}", 3),
    (r"\{9\}", 3),
    (r"\d{4}-\d{2}", 7),
    ("(a|b)*?c+", 4),
    ("a{,9}", 5),
    ("((((", 0),
    ("))))a{3}", 7),
    ("{5}", 0),
    ("a{0}", 1),
    ("a{999999999}", 999_999_999),
]


@pytest.mark.parametrize(("pattern", "expected"), COPIES, ids=[c[0] or "nothing" for c in COPIES])
def test_the_signs_of_a_pattern_are_counted_with_its_repetitions(pattern: str, expected: int) -> None:
    assert copies(pattern) == expected


def test_a_parameters_pattern_may_not_repeat_too_much() -> None:
    assert what_is_wrong("(a{100}){5}") == ""
    assert (
        what_is_wrong("(a{100}){6}") == f"repeats too much: its numbers in braces come to more than {MAX_COPIES} signs"
    )


def test_an_expression_without_a_loop_costs_no_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "_Estimate", None)
    assert isinstance(compile_expression("account.live && account.login == 'filtered'", ACCOUNT), Expression)

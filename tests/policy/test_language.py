# ruff: noqa: E501  a table reads best with a case a line
"""What the extensions of CEL and our own functions answer, read, refuse and may cost."""

from collections.abc import Mapping
from typing import Any

import pytest

from portalaudit.evaluate.judge import judge
from portalaudit.policy.composed import folded, with_variables
from portalaudit.policy.evaluation import Evaluator, Failure, Missing, Outcome
from portalaudit.policy.expression_compiler import compile_expression, compile_value
from portalaudit.policy.functions import FUNCTIONS, Given, implementations
from portalaudit.policy.mutation import mutants
from portalaudit.policy.outline import Form, Part, outline
from portalaudit.policy.probing import probes
from tests.evaluate.practices import AS_OF, PRACTICE, rule, world
from tests.policy.test_evaluation import answer, of
from tests.policy.words import ACCOUNT, PARAMS, compiled, faults

KIM = {"name": "Kim", "employed": True}
ANSWERS: list[tuple[str, Mapping[str, Any], Outcome]] = [
    # what may be missing
    ("account.?person.name.orValue('no one') == 'no one'", of(), True),
    ("account.?person.name.orValue('no one') == 'Kim'", of(person=KIM), True),
    ("account.?person.?name.orValue('no one') == 'no one'", of(person={}), True),
    ("account.person.?name.orValue('no one') == 'no one'", of(), Missing(("account.person",))),
    ("account.?person.hasValue()", of(), False),
    ("account.?person.hasValue()", of(person={}), True),
    ("account.?person.optMap(p, p.name == 'Kim').orValue(false)", of(), False),
    ("account.?person.optMap(p, p.name == 'Kim').orValue(false)", of(person=KIM), True),
    ("account.?person.optMap(p, p.name == 'Kim').orValue(false)", of(person={}), Missing(("account.person.name",))),
    ("account.?person.optFlatMap(p, p.?name).orValue('x') == 'Kim'", of(person=KIM), True),
    ("account.?login.or(account.?person.name).value() == 'Kim'", of(person=KIM), True),
    ("account.?person.value().name == 'Kim'", of(), Missing(("account.person",))),
    ("account.live || account.?person.value().name == 'Kim'", of(live=True), True),
    ("account.permissions[?1].orValue('none') == 'none'", of(permissions=["a"]), True),
    ("account.permissions[?0].orValue('none') == 'a'", of(permissions=["a"]), True),
    ("account.?labels.?desk.orValue('none') == 'none'", of(labels={}), True),
    ("account.labels[?'desk'].orValue('none') == '2'", of(labels={"desk": "2"}), True),
    ("account.permissions.last().orValue('none') == 'b'", of(permissions=["a", "b"]), True),
    ("account.permissions.first().value() == 'b'", of(permissions=[]), Failure("optional.none() dereference")),
    ("[?account.?login, ?account.?person.name] == ['x']", of(login="x"), True),
    # names inside an expression, worked out where they count
    ("cel.bind(n, account.person.name, n == 'Kim' && n != 'Lee')", of(person=KIM), True),
    ("cel.bind(n, account.person.name, has(account.person) && n == 'Kim')", of(), False),
    ("cel.bind(n, account.person.name, n == 'Kim')", of(), Missing(("account.person",))),
    ("cel.bind(d, account.last_login_on, days_since(d) > 5 && days_since(d) < 20)", of(last_login_on="2026-11-10"), True),
    # texts
    ("account.login.lowerAscii() == 'klee'", of(login="KLee"), True),
    ("account.login.split('@')[0].trim().replace('.', '') == 'klee'", of(login=" k.lee @example.org"), True),
    ("account.permissions.join(', ') == 'a, b'", of(permissions=["a", "b"]), True),
    ("account.login.substring(0, 2) + account.login.charAt(2) == 'kle'", of(login="klee"), True),
    ("account.login.indexOf('e') < account.login.lastIndexOf('e')", of(login="klee"), True),
    ("'%s has %d'.format([account.login, size(account.permissions)]) == 'klee has 1'", of(login="klee", permissions=["a"]), True),
    ("account.login.charAt(3) == 'x'", of(login="x"), Failure("<string>.charAt(<pos>): <pos> is greater than <string>.size()")),
    # days
    ("add_days(account.last_login_on, 90) == '2026-12-01'", of(last_login_on="2026-09-02"), True),
    ("add_days(account.last_login_on, -1) == '2026-02-28'", of(last_login_on="2026-03-01T08:00:00-08:00"), True),
    ("add_days(account.last_login_on, account.days_idle) == '9999-12-31'", of(last_login_on="2026-03-01", days_idle=2**62), True),
    ("add_days(account.last_login_on, account.days_idle) == '0001-01-01'", of(last_login_on="2026-03-01", days_idle=-(2**62)), True),
    ("between(account.last_login_on, '2026-03-01', '2026-03-02')", of(last_login_on="2026-03-02T23:00:00Z"), True),
    ("between(account.last_login_on, '2026-03-01', '2026-03-02')", of(last_login_on="2026-03-03"), False),
    ("between(account.last_login_on, '2026-03-02', '2026-03-01')", of(last_login_on="2026-03-01"), False),
    ("latest(account.persons.map(p, p.left_on), '1900-01-01') == '2026-03-01'", of(persons=[{"left_on": "2026-03-01"}, {"left_on": "2025-04-01"}]), True),
    ("latest(account.persons.map(p, p.left_on), '1900-01-01') == '1900-01-01'", of(persons=[]), True),
    ("latest(account.persons.map(p, p.left_on), '1900-01-01') == '1900-01-01'", of(persons=[{}]), Missing(("account.persons.left_on",))),
    ("earliest([account.last_login_on, '2026-01-31'], as_of) == '2026-01-31'", of(last_login_on="2026-03-01"), True),
    ("earliest([], as_of) == as_of", of(), True),
    # lists
    ("distinct(account.permissions) == ['b', 'a']", of(permissions=["b", "a", "b"]), True),
    ("sorted(account.permissions) == ['a', 'b', 'b']", of(permissions=["b", "a", "b"]), True),
    ("sorted([3, account.days_idle, 10]) == [3, 4, 10]", of(days_idle=4), True),
    ("without(account.permissions, ['b', 'c']) == ['a', 'a']", of(permissions=["a", "b", "a"]), True),
    ("common(account.permissions, ['b', 'c']) == ['b']", of(permissions=["a", "b"]), True),
    ("common([1, 2], [2]) == [2] && without([1, 2], []) == [1, 2]", of(), True),
    ("distinct(account.permissions).size() == 1", of(), Missing(("account.permissions",))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts", "expected"), ANSWERS, ids=[f"{a[0][:50]}-{a[2]}" for a in ANSWERS])
def test_an_answer(text: str, facts: Mapping[str, Any], expected: Outcome) -> None:
    assert answer(text, facts) == expected


ODD: list[tuple[str, tuple[Any, ...], Any]] = [
    ("distinct", ([True, 1, "1", 1.0, [1], [1]],), [True, 1, "1", 1.0, [1]]),
    ("sorted", (["b", 2, {"a": 1}, 1],), [{"a": 1}, 1, 2, "b"]),
    ("without", ([[1], "a"], [[1]]), ["a"]),
    ("common", ([{"a": 1}, 1], [{"a": 1}, True]), [{"a": 1}]),
]


@pytest.mark.parametrize(("name", "given", "expected"), ODD, ids=[odd[0] for odd in ODD])
def test_a_function_of_lists_takes_whatever_a_list_may_hold(name: str, given: tuple[Any, ...], expected: Any) -> None:
    assert implementations(AS_OF)[name](*given) == expected


def test_each_function_is_described_and_done() -> None:
    assert [function.name for function in FUNCTIONS] == list(implementations(AS_OF))
    assert all(function.meaning and not function.meaning.endswith(".") for function in FUNCTIONS)
    assert {function.name for function in FUNCTIONS if Given.LIST in function.parameters.values()} == {
        "distinct",
        "sorted",
        "without",
        "common",
    }


READS: list[tuple[str, object, object]] = [
    ("account.?person.name.orValue('') == ''", {"account": {"person": {"name": {}}}}, {}),
    ("account.?person.value().name == ''", {"account": {"person": {"name": {}}}}, {"account": {"person": {"name": {}}}}),
    ("account.person.?name.orValue('') == ''", {"account": {"person": {"name": {}}}}, {"account": {"person": {}}}),
    ("account.?persons.orValue([]).all(p, p.employed)", {"account": {"persons": {"employed": {}}}}, {"account": {"persons": {"employed": {}}}}),
    ("account.?person.optMap(p, p.portals.size() > 1).orValue(true)", {"account": {"person": {"portals": {}}}}, {"account": {"person": {"portals": {}}}}),
    ("account.persons.first().name.orValue('') == ''", {"account": {"persons": {"name": {}}}}, {"account": {"persons": {}}}),
    ("account.persons[?0].?name.orValue('') == ''", {"account": {"persons": {"name": {}}}}, {"account": {"persons": {}}}),
    ("account.?labels.?desk.orValue('') == ''", {"account": {"labels": {}}}, {}),
    ("cel.bind(p, account.person, p.employed)", {"account": {"person": {"employed": {}}}}, {"account": {"person": {"employed": {}}}}),
    ("cel.bind(ps, account.persons.filter(p, p.employed), ps.exists(p, p.name == 'x'))", {"account": {"persons": {"employed": {}, "name": {}}}}, {"account": {"persons": {"employed": {}, "name": {}}}}),
    ("cel.bind(account, account.person, account.name == 'x')", {"account": {"person": {"name": {}}}}, {"account": {"person": {"name": {}}}}),
    ("distinct(account.persons.map(p, p.name)).size() > 1", {"account": {"persons": {"name": {}}}}, {"account": {"persons": {"name": {}}}}),
    ("account.permissions.join(',').split(',')[0] == account.login", {"account": {"login": {}, "permissions": {}}}, {"account": {"login": {}, "permissions": {}}}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reads", "needed"), READS, ids=[text[:50] for text, _, _ in READS])
def test_an_expression_knows_what_it_reads_and_what_it_needs(text: str, reads: object, needed: object) -> None:
    expression = compiled(text)
    assert (expression.reads, expression.needed) == (reads, needed)


def test_parameters_may_be_bound() -> None:
    expression = compiled("cel.bind(d, params.days, d > 3)", PARAMS)
    assert (expression.params, expression.reads) == (frozenset({"days"}), {})


OR_VALUE = "end it with `.orValue(…)`, which says what counts where it is missing"
NO_DAY = "write it as YYYY-MM-DD, like 2026-01-31"
A_DATE = "name a fact that is a date, `as_of`, or a day like '2026-01-31'"
MISTAKES = [
    ("account.?person.name == 'x'", "==", "`==` cannot compare text that may be missing with text", OR_VALUE),
    ("account.?live", "@0", "the expression must give yes or no (a boolean), and this gives yes/no that may be missing", OR_VALUE),
    ("account.?persons.all(p, p.employed)", "@7", "a list of person records that may be missing is not a list", OR_VALUE),
    ("account.?days_idle < 3", "<", "`<` cannot compare a whole number that may be missing with a whole number", OR_VALUE),
    ("account.?logn.orValue('') == ''", "logn", "an account has no fact `logn`", "did you mean `login`?"),
    ("account.?person.nam.orValue('') == ''", "nam", "a person has no fact `nam`", "did you mean `name`?"),
    ("account.?days_idle.orValue('x') == 1", "orValue", "`orValue` does not work on a whole number that may be missing and text", ""),
    ("account.person.optMap(p, p.employed).orValue(true)", "optMap", "`optMap` is for what may be missing, and this is a person record", "write `.?` before the name of the fact"),
    ("account.?person == optional.none()", "@0", "`account.person` is a whole person record, and only its facts can stand here", "name one of its facts, such as `account.person.id`"),
    ("cel.bnd(2, 1, 2) == 1", "bnd", "`bnd` is not known here", "did you mean `bind`?"),
    ("optional.off(1) == optional.of(1)", "off", "`off` is not known here", "did you mean `of`?"),
    ("strings.quot(account.login) == 'a'", "quot", "`quot` is not known here", "did you mean `quote`?"),
    ("account.login.replac('a', 'b') == 'a'", "replac", "`replac` is not known here", "did you mean `replace`?"),
    ("account.login.replace('a') == 'b'", "replace", "`replace` is called in the wrong way", ""),
    ("'%d'.format(['a']) == 'a'", "@11", "this can never be worked out: decimal clause can only be used on numbers, was given string", ""),
    ("cel.bind(d, '2026-02-30', days_since(d) > 3)", "'2026-02-30'", "`2026-02-30` is not a day of the calendar", NO_DAY),
    ("cel.bind(d, ['2026-02-30'], d.exists(x, days_since(x) > 3))", "'2026-02-30'", "`2026-02-30` is not a day of the calendar", NO_DAY),
    ("cel.bind(d, account.login, days_since(d) > 3)", "@38", "`days_since` needs a date, and `account.login` is a text", A_DATE),
    ("cel.bind(s, account.status, s == 'actve')", "'actve'", "`actve` is never the value here; it can be active, locked, deleted", "did you mean `active`?"),
    ("account.?status.orValue('') == 'actve'", "'actve'", "`actve` is never the value here; it can be active, locked, deleted", "did you mean `active`?"),
    ("days_since(account.?last_login_on.orValue('2026-13-01')) > 1", "'2026-13-01'", "`2026-13-01` is not a day of the calendar", NO_DAY),
    ("days_since(account.login.substring(0, 10)) > 3", "@34", "`days_since` needs a date, and this is put together", A_DATE),
    ("account.permissions.map(p, p + 'x').exists(d, days_since(d) > 1)", "@57", "`days_since` needs a date, and this is put together", A_DATE),
    ("add_days('2026-02-30', 3) == as_of", "'2026-02-30'", "`2026-02-30` is not a day of the calendar", NO_DAY),
    ("add_days(account.last_login_on, 3) == '2026-02-30'", "'2026-02-30'", "`2026-02-30` is not a day of the calendar", NO_DAY),
    ("add_days(account.login, 3) == as_of", "@9", "`add_days` needs a date, and `account.login` is a text", A_DATE),
    ("between(as_of, '2026-01-01', '2026-02-30')", "'2026-02-30'", "`2026-02-30` is not a day of the calendar", NO_DAY),
    ("between(as_of, '2026-01-01')", "between", "`between` is called in the wrong way", "write `between(date, first, last)`"),
    ("latest([account.last_login_on, '2026-02-30'], as_of) < as_of", "'2026-02-30'", "`2026-02-30` is not a day of the calendar", NO_DAY),
    ("latest([], 'never') < as_of", "'never'", "`never` is not a day of the calendar", "a date that is `never` is not known to expressions; ask for the fact `never_used`"),
    ("latest(account.permissions, as_of) < as_of", "@7", "`latest` needs dates, and `account.permissions` is a list of text", A_DATE),
    ("latest(account.permissions.map(p, p + p), as_of) < as_of", "@30", "`latest` needs dates, and this is put together", A_DATE),
    ("latest(account.last_login_on, as_of) < as_of", "latest", "`latest` does not work on text and text", ""),
    ("common(account.mfa, ['smss']) == []", "'smss'", "`smss` is never the value here; it can be sms, totp", "did you mean `sms`?"),
    ("without(account.permissions, [1]) == []", "without", "`without` does not work on a list of text and a list of whole numbers", ""),
    ("sorted(account.login) == []", "sorted", "`sorted` does not work on text", ""),
    ("distinct(account.persons).size() > 1", "distinct", "`distinct` does not work on a list of person records", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "message", "hint"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_told_at_its_word(text: str, word: str, message: str, hint: str) -> None:
    assert faults(text) == [(word, message, hint)]


@pytest.mark.parametrize("text", ["account.?login", "[account.?login]", "{'a': account.?login}", "optional.of('x')"])
def test_a_value_that_may_be_missing_is_no_variable(text: str) -> None:
    (fault,) = compile_value(text, ACCOUNT)  # type: ignore[misc]
    assert fault.hint == OR_VALUE


@pytest.mark.parametrize(
    "text",
    [
        "days_since(add_days(account.last_login_on, 3)) > 1",
        "days_since(latest([], '2026-01-31')) > 1",
        "days_since(account.?last_login_on.orValue('2026-01-31')) > 1",
        "days_since(add_days('2026-01-31', 3)) > 1",
        "latest([add_days('2026-01-31', 3), as_of, account.last_login_on], '2026-01-31') == as_of",
        "sorted(account.persons.map(p, p.left_on)).exists(d, days_since(d) > 3)",
        "cel.bind(d, '2026-01-31', d < as_of && days_since(d) > 3)",
        "optional.of('x').or(optional.none()).value() == 'x'",
        "(account.live ? optional.of(1) : optional.of(2)).hasValue()",
    ],
)
def test_what_is_meant_well_is_not_refused(text: str) -> None:
    compiled(text)


BIG = "this can make a value of more than 100,000 characters"
LONG = "this expression takes too much work up to here"
DOUBLED = "account.login + account.login"
TOO_MUCH = [
    ("bound texts that double", "".join(f"cel.bind(v{i}, {f'v{i - 1} + v{i - 1}' if i else DOUBLED}, " for i in range(14)) + "v13 == ''" + ")" * 14, BIG),
    ("a text put in the place of each character", "account.login" + ".replace('a', 'bbbbbbbbbb')" * 5 + " == ''", BIG),
    ("a text put beside each character", "account.login" + ".replace(account.portal.name, 'bb')" * 8 + " == ''", BIG),
    ("parts joined with more than stood between", "account.login" + ".split('').join('aaaaaaaaaaaaaaaa')" * 3 + " == ''", BIG),
    ("quoted again and again", "strings.quote(" * 12 + "account.login" + ")" * 12 + " == ''", BIG),
    ("a pattern that takes a text twice", "account.permissions" + ".map(s, '%s%s%s'.format([s, s, s]))" * 3 + ".size() > 1", BIG),
    ("numbers with a thousand places", f"'{'%.1000f' * 100}'.format([{', '.join(['1.5'] * 100)}]) == ''", BIG),
    ("patterns that a fact gives", "account.permissions.map(p, account.permissions.map(q, (q + p + q + p).format([1])).join('')).size() > 1", BIG),
    ("optional texts that double", "account.?login" + ".optMap(s, s + s)" * 11 + ".orValue('') == ''", BIG),
    ("long texts looked for in long texts", "account.permissions.exists(a, account.permissions.exists(b, account.permissions.join(a).indexOf(account.permissions.join(b)) > 1))", LONG),
    ("lists put in order in loops", "account.permissions.exists(a, account.permissions.exists(b, account.permissions.exists(c, sorted(account.permissions + account.permissions + account.permissions + account.permissions + account.permissions + account.permissions + account.permissions + account.permissions + account.permissions + account.permissions + account.permissions + account.permissions + account.permissions).size() > 1)))", LONG),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), [m[1:] for m in TOO_MUCH], ids=[m[0] for m in TOO_MUCH])
def test_what_grows_without_an_end_is_refused(text: str, message: str) -> None:
    assert [told for _, told, _ in faults(text)] == [message]


def test_what_unfolds_into_too_many_parts_is_refused_in_plain_words() -> None:
    text = "account.?login" + ".optMap(s, s)" * 14 + ".orValue('') == ''"
    assert faults(text) == [("@0", "this expression does too much at once", "split it into several checks or facts")]


@pytest.mark.parametrize(
    "text",
    [
        "account.login" + "".join(f".replace('{sign}', '')" for sign in "-. ()+/_#'".replace("'", "")) + " == ''",
        "account.login.lowerAscii().split('@')[0].split('.').exists(p, size(p) > 3)",
        "account.persons.map(p, '%s (%s)'.format([p.name, p.left_on])).join('; ') != ''",
        "sorted(distinct(account.permissions)).join(', ') == account.login",
        "account.persons.all(p, cel.bind(names, p.portals.map(o, o.name), size(distinct(names)) == size(names)))",
        "account.permissions.all(p, without(account.permissions, [p]).size() > 2)",
        "account.?person.optMap(p, p.name + ' ' + p.id).orValue('') != ''",
    ],
)
def test_what_offices_write_is_cheap_enough(text: str) -> None:
    compiled(text)


def parts(text: str) -> list[str]:
    def walk(part: Part) -> list[str]:
        return [f"{part.form.name} {part.of(text)}", *(name for below in part.parts for name in walk(below))]

    return [name for name in walk(outline(text)) if not name.startswith(Form.OTHER.name)]


def test_the_outline_knows_names_inside_an_expression_and_what_may_be_missing() -> None:
    text = "cel.bind(n, a.?b[?0].orValue(3), n > 2 && a.?c.optMap(x, x < 4).orValue(true))"
    body = "n > 2 && a.?c.optMap(x, x < 4).orValue(true)"
    assert parts(text) == [
        f"BIND {text}",
        *["NUMBER 0", "NUMBER 3"],
        f"AND {body}",
        *["COMPARED n > 2", "NUMBER 2"],
        *["OPTION a.?c.optMap(x, x < 4)", "COMPARED x < 4", "NUMBER 4"],
    ]


def test_parts_inside_them_are_asked_where_they_are_reached() -> None:
    bind = "cel.bind(n, a.b, n && c)"
    assert {probe.part: (probe.is_true, probe.is_false) for probe in probes(bind)} == {
        "n": ("cel.bind(n, a.b, (n))", "cel.bind(n, a.b, !(n))"),
        "c": ("cel.bind(n, a.b, (n) && (c))", "cel.bind(n, a.b, (n) && !(c))"),
    }
    option = "a.?b.optMap(x, x.c).orValue(true)"
    assert {probe.part: (probe.is_true, probe.is_false) for probe in probes(option)} == {
        option: (f"({option})", f"!({option})"),
        "x.c": ("a.?b.optMap(x, (x.c)).orValue(false)", "a.?b.optMap(x, !(x.c)).orValue(false)"),
    }
    assert [probe.part for probe in probes("a.?b.optMap(x, x.c).orValue('') == ''")] == [
        "a.?b.optMap(x, x.c).orValue('') == ''"
    ]


def test_changes_reach_into_them() -> None:
    assert {mutant.change: mutant.text for mutant in mutants("cel.bind(n, 1, n > 2)")} == {
        "negate cel.bind(n, 1, n > 2)": "!(cel.bind(n, 1, n > 2))",
        "1 to 2": "cel.bind(n, 2, n > 2)",
        "1 to 0": "cel.bind(n, 0, n > 2)",
        "negate n > 2": "cel.bind(n, 1, !(n > 2))",
        "n > 2 to n >= 2": "cel.bind(n, 1, n >= 2)",
        "2 to 3": "cel.bind(n, 1, n > 3)",
    }
    changes = [mutant.change for mutant in mutants("a.?b.optMap(x, x.c).orValue(true) && add_days(d, 3) < e")]
    assert "negate x.c" in changes
    assert {"3 to 4", "3 to 2"} <= set(changes)
    for text in ("cel.bind(n, account.days_idle, n > 2)", "account.?person.optMap(p, p.employed).orValue(true)"):
        assert all(not isinstance(compile_expression(m.text, ACCOUNT), tuple) for m in mutants(text))


def test_a_rule_s_variable_does_not_stand_for_a_fact_that_may_be_missing() -> None:
    variables = {"live": with_variables("x", ("variables", "live"), {})}
    assert with_variables("a.?live.orValue(b ? live : c)", ("require",), variables).text == (
        "a.?live.orValue(b ? (x) : c)"
    )


def test_names_inside_an_expression_may_not_be_those_of_variables() -> None:
    text = "cel.bind(live, 1, live > 0) && a.?b.optMap(live, live).orValue(true) && a.exists(live, live)"
    assert [token.start for token in folded(text, {"live"})] == [9, 43, 81]


RULE = """\
id: test-rule
title: Portals are named well
severity: low
for: portal
variables:
  words: portal.name.lowerAscii().split(' ')
checks:
  - id: words
    each: portal.accounts
    as: one
    when: one.?person.manager.hasValue()
    require: cel.bind(mail, one.?email.orValue(''), words.exists(w, mail.startsWith(w)))
    message: "{one.login} is not one of {words}"
    point_at: one.login
"""


def test_rules_may_use_all_of_it() -> None:
    files = {
        "a.yaml": PRACTICE
        + "staff: [{id: k, name: Kim, manager: b}, {id: b, name: Bo}]\n"
        + "portals: [{id: hub, name: Blue Hub, kind: hub}]\n"
        + "accounts:\n"
        + "  - {id: a, portal: hub, login: one, type: individual, status: active, person: k, email: hub@example.org}\n"
        + "  - {id: b, portal: hub, login: two, type: individual, status: active, person: k}\n"
        + "  - {id: c, portal: hub, login: three, type: individual, status: active}\n"
    }
    here, problems = world(files)
    assert problems == ()
    (ruling,) = judge([rule(RULE)], here, Evaluator(AS_OF))
    (verdict,) = ruling.verdicts.values()
    assert verdict.message == "two is not one of blue, hub"
    assert (verdict.place.line, verdict.place.column) == (6, 33)

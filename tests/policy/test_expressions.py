# ruff: noqa: E501, RUF001  a table reads best with a case a line, and the wrong quotes are what is tested
import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portalaudit.policy.complaints import TOO_DEEP, explain
from portalaudit.policy.expression_compiler import MAX_LENGTH, compile_expression
from portalaudit.policy.expressions import Expression
from portalaudit.policy.fault import Fault
from portalaudit.policy.scope import Checker, Language, Scope
from tests.policy.words import ACCOUNT, GROUP, INTEGER, PARAMS, TEXT, VOCABULARY, compiled, faults

FACTS = "`portalaudit facts` lists them"

MISTAKES = [
    ("account.stats == 'active'", "stats", "an account has no fact `stats`", "did you mean `status`?"),
    ("account.xyzzy == 'active'", "xyzzy", "an account has no fact `xyzzy`", FACTS),
    ("account .\n  stats == 'x'", "stats", "an account has no fact `stats`", "did you mean `status`?"),
    ("has(account.stats)", "stats", "an account has no fact `stats`", "did you mean `status`?"),
    ("account.persons.exists(p, p.employd)", "employd", "a person has no fact `employd`", "did you mean `employed`?"),
    ("account.person.portals.exists(p, p.contract.stat == 'x')", "stat", "a contract has no fact `stat`", "did you mean `status`?"),
    ("'😀' == account.login && account.stats == 'x'", "stats", "an account has no fact `stats`", "did you mean `status`?"),
    ("acount.live", "acount", "`acount` is not known here", "did you mean `account`?"),
    ("!acount.person.employed", "acount", "`acount` is not known here", "did you mean `account`?"),
    ("group.accounts.size() > 1", "group", "`group` is not known here", "this rule can use `account`, `practice`, `as_of`"),
    ("account.login.startswith('x')", "startswith", "`startswith` is not known here", "did you mean `startsWith`?"),
    ("math.leest(1, 2) == 1", "leest", "`leest` is not known here", "did you mean `least`?"),
    ("params.days > 3", "params", "this rule has no parameters", "declare them under `params:`"),
    ("account.live == True", "True", "`True` is not known here", "write `true`"),
    ("account.live and account.live", "and", "`and` cannot stand here", "write `&&`"),
    ("account.live = true", "=", "`=` cannot stand here", "write `==`"),
    ("account.live & true", "&", "`&` cannot stand here", "write `&&`"),
    ("account.login == ‘x’", "‘", "`‘` cannot stand here", "write `'`"),
    ("account.live; true", ";", "`;` cannot stand here", ""),
    ("account.live account", "account", "`account` cannot stand here", ""),
    ("account.live &&", "@15", "the expression ends too early", "something is missing at the end"),
    ("account.live\n  && (", "@19", "the expression ends too early", "something is missing at the end"),
    ("", "@0", "the expression ends too early", "something is missing at the end"),
    ("account.login == 'x", "@17", "this text is not closed, or holds a `\\` that means nothing", "close it with the same quote"),
    ("account.login == 3", "==", "`==` cannot compare text with a whole number", ""),
    ("account.days_idle >= '3'", ">=", "`>=` cannot compare a whole number with text", ""),
    ("account.live == account.login", "==", "`==` cannot compare yes/no with text", ""),
    ("account.persons == 'x'", "==", "`==` cannot compare a list of person records with text", ""),
    ("account.labels == 'x'", "==", "`==` cannot compare labels with text", ""),
    ("account.login in 'abc'", "in", "`in` does not work on text and text", ""),
    ("!account.login", "!", "`!` does not work on text", ""),
    ("days_since(3) > 1", "days_since", "`days_since` does not work on a whole number", ""),
    ("days_since() > 1", "days_since", "`days_since` is called in the wrong way", "write `days_since(date)`"),
    ("days_between(as_of) > 1", "days_between", "`days_between` is called in the wrong way", "write `days_between(from, to)`"),
    ("account.live ? 1 : 'a'", "@13", "both answers of `? :` must be of one type, after a yes/no question, not yes/no, a whole number and text", ""),
    ("account.live.x", "@12", "yes/no has no facts of its own, so nothing can follow the dot", ""),
    ("account.person.exists(p, p.employed)", "@7", "a person record is not a list", "`exists`, `all`, `filter` and `map` go through a list"),
    ("account.login", "@0", "the expression must give yes or no (a boolean), and this gives text", "compare it with something"),
    ("account.persons", "@0", "the expression must give yes or no (a boolean), and this gives a list of person records", "compare it with something"),
    ("dyn(account.live)", "@0", "the expression must give yes or no (a boolean), and this gives anything", "compare it with something"),
    ("(" * 40 + "true" + ")" * 40, "@0", "this expression is nested too deeply", "say it in fewer brackets, or in a fact of its own"),
    ("true" + " " * MAX_LENGTH, "@0", f"this expression is longer than {MAX_LENGTH} characters", ""),
    ("account.login == '\ud800'", "@18", "this character is half of one and cannot be read", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "message", "hint"), MISTAKES, ids=[m[0][:40] for m in MISTAKES])
def test_a_mistake_is_told_in_plain_words_at_the_word(text: str, word: str, message: str, hint: str) -> None:
    assert faults(text) == [(word, message, hint)]


def test_every_mistake_is_told_in_the_order_of_the_text() -> None:
    assert faults("account.stats == 'x' && account.login == 3 || !account.days_idle") == [
        ("stats", "an account has no fact `stats`", "did you mean `status`?"),
        ("==", "`==` cannot compare text with a whole number", ""),
        ("!", "`!` does not work on a whole number", ""),
    ]


def test_what_only_follows_from_another_mistake_is_not_told() -> None:
    assert [word for word, _, _ in faults("account.foo.bar.baz == 1")] == ["foo"]


A_DATE = "name a fact that is a date, `as_of`, or a day like '2026-01-31'"
CHOICES = "`{}` is never the value here; it can be {}"
STATUS = "active, locked, deleted"
UNSEEN_BY_CEL = [
    ("account.status == 'actve'", "'actve'", CHOICES.format("actve", STATUS), "did you mean `active`?"),
    ("'zzz' != account.status", "'zzz'", CHOICES.format("zzz", STATUS), f"it can be {STATUS}"),
    ("account.status in ['active', 'lokced']", "'lokced'", CHOICES.format("lokced", STATUS), "did you mean `locked`?"),
    ("'smss' in account.mfa", "'smss'", CHOICES.format("smss", "sms, totp"), "did you mean `sms`?"),
    ("account.mfa.exists(m, m == 'tootp')", "'tootp'", CHOICES.format("tootp", "sms, totp"), "did you mean `totp`?"),
    ("account.portal.contract.status == 'over'", "'over'", CHOICES.format("over", "active, ended"), "it can be active, ended"),
    ("account.last_login_on < '2026-1-5'", "'2026-1-5'", "`2026-1-5` is not a day of the calendar", "write it as YYYY-MM-DD, like 2026-01-31"),
    ("days_since('2026-02-30') > 1", "'2026-02-30'", "`2026-02-30` is not a day of the calendar", "write it as YYYY-MM-DD, like 2026-01-31"),
    ("account.last_login_on == 'never'", "'never'", "`never` is not a day of the calendar", "a date that is `never` is not known to expressions; ask for the fact `never_used`"),
    ("account.last_login_on > (account.live ? '2026-02-30' : '2026-01-01')", "'2026-02-30'", "`2026-02-30` is not a day of the calendar", "write it as YYYY-MM-DD, like 2026-01-31"),
    ("['2026-01-31', '2026-02-30'].exists(d, account.last_login_on > d)", "'2026-02-30'", "`2026-02-30` is not a day of the calendar", "write it as YYYY-MM-DD, like 2026-01-31"),
    ("['2026-02-30'].exists(d, days_since(d) > 3)", "'2026-02-30'", "`2026-02-30` is not a day of the calendar", "write it as YYYY-MM-DD, like 2026-01-31"),
    ("days_between('2026-01-31', '2026-13-01') > 3", "'2026-13-01'", "`2026-13-01` is not a day of the calendar", "write it as YYYY-MM-DD, like 2026-01-31"),
    ("days_since(account.login) > 3", "@11", "`days_since` needs a date, and `account.login` is a text", A_DATE),
    ("account.person.portals.exists(p, days_until(p.name) > 3)", "@44", "`days_until` needs a date, and `account.person.portals.name` is a text", A_DATE),
    ("days_since('20' + '26-01-01') > 3", "@16", "`days_since` needs a date, and this is put together", A_DATE),
    ("days_since(account.live ? account.last_login_on : account.login) > 3", "@24", "`days_since` needs a date, and `account.login` is a text", A_DATE),
    ("account.login.matches('(')", "'('", "`(` is not a valid pattern: missing )", ""),
    ("account.login.matches('(?=a)')", "'(?=a)'", "`(?=a)` is not a valid pattern: invalid perl operator", ""),
    ("account.days_idle / 0 > 1", "/", "nothing can be divided by 0", ""),
    ("account.days_idle % 0 > 1", "%", "nothing can be divided by 0", ""),
    ("timestamp('x') > timestamp('2026-01-31T00:00:00Z')", "'x'", "`x` is not a time", "write it like 2026-01-31T17:30:00Z"),
    ("account.live && timestamp('2026-01-31T00:00:00Z') + duration('2 days') > timestamp('2026-01-31T00:00:00Z')", "'2 days'", "`2 days` is not a length of time", "write it like 36h or 90m"),
    ("account.days_idle > int('3o')", "'3o'", "`3o` is not a whole number", ""),
    ("1u < uint('-3')", "'-3'", "`-3` is not a whole number", ""),
    ("double('x') > 1.0", "'x'", "`x` is not a number", ""),
    ("account.days_idle > [1, 2][2]", "@26", "this can never be worked out: Index error: index=2 size=2", ""),
    ("account.days_idle > {'a': 1}['b']", "@28", "this can never be worked out: Key not found in map : \"b\"", ""),
    ("account.days_idle > size({'a': 1, 'a': 2})", "@24", "this can never be worked out: a map that is written out has the same key twice", ""),
    ("account.days_idle > 9223372036854775807 + 1", "@40", "this can never be worked out: integer overflow", ""),
    ("account.days_idle > math.least(1, int('x'))", "'x'", "`x` is not a whole number", ""),
    ("account.login.matches('a' + '(')", "@26", "`a(` is not a valid pattern: missing )", ""),
    ("account.person == account.portal.administrators[0]", "@0", "`account.person` is a whole person record, and only its facts can stand here", "name one of its facts, such as `account.person.id`"),
    ("dyn(account).stats == 1", "@4", "`account` is a whole account record, and only its facts can stand here", "name one of its facts, such as `account.id`"),
    ("account.person == null", "@0", "`account.person` is a whole person record, and only its facts can stand here", "name one of its facts, such as `account.person.id`"),
    ("portalaudit.person{name: 'x'}.employed", "@0", "a record cannot be made inside an expression", ""),
    ("{'a': account.person}.a.employed", "@6", "`account.person` is a whole person record, and only its facts can stand here", "name one of its facts, such as `account.person.id`"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "message", "hint"), UNSEEN_BY_CEL, ids=[m[0] for m in UNSEEN_BY_CEL])
def test_mistakes_that_the_type_checker_lets_pass_are_told(text: str, word: str, message: str, hint: str) -> None:
    assert (word, message, hint) in faults(text)


def test_a_list_of_records_cannot_be_searched_for_a_record() -> None:
    assert faults("account.person in account.persons") == [
        (
            "@0",
            "`account.person` is a whole person record, and only its facts can stand here",
            "name one of its facts, such as `account.person.id`",
        ),
        (
            "@18",
            "`account.persons` is a list of whole person records, and only facts can stand here",
            "go through it with `exists` or `all`, or ask for its `size`",
        ),
    ]


def test_parameters_are_typed_and_spelled() -> None:
    assert faults("params.dayz > 3 && params.mode == 'strct' && params.on == 'x'", PARAMS) == [
        ("dayz", "this rule has no parameter `dayz`", "did you mean `days`?"),
        ("==", "`==` cannot compare yes/no with text", ""),
    ]
    assert faults("params.mode == 'strct'", PARAMS) == [
        ("'strct'", CHOICES.format("strct", "strict, loose"), "did you mean `strict`?")
    ]
    assert compiled("account.days_idle > params.days || account.login in params.words", PARAMS).params == {
        "days",
        "words",
    }


def test_what_is_written_out_and_can_be_worked_out_is_no_mistake() -> None:
    for text in (
        "account.days_idle > 10 / 2",
        "account.days_idle > int('3')",
        "timestamp('2026-01-31T00:00:00Z') < timestamp('2026-02-01T00:00:00Z')",
        "[1, 2][1] == 2 && {'a': 1}['a'] == 1",
        "account.days_idle / 1 > 1",
        "[days_since('2026-01-31'), 1 / days_since('2026-01-31')][1] > 1",
        "days_since(as_of) == 0 && days_between('2024-02-29', as_of) > 3",
        "days_since(account.live ? account.last_login_on : as_of) > 3",
        "['2026-02-28'].exists(d, ['2026-01-31'].exists(d, account.last_login_on > d && days_since(d) > 3))",
    ):
        compiled(text)


def test_rules_with_other_parameters_do_not_disturb_each_other() -> None:
    language = Language(VOCABULARY)
    whole = language.scope("account", {"limit": INTEGER})
    words = language.scope("account", {"limit": TEXT})
    assert isinstance(compile_expression("params.limit > 3", whole), Expression)
    assert isinstance(compile_expression("params.limit == 'x'", words), Expression)
    assert faults("params.limit == 'x'", whole) == [("==", "`==` cannot compare a whole number with text", "")]


@pytest.mark.parametrize("depth", range(20, 32))
def test_loops_in_loops_are_answered_or_refused(depth: int) -> None:
    text = "true"
    for level in range(depth):
        text = f"[1].all(x{level}, {text})"
    made = compile_expression(text, ACCOUNT)
    assert isinstance(made, Expression) or made == (TOO_DEEP,)


def test_what_cel_has_not_said_before_is_passed_on() -> None:
    assert explain("ERROR: <input>:1:3: the moon is full [X]", "a.b", ACCOUNT) == (
        Fault(2, "this expression is wrong here: the moon is full"),
    )
    assert explain("INTERNAL: out of luck\nmore", "a.b", ACCOUNT) == (
        Fault(0, "this expression cannot be used: INTERNAL: out of luck"),
    )


ALONE = Scope(ACCOUNT.variables, ACCOUNT.entities, Checker(ACCOUNT.variables, ACCOUNT.entities))
"""The account scope with an environment of its own."""

READS = [
    ("account.live", {"account": {"live": {}}}),
    ("true", {}),
    ("as_of > '2026-01-01' && practice.size > 3", {"practice": {"size": {}}}),
    (
        "account.live || account.person.employed && account.person.name == account.portal.contract.ends_on",
        {"account": {"live": {}, "person": {"employed": {}, "name": {}}, "portal": {"contract": {"ends_on": {}}}}},
    ),
    ("account.persons.exists(p, p.employed)", {"account": {"persons": {"employed": {}}}}),
    (
        "account.persons.exists(p, p.portals.all(q, q.name == account.login && p.employed))",
        {"account": {"login": {}, "persons": {"employed": {}, "portals": {"name": {}}}}},
    ),
    (
        "account.persons.filter(p, p.employed).map(p, p.name) == ['x']",
        {"account": {"persons": {"employed": {}, "name": {}}}},
    ),
    (
        "account.persons.map(p, p.portals[0]).exists(q, q.id == 'x')",
        {"account": {"persons": {"portals": {"id": {}}}}},
    ),
    (
        "(account.live ? account.person : account.portal.administrators[0]).employed",
        {"account": {"live": {}, "person": {"employed": {}}, "portal": {"administrators": {"employed": {}}}}},
    ),
    ("(account.persons + account.portal.administrators).all(p, p.employed)",
     {"account": {"persons": {"employed": {}}, "portal": {"administrators": {"employed": {}}}}}),
    ("[account.person].all(p, p.employed)", {"account": {"person": {"employed": {}}}}),
    ("account.persons.exists(account, account.employed)", {"account": {"persons": {"employed": {}}}}),
    ("size(account.persons) > 1 && account.permissions.size() == 0", {"account": {"permissions": {}, "persons": {}}}),
    ("has(account.person.left_on)", {"account": {"person": {"left_on": {}}}}),
    ("account.labels.desk == 'x' && account.labels['floor'] == '2'", {"account": {"labels": {}}}),
    ("account.labels.exists(name, name == 'x')", {"account": {"labels": {}}}),
    ("math.greatest([1, account.days_idle]) > days_since(account.last_login_on)",
     {"account": {"days_idle": {}, "last_login_on": {}}}),
    ("account.last_login_on == '2026-01-31'", {"account": {"last_login_on": {}}}),
    ("account.mfa.exists_one(m, m == 'sms')", {"account": {"mfa": {}}}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reads"), READS, ids=[text[:50] for text, _ in READS])
def test_an_expression_knows_what_it_reads(text: str, reads: object) -> None:
    assert compiled(text).reads == reads


def test_a_group_reads_its_accounts_and_its_key() -> None:
    assert compiled("group.accounts.exists(a, a.live && a.person.name == key[0])", GROUP).reads == {
        "group": {"accounts": {"live": {}, "person": {"name": {}}}},
        "key": {},
    }


def test_what_is_only_asked_for_is_read_and_not_needed() -> None:
    expression = compiled("has(account.person.left_on) || account.labels.desk == 'x'")
    assert expression.reads == {"account": {"labels": {}, "person": {"left_on": {}}}}
    assert expression.needed == {"account": {"labels": {"desk": {}}, "person": {}}}


def test_an_expression_travels_between_processes() -> None:
    expression = compiled("account.days_idle > params.days", PARAMS)
    assert pickle.loads(pickle.dumps(expression)) == expression  # noqa: S301


TOKENS = st.sampled_from(
    [
        *[
            "account",
            "person",
            "live",
            "status",
            "login",
            "persons",
            "p",
            "group",
            "key",
            "params",
            "as_of",
            "true",
            "null",
            "has",
            "exists",
            "all",
            "filter",
            "map",
        ],
        *[
            ".",
            ".",
            ".",
            "(",
            ")",
            "[",
            "]",
            "&&",
            "||",
            "!",
            "==",
            "!=",
            "in",
            "<",
            "?",
            ":",
            ",",
            "'active'",
            "'x'",
            "1",
            "2.5",
            "size",
            "days_since",
            "dyn",
            "type",
            "math.least",
        ],
        *["-", "+", "*", '"', "'", "\\", "#", "{", "}", "0x", "`", "$", "é", "😀"],
        "\n",
    ]
)


@given(st.lists(TOKENS, max_size=14).map(" ".join) | st.lists(TOKENS, max_size=14).map("".join) | st.text(max_size=60))
@example("\x00")
@example("account.live\r\n&& account.stats")
@example("x" * 3000 + ".y")
@example("1" + "+1" * 300)
@example("'" + "ERROR: <input>:1:1: x" + "\n")
def test_compiling_raises_on_no_text(text: str) -> None:
    made = compile_expression(text, ACCOUNT)
    if isinstance(made, tuple):
        assert made
        assert all(0 <= fault.offset <= len(text) and fault.message for fault in made)


SHARED = Language(VOCABULARY, {"days": INTEGER, "limit": TEXT})


@pytest.mark.parametrize("text", [*(m[0] for m in MISTAKES), *(m[0] for m in UNSEEN_BY_CEL), *(t for t, _ in READS)])
def test_an_environment_shared_with_other_rules_changes_nothing(text: str) -> None:
    assert compile_expression(text, SHARED.scope("account")) == compile_expression(text, ALONE)


OF_OTHER_RULES = [
    ("params.limit == 'x'", "limit", "this rule has no parameter `limit`", "did you mean `limits`?"),
    ("has(params.limit)", "limit", "this rule has no parameter `limit`", "did you mean `limits`?"),
    ("person.employed", "person", "`person` is not known here", "this rule can use `account`, `practice`, `as_of`, `params`"),
    ("size(group.accounts) > 1", "group", "`group` is not known here", "this rule can use `account`, `practice`, `as_of`, `params`"),
    ("key == ['x']", "key", "`key` is not known here", "this rule can use `account`, `practice`, `as_of`, `params`"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "message", "hint"), OF_OTHER_RULES, ids=[m[0] for m in OF_OTHER_RULES])
def test_what_belongs_to_other_rules_cannot_be_used(text: str, word: str, message: str, hint: str) -> None:
    together = Language(VOCABULARY, {"days": INTEGER, "limit": TEXT, "limits": INTEGER})
    scope = together.scope("account", {"days": INTEGER, "limits": INTEGER})
    assert scope.checker is together.scope("person").checker
    assert faults(text, scope) == [(word, message, hint)]


def test_a_loop_may_call_its_element_as_another_rule_calls_its_subject() -> None:
    text = "account.persons.exists(person, person.employed) && account.persons.all(group, group.employed)"
    assert compiled(text, SHARED.scope("account")).reads == {"account": {"persons": {"employed": {}}}}

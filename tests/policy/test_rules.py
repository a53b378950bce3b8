# ruff: noqa: E501  problems are shown as they are told, one a line
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.model import Place, Severity
from portalaudit.model.rule_summary import Loosened
from portalaudit.policy.params import Stricter
from portalaudit.policy.rule_compiler import compile_rule
from portalaudit.policy.rule_words import SecondPlace
from portalaudit.policy.rules import Reference
from portalaudit.source.files import Text
from portalaudit.source.load import load
from tests.policy.files import RULE, good, told, written
from tests.policy.words import LANGUAGE

FULL = """\
id: active-after-termination
title: People who have left hold no live account
severity: critical
for: account
when: account.live
require: account.person.employed || days_since(account.person.left_on) <= params.grace_days
message: "{account.login} is idle for more than {params.grace_days} days"
point_at: status
related:
  - {point_at: person.left_on, label: left on}
waivable: false
params:
  grace_days: {type: integer, default: 0, min: 0, max: 30, stricter: lower, unit: days, description: Days allowed}
escalate:
  - {when: "'eft.manage' in account.permissions", severity: critical}
downgrade:
  - {when: account.status == 'locked', severity: low}
controls: {hipaa: ["164.308(a)(3)(ii)(C)"], nist-800-53: [PS-4, AC-2(3)]}
rationale: They could still read.
remediation: Close it.
evidence: The portal's confirmation.
impact: [compliance]
references: [{title: HIPAA, url: "https://example.org"}]
tags: [lifecycle]
"""


def test_a_rule_is_compiled_whole() -> None:
    rule = good(FULL)
    assert (rule.id, rule.variable, rule.group_by, rule.severity) == (
        "active-after-termination",
        "account",
        (),
        Severity.CRITICAL,
    )
    assert rule.checks[0].point_at == ("status",)
    assert rule.related == (SecondPlace(("person", "left_on"), "left on"),)
    assert rule.params == {"grace_days": 0}
    assert rule.declared["grace_days"].stricter is Stricter.LOWER
    assert rule.reads == {
        "account": {"live": {}, "permissions": {}, "person": {"employed": {}, "left_on": {}}, "status": {}}
    }
    assert [(change.when.text, change.severity) for change in (*rule.escalate, *rule.downgrade)] == [
        ("'eft.manage' in account.permissions", Severity.CRITICAL),
        ("account.status == 'locked'", Severity.LOW),
    ]
    assert rule.references == (Reference("HIPAA", "https://example.org", ""),)
    assert rule.place == Place("pack/active-after-termination.yaml", 1, 5, 29)
    assert not rule.waivable
    summary = rule.summary
    assert (summary.id, summary.subject, summary.remediation) == (rule.id, "account", "Close it.")
    assert summary.controls == {"hipaa": ("164.308(a)(3)(ii)(C)",), "nist-800-53": ("PS-4", "AC-2(3)")}
    assert summary.params == {"grace_days": 0}


def test_a_rule_travels_between_processes() -> None:
    rule = good(FULL)
    assert pickle.loads(pickle.dumps(rule)) == rule  # noqa: S301


def test_few_keys_are_needed() -> None:
    rule = good(RULE.replace("when: account.live\n", "").replace("point_at: status\n", ""))
    assert (rule.when, rule.checks[0].point_at, rule.waivable, rule.rationale) == (None, (), True, "")


def test_a_grouping_sees_its_group_and_key() -> None:
    rule = good(
        RULE.replace("for: account", "for: {accounts_by: [portal.identity_domain, login]}")
        .replace("when: account.live", "when: size(group.accounts) > 1")
        .replace("require: account.person.employed", "require: key[0] == 'x'")
        .replace("{account.login} is still {account.status}", "{key}: {group.accounts.login}")
        .replace("point_at: status", "point_at: accounts.login")
    )
    assert (rule.variable, rule.group_by) == ("group", (("portal", "identity_domain"), ("login",)))
    assert rule.reads == {"group": {"accounts": {}}, "key": {}}
    assert rule.checks[0].point_at == ("accounts", "login")
    assert rule.subject == "accounts by portal.identity_domain, login"


AT = "pack/active-after-termination.yaml"

MISTAKES = [
    ("when: account.live", "when: account.lve", f"{AT}:5:15 bad-expression: an account has no fact `lve` | did you mean `live`?"),
    ("when: account.live", "when: |\n  account.live\n    && account.login == 3", f"{AT}:7:22 bad-expression: `==` cannot compare text with a whole number"),
    ("when: account.live", "when: account.live &&", f"{AT}:5:22 bad-expression: the expression ends too early | something is missing at the end"),
    ("require: account.person.employed", "require: account.person.name", f"{AT}:6:10 bad-expression: the expression must give yes or no (a boolean), and this gives text | compare it with something"),
    ("require: account.person.employed", "require: \"account.status == 'actve'\"", f"{AT}:6:29 bad-expression: `actve` is never the value here; it can be active, locked, deleted | did you mean `active`?"),
    ("require: account.person.employed", "require: account.days_idle > params.limit", f"{AT}:6:30 bad-expression: this rule has no parameters | declare them under `params:`"),
    ("{account.status}", "{account.stats}", f"{AT}:7:45 bad-message: an account has no fact `stats` | did you mean `status`?"),
    ("{account.status}", "{account.status", f"{AT}:7:36 bad-message: this `{{` has no partner | write `{{{{` for the bracket itself"),
    ("point_at: status", "point_at: person.left_of", f"{AT}:8:18 bad-route: a person has no fact `left_of` | did you mean `left_on`?"),
    ("point_at: status", "point_at: account.status", f"{AT}:8:11 bad-route: `account` is not known here | `portalaudit facts` lists the names"),
    ("point_at: status", "related:\n  - {point_at: portal.nam, label: x}", f"{AT}:9:23 bad-route: a portal has no fact `nam` | did you mean `name`?"),
    ("for: account", "for: acount", f"{AT}:4:6 invalid-value: a rule cannot be for `acount` | did you mean `account`?"),
    ("for: account", "for: contract", f"{AT}:4:6 invalid-value: a rule cannot be for `contract` | it can be account, person, portal, practice"),
    ("for: account", "for: {accounts_by: [days_idle]}", f"{AT}:4:21 bad-route: accounts are grouped by one text each, and `days_idle` is an integer"),
    ("for: account", "for: {accounts_by: [persons.name]}", f"{AT}:4:21 bad-route: accounts are grouped by one text each, and `persons.name` gives several values"),
    ("for: account", "for: {accounts_by: [portal.idnetity_domain]}", f"{AT}:4:28 bad-route: a portal has no fact `idnetity_domain` | did you mean `identity_domain`?"),
    ("id: active-after-termination", "id: active-after", f"{AT}:1:5 invalid-value: the id `active-after` is not the file's name `active-after-termination` | rename the file to active-after.yaml, or write `id: active-after-termination`"),
    ("for: account", "for: [account]", f"{AT}:4:6 invalid-value: the value of 'for' must name one kind of record, such as account, or be {{accounts_by: [login_key]}}"),
    ("for: account", "for: {accounts_by: []}", f"{AT}:4:6 invalid-value: the value of 'for' must name one kind of record, such as account, or be {{accounts_by: [login_key]}}"),
    ("for: account", "for: {accounts_by: [{a: b}]}", f"{AT}:4:6 invalid-value: the value of 'for' must name one kind of record, such as account, or be {{accounts_by: [login_key]}}"),
    ("point_at: status", "resolved: {when: account.liv, message: x}", f"{AT}:8:26 bad-expression: an account has no fact `liv` | did you mean `live`?"),
    ("point_at: status", "resolved: {when: account.live, message: '{account.stats}'}", f"{AT}:8:51 bad-message: an account has no fact `stats` | did you mean `status`?"),
    ("point_at: status", "resolved: {when: account.live, message: x, point_at: stats}", f"{AT}:8:54 bad-route: `stats` is not known here | did you mean `status`?"),
    ("point_at: status", "escalate: [{when: account.liv, severity: low}]", f"{AT}:8:27 bad-expression: an account has no fact `liv` | did you mean `live`?"),
]  # fmt: skip


@pytest.mark.parametrize(("good_line", "bad_line", "problem"), MISTAKES, ids=[m[1] for m in MISTAKES])
def test_a_mistake_is_a_problem_at_its_line_and_column(good_line: str, bad_line: str, problem: str) -> None:
    assert good_line in RULE
    assert written(RULE.replace(good_line, bad_line)) == (None, [problem])


PARAMS = [
    ("{type: integer, default: x, description: D}", [f"{AT}:10:35 bad-parameter: the default of `limit` needs a whole number"]),
    ("{type: integer, default: 9, max: 3, description: D}", [f"{AT}:10:35 bad-parameter: the default of `limit` must be 3 or less"]),
    ("{type: integer, default: 9, stricter: fewer, description: D}", [f"{AT}:10:48 bad-parameter: `stricter` of a parameter of type integer can be lower, higher, none, not fewer"]),
    ("{type: choice, default: a, description: D}", [f"{AT}:10:3 bad-parameter: a parameter of type choice needs its `choices` | list the words that it can be"]),
    ("{type: text, default: a, choices: [a], min: 1, description: D}", [f"{AT}:10:35 bad-parameter: a parameter of type text has no `choices` | make it of type choice", f"{AT}:10:49 bad-parameter: a parameter of type text has no `min`"]),
    ("{type: integer, default: {a: b}, description: D}", [f"{AT}:10:35 invalid-value: the value of 'default' must be one value or a list of values"]),
    ("{type: integer, default: 9, format: pattern, description: D}", [f"{AT}:10:38 bad-parameter: only a parameter of type text or list without `choices` has a `format`"]),
    ("{type: list, default: [a, '('], format: pattern, description: D}", [f"{AT}:10:36 bad-parameter: the default of `limit` cannot be used: `(` is not a valid pattern: missing )"]),
    ("{type: integer, default: 9, description: D}", [f"{AT}:10:3 bad-parameter: nothing in this rule reads the parameter `limit` | use `params.limit` in an expression, or remove it"]),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "problems"), PARAMS, ids=[p[0] for p in PARAMS])
def test_a_parameter_that_contradicts_itself_is_a_problem(declared: str, problems: list[str]) -> None:
    assert written(f"{RULE}params:\n  limit: {declared}\n") == (None, problems)


def test_a_parameter_that_serves_as_a_pattern_says_so() -> None:
    text = f"{RULE}params:\n  words: {{type: list, default: ['^a'], description: D}}\n".replace(
        "require: account.person.employed", "require: params.words.exists(w, account.login.matches(w))"
    )
    told = (
        f"{AT}:10:3 bad-parameter: `words` is used as a pattern by `matches` and is not declared as one"
        f"{' | '}add `format: pattern` to `words`, so that a bad pattern is reported where it is set"
    )
    assert written(text) == (None, [told])
    assert written(text.replace("type: list", "type: list, format: pattern"))[1] == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "title: " + "x" * 20_001,
            f"{AT}:2:8 invalid-value: the value of 'title' is longer than 20000 characters | shorten it",
        ),
        (
            "message: " + "x" * 20_001,
            f"{AT}:7:10 invalid-value: the value of 'message' is longer than 20000 characters | shorten it",
        ),
        (
            "point_at: " + "x" * 20_001,
            f"{AT}:8:11 invalid-value: the value of 'point_at' is longer than 20000 characters | shorten it",
        ),
        (
            "for: " + "x" * 20_001,
            f"{AT}:4:6 invalid-value: the value of 'for' is longer than 20000 characters | shorten it",
        ),
        ("require: " + "x" * 10_001, f"{AT}:6:10 bad-expression: this expression is longer than 10000 characters"),
    ],
    ids=lambda text: text[:12],
)
def test_no_text_of_a_rule_is_without_an_end(line: str, problem: str) -> None:
    key = line.split(":", maxsplit=1)[0]
    text = "".join(f"{line}\n" if one.startswith(f"{key}:") else f"{one}\n" for one in RULE.splitlines())
    assert problem in written(text)[1]


def test_no_list_of_a_parameter_is_without_an_end() -> None:
    words = ", ".join(f"w{number}" for number in range(1001))
    declared = f"params:\n  words: {{type: list, default: [{words}], description: D}}\n"
    assert written(RULE + declared)[1] == [
        f"{AT}:10:32 invalid-value: the value of 'default' has more than 1000 values | put what they have in common into a fact"
    ]
    long = declared.replace("w7,", "x" * 20_001 + ",")
    assert written(RULE + long)[1] != []


def test_all_mistakes_are_told_at_once() -> None:
    text = """\
id: active-after-termination
title: x
severity: terrible
for: account
wen: account.live
require: account.lve
message: "{account.x} and {y}"
point_at: z
"""
    rule, problems = written(text)
    assert rule is None
    assert [problem.split(": ")[0] for problem in problems] == [
        f"{AT}:3:11 invalid-value",
        f"{AT}:5:1 unknown-key",
        f"{AT}:6:18 bad-expression",
        f"{AT}:7:20 bad-message",
        f"{AT}:7:28 bad-message",
        f"{AT}:8:11 bad-route",
    ]


def test_other_values_of_parameters() -> None:
    rule = good(FULL)
    stricter = good(FULL.replace("default: 0", "default: 5"))
    assert rule.with_params({}) == (rule, {})
    assert stricter.with_params({"grace_days": "3"}) == (replace(stricter, params={"grace_days": 3}), {})
    assert rule.with_params({"grace_days": "3"}, "Portal is slow") == (
        replace(
            rule,
            params={"grace_days": 3},
            loosened=(Loosened("grace_days", 3, 0, "Portal is slow"),),
        ),
        {},
    )
    assert rule.with_params({"grace_days": "31", "grace": "1"}) == (
        rule,
        {
            "grace_days": "`grace_days` must be from 0 to 30",
            "grace": "the rule `active-after-termination` has no parameter `grace`",
        },
    )


LINES = st.sampled_from(
    [*FULL.splitlines(), "when: account.login", "for: {accounts_by: [x]}", "params: [a]", "x: |", "  y", "require: "]
)


@given(st.lists(LINES, max_size=20).map("\n".join))
def test_compiling_never_raises_on_a_file_that_can_be_read(text: str) -> None:
    document, _ = load(Text(AT, text.encode()))
    if document:
        rule, problems = compile_rule(document, LANGUAGE)
        assert (rule is None) == bool(told(problems))


def test_where_parameters_cannot_be_read_no_expression_is_blamed() -> None:
    text = FULL.replace("default: 0, ", "").replace("account.live", "account.liv")
    assert written(text) == (
        None,
        [f"{AT}:13:3 missing-key: 'grace_days' needs the key 'default' | add `default:` with a value"],
    )


def test_a_parameter_has_a_name_that_expressions_can_use() -> None:
    assert written(RULE + "params:\n  Dormant Days: {type: integer, default: 9, description: D}\n") == (
        None,
        [
            f"{AT}:10:17 invalid-value: 'Dormant Days': 'Dormant Days' is not a valid parameter name | use lowercase letters, digits and _"
        ],
    )

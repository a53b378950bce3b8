# ruff: noqa: E501, ISC004  problems are shown as they are told, one a line
"""The written form of a rule: variables and checks, and their mistakes at the word that is wrong."""

import pytest

from portalaudit.policy.composed import joined, plain, with_variables
from portalaudit.policy.fault import Fault
from portalaudit.policy.sites import sites
from tests.policy.files import good, written

RULE = """\
id: active-after-termination
title: People who have left hold no live account
severity: high
for: account
variables:
  gone: account.persons.filter(p, !p.employed)
  many: size(gone) > params.most
when: account.live || many
checks:
  - id: nobody
    require: has(account.person)
    message: nobody is recorded
  - id: left
    when: many
    each: gone
    as: user
    require: user.employed && size(gone) < 9
    message: "{user.name} has left; so have {gone.name}"
    point_at: user.left_on
params:
  most: {type: integer, default: 0, description: D}
downgrade: [{when: many, severity: low}]
resolved: {when: many, message: "{account.login}"}
"""
AT = "pack/active-after-termination.yaml"


def test_every_expression_has_a_place_and_a_name() -> None:
    assert [(site.route, site.name) for site in sites(good(RULE))] == [
        (("variables", "gone"), "variable gone"),
        (("variables", "many"), "variable many"),
        (("when",), "when"),
        (("checks", 0, "require"), "require of nobody"),
        (("checks", 1, "each"), "each of left"),
        (("checks", 1, "when"), "when of left"),
        (("checks", 1, "require"), "require of left"),
        (("downgrade", 0, "when"), "downgrade 1"),
        (("resolved", "when"), "resolved"),
    ]


def test_what_is_asked_has_the_texts_of_variables_in_it() -> None:
    rule = good(RULE)
    gone = "(account.persons.filter(p, !p.employed))"
    many = f"(size({gone}) > params.most)"
    assert rule.when is not None
    assert rule.when.text == f"account.live || {many}"
    assert [check.asked.holds.text for check in rule.checks] == [
        "has(account.person)",
        f"({gone}).all(user, !({many}) || (user.employed && size({gone}) < 9))",
    ]
    assert rule.reads == {"account": {"live": {}, "person": {}, "persons": {"employed": {}}}}


MISTAKES = [
    ("p, !p.employed", "p, !p.emploed", f"{AT}:6:38 bad-expression: a person has no fact `emploed` | did you mean `employed`?"),
    ("size(gone) > params.most", "size(gon) > params.most", f"{AT}:7:14 bad-expression: `gon` is not known here"),
    ("size(gone) > params.most", "gone > params.most", f"{AT}:7:14 bad-expression: `>` cannot compare a list of person records with a whole number"),
    ("when: account.live || many", "when: account.live || gone", f"{AT}:8:20 bad-expression: `||` does not work on yes/no and a list of person records"),
    ("each: gone", "each: many", f"{AT}:15:11 bad-expression: `each` needs a list, and this gives boolean | name a fact or variable that holds several"),
    ("each: gone", "each: gne", f"{AT}:15:11 bad-expression: `gne` is not known here"),
    ("user.employed &&", "user.employd &&", f"{AT}:17:19 bad-expression: a person has no fact `employd` | did you mean `employed`?"),
    ("user.employed && size(gone) < 9", "user.name", f"{AT}:17:14 bad-expression: the expression must give yes or no (a boolean), and this gives text | compare it with something"),
    ("when: many\n    each", "when: size(gone)\n    each", f"{AT}:14:11 bad-expression: the expression must give yes or no (a boolean), and this gives integer | compare it with something"),
    ("{user.name}", "{user.nme}", f"{AT}:18:21 bad-message: a person has no fact `nme` | did you mean `name`?"),
    ("{gone.name}", "{gone}", f"{AT}:18:46 bad-message: `gone` is a whole person record and cannot be shown | name one of its facts, such as `gone.id`"),
    ("point_at: user.left_on", "point_at: user.lft", f"{AT}:19:20 bad-route: a person has no fact `lft` | `portalaudit facts` lists them"),
    ("as: user", "as: gone", f"{AT}:16:9 bad-expression: `gone` has a meaning here already | choose another name"),
    ("filter(p, !p.employed)", "filter(many, !many.employed)", f"{AT}:6:32 bad-expression: `many` is a variable of this rule already | call the item otherwise"),
    ("  gone: account", "  practice: account", f"{AT}:6:13 bad-expression: `practice` has a meaning here already | choose another name"),
    ("id: left", "id: nobody", f"{AT}:13:9 duplicate-id: there are two checks `nobody` in this rule | give one another id"),
    ("as: user", "as: user\n    voids: true", f"{AT}:17:12 invalid-value: a check voids a waiver only in a rule for waivers | remove `voids`"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "problem"), MISTAKES, ids=[m[1] for m in MISTAKES])
def test_a_mistake_is_told_at_its_word(right: str, wrong: str, problem: str) -> None:
    assert right in RULE
    made, problems = written(RULE.replace(right, wrong))
    assert made is None
    assert [one[: len(problem)] for one in problems if " bad-parameter: " not in one] == [problem]


def test_a_rule_has_one_requirement_or_checks() -> None:
    both = RULE.replace("checks:", "require: account.live\nchecks:")
    assert written(both)[1] == [
        f"{AT}:9:10 invalid-value: a rule has `require` or `checks`, not both"
        " | make it one of the checks, with an id and a message of its own"
    ]
    none = RULE[: RULE.index("checks:")] + RULE[RULE.index("params:") :]
    assert [one.split(" bad-")[0].split(": ", 1)[1] for one in written(none)[1]] == [
        "a rule must have a 'require' | add it, or give the rule `checks:`",
        "a rule must have a 'message' | add it, or give the rule `checks:`",
    ]


@pytest.mark.parametrize("wrong", ["{a: b}", "[x]", "''"])
@pytest.mark.parametrize("key", ["require", "message"])
def test_what_is_written_and_wrong_is_not_missing_too(key: str, wrong: str) -> None:
    plain = {"require": "account.live", "message": "left", key: wrong}
    text = "id: active-after-termination\ntitle: Left\nseverity: low\nfor: account\n"
    made, problems = written(text + "".join(f"{name}: {value}\n" for name, value in plain.items()))
    assert made is None
    assert [one.split()[0].rpartition(":")[0] for one in problems] == [f"{AT}:{5 if key == 'require' else 6}"]


def test_the_items_of_a_check_need_a_name() -> None:
    assert written(RULE.replace("    as: user\n", ""))[1][0] == (
        f"{AT}:15:11 bad-expression: the items have no name here | add `as:` with a name for one"
    )


def test_a_place_in_a_composed_text_leads_to_where_it_is_written() -> None:
    inner = with_variables("b + 1", ("variables", "a"), {})
    text = joined("!(", with_variables("x.a == a || a.c", ("when",), {"a": inner}), ") || ", plain("z", ("require",)))
    assert text.text == "!(x.a == (b + 1) || (b + 1).c) || z"
    places = {word: text.text.index(word) for word in ("x.a", "(b", "b +", ".c", "z")}
    assert {word: text.written(Fault(at, "m", length=1)) for word, at in places.items()} == {
        "x.a": (("when",), Fault(0, "m", length=1)),
        "(b": (("when",), Fault(7, "m", length=1)),
        "b +": (("when",), Fault(7, "m", length=1)),
        ".c": (("when",), Fault(13, "m", length=1)),
        "z": (("require",), Fault(0, "m", length=1)),
    }


@pytest.mark.parametrize("text", ["a &&", "§", "a ? b", "'a"])
def test_what_is_no_expression_stays_as_it_is(text: str) -> None:
    assert with_variables(text, ("when",), {"z": plain("1", ("variables", "z"))}) == plain(text, ("when",))

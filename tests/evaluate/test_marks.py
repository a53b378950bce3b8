"""Marks of rules with several checks name those that fail, and with `?` those that cannot be told: all of them."""

import pytest

from portalaudit.evaluate.cases import RuleCases, ready_cases, run_ready
from portalaudit.evaluate.marks import Mark, read_marks
from portalaudit.model import Place, Severity, Status
from tests.evaluate.practices import document, no_reference, rule

RULE = """\
id: test-rule
title: Portals are in order
severity: medium
for: portal
checks:
  - id: no-url
    require: has(portal.login_url)
    message: no web address is recorded
  - id: named
    require: portal.name != "X"
    message: its name is no name
  - id: recertified
    require: days_since(portal.recertification.last_on) < 365
    message: it was recertified on {portal.recertification.last_on}
"""
CASES = """\
as_of: 2026-11-20
cases:
  - name: One portal
    inventory:
      portals: [{id: a, name: X, kind: mac}]  # expect: MARK
  - name: In order
    inventory:
      portals:
        - {id: a, name: A, kind: mac, login_url: 'https://a.ex', recertification: {last_on: 2026-10-01}}  # expect: pass
  - name: Nothing is known
    inventory:
      portals: [{id: a, name: A, kind: mac, login_url: 'https://a.example.org'}]  # expect: unknown recertified?
"""


def run(mark: str) -> RuleCases:
    asked = rule(RULE)
    return run_ready(
        asked, ready_cases(asked, document("test-rule.cases.yaml", CASES.replace("MARK", mark)), no_reference())
    )


@pytest.mark.parametrize(
    "mark",
    [
        "fail",
        "fail medium",
        "fail no-url named recertified?",
        "fail medium named no-url recertified?",
        'fail medium recertified? named no-url "its name"',
    ],
)
def test_a_mark_names_no_check_or_all_that_do_not_hold(mark: str) -> None:
    assert run(mark).is_good


@pytest.mark.parametrize(
    "mark",
    ["fail no-url", "fail no-url named", "fail medium no-url named recertified", "fail no-url? named recertified?"],
)
def test_a_mark_that_leaves_out_a_check_does_not_fit(mark: str) -> None:
    (wrong,) = (one for one in run(mark).results if one.differences)
    assert len(wrong.differences) == 2
    assert wrong.differences[0].startswith(
        "line 5: fail medium named no-url recertified? is not marked: no web address"
    )
    assert "got fail medium named no-url recertified?: no web address" in wrong.differences[1]


def test_a_check_that_the_rule_does_not_have_is_a_problem() -> None:
    (problem,) = run("fail high no-urls").problems
    assert (problem.message, problem.hint) == ("the rule has no check `no-urls`", "did you mean `no-url`?")
    assert problem.place == Place("test-rule.cases.yaml", 5)


@pytest.mark.parametrize(
    ("written", "mark"),
    [
        ("fail high info-desk", Mark(1, Status.FAIL, Severity.HIGH, "", frozenset({"info-desk"}))),
        ("fail info-desk", Mark(1, Status.FAIL, None, "", frozenset({"info-desk"}))),
        ("fail info?", Mark(1, Status.FAIL, None, "", frozenset({"info?"}))),
        ('fail low a b? "c; d"', None),
        ('fail low a b? "c d"', Mark(1, Status.FAIL, Severity.LOW, "c d", frozenset({"a", "b?"}))),
    ],
)
def test_a_mark_is_read_as_it_is_written(written: str, mark: Mark | None) -> None:
    marks, problems = read_marks("a.yaml", f"a: 1  # expect: {written}\n")
    assert marks == ((mark,) if mark else ())
    assert len(problems) == (0 if mark else 1)
    if mark:
        assert frozenset(str(mark).split()[1:]) <= frozenset(f"{written}".split())

import textwrap

import pytest

from portalaudit.evaluate.cases import RuleCases, ready_cases, run_ready
from portalaudit.inventory.reference import Reference
from portalaudit.model import Place, ProblemCode, Status
from portalaudit.policy.rules import Rule
from tests.evaluate.practices import document, no_reference, rule
from tests.evaluate.test_judge import LEAVERS
from tests.inventory.facts.small_worlds import shipped_reference

GIVEN = """\
as_of: 2026-11-20
given:
  portals: [{id: nmp, name: Noridian, kind: mac}]
  staff:
    - {id: gone, name: Kim, engagements: [{kind: employee, start: 2024-01-01, end: 2026-08-14}]}
    - {id: here, name: Mo, engagements: [{kind: employee, start: 2024-01-01}]}
cases:
"""
FAILING = """\
  - name: Somebody left
    inventory:
      accounts:
        - id: a
          portal: nmp
          login: kim
          person: gone
          type: individual
          status: active   # expect: fail critical "Kim left on 2026-08-14"
"""
PASSING = """\
  - name: Somebody works here
    inventory:
      accounts:
        - {id: b, portal: nmp, login: mo, person: here, type: individual, status: active}  # expect: pass
"""
OTHER = """\
  - name: Disabled
    inventory:
      accounts:
        - {id: c, portal: nmp, login: mo, person: gone, type: individual, status: disabled}  # expect: not_applicable
"""


def run(text: str, asked: Rule | None = None, reference: Reference | None = None) -> RuleCases:
    asked = asked or rule(LEAVERS)
    return run_ready(asked, ready_cases(asked, document("test-rule.cases.yaml", text), reference or no_reference()))


def test_cases_that_give_what_their_marks_say_are_good() -> None:
    result = run(GIVEN + FAILING + PASSING + OTHER)
    assert result.is_good
    assert [r.name for r in result.results] == ["Somebody left", "Somebody works here", "Disabled"]
    assert result.results[0].statuses == {Status.FAIL}
    assert result.results[0].place == Place("test-rule.cases.yaml", 8, 11, 24)


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("   # expect: fail critical", "   # fail", "line 16: fail critical is not marked: kim on Noridian: Kim left"),
        ("fail critical", "fail high", "line 16: expected fail high"),
        ('"Kim left', '"Mo left', 'line 16: expected fail critical "Mo left on 2026-08-14", got fail critical: kim'),
        ("# expect: pass", "# expect: fail", "line 20: expected fail, got pass"),
        ("status: disabled", "status: active", "line 24: fail critical is not marked"),
    ],
)
def test_every_difference_is_told(old: str, new: str, difference: str) -> None:
    text = GIVEN + FAILING + PASSING + OTHER
    assert old in text
    result = run(text.replace(old, new))
    assert not result.is_good
    assert any(told.startswith(difference) for r in result.results for told in r.differences)


WAIVED = """\
  - name: Somebody accepted it
    inventory:
      practice: {id: p, name: P, timezone: UTC, compliance_officer: here}
      accounts:
        - {id: a, portal: nmp, login: kim, person: gone, type: individual, status: active}  # expect: waived critical
      waivers:
        - id: w
          rule: test-rule
          subject: a
          severity: critical
          reason: The portal needs a month
          requested_by: gone
          approved_by: here
          approved_on: 2026-11-01
          expires_on: 2026-11-20
"""


def test_a_case_may_hold_waivers_of_its_rule() -> None:
    good = run(GIVEN + WAIVED)
    assert (good.problems, [r.differences for r in good.results]) == ((), [()])
    over = run(GIVEN + WAIVED.replace("2026-11-20", "2026-11-19"))
    assert [told.split(",")[0] for r in over.results for told in r.differences] == [
        "line 12: fail critical is not marked: kim on Noridian: Kim left on 2026-08-14",
        "line 12: expected waived critical",
    ]


@pytest.mark.parametrize(
    ("cases", "lacking"),
    [
        (PASSING + OTHER, "a failing case"),
        (FAILING + OTHER, "a passing case"),
        (FAILING + PASSING, "a case that does not apply or is unknown"),
    ],
)
def test_a_rule_without_a_kind_of_case_is_not_tested(cases: str, lacking: str) -> None:
    result = run(GIVEN + cases)
    assert result.lacking == (lacking,)
    assert not result.is_good


@pytest.mark.parametrize("mark", ["# expect fail", "# Expect: fail", "# expect: fails", "# expect: fail x", "#expects"])
def test_a_comment_that_means_to_be_a_mark_and_is_none_is_a_problem(mark: str) -> None:
    result = run(GIVEN + FAILING + PASSING + OTHER.replace("# expect: not_applicable", mark))
    (problem,) = result.problems
    assert problem.code is ProblemCode.BAD_CASES
    assert problem.place.line == 24


def test_a_case_may_be_judged_on_a_day_of_its_own() -> None:
    text = GIVEN + FAILING + PASSING + OTHER
    assert run(text).is_good
    (told,) = run(text.replace("left\n", "left\n    as_of: 2026-08-14\n", 1)).results[0].differences
    assert told == 'line 17: expected fail critical "Kim left on 2026-08-14", got nothing here'


def test_a_case_may_say_when_the_sources_of_the_reference_data_were_read() -> None:
    aged = textwrap.dedent(
        """\
        id: test-rule
        title: The list of contractors is new
        severity: low
        for: payer
        require: payer.expected_macs.all(mac, days_since(mac.checked_on) <= 30)
        message: "the list was checked on {payer.expected_macs.checked_on}"
        """
    )
    text = """\
as_of: 2026-11-20
cases:
  - name: An old list
    sources_seen_on: 2026-10-20
    inventory:
      payers:
        - {id: m, name: M, contract: {medicare_parts: [B], states: [OR]}} # expect: fail low "checked on 2026-10-20"
"""
    assert run(text, rule(aged), shipped_reference()).results[0].differences == ()


def test_a_parameter_that_the_rule_does_not_have_is_a_problem() -> None:
    case = PASSING.replace("    inventory:", "    params: {days: 3}\n    inventory:")
    (problem,) = run(GIVEN + FAILING + case + OTHER).problems
    assert problem.code is ProblemCode.BAD_PARAMETER
    assert problem.place.line == 18


def test_a_broken_inventory_in_a_case_is_a_problem_at_its_line() -> None:
    (problem,) = run(GIVEN + FAILING.replace("person: gone", "person: gonne") + PASSING + OTHER).problems
    assert problem.code is ProblemCode.UNKNOWN_REFERENCE
    assert problem.place == Place("test-rule.cases.yaml", 14, 19, 24)


@pytest.mark.parametrize(
    ("cases", "lacking"),
    [
        ("as_of: 2026-11-20\ncases: []\n", 3),
        ("as_of: 2026-11-20\ncases:\n  - {name: nothing in it, inventory: {}}\n", 3),
        (GIVEN + PASSING + PASSING, 2),
    ],
    ids=["no case", "a case without a record", "cases without a mark"],
)
def test_a_cases_file_that_asks_nothing_proves_nothing(cases: str, lacking: int) -> None:
    result = run(cases)
    assert result.problems == ()
    assert len(result.lacking) == lacking
    assert not result.is_good


def test_a_cases_file_without_cases_is_a_problem() -> None:
    result = run("as_of: 2026-11-20\n")
    assert [p.code for p in result.problems] == [ProblemCode.MISSING_KEY]


def test_other_files_of_a_case_are_searched_at_their_lines() -> None:
    secrets = textwrap.dedent(
        """\
        id: test-rule
        title: No secrets
        severity: high
        for: file
        require: size(file.suspected_secrets) == 0
        message: "{file.path} holds a secret"
        point_at: suspected_secrets
        """
    )
    text = """\
as_of: 2026-11-20
cases:
  - name: A password in a list
    files:
      list.csv: |
        login,password
        kim,Tr0ub4dor&3   # expect: fail
    inventory: {}
"""
    result = run(text, rule(secrets))
    assert [r.differences for r in result.results] == [()]

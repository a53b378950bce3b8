import pytest

from portalaudit.evaluate.cases import ready_cases, run_ready
from portalaudit.evaluate.covering import Coverage, cover
from portalaudit.evaluate.mutating import Mutation, mutate
from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.model import Place, ProblemCode
from portalaudit.model.proof import Gap, Survivor
from portalaudit.policy.scope import Language
from portalaudit.policy.sites import scope_of
from tests.evaluate.practices import document, no_reference, rule

LONG_UNUSED = """\
id: test-rule
title: Whoever signs in does so often
severity: high
for: account
when: account.live && account.individual
require: account.days_idle <= params.days
escalate:
  - {when: account.days_idle > 90, severity: critical}
message: "{account.login} was not used"
params:
  days: {type: integer, default: 30, description: Days}
"""
ACCOUNT = (
    "        - {{id: {login}, portal: nmp, login: {login}, person: kim, type: {type}, status: {status},"
    " last_login_on: {used}}}  # expect: {mark}\n"
)
HEAD = """\
as_of: 2026-11-20
given:
  portals: [{id: nmp, name: Noridian, kind: mac}]
  staff: [{id: kim, name: Kim, engagements: [{kind: employee, start: 2024-01-01}]}]
cases:
  - name: Everything
    inventory:
      accounts:
"""


def account(login: str, mark: str, used: str, *, type: str = "individual", status: str = "active") -> str:  # noqa: A002
    return ACCOUNT.format(login=login, type=type, status=status, used=used, mark=mark)


DAY_30 = account("a", "pass", "2026-10-21")
DAY_31 = account("b", "fail high", "2026-10-20")
DAY_90 = account("c", "fail high", "2026-08-22")
DAY_91 = account("d", "fail critical", "2026-08-21")
DISABLED = account("e", "not_applicable", "2026-08-21", status="disabled")
SERVICE = account("f", "not_applicable", "2026-08-21", type="service")
EVERY = (DAY_30, DAY_31, DAY_90, DAY_91, DISABLED, SERVICE)


def found(*accounts: str, tail: str = "") -> Mutation:
    asked, cases = rule(LONG_UNUSED), document("test-rule.cases.yaml", HEAD + "".join(accounts) + tail)
    ready = ready_cases(asked, cases, no_reference())
    assert not [case.differences for case in run_ready(asked, ready).results if case.differences]
    scope = scope_of(asked, Language(vocabulary()))
    return mutate(asked, document("test-rule.yaml", LONG_UNUSED), ready, scope)


def covered(*accounts: str, tail: str = "") -> Coverage:
    asked, cases = rule(LONG_UNUSED), document("test-rule.cases.yaml", HEAD + "".join(accounts) + tail)
    scope = scope_of(asked, Language(vocabulary()))
    ready = ready_cases(asked, cases, no_reference())
    return cover(asked, document("test-rule.yaml", LONG_UNUSED), ready, scope)


def coverage(*accounts: str) -> list[Gap]:
    return list(covered(*accounts).gaps)


def test_cases_on_both_sides_of_everything_notice_every_change() -> None:
    result = found(*EVERY)
    assert (result.survivors, result.problems) == ((), ())
    assert result.tried == 6 + 3 + 3


@pytest.mark.parametrize(
    ("without", "unnoticed"),
    [
        (DAY_30, {("require", "account.days_idle <= params.days to account.days_idle < params.days")}),
        (DAY_31, {("require", "params.days to params.days + 1")}),
        (DAY_90, {("escalate 1", "account.days_idle > 90 to account.days_idle >= 90")}),
        (DAY_91, {("escalate 1", "90 to 91")}),
        (DISABLED, {("when", "drop account.live")}),
        (SERVICE, {("when", "drop account.individual")}),
    ],
)
def test_without_a_case_its_change_goes_unnoticed(without: str, unnoticed: set[tuple[str, str]]) -> None:
    result = found(*(one for one in EVERY if one != without))
    assert {(one.site, one.change) for one in result.survivors} == unnoticed


def test_a_survivor_stands_where_the_changed_text_is_written() -> None:
    (survivor,) = found(*(one for one in EVERY if one != DAY_91)).survivors
    assert survivor == Survivor("escalate 1", "90 to 91", Place("test-rule.yaml", 8, 32, 34))


def test_a_record_without_its_mark_notices_only_a_new_finding() -> None:
    passing = account("e", "not_applicable", "2026-11-19", status="disabled")
    others = [one for one in EVERY if one != DISABLED]
    assert [one.change for one in found(*others, passing).survivors] == []
    unmarked = passing.replace("# expect: not_applicable", "")
    assert [one.change for one in found(*others, unmarked).survivors] == ["drop account.live"]
    failing = DISABLED.replace("# expect: not_applicable", "")
    assert found(*others, failing).survivors == ()


EXPLAINED = """\
survivors:
  - {in: escalate 1, change: 90 to 91, because: Nobody counts so closely}
"""


def test_a_survivor_may_be_explained() -> None:
    (survivor,) = found(*(one for one in EVERY if one != DAY_91), tail=EXPLAINED).survivors
    assert survivor.because == "Nobody counts so closely"


def test_an_explanation_of_a_change_that_is_noticed_is_a_problem() -> None:
    result = found(*EVERY, tail=EXPLAINED)
    (problem,) = result.problems
    assert problem.code is ProblemCode.BAD_CASES
    assert problem.message == "`90 to 91` in escalate 1 is not a change that goes unnoticed"
    assert problem.place == Place("test-rule.cases.yaml", 16, 30, 38)


def test_cases_that_see_each_part_both_ways_leave_no_gap() -> None:
    assert coverage(*EVERY) == []


@pytest.mark.parametrize(
    ("accounts", "missing"),
    [
        ((DAY_30, DAY_31, DAY_91, SERVICE), [("when", "account.live", False)]),
        ((DAY_30, DAY_31, DAY_91, DISABLED), [("when", "account.individual", False)]),
        ((DAY_30, DAY_31, DISABLED, SERVICE), [("escalate 1", "account.days_idle > 90", True)]),
        ((DAY_30, DAY_91, DISABLED, SERVICE), [("escalate 1", "account.days_idle > 90", False)]),
        (
            (DAY_30, DISABLED, SERVICE),
            [
                ("require", "account.days_idle <= params.days", False),
                ("escalate 1", "account.days_idle > 90", True),
                ("escalate 1", "account.days_idle > 90", False),
            ],
        ),
    ],
)
def test_a_part_that_no_case_has_seen_is_a_gap(accounts: tuple[str, ...], missing: list[tuple[str, str, bool]]) -> None:
    assert [(gap.site, gap.part, gap.missing) for gap in coverage(*accounts)] == missing


def test_a_gap_stands_where_the_part_is_written() -> None:
    (gap,) = coverage(DAY_30, DAY_31, DAY_91, DISABLED)
    assert gap.place == Place("test-rule.yaml", 5, 23, 41)


EXPLAINED_GAP = """\
gaps:
  - {in: when, part: account.individual, never: false, because: There are no others}
"""


def test_a_gap_may_be_explained() -> None:
    result = covered(DAY_30, DAY_31, DAY_91, DISABLED, tail=EXPLAINED_GAP)
    assert [gap.because for gap in result.gaps] == ["There are no others"]
    assert result.problems == ()


def test_an_explanation_of_what_cases_have_seen_is_a_problem() -> None:
    (problem,) = covered(*EVERY, tail=EXPLAINED_GAP).problems
    assert problem.code is ProblemCode.BAD_CASES
    assert problem.message == "`account.individual` in when is not a part that is never false"
    assert problem.place == Place("test-rule.cases.yaml", 16, 22, 40)

"""A made-up run of rules' cases that holds one of everything."""

import datetime

from portalaudit.model import Place, Problem, ProblemCode, Status
from portalaudit.model.proof import CaseResult, Gap, Proof, RuleCases, Survivor

CASES, RULE = "policies/own/leavers.cases.yaml", "policies/own/leavers.yaml"
GOOD = CaseResult("leavers", "Somebody works here", Place(CASES, 9, 11), (), frozenset({Status.PASS}))
WRONG = CaseResult(
    "leavers",
    "Left & <live>",
    Place(CASES, 4, 11),
    ("line 8: expected fail low, got fail high: kim\x1b",),
    frozenset({Status.FAIL, Status.UNKNOWN}),
)
ALL_GOOD = RuleCases(
    "here", (GOOD, GOOD), (), (), mutants=12, place=Place("policies/own/here.yaml", 1, 5), title="Here"
)
ALL_WRONG = RuleCases(
    "leavers",
    (GOOD, WRONG),
    (),
    ("a passing case",),
    (
        Gap("when", "account.live", False, Place(RULE, 5, 7)),
        Gap("require", "account.person.employed", True, Place(RULE, 6, 10), "Nobody works here"),
    ),
    (
        Survivor("require", "3 to 4", Place(RULE, 6, 10)),
        Survivor("escalate 1", "drop account.live", Place(RULE, 8, 13), "It is live by then"),
    ),
    30,
    Place(RULE, 1, 5),
    "People who have left hold no live account",
)
PROBLEM = Problem(ProblemCode.BAD_CASES, "this comment cannot be read", Place(CASES, 3, 1), "write `# expect: fail`")
DAY = datetime.date(2026, 11, 20)


def clean() -> Proof:
    return Proof("0.1.0", DAY, False, False, (ALL_GOOD,), ())


def thorough() -> Proof:
    return Proof("0.1.0", DAY, True, True, (ALL_GOOD,), ())


def everything() -> Proof:
    return Proof("0.1.0", DAY, True, True, (ALL_GOOD, ALL_WRONG), (PROBLEM,))


def nothing() -> Proof:
    return Proof("0.1.0", DAY, False, False, (), ())


EVERY = (clean(), thorough(), everything(), nothing())

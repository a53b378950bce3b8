"""How much of what the first screen says to small practices is something to do this month."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from portalaudit.model import Status
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.report import reporter
from tests.test_small_practices import FINDINGS, PRACTICES, judged

JUDGED = yaml.safe_load((Path(__file__).parent / "first_screens.yaml").read_text("utf-8"))
SHARE = 0.6
"""The least part of the lines that must be something to do this month."""

_ACTION = re.compile(r"  (?:critical|high|medium|low) +(today|this week|this month|this quarter) +(\S.*)")
_QUESTION = re.compile(r"  [\d,]+ answers? +(.*?)(?:: .*)?")
_FINDING = re.compile(r"(?:critical|high|medium|low)\[([a-z-]+)\]: .*")
_SUBJECT = re.compile(r" += subject: [a-z]+ (.*)")
_COUNTED = re.compile(r"(?:  and \d+ more|Also noted: |\.\.\. and ).*")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a screen says, and whether it is something to do this month."""

    text: str
    to_do: bool


def lines_of(kind: str, report: Report) -> Iterator[Line]:
    """Everything that the first screen asks for or tells: findings, things to do, questions, and what it only counts."""
    useful = {name for name, judgment in JUDGED["findings"][kind].items() if judgment == "useful"}
    actions = {action.title: action for action in report.actions}
    names = {verdict.fingerprint: f"{verdict.rule} {verdict.subject.id}" for verdict in report.findings()}
    rule = ""
    for line in "".join(reporter("console").render(report)).splitlines():
        if found := _FINDING.fullmatch(line):
            rule = found[1]
        elif (found := _SUBJECT.fullmatch(line)) and rule:
            yield Line(f"{rule} {found[1]}", f"{rule} {found[1]}" in useful)
            rule = ""
        elif found := _ACTION.fullmatch(line):
            ended = {names[one] for target in actions[found[2]].targets for one in target.findings}
            yield Line(found[2], found[1] != "this quarter" and not ended.isdisjoint(useful))
        elif found := _QUESTION.fullmatch(line):
            yield Line(found[1], JUDGED["questions"][found[1]]["this_month"])
        elif _COUNTED.fullmatch(line):
            yield Line(line, to_do=False)


@pytest.mark.parametrize("kind", FINDINGS)
def test_most_of_what_a_first_screen_says_is_something_to_do(kind: str) -> None:
    report = judged(PRACTICES / kind)
    needing = {f"{v.rule} {v.subject.id}" for v in report.findings() if not v.is_remark}
    assert set(JUDGED["findings"][kind]) == needing, "each finding is judged, and nothing else"
    lines = list(lines_of(kind, report))
    assert bool(needing or report.questions) is bool([line for line in lines if not line.text.startswith("Also noted")])
    done = sum(line.to_do for line in lines)
    print(f"{kind}: {done} of {len(lines)}")  # noqa: T201 -- the figure itself, shown with -s and where a test fails
    if needing or report.questions:
        assert done >= SHARE * len(lines), [line for line in lines if not line.to_do]


def test_every_judgment_is_one() -> None:
    assert set(JUDGED["findings"]) == set(FINDINGS)
    assert {judgment for each in JUDGED["findings"].values() for judgment in each.values()} <= {"useful", "noise"}
    assert all(isinstance(one["this_month"], bool) and one["why"] for one in JUDGED["questions"].values())


def test_portals_that_no_one_reviewed_are_one_thing_to_do() -> None:
    report = judged(PRACTICES / "three-never-reviewed")
    assert sum(verdict.status is Status.FAIL for verdict in report.verdicts()) == 3
    shown = "".join(reporter("console").render(report))
    assert shown.count("Review who has access to 3 portals\n") == 1
    assert shown.count("Take the list of users from the portal") == 1

"""How much of what the first screen says to small practices is something to do this month.

Each finding of each practice was judged as a person would who looks after the portals of such a practice: it is useful
where the practice should do or decide something about it this month that nothing else on the list makes it do already.
What is true and is not that stands in `NOISE`, with the reason. A false finding has no place here: it is a fault.
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from portalaudit.model import Status
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.report import reporter
from tests.test_keystone import CLIENTS
from tests.test_keystone import judged as judged_for
from tests.test_small_practices import FINDINGS, PRACTICES, judged

INVENTORY = Path(__file__).resolve().parents[1] / "inventory"

SHARE = 0.6
"""The least part of what a screen says that must be something to do this month."""

_LATER = "worth having, and not in the first month"
_SAID = "another finding says it already"

NOISE = {
    "bank-account-right": {"permission-outside-role cig-desk": _SAID},
    "day-one": dict.fromkeys(
        ("downtime-protocol availity", "downtime-protocol mycgs", "downtime-protocol pnm"), _LATER
    ),
    "day-one-with-two-problems": dict.fromkeys(("downtime-protocol availity", "downtime-protocol mycgs"), _LATER),
    "first-inventory": {"downtime-protocol nmp": _LATER},
    "never-reviewed": {"downtime-protocol mycgs": _LATER},
    "one-person-all-hats": {"downtime-protocol ev": _LATER},
}

# Questions as a screen heads them, and whether it is worth a beginner's time this month to answer one.
QUESTIONS = {
    "Permissions or native roles": (True, "on the portal's page of users; no right can be judged without it"),
    "Job roles": (True, "the practice knows who does what, and rights are judged by it"),
    "Training modules": (True, "HIPAA asks for training and a record of it from the first day"),
    "Creation date": (False, "few portals show it; it comes with the first user list that does"),
    "Approvers": (True, "the owner says who may approve, and from then on approvals are kept"),
    "Approval date": (False, "what was not recorded then cannot be found now"),
    "Documents": (True, "the written rules that there are, and whether there are any"),
    "Email address": (True, "on the portal's page of users; passwords are reset through it"),
    "Second factor": (True, "its user can tell; it is what stops a stolen password"),
    "Administrators": (True, "the practice knows who manages the users of a portal"),
    "User list": (True, "an administrator takes it in minutes, and nothing else shows who really has access"),
    "Audit log": (True, "whether a portal has one stands in its menu, and HIPAA asks that such logs are looked at"),
    "Credential custody": (False, "counts once there is a password manager"),
}

_ACTION = re.compile(r"  (?:critical|high|medium|low) +(today|this week|this month|this quarter) +(\S.*)")
_QUESTION = re.compile(r"  [\d,]+ checks? +([^:]+).*")
_FINDING = re.compile(r"(?:critical|high|medium|low)\[([a-z-]+)\]: .*")
_COUNTED = re.compile(r"(?:  and \d+ more|Also noted: |\.\.\. and ).*")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a screen says, and whether it is something to do this month."""

    text: str
    to_do: bool


def lines_of(kind: str, report: Report) -> Iterator[Line]:
    """All that the first screen says: rules with findings, things to do, questions, and what it only counts."""
    findings = {v.fingerprint: (v.rule, f"{v.rule} {v.subject.id}") for v in report.findings() if not v.is_remark}
    useful = {mark: one for mark, one in findings.items() if one[1] not in NOISE.get(kind, {})}
    rules = {rule for rule, _ in useful.values()}
    actions = {action.title: action for action in report.actions}
    for line in "".join(reporter("console").render(report)).splitlines():
        if found := _FINDING.fullmatch(line):
            yield Line(line, found[1] in rules)
        elif found := _ACTION.fullmatch(line):
            about = {one for target in actions[found[2]].targets for one in target.findings}
            yield Line(line, found[1] != "this quarter" and not about.isdisjoint(useful))
        elif found := _QUESTION.fullmatch(line):
            yield Line(line, QUESTIONS[found[1]][0])
        elif _COUNTED.fullmatch(line):
            yield Line(line, to_do=False)


@pytest.mark.parametrize("kind", FINDINGS)
def test_most_of_what_a_first_screen_says_is_something_to_do(kind: str) -> None:
    report = judged(PRACTICES / kind)
    needing = {f"{v.rule} {v.subject.id}" for v in report.findings() if not v.is_remark}
    lines = list(lines_of(kind, report))
    done = sum(line.to_do for line in lines)
    print(f"{kind}: {done} of {len(lines)}")  # noqa: T201 -- the figure, for whoever asks pytest for it with -s
    assert needing >= set(NOISE.get(kind, {}))
    if needing or report.questions:
        assert done >= SHARE * len(lines), [line.text for line in lines if not line.to_do]
    else:
        assert done == 0


SAMPLES = {
    "cascade-ridge": lambda: judged(INVENTORY / "cascade-ridge"),
    "riverbend": lambda: judged(INVENTORY / "riverbend"),
    **{client: partial(judged_for, client, client) for client in CLIENTS},
}


@pytest.mark.parametrize("name", SAMPLES)
def test_so_is_most_of_what_the_first_screens_of_the_samples_say(name: str) -> None:
    lines = list(lines_of(name, SAMPLES[name]()))
    done = sum(line.to_do for line in lines)
    print(f"{name}: {done} of {len(lines)}")  # noqa: T201 -- the figure, for whoever asks pytest for it with -s
    assert len(lines) > 4
    assert done >= SHARE * len(lines), [line.text for line in lines if not line.to_do]


def test_portals_that_no_one_reviewed_are_told_once() -> None:
    report = judged(PRACTICES / "three-never-reviewed")
    assert sum(verdict.status is Status.FAIL for verdict in report.verdicts()) == 3
    shown = "".join(reporter("console").render(report))
    assert [line.split("  ")[-1] for line in shown.splitlines() if "Review who has" in line] == [
        "Review who has access to 3 portals"
    ]
    assert (shown.count("[review-overdue]"), shown.count("Take the list of users")) == (1, 1)
    assert [line.text for line in lines_of("three-never-reviewed", report) if not line.to_do] == []

"""The first screen as rows for the page: what to do first, and what was looked at."""

from collections.abc import Iterator, Sequence

from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Status
from portalaudit.report.characters import visible
from portalaudit.report.finding_rows import RuleGroup
from portalaudit.report.report_directory import Directory
from portalaudit.report.summary import Summary
from portalaudit.report.wording import counted

FIRST = 6
"""So many things to do stand on the first screen."""
_MOST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class TodoRow:
    """One thing to do: the sentence, whom it is about, by when, and what else ends with it. `query` finds findings."""

    severity: str
    title: str
    people: str
    due: str
    also: str
    query: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number of the run, and what it counts."""

    label: str
    number: str


def todo_rows(groups: Sequence[RuleGroup]) -> tuple[TodoRow, ...]:
    """What to do, first things first."""
    return tuple(_row(group) for group in groups)


def _row(group: RuleGroup) -> TodoRow:
    names = list(dict.fromkeys(filter(None, (row.whose.person or row.whose.portal for row in group.findings))))
    more = f" and {len(names) - _MOST_PEOPLE:,} more" if len(names) > _MOST_PEOPLE else ""
    return TodoRow(
        severity=group.severities[0][0] if group.severities else "info",
        title=group.fault,
        people=", ".join(names[:_MOST_PEOPLE]) + more,
        due="",
        also=counted(group.total, "finding"),
        query=f"rule:{group.id}",
    )


def looked_at(report: Report, summary: Summary, directory: Directory) -> tuple[Count, ...]:
    """How many of what a run looked at."""
    access = directory.access
    rules = summary.rules + summary.not_evaluated
    return (
        Count("People", f"{len(access.people):,}"),
        Count("Portals", f"{len(access.portals):,}"),
        Count(f"Logins, {access.live:,} of them live", f"{len(access.logins):,}"),
        Count("Rules evaluated", f"{summary.rules:,} of {rules:,}"),
        Count("Files read", f"{sum(file.is_data for file in report.inputs.files):,}"),
    )


_ANSWERS = {
    Status.PASS: "In order",
    Status.FAIL: "Not in order",
    Status.UNKNOWN: "Not enough information",
    Status.WAIVED: "Accepted by a waiver",
    Status.ERROR: "Rule could not be evaluated",
    Status.NOT_APPLICABLE: "Does not apply",
}


def answers(summary: Summary) -> tuple[Count, ...]:
    """How many answers of each kind there are; the kinds that are none are left out, but for the first two."""
    return tuple(
        Count(label, f"{summary.by_status[status]:,}")
        for status, label in _ANSWERS.items()
        if summary.by_status[status] or status in {Status.PASS, Status.FAIL}
    )


def not_judged(report: Report) -> Iterator[str]:
    """What a reader may think was judged and was not."""
    if report.problems:
        yield "what could not be read in the files with problems"
    if report.run.not_evaluated:
        yield counted(len(report.run.not_evaluated), "rule") + " that this run did not evaluate"
    if report.left_out:
        yield counted(len(report.left_out), "rule") + " that the practice left out"
    idle = sum(ruling.count(Status.NOT_APPLICABLE) == len(ruling.outcomes) for ruling in report.rulings)
    if idle:
        yield f"{counted(idle, 'rule')} that {'applies' if idle == 1 else 'apply'} to nothing in these records"
    unread = [visible(one.path) for one in report.inputs.not_read if not one.is_searched]
    if unread:
        yield f"{counted(len(unread), 'file')} that {'is' if len(unread) == 1 else 'are'} no YAML: {', '.join(unread)}"

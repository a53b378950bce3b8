"""The first screen as rows for the page: what to do first, and what was looked at."""

from collections.abc import Iterator, Sequence

from portalaudit.model.action import Action, Target
from portalaudit.model.question import Question
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Status
from portalaudit.report.characters import prose, visible
from portalaudit.report.report_directory import Directory
from portalaudit.report.summary import Summary
from portalaudit.report.wording import counted

FIRST = 6
"""So many things to do stand on the first screen."""
FIRST_QUESTIONS = 4
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class TodoRow:
    """One thing to do: the sentence, whom it is about, by when and by whom. `query` finds its findings.

    `ends` says how many other findings end with it.
    """

    severity: str
    title: str
    about: str
    due: str
    by: str
    findings: str
    ends: str
    query: str


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record that a fact is missing from, and where it is written."""

    name: str
    place: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A fact that is missing, how many answers wait for it, and the records that it is missing from."""

    title: str
    answers: str
    not_listed: str
    records: tuple[RecordRow, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of the run, and what it counts."""

    label: str
    number: str


def todo_rows(actions: Sequence[Action]) -> tuple[TodoRow, ...]:
    """What to do, first things first."""
    return tuple(map(_row, actions))


def _row(action: Action) -> TodoRow:
    return TodoRow(
        severity=action.severity.value,
        title=prose(action.title),
        about=_some(list(_about(action))),
        due=action.due.value.capitalize(),
        by=action.by.value,
        findings=counted(len(action.findings), "finding"),
        ends=f"{counted(len(action.settles), 'other')} end{'' if len(action.settles) > 1 else 's'} with it"
        if action.settles
        else "",
        query=f"action:{visible(action.verb)}",
    )


def _about(action: Action) -> Iterator[str]:
    """Each person or thing, with how many logins are meant where there are several; logins of no one by name."""
    for name, number in action.shares:
        if name:
            yield f"{prose(name)} {number:,}" if number > 1 else prose(name)
        else:
            yield from (_login(target) for target in action.targets if target.person is None)


def _login(target: Target) -> str:
    return prose(f"{target.name} on {target.portal.name}" if target.portal else target.name)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return " · ".join(names[:_MOST_NAMED]) + more


def question_rows(questions: Sequence[Question]) -> tuple[QuestionRow, ...]:
    """What is missing, the fact that most answers wait for first."""
    return tuple(_question(question) for question in questions)


def _question(question: Question) -> QuestionRow:
    waits = "waits" if question.answers == 1 else "wait"
    return QuestionRow(
        title=prose(question.title),
        answers=f"{counted(question.answers, 'answer')} {waits}",
        not_listed=prose(", ".join(portal.name for portal in question.not_listed)),
        records=tuple(RecordRow(prose(one.name), visible(str(one.place))) for one in question.records),
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
    Status.RESOLVED: "Looked into and resolved",
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

"""The first screen as rows for the page: what to do first, and what was looked at."""

from collections.abc import Iterator, Mapping, Sequence

from portalaudit.model.action import Action
from portalaudit.model.question import Question
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Status, Verdict
from portalaudit.report import to_do
from portalaudit.report.characters import prose, visible
from portalaudit.report.report_directory import Directory
from portalaudit.report.summary import Summary
from portalaudit.report.wording import counted

FIRST = 6
"""So many things to do stand on the first screen."""
FIRST_QUESTIONS = 4
_LONGEST_SAID = 200
"""A longer message, in characters, stands in the finding only."""


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


def todo_rows(actions: Sequence[Action], findings: Sequence[Verdict]) -> tuple[TodoRow, ...]:
    """What to do, first things first."""
    messages = {verdict.fingerprint: verdict.message for verdict in findings}
    return tuple(_row(action, messages) for action in actions)


def _row(action: Action, messages: Mapping[str, str]) -> TodoRow:
    return TodoRow(
        severity=action.severity.value,
        title=prose(action.title),
        about=_only(action, messages) or to_do.some(to_do.concerned(action), " · "),
        due=action.due.value.capitalize(),
        by=action.by.value,
        findings=counted(len(action.findings), "finding"),
        ends=to_do.also_settled(action),
        query=f"action:{visible(action.verb)}",
    )


def _only(action: Action, messages: Mapping[str, str]) -> str:
    """What is wrong, where that is one thing; the logins, where one person has a few. Empty for anything wider."""
    said = messages.get(action.findings[0], "") if len(action.findings) == 1 else ""
    if said and len(said) <= _LONGEST_SAID:
        return prose(said)
    is_login = all(target.of.type == "account" for target in action.targets)
    (name, number), *others = action.shares
    if is_login and name and not others and 1 < number <= to_do.MOST_NAMES:
        return f"{prose(name)}: {', '.join(map(to_do.login, action.targets))}"
    return ""


def question_rows(questions: Sequence[Question]) -> tuple[QuestionRow, ...]:
    """What is missing, the fact that most answers wait for first."""
    return tuple(_question(question) for question in questions)


def _question(question: Question) -> QuestionRow:
    waits = "waits" if question.answers == 1 else "wait"
    return QuestionRow(
        title=prose(question.title),
        answers=f"{to_do.waiting(question)} {waits}",
        not_listed=prose(", ".join(portal.name for portal in question.not_listed)),
        records=tuple(RecordRow(prose(one.name), visible(str(one.place))) for one in question.records),
    )


def looked_at(summary: Summary, directory: Directory) -> tuple[Count, ...]:
    """How many of what a run looked at."""
    access = directory.access
    rules = summary.rules + summary.not_evaluated
    return (
        Count("People", f"{len(access.people):,}"),
        Count("Portals", f"{len(access.portals):,}"),
        Count(f"Logins, {access.live:,} of them live", f"{len(access.logins):,}"),
        Count("Rules evaluated", f"{summary.rules:,} of {rules:,}"),
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
    """How many checks were made, and how many had which answer; of kinds that are none only the first two are named."""
    return (
        Count("Checks made", f"{summary.checks:,}"),
        *(
            Count(label, f"{summary.by_status[status]:,}")
            for status, label in _ANSWERS.items()
            if summary.by_status[status] or status in {Status.PASS, Status.FAIL}
        ),
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
        yield f"{counted(len(unread), 'file')} that portalaudit does not read: {', '.join(unread)}"

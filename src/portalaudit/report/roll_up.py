"""The table that closes a run over several practices: a line for each."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status
from portalaudit.report.characters import harmless, prose, uncommanding
from portalaudit.report.compared import base_named, of_findings, of_questions
from portalaudit.report.paint import Ink, Paint
from portalaudit.report.partial import banner
from portalaudit.report.summary import summarize
from portalaudit.report.wording import counted


class Outcome(StrEnum):
    """What a line says of a practice, the best first."""

    CLEAN = "clean"
    NOTHING_NEW = "nothing new"
    WITHIN_LIMITS = "within limits"
    FINDINGS = "needs attention"
    FILES = "files to fix"
    NOT_JUDGED = "not evaluated"


_INKS = {Outcome.FINDINGS: Ink.HIGH, Outcome.FILES: Ink.ERROR, Outcome.NOT_JUDGED: Ink.ERROR}
_COUNTED = {
    Outcome.CLEAN: "clean",
    Outcome.NOTHING_NEW: "with nothing new or worse",
    Outcome.WITHIN_LIMITS: "within the limits that are set",
    Outcome.FINDINGS: "with findings or questions",
    Outcome.FILES: "with files to fix",
    Outcome.NOT_JUDGED: "not evaluated",
}
_HEADINGS = ("practice", "result", *Severity, "questions", "new or worse", "oldest review")
_COMPARED = _HEADINGS.index("new or worse")
_NONE = "-"


@dataclass(frozen=True, slots=True)
class Compared:
    """How the findings and questions of a practice compare with `base`, a commit or a file; `due` are new or worse."""

    base: str
    due: int
    fixed: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is counted of a practice. `banner` says that the run was partial; `findings` are by severity.

    `compared` is None where the practice is held against nothing; the other numbers are of all that is there.
    `oldest_review` is the last access review of the portal where it is longest ago: `none` where one has never had any,
    empty where there are no portals.
    """

    as_of: datetime.date
    banner: str
    findings: Mapping[Severity, int]
    unknown: int
    questions: int
    waived: int
    problems: int
    oldest_review: str
    compared: Compared | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A practice of a run: its name, what came of it, and its numbers, None where it could not be judged."""

    name: str
    outcome: Outcome
    exit_code: int
    numbers: Numbers | None = None


def numbers_of(report: Report) -> Numbers:
    """Count a report. Nothing of the report is kept: a run may be about a hundred practices."""
    summary = summarize(report)
    reviews = [portal.reviewed_on for portal in report.access().portals]
    return Numbers(
        as_of=report.as_of,
        banner=banner(report),
        findings={severity: summary.of_severity(severity) for severity in Severity},
        unknown=report.count(Status.UNKNOWN),
        questions=summary.questions,
        waived=report.count(Status.WAIVED),
        problems=summary.problems,
        oldest_review=min((day or "none" for day in reviews), key=lambda day: day if day != "none" else "", default=""),
        compared=_compared(report),
    )


def _compared(report: Report) -> Compared | None:
    if report.comparison is None:
        return None
    counts = (of_findings(report, report.comparison), of_questions(report, report.comparison))
    due, fixed = sum(one.new + one.worse for one in counts), sum(one.fixed for one in counts)
    return Compared(base_named(report.comparison), due, fixed)


def outcome_within(numbers: Numbers) -> Outcome:
    """What came of a practice that nothing is asked of now."""
    if numbers.compared is not None:
        return Outcome.NOTHING_NEW
    return Outcome.WITHIN_LIMITS if numbers.unknown or any(numbers.findings.values()) else Outcome.CLEAN


def _cells(numbers: Numbers | None) -> tuple[str, ...]:
    if numbers is None:
        return (_NONE,) * (len(_HEADINGS) - 2)
    counts = (*numbers.findings.values(), numbers.questions)
    due = f"{numbers.compared.due:,}" if numbers.compared else _NONE
    return (*(f"{number:,}" for number in counts), due, numbers.oldest_review or _NONE)


def roll_up(lines: Sequence[Line], paint: Paint) -> Iterator[str]:
    """The table, and below it how many practices there are of each outcome."""
    rows = [_HEADINGS, *((prose(line.name), line.outcome, *_cells(line.numbers)) for line in lines)]
    if not any(line.numbers and line.numbers.compared for line in lines):
        rows = [(*row[:_COMPARED], *row[_COMPARED + 1 :]) for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    text = [paint(Ink.STRONG, _aligned(rows[0], widths))]
    for line, row in zip(lines, rows[1:], strict=True):
        name, outcome, *numbers = _padded(row, widths)
        text.append(f"{name}  {paint(_INKS.get(line.outcome, Ink.GOOD), outcome)}  {'  '.join(numbers).rstrip()}")
    reached = {outcome: sum(line.outcome is outcome for line in lines) for outcome in Outcome}
    said = ", ".join(f"{number:,} {_COUNTED[outcome]}" for outcome, number in reached.items() if number)
    text += ["", f"{counted(len(lines), 'practice')}: {said}."]
    return harmless(f"{uncommanding(line)}\n" for line in text)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(_padded(cells, widths)).rstrip()


def _padded(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """Words to the left, numbers to the right."""
    last = len(cells) - 1
    for at, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        yield cell.ljust(width) if at in (0, 1, last) else cell.rjust(width)

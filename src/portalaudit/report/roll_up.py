"""The table that closes a run over several practices: a line for each."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status
from portalaudit.report.characters import harmless, prose, uncommanding
from portalaudit.report.paint import Ink, Paint
from portalaudit.report.partial import banner
from portalaudit.report.summary import summarize
from portalaudit.report.wording import counted


class Outcome(StrEnum):
    """What a line says of a practice, the best first."""

    CLEAN = "clean"
    FINDINGS = "needs attention"
    FILES = "files to fix"
    NOT_JUDGED = "not evaluated"


_INKS = {Outcome.CLEAN: Ink.GOOD, Outcome.FINDINGS: Ink.HIGH, Outcome.FILES: Ink.ERROR, Outcome.NOT_JUDGED: Ink.ERROR}
_COUNTED = {
    Outcome.CLEAN: "clean",
    Outcome.FINDINGS: "with findings or questions",
    Outcome.FILES: "with files to fix",
    Outcome.NOT_JUDGED: "not evaluated",
}
_HEADINGS = ("practice", "result", *Severity, "questions", "oldest review")
_NONE = "-"


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is counted of a practice. `banner` says that the run was partial; `findings` are by severity.

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
    )


def _cells(numbers: Numbers | None) -> tuple[str, ...]:
    if numbers is None:
        return (_NONE,) * (len(_HEADINGS) - 2)
    counts = (*numbers.findings.values(), numbers.questions)
    return (*(f"{number:,}" for number in counts), numbers.oldest_review or _NONE)


def roll_up(lines: Sequence[Line], paint: Paint) -> Iterator[str]:
    """The table, and below it how many practices there are of each outcome."""
    rows = [_HEADINGS, *((prose(line.name), line.outcome, *_cells(line.numbers)) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    text = [paint(Ink.STRONG, _aligned(_HEADINGS, widths))]
    for line, row in zip(lines, rows[1:], strict=True):
        name, outcome, rest = row[0].ljust(widths[0]), row[1].ljust(widths[1]), _aligned(row[2:], widths[2:])
        text.append(f"{name}  {paint(_INKS[line.outcome], outcome)}  {rest}")
    numbers = {outcome: sum(line.outcome is outcome for line in lines) for outcome in Outcome}
    said = ", ".join(f"{number:,} {_COUNTED[outcome]}" for outcome, number in numbers.items() if number)
    text += ["", f"{counted(len(lines), 'practice')}: {said}."]
    return harmless(f"{uncommanding(line)}\n" for line in text)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, numbers to the right."""
    last = len(_HEADINGS) - 1
    first = len(_HEADINGS) - len(cells)
    shown = (
        cell.ljust(width) if first + at in (0, 1, last) else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(shown).rstrip()

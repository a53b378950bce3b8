"""Marks in cases files: comments that say which verdict belongs to a line."""

from collections.abc import Iterator

from portalaudit.model import Place, Problem, ProblemCode, Severity, Status, Verdict
from portalaudit.model.values import dataclass
from portalaudit.source.patterns import late

# Anything that holds `expect` in a comment is meant as a mark, so that a misspelt one is told and not passed over.
_COMMENT = late(r"(?i)#.*?expect")
_MARKS = late(r"(?:^|\s)#\s*expect:\s*(?P<marks>.+?)\s*$")
_MARK = late(
    r"(?P<status>{})(?:\s+(?P<severity>{})\b(?![-?]))?(?P<checks>(?:\s+[a-z][a-z0-9-]*\??)*)(?:\s+\"(?P<part>[^\"]+)\")?".format(
        "|".join(Status), "|".join(Severity)
    )
)
OPEN = "?"
"""Behind the name of a check that there is not enough information for."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict expected on a line; severity, checks and a part of the message where they are given.

    Where checks are named, these are all that fail and, with a `?` behind them, all that cannot be told.
    """

    line: int
    status: Status
    severity: Severity | None
    part: str
    checks: frozenset[str] = frozenset()

    def fits(self, verdict: Verdict) -> bool:
        """Whether a verdict on this line is the one meant."""
        return (
            verdict.place.line == self.line
            and verdict.status is self.status
            and self.severity in (None, verdict.severity)
            and (not self.checks or self.checks == checks_of(verdict))
            and self.part in verdict.message
        )

    def __str__(self) -> str:
        severity = f" {self.severity}" if self.severity else ""
        checks = "".join(f" {check}" for check in sorted(self.checks))
        part = f' "{self.part}"' if self.part else ""
        return f"{self.status}{severity}{checks}{part}"


def checks_of(verdict: Verdict) -> frozenset[str]:
    """The checks of a verdict as a mark names them."""
    return frozenset((*verdict.checks, *(f"{check}{OPEN}" for check in verdict.undetermined)))


def read_marks(path: str, text: str) -> tuple[tuple[Mark, ...], tuple[Problem, ...]]:
    """Every mark of a cases file, and a problem for each comment that means to be one and is not."""
    marks: list[Mark] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        comment = _COMMENT.search(line)
        if comment is None:
            continue
        found = tuple(_marks_of(number, line))
        marks += found
        if not found:
            problems.append(_unread_mark(Place(path, number, comment.start() + 1, len(line) + 1)))
    return tuple(marks), tuple(problems)


def _marks_of(number: int, line: str) -> Iterator[Mark]:
    """The marks of a line; none where any of them does not parse."""
    written = _MARKS.search(line)
    parsed = [_MARK.fullmatch(each.strip()) for each in written["marks"].split(";")] if written else []
    if None in parsed:
        return
    for mark in filter(None, parsed):
        severity = Severity(mark["severity"]) if mark["severity"] else None
        checks = frozenset(mark["checks"].split())
        yield Mark(number, Status(mark["status"]), severity, mark["part"] or "", checks)


def _unread_mark(place: Place) -> Problem:
    return Problem(
        ProblemCode.BAD_CASES,
        "this comment means to be a mark and cannot be read as one",
        place,
        hint="write `# expect: fail`, or with severity, checks and words of the message "
        "`# expect: fail high no-owner \"never used\"`; several on one line with ';' between",
    )

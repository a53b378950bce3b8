"""What every form of a history says: how many findings came and went, of each rule too, and how it was looked at."""

from collections.abc import Iterator, Mapping

from portalaudit.model.history import Finding, History, Point
from portalaudit.model.values import dataclass
from portalaudit.report.wording import counted


@dataclass(frozen=True, slots=True)
class Step:
    """A point, and how many findings opened and closed since the one before."""

    point: Point
    opened: int
    closed: int


def steps(answer: History) -> Iterator[Step]:
    """What changed from each point to the next; everything is new at the first of all."""
    before: Mapping[str, Finding] = answer.eve.findings if answer.eve else {}
    for point in answer.points:
        opened, closed = point.findings.keys() - before.keys(), before.keys() - point.findings.keys()
        yield Step(point, len(opened), len(closed))
        before = point.findings


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a rule's findings opened and closed, and for how many days one was open at most."""

    rule: str
    opened: int
    closed: int
    longest: int


def tallies(answer: History) -> Iterator[Tally]:
    """Of each rule that had a finding, by id."""
    for rule in sorted({spell.finding.rule for spell in answer.spells}):
        own = [spell for spell in answer.spells if spell.finding.rule == rule]
        closed = sum(spell.closed is not None for spell in own)
        yield Tally(rule, len(own), closed, max(spell.days(answer.end) for spell in own))


def notes(answer: History) -> Iterator[str]:
    """How the days were looked at, and what was not."""
    yield "Each day is evaluated with the files of its newest commit and by its own rules."
    if not answer.is_every_day:
        yield (
            "Not every day was evaluated (--quick), only some between two commits: what opened and closed again in "
            "between may be missing, and with it failing days. For every day: leave out --quick."
        )
    if any(spell.is_cut for spell in answer.spells):
        yield f"Days count from {answer.since} on; what is marked as earlier was open before."
    if answer.left_out:
        count = counted(len(answer.left_out), "commit")
        yield f"{count} left out, because files of theirs have problems; the files before them count on."

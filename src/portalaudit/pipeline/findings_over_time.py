"""Findings over time: which days to evaluate, when each finding opened and closed, and on which days a control failed.

A commit's files hold from its day until the day before the next one. What they show changes in that time all the same:
a last day passes, a review falls due, a waiver ends.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from portalaudit.model.history import Controls, FailingDays, Finding, Point, Spell
from portalaudit.model.report import Report

Days = Callable[[Callable[[datetime.date], Point], Point, datetime.date], Iterator[Point]]
"""The points of one commit after its first, until a day: evaluated by the function that is given."""

_DAY = datetime.timedelta(1)


def findings_of(report: Report) -> dict[str, Finding]:
    """What a history keeps of a report, by fingerprint."""
    return {one.fingerprint: Finding(one.rule, one.subject, one.severity, one.message) for one in report.findings()}


def every_day(at: Callable[[datetime.date], Point], first: Point, last: datetime.date) -> Iterator[Point]:
    """Each day, so that nothing is missing."""
    for number in range((last - first.day).days):
        yield at(first.day + (number + 1) * _DAY)


def halving(at: Callable[[datetime.date], Point], first: Point, last: datetime.date) -> Iterator[Point]:
    """The last day, and where it differs from the first the day in the middle, and so on.

    It takes few days to find each change, and misses what comes and is gone again between two that look the same.
    """
    if last > first.day:
        yield from _between(at, first, at(last))


def _between(at: Callable[[datetime.date], Point], before: Point, after: Point) -> Iterator[Point]:
    days = (after.day - before.day).days
    if days > 1 and not before.shows_as(after):
        middle = at(before.day + days // 2 * _DAY)
        yield from _between(at, before, middle)
        yield from _between(at, middle, after)
    else:
        yield after


def changes(points: Iterable[Point]) -> Iterator[Point]:
    """The commits, the days on which time changed something, and the last day."""
    before: Point | None = None
    passed: Point | None = None
    for point in points:
        passed = point
        if before is None or not point.by_time or not point.shows_as(before):
            yield point
            before, passed = point, None
    if passed is not None:
        yield passed


def spells_of(points: Sequence[Point], eve: Point | None = None) -> tuple[Spell, ...]:
    """Every finding's time, by the day on which it opened; one that comes again has another. Points are by day.

    `eve` is the day before the first of them, where there was one.
    """
    is_open: dict[str, tuple[Finding, Point]] = {}
    found: list[Spell] = []
    earlier = eve.findings if eve else {}

    def spell(name: str, closed: Point | None) -> Spell:
        finding, opened = is_open[name]
        return Spell(name, finding, opened, closed, opened is points[0] and name in earlier)

    for point in points:
        gone = [name for name in is_open if name not in point.findings]
        found += [spell(name, point) for name in gone]
        for name in gone:
            del is_open[name]
        for name, finding in point.findings.items():
            is_open[name] = finding, is_open[name][1] if name in is_open else point
    found += [spell(name, None) for name in is_open]
    return tuple(sorted(found, key=_order))


def _order(spell: Spell) -> tuple[object, ...]:
    closed = spell.closed.day if spell.closed else datetime.date.max
    finding = spell.finding
    return spell.opened.day, closed, finding.severity.rank, finding.rule, finding.subject.type, finding.subject.id


def failing_days(spells: Iterable[Spell], controls: Controls, end: datetime.date) -> tuple[FailingDays, ...]:
    """The days of each quarter on which a rule that names a control had a finding.

    The day on which one opened counts, the one on which it closed does not, and `end` does.
    """
    days: dict[tuple[str, str], set[datetime.date]] = {}
    for spell in spells:
        last = spell.closed.day if spell.closed else end + _DAY
        covered = {spell.opened.day + n * _DAY for n in range((last - spell.opened.day).days)}
        for control in controls.get(spell.finding.rule, ()):
            days.setdefault(control, set()).update(covered)
    return tuple(
        FailingDays(*control, name, number)
        for control, found in sorted(days.items())
        for name, number in sorted(Counter(map(quarter, found)).items())
    )


def quarter(day: datetime.date) -> str:
    """`2026 Q4`."""
    return f"{day.year} Q{(day.month + 2) // 3}"

"""Findings over time: when each opened and closed, and on how many days a control had one.

A state is known for the day of its commit, and holds until the next one.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from portalaudit.model import Severity, Verdict
from portalaudit.model.listing import Listing, Table
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass

_SHORT = 12
_WIDEST = 40

Controls = Mapping[str, tuple[tuple[str, str], ...]]
"""By rule the controls that it supports evidence for, each with its framework."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a history says of a finding. `about` is its subject, with its type."""

    rule: str
    about: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Point:
    """The findings of one commit on its day, by fingerprint."""

    day: datetime.date
    commit: str
    findings: Mapping[str, Finding]
    unanswered: int
    controls: Controls


@dataclass(frozen=True, slots=True)
class Spell:
    """One finding from the day on which it was first seen to the one on which it was no more; None where it is open."""

    finding: Finding
    opened: Point
    closed: Point | None

    def days(self, end: datetime.date) -> int:
        """How many days it was open until `end`."""
        return ((self.closed.day if self.closed else end) - self.opened.day).days


def point_of(report: Report, commit: str, day: datetime.date) -> Point:
    """The state that a report shows."""
    return Point(
        day=day,
        commit=commit,
        findings={one.fingerprint: _finding(one) for one in report.findings()},
        unanswered=len(report.unanswered()),
        controls={
            ruling.rule.id: tuple((framework, one) for framework, ids in ruling.rule.controls.items() for one in ids)
            for ruling in report.rulings
        },
    )


def _finding(verdict: Verdict) -> Finding:
    about = f"{verdict.subject.type} {verdict.subject.id}"
    return Finding(verdict.rule, about, verdict.severity, verdict.message)


def spells_of(points: Sequence[Point]) -> tuple[Spell, ...]:
    """Every finding's time, by the day on which it opened; one that comes again has another. Points are by day."""
    is_open: dict[str, tuple[Finding, Point]] = {}
    found: list[Spell] = []
    for point in points:
        gone = [name for name in is_open if name not in point.findings]
        found += [Spell(*is_open.pop(name), point) for name in gone]
        for name, finding in point.findings.items():
            first = is_open[name][1] if name in is_open else point
            is_open[name] = finding, first
    found += [Spell(finding, opened, None) for finding, opened in is_open.values()]
    return tuple(sorted(found, key=_order))


def _order(spell: Spell) -> tuple[object, ...]:
    closed = spell.closed.day if spell.closed else datetime.date.max
    return spell.opened.day, closed, spell.finding.severity.rank, spell.finding.rule, spell.finding.about


def failing_days(
    spells: Iterable[Spell], controls: Controls, end: datetime.date
) -> Mapping[tuple[str, str], Counter[str]]:
    """By framework and control the days in each quarter on which a rule that names it had a finding.

    A day counts from the one on which a finding was first seen; the one on which it was gone does not, and `end` does.
    """
    days: dict[tuple[str, str], set[datetime.date]] = {}
    for spell in spells:
        last = spell.closed.day if spell.closed else end + datetime.timedelta(1)
        covered = {spell.opened.day + datetime.timedelta(n) for n in range((last - spell.opened.day).days)}
        for control in controls.get(spell.finding.rule, ()):
            days.setdefault(control, set()).update(covered)
    return {control: Counter(map(quarter, sorted(found))) for control, found in sorted(days.items())}


def quarter(day: datetime.date) -> str:
    """`2026 Q4`."""
    return f"{day.year} Q{(day.month + 2) // 3}"


def history_listing(
    points: Sequence[Point], end: datetime.date, left_out: Sequence[str], practice: str = ""
) -> Listing:
    """The history of a practice as tables. `left_out` are commits whose files have problems."""
    spells = spells_of(points)
    controls = {rule: named for point in points for rule, named in point.controls.items()}
    notes = ["A state holds from the day of its commit until the next one, and is judged by its own rules."]
    if left_out:
        names = ", ".join(name[:_SHORT] for name in left_out)
        notes.append(f"Left out, because files of theirs have problems: {names}.")
    return Listing(
        "Findings over time",
        (
            Table("Commits", ("Day", "Commit", "Findings", "Chart", "Opened", "Closed", "Unknown"), _commits(points)),
            Table("Rules", ("Rule", "Opened", "Closed", "Open", "Longest in days"), tuple(_rules(spells, end))),
            Table("Failing days", ("Control", "Quarter", "Days"), tuple(_controls(spells, controls, end))),
            Table(
                "Findings",
                ("Rule", "About", "Severity", "Opened", "Closed", "Days", "What"),
                tuple(_row(spell, end) for spell in spells),
            ),
        ),
        about=practice,
        as_of=end,
        notes=tuple(notes),
    )


def _commits(points: Sequence[Point]) -> tuple[tuple[str, ...], ...]:
    most = max((len(point.findings) for point in points), default=0)
    rows = []
    before: Mapping[str, Finding] = {}
    for point in points:
        opened, closed = len(point.findings.keys() - before.keys()), len(before.keys() - point.findings.keys())
        bar = "\N{FULL BLOCK}" * (len(point.findings) * _WIDEST // max(most, _WIDEST))
        number = str(len(point.findings))
        rows.append(
            (str(point.day), point.commit[:_SHORT], number, bar, str(opened), str(closed), str(point.unanswered))
        )
        before = point.findings
    return tuple(rows)


def _rules(spells: Sequence[Spell], end: datetime.date) -> Iterator[tuple[str, ...]]:
    for rule in sorted({spell.finding.rule for spell in spells}):
        own = [spell for spell in spells if spell.finding.rule == rule]
        closed = sum(spell.closed is not None for spell in own)
        longest = max(spell.days(end) for spell in own)
        yield rule, str(len(own)), str(closed), str(len(own) - closed), str(longest)


def _controls(spells: Sequence[Spell], controls: Controls, end: datetime.date) -> Iterator[tuple[str, ...]]:
    for (framework, control), quarters in failing_days(spells, controls, end).items():
        yield from ((f"{framework} {control}", name, str(days)) for name, days in sorted(quarters.items()))


def _row(spell: Spell, end: datetime.date) -> tuple[str, ...]:
    closed = f"{spell.closed.day} ({spell.closed.commit[:_SHORT]})" if spell.closed else ""
    return (
        spell.finding.rule,
        spell.finding.about,
        spell.finding.severity,
        f"{spell.opened.day} ({spell.opened.commit[:_SHORT]})",
        closed,
        str(spell.days(end)),
        spell.finding.message,
    )

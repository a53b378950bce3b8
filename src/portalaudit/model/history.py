"""Findings over time: the state of a practice day by day, and when each finding opened and closed."""

import datetime
from collections.abc import Mapping
from typing import TypeAlias

from portalaudit.model.report import PracticeName
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Subject

Controls: TypeAlias = Mapping[str, tuple[tuple[str, str], ...]]
"""By rule the controls that it supports evidence for, each with its framework."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a history says of a finding."""

    rule: str
    subject: Subject
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Point:
    """The findings on a day, by fingerprint, in the files of the commit that was the newest then.

    `by_time` says that nothing was committed on that day, so that what is new came about by time alone.
    """

    day: datetime.date
    commit: str
    findings: Mapping[str, Finding]
    unanswered: int
    by_time: bool = False

    def shows_as(self, other: "Point") -> bool:
        """Whether both have the same findings of the same severities, and as many questions."""
        if self.unanswered != other.unanswered or self.findings.keys() != other.findings.keys():
            return False
        return all(one.severity is other.findings[name].severity for name, one in self.findings.items())


@dataclass(frozen=True, slots=True)
class Spell:
    """One finding from the first day on which it was there to the first on which it was not; None where it is open.

    `is_cut` says that it was there before the days that were looked at.
    """

    fingerprint: str
    finding: Finding
    opened: Point
    closed: Point | None
    is_cut: bool

    def days(self, end: datetime.date) -> int:
        """How many days it was open until `end`."""
        return ((self.closed.day if self.closed else end) - self.opened.day).days


@dataclass(frozen=True, slots=True)
class FailingDays:
    """On how many days of a quarter a control had a finding."""

    framework: str
    control: str
    quarter: str
    days: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A commit that was not evaluated, and why."""

    commit: str
    day: datetime.date
    why: str


@dataclass(frozen=True, slots=True)
class History:
    """A practice from one day to another. `points` are its commits and the days on which something changed.

    `eve` is the day before `since`, where there was something by then. `is_every_day` says that each day was evaluated,
    so that no change can be missing.
    """

    practice: PracticeName
    since: datetime.date | None
    end: datetime.date
    eve: Point | None
    points: tuple[Point, ...]
    spells: tuple[Spell, ...]
    failing: tuple[FailingDays, ...]
    left_out: tuple[LeftOut, ...]
    is_every_day: bool
    version: str

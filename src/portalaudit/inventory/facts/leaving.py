"""Derived facts of leaving: by when an account had to stop working, and when it did."""

import math
from collections.abc import Sequence

from portalaudit.inventory.calendar import HOURS_A_DAY
from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import LIVE, live, users
from portalaudit.inventory.facts.people import FOREVER, Spell, has_left, spells_of
from portalaudit.inventory.kept import once, once_each
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.dates import has_time
from portalaudit.source.document import Route

_HOUR = 3600


@dataclass(frozen=True, slots=True, eq=False)
class Leaving:
    """The end of a time of work."""

    person: Person = field(metadata={"meaning": "Who leaves"})
    on: Date = field(metadata={"meaning": "Last working day"})
    involuntary: bool = field(metadata={"meaning": "Whether the practice ends the engagement"})


def leaving_of(person: Person, spell: Spell, world: World) -> Leaving:
    """The end of one of a person's times of work."""
    return Leaving(person, world.calendar.text(spell.last), spell.involuntary)


@dataclass(frozen=True, slots=True, eq=False)
class AccountLeaving:
    """The end of a user's time of work that a dead account had to follow, and how long it stayed open after."""

    person: Person = field(metadata={"meaning": "Who left"})
    on: Date = field(metadata={"meaning": "Last working day"})
    involuntary: bool = field(metadata={"meaning": "Whether the practice ended the engagement"})
    hours_open: int | None = field(
        metadata={
            "needs": ("stopped_on",),
            "meaning": "Hours that it stayed open after, at most; 0 where it stopped in time. A last working day ends "
            "at midnight. Where only days are known the same day counts as in time and the next as 48 hours. Not "
            "known where neither `deactivated_on` nor `suspended_on` says when it stopped",
        }
    )
    hours_open_at_least: int | None = field(
        metadata={
            "needs": ("stopped_on",),
            "meaning": "Hours that it stayed open after, at least: what the written dates prove. Not known where "
            "neither `deactivated_on` nor `suspended_on` says when it stopped",
        }
    )


@dataclass(frozen=True, slots=True)
class _Moment:
    """A moment, or a whole day where no time is written."""

    day: int
    text: str

    @property
    def is_exact(self) -> bool:
        return has_time(self.text)


def _stop_route(account: Account, _world: World) -> Route:
    return ("suspended_on",) if account.suspended_on and not account.deactivated_on else ("deactivated_on",)


@derived(written_at=_stop_route, needs=("deactivated_on | suspended_on",))
def stopped_on(account: Account, world: World) -> Date | None:
    """When a dead account stopped working: deactivated for good, or suspended before that and not enabled again.

    Not known for a live account, and where neither `deactivated_on` nor `suspended_on` is written.
    """
    if live(account, world):
        return None
    suspended, enabled = account.suspended_on, account.enabled_on
    if suspended is not None and enabled is not None and suspended <= enabled:
        suspended = None
    given = [text for text in (account.deactivated_on, suspended) if text is not None]
    return min(given, key=world.calendar.day, default=None)


def _leavings_of_all(accounts: Sequence[Account], world: World) -> list[AccountLeaving | None]:
    """The `leaving` of many accounts: most have one user, of whom no time of work is over."""
    stayed = _stayed(world)
    return [
        None
        if account.status in LIVE
        or (
            account.persons is None and account.used_by is None and (account.person is None or account.person in stayed)
        )
        else leaving(account, world)
        for account in accounts
    ]


@once
def _stayed(world: World) -> frozenset[str]:
    """The ids of everybody of whom no time of work is known to be over."""
    staff, today = world.inventory.tables["staff"].records, world.today
    return frozenset(one.id for one in staff if all(spell.last >= today for spell in spells_of(one, world) or ()))


@derived(written_at="deactivated_on", needs=("stopped_on", "users.engagements"), compute_all=_leavings_of_all)
@once_each
def leaving(account: Account, world: World) -> AccountLeaving | None:
    """The leaving that a dead account had to follow.

    That is the last one before it stopped working; where there is none, the first one after. A return to work ends the
    hours that it stayed open as a stop does. Not known for a live account, and where the `engagements` of its users
    show no leaving.
    """
    found = _left_with(account, world)
    if found is None:
        return None
    person, spell = found
    least, most = _delay(account, spell, world) or (None, None)
    return AccountLeaving(person, world.calendar.text(spell.last), spell.involuntary, most, least)


def _left_with(account: Account, world: World) -> tuple[Person, Spell] | None:
    """The user and the time of work whose end a dead account had to follow."""
    if live(account, world):
        return None
    stopped = stopped_on(account, world)
    day = FOREVER if stopped is None else world.calendar.day(stopped)
    made = None if account.created_on is None else world.calendar.day(account.created_on)
    found = ((person, _spell_left(person, day, made, world)) for person in users(account, world) or ())
    left = ((person, spell) for person, spell in found if spell is not None)
    return min(left, key=lambda each: each[1].last, default=None)


def _spell_left(person: Person, stopped: int, made: int | None, world: World) -> Spell | None:
    spells = [s for s in spells_of(person, world) or () if s.last < world.today]
    if stopped == FOREVER and not has_left(person, world):
        return None
    survived = [s for s in spells if s.last < stopped and (made is None or made <= s.last)]
    if survived:
        return survived[-1]
    return next((s for s in spells if stopped <= s.last), None)


def _delay(account: Account, spell: Spell, world: World) -> tuple[int, int] | None:
    """Least and most hours between leaving and stop."""
    stopped = stopped_on(account, world)
    if stopped is None:
        return None
    stop = _Moment(world.calendar.day(stopped), stopped)
    back = [s.first for p in users(account, world) or () for s in spells_of(p, world) or () if s.first > spell.last]
    if back and min(back) <= stop.day:
        stop = _Moment(min(back), world.calendar.text(min(back)))
    return _hours(_Moment(spell.last, spell.end or ""), stop, world)


def _hours(end: _Moment, stop: _Moment, world: World) -> tuple[int, int]:
    if not end.is_exact and not stop.is_exact:
        days = max(0, stop.day - end.day)
        return days * HOURS_A_DAY, (days + 1) * HOURS_A_DAY if days else 0
    calendar = world.calendar
    finish = calendar.time(end.text if end.is_exact else calendar.text(end.day + 1)).timestamp()
    if stop.is_exact:
        hours = max(0, math.ceil((calendar.time(stop.text).timestamp() - finish) / _HOUR))
        return hours, hours
    # Differences of timestamps, because a day on which the clocks change has 23 or 25 hours.
    earliest, latest = (calendar.time(calendar.text(day)).timestamp() - finish for day in (stop.day, stop.day + 1))
    return max(0, math.floor(earliest / _HOUR)), max(0, math.ceil(latest / _HOUR))

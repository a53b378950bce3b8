"""Derived facts of leaving: by when an account had to stop working, when it did, and what was done after."""

import math
from collections.abc import Iterator

from portalaudit.inventory.calendar import HOURS_A_DAY, has_time
from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import live, users
from portalaudit.inventory.facts.people import FOREVER, Spell, has_left, spells_of
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.document import Route

NEVER = "never"
_HOUR = 3600
NO_LOGIN = frozenset({"import", "admin_unlock"})
"""Sources of a last login that only stamp the account: nobody signed in."""


@dataclass(frozen=True, slots=True, eq=False)
class Leaving:
    """The end of a user's work that an account had to follow."""

    name: str = field(metadata={"meaning": "Name of the user who left"})
    on: Date = field(metadata={"meaning": "Last working day"})
    involuntary: bool = field(metadata={"meaning": "Whether the practice ended the engagement"})


@dataclass(frozen=True, slots=True)
class _Moment:
    """A moment, or a whole day where no time is written."""

    day: int
    text: str

    @property
    def is_exact(self) -> bool:
        return has_time(self.text)


@derived()
def leaver(account: Account, world: World) -> Person | None:
    """The first of its users to have left.

    Not known where `person` names no user, the user's `engagements` are not written, or nobody has left.
    """
    gone = [person for person in users(account, world) or () if has_left(person, world)]
    return min(gone, key=lambda p: _last_day(p, world), default=None)


def _last_day(person: Person, world: World) -> int:
    return max(s.last for s in spells_of(person, world) or ())


def _stop_route(account: Account, _world: World) -> Route:
    return ("suspended_on",) if account.suspended_on and not account.deactivated_on else ("deactivated_on",)


@derived(written_at=_stop_route)
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


@derived(written_at="person")
def has_leaving(account: Account, world: World) -> bool | None:
    """Whether one of its users left, so that there is a day by which a dead account had to stop working.

    Not known where `person` names no user, or the user's `engagements` are not written.
    """
    if live(account, world):
        return False
    people = users(account, world)
    if people is None or any(spells_of(person, world) is None for person in people):
        return None
    return _leaving_spell(account, world) is not None


@derived()
def leaving(account: Account, world: World) -> Leaving | None:
    """The leaving that a dead account had to follow.

    That is the last one before it stopped working; where there is none, the first one after. Not known for a live
    account, and where the `engagements` of its users show no leaving.
    """
    found = _left_with(account, world)
    if found is None:
        return None
    person, spell = found
    return Leaving(person.name, world.calendar.text(spell.last), spell.involuntary)


def _leaving_spell(account: Account, world: World) -> Spell | None:
    found = _left_with(account, world)
    return None if found is None else found[1]


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


@derived(written_at="deactivated_on")
def deactivation_delay_hours(account: Account, world: World) -> int | None:
    """Hours that a dead account worked on after its user's leaving, at worst; 0 where it stopped in time.

    A last working day ends at midnight. Where only days are known the same day counts as in time and the next as 48
    hours. Not known where neither `deactivated_on` nor `suspended_on` says when it stopped, and where the `engagements`
    of its users show no leaving.
    """
    both = _delay(account, world)
    return None if both is None else both[1]


@derived(written_at="deactivated_on")
def deactivation_delay_at_least(account: Account, world: World) -> int | None:
    """Hours that a dead account worked on after its user's leaving, at best: what the written dates prove.

    Not known where neither `deactivated_on` nor `suspended_on` says when it stopped, and where the `engagements` of its
    users show no leaving.
    """
    both = _delay(account, world)
    return None if both is None else both[0]


def _delay(account: Account, world: World) -> tuple[int, int] | None:
    """Least and most hours between leaving and stop. A return to work ends the count as a stop does."""
    spell, stopped = _leaving_spell(account, world), stopped_on(account, world)
    if spell is None or stopped is None:
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


@derived()
def ever_left(account: Account, world: World) -> bool | None:
    """Whether one of its users, or somebody who used it in an emergency, ever left, even to return.

    Not known where `person` names no user, or the user's `engagements` are not written.
    """
    people = _everybody(account, world)
    if people is None:
        return None
    known = [_left_before(person, world) for person in people]
    return True if True in known else None if None in known else False


def _left_before(person: Person, world: World) -> bool | None:
    known: dict[str, bool | None] = world.memo.setdefault("left before", {})
    if person.id not in known:
        spells = spells_of(person, world)
        known[person.id] = None if spells is None else any(spell.last < world.today for spell in spells)
    return known[person.id]


def _everybody(account: Account, world: World) -> tuple[Person, ...] | None:
    if account.uses is None:
        return users(account, world)
    by = (world.indexes.person(use.by) for use in account.uses)
    return (*(users(account, world) or ()), *(person for person in by if person is not None))


@derived(written_at="last_login_on")
def used_after_leaving(account: Account, world: World) -> bool | None:
    """Whether its last login, or an emergency use, came after its users had left and while none of them worked here.

    An account that stopped in time cannot have been. Not known for others without `last_login_on`, where by
    `last_login_source` only an import or an unlock wrote it, and without the users' `engagements`.
    """
    days = _days_after(account, world)
    return None if days is None else days > 0


@derived(written_at="last_login_on")
def surely_used_after_leaving(account: Account, world: World) -> bool | None:
    """The same, when a difference of time zones cannot explain it: by the clock, or by two days or more.

    Not known without `last_login_on`, where by `last_login_source` only an import or an unlock wrote it, and without
    the users' `engagements`.
    """
    days = _days_after(account, world)
    return None if days is None else days > 1


_SURE = 2


def surely_used_until(account: Account, day: int, world: World) -> bool:
    """Whether it was used after a leaving, on a day given as ordinal or before it, and no clock can explain that."""
    if ever_left(account, world) is False:
        return False
    found = ((days, moment) for days, moment, _ in _uses_after(account, world) if days is not None)
    return any(days >= _SURE and world.calendar.day(moment) <= day for days, moment in found)


@derived(written_at="last_login_on")
def use_after_leaving(account: Account, world: World) -> str:
    """The use after leaving in words, for messages; empty where there is none."""
    found = [(days, moment, people) for days, moment, people in _uses_after(account, world) if days]
    if not found:
        return ""
    days, moment, people = max(found, key=lambda use: use[0])
    names = ", ".join(person.name for person in people)
    doubt = "" if days >= _SURE else "; by another clock that may still be the last working day"
    return f"on {moment}, when {names} had left{doubt}"


def _days_after(account: Account, world: World) -> int | None:
    """Days after the leaving on which it was last used; 0 for none, at least `_SURE` where the clock proves it."""
    if ever_left(account, world) is False:
        return 0
    days = [days for days, _, _ in _uses_after(account, world)]
    most = max((d for d in days if d is not None), default=0)
    return None if most == 0 and None in days else most


def _uses_after(account: Account, world: World) -> Iterator[tuple[int | None, str, tuple[Person, ...]]]:
    """Every recorded use with the days since its user had left, None where that is not known."""
    for use in account.uses or ():
        person = world.indexes.person(use.by)
        if person is not None:
            yield _gap(use.on, (person,), world), use.on, (person,)
    if account.type == "individual":
        people = users(account, world) or ()
        yield _login_after(account, people, world), account.last_login_on or "", people


def _login_after(account: Account, people: tuple[Person, ...], world: World) -> int | None:
    if account.last_login_on == NEVER:
        return 0
    if not people:
        return None
    if account.last_login_on is None:
        return 0 if len(people) == 1 and deactivation_delay_hours(account, world) == 0 else None
    days = _gap(account.last_login_on, people, world)
    return None if days and account.last_login_source in NO_LOGIN else days


def _gap(moment: str, people: tuple[Person, ...], world: World) -> int | None:
    """Days from the last leaving before the moment; 0 where one of these people worked here then, or none had left."""
    several = [spells_of(person, world) for person in people]
    if any(spells is None for spells in several):
        return None
    spells = [spell for given in several for spell in given or ()]
    if any(_inside(moment, spell, world) for spell in spells):
        return 0
    day = world.calendar.day(moment)
    over = [spell.last for spell in spells if spell.last <= day]
    if not over:
        return 0
    return max(_SURE if _has_offset(moment) else 1, day - max(over))


def _has_offset(moment: str) -> bool:
    return has_time(moment) and (moment.endswith("Z") or moment[-6] in "+-")


def _inside(moment: str, spell: Spell, world: World) -> bool:
    day = world.calendar.day(moment)
    if not spell.first <= day <= spell.last:
        return False
    if day < spell.last or spell.end is None or not (has_time(spell.end) and has_time(moment)):
        return True
    return world.calendar.time(moment) <= world.calendar.time(spell.end)

"""Derived facts of people who will leave soon: is the end of each access planned, and does somebody take over."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import individual
from portalaudit.inventory.facts.people import Spell, employed, live_accounts, present_users, spells_of
from portalaudit.inventory.facts.portals import in_use, live_administrators, runs_portal
from portalaudit.inventory.records import Account, Person, Portal
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.source.document import Route


def _ending(person: Person, world: World) -> Spell | None:
    """The time of work that covers the day, where its end is written."""
    spells = spells_of(person, world) or ()
    return next((s for s in spells if s.first <= world.today <= s.last and s.end is not None), None)


def _end_route(person: Person, world: World) -> Route:
    spell = _ending(person, world)
    return ("engagements",) if spell is None else ("engagements", spell.index, "end")


@derived(written_at=_end_route)
def leaves_on(person: Person, world: World) -> Date | None:
    """The last working day of somebody who still works here.

    Not known where no `engagements` are written, none covers the day, or the last of them has no `end`.
    """
    spell = _ending(person, world)
    return None if spell is None else world.calendar.text(spell.last)


@derived(written_at=_end_route)
def end_in_sight(person: Person, world: World) -> bool | None:
    """Whether the person works here today, and the last working day is written.

    Not known where no `engagements` are written.
    """
    return None if person.engagements is None else _ending(person, world) is not None


@derived()
def unscheduled_accounts(person: Person, world: World) -> tuple[Account, ...]:
    """Live accounts of somebody who will leave whose end is not planned for the last working day at the latest.

    A planned day that has gone by counts for nothing while the account is live. What others go on using is left out.
    """
    spell = _ending(person, world)
    if spell is None:
        return ()
    return tuple(a for a in _own_accounts(person, world) if not _is_planned(a, spell.last, world))


def _is_planned(account: Account, last: int, world: World) -> bool:
    planned = account.scheduled_deactivation_on
    return planned is not None and world.today <= world.calendar.day(planned) <= last


def _own_accounts(person: Person, world: World) -> list[Account]:
    return [a for a in live_accounts(person, world) if individual(a, world) or len(present_users(a, world) or ()) == 1]


@derived()
def early_schedules(person: Person, world: World) -> tuple[Account, ...]:
    """Live accounts whose planned end lies before the last working day, as after a last day that was moved.

    Where the practice ends the work, access may end before.
    """
    spell = _ending(person, world)
    if spell is None or spell.involuntary:
        return ()
    return tuple(a for a in _own_accounts(person, world) if _is_planned(a, spell.last - 1, world))


@derived()
def portals_left_alone(person: Person, world: World) -> tuple[Portal, ...]:
    """Portals in use that somebody administers who will leave, and for which nobody is designated who stays longer."""
    spell = _ending(person, world)
    if spell is None:
        return ()
    portals = (p for p in world.inventory.tables["portals"].records if in_use(p, world))
    return tuple(p for p in portals if _runs(person, p, world) and not _successors(p, person, spell, world))


def _runs(person: Person, portal: Portal, world: World) -> bool:
    own = (a for a in live_accounts(person, world) if a.portal == portal.id)
    return person.id in (portal.administrators or ()) or any(runs_portal(account, world) for account in own)


def _successors(portal: Portal, leaver: Person, spell: Spell, world: World) -> list[Person]:
    named = (world.indexes.person(name) for name in portal.administrators or ())
    found = [*(person for person in named if person is not None), *live_administrators(portal, world)]
    return [p for p in found if p.id != leaver.id and employed(p, world) and _stays_beyond(p, spell.last, world)]


def _stays_beyond(person: Person, day: int, world: World) -> bool:
    spell = _ending(person, world)
    return spell is None or spell.last > day


@derived(written_at=_end_route)
def departure_note(person: Person, world: World) -> str:
    """What is not arranged for the last working day, in words, for messages."""
    open_ended = unscheduled_accounts(person, world)
    alone, early = portals_left_alone(person, world), early_schedules(person, world)
    parts = (
        ("no end planned by then for ", ", ".join(_with_day(a) for a in open_ended)),
        ("nobody who stays is designated to administer ", ", ".join(p.name for p in alone)),
        ("planned to end before that day: ", ", ".join(_with_day(a) for a in early)),
    )
    return "; ".join(words + names for words, names in parts if names)


def _with_day(account: Account) -> str:
    planned = account.scheduled_deactivation_on
    return account.id if planned is None else f"{account.id} (planned for {planned})"

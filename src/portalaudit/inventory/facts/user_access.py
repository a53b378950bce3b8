"""Since when the users of an account can use it, in the present time of their work."""

from collections.abc import Mapping, Sequence

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import users, users_of_all
from portalaudit.inventory.facts.people import Spell, spells_of
from portalaudit.inventory.facts.portals import known_since
from portalaudit.inventory.kept import once
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.dates import has_time


@dataclass(frozen=True, slots=True, eq=False)
class UserAccess:
    """One of an account's users, and since when."""

    person: Person = field(metadata={"meaning": "The user"})
    since: Date = field(
        metadata={
            "meaning": "First day of access; the latest that it can be where the account's creation is not recorded"
        }
    )
    employed_from: Date | None = field(
        metadata={
            "needs": ("person.engagements",),
            "meaning": "First day of the present time of work. Not known without the person's `engagements`",
        }
    )


def _access_of_all(accounts: Sequence[Account], world: World) -> list[tuple[UserAccess, ...] | None]:
    """The `user_access` of many accounts: nearly each has one user, who came once, from its first day on."""
    came_once = _came_once(world)
    found: list[tuple[UserAccess, ...] | None] = []
    for account, people in zip(accounts, users_of_all(accounts, world), strict=True):
        is_plain = account.created_on is not None and not has_time(account.created_on) and not account.used_by
        if is_plain and people is not None and len(people) == 1 and people[0].id in came_once:
            found.append((UserAccess(people[0], account.created_on or "", came_once[people[0].id]),))
        else:
            found.append(user_access(account, world))
    return found


@once
def _came_once(world: World) -> Mapping[str, Date | None]:
    """The first day of everybody who had no more than one time of work; None where it is not recorded."""
    text, staff = world.calendar.text, world.inventory.tables["staff"].records
    times = ((person.id, spells_of(person, world) or ()) for person in staff)
    return {name: text(spells[0].first) if spells else None for name, spells in times if len(spells) < 2}


@derived(written_at="created_on", needs=("users", "created_on"), compute_all=_access_of_all)
def user_access(account: Account, world: World) -> tuple[UserAccess, ...] | None:
    """Its users, each with the day since when they can use it.

    That is its creation, or the day on which they got a login that others had; for someone who came back the day on
    which the old account was enabled again, else the day of the return. Not known where `person`, `persons` and
    `used_by` name no user, or neither `created_on` nor another day says when it began.
    """
    people = users(account, world)
    uses = [use_of(account, person, world) for person in people or ()]
    return tuple(_row(use, world) for use in uses if use is not None) if uses and None not in uses else None


@dataclass(frozen=True, slots=True)
class Use:
    """One person's use of an account: from which day, and in which time of work. Days are ordinals."""

    account: Account
    person: Person
    first: int
    spell: Spell | None


def use_of(account: Account, person: Person, world: World) -> Use | None:
    """The present use of an account by one of its users; None where nothing says when it began."""
    written = known_since(account)
    if written is None:
        return None
    began = world.calendar.day(written)
    if account.used_by:
        began = max(began, _handed_over(account, person, world))
    spells = spells_of(person, world) or ()
    if len(spells) < 2:
        return Use(account, person, began, spells[0] if spells else None)
    present = next((spell for spell in reversed(spells) if spell.first <= world.today), spells[0])
    if any(spell.last >= began for spell in spells if spell.first < present.first):
        enabled = world.calendar.day(account.enabled_on) if account.enabled_on else 0
        began = max(present.first, enabled)
    return Use(account, person, began, present)


def _handed_over(account: Account, person: Person, world: World) -> int:
    """The first day on which a person used an account that several had, one after the other or together."""
    days = [use.start for use in account.used_by or () if use.person == person.id]
    return 0 if None in days else min((world.calendar.day(day) for day in days if day), default=0)


def _row(use: Use, world: World) -> UserAccess:
    text = world.calendar.text
    return UserAccess(use.person, text(use.first), None if use.spell is None else text(use.spell.first))

"""Derived facts of a portal's own confirmation of its users: by when it has to be given again.

The portal's profile says how long a confirmation lasts and who gives it. Where each user confirms, every login has a
clock of its own; where an administrator does, there is one for the practice. Somebody new is counted from the first day
for as long as the first time runs; after that only a written confirmation tells. A profile whose statement about it
nobody has verified starts no clock.
"""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import for_people
from portalaudit.inventory.facts.portals import began_on, known_since, live_accounts
from portalaudit.inventory.records import Account, Portal
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.reference.profiles import ProfileRecertification
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

TOGETHER_DAYS = 60
"""Users whose day comes within this time of the first one's are named together."""

NAMED = 10
"""More users than this are counted, not named."""


@dataclass(frozen=True, slots=True, eq=False)
class Confirmation:
    """Something that a portal wants confirmed again from time to time."""

    what: str = field(metadata={"meaning": "What is to be confirmed, in words"})
    due_on: Date | None = field(
        metadata={
            "needs": ("recertification.last_on",),
            "meaning": "Last day on which it can be done in time. Not known where neither the portal's "
            "`recertification` nor an account's `recertified_on` says when it was last done",
        }
    )


@derived(written_at="recertification")
def confirmations(portal: Portal, world: World) -> tuple[Confirmation, ...]:
    """What the portal wants confirmed again by its own rules; nothing where its profile does not tell.

    That is its users, by each of them or by an administrator, and on some portals the profile of the practice.
    """
    terms = _terms(portal, world)
    return () if terms is None else tuple(_confirmations(portal, terms, world))


def _terms(portal: Portal, world: World) -> ProfileRecertification | None:
    terms = world.terms(portal.id)
    return terms.recertification if terms.is_verified("recertification") else None


def _confirmations(portal: Portal, terms: ProfileRecertification, world: World) -> Iterator[Confirmation]:
    last = portal.recertification
    registered = portal.registration.verified_on if portal.registration else None
    if terms.interval_days and terms.by == "user":
        yield from _of_users(portal, world)
    elif terms.interval_days:
        yield Confirmation("all users", _due(last.last_on if last else None, registered, terms.interval_days, world))
    if terms.profile_interval_days:
        yield Confirmation(
            "the profile",
            _due(last.profile_verified_on if last else None, registered, terms.profile_interval_days, world),
        )


def _of_users(portal: Portal, world: World) -> Iterator[Confirmation]:
    """The user whose day comes first, and one more entry where it is not known of somebody."""
    days = _user_days(portal, world)
    known = [day for _, day in days if day is not None]
    if known:
        yield Confirmation("each user", min(known))
    if len(known) < len(days):
        yield Confirmation("a user", None)


def _user_days(portal: Portal, world: World) -> list[tuple[Account, str | None]]:
    """Every live account that people sign in with, and by when its user confirms."""
    terms = _terms(portal, world)
    if terms is None or not terms.interval_days or terms.by != "user":
        return []
    accounts = (a for a in live_accounts(portal, world) if for_people(a, world) and a.status != "pending")
    return [(account, _user_day(account, portal, terms.interval_days, world)) for account in accounts]


def _user_day(account: Account, portal: Portal, interval: int, world: World) -> str | None:
    there, together = known_since(account), portal.recertification.last_on if portal.recertification else None
    was_there = together is not None and (there is None or there <= together)
    return _due(account.recertified_on or (together if was_there else None), began_on(account), interval, world)


def _due(last: str | None, started: str | None, interval: int, world: World) -> str | None:
    """The last day in time after the last confirmation, else after the start while the first time still runs."""
    if last is not None:
        return world.calendar.text(world.calendar.day(last) + interval)
    if started is None or world.calendar.day(started) + interval < world.today:
        return None
    return world.calendar.text(world.calendar.day(started) + interval)


@derived()
def accounts_to_confirm(portal: Portal, world: World) -> tuple[Account, ...]:
    """Accounts whose own users confirm them, up to sixty days after the first of them."""
    return tuple(account for account, _ in _first_users(portal, world))


def _first_users(portal: Portal, world: World) -> list[tuple[Account, str]]:
    dated = [(account, day) for account, day in _user_days(portal, world) if day is not None]
    dated.sort(key=lambda each: (each[1], each[0].id))
    last = world.calendar.day(dated[0][1]) + TOGETHER_DAYS if dated else 0
    return [(account, day) for account, day in dated if world.calendar.day(day) <= last]


@derived()
def confirmation_note(portal: Portal, world: World) -> str:
    """By when what is confirmed again in the portal, in words."""
    return "; ".join(_words(each, portal, world) for each in confirmations(portal, world) if each.due_on is not None)


def _words(confirmation: Confirmation, portal: Portal, world: World) -> str:
    users = _first_users(portal, world)
    if confirmation.what != "each user":
        return f"{confirmation.what} {_by(confirmation.due_on, world)}"
    named = ", ".join(f"{account.login} {_by(day, world)}" for account, day in users[:NAMED])
    return f"each user: {named}" + (f" and {len(users) - NAMED} more" if len(users) > NAMED else "")


def _by(day: str | None, world: World) -> str:
    if day is None:
        return "on a day that is not recorded"
    return f"overdue since {day}" if world.calendar.day(day) < world.today else f"by {day}"

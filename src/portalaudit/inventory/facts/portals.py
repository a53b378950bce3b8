"""Derived facts of portals: their limits, who uses and who runs them, and the clock of access reviews."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import LIVE, individual, users
from portalaudit.inventory.facts.authorization import administering_of_all, administers, designated_administrator
from portalaudit.inventory.facts.lifecycle import (
    days_idle,
    list_age_days,
    never_used,
    past_portal_limit,
    portal_idle_limit,
)
from portalaudit.inventory.facts.people import employed, external, left_on, on_leave
from portalaudit.inventory.kept import once_each
from portalaudit.inventory.records import Account, Person, Portal, Review
from portalaudit.inventory.records.common import NEVER, Date
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.dates import written_day


@dataclass(frozen=True, slots=True, eq=False)
class Administration:
    """Who administers one organization on a portal."""

    organization: str = field(metadata={"meaning": "The organization; empty where accounts name none"})
    administrators: tuple[Person, ...] = field(
        metadata={"meaning": "Its live administrators, as far as that is certain"}
    )
    count: int | None = field(
        metadata={
            "needs": (
                "live_accounts.last_login_on",
                "live_accounts.users.engagements",
                "live_accounts.admin_permissions",
            ),
            "meaning": "How many there are. Not known while someone's `engagements`, `last_login_on` or `permissions` "
            "leave open whether that person counts; who is not among the recorded `administrators` does not count "
            "where `permissions` say nothing",
        }
    )


@derived(written_at="closed_on")
def closed(portal: Portal, world: World) -> bool:
    """Whether the practice has stopped using the portal or closed its registration."""
    if portal.closed_on is not None and world.calendar.day(portal.closed_on) <= world.today:
        return True
    return portal.registration is not None and portal.registration.status == "closed"


@derived()
@once_each
def live_accounts(portal: Portal, world: World) -> tuple[Account, ...]:
    """The portal's accounts that work or could be made to work at once: active, pending or locked."""
    accounts = world.indexes.accounts_of_portal.get(portal.id, ())
    return tuple([account for account in accounts if account.status in LIVE])


@derived()
def in_use(portal: Portal, world: World) -> bool:
    """Whether the portal is not closed and has a live account."""
    return not closed(portal, world) and bool(live_accounts(portal, world))


@derived(written_at="administrators")
def live_administrators(portal: Portal, world: World) -> tuple[Person, ...]:
    """Employed people, not on leave, who administer the portal and signed in within its own limit for idle logins.

    Where the portal wants own staff for this, no one from a vendor counts, and no contractor. Only those of whom that
    is certain. An account whose permissions are not known counts where its user is a designated administrator.
    """
    people = (person for part in administrations(portal, world) for person in part.administrators)
    return tuple({person.id: person for person in people}.values())


def administrator_names(portal: Portal, world: World) -> str:
    """The names of its live administrators; the word no one where there is none."""
    return " and ".join(person.name for person in live_administrators(portal, world)) or "no one"


@derived(written_at="administrators")
@once_each
def administrations(portal: Portal, world: World) -> tuple[Administration, ...]:
    """The live administrators of each organization that the portal's live accounts name, once for each organization."""
    accounts = live_accounts(portal, world)
    names = sorted({a.organization for a in accounts if a.organization}) or [""]
    ready = _administrators(accounts, world)
    return tuple(_administration(name, ready) for name in names)


Ready = list[tuple[str | None, Person, bool | None]]
"""An organization (None for all), someone who administers it, and whether that person can act today."""


def _administrators(accounts: Sequence[Account], world: World) -> Ready:
    found: Ready = []
    for account, is_one in zip(accounts, administering_of_all(accounts, world), strict=True):
        if is_one is False:
            continue
        person, runs = world.indexes.person(account.person), runs_portal(account, world)
        if person is not None and runs is not False and not _is_barred(account, person, world):
            found.append((account.organization, person, _all((runs, _can_act(account, person, world)))))
    return found


def _is_barred(account: Account, person: Person, world: World) -> bool:
    """Whether someone is not own staff, where the portal wants own staff to administer it."""
    return world.terms(account.portal).admin_must_be_staff is True and external(person, world) is True


def _administration(organization: str, ready: Ready) -> Administration:
    people: dict[str, Person] = {}
    states: dict[str, list[bool | None]] = defaultdict(list)
    for where, person, state in ready:
        if where is None or where == organization:
            people[person.id] = person
            states[person.id].append(state)
    sure = tuple(person for name, person in sorted(people.items()) if True in states[name])
    unsure = any(True not in each and None in each for each in states.values())
    return Administration(organization, sure, None if unsure else len(sure))


def runs_portal(account: Account, world: World) -> bool | None:
    """Whether a person's account administers its portal.

    Where its permissions are not known, it does if its user is a designated administrator; where the portal's
    `administrators` are not recorded either, no one knows.
    """
    if not individual(account, world) or account.status == "pending":
        return False
    known = administers(account, world)
    return _by_designation(account, world) if known is None else known


def _by_designation(account: Account, world: World) -> bool | None:
    portal = world.indexes.portal(account.portal)
    if designated_administrator(account, world):
        return True
    return None if portal is None or portal.administrators is None else False


def _can_act(account: Account, person: Person, world: World) -> bool | None:
    """Employed, at work, and not locked out by the portal's clock; None where that is not known."""
    away = on_leave(person, world)
    at_work = None if away is None else not away
    return _all((employed(person, world), at_work, _signed_in_lately(account, world)))


def _signed_in_lately(account: Account, world: World) -> bool | None:
    """Whether the portal's clock for idle logins has not run out; who never signed in has not shown that it works."""
    if never_used(account, world):
        return False
    late = past_portal_limit(account, world)
    if late is False and portal_idle_limit(account, world):
        # Since the user list from which the last login is known it may have run out.
        idle, age = days_idle(account, world), list_age_days(account, world)
        return None if idle is None or age is None or idle + age >= portal_idle_limit(account, world) else True
    return None if late is None else not late


def _all(states: Iterable[bool | None]) -> bool | None:
    """Whether all hold: one that does not decides, one that is not known leaves it open."""
    known = tuple(states)
    return False if False in known else None if None in known else True


def completed_reviews(portal: Portal, world: World) -> list[Review]:
    """The portal's reviews that are completed on the day of the check."""
    day, today = world.calendar.day, world.today
    reviews = world.indexes.reviews_of_portal.get(portal.id, ())
    return [review for review in reviews if review.completed_on and day(review.completed_on) <= today]


def last_review_on(portal: Portal, world: World) -> str | None:
    """The day on which the portal's newest completed access review was completed; None where none is."""
    return max(
        (review.completed_on for review in completed_reviews(portal, world) if review.completed_on), default=None
    )


@derived(needs=("accounts.created_on",))
@once_each
def first_account_on(portal: Portal, world: World) -> Date | None:
    """The earliest day on which any account of the portal, live or ended, is known to have existed.

    Where the first day of an account is not recorded, the portal's verification of the practice, a user list and a
    user's last working day show too that someone had one. Not known where no account of the portal has `created_on`
    or another day.
    """
    accounts = world.indexes.accounts_of_portal.get(portal.id, ())
    days = [known_since(account) for account in accounts]
    if any(began_on(account) is None for account in accounts):
        days += _signs_of_use(portal, accounts, world)
    return min((day for day in days if day), default=None)


def _signs_of_use(portal: Portal, accounts: Iterable[Account], world: World) -> list[str | None]:
    """Days by which someone had an account: the portal knew the practice, listed users, or a user left."""
    people = (person for account in accounts for person in users(account, world) or ())
    return [
        *(left_on(person, world) for person in people),
        *(export.taken_on for export in portal.exports or ()),
        portal.registration.verified_on if portal.registration else None,
    ]


def began_on(account: Account) -> str | None:
    """The day of creation, as the account or the grant that made it says; None where neither does."""
    made = (grant.granted_on for grant in account.grants or () if grant.kind == "create" and grant.granted_on)
    return account.created_on or min(made, default=None)


def known_since(account: Account) -> str | None:
    """The day of creation, else the earliest other day that shows that the account existed, else None.

    Where `began_on` gives no day, the account may be older.
    """
    if account.created_on is not None:
        return account.created_on
    granted = [grant.granted_on for grant in account.grants or ()]
    used = [use.start for use in account.used_by or ()]
    login = account.last_login_on if account.last_login_on != NEVER else None
    days: list[Any] = [*granted, *used, account.enabled_on, account.suspended_on, account.deactivated_on, login]
    return min((written_day(day) for day in days if day), default=None)

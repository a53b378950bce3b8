"""Derived facts of leave: since when somebody is away, and which accounts stay open meanwhile."""

from collections.abc import Iterable

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import individual, profile_of
from portalaudit.inventory.facts.after_leaving import NO_LOGIN
from portalaudit.inventory.facts.people import FOREVER, live_accounts
from portalaudit.inventory.records import Account, Grant, Person
from portalaudit.inventory.records.common import NEVER, Date
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True)
class _Absence:
    """A leave within its engagement, in ordinals."""

    first: int
    last: int
    route: Route


def _absences(person: Person, world: World) -> list[_Absence]:
    """The leaves of the engagements that cover the day, oldest first; intermittent ones left out."""
    day, today = world.calendar.day, world.today
    found: list[_Absence] = []
    for index, engagement in enumerate(person.engagements or ()):
        end = FOREVER if engagement.end is None else day(engagement.end)
        if not day(engagement.start) <= today <= end:
            continue
        for number, leave in enumerate(engagement.leave or ()):
            if leave.continuous is not False:
                last = FOREVER if leave.end is None else day(leave.end)
                route = ("engagements", index, "leave", number, "start")
                found.append(_Absence(day(leave.start), last, route))
    return sorted(found, key=lambda absence: absence.first)


def _present_absence(person: Person, world: World) -> _Absence | None:
    """The leave that covers the day, from the first of those that follow one another without a gap."""
    chain: _Absence | None = None
    for absence in _absences(person, world):
        if absence.first > world.today:
            break
        joins = chain is not None and absence.first <= chain.last + 1
        if chain is None or not joins:
            chain = absence
        else:
            chain = _Absence(chain.first, max(chain.last, absence.last), chain.route)
    return chain if chain is not None and world.today <= chain.last else None


def _route(person: Person, world: World) -> Route:
    absence = _present_absence(person, world)
    return ("engagements",) if absence is None else absence.route


@derived(written_at=_route)
def leave_began_on(person: Person, world: World) -> Date | None:
    """The first day of the present leave. Leaves that follow one another without a gap are one.

    Not known where no `engagements` are written, and where no `leave` of those that cover the day covers it too.
    Intermittent leave does not count.
    """
    absence = _present_absence(person, world)
    return None if absence is None else world.calendar.text(absence.first)


@derived()
def accounts_left_open(person: Person, world: World) -> tuple[Account, ...]:
    """Live individual accounts of somebody on leave that nobody approved for the time of the leave.

    It counts as approved with an approval of the account, a grant in force or a decision to keep it for a reason, each
    from the first day of the leave on.
    """
    absence = _present_absence(person, world)
    if absence is None:
        return ()
    accounts = (account for account in live_accounts(person, world) if individual(account, world))
    return tuple(account for account in accounts if not _is_approved(account, absence.first, world))


def _is_approved(account: Account, since: int, world: World) -> bool:
    days = [account.approved_on if account.approved_by else None]
    days += [g.granted_on or g.approved_on for g in account.grants or () if g.approved_by and _in_force(g, world)]
    for place in world.indexes.decisions_of_account.get(account.id, ()):
        if place.decision.decision == "keep" and place.decision.reason:
            days.append(place.decision.decided_on or place.review.completed_on)
    return any(since <= world.calendar.day(day) <= world.today for day in days if day is not None)


def _in_force(grant: Grant, world: World) -> bool:
    return grant.expires_on is None or world.today <= world.calendar.day(grant.expires_on)


@derived()
def used_during_leave(person: Person, world: World) -> bool:
    """Whether one of the accounts left open was used in the leave, as far as last logins are written."""
    return any(_uses(accounts_left_open(person, world), person, world))


def _uses(accounts: Iterable[Account], person: Person, world: World) -> list[str]:
    absence = _present_absence(person, world)
    if absence is None:
        return []
    logins = [(a.id, a.last_login_on) for a in accounts if a.last_login_source not in NO_LOGIN]
    return [
        f"{name} was used on {world.calendar.text(world.calendar.day(login))}"
        for name, login in logins
        if login is not None and login != NEVER and absence.first <= world.calendar.day(login)
    ]


@derived()
def leave_note(person: Person, world: World) -> str:
    """The accounts left open, their use in the leave, and which portals delete what is not used, for messages."""
    accounts = accounts_left_open(person, world)
    names = ", ".join(account.id for account in accounts)
    clocks = dict.fromkeys(words for account in accounts if (words := _clock(account, world)))
    return "; ".join((names, *_uses(accounts, person, world), *clocks))


def _clock(account: Account, world: World) -> str:
    portal = world.indexes.portal(account.portal)
    if portal is None:
        return ""
    profile = profile_of(portal, world)
    own = portal.inactivity.delete_days if portal.inactivity else None
    known = profile.inactivity.delete_days if profile and profile.inactivity else None
    days = known if own is None else own
    return f"{portal.name} deletes a login after {days} days without use" if days else ""

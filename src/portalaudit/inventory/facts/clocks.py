"""Derived facts of the portals' own clocks: when a portal will shut an account out, and who could stand in for it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import users
from portalaudit.inventory.facts.lifecycle import past_portal_limit
from portalaudit.inventory.facts.payer_portals import effective_contract, need
from portalaudit.inventory.facts.people import has_left, on_leave
from portalaudit.inventory.facts.permissions import access_of
from portalaudit.inventory.facts.portals import closed, live_accounts, runs_portal
from portalaudit.inventory.kept import once, once_each
from portalaudit.inventory.records import Account, Payer, Person, Portal
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.rows import Written
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

MEDICARE = "medicare_ffs"


@dataclass(frozen=True, slots=True, eq=False)
class AccountClock:
    """A day on which an account stops working unless something is done."""

    kind: Literal["password", "recertification"] = field(metadata={"meaning": "What runs out"})
    ends_on: Date = field(
        metadata={"meaning": "Day on which the password expires, or last day for the recertification"}
    )
    written_at: Written


@dataclass(frozen=True, slots=True)
class SoleDuty:
    """What one person alone can do on a portal."""

    kind: Literal["administration", "medicare"] = field(metadata={"meaning": "Administering it, or using it"})
    organization: str | None = field(metadata={"meaning": "Organization within the portal that is administered"})
    part: str | None = field(metadata={"meaning": "Part of Medicare that it is used for, A or B"})


@dataclass(frozen=True, slots=True, eq=False)
class Lockout:
    """What will stop an account from working, and what no one could do then."""

    clocks: tuple[AccountClock, ...] = field(
        metadata={
            "meaning": "When its password expires and its recertification is due, as far as that is known. For a "
            "portal that sets a term both follow from `password_changed_on` and `recertified_on`, or from the portal's "
            "`recertification`"
        }
    )
    sole_duties: tuple[SoleDuty, ...] = field(
        metadata={
            "meaning": "What no one else's working account on the portal does: administering it, or using it for a "
            "part of Medicare"
        }
    )


_NO_LOCKOUT = Lockout((), ())
"""One for all: nearly every account has a colleague's beside it, on a portal without such clocks."""


@dataclass(frozen=True, slots=True)
class _Clocks:
    """Days that a portal allows for a password and between two recertifications, as far as someone read them."""

    password: int | None
    recertification: int | None
    recertified: str | None


_NO_CLOCKS = _Clocks(None, None, None)


@once
def _clocks(world: World) -> Mapping[str, _Clocks]:
    """The clocks of each portal."""
    return {portal.id: _clocks_of(portal, world) for portal in world.inventory.tables["portals"].records}


def _clocks_of(portal: Portal, world: World) -> _Clocks:
    terms = world.terms(portal.id)
    password = terms.password_max_age_days if terms.is_verified("password_max_age_days") else None
    known = terms.recertification if terms.is_verified("recertification") else None
    last = portal.recertification.last_on if portal.recertification else None
    return _Clocks(password, known.interval_days if known else None, last)


def _password_end(account: Account, world: World) -> int | None:
    """The day on which the password expires."""
    if account.password_expires_on is not None:
        return world.calendar.day(account.password_expires_on)
    allowed = _clocks(world).get(account.portal, _NO_CLOCKS).password
    if allowed is None or account.password_changed_on is None:
        return None
    return world.calendar.day(account.password_changed_on) + allowed


def _recertification_end(account: Account, world: World) -> int | None:
    """The last day by which it has to be recertified; a new account counts from its creation."""
    clocks = _clocks(world).get(account.portal, _NO_CLOCKS)
    written = account.recertified_on or clocks.recertified
    if clocks.recertification is None or written is None:
        return None
    made = 0 if account.created_on is None else world.calendar.day(account.created_on)
    return max(made, world.calendar.day(written)) + clocks.recertification


@derived(written_at="password_changed_on")
def lockout(account: Account, world: World) -> Lockout:
    """What will stop it from working, and what no one could do then."""
    portal = world.indexes.portal(account.portal)
    running = tuple(running_clocks(account, world))
    duties = () if portal is None else _sole_duties(portal, world).get(account.id, ())
    return Lockout(running, duties) if running or duties else _NO_LOCKOUT


def running_clocks(account: Account, world: World) -> Iterator[AccountClock]:
    """The clocks that run for an account, as far as they are known."""
    password, recertification = _password_end(account, world), _recertification_end(account, world)
    text = world.calendar.text
    if password is not None:
        name = "password_changed_on" if account.password_expires_on is None else "password_expires_on"
        yield AccountClock("password", text(password), Written(account, (name,)))
    if recertification is not None:
        yield AccountClock("recertification", text(recertification), Written(account, ("recertified_on",)))


def _past_clock(account: Account, world: World) -> bool | None:
    """Whether by the portal's clock for idle logins or by its recertification it cannot work any more."""
    due = _recertification_end(account, world)
    if due is not None and due < world.today:
        return True
    return past_portal_limit(account, world)


def _still_wanted(account: Account, world: World) -> bool:
    """Whether its users are here, and the portal is neither closed nor known to be without a contract."""
    people = users(account, world)
    portal = world.indexes.portal(account.portal)
    is_wanted = people is not None and portal is not None and _is_wanted(portal, world)
    return is_wanted and all(_is_here(person, world) for person in people or ())


@once_each
def _is_here(person: Person, world: World) -> bool:
    return has_left(person, world) is not True and on_leave(person, world) is not True


@once_each
def _is_wanted(portal: Portal, world: World) -> bool:
    return not closed(portal, world) and need(portal, world).billed is not False


@once_each
def _sole_duties(portal: Portal, world: World) -> dict[str, tuple[SoleDuty, ...]]:
    """The duties of a portal that one person alone can do, by account."""
    able: dict[SoleDuty, set[str | None]] = defaultdict(set)
    done_by: dict[str, list[SoleDuty]] = defaultdict(list)
    for account in live_accounts(portal, world):
        if account.status == "active" and _still_wanted(account, world) and not _past_clock(account, world):
            for duty in _duties(account, portal, world):
                able[duty].add(account.person)
                done_by[account.id].append(duty)
    alone = {name: tuple(duty for duty in duties if len(able[duty]) == 1) for name, duties in done_by.items()}
    return {name: duties for name, duties in alone.items() if duties}


def _duties(account: Account, portal: Portal, world: World) -> Iterator[SoleDuty]:
    if runs_portal(account, world):
        yield SoleDuty("administration", account.organization, None)
    access = access_of(account, world)
    if access.is_complete and access.permissions.issubset(access.admin):
        return
    for name in portal.payers or ():
        payer = world.indexes.payer(name)
        if payer is not None and (account.payers is None or name in account.payers):
            yield from _medicare_parts(payer, world)


def _medicare_parts(payer: Payer, world: World) -> list[SoleDuty]:
    contract = effective_contract(payer, world)
    parts = (contract.medicare_parts if contract else None) or ()
    return [SoleDuty("medicare", None, part) for part in parts] if payer.line_of_business == MEDICARE else []

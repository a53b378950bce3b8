"""Derived facts of the portals' own clocks: when a portal will shut an account out, and who could stand in for it."""

from collections import defaultdict
from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import users
from portalaudit.inventory.facts.directory import effective_contract, needed
from portalaudit.inventory.facts.lifecycle import days_idle, list_age_days, past_portal_limit, portal_idle_limit
from portalaudit.inventory.facts.people import has_left, on_leave
from portalaudit.inventory.facts.permissions import access_of
from portalaudit.inventory.facts.portals import closed, live_accounts, runs_portal
from portalaudit.inventory.records import Account, Payer, Person, Portal
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route

MEDICARE = "medicare_ffs"


@dataclass(frozen=True, slots=True)
class _Clocks:
    """Days that a portal allows for a password and between two recertifications, as far as somebody read them."""

    password: int | None
    recertification: int | None
    recertified: str | None


def _clocks(account: Account, world: World) -> _Clocks:
    key = ("clocks", account.portal)
    if key not in world.memo:
        portal = world.indexes.portal(account.portal)
        terms = world.terms(account.portal)
        password = terms.password_max_age_days if terms.is_verified("password_max_age_days") else None
        known = terms.recertification if terms.is_verified("recertification") else None
        last = portal.recertification.last_on if portal and portal.recertification else None
        world.memo[key] = _Clocks(password, known.interval_days if known else None, last)
    found: _Clocks = world.memo[key]
    return found


def _password_end(account: Account, world: World) -> int | None:
    """The day on which the password expires."""
    if account.password_expires_on is not None:
        return world.calendar.day(account.password_expires_on)
    allowed = _clocks(account, world).password
    if allowed is None or account.password_changed_on is None:
        return None
    return world.calendar.day(account.password_changed_on) + allowed


def _recertification_end(account: Account, world: World) -> int | None:
    """The last day by which it has to be recertified; a new account counts from its creation."""
    clocks = _clocks(account, world)
    written = account.recertified_on or clocks.recertified
    if clocks.recertification is None or written is None:
        return None
    made = 0 if account.created_on is None else world.calendar.day(account.created_on)
    return max(made, world.calendar.day(written)) + clocks.recertification


def _ends(account: Account, world: World) -> list[tuple[int, str, Route]]:
    """The written clocks besides that for idle logins, the soonest first: day, words and field."""
    changed = "password_changed_on" if account.password_expires_on is None else "password_expires_on"
    found = (
        (_password_end(account, world), "its password expires", (changed,)),
        (_recertification_end(account, world), "its recertification is due", ("recertified_on",)),
    )
    return sorted((end, words, route) for end, words, route in found if end is not None)


def _soonest_route(account: Account, world: World) -> Route:
    ends, idle = _ends(account, world), _idle_end(account, world)
    return ("last_login_on",) if not ends or (idle is not None and idle <= ends[0][0]) else ends[0][2]


@derived(written_at=_soonest_route, needs=("password_expires_on | password_changed_on | recertified_on",))
def login_runs_out_on(account: Account, world: World) -> Date | None:
    """The day on which its password expires or its recertification is due, whichever is sooner.

    Not known where neither `password_expires_on` nor, for a portal that sets a term, `password_changed_on` or
    `recertified_on` is written.
    """
    ends = _ends(account, world)
    return world.calendar.text(ends[0][0]) if ends else None


@derived(written_at="last_login_on", needs=("past_portal_limit",))
def past_portal_clock(account: Account, world: World) -> bool | None:
    """Whether by the portal's clock for idle logins or by its recertification it cannot work any more.

    Not known where the portal has a limit and `last_login_on` is not written or cannot be relied on.
    """
    due = _recertification_end(account, world)
    if due is not None and due < world.today:
        return True
    return past_portal_limit(account, world)


def _idle_end(account: Account, world: World) -> int | None:
    limit, idle = portal_idle_limit(account, world), days_idle(account, world)
    age = list_age_days(account, world)
    return None if limit == 0 or idle is None or age is None else world.today - age + limit - idle


@derived()
def still_wanted(account: Account, world: World) -> bool:
    """Whether nothing speaks against its being needed.

    Its users are named, have not left and are not on leave, and the portal is neither closed nor without a contract.
    """
    people = users(account, world)
    return people is not None and _is_wanted(account.portal, world) and all(_is_here(p, world) for p in people)


def _is_here(person: Person, world: World) -> bool:
    known: dict[str, bool] = world.memo.setdefault("here", {})
    if person.id not in known:
        known[person.id] = has_left(person, world) is not True and on_leave(person, world) is not True
    return known[person.id]


def _is_wanted(portal_id: str, world: World) -> bool:
    known: dict[str, bool] = world.memo.setdefault("wanted portals", {})
    if portal_id not in known:
        portal = world.indexes.portal(portal_id)
        known[portal_id] = portal is not None and not closed(portal, world) and needed(portal, world) is not False
    return known[portal_id]


@derived(written_at=_soonest_route)
def sole_duties(account: Account, world: World) -> tuple[str, ...]:
    """What nobody else's working account on the portal does, in words: administering it, or using it for Medicare."""
    key = ("sole duties", account.portal)
    if key not in world.memo:
        portal = world.indexes.portal(account.portal)
        world.memo[key] = {} if portal is None else _sole_duties(portal, world)
    found: dict[str, tuple[str, ...]] = world.memo[key]
    return found.get(account.id, ())


def _sole_duties(portal: Portal, world: World) -> dict[str, tuple[str, ...]]:
    """The duties of a portal that one person alone can do, by account."""
    able: dict[str, set[str | None]] = defaultdict(set)
    done_by: dict[str, list[str]] = defaultdict(list)
    for account in live_accounts(portal, world):
        if account.status == "active" and still_wanted(account, world) and not past_portal_clock(account, world):
            for duty in _duties(account, portal, world):
                able[duty].add(account.person)
                done_by[account.id].append(duty)
    alone = {name: tuple(duty for duty in duties if len(able[duty]) == 1) for name, duties in done_by.items()}
    return {name: duties for name, duties in alone.items() if duties}


def _duties(account: Account, portal: Portal, world: World) -> Iterator[str]:
    if runs_portal(account, world):
        yield f"administers it for {account.organization}" if account.organization else "administers it"
    access = access_of(account, world)
    if access.is_complete and access.permissions.issubset(access.admin):
        return
    for name in portal.payers or ():
        payer = world.indexes.payer(name)
        if payer is not None and (account.payers is None or name in account.payers):
            yield from _medicare_parts(payer, world)


def _medicare_parts(payer: Payer, world: World) -> list[str]:
    contract = effective_contract(payer, world)
    parts = (contract.medicare_parts if contract else None) or ()
    return [f"uses it for Medicare Part {part}" for part in parts] if payer.line_of_business == MEDICARE else []


@derived(written_at=_soonest_route)
def clock_note(account: Account, world: World) -> str:
    """The clock that runs out first and what nobody else could do then, in words, for messages."""
    alone = "".join(f"; nobody else {duty}" for duty in sole_duties(account, world))
    return _soonest(account, world) + alone


def _soonest(account: Account, world: World) -> str:
    idle, ends = _idle_end(account, world), _ends(account, world)
    if ends and (idle is None or ends[0][0] < idle):
        end, words, _ = ends[0]
        stale = "; the inventory is probably stale" if past_portal_clock(account, world) else ""
        return f"{words} on {world.calendar.text(end)}{stale}"
    if idle is None:
        return "no clock is known"
    limit, age = portal_idle_limit(account, world), list_age_days(account, world) or 0
    if age and idle > world.today - age:
        day = world.calendar.text(world.today - age)
        return (
            f"by the user list of {day} the portal disables it on {world.calendar.text(idle)} unless it was used since"
        )
    if idle <= world.today:
        days = world.today - age - idle + limit
        return f"not used for {days} days, and the portal disables after {limit}; the inventory is probably stale"
    return f"the portal disables it on {world.calendar.text(idle)}, after {limit} days without login"

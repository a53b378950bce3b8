"""Derived facts of what was done after leaving: with an account by its users, and to it by anybody who had left."""

from collections.abc import Iterable, Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import users
from portalaudit.inventory.facts.leaving import deactivation_delay_hours
from portalaudit.inventory.facts.people import Spell, spells_of
from portalaudit.inventory.records import Account, Decision, Person
from portalaudit.inventory.records.common import NEVER, Moment
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass
from portalaudit.source.dates import has_offset, has_time
from portalaudit.source.document import Route

NO_LOGIN = frozenset({"import", "admin_unlock"})
"""Sources of a last login that only stamp the account: nobody signed in."""

_SURE = 2
"""Days after the last working day that no difference of time zones explains."""


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
    """Whether it was used after its users had left and while none of them worked here, or handled by a leaver.

    A use is the last login, or an emergency use. An account that stopped in time has none after. Not known for others
    without `last_login_on`, where by `last_login_source` only an import or an unlock wrote it, and without the users'
    `engagements`.
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


def surely_used_until(account: Account, day: int, world: World) -> bool | None:
    """Whether it was used after a leaving, on a day given as ordinal or before it, and no clock can explain that."""
    if ever_left(account, world) is False:
        return False
    found = [(days, moment) for days, moment, _ in _uses_after(account, world)]
    if any(days is not None and days >= _SURE and world.calendar.day(moment) <= day for days, moment in found):
        return True
    several = [spells_of(person, world) for person in _everybody(account, world) or ()]
    had_left = any(spells is None or any(spell.last < day for spell in spells) for spells in several)
    return None if had_left and any(days is None for days, _ in found) else False


def _route(account: Account, world: World) -> Route:
    late = _late_acts(account, world)
    return ("last_login_on",) if _uses_at_worst(account, world) is not None or not late else late[0].route


@derived(written_at=_route)
def use_after_leaving(account: Account, world: World) -> str:
    """The use or change after leaving in words, for messages; empty where there is none."""
    worst = _uses_at_worst(account, world)
    if worst is not None:
        days, moment, people = worst
        words = f"used on {moment}, when {', '.join(person.name for person in people)} had left"
    else:
        late = _late_acts(account, world)
        if not late:
            return ""
        days, words = late[0].days, f"{late[0].words}, who had left"
    return words if days >= _SURE else f"{words}; by another clock that may still be the last working day"


def _uses_at_worst(account: Account, world: World) -> tuple[int, str, tuple[Person, ...]] | None:
    if ever_left(account, world) is False:
        return None
    found = [(days, moment, people) for days, moment, people in _uses_after(account, world) if days]
    return max(found, key=lambda use: use[0], default=None)


def _days_after(account: Account, world: World) -> int | None:
    """Days after the leaving on which it was last used or changed; 0 for none, `_SURE` or more where that is proven."""
    changed = max((act.days for act in _late_acts(account, world)), default=0)
    if ever_left(account, world) is False:
        return changed
    days = [changed, *(days for days, _, _ in _uses_after(account, world))]
    most = max(d for d in days if d is not None)
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


# ---------------------------------------------------------------- what a leaver did to the account


@dataclass(frozen=True, slots=True)
class _Act:
    """Something that somebody did to an account so many days after leaving, and where it is written."""

    days: int
    words: str
    route: Route
    decision: Decision | None


_Written = tuple[str | None, Moment | None, str, Route, Decision | None]


@derived()
def handled_by_leaver(account: Account, world: World) -> bool | None:
    """Whether it was created, changed, approved, closed or reviewed by somebody who had left by then.

    Not known where the `engagements` of one who did so on a day that is written are not.
    """
    if _late_acts(account, world):
        return True
    undated = _undated(world)
    return None if undated and any(act[0] in undated and act[1] for act in _acts(account, world)) else False


@derived()
def late_decisions(account: Account, world: World) -> tuple[Decision, ...]:
    """Decisions on it in reviews that somebody made or carried out after leaving."""
    found = {id(act.decision): act.decision for act in _late_acts(account, world) if act.decision is not None}
    return tuple(found.values())


def _late_acts(account: Account, world: World) -> list[_Act]:
    """What somebody did to it after leaving, the longest after it first."""
    gone = _leavers(world)
    written = (act for act in _acts(account, world) if act[0] in gone)
    return sorted(_late(written, gone, world), key=lambda act: -act.days)


def _late(written: Iterable[_Written], gone: dict[str, Person], world: World) -> Iterator[_Act]:
    for who, moment, words, route, decision in written:
        if who is not None and moment is not None and (days := _gap(moment, (gone[who],), world)):
            yield _Act(days, f"{words} on {moment} by {gone[who].name}", route, decision)


def _leavers(world: World) -> dict[str, Person]:
    """Everybody who ever left, by id: nearly all accounts are done with after a look at this."""
    found: dict[str, Person] | None = world.memo.get("everybody who ever left")
    if found is None:
        staff: list[Person] = world.inventory.tables["staff"].records
        found = {person.id: person for person in staff if _left_before(person, world)}
        world.memo["everybody who ever left"] = found
    return found


def _undated(world: World) -> frozenset[str]:
    """The ids of those whose days of work are not written, so that they may have left."""
    found: frozenset[str] | None = world.memo.get("everybody without days of work")
    if found is None:
        staff: list[Person] = world.inventory.tables["staff"].records
        found = frozenset(person.id for person in staff if person.engagements is None)
        world.memo["everybody without days of work"] = found
    return found


def _acts(account: Account, world: World) -> Iterator[_Written]:
    """Who did what to an account and when, as far as both may be written, with the place."""
    yield account.provisioned_by, account.created_on, "created", ("provisioned_by",), None
    yield account.approved_by, account.approved_on, "approved", ("approved_by",), None
    yield account.deactivated_by, account.deactivated_on, "closed", ("deactivated_by",), None
    for i, grant in enumerate(account.grants or ()):
        yield grant.performed_by, grant.granted_on, "changed", ("grants", i, "performed_by"), None
        yield grant.approved_by, grant.approved_on, "approved for a change", ("grants", i, "approved_by"), None
    for place in world.indexes.decisions_of_account.get(account.id, ()):
        made = place.decision
        yield made.reviewer or place.review.reviewer, made.decided_on, "decided on in a review", (), made
        yield made.executed_by, made.executed_on, "changed after a review", (), made


# ---------------------------------------------------------------- days


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
    return max(_SURE if has_offset(moment) else 1, day - max(over))


def _inside(moment: str, spell: Spell, world: World) -> bool:
    day = world.calendar.day(moment)
    if not spell.first <= day <= spell.last:
        return False
    if day < spell.last or spell.end is None or not (has_time(spell.end) and has_time(moment)):
        return True
    return world.calendar.time(moment) <= world.calendar.time(spell.end)

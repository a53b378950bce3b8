"""Derived facts of what was done after leaving: with an account by its users, and to it by anyone who had left."""

from collections.abc import Iterator, Sequence
from typing import Literal

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import users
from portalaudit.inventory.facts.leaving import leaving
from portalaudit.inventory.facts.people import Spell, spells_of
from portalaudit.inventory.kept import once
from portalaudit.inventory.records import Account, Decision, Person
from portalaudit.inventory.records.common import NEVER, Date
from portalaudit.inventory.rows import Written
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.dates import has_offset, has_time
from portalaudit.source.document import Route

NO_LOGIN = frozenset({"import", "admin_unlock"})
"""Sources of a last login that only stamp the account: no one signed in."""

_SURE = 2
"""Days after the last working day that no difference of time zones explains."""

What = Literal[
    "used",
    "used in an emergency",
    "created",
    "approved",
    "closed",
    "changed",
    "approved for a change",
    "decided on in a review",
    "changed after a review",
]


@dataclass(frozen=True, slots=True, eq=False)
class LeaverAct:
    """Something done with an account, or to it, by someone who left at some time."""

    what: What = field(metadata={"meaning": "What was done; `used` for the last login"})
    by: Person = field(metadata={"meaning": "Who did it; of several users the one who left last before it"})
    on: Date | None = field(metadata={"meaning": "When. Not known for a login without `last_login_on`"})
    written_at: Written
    had_left: bool | None = field(
        metadata={
            "needs": ("by.engagements", "on"),
            "meaning": "Whether it was done after leaving, and while no user worked here. An account that stopped in "
            "time was not used after. Not known without `last_login_on`, where by `last_login_source` only an import "
            "or an unlock wrote it, and without `engagements`",
        }
    )
    left_on: Date | None = field(
        default=None, metadata={"meaning": "The last working day before it, where it was done after leaving"}
    )
    certain: bool | None = field(
        default=None,
        metadata={
            "needs": ("by.engagements", "on"),
            "meaning": "Whether no difference of time zones explains that it was done after leaving: by the clock, or "
            "by two days or more. Not known where it is not known whether it was",
        },
    )


@derived(needs=("engagements",))
def ever_left(person: Person, world: World) -> bool | None:
    """Whether a time of work of this person is over, also of someone who came back.

    Not known where no `engagements` are written.
    """
    spells = spells_of(person, world)
    return None if spells is None else any(spell.last < world.today for spell in spells)


def _acts_of_all(accounts: Sequence[Account], world: World) -> list[tuple[LeaverAct, ...]]:
    """The `leaver_acts` of many accounts: those of whom no one is named who may have left have none."""
    gone, decided = _may_have_left(world), world.indexes.decisions_of_account
    return [
        leaver_acts(account, world)
        if account.grants
        or account.id in decided
        or _may_be_used_after(account, gone)
        or account.provisioned_by in gone
        or account.approved_by in gone
        or account.deactivated_by in gone
        else ()
        for account in accounts
    ]


@once
def _may_have_left(world: World) -> frozenset[str | None]:
    """The ids of everybody of whom it is not sure that no time of work is over."""
    staff = world.inventory.tables["staff"].records
    return frozenset(person.id for person in staff if ever_left(person, world) is not False)


def _may_be_used_after(account: Account, gone: frozenset[str | None]) -> bool:
    """Whether someone who may have left is, or may be, among those who use an account."""
    return bool(account.person in gone or account.persons or account.used_by or account.uses)


@derived(compute_all=_acts_of_all)
def leaver_acts(account: Account, world: World) -> tuple[LeaverAct, ...]:
    """The last login of an account whose users left at some time, and all that such people are recorded to have done.

    That is its emergency uses, and its creation, approval, closing, changes, and decisions in reviews.
    """
    return (*_login(account, world), *_recorded(account, world))


# ---------------------------------------------------------------- what is recorded


def _login(account: Account, world: World) -> Iterator[LeaverAct]:
    people = (users(account, world) or ()) if account.type == "individual" else ()
    if _may_have_left(world).isdisjoint([person.id for person in people]):
        return
    place, on = Written(account, ("last_login_on",)), account.last_login_on
    if on is None or on == NEVER:
        known = False if on == NEVER or _stopped_in_time(account, people, world) else None
        yield LeaverAct("used", people[0], None, place, had_left=known, certain=known)
        return
    act = _act("used", on, people, place, world)
    is_stamp = act.had_left and account.last_login_source in NO_LOGIN
    yield LeaverAct("used", act.by, on, place, had_left=None) if is_stamp else act


def _stopped_in_time(account: Account, people: tuple[Person, ...], world: World) -> bool:
    followed = leaving(account, world) if len(people) == 1 else None
    return followed is not None and followed.hours_open == 0


def _recorded(account: Account, world: World) -> Iterator[LeaverAct]:
    gone, everybody = _may_have_left(world), world.indexes.people
    for what, who, on, record, route in _steps(account, world):
        if who in gone and on is not None:
            yield _act(what, on, (everybody[who],), Written(record, route), world)


_Step = tuple[What, str | None, str | None, Account | Decision, Route]


def _steps(account: Account, world: World) -> Iterator[_Step]:
    """Who did what to an account and when, as far as both may be written, with the place."""
    for i, use in enumerate(account.uses or ()):
        yield "used in an emergency", use.by, use.on, account, ("uses", i, "on")
    yield "created", account.provisioned_by, account.created_on, account, ("provisioned_by",)
    yield "approved", account.approved_by, account.approved_on, account, ("approved_by",)
    yield "closed", account.deactivated_by, account.deactivated_on, account, ("deactivated_by",)
    for i, grant in enumerate(account.grants or ()):
        yield "changed", grant.performed_by, grant.granted_on, account, ("grants", i, "performed_by")
        yield "approved for a change", grant.approved_by, grant.approved_on, account, ("grants", i, "approved_by")
    for made in world.indexes.decisions_of_account.get(account.id, ()):
        one = made.decision
        yield "decided on in a review", one.reviewer or made.review.reviewer, one.decided_on, one, ()
        yield "changed after a review", one.executed_by, one.executed_on, one, ()


# ---------------------------------------------------------------- days


def _act(what: What, on: str, people: tuple[Person, ...], place: Written, world: World) -> LeaverAct:
    several = [(person, spells_of(person, world)) for person in people]
    if any(spells is None for _, spells in several):
        return LeaverAct(what, people[0], on, place, had_left=None)
    day = world.calendar.day(on)
    every = [(spell, person) for person, spells in several for spell in spells or ()]
    over = [(spell.last, person) for spell, person in every if spell.last <= day]
    if not over or any(_inside(on, spell, world) for spell, _ in every):
        return LeaverAct(what, people[0], on, place, had_left=False, certain=False)
    last, by = max(over, key=lambda each: each[0])
    is_certain = has_offset(on) or day - last >= _SURE
    return LeaverAct(what, by, on, place, had_left=True, left_on=world.calendar.text(last), certain=is_certain)


def _inside(moment: str, spell: Spell, world: World) -> bool:
    day = world.calendar.day(moment)
    if not spell.first <= day <= spell.last:
        return False
    if day < spell.last or spell.end is None or not (has_time(spell.end) and has_time(moment)):
        return True
    return world.calendar.time(moment) <= world.calendar.time(spell.end)

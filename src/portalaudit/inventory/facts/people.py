"""Derived facts of people: when they worked for the practice, in which roles, and what they can sign in to."""

from collections.abc import Iterator, Mapping, Sequence

from portalaudit.inventory.calendar import Calendar
from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import FOR_PEOPLE, LIVE, users_of_all
from portalaudit.inventory.kept import once, once_each
from portalaudit.inventory.records import Account, Engagement, HeldRole, Person, Role
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route

FOREVER = 10**9
"""A day after every other."""

OUTSIDE_KINDS = frozenset({"vendor", "contractor"})


@dataclass(frozen=True, slots=True)
class Spell:
    """An unbroken time of work, in ordinals; engagements that follow one another without a gap are one spell.

    `last` is the last working day, `end` its text where one is written, `index` the engagement that ends the spell.
    """

    first: int
    last: int
    end: str | None
    index: int
    involuntary: bool


@once_each
def spells_of(person: Person, world: World) -> tuple[Spell, ...] | None:
    """The person's spells in order; None where no engagement is given."""
    given = person.engagements
    return None if given is None else tuple(_spells(given, world.calendar))


def _spells(engagements: tuple[Engagement, ...], calendar: Calendar) -> Iterator[Spell]:
    if len(engagements) == 1:
        yield _spell(engagements[0], 0, calendar)
        return
    current: Spell | None = None
    for each in sorted((_spell(e, i, calendar) for i, e in enumerate(engagements)), key=lambda s: (s.first, s.last)):
        if current is None:
            current = each
        elif each.first > current.last + 1:
            yield current
            current = each
        else:
            later = each if each.last >= current.last else current
            current = Spell(current.first, later.last, later.end, later.index, later.involuntary)
    if current is not None:
        yield current


def _spell(engagement: Engagement, index: int, calendar: Calendar) -> Spell:
    last = FOREVER if engagement.end is None else calendar.day(engagement.end)
    return Spell(calendar.day(engagement.start), last, engagement.end, index, engagement.involuntary is True)


def engagements_of(person: Person, world: World) -> tuple[Engagement, ...]:
    """The engagements that cover the day."""
    day, today = world.calendar.day, world.today
    return tuple(
        e for e in person.engagements or () if day(e.start) <= today and (e.end is None or today <= day(e.end))
    )


def _last_spell(person: Person, world: World) -> Spell | None:
    """The last spell that is over, for someone who does not work here today."""
    over = [s for s in spells_of(person, world) or () if s.last < world.today]
    return over[-1] if over and not employed(person, world) else None


def _end_route(person: Person, world: World) -> Route:
    spell = _last_spell(person, world)
    return ("engagements",) if spell is None else ("engagements", spell.index, "end")


@derived(written_at="engagements", needs=("engagements",))
def employed(person: Person, world: World) -> bool | None:
    """Whether an engagement covers the day, the last working day included.

    Not known where no `engagements` are written.
    """
    spells, today = spells_of(person, world), world.today
    return None if spells is None else any(s.first <= today <= s.last for s in spells)


@derived(written_at=_end_route, needs=("engagements",))
def has_left(person: Person, world: World) -> bool | None:
    """Whether the last working day has passed and no engagement covers the day.

    Not known where no `engagements` are written.
    """
    return None if person.engagements is None else _last_spell(person, world) is not None


@derived(written_at=_end_route, needs=("engagements",))
def left_on(person: Person, world: World) -> Date | None:
    """The last working day of someone who has left.

    Not known without `engagements`, and for someone who has not left.
    """
    spell = _last_spell(person, world)
    return None if spell is None else world.calendar.text(spell.last)


@derived(written_at="engagements", needs=("engagements",))
def on_leave(person: Person, world: World) -> bool | None:
    """Whether the day lies in a leave; intermittent leave does not count.

    Not known where no `engagements` are written.
    """
    if person.engagements is None:
        return None
    if not any(engagement.leave for engagement in person.engagements):
        return False
    today = world.calendar.today_text
    leaves = (leave for e in engagements_of(person, world) for leave in e.leave or () if leave.continuous is not False)
    return any(leave.start <= today <= (leave.end or today) for leave in leaves)


@derived(written_at="engagements", needs=("engagements | vendor",))
def external(person: Person, world: World) -> bool | None:
    """Whether the person works here today for a vendor or as a contractor, and so is not the practice's own staff.

    People of a vendor under the practice's direct control (`workforce`) are own staff. Not known where no `engagements`
    are written.
    """
    vendor = world.inventory.tables["vendors"].get(person.vendor)
    if vendor is not None:
        return vendor.workforce is not True
    return None if person.engagements is None else any(e.kind in OUTSIDE_KINDS for e in engagements_of(person, world))


@derived(written_at="engagements", needs=("engagements | vendor",))
def vendor_unknown(person: Person, world: World) -> bool | None:
    """Whether the person works here today for a vendor that the record does not name.

    Not known where neither `vendor` nor `engagements` is written.
    """
    if person.vendor is not None:
        return False
    if person.engagements is None:
        return None
    kinds = [engagement.kind for engagement in person.engagements]
    return "vendor" in kinds and any(engagement.kind == "vendor" for engagement in engagements_of(person, world))


def held_today(held: HeldRole, today: str) -> bool:
    """Whether a role is held on the day, given as ISO text."""
    return (held.start or "") <= today <= (held.end or today)


@derived(needs=("roles",))
def current_roles(person: Person, world: World) -> tuple[Role, ...] | None:
    """The roles held on the day. Not known where no `roles` are written."""
    ids = role_ids(person, world)
    if ids is None:
        return None
    known = _roles_by_ids(world)
    if ids not in known:
        table = world.inventory.tables["roles"]
        known[ids] = tuple(table.records[table.rows[name]] for name in ids)
    return known[ids]


@once
def _roles_by_ids(_world: World) -> dict[tuple[str, ...], tuple[Role, ...]]:
    """The same roles as one tuple, whoever holds them."""
    return {}


@once_each
def role_ids(person: Person, world: World) -> tuple[str, ...] | None:
    """The ids of the roles held on the day; None where no `roles` are written."""
    if person.roles is None:
        return None
    today, known = world.calendar.today_text, world.inventory.tables["roles"].rows
    return tuple([held.role for held in person.roles if held.role in known and held_today(held, today)])


def present_users_of_all(accounts: Sequence[Account], world: World) -> list[tuple[Person, ...] | None]:
    """The `present_users` of many accounts."""
    gone, people = _gone(world), users_of_all(accounts, world)
    return [
        several if several is None or gone.isdisjoint([one.id for one in several]) else _present(several, gone)
        for several in people
    ]


@derived(needs=("users",), compute_all=present_users_of_all)
def present_users(account: Account, world: World) -> tuple[Person, ...] | None:
    """Its users without those who have left. Who has no `engagements` counts as present.

    Not known where `person`, `persons` and `used_by` name no user.
    """
    return present_users_of_all((account,), world)[0]


def _present(people: tuple[Person, ...], gone: frozenset[str]) -> tuple[Person, ...]:
    return tuple(person for person in people if person.id not in gone)


@once
def _gone(world: World) -> frozenset[str]:
    """The ids of everybody who has left."""
    return frozenset(person.id for person in world.inventory.tables["staff"].records if has_left(person, world))


@once
def _live_accounts(world: World) -> Mapping[str | None, tuple[Account, ...]]:
    found = world.indexes.accounts_of_person.items()
    return {
        person: tuple([one for one in accounts if one.status in LIVE and one.type in FOR_PEOPLE])
        for person, accounts in found
    }


@derived()
def live_accounts(person: Person, world: World) -> tuple[Account, ...]:
    """The live accounts that the person uses, old shared logins included."""
    return _live_accounts(world).get(person.id, ())

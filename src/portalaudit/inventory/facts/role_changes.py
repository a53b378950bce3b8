"""Derived facts of changes in someone's work, and whether the person's accounts were looked at since."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.people import FOREVER, Spell, live_accounts, spells_of
from portalaudit.inventory.records import Account, Grant, Person
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.rows import Written
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.document import Route

ChangeKind = Literal["new role", "new site", "new supervisor", "new kind of engagement", "return from leave", "rehire"]

LONG_LEAVE_DAYS = 14
"""A leave shorter than this is a holiday, and the return from it no change."""

_WHOLE = frozenset({"create", "modify"})
"""Kinds of grant that settle what the whole account may do; adding to it leaves what was there before unseen."""


@dataclass(frozen=True, slots=True, eq=False)
class AccessKept:
    """A live account that someone kept through a change in the work, and when it was looked at since."""

    kind: ChangeKind = field(metadata={"meaning": "What changed"})
    on: Date = field(metadata={"meaning": "First day of the new state"})
    counted_from: Date = field(
        metadata={"meaning": "Day from which a review is waited for: when the change was entered, if later"}
    )
    account: Account = field(metadata={"meaning": "An account from before the change"})
    reviewed_on: Date | None = field(
        metadata={
            "meaning": "First day since on which a review decided on the account, it was changed as a whole or "
            "approved again, or after a leave it was switched on again with an approval. Not known where there is none"
        }
    )
    written_at: Written


@dataclass(frozen=True, slots=True)
class _Turn:
    """A change as it is written. Accounts made by `before` are older than it, and a look counts from the day after."""

    day: int
    kind: ChangeKind
    before: int
    recorded: int
    route: Route


@derived(written_at="roles", needs=("engagements",))
def access_kept(person: Person, world: World) -> tuple[AccessKept, ...] | None:
    """The person's live accounts, once for each change up to the day that they are older than; oldest change first.

    Changes are those of role, site, supervisor and kind of engagement, returns from leave and rehires. Without `roles`
    changes of role are missing. Not known where `engagements` are not written.
    """
    turns = _turns_of(person, world)
    return None if turns is None else tuple(kept for turn in turns for kept in _kept(turn, person, world))


def _turns_of(person: Person, world: World) -> tuple[_Turn, ...] | None:
    spells = spells_of(person, world)
    if spells is None:
        return None
    if _never_changed(person, spells, world):
        return ()
    roles = [(held.role, held.start, held.end, held.recorded_on) for held in person.roles or ()]
    sites = [(posting.location, posting.start, posting.end, None) for posting in person.locations or ()]
    since = spells[0].first if spells else FOREVER
    found = (
        *_of_engagements(person, world),
        *_of_leave(person, world),
        *_of_holdings("new role", "roles", roles, since, world),
        *_of_holdings("new site", "locations", sites, since, world),
        *_of_supervisor(person, world),
    )
    past = (turn for turn in found if turn.day <= world.today)
    return tuple(sorted((t for t in past if t.kind == "rehire" or _inside(t.day, spells)), key=lambda t: t.day))


def _never_changed(person: Person, spells: Sequence[Spell], world: World) -> bool:
    """Whether someone surely works as on the first day, as most do."""
    engagements = person.engagements or ()
    if len(engagements) != 1 or person.manager_since is not None or engagements[0].leave:
        return False
    since = world.calendar.text(spells[0].first)
    return all(
        held.end is None and (held.start is None or held.start <= since)
        for holdings in (person.roles, person.locations)
        for held in holdings or ()
    )


def _inside(day: int, spells: Iterable[Spell]) -> bool:
    """Whether the person worked here on the day and the day before."""
    return any(spell.first < day <= spell.last for spell in spells)


def _of_engagements(person: Person, world: World) -> Iterator[_Turn]:
    day = world.calendar.day
    ordered = sorted(enumerate(person.engagements or ()), key=lambda pair: day(pair[1].start))
    last, kind = None, ""
    for index, engagement in ordered:
        first = day(engagement.start)
        route: Route = ("engagements", index, "start")
        recorded = first if engagement.recorded_on is None else max(first, day(engagement.recorded_on))
        if last is not None and first > last + 1:
            yield _Turn(first, "rehire", last, recorded, route)
        elif last is not None and engagement.kind != kind:
            yield _Turn(first, "new kind of engagement", first - 1, recorded, route)
        end = FOREVER if engagement.end is None else day(engagement.end)
        last, kind = max(end, last or end), engagement.kind


def _of_leave(person: Person, world: World) -> Iterator[_Turn]:
    """The days after long leaves; leaves that follow one another without a gap are one."""
    away = sorted(_leaves(person, world))
    for position, (first, last, route) in enumerate(away):
        following = away[position + 1 :]
        if any(start <= last + 1 for start, _, _ in following):
            away[position + 1] = (first, *max((last, route), following[0][1:]))
        elif last != FOREVER and last - first + 1 >= LONG_LEAVE_DAYS:
            yield _Turn(last + 1, "return from leave", last, last + 1, route)


def _leaves(person: Person, world: World) -> Iterator[tuple[int, int, Route]]:
    """First and last day of every leave that is not intermittent, and where the last one is written."""
    day = world.calendar.day
    for index, engagement in enumerate(person.engagements or ()):
        for number, leave in enumerate(engagement.leave or ()):
            if leave.continuous is not False:
                last = FOREVER if leave.end is None else day(leave.end)
                yield day(leave.start), last, ("engagements", index, "leave", number, "end")


def _of_supervisor(person: Person, world: World) -> Iterator[_Turn]:
    if person.manager_since is not None:
        day = world.calendar.day(person.manager_since)
        yield _Turn(day, "new supervisor", day - 1, day, ("manager_since",))


_Holding = tuple[str, "str | None", "str | None", "str | None"]
"""What is held, from when, to when, and the day it was entered."""


def _of_holdings(
    kind: ChangeKind, name: str, holdings: Sequence[_Holding], since: int, world: World
) -> Iterator[_Turn]:
    """The days after `since` on which other roles or sites are held than on the day before."""
    day = world.calendar.day
    spans = [
        (held, 0 if start is None else day(start), FOREVER if end is None else day(end))
        for held, start, end, _ in holdings
    ]
    turns = {turn for _, first, last in spans for turn in (first, last + 1) if since < turn <= world.today}
    for turn in sorted(turns):
        if _held(spans, turn) == _held(spans, turn - 1):
            continue
        involved = [i for i, (_, first, last) in enumerate(spans) if turn in (first, last + 1)]
        index = max(involved, key=lambda i: spans[i][1] == turn)
        entered = [day(text) for i in involved if (text := holdings[i][3]) is not None]
        key = "from" if spans[index][1] == turn else "to"
        yield _Turn(turn, kind, turn - 1, max(turn, *entered) if entered else turn, (name, index, key))


def _held(spans: Iterable[tuple[str, int, int]], day: int) -> frozenset[str]:
    return frozenset(held for held, first, last in spans if first <= day <= last)


def _kept(turn: _Turn, person: Person, world: World) -> Iterator[AccessKept]:
    day, text = world.calendar.day, world.calendar.text
    older = (a for a in live_accounts(person, world) if a.created_on is None or day(a.created_on) <= turn.before)
    for account in sorted(older, key=lambda account: account.id):
        seen = _looked_at(account, turn, world)
        yield AccessKept(
            kind=turn.kind,
            on=text(turn.day),
            counted_from=text(turn.recorded),
            account=account,
            reviewed_on=None if seen is None else text(seen),
            written_at=Written(person, turn.route),
        )


def _looked_at(account: Account, turn: _Turn, world: World) -> int | None:
    """The first day after the change on which someone decided on the account, changed it as a whole or approved it."""
    texts = [*_decided(account, world), account.approved_on]
    texts += [grant.approved_on or grant.granted_on for grant in account.grants or () if _settles(grant, turn)]
    days = (world.calendar.day(text) for text in texts if text is not None)
    return min((day for day in days if turn.before < day <= world.today), default=None)


def _decided(account: Account, world: World) -> Iterator[str | None]:
    for place in world.indexes.decisions_of_account.get(account.id, ()):
        yield place.decision.decided_on or place.review.completed_on


def _settles(grant: Grant, turn: _Turn) -> bool:
    """Whether a grant shows that someone looked at the whole account. After a rehire only an approval does.

    So does an approval to switch the login on again after a leave.
    """
    if turn.kind == "rehire":
        return grant.approved_by is not None and grant.kind != "emergency"
    if turn.kind == "return from leave" and grant.kind == "enable" and grant.approved_by is not None:
        return grant.permissions is None
    return grant.kind in _WHOLE or (grant.kind == "grant" and grant.permissions is None)

"""What is recorded as having happened to an account; also what lies in the future, and so cannot have."""

import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import NOT_YET
from portalaudit.inventory.indexes import DecisionPlace
from portalaudit.inventory.records import Account
from portalaudit.inventory.records.common import NEVER, Date
from portalaudit.inventory.rows import Written
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.dates import DAY_LENGTH
from portalaudit.source.document import Route

EventKind = Literal[
    "created",
    "approved",
    "enabled again",
    "suspended",
    "deactivated",
    "password changed",
    "secret changed",
    "recertified",
    "portal training",
    "last login",
    "grant approved",
    "grant in effect",
    "decided",
    "carried out",
]

_OF_ACCOUNT: tuple[tuple[str, EventKind], ...] = (
    ("created_on", "created"),
    ("approved_on", "approved"),
    ("enabled_on", "enabled again"),
    ("suspended_on", "suspended"),
    ("deactivated_on", "deactivated"),
    ("password_changed_on", "password changed"),
    ("rotated_on", "secret changed"),
    ("recertified_on", "recertified"),
    ("portal_training_on", "portal training"),
    ("last_login_on", "last login"),
)
_ROUTES: tuple[tuple[Route, EventKind], ...] = tuple(((name,), kind) for name, kind in _OF_ACCOUNT)
_days_of_account = operator.attrgetter(*(name for name, _ in _OF_ACCOUNT))
_OF_GRANT: tuple[tuple[str, EventKind], ...] = (("approved_on", "grant approved"), ("granted_on", "grant in effect"))
_OF_DECISION: tuple[tuple[str, EventKind], ...] = (("decided_on", "decided"), ("executed_on", "carried out"))


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """One thing that is recorded as having happened to an account."""

    kind: EventKind = field(metadata={"meaning": "What happened"})
    what: str = field(metadata={"meaning": "The same; of a decision with its review: `decided in review q3`"})
    on: Date = field(metadata={"meaning": "When"})
    expires_on: Date | None = field(metadata={"meaning": "Last day of the grant"})
    decided_on: Date | None = field(metadata={"meaning": "Day of the decision that was carried out"})
    written_at: Written


_NOT_MADE = frozenset({NOT_YET})


def _events_of_all(accounts: Sequence[Account], world: World) -> list[tuple[Event, ...]]:
    """The `events` of many accounts: most have no grants and are in no review."""
    is_same, reviewed = world.written is world.indexes, world.written.decisions_of_account
    return [
        tuple(_of_account(account, world.calendar.local_day))
        if is_same and account.grants is None and account.id not in reviewed and account.status not in _NOT_MADE
        else events(account, world)
        for account in accounts
    ]


@derived(written_at="created_on", compute_all=_events_of_all)
def events(account: Account, world: World) -> tuple[Event, ...]:
    """What is recorded as having happened to it: in the account, its grants, and the decisions of reviews.

    A day in the future is there too, except on a past day; an account that was created later has none.
    """
    recorded = world.written.account(account.id) or account
    return () if str(recorded.status) == NOT_YET else tuple(_events(recorded, world))


def _events(account: Account, world: World) -> Iterator[Event]:
    day = world.calendar.local_day
    yield from _of_account(account, day)
    for index, grant in enumerate(account.grants or ()):
        expires_on = None if grant.expires_on is None else day(grant.expires_on)
        for name, kind in _OF_GRANT:
            on = getattr(grant, name)
            if on is not None:
                yield Event(kind, kind, day(on), expires_on, None, Written(account, ("grants", index, name)))
    for place in world.written.decisions_of_account.get(account.id, ()):
        yield from _of_decision(place, account, world)


def _of_account(account: Account, local_day: Callable[[str], str]) -> list[Event]:
    return [
        Event(kind, kind, on if len(on) == DAY_LENGTH else local_day(on), None, None, Written(account, route))
        for (route, kind), on in zip(_ROUTES, _days_of_account(account), strict=True)
        if on is not None and on != NEVER
    ]


def _of_decision(place: DecisionPlace, account: Account, world: World) -> Iterator[Event]:
    day, decision = world.calendar.local_day, place.decision
    decided_on = None if decision.decided_on is None else day(decision.decided_on)
    review = world.inventory.tables["reviews"].get(place.review.id)
    for name, kind in _OF_DECISION:
        on = getattr(decision, name)
        # A review that lies in the future is not among those of the day, and has no place here.
        route = ("decisions", place.index, name)
        where = Written(account, ("id",)) if review is None else Written(review, route)
        if on is not None:
            what = f"{kind} in review {place.review.id}"
            yield Event(kind, what, day(on), None, decided_on if name == "executed_on" else None, where)

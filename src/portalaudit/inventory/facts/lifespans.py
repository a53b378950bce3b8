"""Derived facts of the times in which an account worked, as far as the days of its past tell."""

import datetime
from collections.abc import Iterator, Sequence

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import LIVE, live
from portalaudit.inventory.facts.leaving import stopped_on
from portalaudit.inventory.facts.portals import began_on, known_since
from portalaudit.inventory.records import Account
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.rows import Written
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

OPEN = datetime.date.max.isoformat()
"""The last day of what still works."""


@dataclass(frozen=True, slots=True, eq=False)
class TimeLive:
    """A time in which an account worked, or may have worked."""

    first: Date | None = field(
        metadata={
            "meaning": "First day. Not known before the earliest day that is recorded, where neither `created_on` nor "
            "a grant says when the account was made"
        }
    )
    last: Date | None = field(
        metadata={
            "meaning": "Last day; 9999-12-31 where it still works. Not known where neither `deactivated_on` nor "
            "`suspended_on` says when it stopped"
        }
    )
    written_at: Written


def _times_of_all(accounts: Sequence[Account], world: World) -> list[tuple[TimeLive, ...]]:
    """The `times_live` of many accounts: most have worked since they were made."""
    return [
        (TimeLive(account.created_on, OPEN, Written(account, ("deactivated_on",))),)
        if account.created_on is not None and account.suspended_on is None and account.status in LIVE
        else times_live(account, world)
        for account in accounts
    ]


@derived(written_at="created_on", compute_all=_times_of_all)
def times_live(account: Account, world: World) -> tuple[TimeLive, ...]:
    """The times in which the account worked, oldest first. The day on which it stopped is none of them.

    Where neither `created_on` nor a grant says when it was made, it may have worked before its earliest day.
    """
    return tuple(_times(account, world))


def _times(account: Account, world: World) -> Iterator[TimeLive]:
    first, last = known_since(account), _last_day(account, world)
    if began_on(account) is None:
        yield TimeLive(None, first or last, Written(account, ("created_on",)))
    if first is None:
        return
    suspended, enabled = account.suspended_on, account.enabled_on
    if live(account, world) and suspended and enabled and suspended < enabled:
        yield TimeLive(first, _day_before(suspended, world), Written(account, ("suspended_on",)))
        first = enabled
    yield TimeLive(first, last, Written(account, ("deactivated_on",)))


def _last_day(account: Account, world: World) -> Date | None:
    if live(account, world):
        return OPEN
    stopped = stopped_on(account, world)
    return None if stopped is None else _day_before(stopped, world)


def _day_before(text: str, world: World) -> Date:
    return world.calendar.text(world.calendar.day(text) - 1)

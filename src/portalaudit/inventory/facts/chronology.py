"""Derived facts of dates that cannot be: events still to come, and events in an order in which nothing can happen."""

import operator
from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import NOT_YET
from portalaudit.inventory.indexes import DecisionPlace
from portalaudit.inventory.records import Account, Grant
from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.world import World
from portalaudit.source.document import Route

_EVENTS = (
    ("created_on", "created"),
    ("approved_on", "approved"),
    ("enabled_on", "enabled again"),
    ("suspended_on", "suspended"),
    ("deactivated_on", "deactivated"),
    ("password_changed_on", "password changed"),
    ("rotated_on", "secret changed"),
    ("recertified_on", "recertified"),
    ("portal_training_on", "the portal's training done"),
    ("last_login_on", "last login"),
)
"""What has happened to an account where its day is written, and cannot lie in the future."""

_AFTER_CREATION = ("enabled_on", "suspended_on", "deactivated_on", "password_changed_on", "last_login_on")
_WORDS = dict(_EVENTS)
_texts = operator.attrgetter(*_WORDS)

Wrong = tuple[str, Route]
"""What cannot be, in words, and the field to look at."""


def _days(account: Account, world: World) -> dict[str, int]:
    """The day of each event that is written."""
    day, texts = world.calendar.day, zip(_WORDS, _texts(account), strict=True)
    return {name: day(text) for name, text in texts if text is not None and text != NEVER}


def _written(account: Account, world: World) -> Account:
    """The account with days to come, which on a past day are none."""
    return world.written.account(account.id) or account


@derived(written_at="created_on")
def dated(account: Account, world: World) -> bool:
    """Whether any day of its past is written, in the account or in decisions on it; not of one that was made later."""
    account = _written(account, world)
    if str(account.status) == NOT_YET:
        return False
    if account.created_on is not None or account.grants or account.id in world.written.decisions_of_account:
        return True
    return bool(_days(account, world))


def _wrong(account: Account, world: World) -> Iterator[Wrong]:
    """Everything that cannot be, the account's own dates first."""
    account = _written(account, world)
    days = _days(account, world)
    text, today = world.calendar.text, world.today
    for name, day in days.items():
        if day > today:
            yield f"{_WORDS[name]} on {text(day)}, which is still to come", (name,)
    created = days.get("created_on")
    if created is not None:
        for name in _AFTER_CREATION:
            if name in days and days[name] < created:
                yield f"{_WORDS[name]} on {text(days[name])}, before it was created on {text(created)}", (name,)
    yield from _after_the_end(days, world)
    for index, grant in enumerate(account.grants or ()):
        yield from _wrong_grant(grant, index, world)
    for place in world.written.decisions_of_account.get(account.id, ()):
        yield from ((words, ("id",)) for words in _wrong_decision(place, created, world))


def _after_the_end(days: dict[str, int], world: World) -> Iterator[Wrong]:
    """A login after the account was taken out of use for good, where it was not enabled again."""
    login, ended = days.get("last_login_on"), days.get("deactivated_on")
    if login is not None and ended is not None and ended < login and days.get("enabled_on", ended) <= ended:
        text = world.calendar.text
        yield f"last login on {text(login)}, after it was deactivated on {text(ended)}", ("last_login_on",)


def _wrong_grant(grant: Grant, index: int, world: World) -> Iterator[Wrong]:
    day = world.calendar.day
    for name, words in (("approved_on", "approved"), ("granted_on", "in effect")):
        written = getattr(grant, name)
        route = ("grants", index, name)
        if written is None:
            continue
        if name == "approved_on" and day(written) > world.today:
            yield f"a grant was approved on {written}, which is still to come", route
        if grant.expires_on is not None and day(written) > day(grant.expires_on):
            yield f"a grant was {words} on {written}, after it expired on {grant.expires_on}", route


def _wrong_decision(place: DecisionPlace, created: int | None, world: World) -> Iterator[str]:
    day, text = world.calendar.day, world.calendar.text
    decision, review = place.decision, place.review.id
    decided = None if decision.decided_on is None else day(decision.decided_on)
    executed = None if decision.executed_on is None else day(decision.executed_on)
    for words, moment in (("decided", decided), ("carried out", executed)):
        if moment is not None and moment > world.today:
            yield f"{words} in review {review} on {text(moment)}, which is still to come"
        if moment is not None and created is not None and moment < created:
            yield f"{words} in review {review} on {text(moment)}, before it was created on {text(created)}"
    if decided is not None and executed is not None and executed < decided:
        yield f"carried out in review {review} on {text(executed)}, before it was decided on {text(decided)}"


def _route(account: Account, world: World) -> Route:
    found = next(_wrong(account, world), None)
    return ("created_on",) if found is None else found[1]


@derived(written_at=_route)
def impossible_dates(account: Account, world: World) -> tuple[str, ...]:
    """Dates of the account, its grants and the decisions on it that cannot be true, in words.

    Something that has happened lies in the future, or came before what it needs.
    """
    return () if _is_plain(account, world) else tuple(words for words, _ in _wrong(account, world))


def _is_plain(account: Account, world: World) -> bool:
    """Whether a glance shows that all is well, as with nearly every account: no day is to come or before creation."""
    account = _written(account, world)
    if account.grants or account.deactivated_on or account.id in world.written.decisions_of_account:
        return False
    first, today = account.created_on or "", world.calendar.text(world.today)
    for day in (account.enabled_on, account.suspended_on, account.password_changed_on, account.last_login_on):
        if day is not None and not first <= day <= today:
            return False
    for day in (first, account.approved_on, account.rotated_on, account.recertified_on, account.portal_training_on):
        if day is not None and day > today:
            return False
    return True

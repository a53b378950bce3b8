"""Derived facts of an account's life: when it was last used, and how long it has been idle or suspended."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import parked, users
from portalaudit.inventory.facts.after_leaving import NO_LOGIN
from portalaudit.inventory.facts.drift import newest_export_on, user_list
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.world import World


@derived(written_at="last_login_on", needs=("last_login_on",))
def never_used(account: Account, _world: World) -> bool | None:
    """Whether no one has ever signed in. Not known without `last_login_on`."""
    return None if account.last_login_on is None else account.last_login_on == NEVER


def _undetermined_days(account: Account, _world: World) -> tuple[str, ...]:
    """What days since the last login are counted from: the first day of an account that no one ever used."""
    if account.last_login_on == NEVER:
        return ("created_on",)
    return ("last_login_on", "portal.exports") if account.last_login_source == "export" else ("last_login_on",)


@derived(written_at="last_login_on", needs=_undetermined_days)
def days_idle(account: Account, world: World) -> int | None:
    """Days since the last login, since it was created where there was none, since it was enabled if later.

    They are counted to the day of the check, or to that of the user list from which the last login is known: what
    happened since no list can show. Days of leave after a suspension do not count. Not known without `last_login_on`
    (without `created_on` where that is never), where by `last_login_source` only an import or an unlock wrote it, where
    it comes from an export and none is written in the portal's `exports`, or where it cannot be right: it lies in the
    future or after the export that it was taken from.
    """
    start, until = _last_day_used(account, world), _seen_until(account, world)
    if start is None or until is None:
        return None
    if account.enabled_on is not None:
        start = max(start, min(world.calendar.day(account.enabled_on), until))
    elif account.suspended_on is not None:
        since = max(start, world.calendar.day(account.suspended_on))
        return max(0, until - start - _leave_days(account, since, until, world))
    return max(0, until - start)


def _last_day_used(account: Account, world: World) -> int | None:
    written = account.created_on if account.last_login_on == NEVER else account.last_login_on
    if written is None:
        return None
    day = world.calendar.day(written)
    if day > world.today or account.last_login_source in NO_LOGIN:
        return None
    newest = _newest_list(account, world) if account.last_login_source == "export" else None
    return None if newest is not None and day > newest and account.last_login_on != NEVER else day


def _seen_until(account: Account, world: World) -> int | None:
    """The day up to which its use is known; None where it comes from an export that is not written."""
    if account.last_login_source == "export":
        return _newest_list(account, world)
    return world.today if account.last_login_source is not None else _day_of_list(account, world)


def _newest_list(account: Account, world: World) -> int | None:
    """The day of the newest user list of its portal that has come; None where there is none."""
    portal = world.indexes.portal(account.portal)
    day = newest_export_on(portal, world) if portal is not None else None
    return None if day is None else world.calendar.day(day)


def _day_of_list(account: Account, world: World) -> int:
    """The day of the newest user list, where its row gives the very last login that is written; else today."""
    portal = world.indexes.portal(account.portal)
    listed = user_list(portal, world) if portal is not None and portal.exports else None
    row = listed.row_of.get(account.id) if listed is not None else None
    is_same = row is not None and row.last_login_on is not None and row.last_login_on == account.last_login_on
    return listed.day if listed is not None and is_same else world.today


@derived(written_at="last_login_on", needs=("portal.exports",))
def list_age_days(account: Account, world: World) -> int | None:
    """Days since the user list from which its last login is known; 0 where it does not come from a list.

    Not known where by `last_login_source` it comes from an export, and none is written in the portal's `exports`.
    """
    until = _seen_until(account, world)
    return None if until is None else world.today - until


def _leave_days(account: Account, since: int, until: int, world: World) -> int:
    """Days of its users' leaves after a day and up to another; the longest where there are several users."""
    counts = (_leave_of(person, since, until, world) for person in users(account, world) or ())
    return max(counts, default=0)


def _leave_of(person: Person, since: int, until: int, world: World) -> int:
    leaves = (leave for e in person.engagements or () for leave in e.leave or () if leave.continuous is not False)
    return sum(_overlap(leave.start, leave.end, since, until, world) for leave in leaves)


def _overlap(start: str, end: str | None, since: int, until: int, world: World) -> int:
    first = max(world.calendar.day(start), since + 1)
    last = until if end is None else min(world.calendar.day(end), until)
    return max(0, last - first + 1)


@derived(written_at="suspended_on", needs=("suspended_on",))
def days_parked(account: Account, world: World) -> int | None:
    """Days since it was suspended or disabled, its user's leave not counted. Not known without `suspended_on`."""
    if not parked(account, world) or account.suspended_on is None:
        return None
    day = world.calendar.day(account.suspended_on)
    return world.today - day - _leave_days(account, day - 1, world.today, world)


def past_portal_limit(account: Account, world: World) -> bool | None:
    """Whether it has been idle for as long as the portal allows; None where that is not known."""
    limit = portal_idle_limit(account, world)
    if limit == 0:
        return False
    days = days_idle(account, world)
    return None if days is None else days >= limit


@derived(written_at="portal")
def portal_idle_limit(account: Account, world: World) -> int:
    """Days without login after which its portal disables it; 0 where the portal does not, or no one knows."""
    clock = world.terms(account.portal).inactivity
    return (clock.disable_days if clock else None) or 0

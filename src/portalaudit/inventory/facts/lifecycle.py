"""Derived facts of an account's life: when it was last used, and how long it has been idle or put aside."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import parked, profile_of, users
from portalaudit.inventory.facts.after_leaving import NO_LOGIN
from portalaudit.inventory.facts.people import FOREVER
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.world import World

_EXPECTED_DAYS = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "annual": 366}


@derived(written_at="last_login_on")
def never_used(account: Account, _world: World) -> bool | None:
    """Whether nobody has ever signed in. Not known without `last_login_on`."""
    return None if account.last_login_on is None else account.last_login_on == NEVER


@derived(written_at="last_login_on")
def days_idle(account: Account, world: World) -> int | None:
    """Days since the last login, since it was created where there was none, since it was enabled if later.

    Days of leave after a suspension do not count. Not known without `last_login_on` (without `created_on` where that is
    never), where by `last_login_source` only an import or an unlock wrote it, or where it cannot be right: it lies in
    the future or after the export that it was taken from.
    """
    start = _last_day_used(account, world)
    if start is None:
        return None
    if account.enabled_on is not None:
        start = max(start, min(world.calendar.day(account.enabled_on), world.today))
    elif account.suspended_on is not None:
        return world.today - start - _leave_days(account, max(start, world.calendar.day(account.suspended_on)), world)
    return world.today - start


def _last_day_used(account: Account, world: World) -> int | None:
    written = account.created_on if account.last_login_on == NEVER else account.last_login_on
    if written is None:
        return None
    day = world.calendar.day(written)
    if day > world.today or account.last_login_source in NO_LOGIN:
        return None
    return None if account.last_login_source == "export" and day > _newest_export(account, world) else day


def _newest_export(account: Account, world: World) -> int:
    key = ("newest export", account.portal)
    if key not in world.memo:
        portal = world.indexes.portal(account.portal)
        exports = (portal.exports if portal else None) or ()
        world.memo[key] = max((world.calendar.day(export.taken_on) for export in exports), default=FOREVER)
    found: int = world.memo[key]
    return found


def _leave_days(account: Account, since: int, world: World) -> int:
    """Days of its users' leaves after that day and up to today; the longest where there are several users."""
    counts = (_leave_of(person, since, world) for person in users(account, world) or ())
    return max(counts, default=0)


def _leave_of(person: Person, since: int, world: World) -> int:
    leaves = (leave for e in person.engagements or () for leave in e.leave or () if leave.continuous is not False)
    return sum(_overlap(leave.start, leave.end, since, world) for leave in leaves)


def _overlap(start: str, end: str | None, since: int, world: World) -> int:
    first = max(world.calendar.day(start), since + 1)
    last = world.today if end is None else min(world.calendar.day(end), world.today)
    return max(0, last - first + 1)


@derived(written_at="suspended_on")
def days_parked(account: Account, world: World) -> int | None:
    """Days since it was suspended or disabled, its user's leave not counted. Not known without `suspended_on`."""
    if not parked(account, world) or account.suspended_on is None:
        return None
    day = world.calendar.day(account.suspended_on)
    return world.today - day - _leave_days(account, day - 1, world)


@derived(written_at="expected_use")
def expected_use_days(account: Account, _world: World) -> int:
    """Longest time between two uses that `expected_use` allows for, in days; 0 where nothing is written."""
    return _EXPECTED_DAYS.get(account.expected_use or "", 0)


@derived(written_at="last_login_on")
def past_portal_limit(account: Account, world: World) -> bool | None:
    """Whether it has been idle for as long as the portal allows before it disables a login itself.

    Not known where the portal has a limit and `last_login_on` is not written or cannot be relied on.
    """
    limit = portal_idle_limit(account, world)
    if limit == 0:
        return False
    days = days_idle(account, world)
    return None if days is None else days >= limit


@derived(written_at="portal")
def portal_idle_limit(account: Account, world: World) -> int:
    """Days without login after which its portal disables it; 0 where the portal does not, or nobody knows."""
    key = ("portal's idle limit", account.portal)
    if key not in world.memo:
        portal = world.indexes.portal(account.portal)
        profile = profile_of(portal, world)
        own = portal.inactivity.disable_days if portal and portal.inactivity else None
        known = profile.inactivity.disable_days if profile and profile.inactivity else None
        world.memo[key] = (known if own is None else own) or 0
    found: int = world.memo[key]
    return found


@derived(written_at="last_login_on")
def last_use(account: Account, world: World) -> str:
    """The last use in words, for messages."""
    if parked(account, world):
        return f"put aside on {account.suspended_on or 'a day that is not recorded'}"
    if account.last_login_on is None:
        return "last use not recorded"
    if account.last_login_on == NEVER:
        return f"never used since it was made on {account.created_on or 'a day that is not recorded'}"
    return f"last used on {world.calendar.text(world.calendar.day(account.last_login_on))}"

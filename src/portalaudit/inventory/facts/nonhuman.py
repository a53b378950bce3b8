"""Derived facts of accounts that are no person's: services, robots and the emergency account."""

from portalaudit.inventory.calendar import Calendar
from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import profile_of
from portalaudit.inventory.records import Account, Portal, Use
from portalaudit.inventory.world import World
from portalaudit.source.dates import has_time
from portalaudit.source.document import Route


def _automation_route(portal: Portal, _world: World) -> Route:
    return ("automation_allowed",) if portal.automation_allowed is not None else ("profile",)


@derived(written_at=_automation_route)
def robots_allowed(portal: Portal, world: World) -> bool | None:
    """Whether robots may use it, as it or its profile says.

    Not known where neither `automation_allowed` nor the `profile` says so.
    """
    if portal.automation_allowed is not None:
        return portal.automation_allowed
    profile = profile_of(portal, world)
    return profile.automation_allowed if profile else None


@derived(written_at="rotated_on")
def password_changed(use: Use, world: World) -> bool:
    """Whether the password of the account was changed after this use, or on the same day where no times are known."""
    account = world.indexes.whole(use)
    later = (use.rotated_on, account.rotated_on if isinstance(account, Account) else None)
    return any(_after(changed, use.on, world.calendar) for changed in later)


def _after(changed: str | None, used: str, calendar: Calendar) -> bool:
    if changed is None:
        return False
    if has_time(changed) and has_time(used):
        return calendar.time(changed) >= calendar.time(used)
    return calendar.day(changed) >= calendar.day(used)

"""Derived facts of emergency accounts: whether the password was changed after each use."""

from portalaudit.inventory.calendar import Calendar
from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Account, Use
from portalaudit.inventory.world import World
from portalaudit.source.dates import has_time


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

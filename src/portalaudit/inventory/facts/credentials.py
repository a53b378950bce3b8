"""Derived facts of passwords: whether the vault is used, and when they expire. Never a password."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import individual, live
from portalaudit.inventory.facts.begun import is_asked
from portalaudit.inventory.records import Account, Practice
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.source.document import Route

IN_VAULT = frozenset({"personal_vault", "shared_vault"})
"""Where a password is kept that is in the password manager."""


@derived()
def vault_used(_practice: Practice, world: World) -> bool | None:
    """Whether the password of some live account of a person is kept in a vault; also where there is none to keep.

    Not known where no live account of a person has `credential_custody` or `vault_readers`.
    """
    accounts = world.inventory.tables["accounts"].records
    personal = [account for account in accounts if live(account, world) and individual(account, world)]
    told = [a for a in personal if a.credential_custody is not None or a.vault_readers is not None]
    if personal and not told:
        return None
    kept = [account for account in told if account.credential_custody != "sso"]
    return not kept or any(a.credential_custody in IN_VAULT or a.vault_readers is not None for a in kept)


def _limit(account: Account, world: World) -> int | None:
    """Days for which a password of the portal is good; None where its profile does not say."""
    return world.terms(account.portal).password_max_age_days


@derived(written_at="password_expires_on")
def password_expires(account: Account, world: World) -> bool:
    """Whether its password is known to expire: a last day is written, or the portal's profile says after how long.

    An account that is opened by a single sign-on has no password of its own.
    """
    if account.credential_custody == "sso" or account.mfa == "sso":
        return False
    return account.password_expires_on is not None or bool(_limit(account, world))


@derived(written_at="password_changed_on")
def password_age_asked(account: Account, world: World) -> bool:
    """Whether it is asked when its password was changed: every account once a live one has a day, else the first.

    Only accounts whose password is known to expire count. What a practice has not begun to write down is said once.
    """
    return is_asked("ages of passwords", account, world, concerned=_can_expire, written=_has_day)


def _can_expire(account: Account, world: World) -> bool:
    return live(account, world) and password_expires(account, world)


def _has_day(account: Account, _world: World) -> bool:
    return account.password_expires_on is not None or account.password_changed_on is not None


def _expiry_route(account: Account, _world: World) -> Route:
    return ("password_changed_on",) if account.password_expires_on is None else ("password_expires_on",)


@derived(written_at=_expiry_route)
def password_last_day(account: Account, world: World) -> Date | None:
    """The last day on which its password is good.

    Not known where neither `password_expires_on` is written nor `password_changed_on` with a day gone by, for a portal
    whose profile says how long a password is good.
    """
    if account.password_expires_on is not None:
        return account.password_expires_on
    limit = _limit(account, world)
    if account.password_changed_on is None or limit is None:
        return None
    changed = world.calendar.day(account.password_changed_on)
    return None if changed > world.today else world.calendar.text(changed + limit)

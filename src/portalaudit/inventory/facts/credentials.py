"""Derived facts of passwords: where they are kept, who can read them, and when they expire. Never a password."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import individual, live, profile_of
from portalaudit.inventory.facts.begun import is_asked
from portalaudit.inventory.records import Account, Practice
from portalaudit.inventory.world import World
from portalaudit.source.document import Route

NO_PRODUCT = frozenset({"none", "no", "nothing"})
"""What people write for a password manager that they do not have."""

IN_VAULT = frozenset({"personal_vault", "shared_vault"})
"""Where a password is kept that is in the password manager."""


def _custody_route(account: Account, _world: World) -> Route:
    return ("credential_custody",) if account.vault_readers is None else ("vault_readers",)


@derived(written_at=_custody_route)
def secret_shared(account: Account, _world: World) -> bool:
    """Whether anybody but its owner can read the password in a vault.

    So it is where `vault_readers` names several people or somebody else, and where it is kept in a shared vault and
    nobody wrote down who reads it.
    """
    if account.vault_readers is None:
        return account.credential_custody == "shared_vault"
    readers = set(account.vault_readers)
    return len(readers) > 1 or (account.person is not None and bool(readers - {account.person}))


@derived(written_at=_custody_route)
def custody_note(account: Account, world: World) -> str:
    """Where its password is kept and who else can read it, in words, for messages."""
    unsaid = "kept nobody wrote down where" if account.vault_readers is None else "kept in a vault"
    kept = _CUSTODY.get(account.credential_custody or "", unsaid)
    others = (world.indexes.person(reader) for reader in account.vault_readers or () if reader != account.person)
    names = ", ".join(dict.fromkeys(person.name for person in others if person is not None))
    return f"{kept}, where {names} can read it" if names else kept


_CUSTODY = {
    "personal_vault": "kept in a vault",
    "shared_vault": "kept in a shared vault",
    "sso": "kept by the sign-on",
    "browser": "saved in a browser",
    "paper": "written on paper",
    "spreadsheet": "kept in a spreadsheet",
    "memory": "kept in somebody's head",
    "unknown": "kept nobody knows where",
}


@derived(written_at="credential_vault")
def has_vault(practice: Practice, _world: World) -> bool | None:
    """Whether the practice has a password manager; false where `none` is written as its product.

    Not known where `credential_vault` is not written.
    """
    vault = practice.credential_vault
    return None if vault is None else vault.product.strip().casefold() not in NO_PRODUCT


@derived(written_at="credential_vault")
def vault_plan(practice: Practice, _world: World) -> str | None:
    """The plan of the password manager in small letters. Not known without `plan` in `credential_vault`."""
    vault = practice.credential_vault
    return None if vault is None or vault.plan is None else vault.plan.strip().casefold()


@derived(written_at="credential_vault")
def vault_note(practice: Practice, world: World) -> str:
    """The password manager in words, for messages."""
    vault = practice.credential_vault
    if vault is None:
        return "no password manager of the practice is recorded"
    if not has_vault(practice, world):
        return "the practice has no password manager"
    factor = {True: "with a second factor", False: "without a second factor", None: "second factor not recorded"}
    plan = "plan not recorded" if vault.plan is None else f"plan {vault.plan}"
    unused = ", and no password is kept in it" if vault_used(practice, world) is False else ""
    return f"the practice's password manager is {vault.product}, {plan}, {factor[vault.mfa]}{unused}"


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
    key = ("password's life", account.portal)
    if key not in world.memo:
        profile = profile_of(world.indexes.portal(account.portal), world)
        world.memo[key] = profile.password_max_age_days if profile else None
    found: int | None = world.memo[key]
    return found


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
def password_days_left(account: Account, world: World) -> int | None:
    """Days until its password expires; negative where it has.

    Not known where neither `password_expires_on` is written nor `password_changed_on` with a day gone by, for a portal
    whose profile says how long a password is good.
    """
    if account.password_expires_on is not None:
        return -world.calendar.days_since(account.password_expires_on)
    limit = _limit(account, world)
    if account.password_changed_on is None or limit is None:
        return None
    age = world.calendar.days_since(account.password_changed_on)
    return None if age < 0 else limit - age


@derived(written_at=_expiry_route)
def password_note(account: Account, world: World) -> str:
    """When its password expires, in words, for messages."""
    left = password_days_left(account, world)
    if left is None:
        return "has a password of which nobody wrote down the age"
    day = world.calendar.text(world.today + left)
    return f"has a password that expired on {day}" if left < 0 else f"has a password that expires on {day}"

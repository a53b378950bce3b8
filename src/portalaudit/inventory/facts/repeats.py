"""Derived facts of what is there twice: records of one login, and several accounts of one person on one portal."""

import unicodedata
from collections import Counter

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import age_days, individual, live, profile_of, users
from portalaudit.inventory.facts.authorization import administers
from portalaudit.inventory.records import Account
from portalaudit.inventory.world import Group, World

REREGISTRATION_DAYS = 14
"""Days for which an account that is still pending may stand beside the one that it will replace."""


@derived(written_at="portal")
def portal_and_organization(account: Account, _world: World) -> str:
    """The portal, and behind a slash the organization in it where the account names one."""
    return account.portal if account.organization is None else f"{account.portal}/{account.organization}"


@derived()
def only_user_id(account: Account, world: World) -> str | None:
    """The id of its user where there is exactly one.

    Not known where `person`, `persons` and `used_by` name nobody or several people.
    """
    people = users(account, world)
    return people[0].id if people is not None and len(people) == 1 else None


@derived()
def several(group: Group, _world: World) -> tuple[Account, ...]:
    """The accounts of the group where there are at least two; none where one stands alone, with nothing beside it."""
    return group.accounts if len(group.accounts) > 1 else ()


@derived(written_at="login")
def login_characters(account: Account, _world: World) -> tuple[str, ...]:
    """The characters of the login with their Unicode code points and names; each further one of a kind is numbered.

    They tell logins apart that look alike, such as `U+0020 space` and, for a second one, `U+0020 space (2)`.
    """
    seen: Counter[str] = Counter()
    found = []
    for character in account.login:
        seen[character] += 1
        number = f" ({seen[character]})" if seen[character] > 1 else ""
        found.append(f"U+{ord(character):04X} {unicodedata.name(character, 'no name').lower()}{number}")
    return tuple(found)


@derived()
def personal_accounts(group: Group, world: World) -> tuple[Account, ...]:
    """The live accounts that belong to one person each."""
    return tuple(account for account in group.accounts if live(account, world) and individual(account, world))


@derived()
def settled_accounts(group: Group, world: World) -> tuple[Account, ...] | None:
    """The live accounts that belong to one person each, without those that have been pending for at most 14 days.

    Not known where one of several is pending and has no `created_on`.
    """
    found = personal_accounts(group, world)
    if len(found) < 2:
        return found
    ages = [age_days(account, world) if account.status == "pending" else REREGISTRATION_DAYS + 1 for account in found]
    kept = [a for a, age in zip(found, ages, strict=True) if age is not None and age > REREGISTRATION_DAYS]
    return None if None in ages and len(kept) < 2 else tuple(kept)


@derived()
def administrator_apart(group: Group, world: World) -> bool | None:
    """Whether there are two of the settled accounts, one that manages users and one that does not.

    Not known where the `permissions` or `native_roles` of one of two are not written or not mapped.
    """
    settled = settled_accounts(group, world)
    if settled is None or len(settled) != 2:
        return False
    states = [administers(account, world) for account in settled]
    return None if None in states else sorted(map(bool, states)) == [False, True]


@derived()
def one_account_only(group: Group, world: World) -> bool:
    """Whether the portal's profile says that a person may hold one account only."""
    profile = profile_of(world.indexes.portal(group.accounts[0].portal), world)
    return profile is not None and profile.one_account_per_person is True

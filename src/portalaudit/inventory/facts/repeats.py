"""Derived facts of what is there twice: records of one login, and several accounts of one person on one portal."""

import operator
import unicodedata
from collections import Counter
from functools import reduce

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import age_days, individual, live, parked, profile_of, users
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
def open_records(group: Group, world: World) -> tuple[Account, ...]:
    """The accounts that are live or only put aside, of every type; closed ones are history."""
    return tuple(account for account in group.accounts if live(account, world) or parked(account, world))


@derived()
def repeated_records(group: Group, world: World) -> tuple[Account, ...] | None:
    """The open records of accounts that one person has more than once.

    Not known where there are several and one of them names nobody in `person`, `persons` or `used_by`.
    """
    if len(group.accounts) == 1:
        return ()
    records = open_records(group, world)
    people = [frozenset(person.id for person in users(record, world) or ()) for record in records]
    count = Counter(person for found in people for person in found)
    again = tuple(r for r, found in zip(records, people, strict=True) if any(count[person] > 1 for person in found))
    return again if again or len(records) < 2 or all(people) else None


@derived()
def spellings(group: Group, world: World) -> str:
    """The logins of the open records as they are written; where they differ, with the characters that others lack.

    Each such character is named by its Unicode code point, since spaces and letters that look alike cannot be seen.
    """
    logins = tuple(dict.fromkeys(account.login for account in open_records(group, world)))
    counts = [Counter(login) for login in logins]
    common = reduce(operator.and_, counts, Counter("".join(logins)))
    return " and ".join(_spelling(login, count - common) for login, count in zip(logins, counts, strict=True))


def _spelling(login: str, own: "Counter[str]") -> str:
    points = ", ".join(f"U+{ord(character):04X} {unicodedata.name(character, 'no name').lower()}" for character in own)
    return f"“{login}” (with {points})" if points else f"“{login}”"


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

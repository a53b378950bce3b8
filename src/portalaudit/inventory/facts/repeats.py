"""Derived facts of what is there twice: records of one login, and several accounts of one person on one portal."""

import unicodedata
from collections import Counter

from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Account
from portalaudit.inventory.subjects import Group
from portalaudit.inventory.world import World


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

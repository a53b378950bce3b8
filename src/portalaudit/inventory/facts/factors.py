"""Second factors: who receives the codes of live accounts on one device."""

from collections.abc import Mapping

from portalaudit.inventory.facts.accounts import for_people, live, users
from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.kept import once
from portalaudit.inventory.records import Account, Person
from portalaudit.inventory.world import World


def factor_owners(account: Account, world: World) -> tuple[Person, ...]:
    """The owners of all live accounts of people, on any portal, that name the same `mfa_device`, by id.

    Device names are compared without regard to case and spaces at the ends. An account with `mfa` none gets no codes,
    whatever device is written.
    """
    if account.mfa_device is None or account.mfa == "none":
        return ()
    return _owners(world).get(strict_form(account.mfa_device), ())


@once
def _owners(world: World) -> Mapping[str, tuple[Person, ...]]:
    found: dict[str, dict[str, Person]] = {}
    for account in world.inventory.tables["accounts"].records:
        is_used = account.mfa_device is not None and account.mfa != "none"
        if is_used and live(account, world) and for_people(account, world):
            # Several users of one account are sharing of the login, whatever its device.
            owner = (users(account, world) or (None,))[0]
            if owner is not None:
                found.setdefault(strict_form(account.mfa_device or ""), {})[owner.id] = owner
    return {device: tuple(people[i] for i in sorted(people)) for device, people in found.items()}

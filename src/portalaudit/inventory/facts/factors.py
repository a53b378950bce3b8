"""Derived facts of second factors: whether one is in use, how strong it is, and whose device receives the codes."""

from collections.abc import Mapping
from typing import Literal

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import for_people, live, profile_of, users
from portalaudit.inventory.facts.authorization import MANAGING
from portalaudit.inventory.facts.begun import is_asked
from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.facts.permissions import admin_permissions
from portalaudit.inventory.records import Account, Person, Portal
from portalaudit.inventory.world import World
from portalaudit.source.document import Route

POWERS = MANAGING | {"eft.manage"}
"""Permissions with which a stolen login can make other logins or send payments elsewhere."""

WEAK = frozenset({"sms", "voice", "email"})
"""Second factors that can be redirected or read by others."""


def _own_or_profile(portal: Portal, _world: World) -> Route:
    return ("profile",) if portal.mfa is None else ("mfa",)


@derived(written_at=_own_or_profile)
def mfa_required(portal: Portal, world: World) -> bool | None:
    """Whether it requires a second factor, as it or its profile says.

    Not known where neither `mfa` nor the `profile` says so.
    """
    if portal.mfa is not None and portal.mfa.required is not None:
        return portal.mfa.required
    profile = profile_of(portal, world)
    return profile.mfa.required if profile and profile.mfa else None


@derived(written_at=_own_or_profile)
def mfa_offered(portal: Portal, world: World) -> bool | None:
    """Whether it offers a second factor, as it or its profile says: an empty list of methods, or `none`, is none.

    Not known where neither `mfa` nor `profile` says which methods there are.
    """
    profile = profile_of(portal, world)
    policies = (portal.mfa, profile.mfa if profile else None)
    methods = next((p.methods for p in policies if p is not None and p.methods is not None), None)
    return None if methods is None else any(method != "none" for method in methods)


def _offers_none(account: Account, world: World) -> bool:
    key = ("offers no second factor", account.portal)
    if key not in world.memo:
        portal = world.indexes.portal(account.portal)
        world.memo[key] = portal is not None and mfa_offered(portal, world) is False
    found: bool = world.memo[key]
    return found


@derived(written_at="mfa")
def mfa_state(account: Account, world: World) -> Literal["on", "off", "not offered"] | None:
    """Whether a second factor is in use, by the portal or by the sign-on before it; if not, whether the portal has one.

    Not known without `mfa`.
    """
    if account.mfa is None:
        return None
    if account.mfa != "none":
        return "on"
    return "not offered" if _offers_none(account, world) else "off"


@derived(written_at="permissions")
def privileged(account: Account, world: World) -> bool | None:
    """Whether it may manage users, rights, the organization or third parties, or the bank account for payments.

    Not known where neither `permissions` nor `native_roles` is written, or the portal's `profile` does not say what one
    of its native roles allows.
    """
    found = admin_permissions(account, world)
    return None if found is None else not POWERS.isdisjoint(found)


@derived(written_at="mfa")
def weak_factor(account: Account, world: World) -> bool | None:
    """Whether the codes of a privileged account come by text message, call or mail.

    Not known without `mfa`, and where `permissions` or `native_roles` leave open whether the account is privileged.
    """
    powerful = privileged(account, world)
    if powerful is False:
        return False
    if account.mfa is None or account.mfa not in WEAK:
        return None if account.mfa is None else False
    return powerful


@derived(written_at="mfa_device")
def factor_owners(account: Account, world: World) -> tuple[Person, ...]:
    """The owners of all live accounts of people, on any portal, that name the same `mfa_device`, by id.

    Device names are compared without regard to case and spaces at the ends. An account with `mfa` none gets no codes,
    whatever device is written.
    """
    if account.mfa_device is None or account.mfa == "none":
        return ()
    return _owners(world).get(strict_form(account.mfa_device), ())


def _owners(world: World) -> Mapping[str, tuple[Person, ...]]:
    if "owners of devices" not in world.memo:
        found: dict[str, dict[str, Person]] = {}
        for account in world.inventory.tables["accounts"].records:
            is_used = account.mfa_device is not None and account.mfa != "none"
            if is_used and live(account, world) and for_people(account, world):
                # Several users of one account are sharing of the login, whatever its device.
                owner = (users(account, world) or (None,))[0]
                if owner is not None:
                    found.setdefault(strict_form(account.mfa_device or ""), {})[owner.id] = owner
        world.memo["owners of devices"] = {
            device: tuple(people[i] for i in sorted(people)) for device, people in found.items()
        }
    owners: Mapping[str, tuple[Person, ...]] = world.memo["owners of devices"]
    return owners


@derived(written_at="mfa_device")
def factor_shared(account: Account, world: World) -> bool:
    """Whether its `mfa_device` receives the codes of several people's accounts; false where no device is written."""
    return len(factor_owners(account, world)) > 1


@derived(written_at="mfa")
def mfa_asked(account: Account, world: World) -> bool:
    """Whether it is asked about its second factor: every account once a live account of people has one, else the first.

    What a practice has not begun to write down is said once. `mfa` none and an `mfa_device` count as written too.
    """
    return is_asked("second factors", account, world, concerned=_is_concerned, written=_is_written)


def _is_concerned(account: Account, world: World) -> bool:
    return live(account, world) and for_people(account, world)


def _is_written(account: Account, _world: World) -> bool:
    return account.mfa is not None or account.mfa_device is not None


def _factor_route(account: Account, world: World) -> Route:
    return ("mfa_device",) if factor_shared(account, world) else ("mfa",)


@derived(written_at=_factor_route)
def factor_note(account: Account, world: World) -> str:
    """What is the matter with the second factor, in words, for messages."""
    state = mfa_state(account, world)
    if factor_shared(account, world):
        people = ", ".join(person.name for person in factor_owners(account, world))
        return f"{account.mfa_device} receives the codes of {people}"
    if state == "on":
        return f"codes come by {_CHANNELS.get(account.mfa or '', 'a device')}, and it manages users or bank accounts"
    return "no second factor, the portal offers none" if state == "not offered" else "no second factor is switched on"


_CHANNELS = {"sms": "text message", "voice": "telephone call", "email": "mail"}

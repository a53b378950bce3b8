"""Derived facts of authorization: who administers a portal, who is designated for it, and who comes first."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import individual, live, users
from portalaudit.inventory.facts.permissions import Access, accesses, admin_permissions, implied_by_administration
from portalaudit.inventory.kept import once
from portalaudit.inventory.records import Account, Portal
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

MANAGING = frozenset({"user.manage", "role.assign", "org.manage", "third_party.manage"})
"""Permissions that make an account an administrator's."""


@once
def _managing(world: World) -> Mapping[Access, bool | None]:
    """Whether what an account may do makes it an administrator's."""
    every = ((access, access.admin_known) for access in set(accesses(world).values()))
    return {access: None if held is None else not MANAGING.isdisjoint(held) for access, held in every}


def administering_of_all(accounts: Sequence[Account], world: World) -> list[bool | None]:
    """Whether each of these accounts `administers`."""
    known, managing = accesses(world), _managing(world)
    return [managing[known[account.id]] for account in accounts]


@derived(written_at="permissions", needs=("admin_permissions",), compute_all=administering_of_all)
def administers(account: Account, world: World) -> bool | None:
    """Whether it may manage users, rights, the organization or third parties.

    Not known where neither `permissions` nor `native_roles` is written, or the portal's `profile` does not say what one
    of its native roles allows.
    """
    found = admin_permissions(account, world)
    return None if found is None else not MANAGING.isdisjoint(found)


LOOKING = frozenset({"user.view", "audit_log.view"})
"""What every administrator of a portal may see."""


@derived(written_at="permissions")
def inherent_permissions(account: Account, world: World) -> tuple[str, ...]:
    """What comes with administering the portal and cannot be removed alone, where its users are designated for that.

    Managing users and rights, seeing the users and the activity log, and what the portal lets an administrator do
    besides.
    """
    if not administers(account, world) or not designated_administrator(account, world):
        return ()
    return tuple(sorted(MANAGING | LOOKING | implied_by_administration(account, world)))


@derived(needs=("users",))
def designated_administrator(account: Account, world: World) -> bool | None:
    """Whether each user is designated: as master portal administrator, as deputy, or as administrator of the portal.

    Not known where `person`, `persons` and `used_by` name no user.
    """
    people = users(account, world)
    return None if people is None else all(person.id in designated_for(account.portal, world) for person in people)


def designated_for(portal_id: str, world: World) -> frozenset[str]:
    """The ids of everybody designated to administer a portal: master, deputy, the portal's own administrators."""
    known = _designated(world)
    if portal_id not in known:
        known[portal_id] = frozenset(_designations(world.indexes.portal(portal_id), world))
    return known[portal_id]


@once
def _designated(_world: World) -> dict[str, frozenset[str]]:
    """Whoever is designated, by portal."""
    return {}


def _designations(portal: Portal | None, world: World) -> Iterator[str]:
    practice = world.inventory.practice
    master = practice.master_portal_administrator if practice else None
    if master is not None:
        yield master.person
        yield from (master.deputy,) if master.deputy else ()
    if portal is not None:
        yield from portal.administrators or ()
        yield from (portal.primary_administrator,) if portal.primary_administrator else ()


@dataclass(frozen=True, slots=True, eq=False)
class AdministratorPlace:
    """The place of an account among others, the designated first, then the older ones."""

    at_least: int = field(metadata={"meaning": "Its place as far as everything is recorded"})
    at_most: int = field(metadata={"meaning": "The last place that it can have, as far as something is not recorded"})
    place: int | None = field(
        metadata={
            "needs": ("portal.live_accounts.admin_permissions", "portal.live_accounts.created_on"),
            "meaning": "Its place where that is certain. Not known where another account's `permissions`, "
            "`native_roles`, `person` or `created_on` leaves open which of the two comes first",
        }
    )
    count: int = field(metadata={"meaning": "How many there are, as far as everything is recorded"})


@dataclass(frozen=True, slots=True, eq=False)
class AdministratorPlaces:
    """The places of an account among the live administrators of its portal and organization."""

    every: AdministratorPlace | None = field(
        metadata={
            "needs": ("admin_permissions",),
            "meaning": "Its place among all of them. Not known where its `permissions` do not make it one of them",
        }
    )
    primary: AdministratorPlace | None = field(
        metadata={
            "needs": ("native_roles",),
            "meaning": "Its place among those who hold the portal's role of a primary administrator. Not known where "
            "its `native_roles` do not include that role",
        }
    )


@derived(written_at="permissions")
def administrator_places(account: Account, world: World) -> AdministratorPlaces:
    """Its places among the administrators, and the primary administrators, of its portal and organization."""
    roles = _primary_roles(account, world)
    primary = _place(account, lambda other: _holds(other, roles), world) if _holds(account, roles) else None
    return AdministratorPlaces(_place(account, lambda _other: True, world), primary)


def _place(account: Account, is_one: Callable[[Account], bool | None], world: World) -> AdministratorPlace | None:
    """The place of an account among the administrators of whom something is so, or may be."""
    if not administers(account, world) or account not in _colleagues(account, world):
        return None
    others = (other for other in _colleagues(account, world) if other is not account)
    rivals = [(other, administers(other, world), is_one(other)) for other in others]
    sure = [other for other, *states in rivals if all(states)]
    perhaps = [other for other, *states in rivals if False not in states]
    least = 1 + sum(1 for other in sure if _founded(other, world) < _founded(account, world))
    most = 1 + sum(1 for other in perhaps if not _surely_precedes(account, other, world))
    return AdministratorPlace(least, most, least if least == most else None, 1 + len(sure))


def _founded(account: Account, world: World) -> tuple[bool, str, str]:
    """By what administrators are put in order, the best founded first."""
    return not designated_administrator(account, world), account.created_on or "9999", account.id


def _colleagues(account: Account, world: World) -> tuple[Account, ...]:
    """The live accounts of one person each on the account's portal and organization."""
    accounts = world.indexes.accounts_of_portal.get(account.portal, ())
    same = (other for other in accounts if other.organization == account.organization)
    return tuple(other for other in same if live(other, world) and individual(other, world))


def _surely_precedes(first: Account, second: Account, world: World) -> bool:
    sure, other = designated_administrator(first, world), designated_administrator(second, world)
    if sure is None or other is None or sure is not other:
        return sure is True and other is False
    if first.created_on is None or second.created_on is None:
        return False
    return (first.created_on, first.id) < (second.created_on, second.id)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _primary_roles(account: Account, world: World) -> frozenset[str]:
    """The portal's roles that it gives to its primary administrators only, where it limits those."""
    terms = world.terms(account.portal)
    if terms.max_admins is None or terms.max_admins.primary is None:
        return frozenset()
    return frozenset(role for role in map(_plain, terms.admin_roles or ()) if "primary" in role)


def _holds(account: Account, roles: frozenset[str]) -> bool | None:
    """Whether it holds one of the roles; None where its native roles are not recorded."""
    return None if account.native_roles is None else not roles.isdisjoint(map(_plain, account.native_roles))

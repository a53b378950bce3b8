"""Derived facts of authorization: who administers a portal, who is designated for it, and what speaks against it."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import individual, live, profile_of, users
from portalaudit.inventory.facts.people import current_roles, employed, external
from portalaudit.inventory.facts.permissions import admin_permissions, permissions_outside_roles
from portalaudit.inventory.records import Account, Person, Portal
from portalaudit.inventory.world import World

MANAGING = frozenset({"user.manage", "role.assign", "org.manage", "third_party.manage"})
"""Permissions that make an account an administrator's."""

_CREDENTIALING = frozenset({"provider_data.view", "provider_data.manage", "credentialing.manage"})
_LOOKING = frozenset({"user.view", "audit_log.view", "provider_data.view"})


@derived(written_at="permissions")
def administers(account: Account, world: World) -> bool | None:
    """Whether it may manage users, rights, the organization or third parties.

    Not known where neither `permissions` nor `native_roles` is written, or the portal's `profile` does not say what one
    of its native roles allows.
    """
    found = admin_permissions(account, world)
    return None if found is None else not MANAGING.isdisjoint(found)


@derived()
def designated_administrator(account: Account, world: World) -> bool | None:
    """Whether each user is designated: as master portal administrator, as deputy, or as administrator of the portal.

    Not known where `person`, `persons` and `used_by` name no user.
    """
    people = users(account, world)
    return None if people is None else all(person.id in designated_for(account.portal, world) for person in people)


def designated_for(portal_id: str, world: World) -> frozenset[str]:
    """The ids of everybody designated to administer a portal: master, deputy, the portal's own administrators."""
    key = ("designated", portal_id)
    if key not in world.memo:
        world.memo[key] = frozenset(_designations(world.indexes.portal(portal_id), world))
    found: frozenset[str] = world.memo[key]
    return found


def _designations(portal: Portal | None, world: World) -> Iterator[str]:
    practice = world.inventory.practice
    master = practice.master_portal_administrator if practice else None
    if master is not None:
        yield master.person
        yield from (master.deputy,) if master.deputy else ()
    if portal is not None:
        yield from portal.administrators or ()
        yield from (portal.primary_administrator,) if portal.primary_administrator else ()


@derived(written_at="portal")
def administrator_limit(account: Account, world: World) -> int | None:
    """The most administrators that its portal allows, as portal or profile says.

    Not known where neither the portal's `max_administrators` nor its `profile` says so.
    """
    portal = world.indexes.portal(account.portal)
    if portal is None or portal.max_administrators is not None:
        return portal.max_administrators if portal else None
    profile = profile_of(portal, world)
    return profile.max_admins.per_tin if profile and profile.max_admins else None


@derived()
def administrator_rank(account: Account, world: World) -> int:
    """Its place among the live administrators of its portal and organization; 0 where it is none of them.

    Designated administrators come first, then older accounts, so that those beyond a limit are the ones too many.
    """
    key = ("administrators", account.portal)
    if key not in world.memo:
        world.memo[key] = _ranks(account.portal, world)
    found: dict[str, int] = world.memo[key]
    return found.get(account.id, 0)


@derived()
def administrator_rank_at_most(account: Account, world: World) -> int:
    """The last place that it can have among them, as far as something is not written.

    An account counts before it whose `permissions` leave open whether it administers the portal, or whose user or
    `created_on` leaves open which of the two comes first.
    """
    if not administrator_rank(account, world):
        return 0
    others = world.indexes.accounts_of_portal.get(account.portal, ())
    return 1 + sum(1 for other in others if other.id != account.id and _may_precede(other, account, world))


def _may_precede(other: Account, account: Account, world: World) -> bool:
    if other.organization != account.organization or not live(other, world) or not individual(other, world):
        return False
    return administers(other, world) is not False and not _surely_precedes(account, other, world)


def _surely_precedes(first: Account, second: Account, world: World) -> bool:
    sure, other = designated_administrator(first, world), designated_administrator(second, world)
    if sure is None or other is None or sure is not other:
        return sure is True and other is False
    if first.created_on is None or second.created_on is None:
        return False
    return (first.created_on, first.id) < (second.created_on, second.id)


@derived()
def administrator_rank_known(account: Account, world: World) -> bool | None:
    """Whether its place among them is certain; never false.

    Not known where another account's `permissions`, `person` or `created_on` leaves open which of the two comes first.
    """
    return True if administrator_rank(account, world) == administrator_rank_at_most(account, world) else None


def _ranks(portal_id: str, world: World) -> dict[str, int]:
    ranks: dict[str, int] = {}
    counts: dict[str | None, int] = {}
    for account in _administrators(portal_id, world):
        counts[account.organization] = ranks[account.id] = counts.get(account.organization, 0) + 1
    return ranks


def _administrators(portal_id: str, world: World) -> list[Account]:
    """The live accounts of one person each that administer a portal, the best founded first."""
    accounts = world.indexes.accounts_of_portal.get(portal_id, ())
    found = [a for a in accounts if live(a, world) and individual(a, world) and administers(a, world)]
    return sorted(found, key=lambda a: (not designated_administrator(a, world), a.created_on or "9999", a.id))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


@derived(written_at="native_roles")
def forbidden_dual_role(account: Account, world: World) -> bool | None:
    """Whether it holds a role that is administrator and user at once, which the portal keeps for small practices.

    Not known where it holds the role and the practice's `fte` is not written.
    """
    profile = profile_of(world.indexes.portal(account.portal), world)
    dual, practice = profile.dual_role if profile else None, world.inventory.practice
    if dual is None or practice is None or _plain(dual.role) not in map(_plain, account.native_roles or ()):
        return False
    if practice.billing_company and not dual.billing_company:
        return True
    return None if practice.fte is None else practice.fte >= dual.below_fte


@derived(written_at="native_roles")
def second_primary(account: Account, world: World) -> bool | None:
    """Whether it holds a role that the portal gives to exactly one administrator, and another account comes first.

    Not known where another account's `native_roles`, `person` or `created_on` leaves open whether that one does.
    """
    profile = profile_of(world.indexes.portal(account.portal), world)
    limit = profile.max_admins.primary if profile and profile.max_admins else None
    roles = {_plain(role) for role in (profile.admin_roles if profile else None) or () if "primary" in _plain(role)}
    if limit is None or roles.isdisjoint(map(_plain, account.native_roles or ())):
        return False
    key = ("primary administrators", account.portal)
    if key not in world.memo:
        found = [a for a in _administrators(account.portal, world) if roles & set(map(_plain, a.native_roles or ()))]
        world.memo[key] = frozenset(a.id for a in found[limit:])
    if account.id in world.memo[key]:
        return True
    others = (a for a in world.indexes.accounts_of_portal.get(account.portal, ()) if a.id != account.id)
    rivals = (a for a in others if a.native_roles is None or not roles.isdisjoint(map(_plain, a.native_roles)))
    return None if sum(1 for other in rivals if _may_precede(other, account, world)) >= limit else False


@derived(written_at="permissions")
def unassigned_admin_permissions(account: Account, world: World) -> tuple[str, ...] | None:
    """Its administrative permissions that none of its users' duties explain.

    A designated administrator may hold all of them, who holds a credentialing role those of provider data and
    credentialing, and everybody those that only look and that a role allows. Not known where `person` names no user,
    where none was found and neither `permissions` nor `native_roles` is written, or the portal's `profile` does not say
    what one of its native roles allows, and where a user's `roles` leave open whether they explain all that is left.
    """
    found = admin_permissions(account, world)
    if not found:
        return found
    designated = designated_administrator(account, world)
    if designated is not False:
        return () if designated else None
    states = [_is_credentialing(person, world) for person in users(account, world) or ()]
    duties = frozenset() if False in states else _CREDENTIALING
    outside = permissions_outside_roles(account, world)
    looks = _LOOKING.difference(outside or ())
    left = tuple(p for p in found if p not in duties and p not in looks)
    doubtful = (duties if None in states else frozenset()) | (looks if outside is None else frozenset())
    return left if left or doubtful.isdisjoint(found) else None


def _is_credentialing(person: Person, world: World) -> bool | None:
    roles = current_roles(person, world)
    if roles is None:
        return None
    return any("credentialing.manage" in world.reference.expand(role.permissions or ()) for role in roles)


@derived(written_at="permissions")
def unfit_administrator(account: Account, world: World) -> bool | None:
    """Whether it administers its portal and must not, whoever designated its user.

    The user does not work here today, is not own staff where the portal wants that, holds a dual role that is not open
    to this practice, or is a second primary administrator. Not known where `permissions`, the user's `engagements`,
    for a dual role the practice's `fte` or, for a primary administrator, another account's `native_roles` or
    `created_on` are not written.
    """
    does = administers(account, world)
    if not does:
        return does
    found = list(_objections(account, world))
    if any(words is not None for words in found):
        return True
    return None if found else False


@derived(written_at="permissions")
def administrator_objections(account: Account, world: World) -> tuple[str, ...]:
    """What speaks against its users administering the portal, in words, for messages; if nothing, which one it is."""
    rank = administrator_rank(account, world)
    count = sum(1 for a in _administrators(account.portal, world) if a.organization == account.organization)
    found = (
        *(("not designated for this",) if unassigned_admin_permissions(account, world) else ()),
        *(words for words in _objections(account, world) if words is not None and administers(account, world)),
    )
    return found or ((f"administrator {rank} of {count} there",) if rank else ())


def _objections(account: Account, world: World) -> Iterator[str | None]:
    """What rules a user out, in words; None for each thing that is not known."""
    people = users(account, world) or ()
    for person in people:
        works = employed(person, world)
        if works is not True:
            yield None if works is None else "does not work here today"
        elif external(person, world) and _must_be_staff(account, world):
            yield "not own staff, which the portal demands"
    dual = forbidden_dual_role(account, world)
    if dual is not False:
        yield None if dual is None else "the dual role is not open to a practice of this size or kind"
    second = second_primary(account, world)
    if second is not False:
        yield "the portal has exactly one primary administrator" if second else None


def _must_be_staff(account: Account, world: World) -> bool:
    """Whether the portal wants own staff in the account's role; its administrators' role for vendors is for vendors."""
    profile = profile_of(world.indexes.portal(account.portal), world)
    if profile is None or not profile.admin_must_be_staff:
        return False
    held = {_plain(role) for role in account.native_roles or ()} & {_plain(role) for role in profile.admin_roles or ()}
    return not held or any("vendor" not in role for role in held)

"""Derived facts of permissions: what an account may do, and what of that its users' roles do not allow."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from portalaudit.inventory.derived import ComputeAll, F, derived
from portalaudit.inventory.facts.accounts import users
from portalaudit.inventory.facts.people import present_users, present_users_of_all, role_ids
from portalaudit.inventory.kept import each_of, once
from portalaudit.inventory.records import Account, Grant, Person, Role
from portalaudit.inventory.reference import Profile
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True, eq=False)
class Access:
    """What an account may do, and what of that is sensitive. `is_complete` is False where not all is known.

    That is where a native role is not mapped, or nothing is written. The facts of accounts are here too, since accounts
    share them: `all_known` is None where not all is known, each other one where nothing was found besides.
    """

    permissions: frozenset[str]
    is_complete: bool
    financial: tuple[str, ...]
    admin: tuple[str, ...]
    all_known: tuple[str, ...] | None
    financial_known: tuple[str, ...] | None
    admin_known: tuple[str, ...] | None
    phi_known: tuple[str, ...] | None
    write_known: tuple[str, ...] | None


@once
def accesses(world: World) -> Mapping[str, Access]:
    """What each account of the inventory may do on the day, by its id."""
    find = _accesses(world).of
    return {account.id: find(account) for account in world.inventory.tables["accounts"].records}


def access_of(account: Account, world: World) -> Access:
    """What an account may do on the day; accounts that are written alike share the answer."""
    return accesses(world).get(account.id) or _accesses(world).of(account)


@once
def _accesses(world: World) -> "_Accesses":
    return _Accesses(world)


class _Accesses:
    """What accounts may do, by all that it depends on."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[object, Access] = {}
        portals = ((portal.id, world.terms(portal.id)) for portal in world.inventory.tables["portals"].records)
        self._terms = {name: (terms.id, terms.admin_implies, terms.admin_roles) for name, terms in portals}

    def of(self, account: Account) -> Access:
        granted = _granted(account, self._world) if account.grants else ()
        key = self._terms.get(account.portal), account.permissions, account.native_roles, granted
        found = self._known.get(key)
        if found is None:
            terms = self._world.terms(account.portal)
            found = _access(terms, account.permissions, account.native_roles, granted, self._world)
            self._known[key] = found
        return found


def _known_to_all(tell: Callable[[Access], tuple[str, ...] | None]) -> ComputeAll:
    """How a fact of what accounts may do is told of many."""

    def compute_all(accounts: Sequence[Account], world: World) -> list[tuple[str, ...] | None]:
        known = accesses(world)
        return [tell(known[account.id]) for account in accounts]

    return compute_all


def _granted(account: Account, world: World) -> tuple[str, ...]:
    """Permissions of grants in force: all of them where nothing else is written, else those for a time."""
    stated = account.permissions is not None or account.native_roles is not None
    grants = [g for g in account.grants or () if _in_force(g, world) and (g.expires_on is not None or not stated)]
    return tuple(p for grant in grants for p in grant.permissions or ())


def _in_force(grant: Grant, world: World) -> bool:
    today = world.calendar.today_text
    return (grant.granted_on or "") <= today <= (grant.expires_on or today)


def _access(
    terms: Profile,
    permissions: tuple[str, ...] | None,
    roles: tuple[str, ...] | None,
    granted: tuple[str, ...],
    world: World,
) -> Access:
    reference, name = world.reference, terms.id
    native = {role: reference.native_role(name, role) for role in roles or ()}
    is_mapped = all(known is not None and known.permissions is not None for known in native.values())
    found = set(reference.expand((*(permissions or ()), *granted)))
    for role, known in native.items():
        found |= reference.expand((known.permissions if known else None) or ())
        found |= set(reference.native_permissions(name, role) or ())
    found |= _implied(terms, found, world)
    listed = bool(permissions or granted)
    needs_functions = bool(native) and not listed and reference.native_permissions(name, *native) is None
    is_stated = permissions is not None or roles is not None or bool(granted)
    is_complete = is_stated and is_mapped and not needs_functions
    financial, admin, phi = (tuple(sorted(found & reference.sensitive(s))) for s in ("financial", "admin", "phi"))
    write = tuple(sorted(p for p in found if p in reference.permissions and reference.permissions[p].write))
    every = tuple(sorted(found))
    return Access(
        frozenset(found),
        is_complete,
        financial,
        admin,
        every if is_complete else None,
        *(each if each or is_complete else None for each in (financial, admin, phi, write)),
    )


def _implied(terms: Profile, found: set[str], world: World) -> set[str]:
    """What managing users brings along on portals whose administrators may do more, however it is written down."""
    if terms.admin_implies in (None, "none") or "user.manage" not in found:
        return set()
    roles = (world.reference.native_permissions(terms.id, role) for role in terms.admin_roles or ())
    return {permission for known in roles for permission in known or ()}


def implied_by_administration(account: Account, world: World) -> set[str]:
    """What managing users brings along on the account's portal."""
    return _implied(world.terms(account.portal), {"user.manage"}, world)


def _stated_route(account: Account, _world: World) -> Route:
    return ("native_roles",) if account.native_roles and not account.permissions else ("permissions",)


def _known_of(tell: Callable[[Access], tuple[str, ...] | None]) -> Callable[[F], F]:
    """Registers a fact of what an account may do: it is known from its permissions or native roles."""
    return derived(written_at=_stated_route, needs=("permissions | native_roles",), compute_all=_known_to_all(tell))


@_known_of(lambda access: access.all_known)
def effective_permissions(account: Account, world: World) -> tuple[str, ...] | None:
    """All that it may do: permissions, native roles as the portal's profile maps them, and grants in force.

    Where the portal lets an administrator do more than manage users, that is included. Not known where neither
    `permissions` nor `native_roles` is written, or the portal's `profile` does not say what one of its native roles
    allows.
    """
    return access_of(account, world).all_known


@_known_of(lambda access: access.financial_known)
def financial_permissions(account: Account, world: World) -> tuple[str, ...] | None:
    """What it may do with payments, remittances, fees and bank accounts.

    Not known where none was found and neither `permissions` nor `native_roles` is written, or the portal's `profile`
    does not say what one of its native roles allows.
    """
    return access_of(account, world).financial_known


@_known_of(lambda access: access.admin_known)
def admin_permissions(account: Account, world: World) -> tuple[str, ...] | None:
    """What it may do with users, rights, bank accounts and the practice's own data.

    Not known where none was found and neither `permissions` nor `native_roles` is written, or the portal's `profile`
    does not say what one of its native roles allows.
    """
    return access_of(account, world).admin_known


@_known_of(lambda access: access.phi_known)
def phi_permissions(account: Account, world: World) -> tuple[str, ...] | None:
    """What it may do that shows patient data.

    Not known where none was found and neither `permissions` nor `native_roles` is written, or the portal's `profile`
    does not say what one of its native roles allows.
    """
    return access_of(account, world).phi_known


@_known_of(lambda access: access.write_known)
def write_permissions(account: Account, world: World) -> tuple[str, ...] | None:
    """What it may change at the payer.

    Not known where none was found and neither `permissions` nor `native_roles` is written, or the portal's `profile`
    does not say what one of its native roles allows.
    """
    return access_of(account, world).write_known


def _outside_of_all(accounts: Sequence[Account], world: World) -> list[tuple[str, ...] | None]:
    """The `permissions_outside_roles` of many accounts, by what one of them depends on where there are no grants."""
    accesses_of, held = accesses(world), _role_ids(world)
    known: dict[object, tuple[str, ...] | None] = {}
    found = []
    for account, people in zip(accounts, present_users_of_all(accounts, world), strict=True):
        access = accesses_of[account.id]
        if account.grants is not None or people is None or len(people) != 1:
            found.append(_outside_of(account, people, access, world))
            continue
        is_approved = bool(account.approved_by and account.approval_reason)
        key = held[people[0].id], access, is_approved, account.expires_on
        if key not in known:
            known[key] = _outside_of(account, people, access, world)
        found.append(known[key])
    return found


@once
def _role_ids(world: World) -> Mapping[str, tuple[str, ...] | None]:
    """The `role_ids` of everybody."""
    return {person.id: role_ids(person, world) for person in world.inventory.tables["staff"].records}


@derived(
    written_at=_stated_route,
    needs=("users.current_roles.permissions", "effective_permissions"),
    compute_all=_outside_of_all,
)
def permissions_outside_roles(account: Account, world: World) -> tuple[str, ...] | None:
    """What it may do although no current role of a user allows it; of several users, those who have left do not count.

    A permission that a role allows with approval counts as allowed while an approval with a reason is recorded, and any
    permission while an approved grant with a last day covers it. Not known where `person` names no user or a user's
    `roles` are not written, and where nothing was found while the account's `permissions`, or those of a role, are not
    all known.
    """
    return _outside_of(account, present_users(account, world), access_of(account, world), world)


def _outside_of(
    account: Account, present: tuple[Person, ...] | None, access: Access, world: World
) -> tuple[str, ...] | None:
    # Where everybody has left, the account is measured by the roles that they have kept.
    people = present or users(account, world)
    if people is None:
        return None
    known = _outside_roles(world)
    held, excused = tuple(each_of(role_ids, people, world)), _excused(account, world)
    key = held, access, excused
    if key not in known:
        known[key] = _outside(access, held, excused, world)
    return known[key]


@once
def _outside_roles(_world: World) -> dict[object, tuple[str, ...] | None]:
    """What is outside of roles, by what several users hold, what the account may do, and what is excused."""
    return {}


@dataclass(frozen=True, slots=True, eq=False)
class _Excused:
    """What approvals make good: `for_a_time` outside every role, `approved` what a role allows with approval.

    Compared by identity: equal ones are made once.
    """

    for_a_time: frozenset[str] = frozenset()
    approved: frozenset[str] = frozenset()
    all_approved: bool = False


_NOTHING = _Excused()
_EVERYTHING = _Excused(all_approved=True)


def _excused(account: Account, world: World) -> _Excused:
    today = world.calendar.today_text
    whole = bool(account.approved_by and account.approval_reason) and today <= (account.expires_on or today)
    if account.grants is None:
        return _EVERYTHING if whole else _NOTHING
    grants = [g for g in account.grants if _in_force(g, world) and g.approved_by is not None]
    cover = world.reference.expand(p for g in grants if g.expires_on is not None for p in g.permissions or ())
    approved = world.reference.expand(p for g in grants if g.reason is not None for p in g.permissions or ())
    key = (cover, approved, whole or any(g.permissions is None and g.reason is not None for g in grants))
    return _excuses(world).setdefault(key, _Excused(*key))


@once
def _excuses(_world: World) -> dict[object, _Excused]:
    return {}


def _outside(
    access: Access, held: Iterable[tuple[str, ...] | None], excused: _Excused, world: World
) -> tuple[str, ...] | None:
    """What the roles of one of several users do not allow."""
    outside: set[str] = set()
    is_known = access.is_complete
    for ids in held:
        if ids is None:
            return None
        roles = [role for i in ids if (role := world.inventory.tables["roles"].get(i)) is not None]
        beyond = access.permissions - _allowed(roles, excused, world) - excused.for_a_time
        if beyond and any(role.permissions is None for role in roles):
            is_known = False
        else:
            outside |= beyond
    return tuple(sorted(outside)) if outside or is_known else None


def _allowed(roles: Iterable[Role], excused: _Excused, world: World) -> frozenset[str]:
    allowed = world.reference.expand(p for role in roles for p in role.permissions or ())
    with_approval = world.reference.expand(p for role in roles for p in role.with_approval or ())
    return allowed | (with_approval if excused.all_approved else with_approval & excused.approved)

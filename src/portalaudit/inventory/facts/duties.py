"""Derived facts of duties that one person should not hold together."""

from collections.abc import Callable, Iterator, Mapping

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import for_people, live, users
from portalaudit.inventory.facts.authorization import designated_administrator
from portalaudit.inventory.facts.people import has_left, live_accounts, role_ids, vendor_unknown
from portalaudit.inventory.facts.permissions import Access, access_of, accesses, implied_by_administration
from portalaudit.inventory.kept import once, once_each
from portalaudit.inventory.records import Account, Person, Review
from portalaudit.inventory.reference import SodPair, SodSide
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class DutyConflict:
    """Two duties that one person holds and should not hold together."""

    pair: str = field(metadata={"meaning": "Id of the pair of duties, for example SOD-03"})
    title: str = field(metadata={"meaning": "The two duties"})
    severity: str = field(metadata={"meaning": "How much the pair matters"})
    organization: str = field(metadata={"meaning": "Organization in the portals; empty for the practice as such"})
    where: tuple[str, ...] = field(
        metadata={"meaning": "Portals on which the permissions are, with the organization where there is one"}
    )
    permissions: tuple[str, ...] = field(metadata={"meaning": "Permissions that bring the two duties together"})
    accounts: tuple[Account, ...] = field(metadata={"meaning": "Accounts that give those permissions"})
    inherent: bool = field(
        metadata={
            "meaning": "Whether one of the duties is there only because a portal lets all its administrators do it, "
            "where the person is designated to administer it"
        }
    )


@dataclass(frozen=True, slots=True)
class _Reach:
    """Accounts of one person that count together: all of one organization, or those on one portal of it."""

    person: Person
    organization: str | None
    portal: str | None
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Duties:
    """The duties of one person that should lie with two."""

    conflicts: tuple[DutyConflict, ...] = field(
        metadata={"meaning": "Those that the person surely holds, also pairs that are off unless asked for"}
    )
    are_all: bool | None = field(
        metadata={
            "needs": ("live_accounts.effective_permissions", "roles", "engagements"),
            "meaning": "Whether these are all that the person holds; never false. Not known while an account's "
            "`permissions` or `native_roles`, or the `roles` or `engagements` that a pair of duties asks for, leave "
            "open whether there is one more",
        }
    )


@derived()
@once_each
def duties(person: Person, world: World) -> Duties:
    """The duties that the person holds and should not hold together.

    What all live accounts of one organization allow counts together, shared logins included. An account without
    `organization` counts for each.
    """
    conflicts, is_known = _judged(person, world)
    return Duties(conflicts, is_known or None)


# ---------------------------------------------------------------- which duties come together


def _used(person: Person, world: World) -> tuple[Account, ...]:
    """The live accounts that the person uses on the day."""
    found = live_accounts(person, world)
    return tuple([a for a in found if not a.used_by or person in (users(a, world) or ())])


def _reaches(person: Person, accounts: tuple[Account, ...]) -> Iterator[_Reach]:
    for organization in sorted({a.organization for a in accounts if a.organization is not None}) or (None,):
        own = tuple(a for a in accounts if a.organization in (None, organization))
        yield _Reach(person, organization, None, own)
        for portal in sorted({a.portal for a in own}):
            yield _Reach(person, organization, portal, tuple(a for a in own if a.portal == portal))


def _judged(person: Person, world: World) -> tuple[tuple[DutyConflict, ...], bool]:
    """The conflicts that are there for sure, and whether nothing is left open that could bring more together."""
    accounts = _used(person, world)
    is_known = all(access_of(account, world).is_complete for account in accounts)
    # What all accounts together do not bring together, none of them does.
    if not _brought_together(accounts, person, world):
        return (), is_known
    found: list[DutyConflict] = []
    for pair, reach in _possible(person, accounts, world):
        answers = [_is_given(side, reach, world) for side in (pair.first, pair.second)]
        if None not in answers and all(answers):
            found.append(_conflict(pair, reach, world))
        is_known = is_known and (None not in answers or False in answers)
    return tuple(found), is_known


def _possible(person: Person, accounts: tuple[Account, ...], world: World) -> Iterator[tuple[SodPair, _Reach]]:
    """Pairs that permissions and roles bring together, whatever the circumstances and roles that are not written."""
    for reach in _reaches(person, accounts):
        for pair in _brought_together(reach.accounts, person, world):
            if (pair.scope == "same_portal") is (reach.portal is not None):
                yield pair, reach


def _brought_together(accounts: tuple[Account, ...], person: Person, world: World) -> tuple[SodPair, ...]:
    """The pairs that what the accounts allow and the person's roles bring together."""
    known, roles = _pairs(world), role_ids(person, world)
    every, matters = accesses(world), _mattering(world)
    key = frozenset().union(*[matters[every[account.id]] for account in accounts]), roles
    if key not in known:
        known[key] = world.reference.conflicts(
            key[0],
            roles=_every_role(world) if roles is None else roles,
            is_so=lambda _side: True,
            also_disabled=True,
        )
    return known[key]


@once
def _pairs(_world: World) -> dict[tuple[frozenset[str], tuple[str, ...] | None], tuple[SodPair, ...]]:
    """The pairs that permissions and roles bring together."""
    return {}


@once
def _mattering(world: World) -> Mapping[Access, frozenset[str]]:
    """Those permissions of each access that any pair of duties names."""
    sides = (side for pair in world.reference.sod_pairs.values() for side in (pair.first, pair.second))
    named = frozenset(permission for side in sides for permission in side.permissions or ())
    return {access: access.permissions & named for access in set(accesses(world).values())}


def _every_role(world: World) -> tuple[str, ...]:
    sides = (side for pair in world.reference.sod_pairs.values() for side in (pair.first, pair.second))
    return tuple(role for side in sides for role in side.roles or ())


def _is_given(side: SodSide, reach: _Reach, world: World) -> bool | None:
    """Whether a side of a possible pair is given in truth; None where its role or circumstance is not known."""
    if side.roles is not None and reach.person.roles is None:
        return None
    return True if side.circumstance is None else _CIRCUMSTANCES[side.circumstance](side, reach, world)


def _conflict(pair: SodPair, reach: _Reach, world: World) -> DutyConflict:
    named = {*(pair.first.permissions or ()), *(pair.second.permissions or ())}
    accounts = tuple(a for a in reach.accounts if named & access_of(a, world).permissions)
    held = {p for account in accounts for p in access_of(account, world).permissions}
    given = {p for account in accounts for p in _given_alone(account, world)}
    sides = (frozenset(side.permissions) for side in (pair.first, pair.second) if side.permissions is not None)
    return DutyConflict(
        pair=pair.id,
        title=pair.title,
        severity=pair.severity,
        organization=reach.organization or "",
        where=tuple(dict.fromkeys(_where(account.portal, reach, world) for account in accounts)),
        permissions=tuple(sorted(named & held)),
        accounts=accounts,
        inherent=any(given.isdisjoint(side) for side in sides),
    )


def _given_alone(account: Account, world: World) -> frozenset[str]:
    """What an account may do besides what its portal lets every administrator do."""
    permissions = access_of(account, world).permissions
    if not designated_administrator(account, world):
        return permissions
    return permissions - (implied_by_administration(account, world) - {"user.manage"})


def _where(portal_id: str, reach: _Reach, world: World) -> str:
    portal = world.indexes.portal(portal_id)
    name = portal.name if portal else portal_id
    return f"{name} ({reach.organization})" if reach.organization else name


# ---------------------------------------------------------------- circumstances


def _reviews_own_portal(_side: SodSide, reach: _Reach, world: World) -> bool | None:
    """Whether the person decides in the newest review of the portal; None where it has no day, or no one is named."""
    today = world.calendar.text(world.today)
    reviews = world.indexes.reviews_of_portal.get(reach.portal or "", ())
    begun = [(began, review.id, review) for review in reviews if (began := _began(review)) and began <= today]
    perhaps = [review for review in reviews if review.opened_on is None]
    newest = max(begun)[-1] if begun else None
    if newest is not None and _decides(reach.person, newest):
        return True
    several = perhaps if newest is None else [newest, *perhaps]
    return None if any(_decides(reach.person, review) is not False for review in several) else False


def _decides(person: Person, review: Review) -> bool | None:
    """Whether someone decides in a review; None where it has no reviewer and a decision names none either."""
    named = [decision.reviewer for decision in review.decisions or ()]
    if person.id in {review.reviewer, *named}:
        return True
    return None if review.reviewer is None and (not named or None in named) else False


def _began(review: Review) -> str | None:
    return review.opened_on or review.completed_on


def _vendor_person(_side: SodSide, reach: _Reach, world: World) -> bool | None:
    person = reach.person
    vendor = world.inventory.tables["vendors"].get(person.vendor)
    if vendor is not None:
        return vendor.workforce is not True
    return vendor_unknown(person, world)


def _only_holder(side: SodSide, reach: _Reach, world: World) -> bool | None:
    """Whether no one else who is here holds the permissions of the side."""
    others = [
        known
        for permission in side.permissions or ()
        for who, organization, known in _holders(permission, world)
        if who != reach.person.id and (organization is None or reach.organization in (None, organization))
    ]
    return False if True in others else (None if others else True)


def _holders(permission: str, world: World) -> list[tuple[str, str | None, bool | None]]:
    """Who holds a permission, in which organization; None in place of True where it is not known."""
    known = _known_holders(world)
    if permission not in known:
        accounts = (a for a in world.inventory.tables["accounts"].records if live(a, world) and for_people(a, world))
        known[permission] = [each for account in accounts for each in _holding(account, permission, world)]
    return known[permission]


@once
def _known_holders(_world: World) -> dict[str, list[tuple[str, str | None, bool | None]]]:
    """The holders of each permission."""
    return {}


def _holding(account: Account, permission: str, world: World) -> Iterator[tuple[str, str | None, bool | None]]:
    access = access_of(account, world)
    known = True if permission in access.permissions else None
    if known or not access.is_complete:
        people = (person for person in users(account, world) or () if has_left(person, world) is not True)
        yield from ((person.id, account.organization, known) for person in people)


_CIRCUMSTANCES: dict[str, Callable[[SodSide, _Reach, World], bool | None]] = {
    "reviews_own_portal": _reviews_own_portal,
    "vendor_person": _vendor_person,
    "only_holder": _only_holder,
}

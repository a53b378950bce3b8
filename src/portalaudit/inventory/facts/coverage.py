"""Derived facts of coverage: who can do the daily work for a payer."""

import operator
from collections.abc import Iterable, Mapping, Sequence

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.payer_portals import usable_portals
from portalaudit.inventory.facts.people import current_roles, employed, on_leave, role_ids
from portalaudit.inventory.facts.permissions import Access, accesses
from portalaudit.inventory.facts.portals import closed, live_accounts
from portalaudit.inventory.facts.practice_people import solo
from portalaudit.inventory.facts.training import missing_training
from portalaudit.inventory.kept import once, once_each, passing
from portalaudit.inventory.records import Payer, Person, Portal, Role
from portalaudit.inventory.records.staff_records import RoleCategory
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

Categories = frozenset[RoleCategory]
"""Parts of the office."""


@dataclass(frozen=True, slots=True)
class _Function:
    """One part of the daily work: the permissions of which any gives it, and who should be able to do it."""

    name: str
    permissions: frozenset[str]
    categories: Categories | None
    is_vital: bool


_BILLING: Categories = frozenset({"billing_desk", "management", "owner"})
FUNCTIONS = (
    _Function("eligibility", frozenset({"eligibility.view"}), _BILLING | {"front_office"}, is_vital=True),
    _Function("claim details", frozenset({"claim_detail.view"}), _BILLING, is_vital=True),
    _Function("payments", frozenset({"remit.view", "remit.download", "payment.view"}), _BILLING, is_vital=False),
)
PRIOR_AUTH = _Function("prior authorization", frozenset({"prior_auth.submit"}), None, is_vital=False)


@dataclass(frozen=True, slots=True, eq=False)
class FunctionCover:
    """Who can do one part of the daily work for a payer."""

    function: str = field(metadata={"meaning": "Eligibility, claim details, payments or prior authorization"})
    vital: bool = field(
        metadata={"meaning": "Whether much stands still without it: eligibility and claim details of a top payer"}
    )
    people: tuple[Person, ...] = field(metadata={"meaning": "Those who can, as far as that is certain"})
    count: int | None = field(
        metadata={
            "needs": (
                "usable_portals.live_accounts.effective_permissions",
                "usable_portals.live_accounts.users.engagements",
                "usable_portals.live_accounts.users.roles",
                "usable_portals.functions",
            ),
            "meaning": "How many they are. Not known where no one is certain, and the `permissions` of an account, "
            "someone's `roles` or `engagements`, or the `functions` of the portal leave it open",
        }
    )


@derived(written_at="id")
def coverage(payer: Payer, world: World) -> tuple[FunctionCover, ...]:
    """Who can do the daily work for the payer in its usable portals, for each part of it that these offer.

    Eligibility is for the front office and the billing desk, claim details and payments are for the billing desk, prior
    authorization is for anyone who may submit it, where the payer requires it. Owners and managers may do all of it,
    and people of a billing company work at the billing desk. Someone counts who works here, is not on leave, has an
    account that works, and lacks no training that is known to be required. In a practice of one person roles do not
    matter.
    """
    portals = usable_portals(payer, world)
    covers = (_cover(function, payer, portals, world) for function in FUNCTIONS)
    return tuple(cover for cover in (*covers, _authorization(payer, portals, world)) if cover is not None)


def _cover(function: _Function, payer: Payer, portals: Iterable[Portal], world: World) -> FunctionCover | None:
    """None where no portal offers the function and no one has it all the same."""
    offers: list[bool | None] = []
    states: dict[str, bool | None] = {}
    for portal in portals:
        offers.append(None if portal.functions is None else not function.permissions.isdisjoint(portal.functions))
        everybody = function is PRIOR_AUTH and payer.prior_auth is not None and payer.prior_auth.portal == portal.id
        for person_id, payers, state in _able(function, portal, world):
            if everybody or payers is None or payer.id in payers or payer.parent in payers:
                states[person_id] = state or states.get(person_id, state)
    people = tuple(p for name in sorted(states) if states[name] and (p := world.indexes.person(name)) is not None)
    if not people and offers.count(False) == len(offers):
        return None
    is_open = not people and (None in states.values() or True not in offers)
    is_vital = function.is_vital and payer.top_payer is True
    return FunctionCover(function.name, is_vital, people, None if is_open else len(people))


_Able = tuple[str, tuple[str, ...] | None, bool | None]
"""A person's id, the payers that the account reaches (None for all of the portal's), and whether it is certain."""


def _able(function: _Function, portal: Portal, world: World) -> list[_Able]:
    """Everybody who can do the work in a portal, or of whom the inventory leaves that open."""
    known, key = _able_people(world), (function.name, portal.id)
    if key not in known:
        fit = _fit_for(function.categories, world)
        several = _users(portal, world)
        allows = {access: _allows(access, function) for access in {access for _, _, access in several}}
        known[key] = [
            (name, payers, fit[name] if allowed else None)
            for name, payers, access in several
            if (allowed := allows[access]) is not False and name in fit
        ]
    return known[key]


@passing
@once
def _able_people(_world: World) -> dict[tuple[str, str], list[_Able]]:
    """Whoever `_able` finds, by function and portal."""
    return {}


@passing
@once_each
def _users(portal: Portal, world: World) -> list[tuple[str, tuple[str, ...] | None, Access]]:
    """Who has an account on the portal that works, the payers that it reaches, and what it allows; by person."""
    known = accesses(world)
    active = [account for account in live_accounts(portal, world) if account.status == "active"]
    found = [(one.person, one.payers, known[one.id]) for one in active if one.person is not None]
    found += [(name, one.payers, known[one.id]) for one in active if one.person is None for name in one.persons or ()]
    return sorted(found, key=operator.itemgetter(0))


def _allows(access: Access, function: _Function) -> bool | None:
    if not function.permissions.isdisjoint(access.permissions):
        return True
    return False if access.is_complete else None


def _fit_for(categories: Categories | None, world: World) -> Mapping[str, bool | None]:
    """Whoever can do the work of parts of the office today, by id; None where the inventory leaves that open."""
    known = _fit_people(world)
    if categories not in known:
        held = _holding(categories, world)
        states = ((name, _all(state, held[_post(person, world)])) for person, name, state in _ready(world))
        known[categories] = {name: state for name, state in states if state is not False}
    return known[categories]


@passing
@once
def _fit_people(_world: World) -> dict[Categories | None, Mapping[str, bool | None]]:
    """Whoever `_fit_for` finds."""
    return {}


@passing
@once
def _ready(world: World) -> Sequence[tuple[Person, str, bool | None]]:
    """Everybody who can work today and is trained, with the id; None where the inventory leaves that open."""
    staff = world.inventory.tables["staff"].records
    states = ((person, person.id, _is_ready(person, world)) for person in staff)
    return [(person, name, state) for person, name, state in states if state is not False]


def _is_ready(person: Person, world: World) -> bool | None:
    away, works = on_leave(person, world), employed(person, world)
    at_work = _all(works, None if away is None else not away)
    return at_work if at_work is False else _all(at_work, not missing_training(person, world))


def _all(*states: bool | None) -> bool | None:
    """Whether all hold: one that does not decides, one that is not known leaves it open."""
    return False if False in states else None if None in states else True


_Post = tuple[tuple[str, ...] | None, bool]
"""The ids of someone's roles, and whether the person works for a billing company."""


def _post(person: Person, world: World) -> _Post:
    vendor = world.inventory.tables["vendors"].get(person.vendor)
    return role_ids(person, world), vendor is not None and vendor.kind == "billing_company"


def _holding(categories: Categories | None, world: World) -> Mapping[_Post, bool | None]:
    """Whether roles belong to those parts of the office; everybody's do where one person does it all."""
    everybody = {_post(person, world): person for person, _, _ in _ready(world)}
    if categories is None or _one_person(world):
        return dict.fromkeys(everybody, True)
    held = {
        post: [_category(role, bills=post[1]) for role in current_roles(one, world) or ()]
        for post, one in everybody.items()
    }
    return {
        post: None if post[0] is None else True if categories & {*several} else None if None in several else False
        for post, several in held.items()
    }


def _category(role: Role, *, bills: bool) -> RoleCategory | None:
    """The part of the office that a role belongs to; a billing company's people work at the billing desk."""
    return "billing_desk" if role.category == "vendor" and bills else role.category


@once
def _one_person(world: World) -> bool:
    """Whether one person alone is the practice. Asked of everybody, and it looks at everybody: so it is kept."""
    practice = world.inventory.practice
    return practice is not None and solo(practice, world) is True


def _authorization(payer: Payer, portals: tuple[Portal, ...], world: World) -> FunctionCover | None:
    """Prior authorization, where the payer requires it; also in the portal of the company that decides for it."""
    asked = payer.prior_auth
    if asked is None or not asked.required:
        return None
    delegate = world.indexes.portal(asked.portal)
    extra = () if delegate is None or delegate in portals or closed(delegate, world) else (delegate,)
    return _cover(PRIOR_AUTH, payer, (*portals, *extra), world)

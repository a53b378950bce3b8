"""Derived facts of coverage: who can do the daily work for a payer."""

from collections.abc import Iterable

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.payer_portals import usable_portals
from portalaudit.inventory.facts.people import current_roles, employed, on_leave
from portalaudit.inventory.facts.permissions import access_of
from portalaudit.inventory.facts.portals import closed, live_accounts
from portalaudit.inventory.facts.practice_people import solo
from portalaudit.inventory.facts.training import missing_training
from portalaudit.inventory.records import Account, Payer, Person, Portal
from portalaudit.inventory.records.staff_records import RoleCategory
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field


@dataclass(frozen=True, slots=True)
class _Function:
    """One part of the daily work: the permissions of which any gives it, and who should be able to do it."""

    name: str
    permissions: frozenset[str]
    category: RoleCategory | None
    is_vital: bool


FUNCTIONS = (
    _Function("eligibility", frozenset({"eligibility.view"}), "front_office", is_vital=True),
    _Function("claim details", frozenset({"claim_detail.view"}), "billing_desk", is_vital=True),
    _Function("payments", frozenset({"remit.view", "remit.download", "payment.view"}), "billing_desk", is_vital=False),
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
            "meaning": "How many they are. Not known where nobody is certain, and the `permissions` of an account, "
            "somebody's `roles` or `engagements`, or the `functions` of the portal leave it open",
        }
    )


@derived(written_at="id")
def coverage(payer: Payer, world: World) -> tuple[FunctionCover, ...]:
    """Who can do the daily work for the payer in its usable portals, for each part of it that these offer.

    Eligibility is for the front office, claim details and payments are for the billing desk, prior authorization is for
    anybody who may submit it, where the payer requires it. Somebody counts who works here, is not on leave, has an
    account that works, and lacks no training that is known to be required. In a practice of one person roles do not
    matter.
    """
    portals = usable_portals(payer, world)
    covers = (_cover(function, payer, portals, world) for function in FUNCTIONS)
    return tuple(cover for cover in (*covers, _authorization(payer, portals, world)) if cover is not None)


def _cover(function: _Function, payer: Payer, portals: Iterable[Portal], world: World) -> FunctionCover | None:
    """None where no portal offers the function and nobody has it all the same."""
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
    key = ("able", function.name, portal.id)
    found: list[_Able] | None = world.memo.get(key)
    if found is None:
        found = world.memo[key] = []
        for account in live_accounts(portal, world):
            person = world.indexes.person(account.person) if account.status == "active" else None
            if person is None:
                continue
            state = _all(_allows(account, function, world), _ready(function.category, person, world))
            if state is not False:
                found.append((person.id, account.payers, state))
    return found


def _allows(account: Account, function: _Function, world: World) -> bool | None:
    access = access_of(account, world)
    if not function.permissions.isdisjoint(access.permissions):
        return True
    return False if access.is_complete else None


def _ready(category: RoleCategory | None, person: Person, world: World) -> bool | None:
    """Whether somebody can do the work of a part of the office today; None where the inventory leaves that open."""
    key = ("ready for work", category, person.id)
    if key not in world.memo:
        away = on_leave(person, world)
        at_work = None if away is None else not away
        trained = not missing_training(person, world)
        world.memo[key] = _all(employed(person, world), at_work, trained, _holds(category, person, world))
    found: bool | None = world.memo[key]
    return found


def _all(*states: bool | None) -> bool | None:
    """Whether all hold: one that does not decides, one that is not known leaves it open."""
    return False if False in states else None if None in states else True


def _holds(category: RoleCategory | None, person: Person, world: World) -> bool | None:
    """Whether one of the person's roles belongs to that part of the office."""
    if category is None or _one_person(world):
        return True
    roles = current_roles(person, world)
    if roles is None:
        return None
    categories = [role.category for role in roles]
    return True if category in categories else None if None in categories else False


def _one_person(world: World) -> bool:
    """Whether one person alone is the practice. Asked of everybody, and it looks at everybody: so it is kept."""
    key = "practice of one person"
    if key not in world.memo:
        practice = world.inventory.practice
        world.memo[key] = practice is not None and solo(practice, world) is True
    found: bool = world.memo[key]
    return found


def _authorization(payer: Payer, portals: tuple[Portal, ...], world: World) -> FunctionCover | None:
    """Prior authorization, where the payer requires it; also in the portal of the company that decides for it."""
    asked = payer.prior_auth
    if asked is None or not asked.required:
        return None
    delegate = world.indexes.portal(asked.portal)
    extra = () if delegate is None or delegate in portals or closed(delegate, world) else (delegate,)
    return _cover(PRIOR_AUTH, payer, (*portals, *extra), world)

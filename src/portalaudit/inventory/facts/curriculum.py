"""Which training modules someone needs, and which completions count. Derived facts of training build on it."""

from collections.abc import Iterable

from portalaudit.inventory.facts.people import Spell, role_ids, spells_of
from portalaudit.inventory.facts.permissions import access_of
from portalaudit.inventory.kept import once
from portalaudit.inventory.records import Account, Completion, Module, Person, Portal
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass

GAP_DAYS = 365
"""After a longer absence than this, training of an earlier time at the practice does not count."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Modules that someone needs, and those of which it is not known because permissions or roles are not."""

    modules: tuple[Module, ...]
    unclear: tuple[Module, ...]


def _curriculum(world: World) -> tuple[Module, ...]:
    return tuple(module for module in world.inventory.tables["modules"].records if not module.optional)


def needs_of_account(account: Account, person: Person, world: World) -> Needs:
    """The modules for this account's portal, this person's roles and this account's permissions.

    Accounts that need the same get the same object.
    """
    asks = asked_about(world)
    roles = role_ids(person, world) if asks.roles else ()
    access = access_of(account, world) if asks.permissions else None
    known, key = _known_needs(world), (account.portal, roles, access)
    found = known.get(key)
    if found is None:
        held = () if access is None else access.permissions if access.is_complete else None
        made = _needs(world.indexes.portal(account.portal), roles, held, world)
        found = known[key] = _same_needs(world).setdefault(made, made)
    return found


@once
def _known_needs(_world: World) -> dict[object, Needs]:
    """What is needed, by portal, roles and access."""
    return {}


@once
def _same_needs(_world: World) -> dict[Needs, Needs]:
    """The same modules as one object, whatever asks for them."""
    return {}


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """What any module of the curriculum depends on."""

    roles: bool
    permissions: bool


@once
def asked_about(world: World) -> AskedAbout:
    """What modules depend on."""
    modules = _curriculum(world)
    return AskedAbout(any(m.roles for m in modules), any(m.permissions for m in modules))


def _needs(portal: Portal | None, roles: tuple[str, ...] | None, held: Iterable[str] | None, world: World) -> Needs:
    sure: list[Module] = []
    unclear: list[Module] = []
    for module in _curriculum(world):
        asked = None if module.permissions is None else world.reference.expand(module.permissions)
        states = (
            portal is not None and (module.portals is None or portal.id in module.portals),
            portal is not None and (module.portal_kinds is None or portal.kind in module.portal_kinds),
            _meets(module.roles, roles),
            _meets(asked, held),
        )
        if False not in states:
            (unclear if None in states else sure).append(module)
    return Needs(tuple(sure), tuple(unclear))


def _meets(asked: Iterable[str] | None, held: Iterable[str] | None) -> bool | None:
    """Whether someone has one of those asked for; where none is asked for, everybody has."""
    if asked is None:
        return True
    return None if held is None else not frozenset(asked).isdisjoint(held)


def counted(person: Person, module: Module, world: World, spell: Spell | None) -> list[Completion]:
    """Completions of a module that count within a spell of work, oldest first.

    A vendor's attestation counts for its own people. Training of an earlier spell counts after a gap of at most a year.
    """
    earliest = _counts_from(person, world, spell)
    day, today = world.calendar.day, world.today
    return [
        completion
        for completion in world.indexes.completions.get((person.id, module.id), ())
        if earliest <= day(completion.completed_on) <= today and completion.attested_by in (None, person.vendor)
    ]


def _counts_from(person: Person, world: World, spell: Spell | None) -> int:
    """The day before which training does not count any more."""
    spells = spells_of(person, world) or ()
    if len(spells) < 2:
        return 0
    start = 0
    previous: Spell | None = None
    for each in spells:
        if previous is not None and each.first - previous.last > GAP_DAYS:
            start = previous.last + 1
        if spell is not None and each.first == spell.first:
            return start
        previous = each
    return start


def is_replaced(completion: Completion, module: Module, day: int, world: World) -> bool:
    """Whether the version completed had been replaced on a day by one that everybody has to learn anew."""
    if not module.retrain or completion.version == module.version or module.reviewed_on is None:
        return False
    changed = world.calendar.day(module.reviewed_on)
    return changed <= day and (completion.version is not None or world.calendar.day(completion.completed_on) < changed)

"""Derived facts of training: what each account and each person needs, and since when it is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.people import Spell, live_accounts, role_ids, spells_of
from portalaudit.inventory.facts.permissions import effective_permissions
from portalaudit.inventory.facts.portals import known_since
from portalaudit.inventory.records import Account, Completion, Module, Person, Portal
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World

GAP_DAYS = 365
"""After a longer absence than this, training of an earlier time at the practice does not count."""

NEVER = 10**9

# ---------------------------------------------------------------- which modules


@dataclass(frozen=True, slots=True)
class Needs:
    """Modules that somebody needs, and those of which it is not known because permissions or roles are not."""

    modules: tuple[Module, ...]
    unclear: tuple[Module, ...]


def _curriculum(world: World) -> tuple[Module, ...]:
    return tuple(module for module in world.inventory.tables["modules"].records if not module.optional)


def needs_of_account(account: Account, person: Person, world: World) -> Needs:
    """The modules for this account's portal, this person's roles and this account's permissions."""
    roles = role_ids(person, world)
    held = effective_permissions(account, world) if _asks_permissions(world) else ()
    key = ("training needs", account.portal, roles, held)
    found: Needs | None = world.memo.get(key)
    if found is None:
        found = world.memo[key] = _needs(world.indexes.portal(account.portal), roles, held, world)
    return found


def _asks_permissions(world: World) -> bool:
    key = "some module is for permissions"
    if key not in world.memo:
        world.memo[key] = any(module.permissions for module in _curriculum(world))
    found: bool = world.memo[key]
    return found


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
    """Whether somebody has one of those asked for; where none is asked for, everybody has."""
    if asked is None:
        return True
    return None if held is None else not frozenset(asked).isdisjoint(held)


# ---------------------------------------------------------------- what counts


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
    start = 0
    previous: Spell | None = None
    for each in spells_of(person, world) or ():
        if previous is not None and each.first - previous.last > GAP_DAYS:
            start = previous.last + 1
        if spell is not None and each.first == spell.first:
            return start
        previous = each
    return start


def _is_replaced(completion: Completion, module: Module, day: int, world: World) -> bool:
    """Whether the version completed had been replaced on a day by one that everybody has to learn anew."""
    if not module.retrain or completion.version == module.version or module.reviewed_on is None:
        return False
    changed = world.calendar.day(module.reviewed_on)
    return changed <= day and (completion.version is not None or world.calendar.day(completion.completed_on) < changed)


# ---------------------------------------------------------------- accounts


@derived(written_at="created_on")
def first_access_on(account: Account, world: World) -> Date | None:
    """The day from which the account's owner could use it in the present time at the practice.

    For somebody who came back it is the day on which the old account was enabled again, else the day of return. Unknown
    where nothing says when the account began.
    """
    start = _first_access(account, world.indexes.person(account.person), world)
    return None if start is None else world.calendar.text(start[0])


def _first_access(account: Account, person: Person | None, world: World) -> tuple[int, Spell | None] | None:
    """The first day of access, and the spell of work in which it lies or that it awaits."""
    written = known_since(account)
    if written is None:
        return None
    began, spells = world.calendar.day(written), (spells_of(person, world) if person else None) or ()
    present = next((s for s in reversed(spells) if s.first <= world.today), spells[-1] if spells else None)
    if present is None or not any(s.last >= began for s in spells if s.first < present.first):
        return began, present
    enabled = world.calendar.day(account.enabled_on) if account.enabled_on else 0
    return max(present.first, enabled), present


@derived(written_at="created_on")
def days_untrained(account: Account, world: World) -> int | None:
    """Days from the owner's first access to the last required module or signature; 0 where all were there before.

    What is still missing is counted to the day of the check. Accounts from before the practice's legacy baseline are
    counted from that baseline. Unknown where the first access is not known, where no module is for this account, or
    where it is not known whether a module is required.
    """
    person = world.indexes.person(account.person)
    if person is None:
        return None
    start = _first_access(account, person, world)
    needs = needs_of_account(account, person, world)
    if start is None or not (needs.modules or needs.unclear):
        return None
    late = max((_days_late(m, account, person, start, world) for m in needs.modules), default=0)
    late = max(late, _days_unsigned(person, start[0], world))
    if late == 0 and any(_days_late(m, account, person, start, world) for m in needs.unclear):
        return None
    return late if needs.modules or late else None


def _days_late(module: Module, account: Account, person: Person, start: tuple[int, Spell | None], world: World) -> int:
    first, spell = start
    due = max(first, _baseline(world), _needed_since(module, account, person, world))
    counts = (c for c in counted(person, module, world, spell) if not _is_replaced(c, module, due, world))
    done = min((world.calendar.day(c.completed_on) for c in counts), default=None)
    return _late(due, done, world)


def _late(due: int, done: int | None, world: World) -> int:
    """Days from the day something was due to the day it was done; what is missing is at least a day late."""
    return max(1, world.today - due) if done is None else max(0, done - due)


def _baseline(world: World) -> int:
    practice = world.inventory.practice
    day = practice.legacy_baseline_on if practice else None
    return 0 if day is None else world.calendar.day(day)


def _needed_since(module: Module, account: Account, person: Person, world: World) -> int:
    """The day on which a role, or a grant of a permission, made the module necessary; 0 where it always was."""
    day = world.calendar.day
    since = 0
    if module.roles is not None:
        starts = [held.start for held in person.roles or () if held.role in module.roles]
        since = 0 if None in starts else min((day(start) for start in starts if start), default=0)
    if module.permissions is not None:
        asked = world.reference.expand(module.permissions)
        grants = (g for g in account.grants or () if not asked.isdisjoint(world.reference.expand(g.permissions or ())))
        since = max(since, min((day(grant.granted_on) for grant in grants if grant.granted_on), default=0))
    return since


def _days_unsigned(person: Person, start: int, world: World) -> int:
    """Days from first access to the last signature under a policy for which the practice collects signatures."""
    due, signed = max(start, _baseline(world)), person.acknowledgements or ()
    days = [
        min((world.calendar.day(a.on) for a in signed if a.document == policy), default=None)
        for policy in _signed_policies(world)
    ]
    return max((_late(due, done, world) for done in days), default=0)


def _signed_policies(world: World) -> tuple[str, ...]:
    """Documents of kind policy that at least one person has signed: then everybody with access has to."""
    key = "policies with signatures"
    if key not in world.memo:
        people = world.inventory.tables["staff"].records
        signed = {a.document for person in people for a in person.acknowledgements or ()}
        policies = (d for d in world.inventory.tables["documents"].records if d.kind == "policy")
        world.memo[key] = tuple(document.id for document in policies if document.id in signed)
    found: tuple[str, ...] = world.memo[key]
    return found


@derived(written_at="created_on")
def untrained_in(account: Account, world: World) -> tuple[str, ...]:
    """Titles of the training modules and policies that the owner had not completed or signed at first access."""
    person = world.indexes.person(account.person)
    start = _first_access(account, person, world)
    if person is None or start is None:
        return ()
    needs = needs_of_account(account, person, world)
    late = [m.title or m.id for m in needs.modules if _days_late(m, account, person, start, world)]
    signed = {
        a.document for a in person.acknowledgements or () if world.calendar.day(a.on) <= max(start[0], _baseline(world))
    }
    documents = world.inventory.tables["documents"]
    unsigned = (documents.get(policy) for policy in _signed_policies(world) if policy not in signed)
    return (*late, *(document.title or document.id for document in unsigned if document))


# ---------------------------------------------------------------- people


@dataclass(frozen=True, slots=True, eq=False)
class RequiredTraining:
    """One module that somebody needs, and how it stands."""

    module: Module = field(metadata={"meaning": "The module"})
    completed_on: Date | None = field(metadata={"meaning": "Day of the newest completion; absent where there is none"})
    age_days: int | None = field(metadata={"meaning": "Days since then, days of leave not counted"})
    superseded: bool = field(metadata={"meaning": "Whether a newer version has to be learned"})


@derived(written_at="id")
def required_training(person: Person, world: World) -> tuple[RequiredTraining, ...] | None:
    """The modules that somebody's live accounts and roles require, with the newest completion of each.

    Unknown where the curriculum has no module for them, or where roles or permissions leave open what they need.
    """
    key = ("required training", person.id)
    if key not in world.memo:
        world.memo[key] = _required_training(person, world)
    found: tuple[RequiredTraining, ...] | None = world.memo[key]
    return found


def _required_training(person: Person, world: World) -> tuple[RequiredTraining, ...] | None:
    needs = [needs_of_account(account, person, world) for account in live_accounts(person, world)]
    modules = {module.id: module for each in needs for module in each.modules}
    unclear = {module.id: module for each in needs for module in each.unclear if module.id not in modules}
    found = tuple(_standing(person, module, world) for module in modules.values())
    return found if found and not unclear else None


def _standing(person: Person, module: Module, world: World) -> RequiredTraining:
    spells = [spell for spell in spells_of(person, world) or () if spell.first <= world.today]
    done = counted(person, module, world, spells[-1] if spells else None)
    if not done:
        return RequiredTraining(module, None, None, superseded=False)
    newest = done[-1]
    age = world.calendar.days_since(newest.completed_on) - _days_of_leave(person, newest.completed_on, world)
    return RequiredTraining(module, newest.completed_on, age, _is_replaced(newest, module, world.today, world))


def _days_of_leave(person: Person, since: str, world: World) -> int:
    """Days of unbroken leave from a day to the day of the check."""
    day, start = world.calendar.day, world.calendar.day(since)
    leaves = (
        leave for spell in person.engagements or () for leave in spell.leave or () if leave.continuous is not False
    )
    spans = (
        (max(day(each.start), start + 1), min(day(each.end) if each.end else NEVER, world.today)) for each in leaves
    )
    return sum(max(0, last - first + 1) for first, last in spans)


@derived(written_at="id")
def training_age_days(person: Person, world: World) -> int | None:
    """Days since the newest completion of the required module that is longest ago. Days of leave are not counted.

    Unknown where nothing required was ever completed, or where it is not known what is required.
    """
    ages = [each.age_days for each in required_training(person, world) or () if each.age_days is not None]
    return max(ages, default=None)


@derived(written_at="id")
def missing_training(person: Person, world: World) -> tuple[str, ...] | None:
    """Titles of required modules that were never completed. Unknown where `required_training` is."""
    required = required_training(person, world)
    return None if required is None else tuple(_title(e.module) for e in required if e.completed_on is None)


@derived(written_at="id")
def superseded_training(person: Person, world: World) -> tuple[str, ...] | None:
    """Titles of required modules of which a newer version has to be learned. Unknown where `required_training` is."""
    required = required_training(person, world)
    return None if required is None else tuple(_title(each.module) for each in required if each.superseded)


def _title(module: Module) -> str:
    return module.title or module.id


@derived(written_at="id")
def training_summary(person: Person, world: World) -> str:
    """The required modules in words, each with the day of its newest completion, the oldest first."""
    required = sorted(required_training(person, world) or (), key=lambda each: each.completed_on or "")
    return ", ".join(f"{_title(each.module)} {_last_time(each)}" for each in required)


def _last_time(each: RequiredTraining) -> str:
    if each.completed_on is None:
        return "never"
    return f"on {each.completed_on}" + (" (a version that has been replaced)" if each.superseded else "")

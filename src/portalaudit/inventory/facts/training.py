"""Derived facts of training: what a person's accounts and roles require, and what was completed in time."""

from collections.abc import Iterator, Mapping, Sequence

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import users
from portalaudit.inventory.facts.curriculum import Needs, counted, is_replaced, needs_of_account
from portalaudit.inventory.facts.people import FOREVER, Spell, live_accounts, spells_of
from portalaudit.inventory.facts.portals import known_since
from portalaudit.inventory.facts.user_access import Use, use_of
from portalaudit.inventory.kept import once, once_each, passing
from portalaudit.inventory.records import Account, Completion, Document, Module, Person
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

# ---------------------------------------------------------------- accounts


@dataclass(frozen=True, slots=True, eq=False)
class LateTraining:
    """A module or a policy that a user of an account had not completed or signed at first access."""

    person: Person = field(metadata={"meaning": "The user"})
    module: Module | None = field(metadata={"meaning": "The module; absent where it is a policy"})
    document: Document | None = field(metadata={"meaning": "The policy; absent where it is a module"})
    completed_on: Date | None = field(
        metadata={"meaning": "Day it was completed or signed; absent where it is missing"}
    )
    days: int = field(metadata={"meaning": "Days late; what is missing counts to the day of the check, at least one"})


def _undetermined_lateness(account: Account, world: World) -> Iterator[str]:
    """What leaves it open whether training was late: the days of work and access, and what modules depend on."""
    yield "users.engagements"
    if known_since(account) is None:
        yield "created_on"
    for person in users(account, world) or ():
        for module in needs_of_account(account, person, world).unclear:
            yield from ("users.roles",) if module.roles else ()
            yield from ("effective_permissions",) if module.permissions else ()


def _late_of_all(accounts: Sequence[Account], world: World) -> list[tuple[LateTraining, ...] | None]:
    """The `late_training` of many accounts. Nearly everybody had completed everything before the account was made."""
    everybody, known, baseline, day = world.indexes.people, {}, _baseline(world), world.calendar.day
    found: list[tuple[LateTraining, ...] | None] = []
    for account in accounts:
        person = None if account.persons or account.used_by else everybody.get(account.person)
        if person is None or account.created_on is None:
            found.append(late_training(account, world))
            continue
        needs = needs_of_account(account, person, world)
        key = person.id, id(needs)
        if key not in known:
            known[key] = _all_trained_by(person, needs, world)
        is_sure = known[key] <= baseline or known[key] <= day(account.created_on)
        found.append(() if is_sure else late_training(account, world))
    return found


def _all_trained_by(person: Person, needs: Needs, world: World) -> int:
    """The day from which someone's training is surely not late; later than every other if that is not sure."""
    spells = spells_of(person, world)
    if spells is None or len(spells) > 1 or needs.unclear or not needs.modules:
        return FOREVER
    ready = _ready(person, spells[0] if spells else None, needs, world)
    return FOREVER if ready.special or any(earlier for _, earlier in _signed_policies(world)) else ready.day


@derived(written_at="created_on", needs=_undetermined_lateness, compute_all=_late_of_all)
def late_training(account: Account, world: World) -> tuple[LateTraining, ...] | None:
    """Required modules and policies that its users had not completed or signed at first access; see `user_access`.

    Accounts from before the practice's legacy baseline count from that baseline, and a module for a role or permission
    from the day of that. What came after the access is late only while it is missing. Not known where the account names
    no user, no day says when it began, or no module is for it; and where nothing was late as far as is known, while
    `roles`, `permissions` or a user's `engagements` are not recorded.
    """
    people = users(account, world)
    if people is None:
        return None
    if len(people) == 1:
        return _late_of(account, people[0], world)
    found = [_late_of(account, person, world) for person in people]
    late = tuple(one for several in found for one in several or ())
    return late if late or None not in found else None


def _late_of(account: Account, person: Person, world: World) -> tuple[LateTraining, ...] | None:
    use, needs = use_of(account, person, world), needs_of_account(account, person, world)
    if use is None or not (needs.modules or needs.unclear):
        return None
    late = () if _is_trained(use, needs, world) else tuple(_late_training(use, needs, world))
    is_open = spells_of(person, world) is None or any(_lateness(module, use, world)[0] for module in needs.unclear)
    return None if not late and is_open else late


def _is_trained(use: Use, needs: Needs, world: World) -> bool:
    """Whether all was completed before the first access; of accounts that need the same most of it is known once."""
    ready = _ready(use.person, use.spell, needs, world)
    if ready.day > max(use.first, _baseline(world)) or any(_lateness(one, use, world)[0] for one in ready.special):
        return False
    return not any(_unsigned(p, earlier, use, world)[0] for p, earlier in _signed_policies(world) if earlier)


def _late_training(use: Use, needs: Needs, world: World) -> Iterator[LateTraining]:
    for module in needs.modules:
        days, done = _lateness(module, use, world)
        if days:
            yield LateTraining(use.person, module, None, _day(done, world), days)
    documents = world.inventory.tables["documents"]
    for policy, earlier in _signed_policies(world):
        days, done = _unsigned(policy, earlier, use, world)
        if days:
            yield LateTraining(use.person, None, documents.get(policy), _day(done, world), days)


def _day(done: int, world: World) -> str | None:
    return None if done > world.today else world.calendar.text(done)


@dataclass(frozen=True, slots=True)
class _Ready:
    """When someone had all that is needed from the first day on; `special` modules depend on the account too."""

    day: int
    special: tuple[Module, ...]


def _ready(person: Person, spell: Spell | None, needs: Needs, world: World) -> _Ready:
    """Accounts of one person that need the same share the answer: there may be a hundred thousand of them."""
    known = _known_ready(world)
    key = person.id, id(needs), None if spell is None else spell.first
    if key not in known:
        plain, special = _parted(needs, world)
        days = [_first_completion(module, person, spell, FOREVER, world) for module in plain]
        days += [_first_signature(p, person, world) for p, earlier in _signed_policies(world) if not earlier]
        known[key] = _Ready(max(days, default=0), special)
    return known[key]


def _parted(needs: Needs, world: World) -> tuple[tuple[Module, ...], tuple[Module, ...]]:
    """The modules that are needed from the first day on, and the special ones."""
    known = _known_parts(world)
    if id(needs) not in known:
        is_special = [bool(m.retrain or m.roles or m.permissions or m.introduced_on) for m in needs.modules]
        every = tuple(zip(needs.modules, is_special, strict=True))
        known[id(needs)] = tuple(m for m, special in every if not special), tuple(m for m, special in every if special)
    return known[id(needs)]


@once
def _known_parts(_world: World) -> dict[int, tuple[tuple[Module, ...], tuple[Module, ...]]]:
    """What `_parted` parts, by what is needed."""
    return {}


@passing
@once
def _known_ready(_world: World) -> dict[tuple[str, int, int | None], _Ready]:
    """By person, what is needed, and the first day of the time of work."""
    return {}


def _first_completion(module: Module, person: Person, spell: Spell | None, due: int, world: World) -> int:
    """The day of the first completion that counts on the day it was due; FOREVER where there is none."""
    counts = counted(person, module, world, spell)
    if module.retrain:
        counts = [each for each in counts if not is_replaced(each, module, due, world)]
    return min([world.calendar.day(each.completed_on) for each in counts], default=FOREVER)


def _first_signature(policy: str, person: Person, world: World) -> int:
    signed = (each.on for each in person.acknowledgements or () if each.document == policy)
    return min((world.calendar.day(day) for day in signed), default=FOREVER)


def _lateness(module: Module, use: Use, world: World) -> tuple[int, int]:
    """Days late, and the day of the completion; FOREVER where there is none."""
    due = max(use.first, _baseline(world), _needed_since(module, use, world))
    new = 0 if module.introduced_on is None else world.calendar.day(module.introduced_on)
    done = _first_completion(module, use.person, use.spell, max(new, due), world)
    return (_still_missing(new, done, world) if new > due else _late(due, done, world)), done


def _late(due: int, done: int, world: World) -> int:
    """Days from the day something was due to the day it was done; what is missing is at least a day late."""
    return max(1, world.today - due) if done > world.today else max(0, done - due)


def _still_missing(new: int, done: int, world: World) -> int:
    """Days for which something that came after the access is missing; none once it was done."""
    return 0 if done <= world.today or new > world.today else max(1, world.today - new)


def _unsigned(policy: str, earlier: tuple[str, ...], use: Use, world: World) -> tuple[int, int]:
    """Days without the signature under a policy; before it replaced others, one under those will do.

    With them the day of the signature; FOREVER where there is none.
    """
    due, new = max(use.first, _baseline(world)), _in_force_since(policy, world) if earlier else 0
    signed = _first_signature(policy, use.person, world)
    first = signed if new <= due else min(_first_signature(each, use.person, world) for each in (policy, *earlier))
    missing = _still_missing(new, signed, world) if new > due else 0
    late = _late(due, first, world)
    return (missing, signed) if missing > late else (late, first)


def _in_force_since(policy: str, world: World) -> int:
    """The day of the policy's own signature, else of the first that someone gave under it."""
    table = world.inventory.tables["documents"]
    signed_on = table.records[table.rows[policy]].signed_on
    people = world.inventory.tables["staff"].records if signed_on is None else ()
    return world.calendar.day(signed_on) if signed_on else min(_first_signature(policy, p, world) for p in people)


@once
def _baseline(world: World) -> int:
    practice = world.inventory.practice
    day = practice.legacy_baseline_on if practice else None
    return 0 if day is None else world.calendar.day(day)


def _needed_since(module: Module, use: Use, world: World) -> int:
    """The day on which a role, or a grant of a permission, made the module necessary; 0 where it always was."""
    day = world.calendar.day
    since = 0
    if module.roles is not None:
        starts = [held.start for held in use.person.roles or () if held.role in module.roles]
        since = 0 if None in starts else min((day(start) for start in starts if start), default=0)
    if module.permissions is not None:
        expand = world.reference.expand
        asked = expand(module.permissions)
        grants = (g for g in use.account.grants or () if not asked.isdisjoint(expand(g.permissions or ())))
        since = max(since, min((day(grant.granted_on) for grant in grants if grant.granted_on), default=0))
    return since


@once
def _signed_policies(world: World) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Policies in force that someone has signed, so that everybody with access has to, each with those it replaced."""
    people = world.inventory.tables["staff"].records
    signed = {a.document for person in people for a in person.acknowledgements or ()}
    policies = {d.id: d.supersedes for d in world.inventory.tables["documents"].records if d.kind == "policy"}
    chains = ((p, _replaced_by(p, policies)) for p in policies if p not in set(policies.values()))
    return tuple((p, earlier) for p, earlier in chains if not signed.isdisjoint((p, *earlier)))


def _replaced_by(policy: str, policies: Mapping[str, str | None]) -> tuple[str, ...]:
    """The policies that one replaced, one after the other; a circle ends where it begins."""
    found: list[str] = []
    earlier = policies.get(policy)
    while earlier is not None and earlier in policies and earlier not in found:
        found.append(earlier)
        earlier = policies[earlier]
    return tuple(found)


# ---------------------------------------------------------------- people


@dataclass(frozen=True, slots=True, eq=False)
class TrainingRecord:
    """One module, and how someone stands with it today."""

    module: Module = field(metadata={"meaning": "The module"})
    completed_on: Date | None = field(metadata={"meaning": "Day of the newest completion that counts, if there is one"})
    age_days: int | None = field(metadata={"meaning": "Days since then, days of leave not counted"})
    superseded: bool = field(metadata={"meaning": "Whether a newer version has to be completed"})


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """The modules that someone has to complete, and those that someone has completed."""

    required: tuple[TrainingRecord, ...] | None = field(
        metadata={
            "needs": ("practice.modules", "roles", "live_accounts.effective_permissions"),
            "meaning": "The modules that the person's live accounts and roles require. Not known where the curriculum "
            "has no module for them, or where the person's `roles` or an account's `permissions` leave open what is "
            "required",
        }
    )
    completed: tuple[TrainingRecord, ...] | None = field(
        metadata={
            "needs": ("practice.modules",),
            "meaning": "Every module, required or not, of which a completion counts. Not known where the inventory "
            "has no `modules`",
        }
    )


@derived(written_at="id")
def training(person: Person, world: World) -> Training:
    """The modules that the person has to complete or has completed, each with the newest completion that counts.

    A vendor attests only for its own people, and training from before an absence of more than a year does not count.
    """
    return Training(required_training(person, world), _completed(person, world))


@once_each
def required_training(person: Person, world: World) -> tuple[TrainingRecord, ...] | None:
    """The modules that are required of a person; None where that is not known, or there is none."""
    every = [needs_of_account(account, person, world) for account in live_accounts(person, world)]
    needs = tuple({id(each): each for each in every}.values())
    if len(needs) == 1 and not needs[0].unclear:
        return tuple([_standing(person, module, world) for module in needs[0].modules]) or None
    modules = {module.id: module for each in needs for module in each.modules}
    unclear = {module.id: module for each in needs for module in each.unclear if module.id not in modules}
    found = tuple(_standing(person, module, world) for module in modules.values())
    return found if found and not unclear else None


def missing_training(person: Person, world: World) -> tuple[str, ...] | None:
    """Titles of required modules that were never completed; None where what is required is not known."""
    required = required_training(person, world)
    return None if required is None else tuple(_title(e.module) for e in required if e.completed_on is None)


def _title(module: Module) -> str:
    return module.title or module.id


def _completed(person: Person, world: World) -> tuple[TrainingRecord, ...] | None:
    if not world.inventory.tables["modules"].is_recorded:
        return None
    found = (_standing(person, module, world) for module in world.inventory.tables["modules"].records)
    return tuple(each for each in found if each.completed_on is not None)


def _standing(person: Person, module: Module, world: World) -> TrainingRecord:
    spells = [spell for spell in spells_of(person, world) or () if spell.first <= world.today]
    done = counted(person, module, world, spells[-1] if spells else None)
    if not done:
        return TrainingRecord(module, None, None, superseded=False)
    newest = done[-1]
    known, key = _standings(world), (module.id, newest.completed_on, newest.version)
    if any(engagement.leave for engagement in person.engagements or ()):
        return _standing_with(newest, person, module, world)
    if key not in known:
        known[key] = _standing_with(newest, person, module, world)
    return known[key]


@once
def _standings(_world: World) -> dict[tuple[str, str, str | None], TrainingRecord]:
    """By module, and by day and version of the newest completion, for people without leave."""
    return {}


def _standing_with(newest: Completion, person: Person, module: Module, world: World) -> TrainingRecord:
    age = world.calendar.days_since(newest.completed_on) - _days_of_leave(person, newest.completed_on, world)
    return TrainingRecord(module, newest.completed_on, age, is_replaced(newest, module, world.today, world))


def _days_of_leave(person: Person, since: str, world: World) -> int:
    """Days of unbroken leave from a day to the day of the check."""
    day, start = world.calendar.day, world.calendar.day(since)
    leaves = (
        leave for spell in person.engagements or () for leave in spell.leave or () if leave.continuous is not False
    )
    spans = (
        (max(day(each.start), start + 1), min(day(each.end) if each.end else FOREVER, world.today)) for each in leaves
    )
    return sum(max(0, last - first + 1) for first, last in spans)

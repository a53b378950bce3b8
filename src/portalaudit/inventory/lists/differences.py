"""What changed between two states of an inventory, in sentences: who gains or loses what, and what else is new.

The sentences name people and logins; where a record is only written elsewhere, or in another order, nothing changed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from portalaudit.inventory.field_words import field_words
from portalaudit.inventory.phrases import phrase
from portalaudit.inventory.plain_values import plain
from portalaudit.inventory.records import Account, Engagement, HeldRole, Person
from portalaudit.inventory.shape import FieldShape, fields_of
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import World
from portalaudit.model import Place
from portalaudit.model.listing import Cell, Table
from portalaudit.model.values import dataclass
from portalaudit.model.vocabulary import Kind

COLUMNS = ("Change", "Where")
_TITLES: Mapping[str, str] = {
    "staff": "People",
    "accounts": "Logins",
    "portals": "Portals",
    "payers": "Payers",
    "roles": "Job roles",
    "vendors": "Vendors",
    "reviews": "Access reviews",
    "incidents": "Incidents",
    "modules": "Training modules",
    "completions": "Training done",
    "documents": "Documents",
}
"""The sections in the order in which changes are told; waivers are part of the policies."""

_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class _Both:
    """The two states, and how a place in the later one is shown."""

    before: World
    now: World
    shown: Callable[[Place], str]

    def where(self, record: Record, field: str = "") -> str:
        """Where a field of a record is written now, or the record."""
        places = self.now.places(record, tuple(field.split(".")) if field else ())
        return self.shown(places[0]) if places else ""


def differences(before: World, now: World, shown: Callable[[Place], str] = str) -> Iterator[Table]:
    """The changes from one state to the other, by section and then by record; nothing of a section without any."""
    both = _Both(before, now, shown)
    found = [("Practice", tuple(_practice(both)))]
    found += [(title, tuple(_section(section, both))) for section, title in _TITLES.items()]
    yield from (Table(title, COLUMNS, rows) for title, rows in found if rows)


def _practice(both: _Both) -> Iterator[tuple[Cell, ...]]:
    old, new = both.before.inventory.practice, both.now.inventory.practice
    if old is not None and new is not None:
        for field, sentence in _fields(old, new, both):
            yield f"The practice: {sentence}", both.where(new, field)


def _section(section: str, both: _Both) -> Iterator[tuple[Cell, ...]]:
    old, new = _records(both.before, section), _records(both.now, section)
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield from ((sentence, "") for sentence in _gone(old[key], both.before))
        elif key not in old:
            yield from ((sentence, both.where(new[key])) for sentence in _added(new[key], both.now))
        else:
            told = _CHANGES.get(type(new[key]), _changed)
            yield from ((sentence, both.where(new[key], field)) for field, sentence in told(old[key], new[key], both))


def _records(world: World, section: str) -> Mapping[str, Record]:
    """The records of a section by id; those without one by everything that they say."""
    table = world.inventory.tables[section]
    seen: Counter[str] = Counter()
    found: dict[str, Record] = {}
    for record in table.records:
        key = getattr(record, "id", None) or repr(plain(record))
        seen[key] += 1
        found[key if seen[key] == 1 else f"{key}\0{seen[key]}"] = record
    return found


def _shapes(record: Record) -> Mapping[str, FieldShape]:
    cls: type = type(record)
    return fields_of(cls)


def _gone(record: Record, world: World) -> Iterator[str]:
    yield f"{_start(phrase(record, world))} is no longer recorded"


def _added(record: Record, world: World) -> Iterator[str]:
    if isinstance(record, Account):
        yield _new_login(record, world)
    elif isinstance(record, Person):
        yield from _new_person(record, world)
    else:
        yield f"New: {phrase(record, world)}"


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _new_login(account: Account, world: World) -> str:
    """`New login desk on Noridian for Al Jones, Mo Ortiz, without approval: eligibility.view`."""
    users = ", ".join(_users(account, world))
    rights = ", ".join(_rights(account, world))
    approved = bool(account.approved_by) or any(grant.approved_by for grant in account.grants or ())
    return "".join(
        (
            f"New login {account.login} on {_portal(account, world)}",
            f" for {users}" if users else " of no one",
            "" if account.status == "active" else f" ({account.status})",
            "" if approved else ", without approval",
            f": {rights}" if rights else "",
        )
    )


def _users(account: Account, world: World) -> list[str]:
    return [user.name for user in world.value(account, "users") or ()]


def _user_ids(account: Account, world: World) -> list[str]:
    """Whose it is: who gets another name stays the same person."""
    return [user.id for user in world.value(account, "users") or ()]


def _rights(account: Account, world: World) -> Sequence[str]:
    return world.value(account, "effective_permissions") or ()


def _portal(account: Account, world: World) -> str:
    portal = world.indexes.portal(account.portal)
    return portal.name if portal else account.portal


def _changed_login(old: Account, new: Account, both: _Both) -> Iterator[tuple[str, str]]:
    """Who uses it, what they can do, and the rest by field."""
    name, portal = f"{new.login} on {_portal(new, both.now)}", _portal(new, both.now)
    users = _users(new, both.now)
    who = ", ".join(users) or f"The login {new.login}"
    if _user_ids(new, both.now) != _user_ids(old, both.before):
        before = ", ".join(_users(old, both.before)) or "no one"
        yield "person", f"The login {name} is used by {', '.join(users) or 'no one'}; before: {before}"
    rights, had = _rights(new, both.now), _rights(old, both.before)
    verb = "gain" if len(users) > 1 else "gains"
    if gained := [one for one in rights if one not in had]:
        yield "permissions", f"{who} {verb} {', '.join(gained)} at {portal}"
    if lost := [one for one in had if one not in rights]:
        yield "permissions", f"{who} {'lose' if len(users) > 1 else 'loses'} {', '.join(lost)} at {portal}"
    if new.status != old.status:
        yield "status", f"The login {name}{_whose(users)} is {new.status}; before: {old.status}"
    told = {"person", "persons", "status", *(("permissions", "native_roles") if rights != had else ())}
    for field, sentence in _fields(old, new, both):
        if field not in told:
            yield field, f"The login {name}{_whose(users)}: {sentence}"


def _whose(users: Sequence[str]) -> str:
    return f" ({', '.join(users)})" if users else ""


def _new_person(person: Person, world: World) -> Iterator[str]:
    spells = person.engagements or ()
    as_what = f" as {spells[-1].kind.replace('_', ' ')} from {spells[-1].start}" if spells else ""
    roles = ", ".join(_role(held, world) for held in person.roles or ())
    yield f"New: {person.name}{as_what}" + (f", {roles}" if roles else "")


def _changed_person(old: Person, new: Person, both: _Both) -> Iterator[tuple[str, str]]:
    """When they come and go, which job roles they get and lose, and the rest by field."""
    if new.name != old.name:
        yield "name", f"{old.name} is now called {new.name}"
    yield from (("engagements", f"{new.name} {sentence}") for sentence in _spells(old, new))
    yield from (("roles", f"{new.name} {sentence}") for sentence in _roles(old, new, both))
    for field, sentence in _fields(old, new, both):
        if field not in ("engagements", "name", "roles"):
            yield field, f"{new.name}: {sentence}"


def _spells(old: Person, new: Person) -> Iterator[str]:
    before = {spell.start: spell for spell in old.engagements or ()}
    now = {spell.start: spell for spell in new.engagements or ()}
    for start in sorted(before.keys() | now.keys()):
        if start not in before:
            yield f"starts as {now[start].kind.replace('_', ' ')} on {start}"
        elif start not in now:
            yield f"no longer has the engagement that started on {start}"
        else:
            yield from _spell(before[start], now[start])


def _spell(old: Engagement, new: Engagement) -> Iterator[str]:
    if old.end != new.end:
        was = f"; before: {old.end}" if old.end else ""
        yield f"leaves on {new.end}{was}" if new.end else f"does not leave on {old.end} any more"
    elif plain(old) != plain(new):
        yield f"has other details of the engagement that started on {new.start}"


def _roles(old: Person, new: Person, both: _Both) -> Iterator[str]:
    before = {(held.role, held.start): held for held in old.roles or ()}
    now = {(held.role, held.start): held for held in new.roles or ()}
    for key in sorted(before.keys() | now.keys(), key=str):
        if key not in now:
            yield f"loses the job role {_role(before[key], both.before)}"
        elif key not in before:
            yield f"gains the job role {_role(now[key], both.now)}"
        elif plain(before[key]) != plain(now[key]):
            until = f"ends on {now[key].end}" if now[key].end else "has no last day"
            yield f"keeps the job role {_role(now[key], both.now)}, which {until}"


def _role(held: HeldRole, world: World) -> str:
    role = world.inventory.tables["roles"].get(held.role)
    return str(role.title) if role else held.role


def _changed(old: Record, new: Record, both: _Both) -> Iterator[tuple[str, str]]:
    for field, sentence in _fields(old, new, both):
        yield field, f"{_start(phrase(new, both.now))}: {sentence}"


_CHANGES: Mapping[type, Callable[[Any, Any, _Both], Iterator[tuple[str, str]]]] = {
    Account: _changed_login,
    Person: _changed_person,
}


def _fields(old: Record, new: Record, both: _Both) -> Iterator[tuple[str, str]]:
    """Each field that differs, with its name: `second factor sms; before: totp`."""
    for name, field in _shapes(new).items():
        before, now = getattr(old, field.attribute), getattr(new, field.attribute)
        if before == now:
            continue
        words = field_words(name)
        if field.shape.type.many:
            yield from ((name, f"{words} {sentence}") for sentence in _lists(before or (), now or (), field, both))
        elif field.shape.nested is not None and before is not None and now is not None:
            yield from ((f"{name}.{part}", f"{words}: {sentence}") for part, sentence in _fields(before, now, both))
        elif field.shape.nested is not None or field.shape.type.kind is Kind.LABELS:
            yield name, f"{words} {'changed' if before and now else 'added' if now else 'removed'}"
        else:
            yield name, _single(words, before, now, field, both)


def _single(words: str, before: object, now: object, field: FieldShape, both: _Both) -> str:
    if now is None:
        return f"{words} removed; before: {_shown(before, field, both.before)}"
    was = "" if before is None else f"; before: {_shown(before, field, both.before)}"
    return f"{words} {_shown(now, field, both.now)}{was}"


def _lists(before: Sequence[object], now: Sequence[object], field: FieldShape, both: _Both) -> Iterator[str]:
    """What is added to a list and what removed; nothing where only the order differs."""
    added, removed = _without(now, before), _without(before, now)
    if field.shape.nested is not None:
        numbers = ((len(added), "added"), (len(removed), "removed"))
        said = ", ".join(f"{number} {verb}" for number, verb in numbers if number)
        yield from (said,) if said else ()
        return
    if added:
        yield f"added: {', '.join(_shown(one, field, both.now) for one in added)}"
    if removed:
        yield f"removed: {', '.join(_shown(one, field, both.before) for one in removed)}"


def _without(some: Sequence[object], others: Sequence[object]) -> list[object]:
    left = [*map(plain, others)]
    return [one for one in some if plain(one) not in left]


def _shown(value: object, field: FieldShape, world: World) -> str:
    """A value in words: a reference by the name of what it leads to."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    table = world.inventory.tables.get(field.shape.ref)
    record = table.get(str(value)) if table is not None else None
    name = getattr(record, "name", None) or getattr(record, "title", None) or getattr(record, "login", None)
    return str(name or value)[:_MOST_WORDS]

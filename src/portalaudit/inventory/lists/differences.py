"""What changed between two states of an inventory, record by record: who gains or loses what, and what else is new.

Each change has a sentence too, which names people and logins. Where a record is only written elsewhere, or in another
order, nothing changed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from portalaudit.inventory.attributes.attribute_values import Attributes
from portalaudit.inventory.field_words import field_words
from portalaudit.inventory.phrases import phrase
from portalaudit.inventory.plain_values import plain
from portalaudit.inventory.records import Account, Completion, Engagement, HeldRole, Person
from portalaudit.inventory.shape import FieldShape, entity_name, fields_of
from portalaudit.inventory.tables import Record
from portalaudit.inventory.whose import whose
from portalaudit.inventory.world import World
from portalaudit.model import Place, Subject
from portalaudit.model.difference import Difference, DifferenceKind, FieldChange
from portalaudit.model.values import dataclass, replace
from portalaudit.model.verdict import Named
from portalaudit.model.vocabulary import Kind

TITLES: Mapping[str, str] = {
    "practice": "Practice",
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
"""The sections in the order in which changes are listed, by their titles; waivers are part of the policies."""

_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class _Both:
    """The two states."""

    before: World
    now: World

    def where(self, record: Record, field: str) -> Place | None:
        """Where a field of a record is written now, or the record."""
        places = self.now.places(record, tuple(field.split(".")) if field else ())
        return places[0] if places else None


def differences(before: World, now: World) -> Iterator[Difference]:
    """The changes from one state to the other, by section and then by record."""
    both = _Both(before, now)
    yield from _practice(both)
    for section in TITLES:
        if section != "practice":
            yield from _section(section, both)


def _practice(both: _Both) -> Iterator[Difference]:
    old, new = both.before.inventory.practice, both.now.inventory.practice
    if old is not None and new is not None:
        for change in _fields(old, new, both):
            told = replace(change, words=f"The practice: {change.words}")
            yield _difference("practice", DifferenceKind.CHANGED, new, told, both)


def _section(section: str, both: _Both) -> Iterator[Difference]:
    old, new = _records(both.before, section), _records(both.now, section)
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield _difference(section, DifferenceKind.REMOVED, old[key], _gone(old[key], both.before), both)
        elif key not in old:
            yield _difference(section, DifferenceKind.ADDED, new[key], _added(new[key], both.now), both)
        else:
            compared = _CHANGES.get(type(new[key]), _changed)
            for change in compared(old[key], new[key], both):
                yield _difference(section, DifferenceKind.CHANGED, new[key], change, both)


def _difference(section: str, kind: DifferenceKind, record: Record, change: FieldChange, both: _Both) -> Difference:
    is_gone = kind is DifferenceKind.REMOVED
    world = both.before if is_gone else both.now
    about = whose(record, world)
    users = [Named(user.id, user.name) for user in _users(record, world)] if isinstance(record, Account) else []
    return Difference(
        kind,
        section,
        Subject(entity_name(type(record)), _id(record)),
        change,
        about.portal,
        tuple(users) or ((about.person,) if about.person else ()),
        None if is_gone else both.where(record, change.field),
    )


def _id(record: Record) -> str:
    """The id of a record; a completion, which has none, goes by its person, module and day."""
    if isinstance(record, Completion):
        return f"{record.person}/{record.module}/{record.completed_on}"
    return str(record.id)


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


def _gone(record: Record, world: World) -> FieldChange:
    rights = _rights(record, world) if isinstance(record, Account) else ()
    return FieldChange(f"{_start(phrase(record, world))} is no longer recorded", removed=tuple(rights))


def _added(record: Record, world: World) -> FieldChange:
    if isinstance(record, Account):
        return FieldChange(_new_login(record, world), added=tuple(_rights(record, world)))
    return FieldChange(_new_person(record, world) if isinstance(record, Person) else f"New: {phrase(record, world)}")


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _new_login(account: Account, world: World) -> str:
    """`New login desk on Noridian for Al Jones, Mo Ortiz, without approval: eligibility.view`."""
    users = ", ".join(user.name for user in _users(account, world))
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


def _users(account: Account, world: World) -> Sequence[Person]:
    return world.value(account, "users") or ()


def _rights(account: Account, world: World) -> Sequence[str]:
    return world.value(account, "effective_permissions") or ()


def _portal(account: Account, world: World) -> str:
    portal = world.indexes.portal(account.portal)
    return portal.name if portal else account.portal


def _changed_login(old: Account, new: Account, both: _Both) -> Iterator[FieldChange]:
    """Who uses it, what they can do, and the rest by field."""
    portal = _portal(new, both.now)
    name = f"{new.login} on {portal}"
    users = [user.name for user in _users(new, both.now)]
    whose = f" ({', '.join(users)})" if users else ""
    yield from _other_users(name, old, new, both)
    yield from _other_rights(", ".join(users) or f"The login {new.login}", portal, old, new, both)
    if new.status != old.status:
        words = f"The login {name}{whose} is {new.status}; before: {old.status}"
        yield FieldChange(words, "status", old.status, new.status)
    is_told = {"person", "persons", "status"}
    if _rights(new, both.now) != _rights(old, both.before):
        is_told |= {"permissions", "native_roles"}
    for change in _fields(old, new, both):
        if change.field not in is_told:
            yield replace(change, words=f"The login {name}{whose}: {change.words}")


def _other_users(name: str, old: Account, new: Account, both: _Both) -> Iterator[FieldChange]:
    """Who uses it, by id: who gets another name stays the same person."""
    users, before = _users(new, both.now), _users(old, both.before)
    ids, had = tuple(user.id for user in users), tuple(user.id for user in before)
    if ids == had:
        return
    now, was = (", ".join(user.name for user in some) or "no one" for some in (users, before))
    yield FieldChange(
        f"The login {name} is used by {now}; before: {was}",
        "person",
        had,
        ids,
        tuple(one for one in ids if one not in had),
        tuple(one for one in had if one not in ids),
    )


def _other_rights(who: str, portal: str, old: Account, new: Account, both: _Both) -> Iterator[FieldChange]:
    rights, had = tuple(_rights(new, both.now)), tuple(_rights(old, both.before))
    plural = "" if len(_users(new, both.now)) > 1 else "s"
    if gained := tuple(one for one in rights if one not in had):
        words = f"{who} gain{plural} {', '.join(gained)} at {portal}"
        yield FieldChange(words, "permissions", had, rights, added=gained)
    if lost := tuple(one for one in had if one not in rights):
        words = f"{who} lose{plural} {', '.join(lost)} at {portal}"
        yield FieldChange(words, "permissions", had, rights, removed=lost)


def _new_person(person: Person, world: World) -> str:
    spells = person.engagements or ()
    as_what = f" as {spells[-1].kind.replace('_', ' ')} from {spells[-1].start}" if spells else ""
    roles = ", ".join(_role(held, world) for held in person.roles or ())
    return f"New: {person.name}{as_what}" + (f", {roles}" if roles else "")


def _changed_person(old: Person, new: Person, both: _Both) -> Iterator[FieldChange]:
    """When they come and go, which job roles they get and lose, and the rest by field."""
    if new.name != old.name:
        yield FieldChange(f"{old.name} is now called {new.name}", "name", old.name, new.name)
    for change in (*_spells(old, new), *_roles(old, new, both)):
        yield replace(change, words=f"{new.name} {change.words}")
    for change in _fields(old, new, both):
        if change.field not in ("engagements", "name", "roles"):
            yield replace(change, words=f"{new.name}: {change.words}")


def _spells(old: Person, new: Person) -> Iterator[FieldChange]:
    before = {spell.start: spell for spell in old.engagements or ()}
    now = {spell.start: spell for spell in new.engagements or ()}
    for start in sorted(before.keys() | now.keys()):
        if words := _spell(before.get(start), now.get(start)):
            yield FieldChange(words, "engagements", _data(before.get(start)), _data(now.get(start)))


def _spell(old: Engagement | None, new: Engagement | None) -> str:
    """What became of one engagement; empty where nothing did."""
    if new is None:
        return f"no longer has the engagement that started on {old.start}" if old else ""
    if old is None:
        return f"starts as {new.kind.replace('_', ' ')} on {new.start}"
    if old.end != new.end:
        was = f"; before: {old.end}" if old.end else ""
        return f"leaves on {new.end}{was}" if new.end else f"does not leave on {old.end} any more"
    return "" if plain(old) == plain(new) else f"has other details of the engagement that started on {new.start}"


def _roles(old: Person, new: Person, both: _Both) -> Iterator[FieldChange]:
    before = {(held.role, held.start): held for held in old.roles or ()}
    now = {(held.role, held.start): held for held in new.roles or ()}
    for key in sorted(before.keys() | now.keys(), key=str):
        if words := _held(before.get(key), now.get(key), both):
            yield FieldChange(words, "roles", _data(before.get(key)), _data(now.get(key)))


def _held(old: HeldRole | None, new: HeldRole | None, both: _Both) -> str:
    """What became of one job role of a person; empty where nothing did."""
    if new is None:
        return f"loses the job role {_role(old, both.before)}" if old else ""
    if old is None:
        return f"gains the job role {_role(new, both.now)}"
    until = f"ends on {new.end}" if new.end else "has no last day"
    return "" if plain(old) == plain(new) else f"keeps the job role {_role(new, both.now)}, which {until}"


def _role(held: HeldRole, world: World) -> str:
    role = world.inventory.tables["roles"].get(held.role)
    return str(role.title) if role else held.role


def _changed(old: Record, new: Record, both: _Both) -> Iterator[FieldChange]:
    for change in _fields(old, new, both):
        yield replace(change, words=f"{_start(phrase(new, both.now))}: {change.words}")


_CHANGES: Mapping[type, Callable[[Any, Any, _Both], Iterator[FieldChange]]] = {
    Account: _changed_login,
    Person: _changed_person,
}


def _fields(old: Record, new: Record, both: _Both) -> Iterator[FieldChange]:
    """Each field that differs: `second factor sms; before: totp`."""
    for name, field in _shapes(new).items():
        before, now = getattr(old, field.attribute), getattr(new, field.attribute)
        if plain(before) == plain(now):
            continue
        words = field_words(name)
        if field.shape.type.many:
            yield from _lists(name, before or (), now or (), field, both)
        elif field.shape.nested is not None and before is not None and now is not None:
            for part in _fields(before, now, both):
                yield replace(part, words=f"{words}: {part.words}", field=f"{name}.{part.field}")
        elif field.shape.nested is not None or field.shape.type.kind is Kind.LABELS:
            verb = "changed" if before and now else "added" if now else "removed"
            yield FieldChange(f"{words} {verb}", name, _data(before), _data(now))
        else:
            yield FieldChange(_single(words, before, now, field, both), name, _data(before), _data(now))


def _single(words: str, before: object, now: object, field: FieldShape, both: _Both) -> str:
    if now is None:
        return f"{words} removed; before: {_shown(before, field, both.before)}"
    was = "" if before is None else f"; before: {_shown(before, field, both.before)}"
    return f"{words} {_shown(now, field, both.now)}{was}"


def _lists(
    name: str, before: Sequence[object], now: Sequence[object], field: FieldShape, both: _Both
) -> Iterator[FieldChange]:
    """What is added to a list and what removed; nothing where only the order differs."""
    words, gained, lost = field_words(name), _without(now, before), _without(before, now)
    change = FieldChange("", name, _data(before), _data(now))
    added, removed = tuple(map(_data, gained)), tuple(map(_data, lost))
    if field.shape.nested is not None:
        numbers = ((len(gained), "added"), (len(lost), "removed"))
        said = ", ".join(f"{number} {verb}" for number, verb in numbers if number)
        yield from (replace(change, words=f"{words} {said}", added=added, removed=removed),) if said else ()
        return
    if gained:
        said = ", ".join(_shown(one, field, both.now) for one in gained)
        yield replace(change, words=f"{words} added: {said}", added=added)
    if lost:
        said = ", ".join(_shown(one, field, both.before) for one in lost)
        yield replace(change, words=f"{words} removed: {said}", removed=removed)


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


def _data(value: object) -> object:
    """A value of a field as JSON has it; a record by the names of its fields, without those that are not written."""
    if isinstance(value, tuple):
        return tuple(map(_data, value))
    if isinstance(value, Mapping):
        return {name: _data(one) for name, one in value.items()}
    if isinstance(value, Attributes):
        return _data(value.values)
    if isinstance(value, str | int | None):
        return value
    fields = ((field.name, getattr(value, field.attribute)) for field in _shapes(value).values())
    return {name: _data(one) for name, one in fields if one is not None}

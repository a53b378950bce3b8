"""Inventories with one written field taken away, and what the verdicts make of it.

Only fields that a rule has read while it judged the whole inventory can change its verdicts, so the others are passed
over: a sample of a hundred accounts is gone through in seconds.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from portalaudit.evaluate.answering import answered, ordered
from portalaudit.inventory.days import world_on
from portalaudit.inventory.records import SECTIONS
from portalaudit.inventory.resolve import LISTS
from portalaudit.inventory.tables import Inventory
from portalaudit.inventory.world import World
from portalaudit.model import Status
from portalaudit.model.report import STATUSES
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.rules import Rule
from portalaudit.policy.waiving import Authority
from portalaudit.source.record_types import Record
from portalaudit.waivers.application import Exceptions

Answers = Mapping[str, Status]
"""The verdict of one rule for each subject."""

BETTER = {
    Status.FAIL: 0,
    Status.UNKNOWN: 0,
    Status.ERROR: 0,
    Status.WAIVED: 1,
    Status.RESOLVED: 1,
    Status.PASS: 2,
    Status.NOT_APPLICABLE: 2,
}
"""How good a verdict looks."""

UNREAD = frozenset({"labels", "attributes"})
"""Free text of the practice's own, of which no shipped rule knows."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What judges a world again and again."""

    rules: Sequence[Rule]
    evaluator: Evaluator
    authority: Authority = Authority()

    def answers(self, rule: Rule, world: World) -> Answers:
        """What one rule says, after the practice's waivers."""
        exceptions = Exceptions(self.rules, world, self.authority)
        first, last = ordered([rule], self.rules, world)
        rulings = answered(first, last, world, exceptions, self.evaluator)
        ruling = next(one for one in rulings if one.rule.id == rule.id)
        return dict(zip(ruling.subjects.ids, (STATUSES[outcome] for outcome in ruling.outcomes), strict=True))


@dataclass(frozen=True, slots=True)
class Deletion:
    """One written field of one record that is taken away. `owner` is the record that holds it, maybe further down."""

    section: str
    row: int
    field: str
    owner: Record
    attribute: str
    record: Record

    @property
    def record_id(self) -> str:
        """Id of the record that the field belongs to."""
        return getattr(self.record, "id", "")


@dataclass(frozen=True, slots=True)
class Better:
    """A verdict that became better because a field was taken away."""

    rule: str
    field: str
    record: str
    subject: str
    before: Status
    after: Status

    @property
    def pair(self) -> tuple[str, str]:
        """Rule and field."""
        return self.rule, self.field

    def __str__(self) -> str:
        """In words, for a test that fails."""
        return f"{self.rule} of {self.subject}: {self.before}, and {self.after} without {self.field} of {self.record}"


def deletions(inventory: Inventory) -> Iterator[Deletion]:
    """Every optional field that is written, once for each record."""
    for name, table in inventory.tables.items():
        for row, record in enumerate(table.records):
            yield from (Deletion(name, row, f"{name}.{path}", *rest) for path, *rest in _without(record))
    if inventory.practice is not None:
        found = _without(inventory.practice)
        yield from (Deletion("practice", 0, f"practice.{path}", *rest) for path, *rest in found)


def _without(record: Record) -> Iterator[tuple[str, Record, str, Record]]:
    """Path, holder, attribute, and the record without it, for each optional field that is written."""
    for attribute, shape in type(record).__record_fields__.items():
        value, name = getattr(record, attribute), shape.alias or attribute
        if value is None:
            continue
        if not shape.is_needed and name not in UNREAD:
            yield name, record, attribute, _changed(record, attribute, None)
        several = value if isinstance(value, tuple) else (value,)
        for i, item in enumerate(several):
            for path, owner, inner, changed in _without(item) if isinstance(item, Record) else ():
                whole = (*value[:i], changed, *value[i + 1 :]) if isinstance(value, tuple) else changed
                yield f"{name}.{path}", owner, inner, _changed(record, attribute, whole)


def _changed(record: Record, attribute: str, value: object) -> Record:
    new = object.__new__(type(record))
    for name in type(record).__record_fields__:
        object.__setattr__(new, name, value if name == attribute else getattr(record, name))
    return new


def without(world: World, deletion: Deletion) -> World:
    """The same practice on the same day, with one field less."""
    inventory = world.recorded
    if deletion.section == "practice":
        return again(world, replace(inventory, practice=deletion.record))
    table = inventory.tables[deletion.section]
    records = [*table.records[: deletion.row], deletion.record, *table.records[deletion.row + 1 :]]
    return again(world, replace(inventory, tables={**inventory.tables, table.section: replace(table, records=records)}))


def again(world: World, inventory: Inventory) -> World:
    """A world of this inventory, with the reference data, day and files of another."""
    return world_on(inventory, world.reference, world.calendar.as_of, world.files, world.shared)


class _Watched:
    """A field of a record class that notes when it is read."""

    def __init__(self, slot: Any, name: str, seen: set[tuple[int, str]]) -> None:
        self.slot, self.name, self.seen = slot, name, seen

    def __get__(self, record: object, owner: object = None) -> Any:
        if record is None:
            return self
        self.seen.add((id(record), self.name))
        return self.slot.__get__(record, owner)

    def __set__(self, record: object, value: object) -> None:
        self.slot.__set__(record, value)


def _record_classes() -> Iterator[type]:
    """Every record class of an inventory, nested ones too."""
    left: list[Any] = [*SECTIONS.values(), *LISTS.values()]
    seen: set[type] = set()
    while left:
        cls = left.pop()
        if cls in seen:
            continue
        seen.add(cls)
        yield cls
        left += [one for shape in cls.__record_fields__.values() for one in _inside(shape.annotation)]


def _inside(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _inside(argument)


@contextmanager
def watched() -> Iterator[set[tuple[int, str]]]:
    """Fills a set with (identity of a record, field) for each field that is read."""
    seen: set[tuple[int, str]] = set()
    slots = [(cls, name, vars(cls)[name]) for cls in _record_classes() for name in cls.__record_fields__]
    for cls, name, slot in slots:
        setattr(cls, name, _Watched(slot, name, seen))
    try:
        yield seen
    finally:
        for cls, name, slot in slots:
            setattr(cls, name, slot)


def read_by(bench: Bench, rule: Rule, world: World) -> tuple[Answers, frozenset[tuple[int, str]]]:
    """What a rule says of a world that nothing was asked yet, and every field that it read for that."""
    with watched() as seen:
        found = bench.answers(rule, world)
    return found, frozenset(seen)


def better(before: Answers, after: Answers) -> Iterator[tuple[str, Status, Status]]:
    """Subjects whose verdict looks better after than before."""
    for subject, status in before.items():
        now = after.get(subject)
        if now is not None and BETTER[now] > BETTER[status]:
            yield subject, status, now


def better_without_a_field(
    bench: Bench, rules: Sequence[Rule], world: World, *, every: int = 1
) -> Iterator[tuple[Better, World]]:
    """Each verdict that one written field less makes look better, with the world in which it does.

    With `every` above 1 only so many-th of the deletions are tried, the same ones each time.
    """
    known = {rule.id: read_by(bench, rule, again(world, world.recorded)) for rule in rules}
    for deletion in itertools.islice(deletions(world.recorded), 0, None, every):
        key = (id(deletion.owner), deletion.attribute)
        for rule in rules:
            before, read = known[rule.id]
            if key in read and any(BETTER[status] < BETTER[Status.PASS] for status in before.values()):
                changed = without(world, deletion)
                for subject, old, new in better(before, bench.answers(rule, changed)):
                    yield Better(rule.id, deletion.field, deletion.record_id, subject, old, new), changed

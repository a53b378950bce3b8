"""What the inventory would have to say for a question to be answered: the written fields, found from facts and data.

A fact that is not known leads down to fields: one that is written is its own, a relation needs its section, a fact in
YAML what its expression could not find, and one of the program what it says that it `needs`. So does a fact of a row
that was put together, from the row where this has the first name of the route, else from the record that it is of.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from portalaudit.inventory.attributes.attribute_values import Attributes
from portalaudit.inventory.derived import DerivedFact
from portalaudit.inventory.needs import Needs
from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.rows import is_row, written
from portalaudit.inventory.shape import entity_name, fields_of
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import World
from portalaudit.model import Subject
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import MissingFact

DEEPEST = 8
"""Facts that follow from each other; no more are followed down."""

_Lack = tuple[Record, str, Record]
"""A record, the name of what it lacks, and the record of which it is a row, or itself."""


_OR = " | "
"""Between the names of fields of which any one would do."""


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """Something that is not recorded: any one of these fields of a record, or a whole section of the inventory.

    Where `is_written` the field is there, and what it says leaves the answer open. With a `fact`, no field is known
    that would answer it, and its own meaning says when it is not known.
    """

    record: Record
    fields: tuple[str, ...] = ()
    section: str = ""
    fact: DerivedFact | None = None
    is_written: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What is missing, as results name it."""
        if self.section:
            return (self.section,)
        entity = entity_name(type(self.record))
        return tuple(f"{entity}.{name}" for name in self.fields or (self.fact.name if self.fact else "",))

    def missing(self, world: World) -> MissingFact:
        """The same for results: of a record that has an id, and by which fields."""
        if self.section:
            return MissingFact(Subject("practice", ""), section=self.section)
        whole = world.indexes.whole(self.record) or self.record
        of = Subject(entity_name(type(whole)), str(getattr(whole, "id", "")))
        return MissingFact(of, self.names, is_written=self.is_written)

    @property
    def key(self) -> tuple[Any, ...]:
        """Two gaps with the same key are one."""
        return (self.section,) if self.section else (id(self.record), self.names)


def gaps_of(world: World, record: Record, route: Sequence[str]) -> tuple[Gap, ...]:
    """What is missing where the fact at the end of a route from a record is not known, each once, in order."""
    lacks = _lacking(world, record, route, record)
    found = {gap.key: gap for lack in lacks for gap in _of(world, lack, DEEPEST)}
    return tuple(found.values())


def _lacking(world: World, record: Record, route: Sequence[str], owner: Record) -> Iterator[_Lack]:
    """The records on a route that lack the fact which comes next."""
    name, rest = route[0], route[1:]
    value = world.value(record, name)
    if value in (None, NEVER):
        yield record, name, owner
    elif isinstance(value, Attributes):
        yield record, ".".join(route), owner
    elif rest:
        fact = world.worked_out(type(record), name)
        found = _lacking_below(world, value, rest, owner)
        if fact is None or fact.fields_below is None:
            yield from found
        elif any(True for _ in found):
            yield record, _OR.join(fact.fields_below(record, rest[0])), owner


def _lacking_below(world: World, value: Any, rest: Sequence[str], owner: Record) -> Iterator[_Lack]:
    for each in value if isinstance(value, tuple) else (value,):
        if not isinstance(each, dict):
            yield from _lacking(world, each, rest, owner if is_row(type(each)) else each)


def _of(world: World, lack: _Lack, depth: int) -> Iterator[Gap]:
    """What is missing for one fact of a record, or for any one of several."""
    record, name, _ = lack
    if _OR in name:
        yield Gap(record, tuple(name.split(_OR)))
        return
    fact = world.worked_out(type(record), name)
    if fact is None and is_row(type(record)):
        yield from (depth and tuple(_below_row(world, lack, depth - 1))) or (_of_row(record, name),)
    elif fact is None:  # a field, or an attribute
        yield Gap(record, (name,))
    elif fact.section:
        yield Gap(record, section=fact.section)
    else:
        yield from (depth and tuple(_below(world, record, fact, depth - 1))) or (Gap(record, fact=fact),)


def _of_row(row: Record, name: str) -> Gap:
    """What is missing for a row that was put together: the field at which it is written, where that is one."""
    spot = written(row)
    if spot is not None and len(spot.route) == 1:
        field = str(spot.route[0])
        return Gap(spot.record, (field,), is_written=getattr(spot.record, field) is not None)
    cls: type = type(row)
    shape = fields_of(cls)[name]
    return Gap(row, fact=DerivedFact(entity_name(cls), name, shape.shape, shape.meaning, getattr, None))


def _below_row(world: World, lack: _Lack, depth: int) -> Iterator[Gap]:
    row, name, owner = lack
    cls: type = type(row)
    own = fields_of(cls)
    needed = [
        (row, group) if group[0].partition(".")[0] in own else _start(world, owner, group) for group in own[name].needs
    ]
    unmet = tuple(_unmet(world, needed, depth))
    yield from unmet or (_unclear(world, needed) if written(row) is None else ())


def _below(world: World, record: Record, fact: DerivedFact, depth: int) -> Iterator[Gap]:
    if fact.needs == ((fact.name,),):  # it takes the place of a field
        yield Gap(record, (fact.name,))
        return
    needs: Needs = (*fact.needs, *((route,) for route in fact.missing(record, world)))
    needed = [_start(world, record, group) for group in needs]
    yield from tuple(_unmet(world, needed, depth)) or _unclear(world, needed)


def _start(world: World, record: Record, group: tuple[str, ...]) -> tuple[Record, tuple[str, ...]]:
    """A route of a fact starts from its record, or from the practice where it begins with that word."""
    practice = world.inventory.practice
    if practice is None or not group[0].startswith("practice."):
        return record, group
    return practice, (group[0].removeprefix("practice."),)


_Needed = Sequence[tuple[Record, tuple[str, ...]]]
"""Routes of which any one will do, each with the record from which they start."""


def _unmet(world: World, needed: _Needed, depth: int) -> Iterator[Gap]:
    """What is not there of what is needed; where something of each group is, what else would do."""
    absent = [gap for start, group in needed for gap in _absent(world, start, group, depth)]
    yield from absent or (gap for start, group in needed for gap in _spare(world, start, group))


def _absent(world: World, start: Record, group: tuple[str, ...], depth: int) -> Iterator[Gap]:
    if len(group) == 1:
        for lack in _lacking(world, start, group[0].split("."), start):
            yield from _of(world, lack, depth)
    elif all(world.value(start, name) is None for name in group):
        yield Gap(start, group)


def _spare(world: World, start: Record, group: tuple[str, ...]) -> Iterator[Gap]:
    """Fields that are not written, beside one that is and did not do."""
    left = tuple(name for name in group if world.value(start, name) is None) if len(group) > 1 else ()
    if left:
        yield Gap(start, left)


def _unclear(world: World, needed: _Needed) -> Sequence[Gap]:
    """The first field that is written and did not do."""
    ends = (end for start, group in needed for end in _ends(world, start, group[-1].split(".")))
    found = (Gap(record, (name,), is_written=True) for record, name in ends)
    return tuple(gap for gap in found if world.worked_out(type(gap.record), gap.fields[0]) is None)[:1]


def _ends(world: World, record: Record, route: Sequence[str]) -> Iterator[tuple[Record, str]]:
    """The records that have the last name of a route."""
    name, rest = route[0], route[1:]
    if not rest:
        yield record, name
        return
    value = world.value(record, name)
    for each in value if isinstance(value, tuple) else (value,):
        yield from _ends(world, each, rest)

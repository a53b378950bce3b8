"""What the inventory would have to say for a question to be answered: the written fields, found from facts and data.

A fact that is not known leads down to fields: one that is written is its own, a relation needs its section, a fact in
YAML what its expression could not find, and one of the program what it says that it `needs`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from portalaudit.inventory.attributes.values import Attributes
from portalaudit.inventory.derived import DerivedFact
from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.rows import is_row, written
from portalaudit.inventory.shape import entity_name, fields_of
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass

DEEPEST = 8
"""Facts that follow from each other; no more are followed down."""


_OR = " | "
"""Between the names of fields of which any one would do."""


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """Something that is not recorded: any one of these fields of a record, or a whole section of the inventory.

    With a `fact`, no field is known that would answer it, and its own meaning says when it is not known.
    """

    record: Record
    fields: tuple[str, ...] = ()
    section: str = ""
    fact: DerivedFact | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What is missing, as results name it."""
        if self.section:
            return (self.section,)
        entity = entity_name(type(self.record))
        return tuple(f"{entity}.{name}" for name in self.fields or (self.fact.name if self.fact else "",))

    @property
    def key(self) -> tuple[Any, ...]:
        """Two gaps with the same key are one."""
        return (self.section,) if self.section else (id(self.record), self.names)


def gaps_of(world: World, record: Record, route: Sequence[str]) -> tuple[Gap, ...]:
    """What is missing where the fact at the end of a route from a record is not known, each once, in order."""
    found = {gap.key: gap for at, name in _lacking(world, record, route) for gap in _of(world, at, name, DEEPEST)}
    return tuple(found.values())


def _lacking(world: World, record: Record, route: Sequence[str]) -> Iterator[tuple[Record, str]]:
    """The records on a route that lack the fact which comes next."""
    name, rest = route[0], route[1:]
    value = world.value(record, name)
    if value in (None, NEVER):
        yield record, name
    elif isinstance(value, Attributes):
        yield record, ".".join(route)
    elif rest:
        fact = world.worked_out(type(record), name)
        found = _lacking_below(world, value, rest)
        if fact is None or fact.fields_below is None:
            yield from found
        elif any(True for _ in found):
            yield record, _OR.join(fact.fields_below(record, rest[0]))


def _lacking_below(world: World, value: Any, rest: Sequence[str]) -> Iterator[tuple[Record, str]]:
    for each in value if isinstance(value, tuple) else (value,):
        if not isinstance(each, dict):
            yield from _lacking(world, each, rest)


def _of(world: World, record: Record, name: str, depth: int) -> Iterator[Gap]:
    """What is missing for one fact of a record, or for any one of several."""
    if _OR in name:
        yield Gap(record, tuple(name.split(_OR)))
        return
    fact = world.worked_out(type(record), name)
    if fact is None and is_row(type(record)):
        yield _of_row(record, name)
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
        return Gap(spot.record, (str(spot.route[0]),))
    cls: type = type(row)
    shape = fields_of(cls)[name]
    return Gap(row, fact=DerivedFact(entity_name(cls), name, shape.shape, shape.meaning, getattr, None))


def _below(world: World, record: Record, fact: DerivedFact, depth: int) -> Iterator[Gap]:
    for alternatives in (*fact.needs, *((route,) for route in fact.missing(record, world))):
        if len(alternatives) > 1:
            if all(world.value(record, name) is None for name in alternatives):
                yield Gap(record, alternatives)
            continue
        for at, name in _lacking(world, record, alternatives[0].split(".")):
            yield from _of(world, at, name, depth)

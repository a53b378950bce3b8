"""One practice on one day: every fact of every record, written or derived, under one roof."""

import datetime
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

from portalaudit.inventory.attributes.attribute_values import Attributes
from portalaudit.inventory.backward import worked_out_facts
from portalaudit.inventory.calendar import Calendar
from portalaudit.inventory.derived import DerivedFact
from portalaudit.inventory.indexes import Indexes
from portalaudit.inventory.portal_terms import nothing_known, terms_of
from portalaudit.inventory.records import Account, Practice
from portalaudit.inventory.reference import Profile, Reference
from portalaudit.inventory.relations import Relations
from portalaudit.inventory.rows import written
from portalaudit.inventory.shape import FieldShape, Shape, entity_name, fields_of
from portalaudit.inventory.subjects import File, Gathering, Group, Subjects
from portalaudit.inventory.tables import Inventory, Record, Table
from portalaudit.inventory.waiver_standing import WaiverStanding
from portalaudit.model import Kind, Place
from portalaudit.source.document import Route

Value = Any
"""What a fact may hold: None, text, a number, a truth value, a record, or a tuple of those."""

_UNASKED: Value = object()

Facts = Mapping[str, Mapping[str, DerivedFact]]
"""Facts by entity and name."""

NO_FACTS: Facts = MappingProxyType({})
NO_STANDINGS: Mapping[str, WaiverStanding] = MappingProxyType({})


class World:
    """The facts of an inventory as of a day. Values are computed once and kept.

    `shared` are facts that rules brought with them. `standings` say what each waiver is worth, by its id; there are
    none where the rules that waivers name have yet to be asked.
    """

    def __init__(
        self,
        inventory: Inventory,
        reference: Reference,
        as_of: datetime.date,
        files: Sequence[File] = (),
        shared: Facts = NO_FACTS,
        *,
        standings: Mapping[str, WaiverStanding] = NO_STANDINGS,
    ) -> None:
        self.inventory = inventory
        self.reference = reference
        self.files = files
        self.calendar = Calendar(as_of, inventory.practice.timezone if inventory.practice else "UTC")
        self.today = self.calendar.today
        self.indexes = Indexes(inventory)
        self.relations = Relations(self)
        self.kept: dict[object, Any] = {}
        """What `portalaudit.inventory.kept` keeps, by what works it out."""
        self.coders: Any = None
        """What numbers its facts for the engine, made when it is first needed."""
        self.standings = standings
        self.recorded = inventory
        """The inventory as it is written, where the other one is as it was on the day."""
        self.other: World | None = None
        """The other reading of a day of which the dates do not tell all; see `portalaudit.inventory.past`."""
        self.later = 0
        """How many records hold something that was done after the day."""
        self.is_past = False
        """Whether those show that the day is past, and none of them is a slip of the pen."""
        self.shared = shared
        self._derived = _joined_facts(shared)
        self._readers: dict[tuple[type, str], Callable[[Record], Value]] = {}
        self._gathering = Gathering(self)

    def with_standings(self, standings: Mapping[str, WaiverStanding]) -> "World":
        """The same world in which it is known what each waiver is worth."""
        made = World(self.inventory, self.reference, self.calendar.as_of, self.files, self.shared, standings=standings)
        made.indexes, made.recorded, made.later, made.is_past = self.indexes, self.recorded, self.later, self.is_past
        made.other = self.other and self.other.with_standings(standings)
        return made

    @cached_property
    def _terms(self) -> Mapping[str, Profile]:
        portals = self.inventory.tables["portals"].records
        return {portal.id: terms_of(portal, self.reference.profile(portal.profile)) for portal in portals}

    def terms(self, portal_id: str) -> Profile:
        """What holds on a portal: what the practice has written of it, else what its profile says."""
        return self._terms.get(portal_id) or nothing_known()

    @cached_property
    def _tables(self) -> Mapping[str, Table]:
        """The sections by what each of their records is."""
        return {table.entity: table for table in self.inventory.tables.values()}

    @cached_property
    def written(self) -> Indexes:
        """Look-ups over the inventory as it is written; on a past day over what was known then."""
        return self.indexes if self.is_past or self.recorded is self.inventory else Indexes(self.recorded)

    def value(self, record: Record, name: str) -> Value:
        """One fact of one record; None where the inventory does not tell.

        Raises KeyError where the record type has no such fact.
        """
        key = (type(record), name)
        reader = self._readers.get(key)
        return self.reader(*key)(record) if reader is None else reader(record)

    def values(self, records: Sequence[Record], name: str) -> Sequence[Value]:
        """One fact of many records of one type."""
        if not records:
            return ()
        fact = self.worked_out(type(records[0]), name)
        if fact is not None and fact.compute_all is not None:
            return fact.compute_all(records, self)
        return list(map(self.reader(type(records[0]), name), records))

    def is_date(self, record: Record, name: str) -> bool:
        """Whether a fact is a date. Attributes hold nothing but days where their schema says so."""
        shape = self.shape(type(record), name)
        return shape is not None and shape.type.kind is Kind.DATE

    def reader(self, cls: type, name: str) -> Callable[[Record], Value]:
        """What `value` does, for one fact of one record type."""
        key = (cls, name)
        found = self._readers.get(key)
        if found is None:
            found = self._readers[key] = self._reader(cls, name)
        return found

    def shape(self, cls: type, name: str) -> Shape | None:
        """The shape of a fact; None among attributes, which have any."""
        if cls is Attributes:
            return None
        fact = self._derived.get(entity_name(cls), {}).get(name)
        return fact.shape if fact else fields_of(cls)[name].shape

    def leads_on(self, cls: type, name: str) -> bool:
        """Whether a fact of a record type gives records."""
        shape = self.shape(cls, name)
        return shape is not None and shape.type.kind is Kind.RECORD

    def worked_out(self, cls: type, name: str) -> DerivedFact | None:
        """A fact that follows from others; None where it is written in the record itself."""
        return self._derived.get(entity_name(cls), {}).get(name)

    def is_section(self, cls: type) -> bool:
        """Whether records of a type make up a section of the inventory, to which others refer."""
        return entity_name(cls) in self._tables

    def lookup(self, section: str) -> Callable[[str], Record | None]:
        """What finds a record of a section, or a site of the practice, by its id."""
        target = self.inventory.tables.get(section)
        return target.get if target else self.indexes.location

    def _reader(self, cls: type, name: str) -> Callable[[Record], Value]:
        if cls is Attributes:
            return lambda record: record.values.get(name)
        fact = self._derived.get(entity_name(cls), {}).get(name)
        if fact is None:
            return self._field_reader(fields_of(cls)[name])
        compute = fact.compute
        table = self._tables.get(entity_name(cls))
        if cls is Practice:
            return self._once(compute)
        if table is None or cls is Account:
            return lambda record: compute(record, self)
        return self._remembering(compute, table)

    def _remembering(self, compute: Callable[[Record, "World"], Value], table: Table) -> Callable[[Record], Value]:
        """A fact of a record that many others refer to, computed once for each record."""
        rows = table.rows
        kept = [_UNASKED] * len(table.records)

        def read(record: Record) -> Value:
            row = rows[record.id]
            if kept[row] is _UNASKED:
                kept[row] = compute(record, self)
            return kept[row]

        return read

    def _once(self, compute: Callable[[Record, "World"], Value]) -> Callable[[Record], Value]:
        """A fact of the practice, of which there is one."""
        kept: list[Value] = []

        def read(practice: Record) -> Value:
            if not kept:
                kept.append(compute(practice, self))
            return kept[0]

        return read

    def _field_reader(self, shape: FieldShape) -> Callable[[Record], Value]:
        get = operator.attrgetter(shape.attribute)
        if shape.shape.type.kind is Kind.LABELS:
            return lambda record: _texts(get(record))
        if not shape.shape.ref or shape.shape.type.kind is not Kind.RECORD:
            return get
        lookup = self.lookup(shape.shape.ref)
        if shape.shape.type.many:
            return lambda record: _joined(lookup, get(record))
        return lambda record: lookup(get(record))

    def subjects(self, entity: str) -> Subjects:
        """Every subject of an entity, sorted by id."""
        return self._gathering.subjects(entity)

    def subjects_of(self, variable: str, group_by: tuple[Route, ...]) -> Subjects:
        """What a rule is asked of that names its subject so."""
        return self._gathering.groups(group_by) if group_by else self.subjects(variable)

    def places(self, record: Record, route: Route) -> list[Place]:
        """Where the fact at the end of a route is written: one place, or one for each record that the route leads to.

        A derived fact is written where its `written_at` says, a missing field at its nearest written ancestor.
        """
        if isinstance(record, Group):
            found = self.value(record, str(route[0])) if route else None
            targets = tuple(each for each in found or () if self.indexes.has_origin(each))
            below = route[1:] if targets else ()
            return [place for target in targets or record.accounts for place in self.places(target, below)]
        if isinstance(record, File):
            spots = [Place(record.path, s.line, s.column, s.end_column) for s in record.suspicions]
            return spots if route and spots else [Place(record.path)]
        return self._record_places(record, route)

    def _record_places(self, record: Record, route: Route) -> list[Place]:
        origin = self.indexes.origin(record)
        if not route:
            return [self.inventory.place(origin)]
        name, rest = str(route[0]), route[1:]
        fact = self._derived.get(entity_name(type(record)), {}).get(name)
        if rest or fact is not None:
            targets = self._targets(record, name, fact)
            if targets:
                return [place for target in targets for place in self.places(target, rest)]
        row = written(self.value(record, name)) if fact is not None and rest else None
        if row is not None:
            return [self.inventory.place(self.indexes.origin(row.record), (*row.route, *rest))]
        if fact is not None:
            spot = fact.written_at(record, self) if fact.written_at else None
            return [self.inventory.place(origin, spot or ())]
        return [self.inventory.place(origin, route)]

    def _targets(self, record: Record, name: str, fact: DerivedFact | None) -> tuple[Record, ...]:
        """The records of other places that a name leads to; none where the name is written in the record itself."""
        cls: type = type(record)
        shape = fact.shape if fact else fields_of(cls)[name].shape
        if shape.type.kind is not Kind.RECORD or (fact is not None and fact.written_at):
            return ()
        value = self.value(record, name)
        several = value if isinstance(value, tuple) else (value,)
        return tuple(v for v in several if v is not None and self.indexes.has_origin(v))


def _joined_facts(shared: Facts) -> Facts:
    own = worked_out_facts()
    return {**own, **{entity: {**own.get(entity, {}), **facts} for entity, facts in shared.items()}}


def _texts(value: Value) -> Value:
    """Text pairs. What is no text among free attributes has no type, and so cannot be read."""
    if not isinstance(value, dict) or all(isinstance(each, str) for each in value.values()):
        return value
    return {key: each for key, each in value.items() if isinstance(each, str)}


def _joined(lookup: Callable[[str], Record | None], ids: tuple[str, ...] | None) -> tuple[Record, ...] | None:
    if ids is None:
        return None
    return tuple(found for found in map(lookup, ids) if found is not None)

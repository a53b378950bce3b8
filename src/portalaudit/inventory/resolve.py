"""From documents to an inventory: sections typed, ids unique, every reference leading somewhere."""

import itertools
import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from portalaudit.inventory import dangling
from portalaudit.inventory.attributes.blanks import blank_attributes
from portalaudit.inventory.dangling import Dangling, unknown_reference
from portalaudit.inventory.local_times import make_local
from portalaudit.inventory.misplaced import (
    IN_TRAINING,
    WAIVERS,
    no_practice,
    not_a_list,
    second_practice,
    unknown_section,
    unknown_training_key,
    unknown_waivers_key,
)
from portalaudit.inventory.records import SECTIONS, Practice, Training, Waiver
from portalaudit.inventory.records.training_records import Completion, Module
from portalaudit.inventory.shape import ENTITY_OF_SECTION, WITH_ATTRIBUTES, FieldShape, fields_of
from portalaudit.inventory.tables import Inventory, Record, Table
from portalaudit.model import Problem, ProblemCode, Related
from portalaudit.model.spelling import Spelling
from portalaudit.model.values import dataclass
from portalaudit.source import typed
from portalaudit.source.document import Node, Route, Written
from portalaudit.source.record_types import many, validator

if TYPE_CHECKING:
    from portalaudit.inventory.attributes.attribute_schema import AttributeSchema

LISTS: Mapping[str, type] = {
    **{name: cls for name, cls in SECTIONS.items() if cls not in (Practice, Training)},
    "modules": Module,
    "completions": Completion,
    "waivers": Waiver,
}
"""Every list of records; modules and completions stand inside `training`, waivers in files of their own."""

NOUNS: Mapping[str, str] = {"staff": "person", **{name: ENTITY_OF_SECTION[name] for name in LISTS}}

NO_SCHEMAS: "Mapping[str, AttributeSchema]" = MappingProxyType({})


def resolve(
    documents: Sequence[Written],
    reference_ids: Mapping[str, Collection[str]],
    *,
    is_whole: bool = True,
    waivers: Sequence[Written] = (),
    schemas: "Mapping[str, AttributeSchema]" = NO_SCHEMAS,
) -> tuple[Inventory, tuple[Problem, ...]]:
    """Type and join all documents of one practice.

    `reference_ids` are the ids that reference data offers, by section. A record with a problem is left
    out, and everything else is kept: the problems tell that the inventory is not whole. What is left out is still asked
    for references that lead nowhere, and a reference to it is no problem. With `is_whole=False` a file is
    missing among the documents, and a reference that leads nowhere is no problem: it may well lead there. `waivers` are
    the files of waivers, which stand among the policies and name people of the practice. `schemas` say what the
    attributes of a section's records may be.
    """
    reader = _Reader(documents, waivers, schemas)
    reader.read()
    known: dict[str, Collection[str]] = {**reader.known, **reference_ids}
    unknown = tuple(_unknown_references(reader, known)) if is_whole else ()
    inventory = reader.inventory()
    impossible = make_local(inventory)
    return inventory, (*reader.problems, *unknown, *impossible)


@dataclass(frozen=True, slots=True)
class _Lost:
    """A record that is left out: where and as what it is written."""

    origin: "Origin"
    cls: type
    node: Node


class _Reader:
    """Collects the sections of all documents.

    `known` also holds the ids of records that have problems; `unread` are sections that hold something that is no list.
    """

    def __init__(
        self, documents: Sequence[Written], waivers: Sequence[Written], schemas: "Mapping[str, AttributeSchema]"
    ) -> None:
        self.own = documents
        self.documents = (*documents, *waivers)
        self.schemas = schemas
        self.problems: list[Problem] = []
        self.tables = {
            name: Table(name, ENTITY_OF_SECTION[name], ("training", name) if name in IN_TRAINING else (name,))
            for name in LISTS
        }
        self.known: dict[str, set[str]] = {name: set() for name in LISTS}
        self.known["locations"] = set()
        self.unread: set[str] = set()
        self.lost: list[_Lost] = []
        self.practice: Practice | None = None
        self.practice_document: int | None = None

    def inventory(self) -> Inventory:
        return Inventory(self.documents, self.tables, self.practice, self.practice_document)

    def read(self) -> None:
        for number, document in enumerate(self.documents):
            read = self._section if number < len(self.own) else self._waivers
            for section, node in document.data.items():
                read(number, document, section, node)
        if self.practice_document is None:
            self.problems.append(no_practice(self.own))

    def _section(self, number: int, document: Written, section: str, node: Node) -> None:
        if section == "practice":
            self._practice(number, document, node)
        elif section == "training":
            self._training(number, document, node)
        elif section in SECTIONS:
            self._list(number, document, section, node)
        else:
            self.problems.append(unknown_section(document, section))

    def _waivers(self, number: int, document: Written, section: str, node: Node) -> None:
        if section == WAIVERS:
            self._list(number, document, section, node)
        else:
            self.problems.append(unknown_waivers_key(document, section))

    def _practice(self, number: int, document: Written, node: Node) -> None:
        locations = node.get("locations") if isinstance(node, dict) else None
        self.known["locations"].update(_written_ids(locations))
        if self.practice_document is not None:
            first = self.documents[self.practice_document].place(("practice",), key=True)
            self.problems.append(second_practice(document.place(("practice",), key=True), first))
            return
        self.practice_document = number
        self.practice, problems = typed.read(document, ("practice",), node, validator(Practice), noun="practice")
        if self.practice is not None:
            schema, record = self.schemas.get("practice"), self.practice
            route: Route = ("practice",)
            found = schema.typed(document, route, record) if schema else (record, _blanks(document, route, record))
            problems += found[1]
            self.practice = None if found[1] else found[0]
        self.problems += problems
        if self.practice is None:
            self.lost.append(_Lost((number, ("practice",)), Practice, node))

    def _training(self, number: int, document: Written, node: Node) -> None:
        if not isinstance(node, dict):
            _, problems = typed.read(document, ("training",), node, validator(Training), noun="training")
            self.problems += problems
            self.unread.update(IN_TRAINING if node else ())
            return
        for name, items in node.items():
            if name in IN_TRAINING:
                self._list(number, document, name, items)
            else:
                self.problems.append(unknown_training_key(document, name))

    def _list(self, number: int, document: Written, section: str, node: Node) -> None:
        table = self.tables[section]
        if not isinstance(node, list):
            self.problems.append(not_a_list(document, table.route, node))
            self.unread.update({section} if node else ())
            return
        table.is_written = True
        cls: type[Record] = LISTS[section]
        items, problems = typed.read_items(document, table.route, node, many(cls), validator(cls), noun=NOUNS[section])
        if section in self.schemas:
            items, wrong = self.schemas[section].applied(document, table.route, items)
            problems += wrong
        elif section in WITH_ATTRIBUTES:
            blank = {i: _blanks(document, (*table.route, i), record) for i, record in items if record.attributes}
            problems += tuple(itertools.chain.from_iterable(blank.values()))
            items = [pair for pair in items if not blank.get(pair[0])]
        self.problems += problems
        if problems:
            self.known[section].update(_written_ids(node))
            self._lose(number, table, node, set(range(len(node))).difference(index for index, _ in items))
        self._lose(number, table, node, self._add_all(number, table, items))
        # From here on the records stand for what was written; a big inventory is not kept twice. Waivers belong to the
        # policies, which other runs may share.
        if number < len(self.own):
            node[:] = [_READ] * len(node)

    def _lose(self, number: int, table: Table, items: list[Node], indexes: Iterable[int]) -> None:
        cls = LISTS[table.section]
        self.lost += (_Lost((number, (*table.route, index)), cls, items[index]) for index in sorted(indexes))

    def _add_all(self, number: int, table: Table, items: Sequence[tuple[int, Record]]) -> list[int]:
        """Add the records of a list. Given are the positions of those that are not the first with their id."""
        identity = completion_id if table.section == "completions" else operator.attrgetter("id")
        ids = [identity(record) for _, record in items]
        rows = dict(zip(ids, itertools.count(len(table.records)), strict=False))
        if len(rows) < len(ids) or not table.rows.keys().isdisjoint(rows):
            added = zip(items, ids, strict=True)
            return [i for (i, record), name in added if not self._add(number, table, i, record, name)]
        table.rows.update(rows)
        table.records += (record for _, record in items)
        table.documents.extend(itertools.repeat(number, len(ids)))
        table.indexes.extend(index for index, _ in items)
        self.known[table.section].update(ids)
        return []

    def _add(self, number: int, table: Table, index: int, record: Record, record_id: str) -> bool:
        """Whether the record is the first with its id, and so is kept."""
        first = table.rows.setdefault(record_id, len(table.records))
        if first != len(table.records):
            if table.section != "completions":
                self.problems.append(self._duplicate(number, table, index, record_id, first))
            return False
        table.records.append(record)
        table.documents.append(number)
        table.indexes.append(index)
        self.known[table.section].add(record_id)
        return True

    def _duplicate(self, number: int, table: Table, index: int, record_id: str, first: int) -> Problem:
        document, route = table.origin(first)
        return Problem(
            ProblemCode.DUPLICATE_ID,
            f"the id '{record_id}' is given twice in '{table.section}'",
            self.documents[number].place((*table.route, index, "id")),
            hint="give each record its own id, or remove one of the two",
            related=(Related(self.documents[document].place((*route, "id")), "first given here"),),
        )


def _blanks(document: Written, route: Route, record: Record) -> tuple[Problem, ...]:
    return tuple(blank_attributes(document, route, record.attributes).values())


_READ: Node = {}
"""Stands for an item that became a record: its document still knows where everything in it is written."""


def completion_id(completion: Completion) -> str:
    """A completion has no id of its own: person, module and day name it."""
    return f"{completion.person}/{completion.module}/{completion.completed_on}"


def _written_ids(items: Node | None) -> Iterator[str]:
    """Ids of all records as written, so that a record with a problem does not make its references dangle too."""
    for item in items if isinstance(items, list) else ():
        written = item.get("id") if isinstance(item, dict) else None
        if isinstance(written, str):
            yield written


def _unknown_references(reader: _Reader, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """One problem for each reference that leads nowhere; none where the section that it names could not be read."""
    inventory, spelling = reader.inventory(), Spelling(known)
    for origin, (route, wanted, section) in _dangling(reader, known):
        if section not in reader.unread:
            near = spelling.nearest(wanted, section)
            yield unknown_reference(inventory.place(origin, route), wanted, section, near)


def _dangling(reader: _Reader, known: Mapping[str, Collection[str]]) -> Iterator[tuple["Origin", Dangling]]:
    for table in reader.tables.values():
        for check in _checks(LISTS[table.section], known, table.records):
            yield from _in_table(table, check)
    if reader.practice is not None and reader.practice_document is not None:
        origin = reader.practice_document, ("practice",)
        checks = _checks(Practice, known, [reader.practice])
        yield from ((origin, found) for check in checks for found in check(reader.practice))
    for lost in reader.lost:
        yield from ((lost.origin, found) for found in dangling.in_written(lost.cls, lost.node, known))


def _in_table(table: Table, check: "Check") -> Iterator[tuple["Origin", Dangling]]:
    for row, record in enumerate(table.records):
        for found in check(record):
            yield table.origin(row), found


Origin = tuple[int, Route]
"""A document's number, and the route of a record in it."""

Check = Callable[[Record], "Sequence[Dangling] | Iterator[Dangling]"]


def _checks(cls: type, known: Mapping[str, Collection[str]], records: Sequence[Record]) -> Iterator[Check]:
    """One function for each field with a reference that leads nowhere in some of the records, here or further down.

    Nearly always there is none, and asking all records at once costs a tenth of asking each.
    """
    for field in fields_of(cls).values():
        if not field.shape.ref and field.shape.nested is None:
            continue
        values = [value for value in map(operator.attrgetter(field.attribute), records) if value is not None]
        several = list(itertools.chain.from_iterable(values)) if field.shape.type.many else values
        if field.shape.nested is not None:
            inner = tuple(_checks(field.shape.nested, known, several))
            if inner:
                yield _check_nested(field, inner)
        elif not set(several).issubset(known[field.shape.ref]):
            yield (_check_many if field.shape.type.many else _check_one)(field, known[field.shape.ref])


def _check_one(field: FieldShape, ids: Collection[str]) -> Check:
    def check(record: Record) -> Sequence[Dangling]:
        value = getattr(record, field.attribute)
        return () if value is None or value in ids else (((field.name,), value, field.shape.ref),)

    return check


def _check_many(field: FieldShape, ids: Collection[str]) -> Check:
    def check(record: Record) -> Sequence[Dangling]:
        values = getattr(record, field.attribute) or ()
        return [((field.name, i), value, field.shape.ref) for i, value in enumerate(values) if value not in ids]

    return check


def _check_nested(field: FieldShape, inner: tuple[Check, ...]) -> Check:
    attribute, name, many = field.attribute, field.name, field.shape.type.many

    def below(prefix: Route, record: Record) -> Iterator[Dangling]:
        found = itertools.chain.from_iterable(check(record) for check in inner)
        return (((*prefix, *route), wanted, section) for route, wanted, section in found)

    def check(record: Record) -> "Sequence[Dangling] | Iterator[Dangling]":
        value = getattr(record, attribute)
        if value is None:
            return ()
        if not many:
            return below((name,), value)
        return [found for i, item in enumerate(value) for found in below((name, i), item)]

    return check

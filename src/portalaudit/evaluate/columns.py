"""What expressions see of records, as small numbers: equal where an expression cannot tell two records apart.

A hundred thousand accounts have a few hundred statuses, people's situations and days between them. A number for each of
those is compared and looked up many times sooner than what it stands for, and is kept in an eighth of the space.
"""

import operator
from collections.abc import Callable, Sequence
from itertools import accumulate, chain
from typing import Any
from weakref import WeakValueDictionary

from portalaudit.evaluate.coder import NOT_KNOWN, Coder, Later, Numbers
from portalaudit.evaluate.kinds import Kinds
from portalaudit.evaluate.record_reads import day_told, freeze, frozen, plain
from portalaudit.inventory.shape import fields_of
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value, World
from portalaudit.model import Kind
from portalaudit.policy.readtree import AskedTree


class _Values(Coder):
    """Numbers text, numbers, truth values, and lists of those."""

    def __init__(self, read: Callable[[Record], Value], seen: Callable[[Any], Any]) -> None:
        super().__init__(read)
        self._seen = seen
        self._numbers: dict[Any, int] = {None: NOT_KNOWN}

    def of_values(self, values: Sequence[Value]) -> Numbers:
        numbers = self._numbers
        for value in dict.fromkeys(values):
            if value not in numbers:
                told = self._seen(value)
                numbers[value] = NOT_KNOWN if told is None else self._new(told)
        return list(map(numbers.__getitem__, values))


class _Free(Coder):
    """Numbers whatever a practice writes among its labels and attributes."""

    def __init__(self, read: Callable[[Record], Value], world: World, tree: AskedTree) -> None:
        super().__init__(read)
        self._world, self._tree = world, tree
        self._numbers: dict[Any, int] = {}

    @property
    def is_free(self) -> bool:
        """Always."""
        return True

    def of_values(self, values: Sequence[Value]) -> Numbers:
        return [NOT_KNOWN if value is None else self._number(value) for value in values]

    def _number(self, value: Value) -> int:
        key = freeze(self._world, value, self._tree)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = self._new(plain(self._world, value, self._tree))
        return found


class _Record(Coder):
    """Numbers the records that a fact leads to, one or none each."""

    kinds: "Kinds"

    def __init__(self, read: Callable[[Record], Value], kinds: "Kinds") -> None:
        super().__init__(read)
        self.kinds = kinds
        self.shown = kinds.shown

    def of_values(self, values: Sequence[Value]) -> Numbers:
        """The number of each record; where nothing is read of them, all look the same."""
        if not self.kinds.tree:
            some = next((value for value in values if value is not None), None)
            (number,) = self.kinds.of([some]) if some is not None else (NOT_KNOWN,)
            return [NOT_KNOWN if value is None else number for value in values]
        distinct = dict(zip(map(id, values), values, strict=True))
        distinct.pop(id(None), None)
        found = dict(zip(distinct, self.kinds.of(list(distinct.values())), strict=True))
        found[id(None)] = NOT_KNOWN
        return list(map(found.__getitem__, map(id, values)))


class _Reference(Coder):
    """Numbers the records that ids lead to, each read once."""

    kinds: "Kinds"

    def __init__(self, read: Callable[[Record], Value], kinds: "Kinds", lookup: Callable[[str], Record | None]) -> None:
        super().__init__(read)
        self.kinds, self._lookup = kinds, lookup
        self.shown = kinds.shown
        self._numbers: dict[str | None, int] = {None: NOT_KNOWN}

    def of_values(self, values: Sequence[Value]) -> Numbers:
        numbers = self._numbers
        new = [name for name in dict.fromkeys(values) if name not in numbers]
        if new:
            found = {name: record for name in new if (record := self._lookup(name)) is not None}
            numbers.update(dict.fromkeys(new, NOT_KNOWN))
            numbers.update(zip(found, self.kinds.of(list(found.values())), strict=True))
        return list(map(numbers.__getitem__, values))


class RecordLists(Coder):
    """Numbers lists of records."""

    kinds: "Kinds"

    def __init__(self, read: Callable[[Record], Value], kinds: "Kinds") -> None:
        super().__init__(read)
        self.kinds = kinds
        self._numbers: dict[tuple[int, ...], int] = {}
        self.items: list[tuple[int, ...]] = [()]
        """The numbers of a list's items, by the list's number."""
        self.shown = Later(self.items, lambda key: list(map(kinds.shown.__getitem__, key)))

    def of_values(self, values: Sequence[Value]) -> Numbers:
        """The number of each list, for its items in their order."""
        if self.kinds.tree:
            return self._of_lists(values)
        # Where nothing is read of the items, lists of one length look the same.
        lengths = [None if value is None else len(value) for value in values]
        alike = dict(zip(lengths, values, strict=True))
        numbers = dict(zip(alike, self._of_lists(list(alike.values())), strict=True))
        return list(map(numbers.__getitem__, lengths))

    def _of_lists(self, values: Sequence[Value]) -> Numbers:
        distinct = dict(zip(map(id, values), values, strict=True))
        distinct.pop(id(None), None)
        items = self.kinds.of(list(chain.from_iterable(distinct.values())))
        ends = list(accumulate(map(len, distinct.values())))
        keys = [tuple(items[start:end]) for start, end in zip((0, *ends), ends, strict=False)]
        for key in dict.fromkeys(keys):
            if key not in self._numbers:
                self._numbers[key] = len(self.items)
                self.items.append(key)
        numbers = dict(zip(distinct, map(self._numbers.__getitem__, keys), strict=True))
        numbers[id(None)] = NOT_KNOWN
        return list(map(numbers.__getitem__, map(id, values)))


class _There(Coder):
    """Numbers only whether a fact is known."""

    def __init__(self, whole: Coder) -> None:
        super().__init__(whole.read)
        self._whole = whole
        self.is_lasting = whole.is_lasting
        self._told.append(True)

    def of_values(self, values: Sequence[Value]) -> Numbers:
        return whether_known(self._whole.of_values(values))


def whether_known(numbers: Numbers) -> Numbers:
    """1 for what is known, and 0."""
    return bytes(map(bool, numbers))


class Coders:
    """The coders of one world. One is shared as long as someone uses it, and forgotten afterwards."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._coders: WeakValueDictionary[tuple[Any, ...], Coder] = WeakValueDictionary()
        self._kinds: WeakValueDictionary[tuple[Any, ...], Kinds] = WeakValueDictionary()
        self.facts: dict[object, Callable[[Sequence[Record]], Sequence[Value]]] = {}
        """What works out facts that are written in YAML, for many records."""

    def coder(self, cls: type, name: str, tree: AskedTree | None) -> Coder:
        """The coder of one fact of a record type; `tree` is what is read of the records behind it.

        Without a tree it is only asked whether the fact is known.
        """
        key = (cls, name, frozen(tree))
        found = self._coders.get(key)
        if found is None:
            found = _There(self.coder(cls, name, {})) if tree is None else self._made(cls, name, tree)
            self._coders[key] = found
        return found

    def _made(self, cls: type, name: str, tree: AskedTree) -> Coder:
        world = self.world
        shape = world.shape(cls, name)
        read = world.reader(cls, name)
        if shape is None or shape.type.kind is Kind.LABELS:
            return _Free(read, world, tree)
        fact = world.worked_out(cls, name)
        made: Coder
        if shape.type.kind is not Kind.RECORD:
            made = _Values(read, _seen(shape.type.kind, world, many=shape.type.many))
        elif shape.type.many:
            made = RecordLists(read, self._of(shape.type.entity, tree))
        else:
            made = self._reference(cls, name, tree) or _Record(read, self._of(shape.type.entity, tree))
        made.is_lasting = fact is None
        if fact is not None and fact.compute_all is not None:
            compute_all = fact.compute_all
            made.read_all = lambda records: compute_all(records, world)
        return made

    def _reference(self, cls: type, name: str, tree: AskedTree) -> Coder | None:
        """A coder that looks at ids; None where the fact is no reference that is written."""
        if self.world.worked_out(cls, name) or not fields_of(cls)[name].shape.ref:
            return None
        field = fields_of(cls)[name]
        kinds = self._of(field.shape.type.entity, tree)
        return _Reference(operator.attrgetter(field.attribute), kinds, self.world.lookup(field.shape.ref))

    def _of(self, entity: str, tree: AskedTree) -> Kinds:
        key = (entity, frozen(tree))
        found = self._kinds.get(key)
        if found is None:
            found = self._kinds[key] = Kinds(self, tree)
        return found


def coders_of(world: World) -> Coders:
    """The coders of a world, the same ones for all who ask."""
    if world.coders is None:
        world.coders = Coders(world)
    found: Coders = world.coders
    return found


def _seen(kind: Kind, world: World, *, many: bool) -> Callable[[Any], Any]:
    """How an expression sees a value of a kind."""
    if many:
        return list
    return (lambda value: day_told(value, world)) if kind is Kind.DATE else (lambda value: value)

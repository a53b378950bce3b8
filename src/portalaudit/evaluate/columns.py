"""What expressions see of records, as small numbers: equal where an expression cannot tell two records apart.

A hundred thousand accounts have a few hundred statuses, people's situations and days between them. A number for each of
those is compared and looked up many times sooner than what it stands for, and is kept in an eighth of the space.
"""

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any
from weakref import WeakValueDictionary

from portalaudit.evaluate.reading import day_told, freeze, frozen, plain, pruned
from portalaudit.inventory.shape import fields_of
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value, World
from portalaudit.model import Kind
from portalaudit.policy.splitting import AskedTree

ABSENT: Any = object()
"""Stands for what is not known, which an expression does not find."""

NOT_KNOWN = 0
"""The number of what is not known, in every column."""

Numbers = Sequence[int]


class Coder(ABC):
    """Numbers one fact of records of one type. `shown` is what an expression sees, by number."""

    is_lasting = False
    """Whether the fact is written in the records, so that reading it costs next to nothing."""

    read_all: Callable[[Sequence[Record]], Sequence[Value]] | None = None
    """What reads many records at once, where that is sooner than one by one."""

    kinds: "Kinds | None" = None
    """What is read of the records that the fact leads to; None where it leads to none."""

    def __init__(self, read: Callable[[Record], Value]) -> None:
        self.read = read
        self.shown: list[Any] = [ABSENT]

    @property
    def is_free(self) -> bool:
        """Whether there may be names among its values that a practice chose."""
        return self.kinds is not None and self.kinds.is_free

    def of(self, records: Sequence[Record]) -> Numbers:
        """The number of each record."""
        return self.of_values(self.values(records))

    def values(self, records: Sequence[Record]) -> Sequence[Value]:
        """The value of each record."""
        return list(map(self.read, records)) if self.read_all is None else self.read_all(records)

    @abstractmethod
    def of_values(self, values: Sequence[Value]) -> Numbers:
        """The number of each value of the fact."""

    def _new(self, told: Any) -> int:
        self.shown.append(told)
        return len(self.shown) - 1


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
        """The number of each record."""
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

    def of_values(self, values: Sequence[Value]) -> Numbers:
        """The number of each list, for its items in their order."""
        distinct = dict(zip(map(id, values), values, strict=True))
        found = iter(self.kinds.of(list(chain.from_iterable(filter(None, distinct.values())))))
        numbers = {
            identity: NOT_KNOWN if several is None else self._number(tuple(islice(found, len(several))))
            for identity, several in distinct.items()
        }
        return list(map(numbers.__getitem__, map(id, values)))

    def _number(self, key: tuple[int, ...]) -> int:
        known = self._numbers.get(key)
        if known is None:
            shown = self.kinds.shown
            known = self._numbers[key] = self._new([shown[number] for number in key])
            self.items.append(key)
        return known


class _There(Coder):
    """Numbers only whether a fact is known."""

    def __init__(self, whole: Coder) -> None:
        super().__init__(whole.read)
        self._whole = whole
        self.is_lasting = whole.is_lasting
        self.shown.append(True)

    def of_values(self, values: Sequence[Value]) -> Numbers:
        return whether_known(self._whole.of_values(values))


def whether_known(numbers: Numbers) -> Numbers:
    """1 for what is known, and 0."""
    return list(map(NOT_KNOWN.__ne__, numbers))


class Kinds:
    """What is read of records of one type: equal records have one number, and are shown to expressions once."""

    def __init__(self, coders: "Coders", tree: AskedTree) -> None:
        self.tree = tree
        self._every = coders
        self._coders: list[Coder] | None = None
        self._known: dict[int, int] = {}
        self._kept: list[Record] = []
        """The records that are known by identity: as long as they are here, no other has the same."""
        self._numbers: dict[tuple[int, ...], int] = {}
        self._parts: dict[Any, Part] = {}
        self.keys: list[tuple[int, ...]] = [()]
        """What a number is made of: one number for each fact of the tree."""
        self.shown: list[Any] = [ABSENT]

    def of(self, records: Sequence[Record]) -> Sequence[int]:
        """The number of each record. One of a section is read once and for all, others each time."""
        if not records or not self._every.world.is_section(type(records[0])):
            return self._made(records)
        known = self._known
        new = {id(record): record for record in records if id(record) not in known}
        if new:
            known.update(zip(new, self._made(list(new.values())), strict=True))
            self._kept += new.values()
        return list(map(known.__getitem__, map(id, records)))

    def coder(self, name: str) -> Coder | None:
        """The coder of one fact; None as long as there is no record."""
        return self._coders[self.index(name)] if self._coders else None

    @property
    def is_free(self) -> bool:
        """Whether any of the facts may have names among its values that a practice chose."""
        return any(coder.is_free for coder in self._coders or ())

    def index(self, name: str) -> int:
        """Where the number of a fact stands in a key."""
        return list(self.tree).index(name)

    def part(self, name: str, tree: AskedTree | None) -> "Part":
        """One fact of these records, or what of it a smaller tree reads."""
        key = name, frozen(tree)
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = Part(self, name, tree)
        return found

    def _made(self, records: Sequence[Record]) -> list[int]:
        if not records:
            return []
        if self._coders is None:
            cls = type(records[0])
            self._coders = [self._every.coder(cls, name, below) for name, below in self.tree.items()]
        columns = [coder.of(records) for coder in self._coders]
        keys = list(zip(*columns, strict=True)) if columns else [()] * len(records)
        for key in dict.fromkeys(keys):
            if key not in self._numbers:
                self._numbers[key] = self._shown(key)
        return list(map(self._numbers.__getitem__, keys))

    def _shown(self, key: tuple[int, ...]) -> int:
        values = ((name, coder.shown[at]) for name, coder, at in zip(self.tree, self._coders or (), key, strict=True))
        self.shown.append({name: value for name, value in values if value is not ABSENT})
        self.keys.append(key)
        return len(self.shown) - 1


class Part:
    """What is seen of one fact of records, by the records' numbers."""

    def __init__(self, kinds: Kinds, name: str, tree: AskedTree | None) -> None:
        self._kinds, self._name, self._tree = kinds, name, tree
        self._index = kinds.index(name)
        self._is_whole = tree is not None and frozen(tree) == frozen(kinds.tree[name])
        self._numbers: list[int] = [NOT_KNOWN]
        self._made: dict[Any, int] = {}
        self.shown: list[Any] = [ABSENT]

    @property
    def is_free(self) -> bool:
        """Whether there may be names among its values that a practice chose."""
        return self._kinds.is_free

    def numbers(self) -> list[int]:
        """A number for each of the records' numbers that there are by now."""
        kinds = self._kinds
        for number in range(len(self._numbers), len(kinds.shown)):
            value = kinds.shown[number].get(self._name, ABSENT)
            self._numbers.append(NOT_KNOWN if value is ABSENT else self._number(value, kinds.keys[number][self._index]))
        return self._numbers

    def _number(self, value: Any, whole: int) -> int:
        seen, key = value, whole
        if not self._is_whole:
            seen, key = pruned(value, self._tree, self._kinds.tree[self._name] or {})
        known = self._made.get(key)
        if known is None:
            self.shown.append(seen)
            known = self._made[key] = len(self.shown) - 1
        return known


class Coders:
    """The coders of one world. One is shared as long as somebody uses it, and forgotten afterwards."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._coders: WeakValueDictionary[tuple[Any, ...], Coder] = WeakValueDictionary()
        self._kinds: WeakValueDictionary[tuple[Any, ...], Kinds] = WeakValueDictionary()

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
            made.read_all = partial(fact.compute_all, coders=self)
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


def _seen(kind: Kind, world: World, *, many: bool) -> Callable[[Any], Any]:
    """How an expression sees a value of a kind."""
    if many:
        return list
    return (lambda value: day_told(value, world)) if kind is Kind.DATE else (lambda value: value)

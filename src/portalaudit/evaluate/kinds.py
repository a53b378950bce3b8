"""What is read of the records that facts lead to, each kind of record with one number."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from portalaudit.evaluate.coder import ABSENT, NOT_KNOWN, WHETHER_KNOWN, Coder, Later
from portalaudit.evaluate.record_reads import frozen, pruned
from portalaudit.inventory.tables import Record
from portalaudit.policy.asked_facts import AskedTree

if TYPE_CHECKING:
    from portalaudit.evaluate.columns import Coders


class Kinds:
    """What is read of records of one type: equal records have one number, and are shown to expressions once."""

    def __init__(self, coders: "Coders", tree: AskedTree) -> None:
        self.tree = tree
        self._every = coders
        self._coders: list[Coder] = []
        self._known: dict[int, int] = {}
        self._kept: list[Record] = []
        """The records that are known by identity: as long as they are here, no other has the same."""
        self._numbers: dict[tuple[int, ...], int] = {}
        self._parts: dict[Any, Part] = {}
        self.keys: list[tuple[int, ...]] = [()]
        """What a number is made of: one number for each fact of the tree."""
        self.shown = Later(self.keys, partial(_record, tuple(tree), self._coders))

    def of(self, records: Sequence[Record]) -> Sequence[int]:
        """The number of each record. One of a section is read once and for all, others each time."""
        if not records or not self._every.world.is_section(type(records[0])):
            return self._made(records)
        known, identities = self._known, list(map(id, records))
        new = dict(zip(identities, records, strict=True))
        if known:
            new = {identity: record for identity, record in new.items() if identity not in known}
        if new:
            known.update(zip(new, self._made(list(new.values())), strict=True))
            self._kept += new.values()
        return list(map(known.__getitem__, identities))

    def coder(self, name: str) -> Coder | None:
        """The coder of one fact; None as long as there is no record."""
        return self._coders[self.index(name)] if self._coders else None

    @property
    def is_free(self) -> bool:
        """Whether any of the facts may have names among its values that a practice chose."""
        return any(coder.is_free for coder in self._coders)

    def index(self, name: str) -> int:
        """Where the number of a fact stands in a key."""
        return list(self.tree).index(name)

    def part(self, name: str, tree: AskedTree | None) -> "Part":
        """One fact of these records, or what of it a smaller tree reads."""
        key = name, frozen(tree)
        found = self._parts.get(key)
        if found is None:
            whole = self.tree[name]
            found = self._parts[key] = Part(self.keys, self._coders, self.index(name), tree, whole)
        return found

    def _made(self, records: Sequence[Record]) -> list[int]:
        if not records:
            return []
        if len(self._coders) < len(self.tree):
            cls = type(records[0])
            self._coders += [self._every.coder(cls, name, below) for name, below in self.tree.items()]
        columns = [coder.of(records) for coder in self._coders]
        keys = list(zip(*columns, strict=True)) if columns else [()] * len(records)
        for key in dict.fromkeys(keys):
            if key not in self._numbers:
                self._numbers[key] = len(self.keys)
                self.keys.append(key)
        return list(map(self._numbers.__getitem__, keys))


def _record(names: Sequence[str], coders: Sequence[Coder], key: tuple[int, ...]) -> Any:
    """What an expression sees of a record."""
    values = ((name, coder.shown[at]) for name, coder, at in zip(names, coders, key, strict=True))
    return {name: value for name, value in values if value is not ABSENT}


class Part:
    """What is seen of one fact of records, by the records' numbers. It does not know its kinds, which know it."""

    def __init__(
        self,
        keys: Sequence[tuple[int, ...]],
        coders: Sequence[Coder],
        index: int,
        tree: AskedTree | None,
        whole: AskedTree | None,
    ) -> None:
        self._keys, self._coders, self._index = keys, coders, index
        self._tree, self._whole = tree, whole
        self._is_whole = tree is not None and frozen(tree) == frozen(whole)
        self._numbers: list[int] = [NOT_KNOWN]
        self._known: dict[int, int] = {NOT_KNOWN: NOT_KNOWN}
        self._made: dict[Any, int] = {}
        self._own: list[Any] = [ABSENT]

    @property
    def shown(self) -> Sequence[Any]:
        """What an expression sees, by number."""
        if self._tree is None:
            return WHETHER_KNOWN
        return self._coders[self._index].shown if self._is_whole and self._coders else self._own

    @property
    def is_free(self) -> bool:
        """Whether there may be names among its values that a practice chose."""
        return any(coder.is_free for coder in self._coders)

    def numbers(self) -> list[int]:
        """A number for each of the records' numbers that there are by now."""
        new = [key[self._index] for key in self._keys[len(self._numbers) :]]
        if self._tree is None:
            self._numbers += map(NOT_KNOWN.__ne__, new)
        elif self._is_whole:
            self._numbers += new
        else:
            known = self._known
            known.update((number, self._number(number)) for number in dict.fromkeys(new) if number not in known)
            self._numbers += map(known.__getitem__, new)
        return self._numbers

    def _number(self, whole: int) -> int:
        """The number of what a smaller tree reads."""
        seen, key = pruned(self._coders[self._index].shown[whole], self._tree, self._whole or {})
        known = self._made.get(key)
        if known is None:
            self._own.append(seen)
            known = self._made[key] = len(self._own) - 1
        return known

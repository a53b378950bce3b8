"""What is read of the records that facts lead to, each kind of record with one number."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from portalaudit.evaluate.coder import ABSENT, Coder, Later
from portalaudit.inventory.tables import Record
from portalaudit.policy.readtree import AskedTree

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

    @property
    def is_free(self) -> bool:
        """Whether any of the facts may have names among its values that a practice chose."""
        return any(coder.is_free for coder in self._coders)

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

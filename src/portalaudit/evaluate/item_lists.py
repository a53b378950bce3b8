"""Lists of records that routes lead to, their items in one row, each record among them read once."""

from collections.abc import Sequence
from itertools import chain, compress, repeat
from types import NoneType
from typing import Any

from portalaudit.evaluate.belonging import Belonging, OneEach, Several
from portalaudit.evaluate.columns import Coders
from portalaudit.evaluate.record_columns import RecordColumns
from portalaudit.evaluate.record_reads import frozen
from portalaudit.evaluate.selection import Selection, everything, mask_of
from portalaudit.evaluate.subject_columns import Column, PresenceColumn, SpreadColumn
from portalaudit.inventory.world import Value, World
from portalaudit.policy.readtree import AskedTree

LOST: Any = object()
"""Stands for the list of a record that is not known, where None is a list that is not known."""


def lists_behind(world: World, found: Sequence[Value], names: Sequence[str]) -> Sequence[Value] | None:
    """The lists at the end of a route from these records or lists; None where a name on it leads to no records."""
    for name in names:
        records = {id(record): record for record in found if record is not None and record is not LOST}
        if not records:
            return [LOST] * len(found)
        every = list(records.values())
        if isinstance(every[0], tuple) or not world.leads_on(type(every[0]), name):
            return None
        values = dict(zip(records, world.values(every, name), strict=True))
        found = [values.get(id(record), LOST) for record in found]
    return (
        found if all(issubclass(each, tuple | NoneType) or each is type(LOST) for each in {*map(type, found)}) else None
    )


class Items:
    """Every item of a list of each of some things, and what is read of them."""

    def __init__(self, coders: Coders, size: int, chosen: Selection, lists: Sequence[Value]) -> None:
        self.covers = chosen.mask
        self.absent = self.lost = 0
        known: Sequence[Any] = lists
        if {*map(type, lists)} != {tuple}:
            self.absent, self.lost = (
                mask_of((at for at, each in zip(chosen.positions, lists, strict=True) if each is what), size)
                for what in (None, LOST)
            )
            known = [() if each is None or each is LOST else each for each in lists]
        items = list(chain.from_iterable(known))
        self.size = len(items)
        self.belonging = _belonging(chosen, known)
        """Whose each item is."""
        distinct = dict(zip(map(id, items), items, strict=True))
        numbers = dict(zip(distinct, range(len(distinct)), strict=True))
        self.records = list(distinct.values())
        self.among_records: Belonging = (
            OneEach(Selection(everything(self.size), self.size))
            if len(distinct) == len(items)
            else Several(list(map(numbers.__getitem__, map(id, items))), len(distinct))
        )
        """Which of the records each item is."""
        self.facts = RecordColumns(coders, self.records)
        self._columns: dict[Any, Column] = {}

    def column(self, name: str, tree: AskedTree | None) -> Column:
        """One fact of each item, with what is read of the records behind it."""
        key = name, frozen(tree)
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = (
                PresenceColumn(self.column(name, {}))
                if tree is None
                else SpreadColumn(self.facts.column(name, tree), self.among_records)
            )
        return found


def _belonging(chosen: Selection, lists: Sequence[Sequence[Any]]) -> Belonging:
    """The items of the lists of these, each of the one whose list it is in."""
    lengths = list(map(len, lists))
    if max(lengths, default=0) > 1:
        return Several(list(chain.from_iterable(map(repeat, chosen.positions, lengths))), chosen.size)
    if all(lengths):
        return OneEach(chosen)
    return OneEach(Selection(mask_of(compress(chosen.positions, lengths), chosen.size), chosen.size))

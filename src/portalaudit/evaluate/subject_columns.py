"""The facts of all subjects of one kind, each a column of small numbers, worked out where they are asked for."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from portalaudit.evaluate.coder import NOT_KNOWN, WHETHER_KNOWN, Coder, Numbers
from portalaudit.evaluate.columns import whether_known
from portalaudit.evaluate.selection import Cell, Mask, Selection, everything, mask_of
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value

_PACKED = 256
"""So many different numbers fit into a byte each."""


class Column(Protocol):
    """One fact of many subjects, which `leads_on` to records or not."""

    is_cheap: bool
    leads_on: bool

    @property
    def shown(self) -> Sequence[Any]:
        """What an expression sees, by number."""

    @property
    def is_free(self) -> bool:
        """Whether there may be names among its values that a practice chose."""

    def at(self, chosen: Selection) -> Sequence[Any]:
        """The numbers at these positions."""


class Worked:
    """What a fact gives that leads to records, worked out once for all that is read of those records.

    The same records in the same order are one value, with a number.
    """

    def __init__(self, read: Callable[[Sequence[Record]], Sequence[Value]], records: Sequence[Record]) -> None:
        self._read, self._records = read, records
        self._numbers: list[int] = [NOT_KNOWN] * len(records)
        self._known: Mask = 0
        self._by_identity: dict[Any, int] = {id(None): NOT_KNOWN}
        self.values: list[Value] = [None]
        """Every value, by its number."""

    def at(self, chosen: Selection) -> Sequence[int]:
        """The numbers of the values at these positions."""
        new = Selection(chosen.mask & ~self._known, chosen.size)
        if new.count:
            found = self._numbered(self._read(new.of(self._records)))
            if new.is_all:
                self._numbers = found
            else:
                for position, number in zip(new.positions, found, strict=True):
                    self._numbers[position] = number
            self._known |= new.mask
            if self._known == everything(chosen.size):
                self._by_identity.clear()
        return chosen.of(self._numbers)

    def _numbered(self, values: Sequence[Value]) -> list[int]:
        identities = [tuple(map(id, value)) if isinstance(value, tuple) else id(value) for value in values]
        known = self._by_identity
        for identity, value in zip(identities, values, strict=True):
            if identity not in known:
                known[identity] = len(self.values)
                self.values.append(value)
        return list(map(known.__getitem__, identities))


class FactColumn:
    """The numbers of one fact of every subject, worked out where they are asked for."""

    def __init__(self, coder: Coder, records: Sequence[Record], worked: Worked | None) -> None:
        self._coder, self._records, self._worked = coder, records, worked
        self._of_worked: list[int] = []
        self._numbers: Numbers = []
        self._known: Mask = 0
        self.is_cheap, self.leads_on = coder.is_lasting, coder.kinds is not None
        self.shown: Sequence[Any] = coder.shown

    @property
    def is_free(self) -> bool:
        """Whether there may be names among its values that a practice chose."""
        return self._coder.is_free

    def at(self, chosen: Selection) -> Numbers:
        """The numbers at these positions."""
        new = chosen.mask & ~self._known
        if new:
            self._complete(Selection(everything(chosen.size) if self.is_cheap else new, chosen.size))
        return chosen.of(self._numbers)

    def _complete(self, wanted: Selection) -> None:
        found = self._coder.of(wanted.of(self._records)) if self._worked is None else self._coded(self._worked, wanted)
        self._known |= wanted.mask
        if wanted.is_all:
            self._numbers = bytes(found) if len(self.shown) <= _PACKED else found
            return
        kept = self._numbers if isinstance(self._numbers, list) else []
        kept = kept or [NOT_KNOWN] * wanted.size
        for position, number in zip(wanted.positions, found, strict=True):
            kept[position] = number
        self._numbers = kept

    def _coded(self, worked: Worked, wanted: Selection) -> Numbers:
        """The coder's numbers for what was worked out, each value numbered once."""
        numbers = worked.at(wanted)
        self._of_worked += self._coder.of_values(worked.values[len(self._of_worked) :])
        return list(map(self._of_worked.__getitem__, numbers))


class PresenceColumn:
    """Whether one fact is known of every subject."""

    shown: Sequence[Any] = WHETHER_KNOWN

    def __init__(self, whole: Column) -> None:
        self._whole = whole
        self.is_cheap, self.leads_on = whole.is_cheap, whole.leads_on

    @property
    def is_free(self) -> bool:
        """Never."""
        return False

    def at(self, chosen: Selection) -> Numbers:
        """1 at each of these positions where it is known, else 0."""
        return whether_known(self._whole.at(chosen))


class KeyColumn:
    """The key of each group, which stands for itself."""

    is_cheap = True
    leads_on = False
    shown: Sequence[Any] = ()

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records

    @property
    def is_free(self) -> bool:
        """Never."""
        return False

    def at(self, chosen: Selection) -> Sequence[Any]:
        """The keys at these positions."""
        return [record.key for record in chosen.of(self._records)]


class SpreadColumn:
    """A fact of things further out, or of records, for each item: `places` tells whose fact it is."""

    def __init__(self, column: Column, places: Sequence[int], size: int) -> None:
        self._column, self._places, self._size = column, places, size
        self.shown, self.is_cheap, self.leads_on = column.shown, column.is_cheap, column.leads_on

    @property
    def is_free(self) -> bool:
        """Whether there may be names among its values that a practice chose."""
        return self._column.is_free

    def at(self, chosen: Selection) -> Sequence[Any]:
        """The numbers for these items."""
        wanted = reached(self._places, self._size, chosen)
        return spread(self._column.at(wanted), wanted, self._places, chosen)


def reached(places: Sequence[int], size: int, chosen: Selection) -> Selection:
    """The things that these items are told of: `places` tells which, of so many."""
    return chosen if isinstance(places, range) else Selection(mask_of(chosen.of(places), size), size)


def spread(cells: Sequence[Cell], wanted: Selection, places: Sequence[int], chosen: Selection) -> Sequence[Cell]:
    """What was told of the things that these items reach, for each of the items."""
    if isinstance(places, range):
        return cells
    found = cells if wanted.is_all else dict(zip(wanted.positions, cells, strict=True))
    return list(map(found.__getitem__, chosen.of(places)))

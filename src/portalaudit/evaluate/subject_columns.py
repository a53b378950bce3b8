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
    """What a fact gives that leads to records, worked out once for all that is asked of those records."""

    def __init__(self, read: Callable[[Sequence[Record]], Sequence[Value]], records: Sequence[Record]) -> None:
        self._read, self._records = read, records
        self._values: Sequence[Value] = ()
        self._known: Mask = 0
        self._numbers: Sequence[int] = ()
        self._has_number: Mask = 0
        self._by_identity: dict[Any, int] = {id(None): NOT_KNOWN}
        self.distinct: list[Value] = [None]
        """The values that were numbered, by their number."""

    def at(self, chosen: Selection) -> Sequence[Value]:
        """The values at these positions."""
        new = chosen.without(self._known)
        if new.count:
            found = self._read(new.of(self._records))
            self._values = _filled(self._values, found, new, None)
            self._known |= new.mask
        return chosen.of(self._values)

    def numbered(self, chosen: Selection) -> Sequence[int]:
        """A number for each value at these positions. The same records in the same order are one value."""
        new = chosen.without(self._has_number)
        if new.count:
            self._numbers = _filled(self._numbers, self._numbers_of(self.at(new)), new, NOT_KNOWN)
            self._has_number |= new.mask
            if self._has_number == everything(chosen.size):
                self._by_identity.clear()
        return chosen.of(self._numbers)

    def _numbers_of(self, values: Sequence[Value]) -> Sequence[int]:
        known = self._by_identity
        identities = [tuple(map(id, value)) if isinstance(value, tuple) else id(value) for value in values]
        for identity, value in zip(identities, values, strict=True):
            if identity not in known:
                known[identity] = len(self.distinct)
                self.distinct.append(value)
        return list(map(known.__getitem__, identities))


def _filled(kept: Sequence[Cell], found: Sequence[Cell], where: Selection, default: Cell) -> Sequence[Cell]:
    """A column with what was found put where it belongs."""
    if where.is_all:
        return found
    filled = kept if isinstance(kept, list) and kept else [*kept] or [default] * where.size
    for position, cell in zip(where.positions, found, strict=True):
        filled[position] = cell
    return filled


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
        new = chosen.without(self._known)
        if new.count:
            self._complete(Selection(everything(chosen.size), chosen.size) if self.is_cheap else new)
        return chosen.of(self._numbers)

    def _complete(self, wanted: Selection) -> None:
        found = self._coder.of(wanted.of(self._records)) if self._worked is None else self._coded(self._worked, wanted)
        self._known |= wanted.mask
        if wanted.is_all and len(self.shown) <= _PACKED:
            found = bytes(found)
        self._numbers = _filled(self._numbers, found, wanted, NOT_KNOWN)

    def _coded(self, worked: Worked, wanted: Selection) -> Numbers:
        """The coder's numbers for what was worked out, each value numbered once."""
        numbers = worked.numbered(wanted)
        self._of_worked += self._coder.of_values(worked.distinct[len(self._of_worked) :])
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

"""The facts of all subjects of one kind, each a column of small numbers, worked out where they are asked for."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol

from portalaudit.evaluate.belonging import Belonging
from portalaudit.evaluate.coder import NOT_KNOWN, WHETHER_KNOWN, Coder, Numbers
from portalaudit.evaluate.columns import whether_known
from portalaudit.evaluate.selection import Cell, Selection, everything, picked
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


class Filling(Generic[Cell]):
    """One cell for each of many things, put in as they become known.

    As long as all were put in at once they stay as they came: most are wanted for the same things again.
    """

    def __init__(self) -> None:
        self._where = Selection(0, 0)
        self._cells: Sequence[Cell] = ()
        self._spread: list[Cell] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every cell is known."""
        return bool(self._where.mask) and self._where.is_all

    def missing(self, chosen: Selection) -> Selection:
        """Those of these whose cells are not known."""
        return chosen.without(self._where.mask)

    def put(self, found: Sequence[Cell], where: Selection) -> None:
        """Put in the cells of these, which were not known."""
        if not self._where.mask:
            self._where, self._cells = where, found
            return
        if self._spread is None:
            self._spread = [found[0]] * where.size  # what stands where nothing is known is never looked at
            _fill(self._spread, self._cells, self._where)
            self._cells = ()
        _fill(self._spread, found, where)
        self._where = Selection(self._where.mask | where.mask, where.size)

    def of(self, chosen: Selection) -> Sequence[Cell]:
        """The cells of these, which are known."""
        if self._spread is not None:
            return chosen.of(self._spread)
        if chosen.mask == self._where.mask:
            return self._cells
        return chosen.of(self._cells) if self._where.is_all else picked(self._cells, self._where.of(chosen.flags))


def _fill(cells: list[Cell], found: Sequence[Cell], where: Selection) -> None:
    for position, cell in zip(where.positions, found, strict=True):
        cells[position] = cell


class Worked:
    """What a fact gives that leads to records, worked out once for all that is asked of those records."""

    def __init__(self, read: Callable[[Sequence[Record]], Sequence[Value]], records: Sequence[Record]) -> None:
        self._read, self._records = read, records
        self._values: Filling[Value] = Filling()
        self._numbers: Filling[int] = Filling()
        self._known: dict[Any, int] = {id(None): NOT_KNOWN}
        self.distinct: list[Value] = [None]
        """The values that were numbered, by their number."""

    def at(self, chosen: Selection) -> Sequence[Value]:
        """The values at these positions."""
        new = self._values.missing(chosen)
        if new.count:
            self._values.put(self._read(new.of(self._records)), new)
        return self._values.of(chosen)

    def numbered(self, chosen: Selection) -> Sequence[int]:
        """A number for each value at these positions. The same records in the same order are one value."""
        new = self._numbers.missing(chosen)
        if new.count:
            self._numbers.put(self._numbers_of(self.at(new)), new)
            if self._numbers.is_whole:
                self._known.clear()
        return self._numbers.of(chosen)

    def _numbers_of(self, values: Sequence[Value]) -> Sequence[int]:
        identities = list(map(id, values))
        numbers = dict(zip(identities, values, strict=True))
        for identity, value in numbers.items():
            numbers[identity] = self._number(value)
        return list(map(numbers.__getitem__, identities))

    def _number(self, value: Value) -> int:
        key = tuple(map(id, value)) if isinstance(value, tuple) else id(value)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.distinct)
            self.distinct.append(value)
        return found


class FactColumn:
    """The numbers of one fact of every subject, worked out where they are asked for."""

    def __init__(self, coder: Coder, records: Sequence[Record], worked: Worked | None) -> None:
        self._coder, self._records, self._worked = coder, records, worked
        self._of_worked: list[int] = []
        self._numbers: Filling[int] = Filling()
        self.is_cheap, self.leads_on = coder.is_lasting, coder.kinds is not None
        self.shown: Sequence[Any] = coder.shown

    @property
    def is_free(self) -> bool:
        """Whether there may be names among its values that a practice chose."""
        return self._coder.is_free

    def at(self, chosen: Selection) -> Numbers:
        """The numbers at these positions."""
        new = self._numbers.missing(chosen)
        if new.count:
            self._complete(Selection(everything(chosen.size), chosen.size) if self.is_cheap else new)
        return self._numbers.of(chosen)

    def _complete(self, wanted: Selection) -> None:
        found = self._coder.of(wanted.of(self._records)) if self._worked is None else self._coded(self._worked, wanted)
        self._numbers.put(bytes(found) if len(self.shown) <= _PACKED else found, wanted)

    def _coded(self, worked: Worked, wanted: Selection) -> Numbers:
        """The coder's numbers for what was worked out, each value numbered once if anything is read of it."""
        if self._coder.kinds is not None and not self._coder.kinds.tree:
            return self._coder.of_values(worked.at(wanted))
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
    """A fact of things further out, or of records, for each item that belongs to one."""

    def __init__(self, column: Column, belonging: Belonging) -> None:
        self._column, self._belonging = column, belonging
        self.shown, self.is_cheap, self.leads_on = column.shown, column.is_cheap, column.leads_on

    @property
    def is_free(self) -> bool:
        """Whether there may be names among its values that a practice chose."""
        return self._column.is_free

    def at(self, chosen: Selection) -> Sequence[Any]:
        """The numbers for these items."""
        wanted = Selection(self._belonging.owning(chosen), self._belonging.size)
        return self._belonging.spread(self._column.at(wanted), wanted, chosen)

"""What numbers one fact of many records, so that equal numbers look the same to an expression."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value

if TYPE_CHECKING:
    from portalaudit.evaluate.kinds import Kinds

ABSENT: Any = object()
"""Stands for what is not known, which an expression does not find."""

NOT_KNOWN = 0
"""The number of what is not known, in every column."""

WHETHER_KNOWN: Sequence[Any] = (ABSENT, True)
"""What is shown where it is only asked whether a fact is known."""

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
        self._told: list[Any] = [ABSENT]
        self.shown: Sequence[Any] = self._told

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
        self._told.append(told)
        return len(self._told) - 1


class Later(Sequence[Any]):
    """What numbers show, each made when it is first looked at: most are only ever compared."""

    def __init__(self, keys: Sequence[tuple[int, ...]], make: Callable[[tuple[int, ...]], Any]) -> None:
        self._keys, self._make = keys, make
        self._made: dict[int, Any] = {NOT_KNOWN: ABSENT}

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, number: Any) -> Any:
        found = self._made.get(number)
        if found is None:
            found = self._make(self._keys[number])
            if len(self._made) < _MOST_MADE:
                self._made[number] = found
        return found


_MOST_MADE = 4_096
"""So many are kept: of a hundred thousand lists each would take more room than the records themselves."""

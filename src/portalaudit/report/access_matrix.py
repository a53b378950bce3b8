"""The table of people against portals, as the page places it: a mark for each login."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from portalaudit.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One login in the table: its sign, the letter of its worst finding, and the words that say the same."""

    sign: str
    letter: str
    tone: str
    is_off: bool
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One or more portals in a row of the table: `span` portals without a login, or the logins to one."""

    span: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A person, and the logins to each portal. `anchor` leads to the person, where there is one."""

    name: str
    note: str
    is_gone: bool
    anchor: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Everybody who can log in, against every portal: the first rows, and the others in folds.

    `elsewhere` counts the people without a live login, who do not stand in it.
    """

    portals: tuple[tuple[str, str], ...]
    first: tuple[MatrixRow, ...]
    folds: tuple[tuple[MatrixRow, ...], ...]
    elsewhere: int

    @property
    def tones(self) -> frozenset[str]:
        """The tones of all marks that stand in it."""
        rows = (row for part in (self.first, *self.folds) for row in part)
        return frozenset(mark.tone for row in rows for cell in row.cells for mark in cell.marks)


def merged(cells: Iterable[tuple[Mark, ...]]) -> tuple[Cell, ...]:
    """Cells in their order, neighbours without a login made one."""
    return tuple(_merged(cells))


def _merged(cells: Iterable[tuple[Mark, ...]]) -> Iterator[Cell]:
    for is_empty, several in groupby(cells, key=lambda marks: not marks):
        listed = list(several)
        if is_empty:
            yield Cell(len(listed), ())
        else:
            yield from (Cell(1, marks) for marks in listed)

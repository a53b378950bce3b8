"""Cells that look as if they held a password, a Social Security number and their like, wherever they stand in a list.

A list that is kept lies beside the inventory with every cell that it has, titles and notes too, and most practices keep
that folder in git. So such a list is refused, whatever of it would be read.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from portalaudit.model import Place, Problem, ProblemCode, Related
from portalaudit.sheets.list_secrets import shown_heading
from portalaudit.sheets.sheet import Line, Sheet
from portalaudit.sheets.table_heads import Head
from portalaudit.source.secret_patterns import ANSWER
from portalaudit.source.secrets import scan

MOST_PLACES = 10
"""So many further cells of a column are named."""

_AT_ONCE = 500
"""Lines that are looked at together: looking at each cell takes fifty times as long."""
_HINT = (
    "take the value out of the list, or leave that column out, in every copy of it, then import again; change what "
    "was listed"
)

_OF_NAMES = frozenset({ANSWER})

_Found = tuple[int, str, int]
"""The position of a cell, what it seems to hold, and the line of its record."""


def secret_cells(sheet: Sheet, head: Head | None) -> tuple[Problem, ...]:
    """A problem for each column, and each kind of secret, with the first such cell and some of the others."""
    found: dict[tuple[int, str], list[int]] = {}
    lines = iter(sheet.lines())
    while block := [*islice(lines, _AT_ONCE)]:
        for position, kind, line in _in_block(block):
            places = found.setdefault((position, kind), [])
            if len(places) <= MOST_PLACES:
                places.append(line)
    return tuple(_problem(sheet, head, *each, lines) for each, lines in sorted(found.items()))


def _in_block(block: Sequence[Line]) -> Iterator[_Found]:
    """What some lines hold: found in all cells together, one below the other, and then looked at alone."""
    cells = [(position, line, " ".join(cell.split())) for line, cells in block for position, cell in enumerate(cells)]
    for row in sorted({each.line for each in scan("\n".join(cell for _, _, cell in cells))}):
        position, line, cell = cells[row - 1]
        kinds = {each.kind for each in scan(cell)} - (_OF_NAMES if _is_own_name(cell) else set())
        yield from ((position, kind, line) for kind in sorted(kinds))


def _is_own_name(cell: str) -> bool:
    """Whether a cell gives someone's name before they married; only that of a mother is asked for as an answer."""
    words = cell.casefold()
    return "maiden" in words and "mother" not in words


def _problem(sheet: Sheet, head: Head | None, position: int, kind: str, lines: Sequence[int]) -> Problem:
    first, *others = lines
    is_in_table = head is not None and first > head.line and position < len(head.headings)
    where = f"the column '{shown_heading(head, position)}'" if head is not None and is_in_table else "this list"
    message = f"a cell of {where} looks like it holds a {kind}; nothing of this list is read"
    return Problem(
        ProblemCode.SECRET_IN_LIST, message, sheet.place(first, position), _HINT, _also(sheet, position, others)
    )


def _also(sheet: Sheet, position: int, lines: Iterable[int]) -> tuple[Related, ...]:
    places: Iterator[Place] = (sheet.place(line, position) for line in lines)
    return tuple(Related(place, "and here") for place in places)

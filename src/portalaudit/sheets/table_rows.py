"""The lines of a table sorted out: records, and what is none, each with the reason."""

from collections.abc import Collection, Iterator

from portalaudit.model.values import dataclass
from portalaudit.sheets.delimited import MOST_LINES
from portalaudit.sheets.footers import is_footer
from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.sheet import Line, Sheet
from portalaudit.sheets.table_heads import Head

ABOVE, BLANK, REPEATED = "it stands above the headings", "it is blank", "it repeats the headings"
FOOTER, ALONE, LEFT_OUT = "it is a footer", "only one cell is filled in", "the map's skip_rows leaves it out"
UNCLOSED = "a quotation mark that opens here is not closed; correct the file"

_LONGEST_CELL = 20_000


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that is no record, and why."""

    line: int
    cells: tuple[str, ...]
    reason: str


def sorted_out(sheet: Sheet, head: Head, skip_rows: Collection[str] = ()) -> Iterator[Line | Aside]:
    """Every line but that of the headings: a record with as many cells as there are headings, or why it is none."""
    width = len(head.headings)
    names = tuple(map(folded, head.headings))
    is_wide = sum(map(bool, names)) > 2
    for number, cells in sheet.lines():
        if number == head.line:
            continue
        reason = _reason(number, cells, head.line, names, is_wide=is_wide) or _left_out(cells, skip_rows)
        if reason:
            yield Aside(number, cells, reason)
        else:
            yield number, (*cells[:width], *("",) * (width - len(cells)))


def _reason(number: int, cells: tuple[str, ...], head_line: int, names: tuple[str, ...], *, is_wide: bool) -> str:
    told = len(cells) - cells.count("")
    if told > 2 and number > head_line:
        return _of_record(cells, names)
    reasons = (
        (BLANK, not told),
        (ABOVE, number < head_line),
        (FOOTER, is_footer(cells)),
        (ALONE, told == 1 and is_wide),
    )
    return next((reason for reason, holds in reasons if holds), "") or _of_record(cells, names)


def _of_record(cells: tuple[str, ...], names: tuple[str, ...]) -> str:
    """Why a line with the cells of a record is none all the same."""
    if len(cells) > len(names) and any(cells[len(names) :]):
        return f"it has {len(cells)} cells below {len(names)} headings; put a cell that holds a separator in quotes"
    if any(len(cell) > _LONGEST_CELL or cell.count("\n") > MOST_LINES for cell in cells):
        return UNCLOSED
    return REPEATED if _repeats(cells, names) else ""


def _repeats(cells: tuple[str, ...], names: tuple[str, ...]) -> bool:
    if folded(cells[0]) != names[0]:
        return False
    return all(folded(cell) == name for cell, name in zip(cells, names, strict=False))


def _left_out(cells: tuple[str, ...], skip_rows: Collection[str]) -> str:
    return LEFT_OUT if skip_rows and any(folded(cell) in skip_rows for cell in cells) else ""

"""The lines of a table sorted out: records, and what is none, each with the reason."""

from collections.abc import Collection, Iterator

from portalaudit.model.values import dataclass
from portalaudit.sheets.delimited import GAPS
from portalaudit.sheets.footers import is_footer
from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.sheet import Line, Sheet
from portalaudit.sheets.table_heads import Head

ABOVE, BLANK, REPEATED = "it stands above the headings", "it is blank", "it repeats the headings"
FOOTER, ALONE, LEFT_OUT = "it is a footer", "only one of its cells is filled in", "the map's skip_rows leaves it out"
UNCLOSED = "a quotation mark that opens here is not closed; correct the file"
TOO_LONG = "one of its cells is longer than any name or login; correct the file"

_LONGEST_CELL = 20_000


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that is left out, and why. One that is `unread` looks like a record, and what it says is not known."""

    line: int
    cells: tuple[str, ...]
    reason: str
    unread: bool = False


def sorted_out(sheet: Sheet, head: Head, skip_rows: Collection[str] = ()) -> Iterator[Line | Aside]:
    """Every line but that of the headings: a record with as many cells as there are headings, or why it is none."""
    width = len(head.headings)
    names = tuple(map(folded, head.headings))
    is_wide = sum(map(bool, names)) > 2
    for number, cells in sheet.lines():
        if number == head.line:
            continue
        reason = _reason(number, cells, head.line, names) or _left_out(cells, skip_rows)
        if reason:
            yield Aside(number, cells, reason)
        elif (reason := _unread(sheet, number, cells, width, is_wide=is_wide)) != "":
            yield Aside(number, cells, reason, unread=True)
        else:
            yield number, (*cells[:width], *("",) * (width - len(cells)))


def _reason(number: int, cells: tuple[str, ...], head_line: int, names: tuple[str, ...]) -> str:
    told = len(cells) - cells.count("")
    if told > 2 and number > head_line:
        return REPEATED if _repeats(cells, names) else ""
    reasons = (
        (BLANK, not told),
        (ABOVE, number < head_line),
        (FOOTER, is_footer(cells)),
        (REPEATED, told and _repeats(cells, names)),
    )
    return next((reason for reason, holds in reasons if holds), "")


def _unread(sheet: Sheet, number: int, cells: tuple[str, ...], width: int, *, is_wide: bool) -> str:
    """Why what a record says cannot be told."""
    # Only a record of several lines, or one that is too short, may have swallowed what does not belong to it.
    is_odd = len(cells) != width or any("\n" in cell or "\r" in cell for cell in cells)
    if is_odd and sheet.is_torn is not None and sheet.is_torn(number):
        return UNCLOSED
    if is_wide and len(cells) - cells.count("") == 1:
        return ALONE
    if len(cells) > width and any(cells[width:]):
        return f"it has {len(cells)} cells below {width} headings; put a cell that holds a separator in quotes"
    if sheet.form == GAPS and len(cells) < width:
        return (
            f"it has {len(cells)} cells below {width} headings, and gaps do not show which one is empty; "
            "put a - where one is"
        )
    return TOO_LONG if any(len(cell) > _LONGEST_CELL for cell in cells) else ""


def _repeats(cells: tuple[str, ...], names: tuple[str, ...]) -> bool:
    if folded(cells[0]) != names[0]:
        return False
    return all(folded(cell) == name for cell, name in zip(cells, names, strict=False))


def _left_out(cells: tuple[str, ...], skip_rows: Collection[str]) -> str:
    return LEFT_OUT if skip_rows and any(folded(cell) in skip_rows for cell in cells) else ""

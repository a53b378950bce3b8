"""Tables as an Excel workbook: every text stays text, and the same tables give the same bytes.

openpyxl is an extra, and costs a tenth of a second to import: only what writes a workbook loads it.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Any

from portalaudit.report.spreadsheets import FORMULA, Book, Row, Sheet, Value

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

MOST_ROWS = 1_048_575
"""Rows below the heads that a sheet of Excel can hold; what is beyond goes into a further sheet."""
LONGEST_TEXT = 32_767
"""Characters that a cell of Excel can hold."""
_NARROWEST, _WIDEST, _MEASURED = 10, 60, 200
_LONGEST_TITLE = 31
_NO_TITLE = re.compile(r"[\[\]:*?/\\']")
_CHANGED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_DAY_OF_ENTRIES = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip file can name: what a workbook is made of has no day of its own."""


def to_bytes(book: Book, masked: Callable[[str], str] = str) -> bytes:
    """The workbook as a file holds it, each text as `masked` lets it out. Raises ImportError without openpyxl."""
    import openpyxl  # noqa: PLC0415 -- see above
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415 -- as above

    made = openpyxl.Workbook(write_only=True)
    made.properties.title = masked(book.title)
    made.properties.creator = "portalaudit"
    made.properties.created = datetime.datetime.combine(book.day or datetime.date(1980, 1, 1), datetime.time())
    titles = _Titles()
    for sheet in book.sheets:
        _add(made, sheet, titles, masked)
    buffer = io.BytesIO()
    ExcelWriter(made, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED)).save()
    return _without_clock(buffer, made.properties.created)


class _Titles:
    """Titles as Excel takes them, each once."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def free(self, wanted: str) -> str:
        first = _NO_TITLE.sub(" ", wanted).strip()[:_LONGEST_TITLE] or "Sheet"
        numbered = (f"{first[: _LONGEST_TITLE - 6]} {number}" for number in count(2))
        title = next(one for one in chain([first], numbered) if one.casefold() not in self._used)
        self._used.add(title.casefold())
        return title


def _add(made: "Workbook", sheet: Sheet, titles: _Titles, masked: Callable[[str], str]) -> None:
    """The table as a sheet, or as several where it is longer than Excel allows."""
    rows = iter(sheet.rows)
    first = list(islice(rows, _MEASURED))
    widths, left = _widths(sheet, first), chain(first, rows)
    page = _Page(made.create_sheet(titles.free(masked(sheet.title))), sheet, widths)
    for number, row in enumerate(left):
        if number and number % MOST_ROWS == 0:
            page.close()
            page = _Page(made.create_sheet(titles.free(masked(sheet.title))), sheet, widths)
        page.append(row, masked)
    page.close()


def _widths(sheet: Sheet, rows: list[Row]) -> list[int]:
    """How wide each column is, from its head and its first rows."""
    every = [sheet.columns, *rows] if sheet.has_heads else rows
    longest = (max((len(str(row[at])) for row in every), default=0) for at in range(len(sheet.columns)))
    return [min(max(length + 3, _NARROWEST), _WIDEST) for length in longest]


class _Page:
    """One sheet that is being written: heads that stay while scrolling and on every printed page.

    A cell is written as soon as it is given, so one of each look is enough.
    """

    def __init__(self, page: Any, sheet: Sheet, widths: list[int]) -> None:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- see above
        from openpyxl.styles import Alignment, Font  # noqa: PLC0415 -- as above
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- as above

        self._page, self._sheet, self._rows = page, sheet, 0
        self._number = WriteOnlyCell(page)
        self._number.alignment = Alignment(vertical="top")
        self._looks = {(long, quoted): WriteOnlyCell(page) for long in (False, True) for quoted in (False, True)}
        for (long, quoted), cell in self._looks.items():
            cell.alignment = Alignment(vertical="top", wrap_text=long)
            # Who edits such a cell does not make a formula of it either.
            cell.quotePrefix = quoted
        self._last = get_column_letter(len(sheet.columns))
        for number, width in enumerate(widths, 1):
            page.column_dimensions[get_column_letter(number)].width = width
        page.page_setup.orientation = "landscape"
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.oddFooter.left.text, page.oddFooter.right.text = "Confidential", "Page &P of &N"
        if sheet.has_heads:
            head = WriteOnlyCell(page)
            head.font = Font(bold=True)
            page.freeze_panes = "A2"
            page.print_title_rows = "1:1"
            page.append(_as_text(head, column) for column in sheet.columns)

    def append(self, row: Row, masked: Callable[[str], str]) -> None:
        self._rows += 1
        self._page.append(self._cell(value, masked) for value in row)

    def _cell(self, value: Value, masked: Callable[[str], str]) -> "Cell | None":
        if isinstance(value, int):
            self._number.value = value
            return self._number
        if not value:
            return None
        text = masked(value)
        text = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
        return _as_text(self._looks[len(text) > _WIDEST, text.startswith(FORMULA)], text)

    def close(self) -> None:
        """Let a reader filter what was written."""
        if self._sheet.has_heads:
            self._page.auto_filter.ref = f"A1:{self._last}{self._rows + 1}"


def _as_text(cell: "Cell", text: str) -> "Cell":
    """A cell that is no formula and no error, whatever it says."""
    cell.value = text
    cell.data_type = "s"
    return cell


def _without_clock(written: io.BytesIO, day: datetime.datetime) -> bytes:
    """The same file without the time at which it was made."""
    kept = io.BytesIO()
    with zipfile.ZipFile(written) as made, zipfile.ZipFile(kept, "w") as fixed:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, _DAY_OF_ENTRIES)
            entry.compress_type = zipfile.ZIP_DEFLATED
            stamp = rb"\g<1>" + day.isoformat().encode() + b"Z"
            data = made.read(name)
            fixed.writestr(entry, _CHANGED.sub(stamp, data) if name == "docProps/core.xml" else data)
    return kept.getvalue()

"""Excel workbooks, read row by row. The reader is an extra: `pip install 'portalaudit[xlsx]'`."""

import contextlib
import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.sheets.delimited import cell
from portalaudit.sheets.listed import Remark
from portalaudit.sheets.sheet import EXCEL_DAY_ZERO, DamagedListError, Line, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

FORM = "xlsx"
_MOST_UNPACKED = 1 << 30
_DAY_ZERO_1904 = datetime.date(1904, 1, 1)
_MOST_BLANK = 1_000
"""A sheet ends after so many blank lines: Excel often says that it has a million."""

_COVER, _BESIDE_COVER = "About", {"Access"}
"""The sheet of our own workbooks that says what they are about, and those beside it that are filled in."""

_READ_AT_ONCE = 1 << 20
_UNCOMPUTED = re.compile(
    rb'<c\b(?=[^>]*\br="([A-Z]+)([0-9]+)")(?![^>]*\bt="str")[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""A cell with a formula and no result: programs write it, and only Excel computes it. An empty text is a result."""


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin as a workbook of Excel does."""
    return content.startswith(b"PK\x03\x04")


def open_workbook(path: str, content: bytes) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """The worksheets that a workbook shows, and what is wrong with it."""
    try:
        import openpyxl  # noqa: F401, PLC0415  an extra, and slow to import
    except ImportError:
        hint = "install it with `pip install 'portalaudit[xlsx]'`, or save the sheet as CSV"
        return (), (_problem(path, "reading Excel files needs openpyxl, which is not installed", hint),)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                return (), (_problem(path, "this workbook is larger than 1 GB when unpacked", "save the sheet as CSV"),)
            if uncomputed := _uncomputed(path, packed):
                return (), (uncomputed,)
        book = _opened(content)
        shown = [(each.title, each.sheet_state) for each in book.worksheets]
        day_zero = _DAY_ZERO_1904 if book.epoch.year == 1904 else EXCEL_DAY_ZERO
        book.close()
    except Exception:  # noqa: BLE001  openpyxl lets through whatever its parsers raise
        return (), (_problem(path, "this file is not a workbook that can be read", "save the sheet as CSV"),)
    seen = [title for title, state in shown if state == "visible"]
    hidden = [Remark(Place(path), f"the hidden sheet '{title}' is not read") for title, _ in shown if title not in seen]
    visible = [title for title in seen if title != _COVER or not _BESIDE_COVER & set(seen)]
    return tuple(
        Sheet(
            path if len(visible) == 1 else f"{path}#{title}",
            _Rows(content, title),
            FORM,
            day_zero=day_zero,
            remarks=() if number else tuple(hidden),
        )
        for number, title in enumerate(visible)
    ), ()


def _uncomputed(path: str, packed: zipfile.ZipFile) -> Problem | None:
    """The problem with the first formula that has no result: its cell would be read as a blank one."""
    for name in packed.namelist():
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        with packed.open(name) as part:
            rest = b""
            while block := part.read(_READ_AT_ONCE):
                rest += block
                if (found := _UNCOMPUTED.search(rest)) is not None:
                    return _without_result(path, *map(bytes.decode, found.groups()))
                rest = rest[max(rest.rfind(b"<c "), 0) :]
    return None


def _without_result(path: str, letters: str, row: str) -> Problem:
    column = sum((ord(letter) - ord("A") + 1) * 26**power for power, letter in enumerate(reversed(letters)))
    message = f"the formula in cell {letters}{row} has no result"
    hint = "open the file in Excel, save it, and import it again"
    return Problem(ProblemCode.OTHER_FORMAT, message, Place(path, int(row), column), hint)


class _Rows:
    """Opens the workbook anew each time, so that nothing of it is held."""

    def __init__(self, content: bytes, title: str) -> None:
        self._content, self._title = content, title

    def __call__(self) -> Iterator[Line]:
        number = 0
        try:
            with contextlib.closing(_opened(self._content)) as book:
                for number, cells in _lines(book[self._title]):
                    yield number, cells
        except Exception as error:
            raise DamagedListError(number + 1) from error


def _lines(worksheet: Any) -> Iterator[Line]:
    worksheet.reset_dimensions()
    blank = 0
    for number, row in enumerate(worksheet.iter_rows(values_only=True), 1):
        cells = tuple(map(_text, row))
        blank = 0 if any(cells) else blank + 1
        if blank > _MOST_BLANK:
            return
        yield number, cells


def _text(value: object) -> str:
    """A value as a list in text would have it: days in ISO form, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, str):
        return cell(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


def _opened(content: bytes) -> "Workbook":
    import openpyxl  # noqa: PLC0415  an extra, and slow to import

    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)


def _problem(path: str, message: str, hint: str) -> Problem:
    return Problem(ProblemCode.OTHER_FORMAT, message, Place(path), hint)

import datetime
import io
import re
import time
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from portalaudit.report import workbook
from portalaudit.report.spreadsheets import Book, Sheet
from portalaudit.report.workbook import LONGEST_TEXT, to_bytes

DAY = datetime.date(2026, 11, 20)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
TEXTS = (*FORMULAS, "#N/A", "0012", "1E5", "2026-11-20", "TRUE", "写真 \N{ADHESIVE BANDAGE}", "a & <b>", "{=1}")


def sheets(book: Book) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(to_bytes(book)))}


def book(*tables: Sheet) -> Book:
    return Book("A book", tables, DAY)


def test_texts_stay_texts_and_numbers_numbers() -> None:
    [page] = sheets(book(Sheet("All", ("text", "number"), tuple((text, 7) for text in TEXTS)))).values()
    rows = list(page.iter_rows(min_row=2))

    assert [(row[0].value, row[0].data_type) for row in rows] == [(text, "s") for text in TEXTS]
    assert [(row[1].value, row[1].data_type) for row in rows] == [(7, "n")] * len(TEXTS)
    assert [row[0].quotePrefix for row in rows] == [text.startswith(workbook.FORMULA) for text in TEXTS]


def test_a_sheet_reads_and_prints_as_a_table() -> None:
    [page] = sheets(book(Sheet("All", ("one", "two"), (("a", "b" * 100), ("", "c"))))).values()

    assert [[cell.value for cell in row] for row in page] == [["one", "two"], ["a", "b" * 100], [None, "c"]]
    assert (page.freeze_panes, page.print_title_rows, page.auto_filter.ref) == ("A2", "$1:$1", "A1:B3")
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert [page["A1"].font.b, page["A2"].font.b] == [True, False]
    assert [page["A2"].alignment.wrap_text, page["B2"].alignment.wrap_text] == [None, True]
    assert [page.column_dimensions[letter].width for letter in "AB"] == [10, 60]


def test_a_sheet_without_heads_has_no_filter() -> None:
    [page] = sheets(book(Sheet("About", ("", ""), (("Day", "today"),), has_heads=False))).values()

    assert [[cell.value for cell in row] for row in page] == [["Day", "today"]]
    assert (page.auto_filter.ref, page.freeze_panes) == (None, None)


def test_the_clock_is_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made = book(Sheet("All", ("a",), (("b",),)))
    first = to_bytes(made)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)

    class Later(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> "Later":
            return cls(2033, 5, 18, tzinfo=tz)

    monkeypatch.setattr("openpyxl.writer.excel.datetime.datetime", Later)
    assert to_bytes(made) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z?", core) == ["2026-11-20T00:00:00Z"] * 2


def test_every_text_goes_through_the_mask() -> None:
    made = Book("Secret title", (Sheet("Secret sheet", ("a",), (("Secret cell",), ("-Secret",))),))
    data = to_bytes(made, lambda text: text.replace("Secret", "***"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        every = b"".join(archive.read(name) for name in archive.namelist())

    assert b"Secret" not in every
    assert every.count(b"***") == 3  # the title of a sheet may hold no asterisks


def test_what_excel_cannot_hold_is_cut_or_goes_into_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    rows = ((str(number),) for number in range(5))
    found = sheets(book(Sheet("All", ("n",), rows), Sheet("Two", ("n",), (("1",), ("2",))), Sheet("None", ("n",), ())))
    values = {title: [cell.value for row in page.iter_rows(min_row=2) for cell in row] for title, page in found.items()}
    assert values == {"All": ["0", "1"], "All 2": ["2", "3"], "All 3": ["4"], "Two": ["1", "2"], "None": []}

    [page] = sheets(book(Sheet("Long", ("text",), (("x" * (LONGEST_TEXT + 1),),)))).values()
    assert page["A2"].value == "x" * (LONGEST_TEXT - 1) + "…"


def test_titles_are_such_as_excel_takes_and_each_once() -> None:
    titles = ("A/b", "a:B", "", "x" * 40, "x" * 50)
    found = sheets(book(*(Sheet(title, ("n",), ()) for title in titles)))

    assert list(found) == ["A b", "a B 2", "Sheet", "x" * 31, "x" * 25 + " 2"]

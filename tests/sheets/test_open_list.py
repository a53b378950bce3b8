"""However a list is written, its cells are the same; what is no list is said to be none."""

import builtins
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from portalaudit.sheets.list_reading import Sheet, open_list, recognise, shipped_maps
from portalaudit.sheets.worksheets import open_workbook
from tests.sheets.words import TODAY, VOCABULARY

CELLS = [
    ("Login", "Name", "Status"),
    ("klee", "Lee, Kim", "Active"),
    ("snunez", "Sof\u00eda N\u00fa\u00f1ez", "Active"),
]
MAPS = shipped_maps()


def only(content: bytes) -> Sheet:
    sheets, problems = open_list("list.csv", content, MAPS)
    assert problems == ()
    (sheet,) = sheets
    return sheet


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row for _, row in only(content).lines()]


def written(delimiter: str) -> str:
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in CELLS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_delimiter_and_encoding_change_nothing(delimiter: str, encoding: str) -> None:
    assert cells(written(delimiter).encode(encoding)) == CELLS


def test_a_screen_table_with_gaps_and_one_with_a_cell_a_line_are_the_same_table() -> None:
    gaps = "Name   Email  Last Login\nKim Lee    kim@example.org   11/13/2026\nBo Yu  bo@example.org  Never\n"
    stacked = "Name\nEmail\nLast Login\nKim Lee\nkim@example.org\n11/13/2026\nBo Yu\nbo@example.org\nNever\n"
    assert cells(gaps.encode()) == cells(stacked.encode())
    assert [number for number, _ in only(stacked.encode()).lines()] == [1, 4, 7]
    assert (only(gaps.encode()).form, only(stacked.encode()).form) == ("gaps", "one cell a line")


def test_blank_lines_between_stacked_records_are_no_cells() -> None:
    stacked = "Name\nEmail\nLast Login\n\nKim Lee\nkim@example.org\n11/13/2026\n\nBo Yu\nbo@example.org\nNever\n"
    assert cells(stacked.encode())[1:] == [
        ("Kim Lee", "kim@example.org", "11/13/2026"),
        ("Bo Yu", "bo@example.org", "Never"),
    ]


@pytest.mark.parametrize(
    "stacked",
    [
        "Name\nEmail\nLast Login\nKim Lee\nkim@example.org\n",
        "Name\nEmail\nLast Login\nkim@example.org\nKim Lee\nNever\n",
        "Name\nStatus\nKim Lee\nActive\n",
    ],
)
def test_stacked_cells_that_may_have_slipped_are_refused(stacked: str) -> None:
    sheets, (problem,) = open_list("paste.txt", stacked.encode(), MAPS)
    assert sheets == ()
    assert "cannot be told apart as records" in problem.message


def test_signs_that_only_tell_excel_something_are_no_part_of_a_cell() -> None:
    text = 'Login,Name,Status\n="007",\'=Kim Lee,\xa0Active \n'
    assert cells(text.encode())[1] == ("007", "=Kim Lee", "Active")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7 ...", "this file is a PDF, not a list that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this file is an old or locked Office file, not a list that can be read"),
        (b"  <!DOCTYPE html><table>", "this file is a web page, not a list that can be read"),
        (b"\x00\x01\x02\x03Name", "this file is not text, not a list that can be read"),
        (b"PK\x03\x04 no workbook", "this file is not a workbook that can be read"),
        (b"", "there is nothing in this list"),
        (b"\n , \n", "there is nothing in this list"),
    ],
)
def test_what_is_no_list_is_a_problem(content: bytes, message: str) -> None:
    sheets, problems = open_list("list.csv", content)
    assert sheets == ()
    assert [problem.message for problem in problems] == [message]


def test_a_workbook_that_unpacks_to_more_than_a_gigabyte_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portalaudit.sheets.worksheets._MOST_UNPACKED", 100)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "a" * 101)
    _, (problem,) = open_list("big.xlsx", packed.getvalue())
    assert problem.message == "this workbook is larger than 1 GB when unpacked"


def workbook(*lines: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def with_sheet(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(changed, "w") as made:
        for part in whole.infolist():
            data = whole.read(part)
            made.writestr(part.filename, change(data) if part.filename == "xl/worksheets/sheet1.xml" else data)
    return changed.getvalue()


def test_a_formula_without_a_result_is_no_blank_cell() -> None:
    many = [["klee", "Kim Lee", "Active"]] * 20_000
    content = workbook(["Login", "Name", "Status"], *many, ["jpark", "John Park", '=IF(1,"Inactive","Active")'])
    sheets, (problem,) = open_list("list.xlsx", content)
    assert (sheets, str(problem.place), problem.message, problem.hint) == (
        (),
        "list.xlsx:20002:3",
        "the formula in cell C20002 has no result",
        "open the file in Excel, save it, and import it again",
    )


@pytest.mark.parametrize(("type_", "result"), [(b"str", b"Inactive"), (b"str", b"")])
def test_the_result_of_a_formula_is_read(type_: bytes, result: bytes) -> None:
    content = workbook(["Login", "Name", "Status"], ["klee", "Kim Lee", "=A1"])
    told = b'<c r="C2" t="%b"><f>A1</f><v>%b</v></c>' % (type_, result)
    computed = with_sheet(content, lambda data: re.sub(rb'<c r="C2".*?</c>', told, data))
    assert cells(computed)[1] == ("klee", "Kim Lee", result.decode())


def test_without_openpyxl_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: object, **more: object) -> object:
        if name.partition(".")[0] == "openpyxl":
            raise ImportError(name)
        return real(name, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    _, (problem,) = open_workbook("list.xlsx", b"PK\x03\x04")
    assert problem.message == "reading Excel files needs openpyxl, which is not installed"
    assert problem.hint == "install it with `pip install 'portalaudit[xlsx]'`, or save the sheet as CSV"


def test_a_workbook_gives_days_numbers_and_truth_values_as_text() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Login", "Name", "Active", "Number", "Share"])
    book.active.append(["007", " Kim Lee ", True, 1001.0, 0.5])
    saved = io.BytesIO()
    book.save(saved)
    assert cells(saved.getvalue())[1] == ("007", "Kim Lee", "true", "1001", "0.5")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('Login,Name,Status\n"k,lee","Lee, Kim",Active\n', (2, 20)),
        ('Login;Name;Status\nklee;"Lee ""Kim""";"Active"\n', (2, 21)),
        ('Login,Name,Status\nklee,"Lee\nKim",Active\n', (3, 6)),
        ("Login   Name   Status\nklee    Kim Lee    Active\n", (2, 20)),
        ("Login\nEmail\nLast Login\n\nklee\nk@example.org\nNever\n", (7, 1)),
    ],
)
def test_a_cell_is_placed_where_an_editor_shows_it(text: str, place: tuple[int, int]) -> None:
    sheet = only(text.encode())
    record = [number for number, row in sheet.lines() if any(row)][1]
    found = sheet.place(record, 2)
    assert (found.line, found.column) == place


def test_what_windows_writes_as_quotes_and_hard_blanks_is_read_as_that() -> None:
    content = b"Login,Name,Status\nsob,Sean O\x92Brien,Active\nkl,Kim\xa0Lee,Active\n"
    assert [row[1] for row in cells(content)[1:]] == ["Sean O\u2019Brien", "Kim Lee"]


def test_a_workbook_that_is_damaged_in_the_middle_is_a_problem_at_that_line() -> None:
    book = openpyxl.Workbook()
    for row in (["Login", "Name", "Status"], *(["klee", "Kim Lee", "Active"] for _ in range(5))):
        book.active.append(row)
    saved, torn = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as whole, zipfile.ZipFile(torn, "w") as broken:
        for part in whole.infolist():
            data = whole.read(part)
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            broken.writestr(part.filename, data.partition(b'<row r="4"')[0] if is_sheet else data)
    sheet = only(torn.getvalue())
    found = recognise(sheet, MAPS, vocabulary=VOCABULARY, today=TODAY)
    assert [(str(problem.place), problem.message) for problem in found.problems] == [
        ("list.csv:4:1", "this workbook is damaged here")
    ]
    assert found.layout is None

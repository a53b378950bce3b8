"""Whatever comes in, something comes out; and what cannot matter changes nothing: order, delimiter, encoding."""

import csv
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.sheets.list_reading import Sheet, open_list, rows
from portalaudit.sheets.listed import ListKind, Remark, SkippedRow
from tests.sheets.reading_on import survive, understood
from tests.sheets.truth import LISTS, MAPS, facts_of_row, table, truth

TRUTH = truth()
PIECES = (
    *(
        ",",
        ";",
        "\t",
        "|",
        "   ",
        "\n",
        "\r\n",
        "\r",
        '"',
        '""',
        "'",
        '="',
        "\ufeff",
        "\x00",
        "\xa0",
        "\u2028",
        "(",
        ")",
    ),
    *("Name", "First Name", "Login", "User ID", "Status", "Last Login", "Role", "Job Title", "Hire Date", "Password"),
    *(
        "Signature",
        "Course",
        "Answer",
        "Id",
        "Kind",
        "Field",
        "Decision",
        "Account",
        "Last Day",
        "Employee Type",
        "SSN",
    ),
    *(
        "Kim Lee",
        "Lee, Kim, Jr.",
        "Active",
        "T",
        "03/04/2026",
        "13/02/26",
        "46331",
        "Never",
        "kim@example.org",
        "219-09-9999",
    ),
    *(
        "Total",
        "Count: 3",
        "Page 1 of 3",
        "Topic: HIPAA",
        "Date: 1/2/26",
        "a" * 90,
        "9" * 30,
        "\U0001f600",
        "#",
        "- ",
        "x",
    ),
)
LISTISH = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


SECRETS = st.sampled_from(["Password", "PIN", "SSN", "Temp PW"])


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(content: bytes) -> None:
    survive(content)


@given(LISTISH, st.sampled_from([None, *ListKind]), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_anything_that_looks_like_a_list_is_survived(text: str, kind: ListKind | None, encoding: str) -> None:
    survive(text.encode(encoding, errors="replace"), kind)


@given(st.text(max_size=200), st.text(max_size=40))
def test_any_cell_and_any_heading_are_survived(cell: str, heading: str) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([["Login", "Status", "Last Login", heading], [cell, cell, cell, cell]])
    survive(written.getvalue().encode(errors="replace"))


@given(
    st.from_regex(r"[A-Z][a-z]{4,8}-?[0-9]{3,5}[!$#]", fullmatch=True),
    st.sampled_from(["Password", "PIN", "SSN", "Temp PW"]),
)
def test_a_secret_below_its_heading_is_never_shown(secret: str, heading: str) -> None:
    cell = "219-09-9999" if heading == "SSN" else "84613" if heading == "PIN" else secret
    shown = survive(f"Login,Name,{heading},Status\nklee,Kim Lee,{cell},Active\n".encode())
    assert "nothing of this list is read" in shown
    assert cell not in shown


@given(st.data())
def test_an_answer_that_looks_like_a_password_is_left_out(data: st.DataObject) -> None:
    word = data.draw(st.from_regex(r"[A-Z][a-z]{4,8}[0-9]{3}!", fullmatch=True))
    shown = survive(f"Kind,Id,Field,Answer\naccount,nmp-klee,purpose,password: {word}\n".encode())
    assert word not in shown


def facts(name: str, sheet: Sheet, *, with_order: bool = False) -> list[dict]:
    layout = understood(sheet, TRUTH[name].get("answers", {})).layout
    assert layout is not None
    listed = [row for row in rows(sheet, layout) if not isinstance(row, Remark | SkippedRow)]
    found = [facts_of_row(row) for row in listed]
    return found if with_order else sorted(found, key=repr)


def rewritten(name: str, shuffled: random.Random | None, delimiter: str, *, columns: bool) -> bytes:
    """A list written anew: its records in another order, its columns in another order, with another delimiter."""
    sheet = table(name)
    layout = understood(sheet, TRUTH[name].get("answers", {})).layout
    assert layout is not None
    width = len(layout.head.headings)
    order = list(range(width))
    head, above, below = [], [], []
    for number, cells in sheet.lines():
        part = head if number == layout.head.line else above if number < layout.head.line else below
        part.append([*cells, *[""] * (width - len(cells))])
    if shuffled is not None:
        shuffled.shuffle(below)
        if columns:
            shuffled.shuffle(order)
    written = io.StringIO()
    moved = [[row[at] for at in order] if len(row) == width else row for row in [*head, *below]]
    csv.writer(written, delimiter=delimiter).writerows([*above, *moved])
    return written.getvalue().encode()


# A line that is short because of a gap would be whole with a comma in its place.
ORDERED = [
    name
    for name, told in TRUTH.items()
    if "#" not in name and "refused" not in told and told["written"]["form"] != "gaps"
]


@pytest.mark.parametrize("name", ORDERED)
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_and_columns_changes_nothing(name: str, seed: int) -> None:
    content = rewritten(name, random.Random(seed), ",", columns=True)  # noqa: S311  the same every time
    (sheet,), problems = open_list(name, content, MAPS)
    assert problems == ()
    assert facts(name, sheet) == facts(name, table(name))


@pytest.mark.parametrize("name", ORDERED)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_changes_nothing(name: str, delimiter: str) -> None:
    (sheet,), problems = open_list(name, rewritten(name, None, delimiter, columns=False), MAPS)
    assert problems == ()
    assert facts(name, sheet, with_order=True) == facts(name, table(name), with_order=True)


@pytest.mark.parametrize("name", ORDERED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_encoding_changes_nothing(name: str, encoding: str) -> None:
    written = rewritten(name, None, ",", columns=False).decode().encode(encoding)
    (sheet,), problems = open_list(name, written, MAPS)
    assert problems == ()
    assert facts(name, sheet, with_order=True) == facts(name, table(name), with_order=True)


def test_rows_are_typed_one_by_one_and_none_is_kept() -> None:
    """The first row comes before the last one is read."""
    sheet = table("rimrock-okta.csv")
    layout = understood(sheet, {"portal": "rimrock"}).layout
    assert layout is not None
    seen: list[int] = []

    def lines():
        for number, cells in sheet.lines():
            seen.append(number)
            yield number, cells

    listed = rows(Sheet(sheet.path, lines, sheet.form), layout)
    next(listed)
    assert seen == [1, 2]


def test_the_lists_are_those_of_the_folder() -> None:
    assert set(ORDERED) < {path.name for path in LISTS.iterdir()}


@pytest.mark.parametrize(
    "text",
    [
        " " * 200_000,
        "Name,Job Title\nAna" + " " * 200_000 + "x,Biller\n",
        "Name  Status\n" + "(" * 200_000,
        "1," * 200_000,
    ],
)
def test_a_long_run_of_one_sign_is_survived(text: str) -> None:
    """Whoever reads such a run from each of its signs on to the end takes most of a minute for it."""
    survive(text.encode())

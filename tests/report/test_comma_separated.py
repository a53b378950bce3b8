import csv
import io

import pytest

from portalaudit.report import comma_separated

COLUMNS = ("text", "number")


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_rows_read_back_as_they_were() -> None:
    rows = [("a,b", 1), ('say "x"', 2), ("", 3), ("写真", 4), ("0012", -5)]
    text = "".join(comma_separated.lines(COLUMNS, rows))

    assert read(text) == [list(COLUMNS), *([one, str(number)] for one, number in rows)]
    assert text.startswith("text,number\r\n")
    assert text.count("\r\n") == 6


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_computed(begin: str) -> None:
    [_, row] = read("".join(comma_separated.lines(COLUMNS, [(f"{begin}1+1", -1)])))

    assert row == [f"'{begin}1+1", "-1"]


def test_what_utf_8_cannot_hold_and_what_a_log_would_run_is_replaced() -> None:
    text = "".join(comma_separated.lines(("a",), [("\ud800 ##[error]",)]))

    assert text.encode() == "a\r\n\N{REPLACEMENT CHARACTER} \\u0023#[error]\r\n".encode()


def test_a_long_table_comes_in_pieces() -> None:
    pieces = list(comma_separated.lines(("n",), ((number,) for number in range(2_500))))

    assert [piece.count("\r\n") for piece in pieces] == [1, 1_000, 1_000, 500]
    assert read("".join(pieces))[-1] == ["2499"]

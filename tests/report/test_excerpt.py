import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.model.place import Place
from portalaudit.model.report import SourceLine
from portalaudit.report.excerpt import Frame, Mark, excerpt
from portalaudit.report.paint import Ink, plain


def shown(line: str | None, column: int, end_column: int = 0, *, width: int = 40, label: str = "") -> list[str]:
    frame = Frame(digits=1, width=width, paint=plain)
    place = Place("f.yaml", 3, column, end_column)
    source = None if line is None else SourceLine(line, column, end_column)
    return list(excerpt(frame, "-->", place, source, Mark(label, "^", Ink.HIGH)))


def test_the_mark_is_as_wide_as_the_place() -> None:
    assert shown("  status: active", 11, 17) == [
        " --> f.yaml:3:11",
        "  |",
        "3 |   status: active",
        "  |           ^^^^^^",
    ]


@pytest.mark.parametrize(
    ("line", "column", "end_column", "text", "under"),
    [
        ("abc", 2, 0, "abc", " ^"),
        ("abc", 2, 99, "abc", " ^^"),
        ("abc", 9, 12, "abc", "   ^"),
        ("", 1, 0, "", "^"),
        ("\tb", 2, 3, "    b", "    ^"),
        ("写真 x", 4, 5, "写真 x", "     ^"),
        ("写真", 1, 3, "写真", "^^^^"),
        ("e\N{COMBINING ACUTE ACCENT}f", 3, 4, "e\N{COMBINING ACUTE ACCENT}f", " ^"),
        ("\N{ESCAPE}x", 2, 3, r"\x1bx", "    ^"),
        ("trailing   ", 1, 9, "trailing", "^^^^^^^^"),
    ],
)
def test_marks_stand_under_what_is_seen(line: str, column: int, end_column: int, text: str, under: str) -> None:
    assert [one[4:] for one in shown(line, column, end_column)[2:]] == [text, under]


def test_a_long_line_is_cut_around_the_place() -> None:
    assert [one[4:] for one in shown("a" * 50 + "HERE" + "b" * 50, 51, 55)[2:]] == [
        "..." + "a" * 12 + "HERE" + "b" * 14 + "...",
        " " * 15 + "^^^^",
    ]


def test_a_line_that_is_not_to_be_had_leaves_its_place() -> None:
    assert shown(None, 4, label="gone") == [" --> f.yaml:3:4", "  | gone"]
    assert shown(None, 4) == [" --> f.yaml:3:4"]


@given(st.text(alphabet=st.characters()), st.integers(0, 300), st.integers(0, 300))
def test_any_line_and_place_can_be_shown(line: str, column: int, end_column: int) -> None:
    lines = shown(line, column, end_column)

    assert len(lines) == 4
    assert "^" in lines[3]

"""Where a cursor is: its route and its text, whatever the file is further down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.editor.cursor import Written, begun_at, text_at, value_of

TEXT = "accounts:\n  - {id: a, persons: [kim, lee]}\n  - id: b\n    person: 'ann'\npayers: [{id: x"


@pytest.mark.parametrize(
    ("line", "column", "route", "word", "is_key"),
    [
        (0, 0, ("accounts",), "accounts", True),
        (1, 9, ("accounts", 0, "id"), "a", False),
        (1, 22, ("accounts", 0, "persons", 0), "kim", False),
        (1, 27, ("accounts", 0, "persons", 1), "lee", False),
        (2, 5, ("accounts", 1, "id"), "id", True),
        (3, 14, ("accounts", 1, "person"), "ann", False),
    ],
)
def test_the_text_under_the_cursor(
    line: int, column: int, route: tuple[str | int, ...], word: str, is_key: bool
) -> None:
    found = text_at(TEXT, line, column)
    assert found is not None
    assert (found.route, found.text, found.is_key) == (route, word, is_key)


@pytest.mark.parametrize(("line", "column"), [(1, 1), (1, 31), (9, 0)])
def test_no_text_is_under_the_cursor(line: int, column: int) -> None:
    assert text_at(TEXT, line, column) is None


@pytest.mark.parametrize(
    ("text", "route", "word", "is_key"),
    [
        ("accounts:\n  - id: a\n    person: ki", ("accounts", 0, "person"), "ki", False),
        ("accounts:\n  - id: a\n    person: ", ("accounts", 0, "person"), "", False),
        ("accounts:\n  - id: a\n    person: 'k", ("accounts", 0, "person"), "k", False),
        ("accounts: [{id: a, person: k", ("accounts", 0, "person"), "k", False),
        ("accounts: [{id: a, persons: [k, m-o", ("accounts", 0, "persons", 1), "m-o", False),
        ("accounts:\n- id: a\n  persons:\n  - b\n  - ", ("accounts", 0, "persons", 1), "", False),
        ("rules:\n  a: {severity: low}\n  b", ("rules", "portalaudit-cursor"), "b", True),
    ],
)
def test_what_is_being_typed(text: str, route: tuple[str | int, ...], word: str, is_key: bool) -> None:
    line, column = text.count("\n"), len(text) - text.rfind("\n") - 1
    expected = Written(route, word, is_key, (line, column - len(word)), (line, column))
    assert begun_at(text, line, column) == expected
    assert begun_at(f"{text}\nstaff: [", line, column) == expected


def test_a_file_that_is_broken_before_the_cursor_gives_nothing() -> None:
    assert begun_at("a: [\nb: }\nc: d", 2, 4) is None
    assert text_at("a: [\nb: }\nc: d", 2, 3) is None
    assert begun_at("a: b", 5, 0) is None


@given(st.text(alphabet="ab:-[]{},'\"&*!#|> \n\t\x00é😀", max_size=40), st.integers(0, 5), st.integers(0, 20))
def test_no_text_whatever_makes_it_fail(text: str, line: int, column: int) -> None:
    text_at(text, line, column)
    begun_at(text, line, column)


def test_the_value_at_a_route() -> None:
    assert value_of(TEXT, ("accounts", 1, "person")) == "ann"
    assert value_of(TEXT, ("accounts", 1, "portal")) is None
    assert value_of(TEXT, ("accounts",)) is None

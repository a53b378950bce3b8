"""Numbers and truth values have one spelling each, and nothing else is read as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.source.plain_numbers import truth_value, whole_number


@given(st.integers(-(10**30), 10**30))
def test_a_whole_number_is_written_in_plain_digits(number: int) -> None:
    assert whole_number(str(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 5",
        "5 ",
        "+5",
        "-0",
        "1_000",
        "1,000",
        "5.0",
        "5e3",
        "0x1f",
        "007",
        "-",
        "٦٠",
        "\uff16\uff10",
        "½",
        "²",
        "five",
        "9" * 5000,
    ],
)
def test_nothing_else_is_a_whole_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not a whole number; write digits only, like 30$"):
        whole_number(text)


@pytest.mark.parametrize(
    ("word", "value"), [("true", True), ("yes", True), ("on", True), ("false", False), ("no", False), ("off", False)]
)
def test_a_truth_value_is_a_word(word: str, value: bool) -> None:
    assert [truth_value(each) for each in (word, word.upper(), word.capitalize())] == [value] * 3


@pytest.mark.parametrize("text", ["", "1", "0", "t", "f", "y", "n", "true ", "yes.", "perhaps"])
def test_nothing_else_is_a_truth_value(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is neither true nor false; write true or false$"):
        truth_value(text)

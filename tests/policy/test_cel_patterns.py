import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalaudit.policy.cel_patterns import what_is_wrong


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", ""),
        ("front ?desk", ""),
        ("<practice name>", ""),
        ("admin(istrator)?", ""),
        ("b.ro|b\N{LATIN SMALL LETTER U WITH DIAERESIS}ro", ""),
        ("(", "is not a valid pattern: missing )"),
        ("a)(b", "is not a valid pattern: unexpected )"),
        ("?", "is not a valid pattern: no argument for repetition operator"),
        ("(?=a)", "is not a valid pattern: invalid perl operator"),
        ("\ud800(", "holds a character that cannot be seen"),
        ("x" * 200, ""),
        ("x" * 201, "is longer than 200 characters"),
    ],
)
def test_a_pattern_is_one_that_expressions_can_match(pattern: str, expected: str) -> None:
    assert what_is_wrong(pattern) == expected


@given(st.text(alphabet=st.characters(), max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(what_is_wrong(text), str)

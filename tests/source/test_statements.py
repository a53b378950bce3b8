"""Texts that say nothing are no texts: blanks, YAML's words for nothing, placeholders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import ValidationError

from portalaudit.source.record_types import record, validator
from portalaudit.source.statements import Filled, Reason, Telling, is_missing

MISSING = ["", " ", "\t", "\u00a0", "\u200b", "\ufeff\u2060", "\u00ad", "null", "Null", "NULL", "~", " null "]
PLACEHOLDERS = [
    "-",
    "--",
    "—",
    ".",
    "…",
    "?",
    "???",
    "n/a",
    "N/A",
    "N/A.",
    "TBD",
    "tbd",
    "[TBD]",
    "T.B.D.",
    "none",
    "(none)",
    "None",
]
FILLERS = ["unknown", "Todo", "TO DO", "na", "Not applicable.", "to be determined"]
WORDS = ["Lulu", "nullify", "Nu", "A", "7", "名", "n/a since she moved to billing", "None of them uses it"]


@record
class Written:
    filled: Filled | None = None
    telling: Telling | None = None
    reason: Reason | None = None


def taken(text: str) -> set[str]:
    """The kinds of text that take it."""
    found = set()
    for name in ("filled", "telling", "reason"):
        try:
            made = validator(Written).validate_python({name: text})
        except ValidationError as error:
            messages = [each["msg"] for each in error.errors()]
        else:
            messages = []
            found.update({name} if getattr(made, name) == text else ())
        said = [] if name in found else ["Value error, says nothing; say it in words or leave it out"]
        assert messages == said
    return found


@pytest.mark.parametrize("text", MISSING)
def test_what_is_missing_is_taken_nowhere(text: str) -> None:
    assert (taken(text), is_missing(text)) == (set(), True)


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_a_placeholder_is_taken_only_as_somebody_else_wrote_it(text: str) -> None:
    assert (taken(text), is_missing(text)) == ({"filled"}, False)


@pytest.mark.parametrize("text", FILLERS)
def test_a_filler_is_no_reason(text: str) -> None:
    assert taken(text) == {"filled", "telling"}


@pytest.mark.parametrize("text", WORDS)
def test_words_are_taken_everywhere(text: str) -> None:
    assert taken(text) == {"filled", "telling", "reason"}


@given(st.text(max_size=6))
def test_a_stricter_kind_takes_nothing_that_a_laxer_one_refuses(text: str) -> None:
    found = taken(text)
    assert found in (set(), {"filled"}, {"filled", "telling"}, {"filled", "telling", "reason"})
    assert ("filled" in found) is not is_missing(text)

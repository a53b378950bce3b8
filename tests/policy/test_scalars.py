import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from portalaudit.model import Place
from portalaudit.policy.scalars import place_in
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load


def document(text: str) -> Document:
    made, problems = load(Text("rule.yaml", text.encode()))
    assert made is not None, problems
    return made


def seen(text: str, word: str, *, key: str = "when") -> tuple[int, int, str]:
    """Line, column and the text at the place that is found for a word of the value."""
    doc = document(text)
    value = doc.data[key]
    assert isinstance(value, str)
    place = place_in(doc, (key,), value.index(word), len(word))
    assert place.end_column == place.column + len(word)
    return place.line, place.column, doc.line(place.line)[place.column - 1 :][: len(word)]


WRITTEN = [
    ("when: account.live && WORD", 1, 23),
    ("when:    account.live   &&   WORD  # comment", 1, 30),
    ("when: account.live\n  && x\n\n  && WORD", 4, 6),
    ("when: 'account.login == \"x\" && WORD'", 1, 32),
    ("when: 'account.login == ''x'' && WORD'", 1, 34),
    ("when: 'a\n   b\n   ''WORD'''", 3, 6),
    ('when: "account.login == \\"x\\" && WORD"', 1, 34),
    ('when: "\\x41\\u00e9\\U0001F600\\n\\\\ WORD"', 1, 33),
    ('when: "account.\\\n   live && WORD"', 2, 12),
    ('when: "a\n   b WORD"', 2, 6),
    ("when: |\n  account.live\n    && WORD\n", 3, 8),
    ("when: |-  # comment\n\n  account.live\n  && WORD", 4, 6),
    ("when: |2\n    account.live\n  && WORD", 3, 6),
    ("when: >\n  account.live\n  && x\n\n  && WORD\n", 5, 6),
    ("when: >-\n  account.live\n     && x\n  && WORD", 4, 6),
    ("title: x\nwhen: é😀 WORD", 2, 10),
    ("when:\r\n  account.live\r\n  && WORD\r\n", 3, 6),
    ("{when: a WORD, title: x}", 1, 10),
    ("{when: WORD}", 1, 8),
]


@pytest.mark.parametrize(("text", "line", "column"), WRITTEN, ids=[repr(text) for text, _, _ in WRITTEN])
def test_a_word_is_found_however_the_text_is_written(text: str, line: int, column: int) -> None:
    assert seen(text, "WORD") == (line, column, "WORD")


def test_the_end_of_a_text_is_the_place_after_its_last_word() -> None:
    doc = document("when: |\n  account.live &&\n\ntitle: x\n")
    assert place_in(doc, ("when",), len("account.live &&\n")) == Place("rule.yaml", 2, 18)
    assert place_in(document("when: a &&"), ("when",), 4) == Place("rule.yaml", 1, 11)
    assert place_in(document("when: ''"), ("when",), 0).line == 1


def test_a_route_that_holds_no_text_gives_its_own_place() -> None:
    doc = document("escalate:\n  - when: x\n")
    assert place_in(doc, ("escalate", 0), 3) == doc.place(("escalate", 0))
    assert place_in(doc, ("require",), 3) == doc.place(("require",))


LETTERS = "ab ='\"\\#:&|(){}[]é😀\n\t-"


@settings(deadline=None)
@given(
    st.text(LETTERS, min_size=1, max_size=40),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([20, 1000]),
    st.booleans(),
)
def test_every_character_is_found_in_every_style(value: str, style: str | None, width: int, plain_ascii: bool) -> None:
    scalar = yaml.dump(value, default_style=style, width=width, allow_unicode=not plain_ascii).removesuffix("...\n")
    doc = document(f"when: {scalar}")
    assert doc.data["when"] == value
    for offset, character in enumerate(value):
        if not character.isspace():
            place = place_in(doc, ("when",), offset)
            rest = doc.line(place.line)[place.column - 1 :]
            assert unescaped(rest, quote=scalar[0]) == character


def unescaped(rest: str, quote: str) -> str:
    """The first character of a line's rest, with an escape of double quotes undone."""
    escape = re.match(r"\\(?:x..|u....|U........|.)", rest)
    return escape[0].encode().decode("unicode_escape") if escape and quote == '"' else rest[0]


def test_where_file_and_data_do_not_agree_the_text_s_own_place_serves() -> None:
    doc = document("when: abc\n")
    doc.data["when"] = "xyz and much more"
    assert place_in(doc, ("when",), 4) == doc.place(("when",))
    doc.data["when"] = "abc and much more"
    assert place_in(doc, ("when",), 8) == doc.place(("when",))

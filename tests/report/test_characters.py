import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from portalaudit.report.characters import encodable, prose, visible, xml_attribute, xml_text

ANY_TEXT = st.text(alphabet=st.characters())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Zoë 写真 \N{ADHESIVE BANDAGE}", "Zoë 写真 \N{ADHESIVE BANDAGE}"),
        ("\N{ESCAPE}[2J", r"\x1b[2J"),
        ("a\nb\tc", r"a\x0ab\x09c"),
        ("\x9b31m", r"\x9b31m"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}exe", r"\u202eexe"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("\N{REPLACEMENT CHARACTER}", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_characters_that_steer_a_terminal_are_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_prose_is_one_line() -> None:
    assert prose("  one\n  two\t three\N{NULL} ") == r"one two three\x00"


@given(ANY_TEXT)
def test_visible_text_is_harmless_and_can_be_written(text: str) -> None:
    shown = visible(text)

    assert re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown) is None
    assert shown.encode().decode() == shown


@given(ANY_TEXT)
def test_any_text_can_be_encoded(text: str) -> None:
    assert encodable(text).encode().decode() == re.sub("[\ud800-\udfff]", "\ufffd", text)


@given(ANY_TEXT)
def test_any_text_goes_through_an_xml_attribute_and_back(text: str) -> None:
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)

    assert etree.fromstring(f'<a b="{xml_attribute(text)}"/>').get("b") == kept


@given(ANY_TEXT)
def test_any_text_goes_through_an_xml_element_and_back(text: str) -> None:
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)

    assert (etree.fromstring(f"<a>{xml_text(text)}</a>").text or "") == kept

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from portalaudit.report.characters import (
    encodable,
    harmless,
    prose,
    uncommanding,
    visible,
    xml_attribute,
    xml_text,
)

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


def in_xml(text: str) -> str:
    """What XML cannot hold is replaced, and what turns the reading direction and the like is written out."""
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
    return "".join(one if one in "\n\t\r\ufffd" else visible(one) for one in kept)


@given(ANY_TEXT)
def test_any_text_goes_through_an_xml_attribute_and_back(text: str) -> None:
    assert etree.fromstring(f'<a b="{xml_attribute(text)}"/>').get("b") == in_xml(text)


@given(ANY_TEXT)
def test_any_text_goes_through_an_xml_element_and_back(text: str) -> None:
    assert (etree.fromstring(f"<a>{xml_text(text)}</a>").text or "") == in_xml(text)


COMMANDS = [
    ("::error file=app.py,line=1::x", r"\x3a:error file=app.py,line=1::x"),
    ("  ::set-env name=PATH::x", r"  \x3a:set-env name=PATH::x"),
    ("\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}::debug::x", "\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}\\x3a:debug::x"),
    ("one\n::add-mask::x\r::notice::y\n", "one\n\\x3a:add-mask::x\r\\x3a:notice::y\n"),
    (" ::: staff.yaml:4:60 is a second place", " ::: staff.yaml:4:60 is a second place"),
    ("a ::error::x", "a ::error::x"),
    ("a: b\n: c\n", "a: b\n: c\n"),
    (" --> a.yaml:1:2", " --> a.yaml:1:2"),
]


@pytest.mark.parametrize(("text", "shown"), COMMANDS)
def test_no_line_begins_with_a_command_of_a_build_server(text: str, shown: str) -> None:
    assert "".join(harmless([text])) == shown


@pytest.mark.parametrize("text", [text for text, _ in COMMANDS])
def test_however_the_text_comes_in_pieces(text: str) -> None:
    for pieces in ([*text], *([text[:middle], text[middle:]] for middle in range(len(text)))):
        shown = "".join(harmless(pieces))
        assert shown.replace(r"\x3a", ":") == text
        assert re.search(r"(^|[\n\r])\s*::[^:\s]", shown) is None


@pytest.mark.parametrize("command", ["##[error]", "##vso[task.setvariable variable=x]y", "##teamcity[x]", "###[group]"])
def test_no_text_has_a_command_that_counts_within_a_line(command: str) -> None:
    for made in (visible, prose, uncommanding, xml_attribute, xml_text, encodable):
        assert re.search(r"##[a-z]*\[", made(f"see {command}")) is None
    assert json.loads(encodable(json.dumps(command))) == command
    assert etree.fromstring(f"<a b='{xml_attribute(command)}'>{xml_text(command)}</a>").text == command


@pytest.mark.parametrize("text", ["## A heading", "# [link]", "#1 [x]", "a##b"])
def test_what_is_no_command_stays(text: str) -> None:
    assert visible(text) == uncommanding(text) == xml_text(text) == encodable(text) == text

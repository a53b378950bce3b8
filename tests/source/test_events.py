import pytest
import yaml

from portalaudit.source import events

# Where PyYAML's own parser answers otherwise than libyaml when it is left alone.
TEXTS = [
    "a:\tb\n",
    "a: b\t# note\n",
    "a: b\tc\n",
    "a: b\n \tc\n",
    "a: b\n  \tc\n",
    "a:\n\tb: c\n",
    "[a,\tb]\n",
    "a: [x?y, https://portal.example.org/?a=b]\n",
    "a: {b?: c}\n",
    "a: {b:}\n",
    "a: [b:, c]\n",
    "a: [b :]\n",
    "a: |\n \tb\n",
    "a: |2\n \tb\n",
    "a: |\n\n \t\n",
    "a: b\n  c\n\n  d\n---\n",
    "a: b\n---\nc\n...\n",
    'a: "\\U00110000"\n',
    "a:",
    "? a",
    "- ",
    "# note",
    "a: b\r\nc:\r  - d\r\n",
]


def told(source):
    """Every event with its place and its text; at last whether the text was refused."""
    found = []
    try:
        while (event := source.get_event()) is not None:
            start, end = event.start_mark, event.end_mark
            marks = [(mark.index, mark.line, mark.column) for mark in (start, end)]
            # Where a collection or a document ends is told by nobody and differs between the two.
            kind = type(event).__name__
            found.append((kind, getattr(event, "value", None), [] if kind.endswith("EndEvent") else marks))
    except yaml.YAMLError:
        found.append("refused")
    return found


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML has no libyaml here")
@pytest.mark.parametrize("content", TEXTS)
def test_both_parsers_tell_the_same(content):
    assert told(events.PureParser(content)) == told(yaml.cyaml.CParser(content))


def test_without_libyaml_the_other_parser_is_used(monkeypatch):
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert isinstance(events.parser("a: b"), events.PureParser)


def test_a_collection_is_passed_over_whole():
    source = events.parser("a: [b, [c, {d: e}], f]\ng: h\n")
    for _ in range(5):
        source.get_event()
    events.skip(source.get_event)
    assert source.get_event().value == "g"

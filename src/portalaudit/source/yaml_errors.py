"""What a YAML parser says, in the words of someone who keeps lists and not programs."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from yaml.error import MarkedYAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent, SequenceStartEvent

from portalaudit.model import Place, Problem, ProblemCode, Related
from portalaudit.source import events
from portalaudit.source.patterns import late


class Reason(NamedTuple):
    """What is wrong and what to do about it."""

    message: str
    hint: str


_TAB = Reason("a tab stands where only spaces can", "use spaces instead of tabs at the start of lines")
_INDENT = Reason(
    "this does not fit the lines above",
    "line up the keys of a mapping, and the items of a list, in one column; put quotes around unusual text",
)
_QUOTE = Reason("a quotation mark is opened here and never closed", "close it, or use the other kind around it")
_ESCAPE = Reason(
    "a backslash in double quotes begins no known escape", "use single quotes where it is a plain backslash"
)
_DIRECTIVE = Reason("a line that begins with % is not a valid directive", "leave it out, or put quotes around the text")
_TAG = Reason("a tag that begins with ! is not complete", "put quotes around text that begins with !")
_OTHER = Reason("the text cannot be read from here on", "check the lines above, or put quotes around unusual text")
_LONG_KEY = Reason("a key is longer than 1,024 characters", "shorten it; long text is a value and goes behind a colon")
_LIST = Reason("a '[' is opened here and never closed", "close the list with ']'")
_MAPPING = Reason("a '{' is opened here and never closed", "close the mapping with '}'")
_COLON = Reason(
    "a ':' is missing after a key", "write `key: value` with a space after the colon; close brackets and quotes above"
)
_NO_SPACE = Reason("a space is missing after the ':'", "put a space after the colon, as in `key: value`")
_COMMA_IN_LIST = Reason("a comma or ']' is missing in a list", "put a comma between items and close the list")
_COMMA_IN_MAPPING = Reason("a comma or '}' is missing in a mapping", "put a comma between entries and close it")
_FENCE = Reason("a line of ``` belongs to Markdown, not to YAML", "remove the lines that begin with ```")
_ENDS_TOO_SOON = "the text in quotes ends here, and more stands behind it"
_TOO_SOON = {
    "'": Reason(_ENDS_TOO_SOON, "write '' for an apostrophe in such a text, or put double quotes around all of it"),
    '"': Reason(_ENDS_TOO_SOON, 'write \\" for a quotation mark in such a text, or put single quotes around all of it'),
}
_BEHIND_A_TEXT = (_INDENT, _COMMA_IN_LIST, _COMMA_IN_MAPPING)
_LONGEST_KEY = 1024
_KEY_AFTER = late(r"[\s?-]*")
_FLOW_KEY_AFTER = late(r".*[\[{,]\s*")

# Pieces of libyaml's messages; the first that occurs decides.
_REASONS: tuple[tuple[str, Reason], ...] = (
    (
        "mapping values are not allowed",
        Reason("a ':' is not expected here", "put quotes around text that holds ': ', or check the indentation"),
    ),
    (
        "sequence entries are not allowed",
        Reason("a list item '-' is not expected here", "begin the list on the line below its key"),
    ),
    ("mapping keys are not allowed", Reason("a '?' is not expected here", "put quotes around text that begins with ?")),
    ("tab character", _TAB),
    ("cannot start any token", Reason("a value cannot begin with this character", "put quotes around the value")),
    ("could not find expected ':'", _COLON),
    ("unexpected end of stream", _QUOTE),
    ("escape", _ESCAPE),
    ("decimal number", _ESCAPE),
    ("expected ',' or ']'", _COMMA_IN_LIST),
    ("expected ',' or '}'", _COMMA_IN_MAPPING),
    ("node content", Reason("a value is expected here", "write a value, or put quotes around it")),
    ("document start", _INDENT),
    ("document indicator", Reason("'---' or '...' stands inside quoted text", "close the quotes, or indent the line")),
    ("expected key", _INDENT),
    ("'-' indicator", _INDENT),
    ("comment or line break", Reason("text after | or > is not expected here", "begin the text on the line below")),
    ("indentation indicator", Reason("text after | or > is not expected here", "begin the text on the line below")),
    ("alphabetic or numeric", Reason("a value cannot begin with a bare & or *", "put quotes around the value")),
    ("found unexpected ':'", Reason("a ':' is not expected here", "put quotes around text that holds a colon")),
    ("YAML document", _DIRECTIVE),
    ("version", _DIRECTIVE),
    ("directive", _DIRECTIVE),
    ("tag", _TAG),
    ("URI", _TAG),
    ("expected '!'", _TAG),
)


def problem(path: str, text: str, error: MarkedYAMLError) -> Problem:
    """A parser's error as a problem: at the quotation mark or bracket that is never closed, else where it shows."""
    reason, place, related = _told(path, text, error)
    return Problem(ProblemCode.SYNTAX, f"this is not valid YAML: {reason.message}", place, reason.hint, related)


def _told(path: str, text: str, error: MarkedYAMLError) -> tuple[Reason, Place, tuple[Related, ...]]:
    lines, (line, column) = text.splitlines(), events.mark_of(error)
    start = _start_of_long_key(lines, line, column, is_flow=_is_flow(error))
    if start is not None:
        return _LONG_KEY, Place(path, line + 1, start + 1), ()
    reason = _reason(text, error)
    begun = _begun(lines, error, reason)
    if begun is not None:
        return begun[0], _on_a_line(path, lines, *begun[1]), ()
    opening = _opening(text) if _is_flow(error) else None
    if opening is None:
        return reason, _on_a_line(path, lines, line, column), ()
    where, is_list = opening
    if line >= len(lines):
        return _LIST if is_list else _MAPPING, _on_a_line(path, lines, *where), ()
    opened = Place(path, where[0] + 1, where[1] + 1, where[1] + 2)
    return reason, _on_a_line(path, lines, line, column), (Related(opened, "opened here"),)


def _begun(lines: Sequence[str], error: MarkedYAMLError, reason: Reason) -> tuple[Reason, tuple[int, int]] | None:
    """Where the fault lies, and what it is, where a parser stops only behind it; None where it stops at it."""
    context, (line, column) = error.context_mark, events.mark_of(error)
    if context is not None and reason in (_QUOTE, _COLON):
        key = lines[context.line][context.column :] if context.line < len(lines) else ""
        return _NO_SPACE if reason is _COLON and ":" in key else reason, (context.line, context.column)
    before = lines[line][:column] if line < len(lines) else ""
    # A quotation mark in the middle of a word ended the text, as in 'Kim O'Lee'.
    if reason in _BEHIND_A_TEXT and before[-1:] in _TOO_SOON and lines[line][column : column + 1].isalnum():
        return _TOO_SOON[before[-1]], (line, column - 1)
    return None


def _is_flow(error: MarkedYAMLError) -> bool:
    """Whether an error stands between brackets."""
    return "flow" in (error.context or "")


def _opening(text: str) -> tuple[tuple[int, int], bool] | None:
    """Line and column of the innermost bracket that is open where the parser stops, and whether it opens a list.

    The error itself does not tell it where a value between brackets is wrong.
    """
    opened: list[Any] = []
    source = events.parser(text)
    try:
        while (event := source.get_event()) is not None:
            if isinstance(event, CollectionStartEvent):
                opened.append(event)
            elif isinstance(event, CollectionEndEvent):
                opened.pop()
    except MarkedYAMLError:
        pass
    inner = next((event for event in reversed(opened) if event.flow_style), None)
    return inner and ((inner.start_mark.line, inner.start_mark.column), isinstance(inner, SequenceStartEvent))


def _start_of_long_key(lines: Sequence[str], line: int, column: int, *, is_flow: bool) -> int | None:
    """The column of a key that is longer than YAML allows, where the colon behind one is what a parser stops at."""
    before = lines[line][:column] if line < len(lines) else ""
    if column < _LONGEST_KEY or lines[line][column : column + 1] != ":":
        return None
    indent = (_FLOW_KEY_AFTER if is_flow else _KEY_AFTER).match(before)
    start = indent.end() if indent else 0
    return start if column - start > _LONGEST_KEY and ": " not in before[start:] else None


def _reason(text: str, error: MarkedYAMLError) -> Reason:
    said = error.problem or ""
    reason = next((reason for piece, reason in _REASONS if piece in said), _OTHER)
    if "cannot start any token" in said and error.problem_mark is not None:
        index = error.problem_mark.index
        rest = text[index : index + 3]
        return _TAB if rest[:1] == "\t" else _FENCE if rest == "```" else reason
    return reason


def _on_a_line(path: str, lines: Sequence[str], line: int, column: int) -> Place:
    """A place in the text; an error at its end belongs behind the last line."""
    if line < len(lines):
        return Place(path, line + 1, column + 1)
    return Place(path, max(len(lines), 1), len(lines[-1]) + 1 if lines else 1)

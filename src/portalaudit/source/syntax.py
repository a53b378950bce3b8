"""What a YAML parser says, in the words of somebody who keeps lists and not programs."""

from typing import NamedTuple

from yaml.error import MarkedYAMLError

from portalaudit.model import Place, Problem, ProblemCode, Related
from portalaudit.source import events


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
_DIRECTIVE = Reason("a line that begins with % is no valid directive", "leave it out, or put quotes around the text")
_TAG = Reason("a tag that begins with ! is not complete", "put quotes around text that begins with !")
_OTHER = Reason("the text cannot be read from here on", "check the lines above, or put quotes around unusual text")

# Pieces of the messages of both parsers, libyaml's and PyYAML's own; the first that occurs decides.
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
    (
        "could not find expected ':'",
        Reason(
            "a key lacks its ':'", "write `key: value` with a space after the colon; close brackets and quotes above"
        ),
    ),
    ("unexpected end of stream", _QUOTE),
    ("escape", _ESCAPE),
    ("hexdecimal", _ESCAPE),
    ("hexadecimal", _ESCAPE),
    (
        "expected ',' or ']'",
        Reason("a list in [ ] lacks a comma or its ']'", "put a comma between items and close the list"),
    ),
    (
        "expected ',' or '}'",
        Reason("a mapping in { } lacks a comma or its '}'", "put a comma between entries and close it"),
    ),
    ("node content", Reason("a value is expected here", "write a value, or put quotes around it")),
    ("document start", _INDENT),
    ("document separator", Reason("'---' or '...' stands inside quoted text", "close the quotes, or indent the line")),
    ("document indicator", Reason("'---' or '...' stands inside quoted text", "close the quotes, or indent the line")),
    ("expected <block end>", _INDENT),
    ("expected key", _INDENT),
    ("'-' indicator", _INDENT),
    ("chomping or indentation", Reason("text after | or > is not expected here", "begin the text on the line below")),
    ("comment or line break", Reason("text after | or > is not expected here", "begin the text on the line below")),
    ("comment or a line break", Reason("text after | or > is not expected here", "begin the text on the line below")),
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
    """A parser's error as a problem: at the opening quotation mark where it is never closed, else where it shows."""
    reason = _reason(text, error)
    line, column = events.mark_of(error)
    related: tuple[Related, ...] = ()
    context = error.context_mark
    if reason is _QUOTE and context is not None:
        line, column = context.line, context.column
    elif context is not None and "flow" in (error.context or ""):
        related = (Related(Place(path, context.line + 1, context.column + 1, context.column + 2), "opened here"),)
    place = _on_a_line(path, text, line, column)
    return Problem(ProblemCode.SYNTAX, f"this is not valid YAML: {reason.message}", place, reason.hint, related)


def _reason(text: str, error: MarkedYAMLError) -> Reason:
    said = error.problem or ""
    reason = next((reason for piece, reason in _REASONS if piece in said), _OTHER)
    if "cannot start any token" in said and error.problem_mark is not None:
        index = error.problem_mark.index
        return _TAB if text[index : index + 1] == "\t" else reason
    return reason


def _on_a_line(path: str, text: str, line: int, column: int) -> Place:
    """A place in the text; an error at its end belongs behind the last line."""
    lines = text.splitlines()
    if line < len(lines):
        return Place(path, line + 1, column + 1)
    return Place(path, max(len(lines), 1), len(lines[-1]) + 1 if lines else 1)

"""YAML events of a text: from libyaml where PyYAML has it, else from PyYAML's own parser with the same answers."""

from collections.abc import Callable
from typing import Any, Protocol

import yaml
from yaml.error import Mark, MarkedYAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken

if yaml.__with_libyaml__:
    from yaml import cyaml


MAX_DEPTH = 32
"""Mappings and lists inside each other; an inventory needs 6."""


_MOST_SKIPPED = 900
"""Levels that are passed over at most: some parsers take a time that grows with their square, others end at 1,000."""


class HopelesslyDeepError(Exception):
    """A text is nested so deeply that reading on would take minutes, or that no parser reads on."""


class EventSource(Protocol):
    """Gives one YAML event after the other; raises `yaml.YAMLError` where the text is no YAML."""

    def get_event(self) -> Any:
        """The next event; None after the last one."""


def parser(text: str) -> EventSource:
    """The fastest event source there is for a text without a byte order mark."""
    if yaml.__with_libyaml__:
        made: EventSource = cyaml.CParser(text)  # type: ignore[attr-defined]
        return made
    return PureParser(text)


class PureParser(Reader, Scanner, Parser):
    """PyYAML's Python parser, about forty times slower than libyaml, with libyaml's answers where the two differ."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Any:
        """The next event; None after the last one."""
        try:
            return super().get_event()  # type: ignore[no-untyped-call]
        except (ValueError, OverflowError):
            # An escape such as "\UFFFFFFFF" ends in chr(), which libyaml checks first.
            raise ScannerError(problem="found invalid escape", problem_mark=self.get_mark()) from None

    def scan_to_next_token(self) -> None:
        """Skip spaces, comments and line ends, and tabs wherever they cannot be mistaken for indentation."""
        while True:
            while self.peek() == " " or (self.peek() == "\t" and (self.flow_level or not self.allow_simple_key)):
                self.forward()
            if self.peek() == "#":
                while self.peek() not in "\0\r\n":
                    self.forward()
            if not self.scan_line_break():  # type: ignore[no-untyped-call]
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_plain(self) -> ScalarToken:
        """Plain text; between brackets it may hold a question mark, as addresses do, but no colon before a bracket."""
        chunks: list[str] = []
        spaces: list[str] | None = []
        start = end = self.get_mark()
        indent = self.indent + 1
        while self.peek() != "#" and (length := self._plain_length(start)):
            self.allow_simple_key = False
            chunks += [*(spaces or ()), self.prefix(length)]
            self.forward(length)
            end = self.get_mark()
            spaces = self.scan_plain_spaces(indent, start)
            if not spaces or (not self.flow_level and self.column < indent):
                break
        return ScalarToken("".join(chunks), True, start, end)  # noqa: FBT003 - PyYAML's own signature

    def _plain_length(self, start: Mark) -> int:
        length = 0
        while (char := self.peek(length)) not in "\0 \t\r\n":
            if char == ":" and self.peek(length + 1) in "\0 \t\r\n":
                break
            if self.flow_level and char in ",[]{}":
                break
            if self.flow_level and char == ":" and self.peek(length + 1) in ",?[]{}":
                self.forward(length)
                raise ScannerError("while scanning a plain scalar", start, "found unexpected ':'", self.get_mark())
            length += 1
        return length

    def scan_plain_spaces(self, indent: int, start_mark: Mark) -> list[str] | None:
        """The white space inside plain text, folded; nothing where the text ends here."""
        blanks, breaks, first = "", [], ""
        while (char := self.peek()) in " \t\r\n":
            if char in " \t":
                if first and char == "\t" and self.column < indent:
                    problem = "found a tab character that violates indentation"
                    raise ScannerError("while scanning a plain scalar", start_mark, problem, self.get_mark())
                blanks += char
                self.forward()
                continue
            if first:
                breaks.append(self.scan_line_break())  # type: ignore[no-untyped-call]
            else:
                first = self.scan_line_break()  # type: ignore[no-untyped-call]
                self.allow_simple_key = True
            if self.prefix(3) in ("---", "...") and self.peek(3) in "\0 \t\r\n":
                return None
        if not first:
            return [blanks] if blanks else []
        return breaks or [" "]

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, Mark]:
        """The indentation of a text block, from its first line with text."""
        found: tuple[list[str], int, Mark] = super().scan_block_scalar_indentation()
        self._refuse_tab()
        return found

    def scan_block_scalar_breaks(self, indent: int) -> tuple[list[str], Mark]:
        """The empty lines inside a text block."""
        found: tuple[list[str], Mark] = super().scan_block_scalar_breaks(indent)
        if self.column < indent:
            self._refuse_tab()
        return found

    def _refuse_tab(self) -> None:
        if self.peek() == "\t":
            problem = "found a tab character where an indentation space is expected"
            raise ScannerError("while scanning a block scalar", None, problem, self.get_mark())

    def fetch_stream_end(self) -> None:
        """End the text on a line of its own."""
        if self.column:
            self.line, self.column = self.line + 1, 0
        super().fetch_stream_end()


def mark_of(error: MarkedYAMLError) -> tuple[int, int]:
    """Line and column, counted from 0, where the parser stopped."""
    mark = error.problem_mark or error.context_mark
    return (mark.line, mark.column) if mark is not None else (0, 0)


def deepest(text: str, error: MarkedYAMLError) -> str | None:
    """A text up to where the parser stopped, if that was its limit of depth; None where something else is wrong.

    Such a parser has read ahead, up to a thousand brackets, before it gives the first of their events.
    """
    mark = error.problem_mark
    read = text[: mark.index] if mark is not None else ""
    return read if _depth(read) > _MOST_SKIPPED else None


def _depth(text: str) -> int:
    """How many collections are open where the parser stops."""
    depth, source = 0, parser(text)
    try:
        while (event := source.get_event()) is not None:
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
    except MarkedYAMLError:
        pass
    return depth


def is_merge(key: Any) -> bool:
    """Whether a key event is the merge key `<<`; in quotes it is ordinary text."""
    return bool(key.value == "<<" and key.implicit[0])


def skip(next_event: Callable[[], Any]) -> None:
    """Pass over the rest of a collection whose start was just read. Raises `HopelesslyDeepError`."""
    open_collections = 1
    while open_collections:
        event = next_event()
        if isinstance(event, CollectionStartEvent):
            open_collections += 1
            if open_collections > _MOST_SKIPPED:
                raise HopelesslyDeepError
        elif isinstance(event, CollectionEndEvent):
            open_collections -= 1

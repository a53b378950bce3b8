"""From a character of a text to the place in the file where it is written.

YAML changes a text on the way in: quotes and escapes go, lines are folded, indentation is cut. The characters that are
left stand in the same order in the file, so a walk along both finds every one of them, in all five styles of a scalar.
"""

from portalaudit.model import Place
from portalaudit.source.document import Document, Route
from portalaudit.source.patterns import late

_ESCAPE = late(r"(?s)\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_BLANK = " \t\n"
_BLANK_ESCAPES = frozenset({"\\ ", "\\t", "\\n", "\\\t"})


def place_in(document: Document, route: Route, offset: int, length: int = 0) -> Place:
    """Where the character at an offset of the text at a route is written; the text's own place where that is unclear.

    `length` characters on the same line give the end column.
    """
    start = document.place(route)
    text = _text(document, route)
    if text is None:
        return start
    found = _Walk(document, start).to(text, offset)
    if found is None:
        return start
    line, column = found
    return Place(document.path, line, column, column + length if length else 0)


def _text(document: Document, route: Route) -> str | None:
    node: object = document.data
    for step in route:
        if isinstance(node, dict):
            node = node.get(step)
        elif isinstance(node, list) and isinstance(step, int):
            node = node[step]
    return node if isinstance(node, str) else None


class _Walk:
    """A walk through the lines of a file from the start of a scalar."""

    def __init__(self, document: Document, start: Place) -> None:
        self.document = document
        self.number = start.line
        self.line = document.line(start.line)
        self.column = start.column - 1
        self.quote = self.line[self.column : self.column + 1]
        if self.quote in ("|", ">") and self.quote:
            self._next_line()
        elif self.quote in ("'", '"') and self.quote:
            self.column += 1

    def to(self, text: str, offset: int) -> tuple[int, int] | None:
        """Line and column of the character, from 1; the end of the text is the place after its last word."""
        last = len(text.rstrip(_BLANK))
        place: tuple[int, int] | None = self.number, self.column + 1
        for index, character in enumerate(text[: min(offset + 1, last)]):
            place = self._blank(character) if character in _BLANK else self._visible(character)
            if place is None:
                return None
            if index == offset:
                return place
        return (place[0], place[1] + 1) if place and last else place

    def _visible(self, character: str) -> tuple[int, int] | None:
        """The next character that is no blank; None where it is another than the one looked for."""
        written = self._skip_blanks()
        place = self.number, self.column + 1
        self.column += len(written)
        return place if len(written) > 1 or written == character else None

    def _blank(self, character: str) -> tuple[int, int]:
        """A blank: where it stands, or where the line that was folded into it ends."""
        if self.line[self.column : self.column + 1] == character:
            self.column += 1
        return self.number, self.column

    def _skip_blanks(self) -> str:
        """Go to the next character that is no blank and give it as it is written; empty at the end of the file."""
        while True:
            blanks = len(self._rest()) - len(self._rest().lstrip())
            self.column += blanks
            written = self._written()
            if written and written not in _BLANK_ESCAPES:
                return written
            self.column += len(written)
            if not written and not self._next_line():
                return ""

    def _written(self) -> str:
        """The next character as it is written, with its escape."""
        rest = self._rest()
        if self.quote == "'" and rest.startswith("''"):
            return "''"
        if self.quote == '"' and rest.startswith("\\"):
            escape = _ESCAPE.match(rest)
            return escape[0] if escape else ""
        return rest[:1]

    def _rest(self) -> str:
        return self.line[self.column :]

    def _next_line(self) -> bool:
        self.number += 1
        self.line = self.document.line(self.number)
        self.column = 0
        return self.number <= self.document.text.count("\n") + 1

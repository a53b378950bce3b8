"""The lines of one item of a list, with mappings and lists in it to any sensible depth."""

from portalaudit.source.document import Node
from portalaudit.source.plain_values import Fields, UnusualError, Values, is_field, is_nothing, opened_key

_MOST_NESTED = 12

_AFTER_ALL = (-1, "")
"""Stands behind the last line, left of everything."""


def read(lines: list[str], values: Values, fields: Fields) -> Node:
    """The item that these lines hold, the first of which begins with its dash."""
    # Blank lines and comments mean nothing, wherever they stand.
    written = [
        (len(line) - len(text), text)
        for line in lines
        if (text := line.lstrip(" ")) and not (text[0] == "#" and is_nothing(text))
    ]
    block = _Block(written, values, fields)
    items = block.items(written[0][0], 0)
    # What is left stands in a column where nothing began: it goes on with the text above, or is a mistake.
    if len(items) != 1 or not block.is_read():
        raise UnusualError
    return items[0]


class _Block:
    """Lines, each with its column, and a place between them."""

    def __init__(self, lines: list[tuple[int, str]], values: Values, fields: Fields) -> None:
        self._lines = [*lines, _AFTER_ALL]
        self._at = 0
        self._values, self._known = values, fields

    def is_read(self) -> bool:
        """Whether nothing is left."""
        return self._lines[self._at] is _AFTER_ALL

    def items(self, column: int, depth: int) -> list[Node]:
        """A list whose dashes stand in a column."""
        found: list[Node] = []
        at, written = self._lines[self._at]
        while at == column and written.startswith("- "):
            rest = written[2:].lstrip(" ")
            if is_field(rest):
                inner = column + len(written) - len(rest)
                self._lines[self._at] = inner, rest
                found.append(self._fields(inner, depth + 1))
            else:
                self._at += 1
                found.append(self._values.read(rest))
            at, written = self._lines[self._at]
        return found

    def _fields(self, column: int, depth: int) -> Node:
        """A mapping whose keys stand in a column."""
        lines, known = self._lines, self._known
        found: dict[str, Node] = {}
        at, written = lines[self._at]
        while at == column and written[0] != "-":
            self._at += 1
            try:
                key, node = known[written]
            except UnusualError:
                key, node = self._values.keys[opened_key(written)], self._below(column, depth)
            if key in found:
                raise UnusualError
            found[key] = node
            at, written = lines[self._at]
        return found

    def _below(self, column: int, depth: int) -> Node:
        """What is written on the lines below a key."""
        at, written = self._lines[self._at]
        is_list = written.startswith("- ")
        if at < column + (not is_list) or depth >= _MOST_NESTED:
            raise UnusualError
        return self.items(at, depth + 1) if is_list else self._fields(at, depth + 1)

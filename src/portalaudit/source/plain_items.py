"""The lines of one item of a list, with mappings and lists in it to any sensible depth."""

import re

from portalaudit.source.document import Node
from portalaudit.source.plain_values import KEY, UnusualError, Values, is_nothing

_LINE = re.compile(rf"( *+)(-(?: ++|$))?(?:({KEY}):(?: ++|$))?(.*+)")
_MOST_NESTED = 12

Line = tuple[int, int, str | None, str]
"""Column, width of the dash and its blanks, key, and what is written behind."""


def parse(line: str) -> Line | None:
    """The parts of a line; None where there is nothing but blanks and a comment."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise UnusualError
    indent, dash, key, rest = match.groups()
    if rest[:1] in ("", "#") and is_nothing(rest):
        if dash is None and key is None:
            return None
        rest = ""
    return len(indent), len(dash or ""), key, rest


def read(lines: list[str], values: Values) -> Node:
    """The item that these lines hold, the first of which begins with its dash."""
    block = _Block([line for line in map(parse, lines) if line is not None], values)
    items = block.items(block.lines[0][0], 0)
    return items[0] if len(items) == 1 and block.is_read() else _unusual()


class _Block:
    def __init__(self, lines: list[Line], values: Values) -> None:
        self.lines = lines
        self._at = 0
        self._values = values

    def is_read(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self.lines)

    def items(self, column: int, depth: int) -> list[Node]:
        """A list whose dashes stand in a column."""
        found: list[Node] = []
        while not self.is_read():
            at, dash, key, rest = self.lines[self._at]
            if at != column or not dash:
                break
            if key is None:
                self._at += 1
                found.append(self._values.read(rest) if rest else _unusual())
            else:
                self.lines[self._at] = (column + dash, 0, key, rest)
                found.append(self._fields(column + dash, depth + 1))
        self._expect_end(column)
        return found

    def _fields(self, column: int, depth: int) -> Node:
        """A mapping whose keys stand in a column."""
        found: dict[str, Node] = {}
        while not self.is_read():
            at, dash, key, rest = self.lines[self._at]
            if at != column or dash:
                break
            if key is None or key in found:
                raise UnusualError
            self._at += 1
            found[self._values.keys[key]] = self._values.read(rest) if rest else self._below(column, depth)
        self._expect_end(column)
        return found

    def _expect_end(self, column: int) -> None:
        """Further to the right nothing can follow: it would go on with the text above."""
        if not self.is_read() and self.lines[self._at][0] > column:
            raise UnusualError

    def _below(self, column: int, depth: int) -> Node:
        """What is written on the lines below a key."""
        if self.is_read() or depth >= _MOST_NESTED:
            raise UnusualError
        at, dash, _, _ = self.lines[self._at]
        if at < column + (not dash):
            raise UnusualError
        return self.items(at, depth + 1) if dash else self._fields(at, depth + 1)


def _unusual() -> Node:
    raise UnusualError

"""Where things stand in a TOML file: the parser of the standard library gives values and no places.

The text is one that the parser took, so that what is left to do is to tell its words apart and to count.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

from portalaudit.model.values import dataclass, field

Route: TypeAlias = tuple[str | int, ...]
"""The keys that lead to a value; a number is a position in a list."""

_WORD = re.compile(
    r'(?P<text>"""(?:\\.|[^\\])*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:\'{0,2})|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<blank>[ \t\r]+|#[^\n]*)"
    r"|(?P<sign>[\[\]{}=,.\n])"
    r"|(?P<bare>[^\s\[\]{}=,.\"'#]+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A line and a column, from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text, where it begins, and whether it is in quotes."""

    text: str
    at: int
    is_quoted: bool = False


@dataclass(slots=True)
class Places:
    """Where each key stands for the first time, and each value: of a table, its key."""

    keys: dict[Route, Spot] = field(default_factory=dict)
    values: dict[Route, Spot] = field(default_factory=dict)

    def key(self, route: Route) -> Spot:
        """Where the last key of a route stands; of an item of a list, the item."""
        return self.keys.get(route) or self.value(route)

    def value(self, route: Route) -> Spot:
        """Where a value stands; what holds it where it is a table."""
        found = self.values.get(route) or self.keys.get(route)
        return found or (self.value(route[:-1]) if route else Spot(1, 1))


def places_of(text: str) -> Places:
    """The places of a whole file."""
    return _Reader(text).read()


class _Reader:
    """Goes once through the words of a file."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = [*_words(text)]
        self._next = 0
        self._lists: dict[Route, int] = {}
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._line = 0
        self._places = Places()

    def read(self) -> Places:
        table: Route = ()
        while (word := self._peek()) is not None:
            if word.text == "\n" and not word.is_quoted:
                self._next += 1
            elif self._is("["):
                table = self._header()
            else:
                self._statement(table)
        return self._places

    def _peek(self) -> _Word | None:
        return self._words[self._next] if self._next < len(self._words) else None

    def _is(self, sign: str) -> bool:
        word = self._peek()
        return word is not None and not word.is_quoted and word.text == sign

    def _take(self, sign: str) -> bool:
        """Whether the next word is this sign; then it is passed."""
        if not self._is(sign):
            return False
        self._next += 1
        return True

    def _header(self) -> Route:
        """`[check]`, `[policy.show]` or `[[practice]]`."""
        self._take("[")
        is_list = self._take("[")
        *before, (last, spot) = self._key()
        while self._take("]"):
            pass
        route: Route = ()
        for part, at in before:
            route = self._into((*route, part), at)
        route = (*route, last)
        self._places.keys.setdefault(route, spot)
        if not is_list:
            return route
        number = self._lists[route] = self._lists.get(route, -1) + 1
        self._places.keys.setdefault((*route, number), spot)
        return (*route, number)

    def _into(self, route: Route, spot: Spot) -> Route:
        """What a key leads into: of a list of tables, the last one so far."""
        self._places.keys.setdefault(route, spot)
        return (*route, self._lists[route]) if route in self._lists else route

    def _statement(self, table: Route) -> None:
        """`key = value`, in a table or between braces."""
        route = table
        for part, spot in self._key():
            route = (*route, part)
            self._places.keys.setdefault(route, spot)
        self._take("=")
        self._value(route)

    def _key(self) -> list[tuple[str, Spot]]:
        """The parts of a key, with their places."""
        parts = []
        while (word := self._peek()) is not None:
            self._next += 1
            parts.append((_unquoted(word), self._spot(word.at)))
            if not self._take("."):
                break
        return parts

    def _value(self, route: Route) -> None:
        word = self._peek()
        if word is None:
            return
        self._places.values[route] = self._spot(word.at)
        if self._take("["):
            self._items(route)
        elif self._take("{"):
            while not self._take("}") and self._peek() is not None:
                if not (self._take(",") or self._take("\n")):
                    self._statement(route)
        else:
            while self._peek() is not None and not any(map(self._is, (",", "]", "}", "\n"))):
                self._next += 1

    def _items(self, route: Route) -> None:
        number = 0
        while not self._take("]") and self._peek() is not None:
            if not (self._take(",") or self._take("\n")):
                self._value((*route, number))
                number += 1

    def _spot(self, at: int) -> Spot:
        """A place in the text; they are asked for from the beginning to the end."""
        while self._line + 1 < len(self._starts) and self._starts[self._line + 1] <= at:
            self._line += 1
        return Spot(self._line + 1, at - self._starts[self._line] + 1)


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        if found["blank"] is None:
            yield _Word(found[0], found.start(), found["text"] is not None)


def _unquoted(word: _Word) -> str:
    if not word.is_quoted:
        return word.text
    import tomllib  # noqa: PLC0415 -- few keys are in quotes

    name: str = tomllib.loads(f"key = {word.text}")["key"]
    return name

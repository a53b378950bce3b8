"""Places of every key and value in a stretch of YAML, for the few places that someone asks for."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from portalaudit.model.values import dataclass
from portalaudit.source import events
from portalaudit.source.patterns import late

_LINE_END = late(r"\r\n|\n|\r")
_OTHER_LINE_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What ends a line for Python and not for YAML."""
_BRACKETS = ("[", "{")
_TEXTS = (ScalarEvent, AliasEvent)
_NO_PARTS: "Mapping[str, Spot | Unread]" = MappingProxyType({})


@dataclass(slots=True)
class Spot:
    """Where a node is written, counted from 0. `end_column` is 0 where its end is on another line or not known."""

    line: int
    column: int
    end_column: int
    key: "Spot | None" = None
    parts: "Mapping[str, Spot | Unread] | list[Spot]" = _NO_PARTS


Unread: TypeAlias = tuple[Callable[[Any, Any], Spot], Any, Any]
"""A field whose value is a text: what makes its spot, and the events of both. Few fields of a record are asked for."""


def follow(spot: Spot, route: tuple[str | int, ...], *, key: bool) -> Spot:
    """The spot at the end of a route, or its key's; where the route ends early, the key of the last node on it.

    An item of a list has no key and stands for its own.
    """
    for part in route:
        below = _step(spot, part)
        if below is None:
            return spot.key or _first(spot)
        spot = below
    return spot.key or spot if key else spot


def _step(spot: Spot, part: str | int) -> Spot | None:
    if isinstance(spot.parts, list):
        return spot.parts[part] if isinstance(part, int) and 0 <= part < len(spot.parts) else None
    found = spot.parts.get(part) if isinstance(part, str) else None
    return None if found is None else _made(found)


def _made(field: "Spot | Unread") -> Spot:
    if isinstance(field, Spot):
        return field
    make, key, value = field
    return make(key, value)


def _first(spot: Spot) -> Spot:
    """The first key of a mapping that is an item of a list; any other node itself."""
    if not isinstance(spot.parts, list):
        for below in spot.parts.values():
            return _made(below).key or spot
    return spot


def line_starts(text: str) -> Iterator[int]:
    """The index where each line begins, and at last the length of the text."""
    if any(sign in text for sign in _OTHER_LINE_ENDS):
        ends: Iterable[int] = (match.end() for match in _LINE_END.finditer(text))
    else:
        ends = itertools.accumulate(map(len, text.splitlines(keepends=True)))
    yield from (0, *ends, len(text))


def read_whole(text: str) -> Spot:
    """The spots of a whole file that was loaded before."""
    reading = _Reading(text, 0)
    event = reading.next()
    while not isinstance(event, DocumentStartEvent | StreamEndEvent):
        event = reading.next()
    return Spot(0, 0, 0) if isinstance(event, StreamEndEvent) else reading.node(reading.next(), None, 0)


def read_part(opening: str, text: str, line: int, column: int) -> Spot | None:
    """The spots of the first item or field in `text`, which begins at `line` and `column` of its file.

    `opening` is what makes it an item or a field: `[`, `{`, a dash in its own column, or nothing for a field of a
    block mapping. None where the part does not read as it did in its file.

    Indentation means nothing between brackets, and a file may be one long line: only in a block are as many blanks put
    before the text as stood before it.
    """
    before, shift = ("", column) if opening in _BRACKETS else (" " * column, 0)
    try:
        spot = _first_of(_Reading(f"{opening}\n{before}{text}", line - 1, shift))
    except yaml.YAMLError:
        return None
    start = spot.key or spot if spot is not None else None
    return spot if start is not None and (start.line, start.column) == (line, column) else None


def _first_of(reading: "_Reading") -> Spot | None:
    reading.next()
    reading.next()
    start = reading.next()
    if isinstance(start, SequenceStartEvent):
        return reading.node(reading.next(), None, 1)
    if not isinstance(start, MappingStartEvent):
        return None
    key = reading.next()
    return reading.node(reading.next(), reading.spot(key), 1) if isinstance(key, ScalarEvent) else None


class _Reading:
    """One pass over a stretch of YAML, which makes the choices of the loader: the first of two equal keys stays.

    `lines` are added to each line, and `columns` to the columns of the second, where a stretch behind a bracket begins.
    """

    def __init__(self, text: str, lines: int, columns: int = 0) -> None:
        self.next: Callable[[], Any] = events.parser(text).get_event
        self._lines, self._columns = lines, columns

    def spot(self, event: Any, key: Spot | None = None) -> Spot:
        """The spot of one event; it has an end where it is text on one line."""
        start, end = event.start_mark, event.end_mark
        line, column, last = start.line, start.column, end.column
        known = last > column and end.line == line and type(event) in _TEXTS
        before = self._columns if line == 1 else 0
        return Spot(line + self._lines, column + before, last + before if known else 0, key)

    def node(self, event: Any, key: Spot | None, depth: int) -> Spot:
        """The spot of a node with everything in it, down to the depth that the loader reads."""
        made = self.spot(event, key)
        if type(event) is ScalarEvent or not isinstance(event, CollectionStartEvent):
            return made
        if depth > events.MAX_DEPTH:
            self.skip()
        elif isinstance(event, SequenceStartEvent):
            made.parts = list(self._items(depth + 1))
        else:
            made.parts = self._fields(depth + 1)
        return made

    def _items(self, depth: int) -> Iterator[Spot]:
        while type(event := self.next()) is not SequenceEndEvent:
            yield self.node(event, None, depth)

    def _field(self, key: Any, value: Any) -> Spot:
        return self.spot(value, self.spot(key))

    def _fields(self, depth: int) -> dict[str, Spot | Unread]:
        found: dict[str, Spot | Unread] = {}
        while type(event := self.next()) is not MappingEndEvent:
            is_text = type(event) is ScalarEvent
            if not is_text:
                self.node(event, None, depth)
            below = self.next()
            value: Spot | Unread = (self._field, event, below)
            if type(below) is not ScalarEvent:
                value = self.node(below, self.spot(event), depth)
            if is_text and not events.is_merge(event):
                found.setdefault(event.value, value)
        return found

    def skip(self) -> None:
        """Pass over the rest of the collection that was just begun."""
        events.skip(self.next)

"""A file that was read: its data, and where everything in it is written."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Protocol

from portalaudit.model import Place
from portalaudit.model.values import dataclass, field
from portalaudit.source import spots
from portalaudit.source.files import path_inside
from portalaudit.source.patterns import late
from portalaudit.source.spots import Spot

Node = str | list["Node"] | dict[str, "Node"]
Route = tuple[str | int, ...]
Mark = tuple[int, int, int, int]
"""Index in the text, line, column, and column after the end; counted from 0, no end where it is on another line."""


class Written(Protocol):
    """Data that knows where it is written: a document, or a part of one."""

    @property
    def path(self) -> str:
        """The file."""

    @property
    def data(self) -> Mapping[str, Node]:
        """The sections."""

    def place(self, route: Route, *, key: bool = False) -> Place:
        """Where the value at a route is written, or its key."""


_REMEMBERED = 8
_PROPERTIES = late(r"(?:[!&]\S*\s+)*")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a section is written: its key, its value, the items of a list (index, line and column of each).

    `inner` holds the keys of a section that is itself a mapping. Nothing deeper is kept.
    """

    key: Mark
    value: Mark
    items: "array[int]" = field(repr=False)
    inner: Mapping[str, "Span"]


@dataclass(frozen=True, slots=True)
class Document:
    """One file's data. Every scalar in it is text, and no key is there twice.

    `path` is what every output calls the file; it begins with `folder`, as that of its `files.Text`.
    `text` is what was read, with anything unprintable replaced. `spans` is the span of the whole file. Only the places
    of sections and of their items are kept; `place` reads any other again, from the few lines that hold it.
    """

    path: str
    text: str = field(repr=False)
    data: dict[str, Node] = field(repr=False)
    spans: Span = field(repr=False)
    folder: str = ""
    _read: dict[Route, Spot] = field(default_factory=dict, init=False, repr=False, compare=False)
    _keys: dict[Route, "array[int]"] = field(default_factory=dict, init=False, repr=False, compare=False)
    _starts: "array[int]" = field(default_factory=lambda: array("I"), init=False, repr=False, compare=False)

    @property
    def inside(self) -> str:
        """The path from the folder that was read."""
        return path_inside(self.path, self.folder)

    def place(self, route: Route, *, key: bool = False) -> Place:
        """Where the value at a route is written, or its key; where that is not written, the nearest written ancestor.

        For a key that a mapping lacks this is the mapping's own key, or its first key where the mapping is an item of
        a list. Never raises.
        """
        spot = self._item_start(route) if len(route) == 2 and not key else None
        spot = spot or self._spot(route, key=key)
        return Place(self.path, spot.line + 1, spot.column + 1, spot.end_column + 1 if spot.end_column else 0)

    def texts(self) -> Iterator[tuple[Route, str, bool]]:
        """Every key and every text, with its route, and whether it is a key."""
        stack: list[tuple[Route, Node]] = [((), self.data)]
        while stack:
            route, node = stack.pop()
            if isinstance(node, dict):
                yield from (((*route, key), key, True) for key in node)
                stack += (((*route, key), below) for key, below in node.items())
            elif isinstance(node, list):
                stack += (((*route, index), below) for index, below in enumerate(node))
            else:
                yield route, node, False

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end; empty where there is no such line."""
        if not self._starts:
            self._starts.extend(spots.line_starts(self.text))
        if not 1 <= number < len(self._starts):
            return ""
        return self.text[self._starts[number - 1] : self._starts[number]].rstrip("\r\n")

    def _item_start(self, route: Route) -> Spot | None:
        """The start of an item of a section that is no text: asked for every record, and known without reading."""
        section, index = route
        span = self.spans.inner.get(section) if isinstance(section, str) else None
        if span is None or not isinstance(index, int) or not 0 <= 3 * index < len(span.items):
            return None
        item = self.data[section][index]  # type: ignore[index]
        return None if isinstance(item, str) else Spot(span.items[3 * index + 1], span.items[3 * index + 2], 0)

    def _spot(self, route: Route, *, key: bool) -> Spot:
        section = self._section(route)
        span, data, depth = section.span, section.data, section.depth
        if depth == len(route):
            if key or isinstance(data, list | dict):
                return _at(span.key if key else span.value)
        elif isinstance(data, list):
            return self._item_spot(route, section, key=key)
        elif isinstance(data, str) or span.inner:
            return _at(span.key)
        return spots.follow(self._field(route[:depth], section), route[depth:], key=key)

    def _item_spot(self, route: Route, section: "_Section", *, key: bool) -> Spot:
        index, items, depth = route[section.depth], section.span.items, section.depth + 1
        if not isinstance(index, int) or not 0 <= 3 * index < len(items):
            return _at(section.span.key)
        if depth == len(route) and not isinstance(section.data[index], str):  # type: ignore[index]
            return Spot(items[3 * index + 1], items[3 * index + 2], 0)
        return spots.follow(self._item(route[:depth], section, index), route[depth:], key=key)

    def _section(self, route: Route) -> "_Section":
        """The innermost span on a route."""
        found = _Section(self.spans, self.data, 0, len(self.text), in_flow=False)
        for depth, part in enumerate(route[:2]):
            span, data = found.span, found.data
            if not isinstance(part, str) or not isinstance(data, dict) or part not in span.inner:
                break
            inner = span.inner[part]
            end = self._next_key(route[:depth], span, inner.key[0]) or found.end
            in_flow = self._opening(span.value[0]) == "{"
            found = _Section(inner, data[part], depth + 1, end, in_flow=in_flow)
        return found

    def _next_key(self, route: Route, span: Span, index: int) -> int | None:
        """The index of the key that follows one at `index`."""
        keys = self._keys.get(route)
        if keys is None:
            keys = self._keys[route] = array("I", sorted(inner.key[0] for inner in span.inner.values()))
        position = bisect_right(keys, index)
        return keys[position] if position < len(keys) else None

    def _field(self, route: Route, section: "_Section") -> Spot:
        """Every place in a section, read again from its key to the next section's."""
        index, line, column, _ = section.span.key
        opening = "{" if section.in_flow else ""
        return self._part(route, opening, slice(index, section.end), line, column)

    def _item(self, route: Route, section: "_Section", index: int) -> Spot:
        """Every place in an item of a list, read again from its first character to the next item's."""
        items, (first, _, indent, _) = section.span.items, section.span.value
        start, line, column = items[3 * index : 3 * index + 3]
        end = items[3 * index + 3] if 3 * index + 3 < len(items) else section.end
        opening = "[" if self._opening(first) == "[" else " " * indent + "-"
        return self._part(route, opening, slice(start, end), line, column)

    def _opening(self, index: int) -> str:
        """The first character of a value, after any tag and anchor: those are problems, and read all the same."""
        found = _PROPERTIES.match(self.text, index)
        at = found.end() if found else index
        return self.text[at : at + 1]

    def _part(self, route: Route, opening: str, part: slice, line: int, column: int) -> Spot:
        known = self._read.get(route)
        if known is None:
            known = spots.read_part(opening, self.text[part], line, column)
            if known is None:
                known = spots.follow(self._whole(), route, key=False)
            self._keep(route, known)
        return known

    def _whole(self) -> Spot:
        """Every place of the file: the way out where a part cannot be read without what stands before it."""
        known = self._read.get(())
        if known is None:
            known = spots.read_whole(self.text)
            self._keep((), known)
        return known

    def _keep(self, route: Route, spot: Spot) -> None:
        while len(self._read) >= _REMEMBERED:
            del self._read[next(iter(self._read))]
        self._read[route] = spot


@dataclass(frozen=True, slots=True)
class _Section:
    """A span with its data, its depth, the index where its text ends, and whether it stands between { and }."""

    span: Span
    data: Node
    depth: int
    end: int
    in_flow: bool


def _at(mark: Mark) -> Spot:
    return Spot(mark[1], mark[2], mark[3])

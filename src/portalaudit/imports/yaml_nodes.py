"""A stretch of a file as a tree of nodes that know where they begin and end, for edits that touch nothing else."""

from collections.abc import Callable, Iterator
from typing import Any

from yaml.events import (
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from portalaudit.model.values import dataclass, field
from portalaudit.source import events
from portalaudit.source.document import Document, Route, Span


@dataclass(slots=True)
class Node:
    """A value from its first character to behind its last, with its parts. `in_flow` is between brackets."""

    start: int
    end: int
    column: int
    is_list: bool = False
    is_mapping: bool = False
    in_flow: bool = False
    fields: "dict[str, Node]" = field(default_factory=dict)
    items: "list[Node]" = field(default_factory=list)


def record_node(document: Document, route: Route) -> Node:
    """The node of a record: an item of a list, or a section that is a mapping."""
    *above, last = route
    span = _span(document, tuple(above))
    if isinstance(last, int):
        start, end = span.items[3 * last], _end_of_item(document, tuple(above), span, last)
        in_flow = document.text[span.value[0]] == "["
        opening = "[" if in_flow else " " * span.value[2] + "-"
        return _part(document.text, opening, start, end, 0 if in_flow else span.items[3 * last + 2])
    inner = span.inner[last]
    end = _end_of_section(document, tuple(above), span, inner)
    in_flow = document.text[span.value[0] : span.value[0] + 1] == "{"
    return _part(document.text, "{" if in_flow else "", inner.key[0], end, inner.key[2]).fields[str(last)]


def whole_node(document: Document) -> Node:
    """The node of a whole file; an empty one is an empty mapping at the end of its text."""
    reading = _Reading(document.text, 0)
    while (event := reading.next()) is not None:
        if isinstance(event, DocumentStartEvent):
            return reading.node(reading.next(), in_flow=False)
    return Node(len(document.text), len(document.text), 0, is_mapping=True)


def has_list(document: Document, route: Route) -> bool:
    """Whether a file has a list with items at a route of sections."""
    span = document.spans
    for name in route:
        if not isinstance(name, str) or name not in span.inner:
            return False
        span = span.inner[name]
    return bool(span.items)


def list_column(document: Document, route: Route) -> int | None:
    """The column of a list's dashes; None where it stands between brackets."""
    first, _, column, _ = _span(document, route).value
    return None if document.text[first] == "[" else column


def count(document: Document, route: Route) -> int:
    """How many items a list has."""
    return len(_span(document, route).items) // 3


def _span(document: Document, route: Route) -> Span:
    span = document.spans
    for name in route:
        span = span.inner[str(name)]
    return span


def _end_of_item(document: Document, route: Route, span: Span, index: int) -> int:
    if 3 * index + 3 < len(span.items):
        return int(span.items[3 * index + 3])
    return _end_of_section(document, route[:-1], _span(document, route[:-1]), span)


def _end_of_section(document: Document, above: Route, around: Span, inner: Span) -> int:
    later = [each.key[0] for each in around.inner.values() if each.key[0] > inner.key[0]]
    if later:
        return min(later)
    if not above:
        return len(document.text)
    return _end_of_section(document, above[:-1], _span(document, above[:-1]), around)


def _part(text: str, opening: str, start: int, end: int, column: int) -> Node:
    """The first node in a stretch of text, read as it stands in its file."""
    before = f"{opening}\n{' ' * column}"
    reading = _Reading(before + text[start:end], start - len(before))
    for _ in range(2):
        reading.next()
    event = reading.next()
    if isinstance(event, SequenceStartEvent):
        return reading.node(reading.next(), in_flow=bool(event.flow_style))
    key = reading.next()
    made = Node(start, start, column, is_mapping=True, in_flow=bool(event.flow_style))
    made.fields[key.value] = reading.node(reading.next(), in_flow=made.in_flow)
    return made


class _Reading:
    def __init__(self, text: str, shift: int) -> None:
        self.next: Callable[[], Any] = events.parser(text).get_event
        self._shift = shift

    def node(self, event: Any, *, in_flow: bool) -> Node:
        start, end = event.start_mark, event.end_mark
        made = Node(start.index + self._shift, end.index + self._shift, start.column, in_flow=in_flow)
        if not isinstance(event, CollectionStartEvent):
            return made
        made.in_flow = in_flow or bool(event.flow_style)
        made.is_list, made.is_mapping = isinstance(event, SequenceStartEvent), isinstance(event, MappingStartEvent)
        last = self._items(made) if made.is_list else self._fields(made)
        # The end of a block is where the next one begins, behind comments that do not belong to it.
        made.end = last.end_mark.index + self._shift if made.in_flow else self._end(made)
        return made

    def _items(self, made: Node) -> Any:
        while not isinstance(event := self.next(), SequenceEndEvent):
            made.items.append(self.node(event, in_flow=made.in_flow))
        return event

    def _fields(self, made: Node) -> Any:
        while not isinstance(event := self.next(), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                self.node(event, in_flow=made.in_flow)
                self.node(self.next(), in_flow=made.in_flow)
                continue
            made.fields.setdefault(event.value, self.node(self.next(), in_flow=made.in_flow))
        return event

    def _end(self, made: Node) -> int:
        return max(self._ends(made), default=made.end)

    @staticmethod
    def _ends(made: Node) -> Iterator[int]:
        yield from (each.end for each in made.items)
        yield from (each.end for each in made.fields.values())

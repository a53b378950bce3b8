"""The reading of files that have nothing wrong with them: as fast as Python can turn events into dicts and lists.

It knows no problem. Whatever it does not expect ends it, and `careful` reads the file again and says what is wrong.
"""

import sys
from array import array
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from portalaudit.source import events
from portalaudit.source.document import Mark, Node, Span

Next = Callable[[], Any]
Share = Callable[[str, str], str]


class _UnexpectedError(Exception):
    """Something that only the careful reading explains."""


def read(text: str) -> tuple[dict[str, Node], Span] | None:
    """The data and spans of a text without anchors, tags and merge keys; None where anything is out of the ordinary."""
    # Equal texts of one file become one object: a status or a date is written in thousands of records.
    share: Share = {"": ""}.setdefault
    try:
        start, following = _begin(text)
        data, inner = _section_mapping(following, share, 1)
        _end(following)
    except (yaml.YAMLError, _UnexpectedError):
        return None
    return data, Span((0, 0, 0, 0), mark_of(start), array("I"), inner)


def _begin(text: str) -> tuple[Any, Next]:
    following = events.parser(text).get_event
    following()
    if type(following()) is not DocumentStartEvent or type(start := following()) is not MappingStartEvent:
        raise _UnexpectedError
    return start, following


def _end(following: Next) -> None:
    if type(following()) is not DocumentEndEvent or type(following()) is not StreamEndEvent:
        raise _UnexpectedError


def mark_of(event: Any) -> Mark:
    """The mark of an event; only a text or alias on one line has an end."""
    start, end = event.start_mark, event.end_mark
    known = isinstance(event, ScalarEvent | AliasEvent) and start.line == end.line and end.column > start.column
    return start.index, start.line, start.column, end.column if known else 0


def _section_mapping(following: Next, share: Share, depth: int) -> tuple[dict[str, Node], dict[str, Span]]:
    """A mapping of the upper two levels, with the spans of its keys."""
    data: dict[str, Node] = {}
    spans: dict[str, Span] = {}
    while type(key := following()) is not MappingEndEvent:
        if type(key) is not ScalarEvent or key.value in data:
            raise _UnexpectedError
        start = following()
        items: array[int] = array("I")
        inner: dict[str, Span] = {}
        if type(start) is SequenceStartEvent:
            data[key.value] = _section_items(following, share, items, depth + 1)
        elif type(start) is MappingStartEvent and depth == 1:
            data[key.value], inner = _section_mapping(following, share, 2)
        else:
            data[key.value] = _node(following, share, start, depth + 1)
        spans[key.value] = Span(mark_of(key), mark_of(start), items, inner)
    return data, spans


def _section_items(following: Next, share: Share, marks: "array[int]", depth: int) -> list[Node]:
    found: list[Node] = []
    add, note = found.append, marks.extend
    while (kind := type(event := following())) is not SequenceEndEvent:
        mark = event.start_mark
        note((mark.index, mark.line, mark.column))
        add(
            _mapping(following, share, depth + 1)
            if kind is MappingStartEvent
            else _node(following, share, event, depth + 1)
        )
    return found


def _node(following: Next, share: Share, event: Any, depth: int) -> Node:
    kind = type(event)
    if kind is ScalarEvent:
        return share(event.value, event.value)
    if kind is MappingStartEvent:
        return _mapping(following, share, depth)
    if kind is SequenceStartEvent:
        return _sequence(following, share, depth)
    raise _UnexpectedError


def _mapping(following: Next, share: Share, depth: int, intern: Callable[[str], str] = sys.intern) -> dict[str, Node]:
    """The loop where the time goes; so it is written out instead of calling `_node` for every value."""
    if depth > events.MAX_DEPTH:
        raise _UnexpectedError
    found: dict[str, Node] = {}
    while True:
        event = following()
        if type(event) is not ScalarEvent:
            if type(event) is MappingEndEvent:
                return found
            raise _UnexpectedError
        key = intern(event.value)
        if key in found:
            raise _UnexpectedError
        event = following()
        kind = type(event)
        if kind is ScalarEvent:
            value = event.value
            found[key] = share(value, value)
        elif kind is SequenceStartEvent:
            found[key] = _sequence(following, share, depth + 1)
        elif kind is MappingStartEvent:
            found[key] = _mapping(following, share, depth + 1)
        else:
            raise _UnexpectedError


def _sequence(following: Next, share: Share, depth: int) -> list[Node]:
    if depth > events.MAX_DEPTH:
        raise _UnexpectedError
    found: list[Node] = []
    add = found.append
    while True:
        event = following()
        kind = type(event)
        if kind is ScalarEvent:
            value = event.value
            add(share(value, value))
        elif kind is SequenceEndEvent:
            return found
        else:
            add(_node(following, share, event, depth + 1))

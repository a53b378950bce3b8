"""Where a cursor is in a file, also in one that is broken further down: the events up to the cursor are enough."""

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import CollectionEndEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

from portalaudit.editor.ranges import lines_of
from portalaudit.model.values import dataclass
from portalaudit.source import events
from portalaudit.source.document import Route

_BEGUN = re.compile(r"[^\s\[\]{},:#\"']*$")
_MARK = "portalaudit-cursor"


@dataclass(frozen=True, slots=True)
class Written:
    """A text of a file: its route, whether it is a key there, and where it is, counted from 0."""

    route: Route
    text: str
    is_key: bool
    start: tuple[int, int]
    end: tuple[int, int]


def text_at(text: str, line: int, column: int) -> Written | None:
    """The key or value at a place, counted from 0; None where there is none, or the file is broken before it."""
    at = line, column
    found = _walked(text, lambda one: one.start <= at <= one.end, lambda one: one.start > at)
    return found if found is not None and found.start <= at else None


def begun_at(text: str, line: int, column: int) -> Written | None:
    """The key or value that is being typed at a place: what there is of it before the cursor, and where.

    The last part of the route of a key is no name of it yet.
    """
    lines = lines_of(text)
    if not 0 <= line < len(lines):
        return None
    before = lines[line][:column]
    begun = _BEGUN.search(before)
    word = begun.group() if begun else ""
    start = len(before) - len(word)
    opening = before[:start].removesuffix('"').removesuffix("'")
    for ending in ("", ":"):
        found = _walked("\n".join((*lines[:line], opening + _MARK + ending)), _is_mark, lambda _one: False)
        if found is not None:
            return Written(found.route, word, found.is_key, (line, start), (line, column))
    return None


def value_of(text: str, route: Route) -> str | None:
    """The text that a file has at a route; None where it has none, or is broken before it."""
    found = _walked(text, lambda one: one.route == route and not one.is_key, lambda _one: False)
    return found.text if found is not None else None


def _is_mark(one: Written) -> bool:
    return one.text == _MARK


def _walked(text: str, is_it: Callable[[Written], bool], is_past: Callable[[Written], bool]) -> Written | None:
    """The first key or value that is meant. What is broken behind it does not matter."""
    walk = _Walk()
    try:
        for event in iter(events.parser(text).get_event, None):
            one = walk.step(event)
            if one is not None and (is_it(one) or is_past(one)):
                return one if is_it(one) else None
    except yaml.YAMLError:
        return None
    return None


class _Walk:
    """The route of each event: one list item or key for every collection that is open."""

    def __init__(self) -> None:
        self._open: list[str | int | None] = []
        self._lists: list[bool] = []

    def step(self, event: Any) -> Written | None:
        if isinstance(event, CollectionEndEvent):
            self._open.pop()
            self._lists.pop()
            self._ended()
        elif isinstance(event, SequenceStartEvent | MappingStartEvent):
            is_list = isinstance(event, SequenceStartEvent)
            self._open.append(0 if is_list else None)
            self._lists.append(is_list)
        elif isinstance(event, ScalarEvent):
            return self._text(event)
        elif isinstance(event, yaml.AliasEvent):
            self._ended()
        return None

    def _text(self, event: Any) -> Written:
        is_key = bool(self._open) and not self._lists[-1] and self._open[-1] is None
        if is_key:
            self._open[-1] = event.value
        route = tuple(part for part in self._open if part is not None)
        begin, end = event.start_mark, event.end_mark
        written = Written(route, event.value, is_key, (begin.line, begin.column), (end.line, end.column))
        if not is_key:
            self._ended()
        return written

    def _ended(self) -> None:
        """A value is over: the next item, or the next key, follows."""
        if self._open:
            last = self._open[-1]
            self._open[-1] = last + 1 if self._lists[-1] and isinstance(last, int) else None

"""YAML events of a text, from libyaml: the parser in Python takes forty times as long, and answers otherwise."""

from collections.abc import Callable
from typing import Any, Protocol

from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.error import MarkedYAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent

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
    """The events of a text without a byte order mark."""
    made: EventSource = CParser(text)
    return made


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

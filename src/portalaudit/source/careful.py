"""The reading of a file with something wrong in it: every problem at its place, and all that can be read in spite."""

import contextlib
from array import array
from typing import Any

from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from portalaudit.model import Place, Problem, ProblemCode, Related
from portalaudit.source import events, yaml_errors
from portalaudit.source.document import Node, Span
from portalaudit.source.quick import mark_of
from portalaudit.source.value_problems import quoted

_NO_KEY = (0, 0, 0, 0)


def read(path: str, text: str) -> tuple[tuple[dict[str, Node], Span] | None, list[Problem]]:
    """The data and spans of a text, and every problem in it; no data where it is no YAML or no mapping.

    Where something is refused, this is what stands in the data: of two equal keys the first; the text that an alias
    repeats, or nothing for an alias of a list or mapping; a tagged or anchored value as it is written; "" for what is
    nested too deeply. A merge key and a key that is no text are left out with their values.
    """
    reading = _Reading(path, text)
    try:
        return reading.document(), reading.problems
    except MarkedYAMLError as error:
        if (shorter := events.deepest(text, error)) is not None:
            return None, _problems_before_the_end(path, shorter)
        return None, [*reading.problems, yaml_errors.problem(path, text, error)]
    except events.HopelesslyDeepError:
        return None, reading.problems


def _problems_before_the_end(path: str, text: str) -> list[Problem]:
    """The problems of a text that is cut off; its end is none of them."""
    reading = _Reading(path, text)
    with contextlib.suppress(MarkedYAMLError, events.HopelesslyDeepError):
        reading.document()
    return reading.problems


class _Reading:
    def __init__(self, path: str, text: str) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._next = events.parser(text).get_event
        self._anchored: dict[str, str] = {}

    def document(self) -> tuple[dict[str, Node], Span] | None:
        """The first document of the text; a second one is a problem, and nothing in it is read."""
        self._next()
        if isinstance(self._next(), StreamEndEvent):
            return _empty()
        read = self._top(self._next())
        self._next()
        event = self._next()
        if isinstance(event, DocumentStartEvent):
            message = "a second document begins here, and nothing after this line is read"
            self._refuse(ProblemCode.SEVERAL_DOCUMENTS, message, event, "put it in a file of its own")
        return read

    def _top(self, event: Any) -> tuple[dict[str, Node], Span] | None:
        if isinstance(event, MappingStartEvent):
            self._check_properties(event)
            data, inner = self._mapping(1)
            return data, Span(_NO_KEY, mark_of(event), array("I"), inner)
        if isinstance(event, ScalarEvent) and event.value == "" and event.implicit[0]:
            self._check_properties(event)
            return _empty()
        self._node(event, 1)
        message = "a file is a mapping: keys such as 'accounts:' or 'id:' at the start of a line"
        self._refuse(ProblemCode.NOT_A_MAPPING, message, event, "begin the file with a key and a colon")
        return None

    def _node(self, event: Any, depth: int) -> tuple[Node, "array[int]", dict[str, Span]]:
        """A node with the marks of its items and the spans of its keys."""
        marks: array[int] = array("I")
        if isinstance(event, AliasEvent):
            self._refuse_alias(event)
            return self._anchored.get(str(event.anchor), ""), marks, {}
        self._check_properties(event)
        if isinstance(event, ScalarEvent):
            if event.anchor is not None:
                self._anchored[event.anchor] = event.value
            return event.value, marks, {}
        if depth > events.MAX_DEPTH:
            message = f"this is nested more than {events.MAX_DEPTH} levels deep and is not read"
            self._refuse(ProblemCode.TOO_DEEP, message, event, "check the indentation and the brackets")
            events.skip(self._next)
            return "", marks, {}
        if isinstance(event, SequenceStartEvent):
            return self._sequence(depth, marks), marks, {}
        data, spans = self._mapping(depth)
        return data, marks, spans

    def _sequence(self, depth: int, marks: "array[int]") -> list[Node]:
        found: list[Node] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            marks.extend(mark_of(event)[:3])
            found.append(self._node(event, depth + 1)[0])
        return found

    def _mapping(self, depth: int) -> tuple[dict[str, Node], dict[str, Span]]:
        data: dict[str, Node] = {}
        spans: dict[str, Span] = {}
        first: dict[str, Place] = {}
        while not isinstance(key := self._next(), MappingEndEvent):
            is_wanted = self._check_key(key, first, depth)
            value = self._next()
            node, marks, inner = self._node(value, depth + 1)
            if is_wanted:
                data[key.value] = node
                spans[key.value] = Span(mark_of(key), mark_of(value), marks, inner if depth == 1 else {})
        return data, spans if depth <= 2 else {}

    def _check_key(self, key: Any, first: dict[str, Place], depth: int) -> bool:
        """Whether a key and its value belong into the data."""
        if not isinstance(key, ScalarEvent):
            message = "a key is plain text, and this one is a list, a mapping or an alias"
            self._refuse(ProblemCode.KEY_NOT_TEXT, message, key, "write the key as text; put quotes around brackets")
            self._node(key, depth + 1)
            return False
        self._node(key, depth + 1)
        if events.is_merge(key):
            message = "'<<' would copy keys from elsewhere, which is not read here"
            self._refuse(ProblemCode.MERGE_KEY, message, key, "write the keys out in each place")
            return False
        if key.value not in first:
            first[key.value] = self._place(key)
            return True
        related = (Related(first[key.value], "first written here"),)
        message = f"the key {quoted(key.value)} is here a second time"
        self._refuse(ProblemCode.DUPLICATE_KEY, message, key, "keep one of the two", related)
        return False

    def _check_properties(self, event: Any) -> None:
        if event.anchor is not None:
            message = f"{quoted('&' + event.anchor)} names a value to repeat elsewhere, which is not read here"
            self._refuse(
                ProblemCode.ANCHOR,
                message,
                event,
                "write the value out in each place, or put quotes around text that begins with &",
            )
        if event.tag is not None:
            message = "a tag that begins with ! is not read here; every value is text"
            self._refuse(
                ProblemCode.TAG, message, event, "leave the tag out, or put quotes around text that begins with !"
            )

    def _refuse_alias(self, event: Any) -> None:
        message = f"{quoted('*' + event.anchor)} repeats a value from elsewhere, which is not read here"
        self._refuse(
            ProblemCode.ANCHOR,
            message,
            event,
            "write the value out in each place, or put quotes around text that begins with *",
        )

    def _refuse(
        self, code: ProblemCode, message: str, event: Any, hint: str, related: tuple[Related, ...] = ()
    ) -> None:
        self.problems.append(Problem(code, message, self._place(event), hint, related))

    def _place(self, event: Any) -> Place:
        _, line, column, end = mark_of(event)
        return Place(self._path, line + 1, column + 1, end + 1 if end else 0)


def _empty() -> tuple[dict[str, Node], Span]:
    return {}, Span(_NO_KEY, _NO_KEY, array("I"), {})

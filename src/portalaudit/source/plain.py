"""The fast way for files that are written as people write inventories: line by line, without the events of YAML.

The contract: where this answers, data and spans are exactly what `quick` gives. It answers for mappings and lists in
blocks, indented with spaces; for values on one line, plain, in quotes without escapes, or between brackets; for
comments and blank lines. Anything else goes through the events: one item of a list alone, else the field that holds it.
That is safe because libyaml reads from left to right and looks ahead by one line at most: a part that is whole where a
line of its parent begins is whole there in the file as well. Where the events do not take a part either, there is no
answer.
"""

import re
from array import array

import yaml

from portalaudit.model.values import dataclass
from portalaudit.source import decode, plain_items, quick
from portalaudit.source.document import Mark, Node, Span
from portalaudit.source.plain_values import (
    KEY,
    LONGEST_KEY,
    Fields,
    UnusualError,
    Values,
    end_of_text,
    is_field,
    is_nothing,
)

_LINE = re.compile(rf"( *+)(-(?: ++|$))?(?:({KEY}):(?: ++|$))?(.*+)")
_PROBE = re.match("(?:ab?c)++", "aca")
IS_SOUND = _PROBE is not None and _PROBE.span() == (0, 2)
"""Whether this Python matches possessive groups as written: up to 3.11.4 it gives back too little and too much
(https://github.com/python/cpython/issues/106052), so that nothing may be read this way there."""

_Line = tuple[int, int, str | None, str]
"""Column, width of the dash and its blanks, key, and what is written behind."""

_SHORT = 4000
_MOST_AT_ONCE = 32_000
_MOST_INDENTED = 12
"""Lists further to the right are read item by item, so that looking for their ends takes no longer than the file."""


@dataclass(slots=True)
class Taken:
    """How many items were read at once and how many line by line, and how many items and fields through events."""

    at_once: int = 0
    by_line: int = 0
    by_events: int = 0


class Reader:
    """Reads one file after the other. Keys and values are looked at once: people and days are in many files."""

    def __init__(self) -> None:
        self.taken = Taken()
        self._values = Values()
        self._fields = Fields(self._values)

    def read(self, text: str) -> tuple[dict[str, Node], Span] | None:
        """The data and spans of a text without anchors, tags and merge keys; None where it is too unusual."""
        returns = text.count("\r")
        if returns and not returns == text.count("\r\n") == text.count("\n"):
            return None
        if decode.has_wide_control_characters(text):
            return None
        whole = _Whole(text.replace("\r\n", "\n") if returns else text, self._values, self._fields, self.taken)
        try:
            data, span = whole.document()
        except (yaml.YAMLError, quick.UnexpectedError, UnusualError):
            return None
        return data, _moved(span, 0, 0, per_line=1) if returns else span


class _Whole:
    """A text, and a place in it that is always the start of a line."""

    def __init__(self, text: str, values: Values, fields: Fields, taken: Taken) -> None:
        self._text = text
        self._at = 0
        self._line = 0
        self._values, self._known, self._taken = values, fields, taken
        # Equal texts that come through the events become one object, as elsewhere.
        self._share = {"": ""}.setdefault

    def document(self) -> tuple[dict[str, Node], Span]:
        """The whole text, a mapping at the left margin."""
        here = self._peek()
        if here == (0, 0, None, "---"):
            self._pass_line()
            here = self._peek()
        if here is None:
            raise UnusualError
        start = self._at, self._line, 0, 0
        data, inner = self._fields(0, 1)
        if self._peek() is not None:
            raise UnusualError
        return data, Span((0, 0, 0, 0), start, array("I"), inner)

    def _peek(self) -> _Line | None:
        """The next line that holds something; the place is then its start."""
        while self._at < len(self._text):
            end = self._text.find("\n", self._at)
            line = _parse(self._text[self._at : end] if end >= 0 else self._text[self._at :])
            if line is not None:
                return line
            self._pass_line()
        return None

    def _pass_line(self) -> None:
        self._go(self._text.find("\n", self._at) + 1 or len(self._text))

    def _go(self, index: int) -> None:
        self._line += self._text.count("\n", self._at, index)
        self._at = index

    def _fields(self, column: int, depth: int) -> tuple[dict[str, Node], dict[str, Span]]:
        """A mapping of the upper two levels, with the spans of its keys."""
        data: dict[str, Node] = {}
        spans: dict[str, Span] = {}
        while (here := self._peek()) is not None and here[0] == column and not here[1]:
            if here[2] is None:
                raise UnusualError
            key = self._values.keys[here[2]]
            before = self._at, self._line
            try:
                node, span = self._field(here, key, depth)
                found, places = {key: node}, {key: span}
            except UnusualError:
                self._at, self._line = before
                found, places = self._fields_by_events(column, depth)
            if not data.keys().isdisjoint(found):
                raise UnusualError
            data |= found
            spans |= places
        return data, spans

    def _field(self, here: _Line, key: str, depth: int) -> tuple[Node, Span]:
        column, _, _, rest = here
        key_mark = self._mark(column, column + len(key))
        items: array[int] = array("I")
        inner: dict[str, Span] = {}
        node: Node
        if rest:
            node, value = self._text_behind(rest)
        else:
            self._pass_line()
            below, is_list, value = self._below(column)
            if is_list:
                node = self._items(below, depth + 1, items)
            elif depth == 1:
                node, inner = self._fields(below, 2)
            else:
                raise UnusualError
        following = self._peek()
        if following is not None and following[0] > column:
            raise UnusualError
        return node, Span(key_mark, value, items, inner)

    def _mark(self, column: int, end: int = 0) -> Mark:
        return self._at + column, self._line, column, end

    def _text_behind(self, rest: str) -> tuple[Node, Mark]:
        """The text behind a key."""
        index, line = self._at, self._line
        self._pass_line()
        end = self._at - 1 if self._text[self._at - 1] == "\n" else self._at
        column = end - len(rest) - index
        return self._values.read(rest), (index + column, line, column, column + end_of_text(rest))

    def _below(self, column: int) -> tuple[int, bool, Mark]:
        """Column, kind and mark of what begins below a key."""
        here = self._peek()
        if here is None or here[0] < column + (not here[1]):
            raise UnusualError
        return here[0], bool(here[1]), self._mark(here[0])

    def _items(self, column: int, depth: int, marks: "array[int]") -> list[Node]:
        """The items of a list whose dashes stand in a column."""
        found: list[Node] = []
        # So many characters go through the events at least: a parser for each item would take longer than all else.
        through_events = 0
        while True:
            if column <= _MOST_INDENTED:
                self._items_at_once(column, found, marks)
            here = self._peek()
            if here is None or here[0] != column or not here[1]:
                return found
            end = self._end_of(column, self._at, is_item=True)
            try:
                node = plain_items.read(self._text[self._at : end].split("\n"), self._values, self._known)
            except UnusualError:
                found += self._items_by_events(column, through_events, depth, marks)
                through_events = min(2 * through_events + 500, _MOST_AT_ONCE)
            else:
                through_events //= 2
                self._taken.by_line += 1
                found.append(node)
                marks.extend(self._mark(column + here[1])[:3])
                self._go(end)

    def _items_at_once(self, column: int, found: list[Node], marks: "array[int]") -> None:
        """Go on as long as each item is one list or mapping between brackets, or a mapping with a line for each key."""
        text, at, line, value, pair = self._text, self._at, self._line, self._values.read, self._known.__getitem__
        dash, next_field = " " * column + "- ", "\n" + " " * (column + 2)
        next_dash, width, before = "\n" + dash, column + 2, len(found)
        add, note = found.append, marks.extend
        while text.startswith(dash, at):
            start = at + width
            end = text.find(next_dash, start)
            if end < 0:
                break
            item = text[start:end].rstrip("\n")
            try:
                if item.startswith(("{", "[")):
                    lines, node = 1, value(item)
                else:
                    fields = item.split(next_field)
                    lines, node = len(fields), dict(map(pair, fields))
                    if len(node) != lines:
                        break
            except UnusualError:
                break
            add(node)
            note((start, line, width))
            # Blank lines may follow the item.
            line += lines + end - start - len(item)
            at = end + 1
        self._at, self._line = at, line
        self._taken.at_once += len(found) - before

    def _items_by_events(self, column: int, least: int, depth: int, marks: "array[int]") -> list[Node]:
        """The next item of a list, and more of them up to a length."""
        end = self._end_of(column, self._at, is_item=True)
        while end - self._at < least and self._text.startswith(" " * column + "-", end):
            end = self._end_of(column, end, is_item=True)
        items, found = quick.read_items(self._text[self._at : end], self._share, depth)
        marks.extend(_moved_items(found, self._at, self._line, per_line=0))
        self._taken.by_events += 1
        self._go(end)
        return items

    def _fields_by_events(self, column: int, depth: int) -> tuple[dict[str, Node], dict[str, Span]]:
        """The field that begins here, and the ones below it as long as they are short."""
        end = self._end_of(column, self._at, is_item=False)
        while self._is_field(column, end) and (more := self._end_of(column, end, is_item=False)) - self._at < _SHORT:
            end = more
        data, spans = quick.read_fields(self._text[self._at : end], self._share, depth)
        moved = {key: _moved(span, self._at, self._line, per_line=0) for key, span in spans.items()}
        self._taken.by_events += 1
        self._go(end)
        return data, moved

    def _is_field(self, column: int, start: int) -> bool:
        key = start + column
        return self._text.startswith(" " * column, start) and is_field(self._text[key : key + LONGEST_KEY])

    def _end_of(self, column: int, start: int, *, is_item: bool) -> int:
        """Where the first line begins that does not belong to the item or field that begins at `start`."""
        # A list may stand in the column of its key.
        own = "" if is_item else rf"(?! {{{column}}}-(?:[ \n]|$))"
        end = re.compile(rf"\n{own}(?= {{0,{column}}}[^ #\n])").search(self._text, start)
        return end.end() if end is not None else len(self._text)


def _parse(line: str) -> _Line | None:
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


def _moved(span: Span, index: int, line: int, *, per_line: int) -> Span:
    """A span further down in the file; with `per_line` characters more before each line."""

    def moved(mark: Mark) -> Mark:
        return mark[0] + index + mark[1] * per_line, mark[1] + line, mark[2], mark[3]

    inner = {key: _moved(below, index, line, per_line=per_line) for key, below in span.inner.items()}
    return Span(moved(span.key), moved(span.value), _moved_items(span.items, index, line, per_line=per_line), inner)


def _moved_items(items: "array[int]", index: int, line: int, *, per_line: int) -> "array[int]":
    found = array("I", items)
    for at in range(0, len(items), 3):
        found[at] = items[at] + index + items[at + 1] * per_line
        found[at + 1] = items[at + 1] + line
    return found

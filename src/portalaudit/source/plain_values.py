"""Values that stand on one line: plain text, text in quotes, lists and mappings between brackets.

Only the forms that cannot be meant otherwise are read. The expressions let no tab, no control character and no line
end through, so what they accept holds none. A line that was looked at is remembered with what it means: people, days
and permissions are written again and again.
"""

import re
import sys
from typing import NoReturn

from portalaudit.source.document import Node

KEY = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}"
"""A key that needs no quotes anywhere."""

LONGEST_KEY = 102
"""Characters, with the colon and a blank."""

Pair = tuple[str, Node]
"""A key and its value."""

_MOST_NESTED = 6
_MOST_KNOWN = 20_000
"""Lines to remember, of each kind: about 5 MB, and all that repeats in an inventory."""


# The classes name what they leave out, and let everything beyond ASCII through: classes of so many characters take long
# to compile, and whoever uses this looks for the few that are refused in another way.
_ANY = r"[^\x00-\x1f\x7f]"
_END = f"(?: ++(?:#{_ANY}*+)?+)?+"
_FIRST = r"(?:[^\x00-#%-'*,\-:>-@\[\]`{-}\x7f]|-(?=[A-Za-z0-9]))"
_REST = r"[^\x00-\x20:\x7f]"
_PLAIN = rf"{_FIRST}{_REST}*+(?::{_REST}++)*+(?: ++(?!#){_REST}++(?::{_REST}++)*+)*+"
# Between brackets a word holds none of `,[]{}?` either, and a colon only before what an address goes on with.
_FLOW_REST = r"[^\x00-\x20,:?\[\]{}\x7f]"
_FLOW_COLON = rf"(?::(?=[A-Za-z0-9/]){_FLOW_REST}++)*+"
_FLOW_PLAIN = rf"{_FIRST}{_FLOW_REST}*+{_FLOW_COLON}(?: ++(?!#){_FLOW_REST}++{_FLOW_COLON})*+"
_QUOTED = r"\"([^\x00-\x1f\"\\\x7f]*+)\"|'([^\x00-\x1f'\x7f]*+)'"

_KEY = re.compile(KEY)
_SCALAR = re.compile(rf" *+(?:({_PLAIN})|{_QUOTED}){_END}")
_COMMENT = re.compile(rf" *+(?:#{_ANY}*+)?")
_WORDS = re.compile(rf"[A-Za-z0-9]{_REST}*+(?: (?!#){_REST}++)*+")
_FLAT_LIST = re.compile(rf"\[({_FLOW_PLAIN}(?:, {_FLOW_PLAIN})*+)\]{_END}")
_PAIR = re.compile(rf"({KEY}): ({_FLOW_PLAIN})")
_FLOW_TEXT = re.compile(rf"(?:({_FLOW_PLAIN})|{_QUOTED})(?= *+[,\]}}])")
_FLOW_KEY = re.compile(rf"({KEY}): ++")
_OPENING = re.compile(r"([\[{]) *+")
_COMMA = re.compile(r" *+, *+")
_CLOSED = {"]": re.compile(r" *+\]"), "}": re.compile(r" *+\}")}
_FIELD = re.compile(rf"{KEY}:(?:[ \n]|$)")
_OPENED = re.compile(rf"({KEY}):{_END}")
_LINE_TAIL = re.compile(_END)


class UnusualError(Exception):
    """Something is written in a way that the events of YAML have to explain."""


class Keys(dict[str, str]):
    """Keys as they are written to keys, one object for each in the whole program."""

    def __missing__(self, key: str) -> str:
        if _KEY.fullmatch(key) is None:
            raise UnusualError
        self[key] = key = sys.intern(key)
        return key


class _Pairs(dict[str, Pair]):
    """Pairs between brackets, as they are written, to key and value."""

    def __init__(self, keys: Keys) -> None:
        super().__init__()
        self._keys = keys

    def __missing__(self, written: str) -> Pair:
        pair = _PAIR.fullmatch(written)
        if pair is None:
            raise UnusualError
        if len(self) > _MOST_KNOWN:
            self.clear()
        key, text = pair.groups()
        self[written] = made = self._keys[key], text
        return made


class Fields(dict[str, Pair]):
    """Keys with their values in a block, as they are written, to both. Lists and mappings are made anew each time."""

    def __init__(self, values: "Values") -> None:
        super().__init__()
        self._keys, self._values = values.keys, values

    def __missing__(self, written: str) -> Pair:
        key, _, value = written.partition(": ")
        if not value:
            raise UnusualError
        if len(self) > _MOST_KNOWN:
            self.clear()
        node = value if _WORDS.fullmatch(value) else self._values.read(value)
        pair = self._keys[key], node
        if isinstance(node, str):
            self[written] = pair
        return pair


class Values:
    """What stands on a line behind a key or a dash."""

    def __init__(self) -> None:
        self.keys = Keys()
        self._pair = _Pairs(self.keys).__getitem__
        self._lists: dict[str, list[Node]] = {}

    def read(self, written: str) -> Node:
        """The value of what is written, which may end in a comment."""
        if written[:1] == "[":
            return self._bracketed(written)
        if written[:1] == "{":
            return (self._flat(written[1:-1]) if written[-1] == "}" else None) or self._nested(written)
        scalar = _SCALAR.fullmatch(written)
        return scalar[scalar.lastindex or 0] if scalar is not None else self._nested(written.lstrip(" "))

    def _bracketed(self, written: str) -> Node:
        """A list between brackets; most are texts, or one mapping of texts."""
        known = self._lists.get(written)
        if known is not None:
            return known.copy()
        if written.startswith("[{") and written.endswith("}]") and (mapping := self._flat(written[2:-2])):
            return [mapping]
        texts = _FLAT_LIST.fullmatch(written)
        if texts is None:
            return self._nested(written)
        if len(self._lists) > _MOST_KNOWN:
            self._lists.clear()
        known = self._lists[written] = list(texts[1].split(", "))
        return known.copy()

    def _flat(self, pairs: str) -> Node | None:
        """A mapping of texts that stood between brackets; None where there may be more in it."""
        split = pairs.split(", ")
        try:
            found: dict[str, Node] = dict(map(self._pair, split))
        except UnusualError:
            return None
        return found if len(found) == len(split) else None

    def _nested(self, written: str) -> Node:
        node, end = self._opened(written, 0, 1)
        return node if _LINE_TAIL.fullmatch(written, end) else _unusual()

    def _opened(self, written: str, start: int, depth: int) -> tuple[Node, int]:
        """A list or mapping that begins here, and where it ends."""
        opening = _OPENING.match(written, start)
        if opening is None or depth > _MOST_NESTED:
            raise UnusualError
        read = self._list if opening[1] == "[" else self._mapping
        return read(written, opening.end(), depth)

    def _list(self, written: str, at: int, depth: int) -> tuple[Node, int]:
        found: list[Node] = []
        comma: re.Match[str] | None = None
        while comma or _CLOSED["]"].match(written, at) is None:
            node, at = self._inside(written, at, depth)
            found.append(node)
            if (comma := _COMMA.match(written, at)) is None:
                break
            at = comma.end()
        return found, _closed(written, at, "]")

    def _mapping(self, written: str, at: int, depth: int) -> tuple[Node, int]:
        found: dict[str, Node] = {}
        comma: re.Match[str] | None = None
        while comma or _CLOSED["}"].match(written, at) is None:
            key = _FLOW_KEY.match(written, at)
            if key is None or key[1] in found:
                raise UnusualError
            found[self.keys[key[1]]], at = self._inside(written, key.end(), depth)
            if (comma := _COMMA.match(written, at)) is None:
                break
            at = comma.end()
        return found, _closed(written, at, "}")

    def _inside(self, written: str, at: int, depth: int) -> tuple[Node, int]:
        text = _FLOW_TEXT.match(written, at)
        if text is None:
            return self._opened(written, at, depth + 1)
        return text[text.lastindex or 0], text.end()


def _closed(written: str, at: int, bracket: str) -> int:
    closed = _CLOSED[bracket].match(written, at)
    return closed.end() if closed is not None else _unusual()


def is_field(written: str) -> bool:
    """Whether something begins with a key."""
    return _FIELD.match(written) is not None


def opened_key(written: str) -> str:
    """The key that stands alone on its line, its value below."""
    opened = _OPENED.fullmatch(written)
    if opened is None:
        raise UnusualError
    return opened[1]


def end_of_text(written: str) -> int:
    """Where a text on one line ends, its quotes included and comments behind it not."""
    scalar = _SCALAR.fullmatch(written)
    if scalar is None:
        raise UnusualError
    return scalar.end(1) if scalar[1] is not None else scalar.end(scalar.lastindex or 0) + 1


def is_nothing(written: str) -> bool:
    """Whether a line, or what follows on it, is blank or a comment."""
    return _COMMENT.fullmatch(written) is not None


def _unusual() -> NoReturn:
    raise UnusualError

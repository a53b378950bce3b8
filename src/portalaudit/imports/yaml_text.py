"""Values as YAML text, as a person would write them, that read back as exactly the same text."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from portalaudit.source.patterns import late

Value = str | Sequence["Value"] | Mapping[str, "Value"]
"""What a file can hold. Every scalar is text, as the inventory reads it."""

WIDTH = 118
"""A record that fits into so many characters stands on one line."""

_PLAIN = late(r"[A-Za-z0-9_/(+.][\w /().+@&'\u2019~$%^;=-]*")
_GUESSED = late(
    r"(?i)(?:y|n|yes|no|on|off|true|false|null|~|\.nan|[-+]?\.inf|[-+]?[0-9][0-9_,]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?"
    r"|0[xob][0-9a-f_]+|[-+]?\.[0-9_]+(?:e[-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[0-9]{2}-[0-9]{7})"
)
"""What other YAML programs take for a number or a truth value."""
_DAY = late(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\uffff]"
)


def legible(text: str) -> str:
    """The text on one line, without the characters that no one sees and no inventory may hold."""
    if text.isascii() and text.isprintable():
        return text.strip()
    spaced = "".join(" " if sign.isspace() else sign for sign in text)
    return " ".join(_INVISIBLE.sub("", spaced).encode("utf-8", "replace").decode().split())


@lru_cache(4096)
def scalar(text: str) -> str:
    """One text, in quotes only where it would not read back as it is, or other programs would take it for a number."""
    if _DAY.fullmatch(text):
        return text
    plain = _PLAIN.fullmatch(text) is not None and text == text.strip() and not _GUESSED.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def inline(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {inline(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(inline, value)) + "]"


def item(value: Value, column: int, newline: str, *, on_one_line: bool | None = None) -> str:
    """An item of a list as it stands behind its dash; `column` is where it begins.

    A record is spread over lines where it does not fit into one, or where its neighbors are written so.
    """
    if not isinstance(value, Mapping) or not value:
        return inline(value)
    parts = [(key, each, inline(each)) for key, each in value.items()]
    if on_one_line is None:
        on_one_line = column + sum(len(key) + len(line) + 4 for key, _, line in parts) <= WIDTH
    if on_one_line:
        return "{" + ", ".join(f"{scalar(key)}: {line}" for key, _, line in parts) + "}"
    return f"{newline}{' ' * column}".join(_field(key, each, line, column, newline) for key, each, line in parts)


def field(key: str, value: Value, column: int, newline: str) -> str:
    """A field of a record that is spread over lines; a long list of records gets a line for each."""
    return _field(key, value, inline(value), column, newline)


def _field(key: str, value: Value, line: str, column: int, newline: str) -> str:
    is_long = column + len(key) + 2 + len(line) > WIDTH
    if is_long and not isinstance(value, str | Mapping):
        inner = column + 2
        items = (f"{newline}{' ' * inner}- {item(each, inner + 2, newline)}" for each in value)
        return f"{scalar(key)}:{''.join(items)}"
    return f"{scalar(key)}: {line}"

"""Where the value behind a key begins and ends, in YAML, in JSON, and in sentences.

Everything looks at a bounded stretch of text, so that a file of one enormous line takes no longer than any other.
"""

from collections.abc import Iterator

from portalaudit.source.patterns import late

LONGEST_VALUE = 4000
_LONGEST_KEY = 400

_IN_COMMENT = late(r"(?:^|\s)#")
_BRACKETS = late(r"[{}\[\]]")
_KEY = late(r"[\s?-]*[\"']?[\w ./()-]*")
_QUOTED = late(r"\"(?:[^\"\r\n\\]|\\.)*\"|'(?:[^'\r\n]|'')*'")
_BELOW = late(r"(?:[|>][+\-\d]{0,2})?[ \t]{0,80}(?:#[^\r\n]*)?(?:\r\n|\n|\r)([ \t]*(?:- {1,80})?)(?=[^\s#])")
_FIELD = late(r"[\"']?[\w .-]{1,80}[\"']?:(?:\s|$)")


_BLOCK = late(r"[|>][+\-\d]{0,2}[ \t]{0,80}(?:#[^\r\n]*)?(?:\r\n|\n|\r)")
_BLANKS = late(r"[ \t]*")
_TEXT = late(r"[^\r\n]+")


def before(text: str, position: int) -> str:
    """The text of a line before a position, as far as it matters."""
    start = max(0, position - _LONGEST_KEY)
    return text[max(text.rfind("\n", start, position), text.rfind("\r", start, position), start - 1) + 1 : position]


def is_key(beginning: str) -> bool:
    """Whether a word behind this beginning of a line is part of a key, and not of a sentence or comment."""
    entry = max(beginning.rfind("{"), beginning.rfind(",")) + 1
    return _KEY.fullmatch(beginning, entry) is not None and not ("#" in beginning and _IN_COMMENT.search(beginning))


def of_value(text: str, start: int, beginning: str) -> tuple[int, int]:
    """Quotes as a whole, the inside of a list, between braces up to the comma, else the rest of the line.

    The value of a key may also stand on the line below. Begin and end are equal where there is none.
    """
    if is_key(beginning):
        start = _below(text, start)
    end = _line_end(text, start)
    first = text[start : start + 1]
    if start == end or first == "{" or text[start : start + 2] in ("#", "# "):
        return start, start
    if first == "[":
        close = text.find("]", start, end)
        return _stripped(text, start + 1, close if close >= 0 else end)
    if (quotes := _QUOTED.match(text, start, end)) is not None:
        return quotes.span()
    stops = (" #", "\t#", ",", "}", "]") if _in_flow(beginning) else (" #", "\t#")
    found = (text.find(stop, start, end) for stop in stops)
    return _stripped(text, start, min((stop for stop in found if stop >= 0), default=end))


def further_lines(text: str, start: int, begin: int, beginning: str) -> Iterator[tuple[int, int]]:
    """Each further line of a block of text behind a key whose first line begins at `begin`."""
    if begin == start or not is_key(beginning) or not _BLOCK.match(text, start, begin):
        return
    indent = _BLANKS.match(before(text, begin)).group()  # type: ignore[union-attr]  # it matches nothing too
    if len(indent) <= len(beginning) - len(beginning.lstrip(" \t-?")):
        return
    for line in _TEXT.finditer(text, _line_end(text, begin), min(len(text), begin + LONGEST_VALUE)):
        span = _stripped(text, *line.span())
        if not line.group().startswith(indent) and span[0] < span[1]:
            return
        if span[0] < span[1]:
            yield span


def _below(text: str, start: int) -> int:
    """The start of a value on the line below; `start` itself where a list, a mapping or another key stands there."""
    match = _BELOW.match(text, start, start + LONGEST_VALUE)
    if match is None or not match.group(1) or _FIELD.match(text, match.end()):
        return start
    return match.end()


def _line_end(text: str, start: int) -> int:
    limit = min(len(text), start + LONGEST_VALUE)
    return min(
        (end for end in (text.find("\n", start, limit), text.find("\r", start, limit)) if end >= 0), default=limit
    )


def _in_flow(beginning: str) -> bool:
    """Whether a bracket is still open. Seen from the end, because a long line was cut at its beginning."""
    closed = 0
    for sign in reversed(_BRACKETS.findall(beginning)):
        closed += 1 if sign in "}]" else -1
        if closed < 0:
            return True
    return False


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    value = text[start:end]
    begin = start + len(value) - len(value.lstrip())
    return begin, begin + len(value.strip())

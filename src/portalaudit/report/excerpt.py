"""A source line with a gutter and marks under a place, as compilers show it."""

import re
import unicodedata
from collections.abc import Iterator

from portalaudit.model.place import Place
from portalaudit.model.report import SourceLine
from portalaudit.model.values import dataclass
from portalaudit.report.characters import visible
from portalaudit.report.paint import Ink, Paint

_TAB = "    "
_CUT = "..."
_WIDE = frozenset("WF")
_MARKS = re.compile(r"[\u0300-\u036f\u200d\ufe00-\ufe0f]")


@dataclass(frozen=True, slots=True)
class Mark:
    """How a place is pointed at: its label, the sign below the text, and the colour."""

    label: str
    sign: str
    ink: Ink


@dataclass(frozen=True, slots=True)
class Frame:
    """The gutter of one diagnostic: `digits` wide, in lines of `width` columns."""

    digits: int
    width: int
    paint: Paint

    def bar(self, number: str = "") -> str:
        """The start of a line: a line number or none, and the bar."""
        return self.paint(Ink.FRAME, f"{number:>{self.digits}} |")

    def arrow(self, sign: str, place: Place) -> str:
        """The line that names a place."""
        return self.named(sign, visible(str(place)))

    def named(self, sign: str, where: str) -> str:
        """The line that names a place, a file or a folder."""
        return f"{' ' * self.digits}{self.paint(Ink.FRAME, sign)} {where}"


def excerpt(frame: Frame, arrow: str, place: Place, line: SourceLine | None, mark: Mark) -> Iterator[str]:
    """The place's name, its line and the marks below it; only the name where the line is not to be had."""
    yield frame.arrow(arrow, place)
    if line is None:
        if mark.label:
            yield f"{frame.bar()} {frame.paint(mark.ink, mark.label)}"
        return
    text, before, length = _window(line, max(frame.width - frame.digits - 3, 20))
    yield frame.bar()
    yield f"{frame.bar(str(place.line))} {text}"
    under = mark.sign * length + (f" {mark.label}" if mark.label else "")
    yield f"{frame.bar()} {' ' * before}{frame.paint(mark.ink, under)}"


def _window(line: SourceLine, room: int) -> tuple[str, int, int]:
    """What to show of a line, how many columns lie before the place, and how many it takes."""
    pieces = [_TAB if character == "\t" else visible(character) for character in line.text.rstrip()]
    begin = min(max(line.column, 1) - 1, len(pieces))
    end = min(max(line.end_column - 1, begin + 1), len(pieces))
    first = 0
    if _columns(pieces) > room:
        first = _first_shown(pieces, begin, room // 3)
    cut = _CUT if first else ""
    shown, last = _fill(pieces, first, room - len(cut) - len(_CUT)) if _columns(pieces[first:]) > room else ("", -1)
    text = cut + (shown + _CUT if last >= 0 else "".join(pieces[first:]))
    stop = min(end, last) if last >= 0 else end
    return text, len(cut) + _columns(pieces[first:begin]), max(_columns(pieces[begin:stop]), 1)


def _first_shown(pieces: list[str], begin: int, before: int) -> int:
    first = begin
    while first > 0 and _columns(pieces[first - 1 : begin]) <= before:
        first -= 1
    return first


def _fill(pieces: list[str], first: int, room: int) -> tuple[str, int]:
    used, last = 0, first
    while last < len(pieces) and used + _columns(pieces[last : last + 1]) <= room:
        used += _columns(pieces[last : last + 1])
        last += 1
    return "".join(pieces[first:last]), last


def _columns(pieces: list[str]) -> int:
    text = "".join(pieces)
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(one) in _WIDE else 1 for one in _MARKS.sub("", text))

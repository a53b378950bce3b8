"""A screen table that was copied with one cell a line: its headings in a run, then as many lines for each record."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from portalaudit.model.values import dataclass
from portalaudit.sheets import day_forms
from portalaudit.sheets.delimited import cell, text_lines
from portalaudit.sheets.footers import is_footer
from portalaudit.sheets.heading_words import DAYS, FIELD_OF, folded
from portalaudit.sheets.sheet import Line
from portalaudit.sheets.table_heads import LOOKED_AT, is_heading

_LEAST_HEADINGS = 2
_DAYS = frozenset(word for fields in FIELD_OF.values() for word, name in fields.items() if name in DAYS)
_MAILBOXES = frozenset(word for fields in FIELD_OF.values() for word, name in fields.items() if name == "email")


@dataclass(frozen=True, slots=True)
class Stack:
    """Where the headings stand, from `begin` on and so many, and which lines below are cells."""

    begin: int
    width: int
    numbers: tuple[int, ...]

    def find(self, line: int, position: int) -> tuple[int, int]:
        """The line and the column of a cell, by the line of its record's first cell and its position."""
        at = bisect_left(self.numbers, line - 1) + position
        if line == self.begin + 1 or at >= len(self.numbers):
            return line + position, 1
        return self.numbers[at] + 1, 1

    def lines(self, text: Sequence[str]) -> Iterator[Line]:
        """The headings and then each record as one line, at the line of its first cell."""
        yield from ((number + 1, (text[number],)) for number in range(self.begin) if text[number])
        yield self.begin + 1, tuple(text[self.begin : self.begin + self.width])
        for start in range(0, len(self.numbers), self.width):
            numbers = self.numbers[start : start + self.width]
            yield numbers[0] + 1, tuple(text[number] for number in numbers)
        last = max(self.numbers, default=self.begin + self.width - 1)
        yield from ((number + 1, (text[number],)) for number in range(last + 1, len(text)) if text[number])


def split(text: str) -> list[str]:
    """The lines of a text as cells."""
    return [cell(line) for line in text_lines(text)]


def stack_of(text: Sequence[str], more: Collection[str] = ()) -> Stack | str | None:
    """How the lines make a table; None where they do not begin as one, and where they do not fill it the reason."""
    found = _headings(text, more)
    if found is None:
        return None
    begin, width = found
    end = len(text)
    while end > begin + width and (not text[end - 1] or is_footer((text[end - 1],))):
        end -= 1
    below = range(begin + width, end)
    every = (*below, *_blank_ends(text, end, -len(below) % width))
    told = tuple(number for number in below if text[number])
    fitting = [
        numbers
        for numbers in dict.fromkeys((every, told))
        if len(numbers) % width == 0 and _fits(text, text[begin : begin + width], numbers)
    ]
    if not fitting:
        return (
            f"the {len(told)} cells below the headings ({', '.join(text[begin : begin + width])})"
            f" cannot be told apart as records of {width} cells each"
        )
    return Stack(begin, width, fitting[0])


def _blank_ends(text: Sequence[str], end: int, missing: int) -> range:
    """The blank lines that fill up the last record, where they are there."""
    filled = range(end, end + missing)
    return filled if end + missing <= len(text) and not any(text[number] for number in filled) else range(0)


def _headings(text: Sequence[str], more: Collection[str]) -> tuple[int, int] | None:
    """The longest run of lines that are headings, each once: where it begins, and how long it is."""
    best: tuple[int, int] | None = None
    begin = 0
    while begin < min(len(text), LOOKED_AT):
        run = 0
        seen: set[str] = set()
        while begin + run < len(text) and _is_next(text[begin + run], seen, more):
            seen.add(folded(text[begin + run]))
            run += 1
        if run >= _LEAST_HEADINGS and (best is None or run > best[1]):
            best = begin, run
        begin += run or 1
    return best


def _is_next(cell: str, seen: Collection[str], more: Collection[str]) -> bool:
    return is_heading(cell, more) and folded(cell) not in seen


def _fits(text: Sequence[str], headings: Sequence[str], numbers: Sequence[int]) -> bool:
    """Whether every cell below a heading of mailboxes or days is one or blank: otherwise the records have slipped."""
    judged = {column: folded(heading) for column, heading in enumerate(headings)}
    if (_MAILBOXES | _DAYS).isdisjoint(judged.values()):
        return False
    for position, number in enumerate(numbers):
        cell, word = text[number], judged[position % len(headings)]
        if word in _MAILBOXES and cell and "@" not in cell and not day_forms.is_blank(cell):
            return False
        if word in _DAYS and not _is_day(cell):
            return False
    return True


def _is_day(cell: str) -> bool:
    return day_forms.is_blank(cell) or day_forms.is_never(cell) or day_forms.written_day(cell) is not None

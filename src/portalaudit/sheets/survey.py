"""What one walk over all records of a list shows: orders of days, words of status, phrases for roles, secrets."""

import re
from collections.abc import Sequence

from portalaudit.model.values import dataclass, field
from portalaudit.sheets import day_forms
from portalaudit.sheets.day_forms import DayOrder
from portalaudit.sheets.delimited import says_nothing
from portalaudit.sheets.footers import footer_says
from portalaudit.sheets.heading_words import DAYS, folded
from portalaudit.sheets.list_secrets import SecretColumns
from portalaudit.sheets.sheet import Sheet
from portalaudit.sheets.table_heads import Head
from portalaudit.sheets.table_rows import ABOVE, FOOTER, Aside, sorted_out

MOST_WORDS = 500
"""Different words of one column that are kept: a column with more holds no words of status."""

_BETWEEN_ROLES = re.compile(r"[;|\n]|,(?![^()]*\))")
_SAID_WORDS = ("decision", "employment_type", "outcome", "status")


@dataclass(slots=True)
class DaysSeen:
    """What a column of days shows of its order: lines on which one order alone makes a day, and on which both do."""

    only: dict[DayOrder, int] = field(default_factory=dict)
    open: int = 0
    short_years: str = ""
    serial: int = 0

    def see(self, line: int, cell: str) -> None:
        """Note one cell."""
        written = day_forms.written_day(cell)
        if written is None:
            return
        order = written.only_order
        if order is not None:
            self.only.setdefault(order, line)
        elif written.is_open:
            self.open = self.open or line
        if len(written.year) == 2:
            self.short_years = max(self.short_years, written.year)
        self.serial = self.serial or (line if written.serial else 0)


@dataclass(slots=True)
class WordSeen:
    """A word as it is first written, its line, and how often it stands in the list."""

    written: str
    line: int
    count: int = 0


@dataclass(slots=True)
class Survey:
    """Everything seen, by position of the column; words are folded."""

    secrets: SecretColumns
    days: dict[int, DaysSeen] = field(default_factory=dict)
    words: dict[str, dict[str, WordSeen]] = field(default_factory=dict)
    phrases: dict[str, WordSeen] = field(default_factory=dict)
    above: list[tuple[int, str]] = field(default_factory=list)
    below: list[tuple[int, str]] = field(default_factory=list)
    records: int = 0
    counted: tuple[int, int] | None = None
    part: int = 0
    """The line of a footer that says that the list goes on elsewhere."""
    unread: int = 0
    """The first line that looks like a record and could not be read."""
    why_unread: str = ""


def survey(sheet: Sheet, head: Head, columns: Sequence[str], skip_rows: frozenset[str]) -> Survey:
    """Walk over a list whose columns hold these fields."""
    seen = Survey(SecretColumns(head))
    days = [position for position, name in enumerate(columns) if name in DAYS]
    seen.days = {position: DaysSeen() for position in days}
    words = [(position, name) for position, name in enumerate(columns) if name in _SAID_WORDS]
    roles = [position for position, name in enumerate(columns) if name == "role"]
    for row in sorted_out(sheet, head, skip_rows):
        if isinstance(row, Aside):
            _look_aside(seen, row)
            continue
        line, cells = row
        seen.records += 1
        seen.secrets.look(line, cells)
        for position in days:
            if cells[position]:
                seen.days[position].see(line, cells[position])
        for position, name in words:
            _count(seen.words.setdefault(name, {}), cells[position], line)
        for position in roles:
            for phrase in role_phrases(cells[position]):
                _count(seen.phrases, phrase, line)
    return seen


def role_phrases(cell: str) -> tuple[str, ...]:
    """The roles that one cell names, each once."""
    if not cell or day_forms.is_blank(cell):
        return ()
    return tuple(dict.fromkeys(filter(None, (" ".join(part.split()) for part in _BETWEEN_ROLES.split(cell)))))


def _count(words: dict[str, WordSeen], cell: str, line: int) -> None:
    word = "" if says_nothing(cell) else folded(cell)
    if not word:
        return
    found = words.get(word)
    if found is None:
        if len(words) >= MOST_WORDS:
            return
        found = words[word] = WordSeen(cell, line)
    found.count += 1


def _look_aside(seen: Survey, aside: Aside) -> None:
    if aside.unread:
        seen.unread, seen.why_unread = (seen.unread, seen.why_unread) if seen.unread else (aside.line, aside.reason)
    elif aside.reason == ABOVE and len(seen.above) < MOST_WORDS:
        seen.above.append((aside.line, " ".join(filter(None, aside.cells))))
    elif aside.reason == FOOTER:
        if len(seen.below) < MOST_WORDS:
            seen.below.append((aside.line, " ".join(filter(None, aside.cells))))
        says = footer_says(aside.cells)
        seen.counted = (says.count, aside.line) if says.count is not None else seen.counted
        seen.part = seen.part or (aside.line if says.is_part else 0)

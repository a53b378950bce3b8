"""Columns that look as if they held passwords, Social Security numbers and their like. Such a list is refused whole."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

from portalaudit.model import Problem, ProblemCode
from portalaudit.sheets.heading_words import folded
from portalaudit.sheets.sheet import Sheet
from portalaudit.sheets.table_heads import Head
from portalaudit.source import secret_columns
from portalaudit.source.secret_patterns import ANSWER, API_KEY, MBI, PASSWORD, PIN, SSN, Judge
from portalaudit.source.secrets import redact

_REFUSED = frozenset({ANSWER, API_KEY, MBI, PASSWORD, PIN, SSN})
_HINT = (
    "delete the column from the file and from every copy of it, then import again; change passwords that were listed"
)


class SecretColumns:
    """Looks at every record of a list, and holds the columns that are refused: never what stands in them."""

    def __init__(self, head: Head) -> None:
        self._judges: dict[int, tuple[str, Judge]] = {}
        for position, heading in enumerate(head.headings):
            named = secret_columns.named(heading)
            if named is not None and named[0] in _REFUSED:
                self._judges[position] = named
        self._found: dict[int, tuple[str, int]] = {}

    def look(self, line: int, cells: Sequence[str]) -> None:
        """Note what one record shows."""
        for position, (kind, judge) in self._judges.items():
            if position not in self._found and judge(cells[position]):
                self._found[position] = kind, line
        for position, cell in enumerate(cells):
            if len(cell) == 11 and cell[3] == cell[6] and cell[3] in "- " and redact(cell) != cell:
                self._found.setdefault(position, (SSN, line))

    def problems(self, sheet: Sheet, head: Head) -> tuple[Problem, ...]:
        """A problem for each refused column, at its heading."""
        return tuple(
            Problem(
                ProblemCode.SECRET_IN_LIST,
                f"the column '{shown_heading(head, position)}' looks like it holds a {kind} (first on line {line});"
                " nothing of this list is read",
                sheet.place(head.line, position),
                _HINT,
            )
            for position, (kind, line) in sorted(self._found.items())
        )


# A word of status stands in every row.
@lru_cache(4_000)
def echo(text: str) -> str | None:
    """A value of a list as a message may repeat it; None where it is long, invisible, or looks like a secret."""
    return text if len(text) <= 80 and text.isprintable() and redact(text) == text else None


def doubt_id(what: str, written: str) -> str:
    """The id of a doubt about a heading or a word: the folded text, or its checksum where it is not to be shown."""
    word = folded(written)
    return f"{what}:{word if echo(written) is not None else hashlib.sha256(word.encode()).hexdigest()[:12]}"


def shown_heading(head: Head, position: int) -> str:
    """A heading as messages call it, by its number where it cannot be repeated."""
    return echo(head.headings[position]) or f"column {position + 1}"

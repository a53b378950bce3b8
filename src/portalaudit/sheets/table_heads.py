"""Which line of a table holds its headings: the one with most headings that lists of any kind have."""

import itertools
from collections.abc import Collection, Iterable, Sequence

from portalaudit.model.values import dataclass
from portalaudit.sheets.heading_words import FIELD_OF, folded
from portalaudit.sheets.sheet import Line

LOOKED_AT = 400
"""Lines in which headings are looked for; a sheet of questions has a list of facts above them."""

_LEAST_KNOWN = 2
_LONGEST_HEADING = 80
_VALUES = (
    "activated active archived attended blocked branch class clinic completed deactivated deleted disabled"
    " employee enabled enrolled finished group hired inactive learner location manager member office operator"
    " passed person policy practice provider registered signed site started student supervisor suspended team"
    " terminated trainer training user vendor worker"
)
_ALSO_VALUES = frozenset(_VALUES.split())
_EVERY_WORD = frozenset(itertools.chain.from_iterable(FIELD_OF.values()))


@dataclass(frozen=True, slots=True)
class Head:
    """The line of headings. `known` counts those that are understood; 0 where the line only looks like headings."""

    line: int
    headings: tuple[str, ...]
    known: int


def head_of(lines: Iterable[Line], more: Collection[str] = ()) -> Head | None:
    """The line of headings among the first lines of a table. `more` are folded headings that maps know beside ours."""
    best: Head | None = None
    first_full: Head | None = None
    for number, cells in itertools.islice(lines, LOOKED_AT):
        known = known_headings(cells, more)
        if known >= _LEAST_KNOWN and (best is None or known > best.known):
            best = Head(number, cells, known)
        if first_full is None and _looks_like_headings(cells):
            first_full = Head(number, cells, 0)
    return best or first_full


def known_headings(cells: Sequence[str], more: Collection[str] = ()) -> int:
    """How many different cells are headings that some list has.

    Words that stand below headings as often, such as `Active`, count only beside one that does not.
    """
    words = {folded(cell) for cell in cells if is_heading(cell, more)}
    return len(words) if words - _ALSO_VALUES else 0


def is_heading(cell: str, more: Collection[str] = ()) -> bool:
    """Whether a cell is a heading that some list has."""
    if not 0 < len(cell) <= _LONGEST_HEADING:
        return False
    word = folded(cell)
    return word in _EVERY_WORD or word in more


def _looks_like_headings(cells: Sequence[str]) -> bool:
    """Whether a line is several short texts, each once and none with digits, as headings are and records are not."""
    told = [cell for cell in cells if cell]
    is_short = all(
        len(cell) <= _LONGEST_HEADING and not any(map(str.isdigit, cell)) and "@" not in cell for cell in told
    )
    return len(told) >= _LEAST_KNOWN and len(told) == len(cells) and is_short and len(set(told)) == len(told)

"""Lines below a table that are no records: totals, page numbers, who made the report and when."""

import re
from collections.abc import Sequence

from portalaudit.model.values import dataclass

_LONGEST = 200
_THINGS = "(?:records?|rows?|users?|employees?|results?|items?)"
_COUNTED = "(?:total |record |row |user |employee )?count"
_FOOTER = re.compile(
    rf"(?i)(?:grand |sub)?totals?\b.*|{_COUNTED} *[:=].*|page +\d+(?: +of +\d+)?\.?"
    r"|report (?:generated|created|printed|run|date)\b.*|(?:generated|printed|exported|created|run) +(?:on|by|at)\b.*"
    r"|end of (?:report|list|file)\.?|\*+ *end.*|showing \d+.*|(?:displaying|viewing|items?|rows?|records?) +\d+.*"
    rf"|\d+ +{_THINGS}(?: (?:found|total|listed))?\.?|confidential\b.*"
    r"|(?:number of|no\. of) (?:records|rows|users|employees)\b.*|<< .*|(?:previous|next|first|last) +page"
)
_PAGE = re.compile(r"(?i)\bpage +(\d{1,6}) +of +(\d{1,6})")
_RANGE = r"(\d{1,7}) *(?:-|\u2013|to|through) *(\d{1,7}) +of +(\d{1,7})"
_SHOWING = re.compile(rf"(?i)(?:showing|displaying|viewing|items?|rows?|records?) +{_RANGE}")
_COUNT = re.compile(
    rf"(?i)(?:(?:grand )?totals?(?: {_THINGS})?|{_COUNTED}) *[:=]? *(\d{{1,7}})"
    rf"|(\d{{1,7}}) +{_THINGS}(?: (?:found|total|listed))?\.?"
)


@dataclass(frozen=True, slots=True)
class FooterSays:
    """What a footer says of the whole: how many records there are, and whether this is only a part of them."""

    count: int | None = None
    is_part: bool = False


def is_footer(cells: Sequence[str]) -> bool:
    """Whether a line of one or two filled cells says something of the list and is no record."""
    text = " ".join(filter(None, cells))
    return len(text) <= _LONGEST and _FOOTER.fullmatch(text) is not None


def footer_says(cells: Sequence[str]) -> FooterSays:
    """What it says of the whole list."""
    text = " ".join(cell for cell in cells if cell)[:_LONGEST]
    page, shown, count = _PAGE.search(text), _SHOWING.search(text), _COUNT.fullmatch(text)
    if shown:
        first, last, whole = map(int, shown.groups())
        return FooterSays(whole, is_part=last - first + 1 < whole)
    if page:
        return FooterSays(is_part=int(page[2]) > 1)
    return FooterSays(int(count[1] or count[2])) if count else FooterSays()

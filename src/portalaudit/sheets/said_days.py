"""The day that a list says of itself: `As of 11/16/2026` above its headings, `Report generated 11/16/2026` below."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from portalaudit.model.values import dataclass
from portalaudit.sheets import day_forms
from portalaudit.sheets.day_doubts import order_above
from portalaudit.sheets.day_forms import DayOrder

_MADE = "generated|created|printed|exported|downloaded|run"
_DAY = (
    r"\d{1,4}(?P<sign>[/.-])\d{1,2}(?P=sign)\d{2,4}|\d{1,2}[ -][A-Za-z]{3,9}\.?,?[ -]\d{2,4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}"
)
_SAID = re.compile(
    rf"(?i)(?:\b(?:as (?:of|at)|(?:{_MADE})(?: on| at)?|(?:report|list|export|run) date)|^date) ?[:\u2013\u2014-]? ?"
    rf"(?P<day>{_DAY})(?![\d/])"
)


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day that a line says the list is of: as ISO text, two where the order of day and month is open."""

    line: int
    days: tuple[str, ...]


def said_days(
    lines: Iterable[tuple[int, str]],
    orders: Sequence[DayOrder | None],
    answers: Mapping[str, str],
    today: datetime.date,
) -> Iterator[SaidDay]:
    """The days that lines beside the table say. `orders` are those of its columns, which settle an open one."""
    for line, text in lines:
        for found in _SAID.finditer(text):
            written = day_forms.written_day(found["day"])
            if written is None:
                continue
            known = order_above(found["day"], orders, answers)
            tried = (known,) if known or not written.is_open else tuple(DayOrder)
            days = filter(None, (day_forms.iso_day(written, order, today) for order in tried))
            if made := tuple(dict.fromkeys(days)):
                yield SaidDay(line, made)

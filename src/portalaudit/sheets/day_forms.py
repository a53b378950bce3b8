"""Days as other programs write them, taken apart. Only `3/4/2026` and its like leave open which is the day.

Written here because python-dateutil and its like take whichever order makes a date, and a list must be asked.
"""

import datetime
import re
from enum import StrEnum
from functools import lru_cache

from portalaudit.model.values import dataclass
from portalaudit.sheets.sheet import EXCEL_DAY_ZERO
from portalaudit.source import dates


class DayOrder(StrEnum):
    """What stands first where a day is written in numbers."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


NEVER = "never"
_BLANKS = frozenset(
    {"", "-", "--", "\u2013", "\u2014", "n/a", "na", "none", "null", "nil", "tbd", "unknown", "#n/a", "0"}
)
_NEVERS = frozenset({"never", "never logged in", "never signed in", "never used", "not yet", "no login", "no logins"})
_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = {
    word: number
    for number, name in enumerate(_MONTH_NAMES.split(), 1)
    for word in (name, name[:3], *(("sept",) if number == 9 else ()))
}
_TIME = (
    r"(?:[T,]? *(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?"
    r" ?(?P<half>[AaPp])?(?:\.?[Mm]\.?)?"
    r" ?(?P<zone>Z|UTC|GMT|[A-Z]{3}|[+-]\d{2}:?\d{2})?)?"
)
_NUMBERS = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<sign>[/.-])(?P<second_>\d{{1,2}})(?P=sign)(?P<year>\d{{4}}|\d{{2}}){_TIME}"
)
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})(?P<sign>[/.-])(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}}){_TIME}")
_PRESSED = re.compile(r"(?P<year>(?:19|20|21)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_WEEKDAY = r"(?:(?:[Mm]on|[Tt]ue|[Ww]ed|[Tt]hu|[Ff]ri|[Ss]at|[Ss]un)[a-z]{0,6}\.?,? +)?"
_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<month>[A-Za-z]{3,9})", r"(?P<year>\d{4}|\d{2})"
_NAMED = re.compile(rf"{_WEEKDAY}{_DAY}[ -]{_MONTH}\.?,?[ -]{_YEAR}{_TIME}")
_MONTH_NAMED = re.compile(rf"{_WEEKDAY}{_MONTH}\.?[ -]{_DAY}(?:, ?|[ -]){_YEAR}{_TIME}")
_SERIAL = re.compile(r"(?P<serial>\d{5})(?:\.\d{1,12})?")
_SERIALS = range(10_000, 80_000)
_OFFSETS = {"Z": "Z", "UTC": "Z", "GMT": "Z"} | {
    f"{letter}{half}T": f"-0{hours + (half == 'S')}:00"
    for letter, hours in (("E", 4), ("C", 5), ("M", 6), ("P", 7))
    for half in "SD"
}
_LONGEST = 60
_YEARS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as it is written. Without a month, `first` and `second` are day and month in an order that is still open.

    `serial` is Excel's number of the day, `clock` the time of day, `offset` its distance from UTC.
    """

    year: str = ""
    month: int = 0
    day: int = 0
    first: int = 0
    second: int = 0
    serial: int = 0
    clock: str = ""
    offset: str = ""

    @property
    def only_order(self) -> DayOrder | None:
        """The only order in which this can be a day; None where both can be, or neither."""
        if self.first > 12 >= self.second:
            return DayOrder.DAY_FIRST
        return DayOrder.MONTH_FIRST if self.second > 12 >= self.first else None

    @property
    def is_open(self) -> bool:
        """Whether the order of day and month makes two different days of it."""
        return self.first != self.second and 0 < self.first <= 12 and 0 < self.second <= 12


def is_blank(text: str) -> bool:
    """Whether a cell says that there is no day, in one of the ways that lists have for it."""
    return text.casefold() in _BLANKS


def is_never(text: str) -> bool:
    """Whether a cell of last logins says that there was none."""
    return text.casefold() in _NEVERS


@lru_cache(20_000)
def written_day(text: str) -> WrittenDay | None:
    """What a cell says of a day; None where it cannot be read as one."""
    if len(text) > _LONGEST or not text.isascii():
        return None
    for form in (_YEAR_FIRST, _NUMBERS, _NAMED, _MONTH_NAMED, _PRESSED, _SERIAL):
        match = form.fullmatch(text)
        if match is not None:
            return _taken(match.groupdict())
    return None


def iso_day(
    written: WrittenDay, order: DayOrder | None, today: datetime.date, day_zero: datetime.date = EXCEL_DAY_ZERO
) -> str | None:
    """The day in ISO form; None where it is none of the calendar, or where its order is needed and not known."""
    if written.serial:
        return (day_zero + datetime.timedelta(days=written.serial)).isoformat()
    month, day = written.month, written.day
    if not month:
        if order is None and written.is_open:
            return None
        order = order if written.is_open else written.only_order or DayOrder.MONTH_FIRST
        pair = (written.first, written.second)
        month, day = pair if order is DayOrder.MONTH_FIRST else pair[::-1]
    try:
        made = datetime.date(whole_year(written.year, today), month, day)
    except ValueError:
        return None
    return made.isoformat() if made.year >= dates.FIRST_YEAR else None


def iso_moment(written: WrittenDay, day: str, *, is_utc: bool = False) -> str:
    """A day with the time of day, where its distance from UTC is written too, or the whole column is in UTC."""
    if not written.clock or not (written.offset or is_utc):
        return day
    return f"{day}T{written.clock}{written.offset or 'Z'}"


def _taken(found: dict[str, str | None]) -> WrittenDay | None:
    if found.get("serial"):
        serial = int(found["serial"] or 0)
        return WrittenDay(serial=serial) if serial in _SERIALS else None
    clock = _clock(found)
    if clock is None:
        return None
    year, offset = found["year"] or "", _offset(found.get("zone") or "")
    if found.get("first"):
        first, second = int(found["first"] or 0), int(found["second_"] or 0)
        return WrittenDay(year, first=first, second=second, clock=clock, offset=offset)
    month = _month(found["month"] or "")
    return WrittenDay(year, month, int(found["day"] or 0), clock=clock, offset=offset) if month else None


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    return _MONTHS.get(written.casefold(), 0)


def _clock(found: dict[str, str | None]) -> str | None:
    """The time of day, empty where none is written; None where it is none."""
    if not found.get("hour"):
        return ""
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    half = (found["half"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}:{second:02}"


def _offset(zone: str) -> str:
    if zone[:1] in ("+", "-") and zone:
        return f"{zone[:3]}:{zone[-2:]}" if int(zone[1:3]) < 15 and int(zone[-2:]) < 60 else ""
    return _OFFSETS.get(zone, "")


def whole_year(year: str, today: datetime.date) -> int:
    """Two digits are the year of this century up to ten years ahead, and of the last one above that."""
    if len(year) == 4:
        return int(year)
    century = today.year // 100 * 100
    whole = century + int(year)
    return whole if whole <= today.year + _YEARS_AHEAD else whole - 100

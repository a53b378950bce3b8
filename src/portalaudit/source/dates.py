"""Days and times as files write them: one strict form of each, so that text compares as the days do.

Python's own `fromisoformat` also takes `20260105`, `2026-W46` and `2026-01-05T17`, which as text come before or after
days that they lie behind.
"""

import datetime

from portalaudit.source.patterns import late

FIRST_YEAR = 1900
LAST_YEAR = 2199
"""No day of a practice lies outside of these years. `9999-12-31` is how other programs write "no end"."""

DAY_LENGTH = len("2026-01-31")

_DAY = late(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PRESSED_DAY = late(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MOMENT = late(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
_MONTHS = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
_LEAP_YEAR = "(19|2[01])(0[48]|[2468][048]|[13579][26])|2000"
_EDITORS_DAY = f"((19|2[01])[0-9]{{2}}-({_MONTHS})|({_LEAP_YEAR})-02-29)"
DAY_PATTERN = f"^{_EDITORS_DAY}$"
"""The form of a day of the calendar, for editors."""
DAY_SCHEMA = {"type": "string", "format": "date", "pattern": DAY_PATTERN}
MOMENT_PATTERN = (
    f"^{_EDITORS_DAY}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{{1,6}})?)?"
    "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?)?$"
)
"""The form of a day or a time, for editors."""

_AS_DAY = "write it as YYYY-MM-DD, like 2026-01-31"
_AS_MOMENT = "write 2026-01-31 or 2026-01-31T17:30:00-08:00"


def read_day(text: str, last_year: int = LAST_YEAR) -> str:
    """The text, if it is a day between 1900 and the end of a year. Raises ValueError with what is wrong and the fix."""
    if _DAY.fullmatch(text) is None:
        raise ValueError(f"is not a date; {_spelled_out(text) or _AS_DAY}")
    if not _is_of_calendar(text):
        raise ValueError(f"is not a day of the calendar; {_AS_DAY}")
    _expect_sensible(text, last_year)
    return text


def read_moment(text: str, last_year: int = LAST_YEAR) -> str:
    """The text, if it is a day or a time, with or without seconds and offset. Raises ValueError as `read_day` does."""
    if _DAY.fullmatch(text):
        return read_day(text, last_year)
    if _MOMENT.fullmatch(text) is None:
        raise ValueError(f"is neither a date nor a time; {_spelled_out(text) or _AS_MOMENT}")
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"is not a time of the calendar; {_AS_MOMENT}") from None
    _expect_sensible(text, last_year)
    return text


def day_of(text: str) -> datetime.date:
    """The day of a day or a time in the strict form, of any year. Raises ValueError for anything else."""
    if _DAY.fullmatch(text) is None and _MOMENT.fullmatch(text) is None:
        raise ValueError("is neither a date nor a time")
    return datetime.date.fromisoformat(written_day(text))


def has_time(text: str) -> bool:
    """Whether the text of a day or a time gives a time of day, not only a date."""
    return len(text) > DAY_LENGTH


def has_offset(text: str) -> bool:
    """Whether the text of a day or a time says how far from UTC its clock is."""
    return text.endswith("Z") or text[DAY_LENGTH:].rfind("-") > 0 or text.rfind("+") > 0


def written_day(text: str) -> str:
    """The day of a day or a time, as its own clock shows it."""
    return text[:DAY_LENGTH]


def in_zone(text: str, zone: datetime.tzinfo) -> str:
    """A time with an offset as the clocks of a zone show it; everything else unchanged.

    At the very end of the calendar, where the zone is already a day further, the day stays as it is written.
    """
    if not has_time(text) or not has_offset(text):
        return text
    try:
        return datetime.datetime.fromisoformat(text).astimezone(zone).isoformat()
    except OverflowError:
        return written_day(text)


def _spelled_out(text: str) -> str | None:
    """The fix for `20260105`."""
    pressed = _PRESSED_DAY.fullmatch(text)
    day = "-".join(pressed.groups()) if pressed else ""
    return f"write it as {day}" if day and _is_of_calendar(day) else None


def _is_of_calendar(day: str) -> bool:
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _expect_sensible(text: str, last_year: int) -> None:
    year = int(text[:4])
    if year < FIRST_YEAR:
        raise ValueError(f"lies before {FIRST_YEAR}; write the day as it was, or leave the key out if it is not known")
    if year > last_year:
        raise ValueError(f"lies after {last_year}; leave the key out if there is no such day")

"""Days and choices that look arbitrary and come out the same every time."""

import datetime
import zlib
from collections.abc import Sequence
from typing import TypeVar

AS_OF = datetime.date(2026, 11, 20)
SEED = "riverbend"

T = TypeVar("T")


def number(key: str, below: int) -> int:
    """A number from 0 up to `below`, decided by the key alone, so that one more person moves nobody else's."""
    return zlib.crc32(f"{SEED}/{key}".encode()) % below


def pick(key: str, options: Sequence[T]) -> T:
    """One of the options, decided by the key alone."""
    return options[number(key, len(options))]


def day(text: str) -> datetime.date:
    """A date as it is written."""
    return datetime.date.fromisoformat(text)


def plus(text: str, days: int) -> str:
    """The day so many days later."""
    return (day(text) + datetime.timedelta(days=days)).isoformat()


def working_day(text: str) -> str:
    """The day itself, or the Monday after a weekend."""
    found = day(text)
    return plus(text, max(0, 7 - found.weekday()) if found.weekday() > 4 else 0)


def workday_before(text: str) -> str:
    """The day itself, or the Friday before a weekend."""
    return plus(text, min(0, 4 - day(text).weekday()))


def ago(days: int) -> str:
    """The day so many days before the check."""
    return plus(AS_OF.isoformat(), -days)

"""The functions that expressions may call beside those of CEL: what CEL lacks for days and for lists.

Each gives an answer for everything that its types allow, so that no fact of a practice makes a rule fail. Days that a
rule writes out are checked when it is read.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from portalaudit.model.values import dataclass
from portalaudit.source import dates

DAY = datetime.timedelta(days=1)


class Given(StrEnum):
    """What a function takes or gives. A list of texts or of whole numbers gives a list of the same."""

    DATE = "date"
    DATES = "list of date"
    NUMBER = "whole number"
    YES_OR_NO = "boolean"
    LIST = "list"

    @property
    def is_day(self) -> bool:
        """Whether it is one day or several."""
        return self in (Given.DATE, Given.DATES)


@dataclass(frozen=True, slots=True)
class Function:
    """A function with the names and types of its parameters, and the type of what it gives."""

    name: str
    parameters: Mapping[str, Given]
    gives: Given
    meaning: str

    @property
    def call(self) -> str:
        """How it is written."""
        return f"{self.name}({', '.join(self.parameters)})"


_DATE, _DATES, _LIST = Given.DATE, Given.DATES, Given.LIST
_DAYS = {"dates": _DATES, "otherwise": _DATE}
_TWO_LISTS = {"list": _LIST, "other": _LIST}

FUNCTIONS = (
    Function(
        "days_since",
        {"date": _DATE},
        Given.NUMBER,
        "Days from the date to the day of the check; negative for a day to come",
    ),
    Function(
        "days_until",
        {"date": _DATE},
        Given.NUMBER,
        "Days from the day of the check to the date; negative for a day gone by",
    ),
    Function(
        "days_between",
        {"from": _DATE, "to": _DATE},
        Given.NUMBER,
        "Days from the first date to the second; negative where it lies before",
    ),
    Function(
        "add_days",
        {"date": _DATE, "days": Given.NUMBER},
        _DATE,
        "The day so many days after the date, or before it for a negative number",
    ),
    Function(
        "between",
        {"date": _DATE, "first": _DATE, "last": _DATE},
        Given.YES_OR_NO,
        "Whether the date lies between two days, both of them included",
    ),
    Function("latest", _DAYS, _DATE, "The latest of the dates; the other date where there is none"),
    Function("earliest", _DAYS, _DATE, "The earliest of the dates; the other date where there is none"),
    Function("distinct", {"list": _LIST}, _LIST, "The list with each item once, in its first place"),
    Function("sorted", {"list": _LIST}, _LIST, "The list in order: texts by their characters, numbers by size"),
    Function("without", _TWO_LISTS, _LIST, "The items of the first list that are not in the second"),
    Function("common", _TWO_LISTS, _LIST, "The items of the first list that are in the second too"),
)
BY_NAME: Mapping[str, Function] = {function.name: function for function in FUNCTIONS}


def day_of(text: str) -> datetime.date:
    """The calendar day of a date or of a time, as written. Raises ValueError for anything else."""
    try:
        return dates.day_of(text)
    except ValueError:
        raise ValueError(f"expected a date, got {text[:20]!r}") from None


def _moved(text: str, days: int) -> str:
    """The day so many days later, or the last or first one that there is."""
    most = datetime.date.max if days > 0 else datetime.date.min
    day = day_of(text)
    return (most if abs(days) > abs((most - day) // DAY) else day + days * DAY).isoformat()


def _extreme(choose: Callable[[Iterable[str]], str]) -> Callable[[Sequence[str], str], str]:
    return lambda texts, otherwise: choose(day_of(text).isoformat() for text in texts or (otherwise,))


def _key(item: Any) -> tuple[str, Any]:
    """By what an item is known and put in order, whatever it is; a number is not the truth value that equals it."""
    return type(item).__name__, item if isinstance(item, str | int | float) else repr(item)


def _distinct(items: Sequence[Any]) -> list[Any]:
    found: dict[tuple[str, Any], Any] = {}
    for item in items:
        found.setdefault(_key(item), item)
    return list(found.values())


def _kept(items: Sequence[Any], others: Sequence[Any], *, in_both: bool) -> list[Any]:
    known = set(map(_key, others))
    return [item for item in items if (_key(item) in known) is in_both]


def implementations(as_of: datetime.date) -> dict[str, Callable[..., Any]]:
    """The functions by name, for a check of that day."""
    return {
        "days_since": lambda date: (as_of - day_of(date)) // DAY,
        "days_until": lambda date: (day_of(date) - as_of) // DAY,
        "days_between": lambda first, second: (day_of(second) - day_of(first)) // DAY,
        "add_days": _moved,
        "between": lambda date, first, last: day_of(first) <= day_of(date) <= day_of(last),
        "latest": _extreme(max),
        "earliest": _extreme(min),
        "distinct": _distinct,
        "sorted": lambda items: sorted(items, key=_key),
        "without": lambda items, others: _kept(items, others, in_both=False),
        "common": lambda items, others: _kept(items, others, in_both=True),
    }

"""What tables are made of before they become CSV or a workbook."""

import datetime
from collections.abc import Iterable

from portalaudit.model.values import dataclass

Value = str | int
Row = tuple[Value, ...]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would compute."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: heads, and rows that are as long. Where `has_heads` is false the rows speak for themselves."""

    title: str
    columns: tuple[str, ...]
    rows: Iterable[Row]
    has_heads: bool = True


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook with its sheets in order, and the day that stands in its properties."""

    title: str
    sheets: tuple[Sheet, ...]
    day: datetime.date | None = None

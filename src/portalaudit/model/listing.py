"""Answers that are lists: a title and tables, for people and programs alike."""

import datetime

from portalaudit.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to an address."""

    text: str
    url: str


Cell = str | Link


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; the first column names the row. `empty` is said where there are no rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    intro: str = ""
    empty: str = "None."


@dataclass(frozen=True, slots=True)
class Listing:
    """Tables with a title. `about` names the practice, empty where it is about none; `notes` stand at the end."""

    title: str
    tables: tuple[Table, ...]
    about: str = ""
    as_of: datetime.date | None = None
    notes: tuple[str, ...] = ()

"""One table of a file, read line by line: it may be gone through again and again, and is never held as rows."""

import datetime
from collections.abc import Callable, Iterator

from portalaudit.model.place import Place
from portalaudit.model.values import dataclass, field
from portalaudit.sheets.listed import Remark

Line = tuple[int, tuple[str, ...]]
"""Where a line begins, counted from 1, and its cells."""

EXCEL_DAY_ZERO = datetime.date(1899, 12, 30)
"""The day that Excel counts from: day 60 of 1900, which never was, is behind it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `path` is what every output calls it, `form` and `encoding` how it is written.

    `remarks` are about the file as a whole.
    """

    path: str
    read: Callable[[], Iterator[Line]] = field(repr=False, compare=False)
    form: str
    encoding: str = ""
    day_zero: datetime.date = EXCEL_DAY_ZERO
    remarks: tuple[Remark, ...] = ()

    def lines(self) -> Iterator[Line]:
        """Every line from the first, blank ones too."""
        return self.read()

    def place(self, line: int, column: int = 1) -> Place:
        """A line, or the cell in its column, counted from 1 as a spreadsheet does."""
        return Place(self.path, line, column)

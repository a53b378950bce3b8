"""One table of a file, read line by line: it may be gone through again and again, and is never held as rows."""

import datetime
from collections.abc import Callable, Iterator

from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.values import dataclass, field
from portalaudit.sheets.listed import Remark

Line = tuple[int, tuple[str, ...]]
"""Where a line begins, counted from 1, and its cells."""

EXCEL_DAY_ZERO = datetime.date(1899, 12, 30)
"""The day that Excel counts from: day 60 of 1900, which never was, is behind it."""


class DamagedListError(Exception):
    """The lines of a list end at this one because its file is broken there. `recognise` meets it first and tells it."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def damaged(place: Place) -> Problem:
    """The problem with a list that is broken at a place."""
    return Problem(ProblemCode.UNREADABLE_FILE, "this workbook is damaged here", place, "save the sheet as CSV")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `path` is what every output calls it, `form` and `encoding` how it is written.

    `remarks` are about the file as a whole. `find` gives the line and column of a cell in text, by the line of its
    record and its position; `is_torn` says whether the quotation marks of a record, by its line, do not go together.
    """

    path: str
    read: Callable[[], Iterator[Line]] = field(repr=False, compare=False)
    form: str
    encoding: str = ""
    day_zero: datetime.date = EXCEL_DAY_ZERO
    remarks: tuple[Remark, ...] = ()
    find: Callable[[int, int], tuple[int, int]] | None = field(default=None, repr=False, compare=False)
    is_torn: Callable[[int], bool] | None = field(default=None, repr=False, compare=False)

    def lines(self) -> Iterator[Line]:
        """Every line from the first, blank ones too."""
        return self.read()

    def place(self, line: int, position: int = 0) -> Place:
        """Where a record begins, or its cell at a position from 0 on; in a workbook the column is that of the sheet."""
        if position == 0 or self.find is None:
            return Place(self.path, line, position + 1)
        return Place(self.path, *self.find(line, position))

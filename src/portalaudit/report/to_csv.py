"""One table of a run as CSV: the findings, or another one by name.

A table stands alone, so each of its rows names the practice and the day and says whether all of it was looked at; the
first one says what else a reader must know. Where a table has no rows, one says so.
"""

from collections.abc import Iterator

from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.model.whereabouts import from_root
from portalaudit.report import comma_separated
from portalaudit.report.characters import prose
from portalaudit.report.report_tables import REPORT_TABLES, ReportTable, how_much, note
from portalaudit.report.spreadsheets import Row

NAME = "csv"
SUFFIX = ".csv"
READ_BY = "Spreadsheets and scripts: the findings"

_ABOUT = ("Practice", "As of", "Run", "Note")


@dataclass(frozen=True, slots=True)
class CsvReporter:
    """The reporter of one table."""

    NAME: str
    READ_BY: str
    of: ReportTable
    SUFFIX: str = SUFFIX

    def render(self, report: Report, remark: str = "") -> Iterator[str]:
        """The table in pieces; a remark on what it was narrowed to stands before what else there is to know."""
        return _lines(from_root(report), self.of, remark)


def render(report: Report) -> Iterator[str]:
    """The findings in pieces."""
    return _lines(from_root(report), REPORT_TABLES["findings"])


def table(name: str) -> CsvReporter:
    """The reporter of a table by its name."""
    of = REPORT_TABLES[name]
    return CsvReporter(f"{NAME}-{name}", f"Spreadsheets and scripts: the sheet {of.title} of the workbook", of)


def _lines(report: Report, of: ReportTable, remark: str = "") -> Iterator[str]:
    yield comma_separated.MARK
    yield from comma_separated.lines((*of.columns, *_ABOUT), _rows(report, of, remark))


def _rows(report: Report, of: ReportTable, remark: str) -> Iterator[Row]:
    about = (prose(report.practice.name), report.as_of.isoformat(), how_much(report))
    rows = of.all_rows(report)
    yield (*next(rows), *about, f"{remark}{note(report)}")
    yield from ((*row, *about, "") for row in rows)

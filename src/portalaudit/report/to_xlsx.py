"""The whole run as a workbook: what it is about, and a sheet for each table."""

from portalaudit.model.report import Report
from portalaudit.model.whereabouts import from_root
from portalaudit.report.characters import prose
from portalaudit.report.report_tables import REPORT_TABLES, about_rows
from portalaudit.report.spreadsheets import Book, Sheet

NAME = "xlsx"
SUFFIX = ".xlsx"
READ_BY = "Excel and LibreOffice: every table as a sheet"


def render(report: Report) -> Book:
    """The workbook, its rows still to be made."""
    report = from_root(report)
    title = f"Portal access: {prose(report.practice.name)}"
    about = Sheet("About", ("", ""), ((title, ""), *about_rows(report)), has_heads=False)
    tables = (Sheet(one.title, one.columns, one.all_rows(report)) for one in REPORT_TABLES.values())
    return Book(title, (about, *tables), report.as_of)

"""Reporters: each one module with `NAME`, `SUFFIX`, `READ_BY` and `render(report)`, which gives the text in pieces.

Every piece can be written as UTF-8. A workbook comes as its tables, and becomes bytes where it leaves the program. The
same report gives the same bytes.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from portalaudit.model.proof import Proof
from portalaudit.model.report import Report
from portalaudit.report.spreadsheets import Book

REPORTERS: tuple[str, ...] = (
    *("console", "json", "junit", "junit-strict", "sarif", "html", "markdown", "xlsx", "concise", "github", "gitlab"),
    *("oscal", "ocsf", "ical", "badge", "badge-json"),
    *("csv", "csv-actions", "csv-questions", "csv-access", "csv-population"),
)
"""The names of all formats. The module of each is `to_<name>`, up to a hyphen: one module may offer several."""

CASES_REPORTERS: tuple[str, ...] = ("json", "junit")
"""The names of the formats for the results of rules' cases; the module of each is `cases_to_<name>`."""


class Reporter(Protocol):
    """What a reporter module offers. `READ_BY` says to people whom the format is for."""

    NAME: str
    SUFFIX: str
    READ_BY: str

    def render(self, report: Report) -> Iterator[str] | Book:
        """Give the report's text in pieces, or a workbook."""


class CasesReporter(Protocol):
    """What a module for the results of rules' cases offers."""

    NAME: str
    SUFFIX: str

    def render(self, proof: Proof) -> Iterator[str]:
        """Give the text in pieces."""


def cases_reporter(name: str) -> CasesReporter:
    """The reporter of one of `CASES_REPORTERS`, imported when asked for."""
    if name not in CASES_REPORTERS:
        raise KeyError(name)
    return cast("CasesReporter", import_module(f"portalaudit.report.cases_to_{name}"))


def reporter(name: str) -> Reporter:
    """The reporter of one of `REPORTERS`, imported when asked for: a JUnit run does not pay for HTML templates."""
    if name not in REPORTERS:
        raise KeyError(name)
    module, _, table = name.partition("-")
    found = import_module(f"portalaudit.report.to_{module}")
    return cast("Reporter", found.table(table) if table else found)

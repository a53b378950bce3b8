"""Reporters: each one module with `NAME`, `SUFFIX` and `render(report)`, which gives the text in pieces.

Every piece can be written as UTF-8. The same report gives the same bytes.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from portalaudit.model.proof import Proof
from portalaudit.model.report import Report

REPORTERS: tuple[str, ...] = ("console", "json", "junit", "html", "markdown")
"""The names of all formats; the module of each is `to_<name>`."""

CASES_REPORTERS: tuple[str, ...] = ("json", "junit")
"""The names of the formats for the results of rules' cases; the module of each is `cases_to_<name>`."""


class Reporter(Protocol):
    """What a reporter module offers."""

    NAME: str
    SUFFIX: str

    def render(self, report: Report) -> Iterator[str]:
        """Give the report's text in pieces."""


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
    return cast("Reporter", import_module(f"portalaudit.report.to_{name}"))

"""The missing facts: for a terminal one line each, with the records that lack it beneath; else as their sheet."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping

from portalaudit.model.listing import Listing
from portalaudit.model.question import Question
from portalaudit.model.report import Report
from portalaudit.report import listings, to_do
from portalaudit.report.characters import prose
from portalaudit.report.question_sheet import question_sheet
from portalaudit.report.spreadsheets import Book

_INDENT = 16
_MOST_NAMED = 10
"""Records that lack one fact are named up to this number: dozens of logins for each fact hide the facts."""

_SHEET = (
    "For a sheet to fill in: portalaudit questions -o csv=missing-facts.csv; to print it: -o html=missing-facts.html"
)


def _text(report: Report) -> Iterator[str]:
    sheet = question_sheet(report)
    yield f"{listings.heading(sheet)}\n\n"
    if not report.questions:
        yield "Nothing is missing.\n"
    for question in report.questions:
        yield from (f"{line}\n" for line in _lines(question))
    if report.questions:
        yield f"\n{_SHEET}\n"
    yield from listings.closing(sheet)


def _lines(question: Question) -> Iterator[str]:
    first, *rest = _wrapped(f"{prose(question.title)} ({to_do.field_names(question)})")
    yield f"  {to_do.waiting(question):<{_INDENT - 2}}{first}"
    if len(question.records) > 1:
        rest += _wrapped("; ".join(_records(question)))
    rest += _wrapped(to_do.where_to_look(question))
    yield from (" " * _INDENT + line for line in rest)


def _records(question: Question) -> Iterator[str]:
    """The first records that lack a fact, and how many more there are: the sheet has a line for each."""
    yield from map(to_do.record, question.records[:_MOST_NAMED])
    if (more := len(question.records) - _MOST_NAMED) > 0:
        yield f"and {more:,} more, which the sheet lists"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, listings.WIDTH - _INDENT, break_long_words=False, break_on_hyphens=False)


def _as_sheet(write: Callable[[Listing], Iterable[str] | Book]) -> Callable[[Report], Iterable[str] | Book]:
    return lambda report: write(question_sheet(report))


FORMATS: Mapping[str, Callable[[Report], Iterable[str] | Book]] = {
    **{name: _as_sheet(write) for name, write in listings.FORMATS.items()},
    "text": _text,
}
"""How the questions of a report are written, by the name of the format."""

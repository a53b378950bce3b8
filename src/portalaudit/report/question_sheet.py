"""The missing facts as a list: one line each, and a sheet with one row for each record, to print or to fill in."""

from collections.abc import Iterator

from portalaudit.model.listing import Listing, Table
from portalaudit.model.question import Asked, Question
from portalaudit.model.report import Report
from portalaudit.report import to_do
from portalaudit.report.characters import prose, visible
from portalaudit.report.spreadsheets import Row

_FACTS = ("Fact", "Answers that wait", "Field", "Where to look", "Rules")
_SHEET = ("Record", "Kind", "Id", "Name", "Portal", "Person", "Field", "Question", "Answer")
QUESTION_COLUMNS = (*_SHEET[:-1], "Severity", "Answers that wait", "Where to look", "Rules", "File", "Line", "Answer")
_TO_FILL = "Fill in the last column. Where a portal shows it nowhere, write `not shown`."


def question_sheet(report: Report) -> Listing:
    """The questions of a report, the fact that most answers wait for first."""
    return Listing(
        "What is missing",
        (
            Table("Facts", _FACTS, tuple(map(_fact, report.questions)), empty="Nothing is missing."),
            Table("To fill in", _SHEET, tuple(_rows(report.questions)), intro=_TO_FILL, empty="Nothing is missing."),
        ),
        about=report.practice.name,
        as_of=report.as_of,
    )


def _fact(question: Question) -> tuple[str, ...]:
    look = to_do.where_to_look(question)
    return prose(question.title), f"{question.answers:,}", to_do.field_names(question), look, ", ".join(question.rules)


def _rows(questions: tuple[Question, ...]) -> Iterator[tuple[str, ...]]:
    for question in questions:
        yield from ((*_missing_from(question, asked), "") for asked in question.records)
        if question.section:
            yield (*_missing_at_all(question), "")


def question_rows_of(report: Report) -> Iterator[Row]:
    """The sheet's rows with what waits for each answer and where the record is written, for a spreadsheet."""
    for question in report.questions:
        severity, look, rules = question.severity.value, to_do.where_to_look(question), ", ".join(question.rules)
        for asked in question.records:
            where = visible(asked.place.path), asked.place.line
            yield (*_missing_from(question, asked), severity, asked.answers, look, visible(rules), *where, "")
        if question.section:
            yield (*_missing_at_all(question), severity, question.answers, look, visible(rules), "", "", "")


def _missing_from(question: Question, asked: Asked) -> tuple[str, ...]:
    return to_do.record(asked), *_named(asked), to_do.field_names(question), prose(question.words)


def _missing_at_all(question: Question) -> tuple[str, ...]:
    return prose(question.title), "inventory", "", "", "", "", visible(question.section), prose(question.words)


def _named(asked: Asked) -> tuple[str, ...]:
    portal = prose(asked.portal.name) if asked.portal else ""
    person = prose(asked.person.name) if asked.person else ""
    return asked.of.type, visible(asked.of.id), prose(asked.name), portal, person

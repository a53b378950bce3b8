"""The questions as a list: each fact once, and a row to fill in for each record that it is missing from."""

from portalaudit.model.values import replace
from portalaudit.report.listings import FORMATS
from portalaudit.report.question_sheet import question_sheet
from tests.report import sample

REPORT = replace(sample.everything(), questions=sample.MANY_QUESTIONS)


def test_each_fact_once_and_each_record_on_a_row_of_its_own() -> None:
    facts, sheet = question_sheet(REPORT).tables
    assert [row[:3] for row in facts.rows] == [
        ("Second factor: 2 logins, none recorded", "3", "mfa, mfa_device"),
        ("Documents: the inventory has no `documents:`", "1", "documents"),
    ]
    assert facts.rows[0][3].startswith("The user list of Noridian Medicare Portal does not give it")
    assert [row[2:] for row in sheet.rows] == [
        ("nmp-klee", "klee01", "Noridian Medicare Portal", "Kim <Lee>", "mfa, mfa_device", "second factor", ""),
        ("uhc-tbaker", "=tbaker", "", "", "mfa, mfa_device", "second factor", ""),
        ("", "", "", "", "documents", "documents", ""),
    ]


def test_a_spreadsheet_computes_nothing_of_it() -> None:
    assert ",'=tbaker," in "".join(FORMATS["csv"](question_sheet(REPORT)))


def test_without_questions_it_says_so() -> None:
    assert "Nothing is missing." in "".join(FORMATS["text"](question_sheet(sample.clean())))

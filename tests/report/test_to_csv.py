import csv
import io

import pytest

from portalaudit.model.report import Report
from portalaudit.report import reporter
from portalaudit.report.report_tables import REPORT_TABLES, how_much, note
from tests.report import sample

NAMES = {"csv": "findings", **{f"csv-{name}": name for name in REPORT_TABLES if name != "findings"}}
REPORTS = [sample.everything(), sample.nothing(), sample.many(1_200, 40)]


def read(name: str, report: Report) -> list[dict[str, str]]:
    text = "".join(reporter(name).render(report))
    assert text.startswith("\N{BYTE ORDER MARK}")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\N{BYTE ORDER MARK}"), newline="")))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("report", REPORTS)
def test_what_is_read_back_is_the_table(name: str, report: Report) -> None:
    table = REPORT_TABLES[NAMES[name]]
    found = read(name, report)

    assert [tuple(row[column].removeprefix("'") for column in table.columns) for row in found] == [
        tuple(str(value) for value in row) for row in table.all_rows(report)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_whose_it_is_and_how_much_was_looked_at_and_the_first_what_it_is_not(name: str) -> None:
    report = sample.everything()
    found = read(name, report)

    assert {(row["Practice"], row["As of"], row["Run"]) for row in found} == {
        ("Cascade Ridge Family Medicine", "2026-11-20", how_much(report))
    }
    assert [row["Note"] for row in found] == [note(report), *[""] * (len(found) - 1)]


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_begins_a_formula_or_holds_a_control_character(name: str) -> None:
    for row in read(name, sample.everything()):
        for value in row.values():
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert value.isprintable()

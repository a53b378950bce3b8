import io

import openpyxl
import pytest

from portalaudit.model.report import Report
from portalaudit.report.report_tables import REPORT_TABLES, about_rows
from portalaudit.report.to_xlsx import render
from portalaudit.report.workbook import to_bytes
from tests.report import sample


def sheets(report: Report) -> dict[str, list[tuple[object, ...]]]:
    workbook = openpyxl.load_workbook(io.BytesIO(to_bytes(render(report))))
    assert {cell.data_type for page in workbook for row in page for cell in row} <= {"s", "n"}
    return {page.title: [tuple(cell or "" for cell in row) for row in page.values] for page in workbook}


@pytest.mark.parametrize("report", [sample.everything(), sample.nothing(), sample.many(300, 40)])
def test_what_is_read_back_are_the_tables(report: Report) -> None:
    found = sheets(report)

    assert list(found) == ["About", "Findings", "Actions", "Questions", "Access", "Population"]
    assert found["About"] == [("Portal access: Cascade Ridge Family Medicine", ""), *about_rows(report)]
    for table in REPORT_TABLES.values():
        wanted = [tuple(value or "" for value in row) for row in table.all_rows(report)]
        assert found[table.title] == [table.columns, *wanted]


def test_two_runs_give_the_same_bytes() -> None:
    assert to_bytes(render(sample.everything())) == to_bytes(render(sample.everything()))

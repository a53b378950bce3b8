"""Who can log in where, in each format that it can be written in."""

import csv
import io
import json

import jsonschema
import openpyxl
import pytest
from lxml import html

from portalaudit.model.access import Access
from portalaudit.model.report import Report
from portalaudit.model.values import replace
from portalaudit.report import wording
from portalaudit.report.access_answer import DECISION_COLUMNS, FEW, FORMATS, AccessAnswer, outcome
from portalaudit.report.access_table import ACCESS_COLUMNS, access_rows_of, access_table
from portalaudit.report.access_to_json import schema
from portalaudit.report.report_tables import how_much
from portalaudit.report.spreadsheets import Book
from portalaudit.report.workbook import to_bytes
from tests.report import sample
from tests.report.golden_files import ACTUAL, GOLDEN, access_file, access_written, as_text

EMPTY = replace(sample.two(), access=Access)
REPORTS = [sample.everything(), sample.two(), EMPTY, sample.many(300)]


def text(name: str, report: Report, *only: str) -> str:
    return as_text(FORMATS[name](AccessAnswer(report, only)))


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_writes_its_golden_file_and_twice_the_same(name: str) -> None:
    actual = access_written(name)
    assert actual == access_written(name)
    if actual != (GOLDEN / access_file(name)).read_bytes():
        ACTUAL.mkdir(exist_ok=True)
        (ACTUAL / access_file(name)).write_bytes(actual)
        pytest.fail(f"{access_file(name)} differs: compare golden/ with actual/, then python -m tests.report.accept")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_whose_it_is_of_which_day_and_what_was_not_looked_at(name: str) -> None:
    shown = " ".join(text(name, sample.everything()).replace("\\n", " ").split())

    assert "Cascade Ridge Family Medicine" in shown
    assert "2026-11-20" in shown
    assert "Partial run: 5 of 6 rules evaluated" in shown
    assert "staff.xlsx" in shown
    assert wording.PARTIAL_DISCLAIMER in shown
    assert ("3 problems in" in shown) is (name != "json")
    assert wording.DISCLAIMER in " ".join(text(name, sample.two()).split())


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_lets_a_name_out_of_its_place(name: str) -> None:
    hostile = replace(
        sample.ACCESS,
        people=(replace(sample.ACCESS.people[0], name=sample.HOSTILE_MESSAGE),),
        logins=tuple(replace(one, login=sample.HOSTILE_MESSAGE) for one in sample.ACCESS.logins),
        portals=tuple(replace(one, name=sample.HOSTILE_MESSAGE) for one in sample.ACCESS.portals),
    )
    shown = text(name, replace(sample.two(), access=lambda: hostile), sample.HOSTILE_MESSAGE)

    shown.encode()
    assert "\N{ESCAPE}" not in shown
    assert "\N{NULL}" not in shown
    if name == "html":
        assert "<script" not in shown
        assert "<img" not in shown


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_what_it_was_narrowed_to(name: str) -> None:
    assert "person Kim Lee, portal UHC" in text(name, sample.two(), "person Kim Lee", "portal UHC").replace(
        '", "', ", "
    )
    assert "Only" not in text("csv", sample.two())


def test_no_login_at_all_is_said() -> None:
    assert "\nNo logins are recorded.\n" in text("text", EMPTY)
    assert "No logins are recorded." in text("html", EMPTY)
    assert "No logins are recorded." in text("csv", EMPTY)


def test_a_terminal_shows_the_rights_only_where_there_are_few() -> None:
    few, many = text("text", sample.two()), text("text", sample.many(FEW + 1))

    assert "      manage user; view benefits, eligibility\n      since 2024-03-05; user list of 2026-10-28\n" in few
    assert "      ! Someone who has left still has a live account\n" in few
    assert len([line for line in many.splitlines() if line.startswith("  ")]) == FEW + 1


def test_the_numbers_count_logins_and_not_the_people_who_share_them() -> None:
    assert outcome(access_table(sample.everything())) == (
        "6 logins, 5 of them live; 2 with findings; 1 of the others with missing facts; "
        "1 still live of someone who has left."
    )
    assert outcome(access_table(sample.many(3))) == "3 logins, 3 of them live; 0 with findings."


@pytest.mark.parametrize("report", REPORTS)
def test_csv_and_the_workbook_read_back_as_the_rows(report: Report) -> None:
    columns = (*ACCESS_COLUMNS, *DECISION_COLUMNS)
    found = [(*row, "", "", "", "") for row in access_rows_of(report)]
    rows = found or [("No logins are recorded.", *[""] * (len(columns) - 1))]
    lines = csv.reader(io.StringIO(text("csv", report).removeprefix("\N{BYTE ORDER MARK}"), newline=""))
    book = FORMATS["xlsx"](AccessAnswer(report))
    assert isinstance(book, Book)
    workbook = openpyxl.load_workbook(io.BytesIO(to_bytes(book)))

    assert [[cell.removeprefix("'") for cell in line[:-4]] for line in lines] == [
        list(map(str, row)) for row in (columns, *rows)
    ]
    assert workbook.sheetnames == ["About", "Access"]
    assert [tuple(cell or "" for cell in row) for row in workbook["Access"].values] == [columns, *rows]
    assert workbook["About"]["A1"].value == "Who can log in: Cascade Ridge Family Medicine, as of 2026-11-20"


@pytest.mark.parametrize("report", REPORTS)
def test_json_has_the_shape_of_its_schema_and_all_logins(report: Report) -> None:
    value = json.loads(text("json", report, "person Kim Lee"))
    jsonschema.Draft202012Validator(json.loads(schema())).validate(value)

    assert value["only"] == ["person Kim Lee"]
    assert [one["account"] for one in value["logins"]] == [one.account for one in report.access().logins]
    assert [one["id"] for one in value["people"]] == [one.id for one in report.access().people]
    assert len(value["problems"]) == len(report.problems)


def test_json_names_the_findings_of_a_login() -> None:
    report = sample.two()
    [login] = [one for one in json.loads(text("json", report))["logins"] if one["account"] == "nmp-klee"]

    assert login == {
        "account": "nmp-klee",
        "login": "klee01",
        "portal": "nmp",
        "people": ["k-lee"],
        "type": "individual",
        "for_people": True,
        "status": "active",
        "live": True,
        "administers": False,
        "shared": False,
        "permissions": ["benefits.view", "eligibility.view", "user.manage"],
        "all_permissions_known": True,
        "native_roles": ["=Office <b>Admin</b>"],
        "since": "2024-03-05",
        "last_used_on": "2026-08-10",
        "known": {"by": "user list", "on": "2026-10-28"},
        "worst_finding": "critical",
        "findings": [
            {
                "rule": "active-after-termination",
                "severity": "critical",
                "message": "klee01 on Noridian Medicare Portal is still active; Kim Lee left on 2026-08-14",
                "fingerprint": report.findings()[0].fingerprint,
            }
        ],
        "location": {"path": "accounts.yaml", "line": 2, "column": 5},
    }


@pytest.mark.parametrize("report", REPORTS)
def test_every_mark_of_the_page_leads_to_something_in_it(report: Report) -> None:
    page = html.document_fromstring(text("html", report))
    targets = [one.get("href") for one in page.iter("a")]
    ids = [one.get("id") for one in page.iter() if one.get("id")]

    assert {target.removeprefix("#") for target in targets} <= set(ids)
    assert len(ids) == len(set(ids))
    assert len(page.xpath("//table[@class='logins-of']/tbody/tr")) == len(report.access().logins)
    assert list(page.iter("script")) == []


def test_the_page_shows_only_its_own_styles() -> None:
    page = html.document_fromstring(text("html", sample.two()))
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert policy.count("sha256-") == 2


def test_how_much_was_looked_at_stands_above_the_tables() -> None:
    shown = text("html", sample.everything())

    assert f'<p class="partial">{how_much(sample.everything())}.</p>\n<section' in shown
    assert 'class="partial"' not in text("html", sample.two())

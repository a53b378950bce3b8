import base64
import csv
import datetime
import hashlib
import io
import json

import pytest
from lxml import html

from portalaudit.model.listing import Link, Listing, Table
from portalaudit.report.listings import FORMATS
from portalaudit.report.spreadsheets import Book
from portalaudit.report.wording import CONFIDENTIAL, DISCLAIMER

HOSTILE = "</td><script>alert(1)</script> | `x` [a](b)\n\N{ESCAPE}[31m"
LISTING = Listing(
    "Directory",
    (
        Table(
            "Payers",
            ("Payer", "Sign in at", "Phone no"),
            (
                ("Regence", Link("the portal", "https://example.org/a b|c"), "+1-541-555-0133"),
                (HOSTILE, Link("click", "javascript:alert(1)"), "=1+1"),
            ),
            intro="Use these.",
        ),
        Table("Others", ("Payer",), (), empty="There are none."),
    ),
    about="A practice",
    as_of=datetime.date(2026, 11, 20),
    notes=("Kept by Kim.",),
)


def rendered(name: str, listing: Listing = LISTING) -> str:
    return "".join(FORMATS[name](listing))


def test_text_reads_as_blocks() -> None:
    text = rendered("text")

    assert text.startswith(
        "Directory, A practice, as of 2026-11-20\n\nPayers\nUse these.\n\nRegence\n"
        "  Sign in at: https://example.org/a b|c\n  Phone no: +1-541-555-0133\n"
    )
    assert "\nOthers\n  There are none.\n\nKept by Kim.\n" in text
    assert "\N{ESCAPE}" not in text


def test_markdown_is_a_table_that_text_cannot_break() -> None:
    lines = rendered("md").splitlines()

    assert lines[0] == "# Directory, A practice, as of 2026-11-20"
    assert "| Regence | [the portal](<https://example.org/a%20b%7Cc>) | +1-541-555-0133 |" in lines
    hostile = next(line for line in lines if "alert" in line)
    assert r"\</td>\<script>" in hostile
    assert r"\| \`x\` \[a\](b)" in hostile
    assert "javascript:alert(1)" in hostile
    assert "](<javascript" not in hostile
    assert "There are none." in lines


def test_an_address_that_is_text_becomes_no_link_by_itself() -> None:
    row = ("Regence", "do not use: it leads through www.google.com (https://www.google.com/url?q=1)")
    text = rendered("md", Listing("Directory", (Table("Payers", ("Payer", "Sign in at"), (row,)),)))

    assert text.endswith(
        r"| Regence | do not use: it leads through www\.google.com (https\://www\.google.com/url?q=1) |" "\n"
    )
    assert "<a " not in rendered("html", Listing("Directory", (Table("Payers", ("Payer", "Sign in at"), (row,)),)))


def test_the_page_follows_only_web_addresses_and_escapes_the_rest() -> None:
    page = html.document_fromstring(rendered("html"))

    assert [a.get("href") for a in page.iter("a")] == ["https://example.org/a b|c"]
    assert list(page.iter("script")) == []
    assert page.xpath("//tbody/tr[2]/th")[0].text.startswith("</td><script>")
    assert "There are none." in page.text_content()
    assert page.xpath("//time")[0].get("datetime") == "2026-11-20"


def test_the_page_shows_its_own_style_and_nothing_else() -> None:
    page = html.document_fromstring(rendered("html"))
    digest = base64.b64encode(hashlib.sha256(page.xpath("//style")[0].text.encode()).digest()).decode()
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]

    assert policy.split("; ")[:3] == ["default-src 'none'", f"style-src 'sha256-{digest}'", "script-src "]


def test_csv_computes_nothing() -> None:
    text = rendered("csv")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\N{BYTE ORDER MARK}"))))

    assert text.startswith("\N{BYTE ORDER MARK}Payer,Sign in at,Phone no\r\n")
    assert rows[1] == ["Regence", "https://example.org/a b|c", "'+1-541-555-0133"]
    assert rows[2][1:] == ["javascript:alert(1)", "'=1+1"]
    assert rows[3:] == [[], ["Payer"]]


def test_json_has_names_for_columns() -> None:
    value = json.loads(rendered("json"))

    assert (value["schema"], value["as_of"], value["about"]) == ("portalaudit/listing/v1", "2026-11-20", "A practice")
    assert value["tables"][0]["rows"][0] == {
        "payer": "Regence",
        "sign_in_at": "https://example.org/a b|c",
        "phone_no": "+1-541-555-0133",
    }
    assert value["tables"][1] == {"title": "Others", "columns": ["payer"], "rows": []}


@pytest.mark.parametrize("name", ["text", "md", "html", "json"])
def test_what_is_about_a_practice_is_confidential_and_no_advice(name: str) -> None:
    def words(listing: Listing) -> str:
        return " ".join(rendered(name, listing).split())

    about_nobody = Listing("Fields", LISTING.tables)
    assert CONFIDENTIAL in words(LISTING)
    assert DISCLAIMER in words(LISTING)
    assert CONFIDENTIAL not in words(about_nobody)


def test_a_workbook_has_a_sheet_for_each_table_and_first_what_the_list_is() -> None:
    book = FORMATS["xlsx"](LISTING)

    assert isinstance(book, Book)
    assert (book.title, book.day) == ("Directory, A practice, as of 2026-11-20", datetime.date(2026, 11, 20))
    assert {sheet.title: list(sheet.rows) for sheet in book.sheets} == {
        "About": [
            ("List", "Directory"),
            ("Practice", "A practice"),
            ("As of", "2026-11-20"),
            ("Payers", "Use these."),
            ("Others", "There are none."),
            *(("Note", note) for note in ("Kept by Kim.", CONFIDENTIAL, DISCLAIMER)),
        ],
        "Payers": [
            ("Regence", "https://example.org/a b|c", "+1-541-555-0133"),
            (r"</td><script>alert(1)</script> | `x` [a](b) \x1b[31m", "javascript:alert(1)", "=1+1"),
        ],
        "Others": [],
    }

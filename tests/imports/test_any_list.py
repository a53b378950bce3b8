"""Whatever is in a list: no traceback, the same again changes nothing, and order does not matter."""

import csv
import io
import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from portalaudit.sheets.delimited import delimited
from tests.cli.running import Ran
from tests.imports.juniper import Practice, practice
from tests.imports.test_staff_roster import FIRST, lists, roster

__all__ = ["lists", "practice"]

HEADINGS = ("Login", "Name", "Email", "Status", "Roles", "Last Login")
_TEXT = st.text(st.characters(codec="utf-8"), max_size=14)
_CELLS = {
    "Login": st.one_of(_TEXT, st.sampled_from(["klee", "KLEE", "007", "null", "-", "=1+1", "a: b", "frontdesk", ""])),
    "Name": st.one_of(_TEXT, st.sampled_from(["Kim Lee", "Lee, Kim", "Ruiz, Ana", "Front Desk", "Acme Billing, LLC"])),
    "Email": st.sampled_from(["ana@j.example.org", "ANA+x@j.example.org", "office@j.example.org", "", "no mail"]),
    "Status": st.one_of(_TEXT, st.sampled_from(["Active", "Inactive", "Locked", "Active", "Active"])),
    "Roles": st.one_of(_TEXT, st.sampled_from(["Clerk", "Clerk; Biller", "[x]", "a, b", "{c: d}"])),
    "Last Login": st.sampled_from(["11/02/2026", "2026-11-03", "Never", "13/13/2026", "", "soon"]),
}
ROWS = st.lists(st.fixed_dictionaries(_CELLS), max_size=6)
_SLOW = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def as_csv(rows: list[dict[str, str]], headings: tuple[str, ...] = HEADINGS) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, headings)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


USERS = ("--portal", "uhc", "--coverage", "full")


class Desk:
    """Practices of their own for each example."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def imported(self, content: str | bytes, options: tuple[str, ...] = USERS) -> tuple[int, dict[str, bytes]]:
        """Exit code and files after an import, and after the same again, and again: every line is told."""
        with TemporaryDirectory() as folder:
            made = Practice(Path(folder), self._capsys)
            roster(made, Path(folder), FIRST)
            path = Path(folder) / "list.csv"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            first = made.run(str(path), *options, "--write", "-o", "json=-")
            files = made.files()
            if isinstance(content, str) and options is USERS:
                self._expect_every_line(content, first)
            second = made.run(str(path), *options, "--write")
            assert made.files() == files
            assert "has a bug" not in first.err + second.err
            checked = made.run_check()
            assert (checked.code in (0, 1)) or first.code == 2, checked.err
            return first.code, files

    @staticmethod
    def _expect_every_line(text: str, ran: Ran) -> None:
        """Each login is a change or left out with its reason, or the whole list is refused or waits for answers."""
        plan = json.loads(ran.out)
        assert ran.code in ((2,) if plan["problems"] else (0, 1))
        told = [*plan["changes"], *plan["questions"], *plan["skipped"], *plan["remarks"], *plan["problems"]]
        lines = {one["location"]["line"] for one in told}
        if plan["lists"]:
            assert {line for line, _ in delimited(text, "comma")} - {1} <= lines
        else:
            assert told


@pytest.mark.slow
@example(rows=[{"Login": "0\x1b", "Email": "ana@j.example.org"}, {"Login": "\x1b"}, {"Login": "null", "Roles": "-"}])
@given(rows=ROWS)
@_SLOW
def test_any_rows_become_a_sound_inventory_and_the_same_again_changes_no_byte(
    capsys: pytest.CaptureFixture[str], rows: list[dict[str, str]]
) -> None:
    code, _ = Desk(capsys).imported(as_csv(rows))
    assert code in (0, 1, 2)


_OF_STAFF = {
    "Employee ID": st.one_of(st.sampled_from(["7", "0008", "", "9", "x-1"]), _TEXT),
    "First Name": st.one_of(st.sampled_from(["Ana", "Kim", "Annie", "Bo", "Vy"]), _TEXT),
    "Last Name": st.one_of(st.sampled_from(["Ruiz", "Lee", "Park", "Ng", "Tran"]), _TEXT),
    "Job Title": st.one_of(st.sampled_from(["Biller", "Nurse", "Front Desk; Biller", "4711", ""]), _TEXT),
    "Hire Date": st.sampled_from(["2019-05-06", "2026-01-05", "01/01/99", "13/02/2025", "", "soon", "2027-01-04"]),
    "Termination Date": st.sampled_from(["", "", "", "2026-10-30", "12/31/9999", "later"]),
    "Status": st.one_of(st.sampled_from(["Active", "Active", "Terminated", "Leave of absence", ""]), _TEXT),
}
PEOPLE = st.lists(st.fixed_dictionaries(_OF_STAFF), max_size=6)
_TAUGHT = {
    "Name": st.one_of(st.sampled_from(["Kim Lee", "Ruiz, Ana", "Annie Ruiz", "No One"]), _TEXT),
    "Course": st.one_of(st.sampled_from(["Privacy 101", "Sharing"]), _TEXT),
    "Completed On": st.sampled_from(["2026-10-01", "03/04/2026", "", "46000", "soon"]),
}
COURSES = st.lists(st.fixed_dictionaries(_TAUGHT), max_size=6)


@pytest.mark.slow
@given(rows=PEOPLE)
@_SLOW
def test_any_roster_becomes_a_sound_inventory_and_the_same_again_changes_no_byte(
    capsys: pytest.CaptureFixture[str], rows: list[dict[str, str]]
) -> None:
    Desk(capsys).imported(as_csv(rows, tuple(_OF_STAFF)), ("--kind", "roster", "--coverage", "full"))


@pytest.mark.slow
@given(rows=COURSES)
@_SLOW
def test_any_sheet_of_training_becomes_a_sound_inventory_and_the_same_again_changes_no_byte(
    capsys: pytest.CaptureFixture[str], rows: list[dict[str, str]]
) -> None:
    Desk(capsys).imported(as_csv(rows, tuple(_TAUGHT)), ("--kind", "training"))


WAYS = [("utf-8-sig", ","), ("utf-16", ";"), ("utf-16-le", "\t"), ("cp1252", "|"), ("cp1252", ",")]


@pytest.mark.slow
@given(rows=st.lists(st.fixed_dictionaries(_CELLS), min_size=1, max_size=6), way=st.sampled_from(WAYS))
@_SLOW
def test_the_encoding_and_the_delimiter_change_no_record(
    capsys: pytest.CaptureFixture[str], rows: list[dict[str, str]], way: tuple[str, str]
) -> None:
    encoding, delimiter = way
    plain = [{key: _ordinary(cell) for key, cell in row.items()} for row in rows]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(
        [HEADINGS, *([row[heading] for heading in HEADINGS] for row in plain)]
    )
    (one, of_one), (two, of_two) = (
        Desk(capsys).imported(content) for content in (as_csv(plain), written.getvalue().encode(encoding))
    )
    assert one == two
    assert of_one.get("accounts/uhc.yaml") == of_two.get("accounts/uhc.yaml")


def _ordinary(cell: str) -> str:
    """A cell as Western Windows can write it, without signs that are a delimiter elsewhere."""
    return cell.encode("cp1252", errors="ignore").decode("cp1252").translate(dict.fromkeys(map(ord, ',;|\t\r\n"\0')))


def _twice(**other: str) -> dict[str, str]:
    return {**dict.fromkeys(HEADINGS, ""), "Login": "007", "Name": "Kim Lee", "Status": "Active", **other}


@pytest.mark.slow
@example(rows=[_twice(Roles="Clerk; Biller"), _twice(Roles="a, b")], order=Random(2))  # noqa: S311 -- one of the orders that turn the two around
@given(rows=ROWS, order=st.randoms(use_true_random=False))
@_SLOW
def test_the_order_of_rows_and_columns_changes_no_record(
    capsys: pytest.CaptureFixture[str], rows: list[dict[str, str]], order: Random
) -> None:
    turned, headings = list(rows), list(HEADINGS)
    order.shuffle(turned)
    order.shuffle(headings)
    codes, accounts = [], []
    for text in (as_csv(rows), as_csv(turned, tuple(headings))):
        code, files = Desk(capsys).imported(text)
        codes.append(code)
        accounts.append(files.get("accounts/uhc.yaml"))
    assert codes[0] == codes[1]
    assert accounts[0] == accounts[1]


@pytest.mark.slow
@given(data=st.one_of(st.binary(max_size=200), _TEXT.map(str.encode)))
@_SLOW
def test_any_bytes_are_a_list_or_a_problem(
    capsys: pytest.CaptureFixture[str], practice: Practice, lists: Path, data: bytes
) -> None:
    path = lists / "anything.csv"
    path.write_bytes(data)
    ran = practice.run(str(path))
    assert ran.code in (0, 1, 2)
    assert ran.code != 2 or ran.err

"""A secret in any cell of a list that is kept: the list is refused, with the place, and nothing is written."""

import csv
import io
import json
from pathlib import Path

import pytest

from portalaudit.sheets.list_reading import open_list
from portalaudit.sheets.secret_cells import secret_cells
from tests.imports.juniper import LISTS, ROSTER, Practice, practice
from tests.imports.test_staff_roster import lists

__all__ = ["lists", "practice"]

WORD = "Metolius-24!"
USERS = f"""\
Login,Name,Status,Notes
klee,Kim Lee,Active,
aruiz,Ana Ruiz,Active,temp password {WORD}
"""
TRAINING = f"""\
Name,Course,Completed,Comments
Kim Lee,Privacy,2026-11-02,"pw: {WORD}"
"""
STAFF = f"""\
Name,Hire Date,Job Title,Remarks
Kim Lee,2020-01-06,Biller,her Windows password is {WORD}
"""


@pytest.mark.parametrize(
    ("text", "flags", "told"),
    [
        (USERS, ("--portal", "uhc"), (":3:23", "Notes")),
        (TRAINING, (), (":2:29", "Comments")),
        (STAFF, (), (":2:27", "Remarks")),
    ],
)
def test_a_list_that_is_kept_is_refused_with_the_place_of_the_cell(
    practice: Practice, lists: Path, text: str, flags: tuple[str, ...], told: tuple[str, str]
) -> None:
    path, before, (place, column) = lists / "list.csv", practice.files(), told
    path.write_text(text)
    ran = practice.run(str(path), *flags, "--write", "-o", "json=-", "-o", f"text={lists / 'plan.txt'}")
    assert ran.code == 2
    assert f"--> {path}{place}\n" in ran.err
    assert f"a cell of the column '{column}' looks like it holds a password; nothing of this list is read" in ran.err
    assert "take the value out of the list, or leave that column out" in ran.err
    assert json.loads(ran.out)["written"] is False
    assert WORD not in ran.out + ran.err + (lists / "plan.txt").read_text()
    assert practice.files() == before
    path.write_text(text.replace(WORD, "***"))
    assert practice.run(str(path), *flags, "--write").code in (0, 1)


def test_of_several_lists_none_is_written_where_one_is_refused(practice: Practice, lists: Path) -> None:
    before = practice.files()
    (lists / "uhc.csv").write_text(USERS)
    ran = practice.run(ROSTER[0], str(lists / "uhc.csv"), *ROSTER[1:], "--write")
    assert (ran.code, ran.out) == (2, "")
    assert practice.files() == before


def test_what_stands_above_the_table_is_kept_too(practice: Practice, lists: Path) -> None:
    (lists / "uhc.csv").write_text(f"Users of UHC\nGroup password: {WORD}\n" + USERS.replace(WORD, "***"))
    ran = practice.run(str(lists / "uhc.csv"), "--write")
    assert ran.code == 2
    assert "a cell of this list looks like it holds a password" in ran.err
    assert f"--> {lists / 'uhc.csv'}:2:1\n" in ran.err
    assert WORD not in ran.err


def found_in(text: str) -> list[tuple[int, str, list[int]]]:
    sheets, problems = open_list("list.csv", text.encode())
    assert problems == ()
    return [
        (one.place.line, one.message, [each.place.line for each in one.related])
        for sheet in sheets
        for one in secret_cells(sheet, None)
    ]


def test_each_column_is_named_once_with_further_places() -> None:
    rows = "".join(f"user{number},pw: Rain{number}x!,\n" for number in range(1200))
    ((line, message, others),) = found_in(f"Login,Notes,Phone\n{rows}")
    assert (line, others) == (2, list(range(3, 13)))
    assert "Rain" not in message


def test_a_secret_in_a_cell_of_several_lines_is_found() -> None:
    assert [line for line, _, _ in found_in(f'Login,Notes\nklee,"Password:\n{WORD}"\nana,x\n')] == [2]


HARMLESS = """\
PASSWORD_EXPIRED|Password reset required|Temp password sent 11/02/2026|Password last set: 11/2/2026 9:14:00 AM
Password: Set|Security answer: set|Password: ******|PIN Administrator|PIN: mailed|Claim ID: search|Patient ID: view
RSA token 412345678|Username/Password|Social Security desk|Reset passwords; Unlock users|password: see 1Password
maiden name Lopez|Passport Health Plan|API Token: No|2FA: token|00u1abcdEFGHijklMNOP|1234567893|Passed: 98%
8f14e45f-ceea-467f-a8f5-6c1b3e2d7c11|DisablePasswordExpiration, DisableStrongPassword|Session timeout: 15"""


def test_words_of_portals_about_passwords_are_no_secrets() -> None:
    """Beside and below each other: no two of them make one."""
    text, words = io.StringIO(), HARMLESS.replace("\n", "|").split("|")
    csv.writer(text).writerows([["Login", *words], *([str(row), *words] for row in range(3))])
    assert found_in(text.getvalue()) == []


@pytest.mark.parametrize("path", sorted(path.name for path in LISTS.iterdir() if path.suffix not in (".md", ".yaml")))
def test_no_list_of_the_practice_is_refused_for_a_cell(path: str) -> None:
    """But the answers, which are not kept."""
    sheets, _ = open_list(path, (LISTS / path).read_bytes())
    found = [str(one.place) for sheet in sheets for one in secret_cells(sheet, None)]
    assert found == (["questions-filled.csv:4:96"] if path == "questions-filled.csv" else [])

"""Whatever is in a list: no traceback, the same again changes nothing, and order does not matter."""

import csv
import io
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

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


class Desk:
    """Practices of their own for each example."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def imported(self, text: str) -> tuple[int, dict[str, bytes], list[str]]:
        """Exit code and files after an import, and after the same again; what is not in the list's own file."""
        with TemporaryDirectory() as folder:
            made = Practice(Path(folder), self._capsys)
            roster(made, Path(folder), FIRST)
            path = Path(folder) / "users.csv"
            path.write_text(text, newline="")
            first = made.run(str(path), "--portal", "uhc", "--coverage", "full", "--write")
            files = made.files()
            second = made.run(str(path), "--portal", "uhc", "--coverage", "full", "--write")
            assert made.files() == files
            assert "has a bug" not in first.err + second.err
            checked = made.run_check()
            assert (checked.code in (0, 1)) or first.code == 2, checked.err
            return first.code, files, first.out.splitlines()


@pytest.mark.slow
@example(rows=[{"Login": "0\x1b", "Email": "ana@j.example.org"}, {"Login": "\x1b"}, {"Login": "null", "Roles": "-"}])
@given(rows=ROWS)
@_SLOW
def test_any_rows_become_a_sound_inventory_and_the_same_again_changes_no_byte(
    capsys: pytest.CaptureFixture[str], rows: list[dict[str, str]]
) -> None:
    code, _, _ = Desk(capsys).imported(as_csv(rows))
    assert code in (0, 1, 2)


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
        code, files, _ = Desk(capsys).imported(text)
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

"""`portalaudit access`: who can log in where on a day, and should they."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from portalaudit.report.access_answer import DECISION_COLUMNS
from tests.cli.running import PRACTICE, RULE, portalaudit

Capture = pytest.CaptureFixture[str]
ON = "--on=2026-11-20"
FILES = {
    "inventory/all.yaml": PRACTICE
    + """\
portals:
  - {id: nmp, name: Noridian Medicare Portal, kind: mac}
  - {id: uhc, name: UHC, kind: standalone}
staff:
  - {id: kim, name: Kim Lee, engagements: [{kind: employee, start: 2024-03-04, end: 2026-08-14}]}
  - {id: mo, name: Mo Ortiz, engagements: [{kind: employee, start: 2024-03-04}]}
accounts:
  - id: nmp-kim
    portal: nmp
    login: kimlee
    person: kim
    type: individual
    status: active
    permissions: [eligibility.view]
    created_on: 2024-03-05
  - {id: uhc-mo, portal: uhc, login: mo1, person: mo, type: individual, status: active}
  - {id: uhc-none, portal: uhc, login: nobody7, type: individual, status: active}
""",
    "policies/policy.yaml": "packs: [own]\n",
    "policies/own/pack.yaml": "{id: own, title: Own, version: '1'}\n",
    "policies/own/leavers.yaml": RULE,
}


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in FILES.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def logins(capsys: Capture, *arguments: str) -> list[str]:
    ran = portalaudit(capsys, "access", ON, "-ojson=-", *arguments)
    assert ran.code == 0, ran.err
    return [one["login"] for one in json.loads(ran.out)["logins"]]


def test_everybody_is_shown_with_what_is_wrong(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "access", ON)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(
        """\
Who can log in: Test practice, as of 2026-11-20

Noridian Medicare Portal: 1 login, no user list on file, no access review on file
  Kim Lee, left 2026-08-14  kimlee  active    high         last used not recorded
      view eligibility
      since 2024-03-05; recorded only
      ! People who have left hold no live account

UHC: 2 logins, no user list on file, no access review on file
  Mo Ortiz         mo1      active    no findings  last used not recorded
      not recorded
      since not recorded; recorded only
  no one recorded  nobody7  active    unknown      last used not recorded
      not recorded
      since not recorded; recorded only

3 logins, 3 of them live; 1 with findings; 1 of the others with missing facts; 1 still live of
someone who has left.

Confidential: """
    )


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((), ["kimlee", "mo1", "nobody7"]),
        (("--portal=nmp",), ["kimlee"]),
        (("--portal=noridian medicare portal",), ["kimlee"]),
        (("--portal=UHC", "--portal=nmp"), ["kimlee", "mo1", "nobody7"]),
        (("--person=kim",), ["kimlee"]),
        (("--person=kim  LEE",), ["kimlee"]),
        (("--person=kimlee",), ["kimlee"]),
        (("--person=nmp-kim",), ["kimlee"]),
        (("--person=nobody7",), ["nobody7"]),
        (("--person=Mo Ortiz", "--person=kim"), ["kimlee", "mo1"]),
        (("--person=Mo Ortiz", "--portal=nmp"), []),
    ],
)
def test_people_and_portals_are_named_by_id_name_or_login(
    practice: Path, capsys: Capture, arguments: tuple[str, ...], found: list[str]
) -> None:
    assert logins(capsys, *arguments) == found


def test_the_title_names_what_was_asked_for(practice: Path, capsys: Capture) -> None:
    ran = portalaudit(capsys, "access", ON, "--person=kimlee", "--person=nobody7", "--portal=uhc")

    assert ran.out.splitlines()[0] == (
        "Who can log in: Test practice (portal UHC, person Kim Lee, login nobody7), as of 2026-11-20"
    )


def test_two_people_of_one_name_are_told_apart(practice: Path, capsys: Capture) -> None:
    file = practice / "inventory" / "all.yaml"
    file.write_text(file.read_text().replace("name: Mo Ortiz", "name: Kim Lee"))
    (practice / "policies" / "policy.yaml").unlink()  # so that the shipped rules, some about people, are evaluated

    shown = portalaudit(capsys, "access", ON, "--person=Kim Lee").out.splitlines()[0]
    told = " ".join(portalaudit(capsys, "explain", "Kim Lee", "inventory", "--as-of=2026-11-20").out.split())

    assert shown == "Who can log in: Test practice (person Kim Lee (kim), person Kim Lee (mo)), as of 2026-11-20"
    assert "Kim Lee (kim). Accounts (run `explain ID` for details): nmp-kim. " in told
    assert "Kim Lee (mo). Accounts (run `explain ID` for details): uhc-mo." in told


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("--portal=uhcc", "no portal is called 'uhcc'. Did you mean 'uhc'?"),
        ("--person=Kim Leee", "no person or login is called 'Kim Leee'. Did you mean 'Kim Lee'?"),
        ("--person=zzz", "no person or login is called 'zzz'. `portalaudit access` shows them all."),
        ("--portal=kimlee", "no portal is called 'kimlee'."),
    ],
)
def test_a_name_that_no_one_has_is_refused(practice: Path, capsys: Capture, argument: str, message: str) -> None:
    ran = portalaudit(capsys, "access", ON, argument)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_past_day_shows_who_could_log_in_then(practice: Path, capsys: Capture) -> None:
    then = json.loads(portalaudit(capsys, "access", "--on=2026-08-01", "-ojson=-").out)

    assert then["as_of"] == "2026-08-01"
    assert [(one["id"], one["left_on"]) for one in then["people"]] == [("kim", None), ("mo", None)]
    assert [one["worst_finding"] for one in then["logins"]] == [None, None, None]
    same = portalaudit(capsys, "access", "--as-of=2026-08-01", "-ojson=-").out
    assert json.loads(same) == then


def test_two_runs_give_the_same_bytes_in_every_format(practice: Path, capsys: Capture) -> None:
    formats = ("text", "csv", "html", "xlsx", "json")
    for folder in ("first", "second"):
        assert portalaudit(capsys, "access", ON, *(f"-o{name}={folder}/a.{name}" for name in formats)).code == 0
    for name in formats:
        assert Path(f"first/a.{name}").read_bytes() == Path(f"second/a.{name}").read_bytes()


def test_a_file_with_a_mistake_is_named_and_the_rest_is_shown(practice: Path, capsys: Capture) -> None:
    (practice / "inventory" / "more.yaml").write_text("staf: []\n")
    ran = portalaudit(capsys, "access", ON)

    assert ran.code == 2
    assert "unknown-section" in ran.err
    assert ran.out.splitlines()[1] == "1 problem in the files, so that only part of them was checked."
    assert "kimlee" in ran.out


def test_no_format_repeats_a_secret(practice: Path, capsys: Capture) -> None:
    file = practice / "inventory" / "all.yaml"
    file.write_text(FILES["inventory/all.yaml"].replace("login: mo1,", "login: 'password=Tr0ub4dor&3x',"))
    for name in ("text", "csv", "html", "json"):
        assert "Tr0ub4dor" not in portalaudit(capsys, "access", ON, f"-o{name}=-").out


def test_the_schema_of_its_json_is_published(capsys: Capture) -> None:
    ran = portalaudit(capsys, "schema", "access")

    assert ran.code == 0
    assert json.loads(ran.out)["properties"]["schema"] == {"const": "portalaudit/access/v1"}


@pytest.mark.parametrize("sheet", ["access.csv", "access.xlsx"])
def test_the_sheet_that_is_filled_in_reads_back(practice: Path, capsys: Capture, sheet: str) -> None:
    assert portalaudit(capsys, "access", ON, "-o", sheet).code == 0
    decided = {"nmp-kim": ("Revoke", "Mo Ortiz", "2026-11-18", "left in August"), "uhc-mo": ("keep", "mo", "", "")}
    fill(practice / sheet, decided)

    ran = portalaudit(capsys, "import", sheet, "--as-of=2026-11-20", "--write")

    assert (ran.code, ran.err) == (0, ""), ran.out
    first, *others = ran.out.splitlines()
    assert first == f"{sheet}: review decisions, 2 lines: 1 keep, 1 revoke"
    assert "To answer" not in ran.out
    assert "#About" not in ran.out
    assert [line for line in others if "no decision" in line] != []
    reviews = "".join(path.read_text() for path in sorted((practice / "inventory/reviews").glob("*.yaml")))
    assert "reason: left in August" in reviews
    assert reviews.count("reason:") == 1
    assert (reviews.count("decision: revoke"), reviews.count("decision: keep")) == (1, 1)
    assert reviews.count("reviewer: mo") >= 2


def fill(sheet: Path, decided: dict[str, tuple[str, str, str, str]]) -> None:
    """Write decisions beside the logins, as a spreadsheet saves them."""
    if sheet.suffix == ".xlsx":
        book = openpyxl.load_workbook(sheet)
        heads, *rows = book["Access"].iter_rows()
        at = {cell.value: position for position, cell in enumerate(heads)}
        for row in rows:
            for name, text in zip(DECISION_COLUMNS, decided.get(row[at["Account"]].value, ()), strict=False):
                row[at[name]].value = text or None
        book.save(sheet)
        return
    with sheet.open(newline="", encoding="utf-8-sig") as file:
        lines = list(csv.DictReader(file))
    for line in lines:
        line.update(zip(DECISION_COLUMNS, decided.get(line["Account"], ()), strict=False))
    with sheet.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, lines[0])
        writer.writeheader()
        writer.writerows(lines)

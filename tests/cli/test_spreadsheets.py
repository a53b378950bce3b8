"""Workbooks and CSV from the command line: `-o xlsx=FILE`, `-o csv=FILE`, `-o csv-access=FILE` and the like."""

import csv
import io
import sys
from pathlib import Path

import openpyxl
import pytest

from portalaudit.cli import outputs
from portalaudit.report import REPORTERS
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

AS_OF = "--as-of=2026-11-20"
Capture = pytest.CaptureFixture[str]
SECRET = "Tr0ub4dor&3"  # noqa: S105 -- made up
NOTES = f"labels: {{note: 'password: {SECRET}'}}"


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in {
        "inventory/all.yaml": PRACTICE + LEAVER.replace("status: active}", f"status: active, {NOTES}}}"),
        "policies/policy.yaml": "packs: [own]\n",
        "policies/own/pack.yaml": PACK,
        "policies/own/leavers.yaml": RULE.replace("{account.login} is", "{account.login} ({account.labels.note}) is"),
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cells(path: Path) -> dict[str, list[list[object]]]:
    workbook = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in workbook}


def test_a_check_writes_a_workbook_and_every_table(practice: Path, capsys: Capture) -> None:
    tables = [name for name in REPORTERS if name.startswith("csv")]
    ran = portalaudit(capsys, "check", AS_OF, "-oxlsx=out/r.xlsx", *(f"-o{name}=out/{name}.csv" for name in tables))
    assert ran.code == 1
    found = cells(practice / "out" / "r.xlsx")
    assert found["About"][0][0] == "Portal access: Test practice"
    assert [row[1] for row in found["About"] if row[0] == "Judged for the day"] == ["2026-11-20"]
    for name, title in zip(tables, ("Findings", "Actions", "Questions", "Access", "Population"), strict=True):
        with (practice / "out" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        wanted = [["" if cell is None else str(cell) for cell in row] for row in found[title]]
        assert [[one.removeprefix("'") for one in row[:-4]] for row in rows] == wanted


def test_two_runs_write_the_same_bytes(practice: Path, capsys: Capture) -> None:
    portalaudit(capsys, "check", AS_OF, "-oxlsx=a.xlsx", "-ocsv=a.csv")
    portalaudit(capsys, "check", AS_OF, "-oxlsx=b.xlsx", "-ocsv=b.csv")
    for suffix in ("xlsx", "csv"):
        assert (practice / f"a.{suffix}").read_bytes() == (practice / f"b.{suffix}").read_bytes()


def test_no_cell_repeats_a_secret(practice: Path, capsys: Capture) -> None:
    portalaudit(capsys, "check", AS_OF, "-oxlsx=r.xlsx", "-ocsv-population=p.csv")
    shown = repr(cells(practice / "r.xlsx")) + (practice / "p.csv").read_text()
    assert SECRET not in shown
    assert "kimlee (" in shown


def test_a_workbook_goes_to_a_pipe_and_not_to_a_terminal(
    practice: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from portalaudit.cli.funnel import run

    assert run(["check", AS_OF, "-oxlsx=-"]) == 1
    workbook = openpyxl.load_workbook(io.BytesIO(capsysbinary.readouterr().out))
    assert workbook.sheetnames[0] == "About"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["check", AS_OF, "-oxlsx=-"]) == 2
    assert "a terminal cannot show a workbook. Name a file for it, such as xlsx=report.xlsx." in (
        capsysbinary.readouterr().err.decode()
    )


def test_without_the_library_the_extra_is_named(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "find_spec", lambda name: None)
    for command in ("check", "questions"):
        ran = portalaudit(capsys, command, AS_OF, "-oxlsx=r.xlsx")
        assert ran.code == 2
        assert "xlsx needs the library openpyxl, which is not installed: pip install 'portalaudit[xlsx]'" in ran.err
    assert not (practice / "r.xlsx").exists()


def test_a_partial_run_and_a_file_with_a_mistake_are_said_in_each(practice: Path, capsys: Capture) -> None:
    (practice / "inventory" / "more.yaml").write_text("staf: []\n")
    (practice / "policies" / "own" / "others.yaml").write_text(RULE.replace("id: leavers", "id: others"))
    ran = portalaudit(capsys, "check", AS_OF, "--select=others", "-oxlsx=r.xlsx", "-ocsv=f.csv")
    assert ran.code == 2
    about = cells(practice / "r.xlsx")["About"]
    assert about[1] == ["Please note", "Partial run: 1 of 2 rules evaluated: select others (--select)"]
    assert [str(row[1]).startswith("inventory/more.yaml:1:1: ") for row in about if row[0] == "Problem"] == [True]
    with (practice / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["Run"] == (
        "Partial run: 1 of 2 rules evaluated; 1 problem in the files, so that only part of them was checked"
    )


def test_questions_and_other_lists_can_be_a_workbook(practice: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "questions", AS_OF, "-oxlsx=q.xlsx").code == 0
    found = cells(practice / "q.xlsx")
    assert list(found) == ["About", "Facts", "To fill in"]
    assert found["About"][:3] == [["List", "What is missing"], ["Practice", "Test practice"], ["As of", "2026-11-20"]]
    assert found["To fill in"][0][-1] == "Answer"
    assert portalaudit(capsys, "waivers", AS_OF, "-oxlsx=w.xlsx").code == 0
    assert cells(practice / "w.xlsx")["About"][0] == ["List", "Waivers"]


def test_help_names_every_format(capsys: Capture) -> None:
    shown = " ".join(portalaudit(capsys, "check", "--help").out.split()).replace("csv- ", "csv-")
    for name in REPORTERS:
        assert name in shown, name

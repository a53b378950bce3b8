"""`check` reads the rows of a kept user list, through its map."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import portalaudit
from tests.imports.juniper import LISTS, Practice, practice

__all__ = ["practice"]


def drift(practice: Practice, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any], list[str]]:
    """The exit code, the result about UnitedHealthcare, and the problems."""
    ran = portalaudit(
        capsys, "check", str(practice.root), "--as-of", "2026-11-20", "--select", "inventory-drift", "-o", "json=-"
    )
    report = json.loads(ran.out)
    (result,) = [one for one in report["results"] if one["subject"]["id"] == "uhc"]
    return ran.code, result, [one["code"] for one in report["problems"]]


@pytest.fixture
def imported(practice: Practice) -> Practice:
    practice.write("uhc-all-users.txt", "--portal", "uhc", "--coverage", "full")
    return practice


def accounts_of(practice: Practice) -> Path:
    return practice.root / "accounts" / "uhc.yaml"


def test_a_list_and_what_was_imported_from_it_match(imported: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    code, result, problems = drift(imported, capsys)
    assert (code, result["status"], problems) == (0, "pass", [])


def test_a_line_that_shows_no_login_is_not_taken_for_another_login(
    practice: Practice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    login = "  - {id: %s, portal: uhc, login: %s, type: individual, status: active, email: %s@j.example.org}\n"
    accounts_of(practice).parent.mkdir()
    accounts_of(practice).write_text("accounts:\n" + login % ("a1", "klee1", "kim") + login % ("a2", "nng", "bo"))
    shown = tmp_path / "uhc.csv"
    shown.write_text("Login,Name,Email,Status\nklee1,,kim@j.example.org,Active\n,,bo@j.example.org,Active\n")
    practice.write(str(shown), "--portal", "uhc", "--coverage", "full")
    code, result, problems = drift(practice, capsys)
    assert (code, result["status"], problems) == (0, "pass", [])


def test_what_was_changed_by_hand_is_found(imported: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    text = accounts_of(imported).read_text()
    accounts_of(imported).write_text(text.replace("status: active", "status: terminated", 1))
    code, result, problems = drift(imported, capsys)
    assert (code, result["status"], problems) == (1, "fail", [])
    assert result["message"].endswith("cblake_kb: terminated in the inventory, still in the user list")


def test_a_login_that_is_missing_points_at_the_record_of_its_list(
    imported: Practice, capsys: pytest.CaptureFixture[str]
) -> None:
    text = accounts_of(imported).read_text()
    accounts_of(imported).write_text(
        text.replace("login: cblake_kb", "login: someone").replace("Courtney Blake", "Some One")
    )
    _, result, _ = drift(imported, capsys)
    assert "not in the inventory: cblake_kb" in result["message"]
    assert "live in the inventory, but not in the user list: someone" in result["message"]
    lines = (imported.root / "practice.yaml").read_text().split("\n")
    record = next(number for number, line in enumerate(lines, 1) if "id: uhc" in line)
    places = [(one["path"], one["line"]) for one in (result["location"], *result["related"])]
    assert (f"{imported.root.name}/practice.yaml", record) in places


def test_a_list_that_was_changed_is_not_compared(imported: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    kept = imported.root / "lists" / "uhc-2026-11-16.txt"
    kept.write_bytes(kept.read_bytes().replace(b"k\0l\0e\0e\0", b"k\0l\0e\0a\0"))
    code, result, problems = drift(imported, capsys)
    assert (code, result["status"], problems) == (2, "unknown", ["checksum-differs"])


def test_a_list_that_raises_a_doubt_is_not_compared(imported: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    # No day of the list shows whether the month or the day comes first.
    content = b"Login,Name,Status,Last Login\nmortiz_jf,Maria Ortiz,Active,03/04/2026\n"
    (imported.root / "lists" / "uhc-2026-11-17.csv").write_bytes(content)
    (imported.root / "maps" / "uhc.yaml").unlink()
    newer = f"exports: [{{taken_on: 2026-11-17, source: uhc-2026-11-17.csv, sha256: {sha256(content).hexdigest()}}}, "
    text = (imported.root / "practice.yaml").read_text()
    (imported.root / "practice.yaml").write_text(text.replace("exports: [", newer))
    code, result, problems = drift(imported, capsys)
    assert (code, result["status"], problems) == (1, "unknown", [])


def test_a_broken_map_is_a_problem(imported: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    path = imported.root / "maps" / "uhc.yaml"
    path.write_text(path.read_text() + "colunms: {}\n")
    code, _, problems = drift(imported, capsys)
    assert (code, problems) == (2, ["unknown-key"])


def test_maps_and_questions_are_no_inventory(imported: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    ran = portalaudit(capsys, "check", str(imported.root), "--as-of", "2026-11-20", "-o", "json=-")
    report = json.loads(ran.out)
    assert report["problems"] == []
    root = imported.root.name
    assert {f"{root}/maps/uhc.yaml", f"{root}/questions.csv"} <= {one["path"] for one in report["inputs"]["files"]}
    assert (imported.root / "lists" / "uhc-2026-11-16.txt").read_bytes() == (LISTS / "uhc-all-users.txt").read_bytes()


def test_an_import_that_was_cut_short_is_a_problem(imported: Practice, capsys: pytest.CaptureFixture[str]) -> None:
    (imported.root / ".portalaudit-import").mkdir()
    (imported.root / ".portalaudit-import" / "journal.json").write_text("[]")
    code, _, problems = drift(imported, capsys)
    assert (code, problems) == (2, ["unfinished-import"])
    ran = imported.run("uhc-all-users.txt", "--portal", "uhc", "--coverage", "full")
    assert ran.err == "note: an import that was cut short has been finished.\n"
    assert drift(imported, capsys)[2] == []

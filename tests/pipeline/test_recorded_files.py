"""Each SHA-256 that an inventory records is compared with its file, and every report says what came of it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import PRACTICE, portalaudit

Capture = pytest.CaptureFixture[str]
LIST = "login,status\nkimlee,active\n"
DIGEST = hashlib.sha256(LIST.encode()).hexdigest()
OTHER = "ab" * 32
RECORDS = f"""\
portals:
  - id: nmp
    name: Noridian
    kind: mac
    exports:
      - {{taken_on: 2026-11-13, source: users.csv, sha256: {DIGEST}}}
      - {{taken_on: 2026-10-13, source: gone.csv, sha256: {OTHER}}}
      - {{taken_on: 2026-09-13, source: gone.csv}}
reviews:
  - id: q3
    portal: nmp
    snapshot: {{taken_on: 2026-09-28, source: imports/users.csv, sha256: "SHA256:{DIGEST.upper()}"}}
    sha256: {OTHER}
documents:
  - {{id: sop, location: office drive, sha256: {OTHER}}}
  - {{id: plan, location: plan.pdf, sha256: {DIGEST}}}
"""
ACCOUNTS = """\
staff: [{id: kim, name: Kim Lee, engagements: [{kind: employee, start: 2024-03-04}]}]
accounts: [{id: nmp-kim, portal: nmp, login: kimlee, person: kim, type: individual, status: active}]
"""


@pytest.fixture
def inventory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "inventory"
    (folder / "imports").mkdir(parents=True)
    (folder / "all.yaml").write_text(PRACTICE + RECORDS + ACCOUNTS)
    (folder / "imports" / "users.csv").write_text(LIST)
    (folder / "plan.pdf").write_text(LIST)
    monkeypatch.chdir(tmp_path)
    return folder


def check(capsys: Capture) -> tuple[int, Any, str, str]:
    """The exit code, the JSON, and what stands in the row of the console and the property of JUnit."""
    outputs = ("-o", "json=r.json", "-o", "junit=r.xml", "-o", "console=r.txt")
    ran = portalaudit(capsys, "check", "--as-of=2026-11-20", "--select=shared-credential", "-q", *outputs)
    console = " ".join(Path("r.txt").read_text().partition("  recorded  ")[2].partition("\n\n")[0].split())
    junit = Path("r.xml").read_text().partition('<property name="recorded" value="')[2].partition('"')[0]
    return ran.code, json.loads(Path("r.json").read_text()), console, junit


def test_files_are_compared_and_those_that_are_away_are_named(inventory: Path, capsys: Capture) -> None:
    code, result, console, junit = check(capsys)
    assert code == 0
    expected = (
        "3 files as recorded (SHA-256); "
        "3 not checked, because the file is not here: gone.csv, a file without a name, office drive"
    )
    assert (console, junit) == (expected, expected)
    recorded = result["inputs"]["recorded"]
    assert recorded["counts"] == {"same": 3, "differs": 0, "not_here": 3}
    assert [(one["name"], one["match"], one["path"], one["location"]["line"]) for one in recorded["files"]] == [
        ("users.csv", "same", "inventory/imports/users.csv", 7),
        ("gone.csv", "not here", None, 8),
        ("imports/users.csv", "same", "inventory/imports/users.csv", 13),
        ("", "not here", None, 14),
        ("office drive", "not here", None, 16),
        ("plan.pdf", "same", "inventory/plan.pdf", 17),
    ]
    assert {one["sha256"] for one in recorded["files"]} == {DIGEST, OTHER}


def test_a_file_that_a_record_names_is_not_listed_as_passed_over(inventory: Path, capsys: Capture) -> None:
    (inventory / "other.pdf").touch()
    assert [one["path"] for one in check(capsys)[1]["inputs"]["not_read"]] == ["inventory/other.pdf"]


def test_another_file_is_a_problem_at_the_field(inventory: Path, capsys: Capture) -> None:
    (inventory / "imports" / "users.csv").write_text(LIST.replace("active", "disabled"))
    code, result, console, _ = check(capsys)
    assert code == 2
    assert console.startswith("1 file as recorded (SHA-256); 2 not as recorded; 3 not checked,")
    assert result["inputs"]["recorded"]["counts"] == {"same": 1, "differs": 2, "not_here": 3}
    first, second = result["problems"]
    assert first == {
        "code": "checksum-differs",
        "message": "the file imports/users.csv is not the one that was recorded: its SHA-256 is another one",
        "hint": "put the file back as it was, or record the new SHA-256 after you have looked at what changed",
        "location": {"path": "inventory/all.yaml", "line": 7, "column": 59, "end_column": 123},
        "related": [{"path": "inventory/imports/users.csv", "line": 1, "column": 1, "label": "the file as it is now"}],
    }
    assert second["location"] == {"path": "inventory/all.yaml", "line": 13, "column": 73, "end_column": 146}


def test_one_of_several_files_of_that_name_is_enough(inventory: Path, capsys: Capture) -> None:
    (inventory / "older").mkdir()
    (inventory / "older" / "users.csv").write_text("another")
    assert check(capsys)[1]["inputs"]["recorded"]["counts"]["differs"] == 0


def test_a_value_that_is_not_a_sha_256_is_a_problem(inventory: Path, capsys: Capture) -> None:
    file = inventory / "all.yaml"
    file.write_text(file.read_text().replace(f"office drive, sha256: {OTHER}", "office drive, sha256: ab12"))
    code, result, _, _ = check(capsys)
    assert code == 2
    assert [(one["code"], one["message"], one["location"]["line"]) for one in result["problems"]] == [
        ("invalid-value", "a SHA-256 has 64 digits from 0 to 9 and a to f, and this is something else", 16)
    ]


def test_nothing_is_said_where_nothing_is_recorded(inventory: Path, capsys: Capture) -> None:
    portals = "portals: [{id: nmp, name: Noridian, kind: mac}]\n"
    (inventory / "all.yaml").write_text(PRACTICE + portals + ACCOUNTS)
    code, result, console, junit = check(capsys)
    assert (code, console, junit) == (0, "", "")
    assert result["inputs"]["recorded"] == {"counts": {"same": 0, "differs": 0, "not_here": 0}, "files": []}

"""`portalaudit access --on DAY --from-git`: who could log in, as it was recorded on that day."""

import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from portalaudit.report.access_to_json import schema
from tests.cli.repositories import commit, git, write
from tests.cli.running import portalaudit
from tests.cli.test_base import AL, FILES, KIM, SHARED

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Kim's and Al's logins; then a shared one; then none but Al's is recorded."""
    git(tmp_path, "init", "-q", "-b", "main")
    ids = []
    for time, files in (
        ("2026-09-01T12:00:00-07:00", FILES),
        ("2026-09-11T06:59:00+00:00", {"office/accounts.yaml": f"accounts:\n{KIM}{AL}{SHARED}"}),
        ("2026-10-01T12:00:00-07:00", {"office/accounts.yaml": f"accounts:\n{AL}"}),
    ):
        write(tmp_path, files)
        ids.append(commit(tmp_path, time))
    monkeypatch.chdir(tmp_path)
    return ids


@pytest.mark.parametrize(
    ("day", "number", "recorded", "logins"),
    [
        ("2026-09-01", 0, "2026-09-01", ["aljones", "kimlee"]),
        ("2026-09-09", 0, "2026-09-01", ["aljones", "kimlee"]),
        # Seven hours behind, it is still the tenth in Los Angeles.
        ("2026-09-10", 1, "2026-09-10", ["aljones", "desk", "kimlee"]),
        ("2026-09-30", 1, "2026-09-10", ["aljones", "desk", "kimlee"]),
        ("2026-10-01", 2, "2026-10-01", ["aljones"]),
    ],
)
def test_the_last_commit_until_the_end_of_the_day_is_read(  # noqa: PLR0917
    made: list[str], capsys: Capture, day: str, number: int, recorded: str, logins: list[str]
) -> None:
    ran = portalaudit(capsys, "access", "office", "--on", day, "--from-git", "-o", "json=-")
    assert (ran.code, ran.err) == (0, f"note: as commit {made[number][:12]} of {recorded} recorded it.\n")
    found = json.loads(ran.out)
    assert sorted(one["login"] for one in found["logins"]) == logins
    assert (found["as_of"], found["recorded"]) == (day, {"commit": made[number], "day": recorded})


def test_a_day_before_the_first_commit_and_none_at_all(made: list[str], capsys: Capture) -> None:
    ran = portalaudit(capsys, "access", "office", "--on", "2026-08-31", "--from-git")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(
        "Error: no commit of this branch recorded 'office' on or before 2026-08-31. The first one is of 2026-09-01: "
        "name that day or a later one.\n"
    )
    ran = portalaudit(capsys, "access", "office", "--from-git")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("--from-git shows what was recorded on a day. Name it with --on YYYY-MM-DD.\n")


def test_every_form_says_which_commit_was_read(made: list[str], tmp_path: Path, capsys: Capture) -> None:
    forms = ("text", "html", "csv", "xlsx", "json")
    outputs = [word for form in forms for word in ("-o", f"{form}={tmp_path / form}")]
    said = f"as commit {made[1][:12]} of 2026-09-10 recorded it; what was recorded later is not in it"
    assert portalaudit(capsys, "access", "office", "--on", "2026-09-30", "--from-git", *outputs).code == 0
    told = {form: " ".join((tmp_path / form).read_text().split()) for form in ("text", "html", "csv")}
    assert [f"Recorded: {said}." in text for text in told.values()] == [True] * 3
    about = load_workbook(io.BytesIO((tmp_path / "xlsx").read_bytes()))["About"]
    assert ("Recorded", said) in [row[:2] for row in about.iter_rows(values_only=True)]
    answer = json.loads((tmp_path / "json").read_text())
    assert list(Draft202012Validator(json.loads(schema())).iter_errors(answer)) == []
    assert portalaudit(capsys, "access", "office", "--on", "2026-09-30", *outputs).code == 0
    assert "recorded it" not in (tmp_path / "text").read_text()
    assert json.loads((tmp_path / "json").read_text())["recorded"] is None


def test_what_was_recorded_in_another_folder_is_read_from_there(made: list[str], capsys: Capture) -> None:
    git(Path(), "mv", "office", "clinic")
    commit(Path(), "2026-11-05T12:00:00-08:00")
    ran = portalaudit(capsys, "access", "clinic", "--on", "2026-09-10", "--from-git", "-o", "json=-")
    assert ran.code == 0
    assert sorted(one["login"] for one in json.loads(ran.out)["logins"]) == ["aljones", "desk", "kimlee"]

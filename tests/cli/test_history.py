"""`portalaudit history`: commits with known facts, and the exact days on which findings opened and closed."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.repositories import commit, git, write
from tests.cli.running import Ran, portalaudit
from tests.cli.test_base import ACCOUNTS, FILES, SHARED

Capture = pytest.CaptureFixture[str]

LEFT = ACCOUNTS.replace("status: active", "status: deleted", 1)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A shared login comes, goes and comes again; the leaver's is closed; a file is broken for a day."""
    top = tmp_path / "repo"
    top.mkdir()
    git(top, "init", "-q", "-b", "main")
    ids = []
    for day, files in (
        ("2026-09-01", FILES),
        ("2026-09-10", {"office/accounts.yaml": ACCOUNTS + SHARED}),
        ("2026-09-20", {"README.md": "not of the practice"}),
        ("2026-09-25", {"office/accounts.yaml": "acounts: []\n"}),
        ("2026-10-05", {"office/accounts.yaml": ACCOUNTS}),
        ("2026-10-20", {"office/accounts.yaml": LEFT}),
        ("2026-11-01", {"office/accounts.yaml": LEFT + SHARED}),
    ):
        write(top, files)
        ids.append(commit(top, f"{day}T12:00:00-07:00"))
    monkeypatch.chdir(top)
    return ids


def history(capsys: Capture, *arguments: str) -> Ran:
    return portalaudit(capsys, "history", "office", "--until", "2026-11-11", *arguments)


def answer(capsys: Capture, *arguments: str) -> Any:
    ran = history(capsys, *arguments, "-o", "json=-")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def days(found: Any, *names: str) -> list[list[Any]]:
    return [[day[name] for name in names] for day in found["days"]]


def openings(found: Any) -> list[tuple[Any, ...]]:
    names = ("rule", "opened_on", "opened_earlier", "opened_commit")
    return [tuple(one[name] for name in names) for one in found["findings"]]


def test_what_opened_and_closed_and_for_how_long(made: list[str], capsys: Capture) -> None:
    found = answer(capsys)
    assert [list(day.values()) for day in found["days"]] == [
        ["2026-09-01", made[0], 2, 2, 0, 0],
        ["2026-09-10", made[1], 3, 1, 0, 0],
        ["2026-10-05", made[4], 2, 0, 1, 0],
        ["2026-10-20", made[5], 1, 0, 1, 0],
        ["2026-11-01", made[6], 2, 1, 0, 0],
        ["2026-11-11", None, 2, 0, 0, 0],
    ]
    assert [list(rule.values()) for rule in found["rules"]] == [
        ["leavers", 1, 1, 0, 49],
        ["rights", 1, 0, 1, 71],
        ["sharing", 2, 1, 1, 25],
    ]
    shared = {
        "fingerprint": hashlib.sha256(b"sharing\0alder\0account\0nmp-desk").hexdigest(),
        "rule": "sharing",
        "subject": {"type": "account", "id": "nmp-desk"},
        "severity": "critical",
        "opened_on": "2026-09-10",
        "opened_earlier": False,
        "opened_commit": made[1],
        "closed_on": "2026-10-05",
        "closed_commit": made[4],
        "days": 25,
        "message": "desk is used by Al Jones, Mo Ortiz",
    }
    again = {"opened_on": "2026-11-01", "opened_commit": made[6], "closed_on": None, "closed_commit": None, "days": 10}
    assert found["findings"][2:] == [shared, {**shared, **again}]
    assert [one["message"] for one in found["findings"][:2]] == ["kimlee is still active", "aljones can do remit.view"]
    assert found["notes"] == [
        "Each day is evaluated with the files of its newest commit and by its own rules.",
        "1 commit left out, because files of theirs have problems; the files before them count on.",
    ]


def test_of_a_commit_that_is_left_out_it_says_the_day_and_the_problem(made: list[str], capsys: Capture) -> None:
    why = "office/accounts.yaml:1:1: 'acounts' is not a section of an inventory; did you mean 'accounts'?"
    assert answer(capsys)["left_out"] == [{"commit": made[3], "day": "2026-09-25", "why": why}]
    assert f"{made[3][:12]} Day: 2026-09-25 Why: {why}" in " ".join(history(capsys).out.split())


def test_failing_days_of_a_control_are_counted_by_quarter(made: list[str], capsys: Capture) -> None:
    # From September 1 to 30, and from October 1 to 19: the day on which it was closed does not count.
    assert [list(one.values()) for one in answer(capsys)["failing_days"]] == [
        ["nist-800-53", "PS-4", "2026 Q3", 30],
        ["nist-800-53", "PS-4", "2026 Q4", 19],
    ]


def test_since_a_day_begins_with_the_state_of_that_day_and_marks_what_was_there_before(
    made: list[str], capsys: Capture
) -> None:
    found = answer(capsys, "--since", "2026-10-10")
    assert days(found, "day", "commit", "findings", "opened", "closed") == [
        ["2026-10-10", None, 2, 0, 0],
        ["2026-10-20", made[5], 1, 0, 1],
        ["2026-11-01", made[6], 2, 1, 0],
        ["2026-11-11", None, 2, 0, 0],
    ]
    assert found["since"] == "2026-10-10"
    assert list(found["rules"][0].values()) == ["leavers", 1, 1, 0, 10]
    assert openings(answer(capsys, "--since", "2026-09-10"))[:3] == [
        ("sharing", "2026-09-10", False, made[1]),
        ("leavers", "2026-09-10", True, None),
        ("rights", "2026-09-10", True, None),
    ]
    assert days(answer(capsys, "--since", "2026-09-26"), "day", "findings")[0] == ["2026-09-26", 3]
    assert answer(capsys, "--since", "2026-08-01") == {**answer(capsys), "since": "2026-08-01"}


def test_each_commit_is_judged_on_its_day_in_the_practices_time_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path, FILES)
    made = commit(tmp_path, "2026-08-15T06:30:00+00:00")
    monkeypatch.chdir(tmp_path)
    # It is still August 14 in Los Angeles, the last working day of Kim Lee.
    assert days(answer(capsys), "day", "commit", "findings") == [
        ["2026-08-14", made, 1],
        ["2026-08-15", None, 2],
        ["2026-11-11", None, 2],
    ]


def test_a_clock_that_went_back_does_not_turn_time_back(made: list[str], capsys: Capture) -> None:
    write(Path(), {"office/accounts.yaml": ACCOUNTS})
    commit(Path(), "2026-10-01T12:00:00-07:00")
    assert [day for (day,) in days(answer(capsys), "day")][-3:] == ["2026-11-01", "2026-11-01", "2026-11-11"]


def test_it_names_the_practice_and_says_how_to_treat_what_names_people(made: list[str], capsys: Capture) -> None:
    for _ in ("judged", "kept in the cache"):
        ran = history(capsys)
        assert ran.out.startswith("Findings over time, Alder Clinic, as of ")
        assert "Confidential: this report names people" in ran.out


def test_faults(tmp_path: Path, capsys: Capture) -> None:
    write(tmp_path, {"office/practice.yaml": FILES["office/practice.yaml"]})
    ran = portalaudit(capsys, "history", str(tmp_path / "office"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("lies in no git repository, so there are no commits to look at.\n")
    git(tmp_path, "init", "-q")
    ran = portalaudit(capsys, "history", str(tmp_path / "office"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("Error: there are no commits to look at: nothing has been committed yet.\n")

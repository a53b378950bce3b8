"""`portalaudit history`: commits with known facts, and the exact days on which findings opened and closed."""

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


def tables(capsys: Capture, *arguments: str) -> Any:
    ran = history(capsys, *arguments, "-o", "json=-")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    return {table["title"]: [list(row.values()) for row in table["rows"]] for table in found["tables"]}, found["notes"]


def test_what_opened_and_closed_and_for_how_long(made: list[str], capsys: Capture) -> None:
    found, notes = tables(capsys)
    short = [one[:12] for one in made]
    assert found["Commits"] == [
        ["2026-09-01", short[0], "2", "\N{FULL BLOCK}" * 2, "2", "0", "0"],
        ["2026-09-10", short[1], "3", "\N{FULL BLOCK}" * 3, "1", "0", "0"],
        ["2026-10-05", short[4], "2", "\N{FULL BLOCK}" * 2, "0", "1", "0"],
        ["2026-10-20", short[5], "1", "\N{FULL BLOCK}", "0", "1", "0"],
        ["2026-11-01", short[6], "2", "\N{FULL BLOCK}" * 2, "1", "0", "0"],
        ["2026-11-11", short[6], "2", "\N{FULL BLOCK}" * 2, "0", "0", "0"],
    ]
    assert found["Rules"] == [
        ["leavers", "1", "1", "0", "49"],
        ["rights", "1", "0", "1", "71"],
        ["sharing", "2", "1", "1", "25"],
    ]
    assert found["Findings"] == [
        [
            "leavers",
            "account nmp-kim",
            "high",
            f"2026-09-01 ({short[0]})",
            f"2026-10-20 ({short[5]})",
            "49",
            "kimlee is still active",
        ],
        ["rights", "account nmp-al", "low", f"2026-09-01 ({short[0]})", "", "71", "aljones can do remit.view"],
        [
            "sharing",
            "account nmp-desk",
            "critical",
            f"2026-09-10 ({short[1]})",
            f"2026-10-05 ({short[4]})",
            "25",
            "desk is used by Al Jones, Mo Ortiz",
        ],
        [
            "sharing",
            "account nmp-desk",
            "critical",
            f"2026-11-01 ({short[6]})",
            "",
            "10",
            "desk is used by Al Jones, Mo Ortiz",
        ],
    ]
    assert notes[:2] == [
        "A state holds from the day of its commit until the next one, and is judged by its own rules.",
        f"Left out, because files of theirs have problems: {short[3]}.",
    ]


def test_failing_days_of_a_control_are_counted_by_quarter(made: list[str], capsys: Capture) -> None:
    found, _ = tables(capsys)
    # From September 1 to 30, and from October 1 to 19: the day on which it was closed does not count.
    assert found["Failing days"] == [
        ["nist-800-53 PS-4", "2026 Q3", "30"],
        ["nist-800-53 PS-4", "2026 Q4", "19"],
    ]


def test_since_a_day_begins_with_the_state_of_that_day(made: list[str], capsys: Capture) -> None:
    found, _ = tables(capsys, "--since", "2026-10-10")
    assert [row[:3] for row in found["Commits"]] == [
        ["2026-10-10", made[4][:12], "2"],
        ["2026-10-20", made[5][:12], "1"],
        ["2026-11-01", made[6][:12], "2"],
        ["2026-11-11", made[6][:12], "2"],
    ]
    assert found["Rules"][0] == ["leavers", "1", "1", "0", "10"]


def test_each_commit_is_judged_on_its_day_in_the_practices_time_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path, FILES)
    commit(tmp_path, "2026-08-15T06:30:00+00:00")
    monkeypatch.chdir(tmp_path)
    found, _ = tables(capsys)
    # It is still August 14 in Los Angeles, the last working day of Kim Lee.
    assert [row[:1] + row[2:3] for row in found["Commits"]] == [["2026-08-14", "1"], ["2026-11-11", "2"]]


def test_a_clock_that_went_back_does_not_turn_time_back(made: list[str], capsys: Capture) -> None:
    write(Path(), {"office/accounts.yaml": ACCOUNTS})
    commit(Path(), "2026-10-01T12:00:00-07:00")
    found, _ = tables(capsys)
    assert [row[0] for row in found["Commits"]][-3:] == ["2026-11-01", "2026-11-01", "2026-11-11"]


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

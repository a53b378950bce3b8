"""`portalaudit history`: commits with known facts, and the exact days on which findings opened and closed."""

import datetime
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from portalaudit.cli import history_command
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


def test_commits_from_before_the_folder_was_moved_count_by_the_id_of_the_practice(
    made: list[str], capsys: Capture
) -> None:
    before = answer(capsys)
    (Path() / "clients").mkdir()
    git(Path(), "mv", "office", "clients/alder")
    moved = commit(Path(), "2026-11-05T12:00:00-08:00")
    ran = portalaudit(capsys, "history", "clients/alder", "--until", "2026-11-11", "-o", "json=-")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert found["findings"] == before["findings"]
    *days_before, last = before["days"]
    assert found["days"] == [*days_before, {**last, "day": "2026-11-05", "commit": moved}, last]


def test_what_was_another_practice_before_is_no_earlier_folder_of_this_one(made: list[str], capsys: Capture) -> None:
    write(Path(), {f"new/{path.removeprefix('office/')}": text for path, text in FILES.items() if "office" in path})
    write(Path(), {"new/practice.yaml": FILES["office/practice.yaml"].replace("id: alder", "id: birch")})
    begun = commit(Path(), "2026-11-05T12:00:00-08:00")
    ran = portalaudit(capsys, "history", "new", "--until", "2026-11-06", "-o", "json=-")
    assert days(json.loads(ran.out), "day", "commit", "opened") == [
        ["2026-11-05", begun, 2],
        ["2026-11-06", None, 0],
    ]


def test_a_folder_that_was_taken_away_for_a_while_is_left_out_then(made: list[str], capsys: Capture) -> None:
    shutil.move("office", "elsewhere.old")
    Path("elsewhere.old").rename("../old")
    gone = commit(Path(), "2026-11-03T12:00:00-08:00")
    shutil.move("../old", "office")
    commit(Path(), "2026-11-04T12:00:00-08:00")
    left_out = {"commit": gone, "day": "2026-11-03", "why": "it holds no inventory"}
    assert answer(capsys)["left_out"][1:] == [left_out]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--since", "2027-01-01"), "--since 2027-01-01 lies after the last day, 2026-11-11. Name an earlier day."),
        (("--since", "2026-11-12"), "--since 2026-11-12 lies after --until 2026-11-11. Exchange the two days."),
        (
            ("--until", "2026-08-31"),
            "no commit of this branch recorded 'office' on or before 2026-08-31. "  # noqa: ISC004
            "The first one is of 2026-09-01: name that day or a later one.",
        ),
    ],
)
def test_days_that_are_not_there(
    made: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Capture, arguments: tuple[str, ...], told: str
) -> None:
    today = datetime.date(2026, 11, 11)
    monkeypatch.setattr(history_command, "clock", lambda until: lambda _zone: until or today)
    given = arguments if arguments != ("--since", "2026-11-12") else (*arguments, "--until", "2026-11-11")
    ran = portalaudit(capsys, "history", "office", *given)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"\nError: {told}\n")


def test_an_inventory_in_no_commit_and_one_that_is_broken_in_each(made: list[str], capsys: Capture) -> None:
    write(Path(), {"new one/practice.yaml": FILES["office/practice.yaml"]})
    ran = portalaudit(capsys, "history", "new one")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(
        "Error: no commit of this branch holds 'new one'. To record it: git add 'new one' && git commit\n"
    )
    write(Path(), {"new one/practice.yaml": "practise: {}\n"})
    broken = commit(Path(), "2026-11-03T12:00:00-08:00")
    ran = portalaudit(capsys, "history", "new one", "--until", "2026-11-11")
    assert (ran.code, ran.out) == (2, "")
    assert f"nothing to evaluate. Mend them and commit. The newest, {broken[:12]} of 2026-11-03: new one/" in ran.err


def test_faults(tmp_path: Path, capsys: Capture) -> None:
    write(tmp_path, {"office/practice.yaml": FILES["office/practice.yaml"]})
    ran = portalaudit(capsys, "history", str(tmp_path / "office"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("lies in no git repository, so there are no commits to look at.\n")
    git(tmp_path, "init", "-q")
    ran = portalaudit(capsys, "history", str(tmp_path / "office"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("Error: there are no commits to look at: nothing has been committed yet.\n")

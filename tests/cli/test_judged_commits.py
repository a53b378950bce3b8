"""`history` judges each commit once: what is known of one is kept for the next run, for this user alone."""

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from portalaudit.cli import judged_commits
from tests.cli.repositories import commit, git, write
from tests.cli.running import portalaudit
from tests.cli.test_base import ACCOUNTS, FILES, SHARED

Capture = pytest.CaptureFixture[str]
DAYS = ("2026-09-01", "2026-09-10", "2026-10-05")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own, and a repository of three commits as the current folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    top = tmp_path / "repo"
    top.mkdir()
    git(top, "init", "-q", "-b", "main")
    for day, accounts in zip(DAYS, (ACCOUNTS, ACCOUNTS + SHARED, ACCOUNTS), strict=True):
        write(top, {**FILES, "office/accounts.yaml": accounts})
        commit(top, f"{day}T12:00:00-07:00")
    monkeypatch.chdir(top)
    return tmp_path / "cache" / "portalaudit"


@pytest.fixture
def judgments(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The days that are judged, in order."""
    days: list[str] = []
    judge = judged_commits._judged

    def noted(assignment: Any, opened: Any, day: datetime.date) -> Any:
        days.append(str(day))
        return judge(assignment, opened, day)

    monkeypatch.setattr(judged_commits, "_judged", noted)
    return days


def history(capsys: Capture, *arguments: str, until: str = "2026-11-11") -> str:
    ran = portalaudit(capsys, "history", "office", "--until", until, "-o", "json=-", *arguments)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def between(first: str, last: str) -> list[str]:
    """Each day from the first to the last."""
    start, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    return [str(start + datetime.timedelta(number)) for number in range((end - start).days + 1)]


ALL = between(DAYS[0], "2026-11-11")


def test_a_day_of_a_commit_is_judged_once(cache: Path, judgments: list[str], capsys: Capture) -> None:
    first = history(capsys)
    assert judgments == ALL
    assert history(capsys) == first
    assert len(judgments) == len(ALL)
    write(Path(), {"office/accounts.yaml": ACCOUNTS + SHARED})
    commit(Path(), "2026-11-02T12:00:00-08:00")
    again = history(capsys)
    assert judgments[len(ALL) :] == between("2026-11-02", "2026-11-11")
    assert history(capsys, "--no-cache") == again


def test_later_days_and_other_rules_are_judged(cache: Path, judgments: list[str], capsys: Capture) -> None:
    history(capsys, until="2026-10-10")
    del judgments[:]
    history(capsys, until="2026-10-12")
    assert judgments == ["2026-10-11", "2026-10-12"]
    earlier = history(capsys, until="2026-10-10")
    assert history(capsys, "--no-cache", until="2026-10-10") == earlier
    Path("policies").rename("rules")
    del judgments[:]
    history(capsys, "-p", "rules")
    assert judgments == ALL


def test_a_quick_look_judges_few_days(cache: Path, judgments: list[str], capsys: Capture) -> None:
    quick = json.loads(history(capsys, "--quick"))
    assert judgments == ["2026-09-01", "2026-09-09", "2026-09-10", "2026-10-04", "2026-10-05", "2026-11-11"]
    whole = json.loads(history(capsys))
    assert (quick["findings"], quick["failing_days"]) == (whole["findings"], whole["failing_days"])


def test_since_a_day_the_days_before_are_not_judged(cache: Path, judgments: list[str], capsys: Capture) -> None:
    history(capsys, "--since", "2026-10-01", until="2026-10-06")
    assert judgments == between("2026-09-30", "2026-10-06")  # and the eve, to tell what was open by then


def test_more_than_the_cache_takes_leaves_what_was_looked_at_last(
    cache: Path, judgments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    history(capsys)
    monkeypatch.setattr(judged_commits, "_MOST_BYTES", 0)
    history(capsys, "--since", "2026-10-06")
    del judgments[:]
    history(capsys, "--since", "2026-10-06")
    assert judgments == []
    history(capsys)
    assert judgments == between(DAYS[1], "2026-10-04")


def test_what_is_kept_is_for_this_user_alone(cache: Path, capsys: Capture) -> None:
    before = set(cache.glob("*"))
    history(capsys)
    kept = set(cache.glob("*")) - before
    assert kept
    for each in kept:
        assert each.stat().st_mode & 0o777 == 0o600
    assert cache.stat().st_mode & 0o777 == 0o700


def test_without_a_cache_nothing_is_kept(cache: Path, judgments: list[str], capsys: Capture) -> None:
    history(capsys, "--no-cache")
    assert not cache.exists()
    assert len(judgments) == len(ALL)


def test_where_a_file_holds_a_secret_nothing_is_kept(cache: Path, judgments: list[str], capsys: Capture) -> None:
    secret = "ghp_{}".format("aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789")
    write(Path(), {"office/accounts.yaml": ACCOUNTS.replace("kimlee", secret)})
    commit(Path(), "2026-11-02T12:00:00-08:00")
    assert secret not in history(capsys)
    assert secret not in history(capsys)
    assert len(judgments) == 2 * len(ALL)


def test_what_is_no_entry_any_more_is_judged_again(cache: Path, judgments: list[str], capsys: Capture) -> None:
    first = history(capsys)
    for each in cache.glob("*"):
        each.write_bytes(each.read_bytes()[:-3])
    assert history(capsys) == first
    assert len(judgments) == 2 * len(ALL)
    assert json.loads(first)["findings"]


@pytest.mark.slow
def test_two_runs_at_once_say_the_same_and_leave_one_entry(cache: Path, capsys: Capture) -> None:
    command = [sys.executable, "-m", "portalaudit", "history", "office", "--until", "2026-11-11", "-o", "json=-"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = {run.communicate()[0] for run in runs}
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert said == {history(capsys)}
    assert {each.suffix for each in cache.iterdir()} == {".compiled"}

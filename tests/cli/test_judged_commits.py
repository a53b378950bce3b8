"""`history` judges each commit once: what is known of one is kept for the next run, for this user alone."""

import json
import subprocess
import sys
from pathlib import Path

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

    def noted(found: object, day: judged_commits.Day) -> object:
        days.append(str(day("America/Los_Angeles")))
        return judge(found, day)  # type: ignore[arg-type]

    monkeypatch.setattr(judged_commits, "_judged", noted)
    return days


def history(capsys: Capture, *arguments: str, until: str = "2026-11-11") -> str:
    ran = portalaudit(capsys, "history", "office", "--until", until, "-o", "json=-", *arguments)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_a_commit_is_judged_once(cache: Path, judgments: list[str], capsys: Capture) -> None:
    first = history(capsys)
    # The first and the last commit hold the same, and are judged each on its day.
    assert judgments == [*DAYS, "2026-11-11"]
    assert history(capsys) == first
    assert len(judgments) == 4
    write(Path(), {"office/accounts.yaml": ACCOUNTS + SHARED})
    commit(Path(), "2026-11-02T12:00:00-08:00")
    again = history(capsys)
    assert judgments[4:] == ["2026-11-02", "2026-11-11"]
    assert history(capsys, "--no-cache") == again


def test_other_days_and_other_rules_are_judged(cache: Path, judgments: list[str], capsys: Capture) -> None:
    history(capsys)
    del judgments[:]
    history(capsys, until="2026-11-12")
    assert judgments == ["2026-11-12"]
    Path("policies").rename("rules")
    del judgments[:]
    history(capsys, "-p", "rules")
    assert judgments == [*DAYS, "2026-11-11"]


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
    assert len(judgments) == 4


def test_where_a_file_holds_a_secret_nothing_is_kept(cache: Path, judgments: list[str], capsys: Capture) -> None:
    secret = "ghp_{}".format("aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789")
    write(Path(), {"office/accounts.yaml": ACCOUNTS.replace("kimlee", secret)})
    commit(Path(), "2026-11-02T12:00:00-08:00")
    assert secret not in history(capsys)
    assert secret not in history(capsys)
    assert len(judgments) == 10


def test_what_is_no_entry_any_more_is_judged_again(cache: Path, judgments: list[str], capsys: Capture) -> None:
    first = history(capsys)
    for each in cache.glob("*"):
        each.write_bytes(each.read_bytes()[:-3])
    assert history(capsys) == first
    assert len(judgments) == 8
    assert json.loads(first)["tables"]


@pytest.mark.slow
def test_two_runs_at_once_say_the_same_and_leave_one_entry(cache: Path, capsys: Capture) -> None:
    command = [sys.executable, "-m", "portalaudit", "history", "office", "--until", "2026-11-11", "-o", "json=-"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = {run.communicate()[0] for run in runs}
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert said == {history(capsys)}
    assert {each.suffix for each in cache.iterdir()} == {".compiled"}

"""Commands that share their work say what they say alone, though workers are killed, or none can be had."""

import errno
import os
import threading
from pathlib import Path

import pytest

from portalaudit.evaluate import parallel
from portalaudit.source import parallel_load
from tests.cli.running import PACK, RULE, Ran, portalaudit
from tests.source.killing import killing

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
SAMPLE = str(Path(__file__).parents[2] / "inventory" / "cascade-ridge")
CASES = """\
inventory:
  portals: [{id: nmp, name: Noridian, kind: mac}]
  staff:
    - {id: kim, name: Kim, engagements: [{kind: employee, start: 2024-03-04, end: 2026-08-14}]}
    - {id: lee, name: Lee, engagements: [{kind: employee, start: 2024-03-04}]}
    - {id: sam, name: Sam}
  accounts:
    - {id: a, portal: nmp, login: a, person: kim, type: individual, status: active}  # expect: fail
    - {id: b, portal: nmp, login: b, person: lee, type: individual, status: active}  # expect: pass
"""


@pytest.fixture(autouse=True)
def even_little_work_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(parallel_load, "LEAST_BYTES", 0)
    monkeypatch.setattr(parallel, "MANY_SUBJECTS", 0)


def check(capsys: Capture, jobs: int) -> Ran:
    return portalaudit(capsys, "check", SAMPLE, "--as-of", "2026-11-20", "-q", f"-j{jobs}", "-o", "json=-")


def prove(capsys: Capture, own: Path, jobs: int) -> Ran:
    return portalaudit(capsys, "test", str(own), "--coverage", f"-j{jobs}", "-v")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "policies" / "own"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(PACK)
    for name in ("leavers", "former", "gone"):
        (folder / f"{name}.yaml").write_text(RULE.replace("id: leavers", f"id: {name}"))
        (folder / f"{name}.cases.yaml").write_text(CASES)
    return folder.parent


def test_a_check_whose_workers_are_killed_says_what_it_says_alone(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = check(capsys, 1)
    assert alone.code == 1
    for seed in range(6):
        with killing(monkeypatch, seed):
            assert check(capsys, 3) == alone


def test_cases_whose_workers_are_killed_say_what_they_say_alone(
    own: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = prove(capsys, own, 1)
    assert "leavers" in alone.out
    for seed in range(6):
        with killing(monkeypatch, seed):
            assert prove(capsys, own, 2) == alone


def test_where_no_process_is_to_be_had_one_does_all(
    own: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = check(capsys, 1), prove(capsys, own, 1)

    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    assert (check(capsys, 4), prove(capsys, own, 4)) == alone

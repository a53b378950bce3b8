"""What `make` installs: for a check little, for the developers' targets the rest, and each from a lock."""

import re
import sys
from pathlib import Path
from subprocess import run

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
CLEAN = ["env", "-u", "CI", "-u", "MAKEFLAGS", "-u", "MFLAGS", "-u", "MAKELEVEL", f"PYTHON={sys.executable}"]
CHECK, TOOLS = ".ci/requirements.txt", ".ci/requirements-dev.txt"
FROM_A_LOCK = "--require-hashes --no-deps -r "
ADDED = {"audit": [CHECK], "rules": [CHECK], "test": [CHECK, TOOLS], "lock": [CHECK, TOOLS]}


def planned(*arguments: str) -> str:
    """What make would do in a clone in which nothing is set up."""
    command = [*CLEAN, "make", "--no-print-directory", "-n", "-B", *arguments]
    return run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("target", ADDED)
@pytest.mark.parametrize("uv", ["", "/somewhere/uv"])
def test_a_target_installs_what_it_needs_from_locks(target: str, uv: str) -> None:
    plan = planned(target, f"UV={uv}")
    program = f"{uv} pip install --quiet --python .venv/bin/python" if uv else ".venv/bin/python -m pip install -qq"
    locked = [line for line in plan.splitlines() if f" {FROM_A_LOCK}" in line]
    assert [re.split(r"[ ;]", line.split(FROM_A_LOCK)[1])[0] for line in locked] == ADDED[target]
    assert all(line.startswith(program) for line in locked)
    assert plan.count("pip install") == len(locked) + 1
    assert "--no-build-isolation --no-deps --editable .\n" in plan


def test_a_build_server_gets_the_readers_of_our_reports_too() -> None:
    readers = f"{FROM_A_LOCK}tests/report/consumers/requirements.txt"
    assert readers in planned("test", "CI=true")
    assert readers not in planned("test")


@pytest.mark.parametrize("target", ["audit", "test"])
def test_nothing_is_set_up_twice(target: str) -> None:
    already = ["-o", ".venv/.ready", "-o", ".venv/.ready-dev"]
    command = [*CLEAN, "make", "--no-print-directory", "-n", *already, target]
    assert "install" not in run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout


def test_a_python_that_is_too_old_or_missing_is_said(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    command = [*CLEAN, "make", "audit", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}"]
    done = run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[:2] == [
        f"portalaudit needs Python 3.11 or newer, and '{old}' is not.",
        "Install it, or say where it is: make audit PYTHON=/path/to/python3.11",
    ]

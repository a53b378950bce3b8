"""A Python that leaves out docstrings, which hold what facts mean, or assertions, which hold nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import LEAVER, PRACTICE

pytestmark = pytest.mark.slow

REFUSAL = (
    "Error: this Python runs without docstrings, which hold the words of the reports. Start it without -OO, and "
    "without PYTHONOPTIMIZE=2 in the environment.\n"
)


def ran(folder: Path, *flags: str, **environment: str) -> tuple[int, str, str]:
    command = [sys.executable, *flags, "-m", "portalaudit", "check", str(folder), "--as-of", "2026-11-20"]
    kept = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # noqa: TID251  what a shell hands over
    kept.pop("PYTHONOPTIMIZE", None)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**kept, **environment})
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(PRACTICE + LEAVER)
    return tmp_path


def test_without_docstrings_nothing_is_reported(practice: Path) -> None:
    assert ran(practice, "-OO") == (2, "", REFUSAL)
    assert ran(practice, PYTHONOPTIMIZE="2") == (2, "", REFUSAL)


def test_without_assertions_the_report_is_the_same(practice: Path) -> None:
    code, out, err = ran(practice)
    assert (code, err) == (1, "")
    assert ran(practice, "-O") == (code, out, err)
    assert ran(practice, PYTHONOPTIMIZE="1") == (code, out, err)

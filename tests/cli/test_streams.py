"""Standard streams that are closed, full or left by their reader, and a folder that is gone: what a run says then."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE

pytestmark = pytest.mark.slow

AS_OF = "--as-of=2026-11-20"
RUN = f"{sys.executable} -m portalaudit"
NOBODY = "| { exec <&-; sleep 0.1; }"
"""A reader that goes away at once."""


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    (tmp_path / "inventory").mkdir()
    (tmp_path / "inventory" / "all.yaml").write_text(PRACTICE + LEAVER)
    (tmp_path / "policies" / "own").mkdir(parents=True)
    (tmp_path / "policies" / "own" / "pack.yaml").write_text(PACK)
    (tmp_path / "policies" / "own" / "leavers.yaml").write_text(RULE)
    (tmp_path / "policies" / "policy.yaml").write_text("packs: [own]\n")
    return tmp_path


def shell(folder: Path, command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["env", "-u", "PYTHONUNBUFFERED", "bash", "-c", f"set -o pipefail; {command}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("stderr", ["2>&-", "2>/dev/full", "2>/dev/null", f"2> >({NOBODY[2:]})"])
def test_standard_error_never_changes_what_a_run_finds(practice: Path, stderr: str) -> None:
    done = shell(practice, f"{RUN} check {AS_OF} -ojson=r.json {stderr}")
    assert done.returncode == 1
    assert "high[leavers]: kimlee is still active" in done.stdout
    assert (practice / "r.json").read_text().endswith("}\n")


@pytest.mark.parametrize("stderr", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("check nowhere", 2),
        ("chekc", 2),
        ("directory broken", 2),
        ("check broken -q", 2),
        ("--version", 0),
    ],
)
def test_a_message_that_nobody_hears_has_its_exit_code(practice: Path, arguments: str, code: int, stderr: str) -> None:
    (practice / "broken").mkdir()
    (practice / "broken" / "all.yaml").write_text(PRACTICE + "staff: [\n")
    assert shell(practice, f"{RUN} {arguments} {stderr}").returncode == code


@pytest.mark.parametrize("arguments", ["check", "--help", "--version", "rules"])
def test_standard_output_that_is_full_is_told(practice: Path, arguments: str) -> None:
    done = shell(practice, f"{RUN} {arguments} >/dev/full")
    assert (done.returncode, done.stderr) == (2, "Error: cannot write to standard output: No space left on device.\n")


@pytest.mark.parametrize("arguments", ["--help", "--version", "rules"])
def test_a_reader_that_goes_away_is_no_fault(practice: Path, arguments: str) -> None:
    done = shell(practice, f"{RUN} {arguments} {NOBODY}")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_run_that_prints_nothing_needs_no_standard_output(practice: Path) -> None:
    for redirection in (">&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full"):
        done = shell(practice, f"{RUN} check {AS_OF} -q -ojson=r.json {redirection}")
        assert (done.returncode, done.stderr) == (1, "")
        (practice / "r.json").unlink()


def test_a_run_that_is_told_to_stop_says_so_and_leaves_nothing(practice: Path) -> None:
    os.mkfifo(practice / "pipe")  # nobody reads it: the run waits there
    command = [sys.executable, "-m", "portalaudit", "check", AS_OF, "-q", "-ojson=r.json", "-ojunit=pipe"]
    with subprocess.Popen(command, cwd=practice, stderr=subprocess.PIPE, text=True) as run:
        while not (practice / "r.json").exists():
            assert run.poll() is None
            time.sleep(0.02)
        run.send_signal(signal.SIGTERM)
        assert run.stderr is not None
        assert (run.wait(60), run.stderr.read()) == (143, "stopped by a signal; no report was left half-written\n")
    assert sorted(file.name for file in practice.iterdir()) == ["inventory", "pipe", "policies", "r.json"]


def test_a_report_can_be_written_to_the_device_of_a_stream(practice: Path) -> None:
    for redirection in ("| cat", "> out.json; code=$?; cat out.json; exit $code"):
        done = shell(practice, f"{RUN} check {AS_OF} -q -ojson=/dev/stdout {redirection}")
        assert (done.returncode, done.stdout[:9], done.stderr) == (1, '{"schema"', "")


def test_a_closed_stream_is_no_file_of_the_run(practice: Path) -> None:
    program = """
        import os, sys
        from portalaudit.cli.streams import guard_streams
        guard_streams()
        with open("r.json", "w") as file:
            os.write(2, b"a library complains")
            print("also", file=sys.stderr)
            file.write("whole " + str(file.fileno() > 2))
    """
    (practice / "try.py").write_text("\n".join(line[8:] for line in program.splitlines()))
    done = shell(practice, f"{sys.executable} try.py <&- >&- 2>&-")
    assert (done.returncode, (practice / "r.json").read_text()) == (0, "whole True")

import re
import signal
import subprocess
import sys

import pytest

from portalaudit.cli import funnel, practice_options
from portalaudit.cli.stopping import Stopped
from tests.cli.running import portalaudit

Capture = pytest.CaptureFixture[str]


def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("private detail")


def test_our_own_bug_is_one_line_and_exit_code_3(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice_options, "read_policies", broken)
    ran = portalaudit(capsys, "check", ".")
    assert ran.code == 3
    assert ran.err.count("\n") == 1
    assert "has a bug: ZeroDivisionError" in ran.err
    assert "private detail" not in ran.err


def test_verbose_shows_where_the_bug_is(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice_options, "read_policies", broken)
    ran = portalaudit(capsys, "check", ".", "-v")
    assert ran.code == 3
    assert "Traceback" in ran.err


def test_an_interruption_is_exit_code_130(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(practice_options, "read_policies", interrupted)
    ran = portalaudit(capsys, "check", ".")
    assert ran.code == 130
    assert ran.err.strip() == "interrupted; no report was left half-written"


def test_an_unknown_command_names_the_nearest(capsys: Capture) -> None:
    ran = portalaudit(capsys, "chekc")
    assert ran.code == 2
    assert "there is no command 'chekc'. Did you mean 'check'?" in ran.err


def test_help_lists_every_command(capsys: Capture) -> None:
    ran = portalaudit(capsys, "--help")
    assert ran.code == 0
    for name in ("check", "rules", "explain", "facts", "schema", "test", "new"):
        assert f"\n  {name} " in ran.out


def test_the_help_of_check_names_every_exit_code(capsys: Capture) -> None:
    said = portalaudit(capsys, "check", "--help").out.partition("Exit code:")[2].partition("\n\n")[0]
    assert sorted(int(number) for number in re.findall(r"\b\d+\b", said)) == sorted(funnel.Exit)


def test_exit_codes_are_those_promised() -> None:
    assert [code.value for code in funnel.Exit] == [0, 1, 2, 3, 129, 130, 143]


def test_a_broken_pipe_between_processes_never_looks_like_an_answer(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **__: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(practice_options, "read_policies", lost)
    ran = portalaudit(capsys, "check", ".")
    assert ran.code == 3
    assert "has a bug: BrokenPipeError" in ran.err


def test_a_signal_to_stop_has_the_exit_code_that_shells_give(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise Stopped(signal.SIGTERM)

    monkeypatch.setattr(practice_options, "read_policies", stopped)
    ran = portalaudit(capsys, "check", ".")
    assert (ran.code, ran.err) == (143, "stopped by a signal; no report was left half-written\n")


WITHOUT_LIBYAML = """
import sys
sys.modules["yaml._yaml"] = None
from portalaudit.cli.funnel import run
sys.exit(run(sys.argv[1:]))
"""


def test_a_pyyaml_without_libyaml_is_refused_with_the_next_step() -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        command = [sys.executable, "-c", WITHOUT_LIBYAML, *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        return ran.returncode, ran.stdout, ran.stderr

    refusal = (
        "Error: PyYAML was installed without libyaml, which reads the files; install one that has it with "
        "`python -m pip install --force-reinstall --only-binary :all: pyyaml`.\n"
    )
    assert run("check", ".") == (2, "", refusal)
    assert run("--help")[0] == 0

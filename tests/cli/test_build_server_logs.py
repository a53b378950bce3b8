"""Nothing that a run prints is taken for a command by the build server that keeps its log."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from portalaudit.report import REPORTERS
from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

pytestmark = pytest.mark.slow

AS_OF = "--as-of=2026-11-20"
ATTACK = "::error file=app.py,line=1::x"
WITHIN = "##[error]x ##vso[task.complete result=Succeeded]x"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice in whose texts a command stands everywhere, at each width of a line once at its beginning."""
    (tmp_path / "inventory").mkdir()
    long = " ".join(["x" * 9] * 9)
    (tmp_path / "inventory" / "all.yaml").write_text(
        PRACTICE.replace("Test practice", f"'{ATTACK} {WITHIN}'") + LEAVER.replace("name: Kim Lee", f"name: '{WITHIN}'")
    )
    own = tmp_path / "policies" / "own"
    own.mkdir(parents=True)
    (own / "pack.yaml").write_text(PACK)
    rule = RULE.replace("Revoke it.", f"{long} xxx {ATTACK} {WITHIN}").replace("They left.", f"{ATTACK}")
    (own / "leavers.yaml").write_text(
        rule.replace("  is still", " is still")
        .replace("People", f"'{ATTACK} People", 1)
        .replace("live account\n", "live account'\n", 1)
    )
    (tmp_path / "policies" / "policy.yaml").write_text("packs: [own]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands(text: str) -> list[str]:
    """What in a log is a command: GitHub's at the beginning of a line, after blanks; others anywhere."""
    return re.findall(r"^\s*::[^:\s].*|##[A-Za-z]*\[.*", text, re.MULTILINE)


@pytest.mark.parametrize("width", range(90, 120, 3))
def test_wrapping_puts_no_command_at_the_beginning_of_a_line(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = portalaudit(capsys, "check", AS_OF).out
    assert "error file=app.py" in " ".join(shown.split())
    assert commands(shown) == []


@pytest.mark.parametrize("name", [name for name in REPORTERS if name not in {"github", "xlsx"}])
def test_no_format_has_one_on_standard_output_or_in_its_file(practice: Path, capsys: Capture, name: str) -> None:
    shown = portalaudit(capsys, "check", AS_OF, f"-o{name}=-").out
    portalaudit(capsys, "check", AS_OF, "-q", f"-o{name}=report")
    assert commands(shown) == []
    assert Path("report").read_bytes().decode() == shown


@pytest.mark.parametrize(
    "arguments", [("explain", "leavers"), ("explain", "kim"), ("waivers",), ("roadmap",), ("rules",), ("test",)]
)
def test_no_command_prints_one(practice: Path, capsys: Capture, arguments: tuple[str, ...]) -> None:
    ran = portalaudit(capsys, *arguments)
    assert commands(ran.out + ran.err) == []


@pytest.mark.parametrize("name", ["::error::x.yaml", "##[group]x.yaml"])
def test_no_message_beside_a_report_has_one(practice: Path, name: str) -> None:
    (practice / "policies" / "own" / name).write_text("id: [\n")
    for arguments in (["rules"], ["check", AS_OF, "-q"], ["check", f"--as-of={ATTACK}"], ["explain", f"a\n{ATTACK}"]):
        done = subprocess.run(
            [sys.executable, "-m", "portalaudit", *arguments], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 2
        assert done.stderr
        assert commands(done.stderr + done.stdout) == []

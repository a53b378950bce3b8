"""Annotations of GitHub Actions, beside the console report or asked for."""

import re
from pathlib import Path

import pytest

from tests.cli.running import LEAVER, PACK, PRACTICE, RULE, portalaudit

AS_OF = "--as-of=2026-11-20"
ANNOTATION = "::error file=inventory/all.yaml,line=6,col=94,title=high%3A leavers::kimlee, 100%25 is still active\n"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = tmp_path / "policies" / "own"
    own.mkdir(parents=True)
    (tmp_path / "inventory").mkdir()
    (tmp_path / "inventory" / "all.yaml").write_text(PRACTICE + LEAVER.replace("kimlee", '"kimlee, 100%"'))
    (own / "pack.yaml").write_text(PACK)
    (own / "leavers.yaml").write_text(RULE)
    (tmp_path / "policies" / "policy.yaml").write_text("packs: [own]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def annotations(text: str) -> list[str]:
    return re.findall(r"^::.*\n", text, re.MULTILINE)


def test_in_github_actions_they_come_before_the_console_report(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = portalaudit(capsys, "check", AS_OF).out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    shown = portalaudit(capsys, "check", AS_OF, "-ojson=r.json").out

    assert annotations(console) == []
    first, last = annotations(shown)
    assert first == ANNOTATION
    assert last.startswith("::notice title=portalaudit::Test practice, as of 2026-11-20, by portalaudit ")
    assert shown == f"{first}{last}{console}"


@pytest.mark.parametrize("arguments", [["--no-annotations"], ["-q"], ["-ojson=-"]])
def test_they_can_be_switched_off_and_take_no_ones_place(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    plain = portalaudit(capsys, "check", AS_OF, *arguments).out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert portalaudit(capsys, "check", AS_OF, *arguments).out == plain
    assert annotations(plain) == []


@pytest.mark.parametrize("value", ["false", "1", ""])
def test_elsewhere_there_are_none(practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", value)
    assert annotations(portalaudit(capsys, "check", AS_OF).out) == []


def test_a_variable_and_the_config_file_switch_them_off_too(
    practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (practice / "portalaudit.toml").write_text("[check]\nno-annotations = true\n")
    assert annotations(portalaudit(capsys, "check", AS_OF).out) == []
    (practice / "portalaudit.toml").unlink()
    assert len(annotations(portalaudit(capsys, "check", AS_OF).out)) == 2
    monkeypatch.setenv("PORTALAUDIT_NO_ANNOTATIONS", "1")
    assert annotations(portalaudit(capsys, "check", AS_OF).out) == []


def test_asked_for_they_are_all_that_is_printed_or_in_a_file(practice: Path, capsys: Capture) -> None:
    shown = portalaudit(capsys, "check", AS_OF, "-ogithub=-").out
    portalaudit(capsys, "check", AS_OF, "-q", "-ogithub=a.txt")

    assert "".join(annotations(shown)) == shown
    assert shown.startswith(ANNOTATION)
    assert (practice / "a.txt").read_text(encoding="utf-8") == shown


@pytest.fixture
def summary(practice: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that a runner makes for each step."""
    file = practice / "step-summary"
    file.write_text("An earlier line\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    return file


def test_the_markdown_report_is_added_to_the_steps_summary(practice: Path, summary: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "check", AS_OF, "-o", "markdown=r.md").code == 1
    assert summary.read_text(encoding="utf-8") == "An earlier line\n" + (practice / "r.md").read_text(encoding="utf-8")
    assert (
        (practice / "r.md")
        .read_text(encoding="utf-8")
        .startswith("<!-- portalaudit: test -->\n# Portal access: Test practice, as of 2026-11-20\n")
    )


def test_a_summary_that_is_asked_for_is_not_added_again(summary: Path, capsys: Capture) -> None:
    assert portalaudit(capsys, "check", AS_OF, f"-omarkdown={summary}").code == 1
    assert summary.read_text(encoding="utf-8").count("# Portal access: Test practice") == 1


@pytest.mark.parametrize("arguments", [["--no-annotations"], ["-q"], ["-ojson=-"]])
def test_the_summary_is_switched_off_with_the_annotations(summary: Path, capsys: Capture, arguments: list[str]) -> None:
    portalaudit(capsys, "check", AS_OF, *arguments)
    assert summary.read_text() == "An earlier line\n"


def test_a_summary_that_cannot_be_written_fails_no_run(
    practice: Path, summary: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(practice / "gone" / "summary"))
    ran = portalaudit(capsys, "check", AS_OF)
    assert ran.code == 1
    assert "gone/summary' of GITHUB_STEP_SUMMARY, cannot be written: No such file or directory.\n" in ran.err


def test_no_text_of_the_files_is_a_command(practice: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    file = practice / "inventory" / "all.yaml"
    file.write_text(file.read_text().replace("kimlee, 100%", "%0A::set-env name=x::y ##[error]z"))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    shown = portalaudit(capsys, "check", AS_OF).out

    assert [line.partition(" ")[0] for line in annotations(shown)] == ["::error", "::notice"]
    assert "::%250A::set-env name=x::y " in shown
    assert re.findall(r"##[A-Za-z]*\[", shown) == []

"""An unset variable in a script is an empty argument, and names nothing."""

from pathlib import Path

import pytest

from tests.cli.running import LEAVER, PRACTICE, portalaudit

Capture = pytest.CaptureFixture[str]
EMPTY = "the name of the folder is empty"


@pytest.fixture(autouse=True)
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that would be read as inventory and as policies if an empty name were the current folder."""
    (tmp_path / "all.yaml").write_text(PRACTICE + LEAVER)
    monkeypatch.chdir(tmp_path)
    for name in ("INVENTORY", "POLICIES"):
        monkeypatch.delenv(f"PORTALAUDIT_{name}", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", ["", " ", "\t\n"])
@pytest.mark.parametrize(
    "command",
    [
        ("check", "{}"),
        ("check", ".", "-p", "{}"),
        ("check", ".", "--policies={}"),
        ("directory", "{}"),
        ("roadmap", "{}"),
        ("waivers", "{}"),
        ("explain", "nmp-kim", "{}"),
        ("rules", "-p", "{}"),
        ("facts", "-p", "{}"),
        ("test", "{}"),
        ("new", "rule", "some-rule", "-p", "{}"),
    ],
    ids=" ".join,
)
def test_an_empty_name_is_refused(practice: Path, capsys: Capture, command: tuple[str, ...], name: str) -> None:
    ran = portalaudit(capsys, *(part.format(name) for part in command))
    assert (ran.code, ran.out) == (2, "")
    assert EMPTY in ran.err
    assert [file.name for file in practice.iterdir()] == ["all.yaml"]


@pytest.mark.parametrize("variable", ["PORTALAUDIT_INVENTORY", "PORTALAUDIT_POLICIES"])
def test_an_empty_variable_is_refused(capsys: Capture, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "")
    ran = portalaudit(capsys, "directory")
    assert (ran.code, ran.out) == (2, "")
    assert f"{variable} is set and empty. Name the folder in it, or unset it." in ran.err
    monkeypatch.setenv(variable, " ")
    assert EMPTY in portalaudit(capsys, "directory").err


def test_a_flag_wins_over_an_empty_variable(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTALAUDIT_INVENTORY", "")
    assert portalaudit(capsys, "directory", ".").code == 0


@pytest.mark.parametrize("output", ["json=", "json= ", "json", "=r.json", "json=\0"])
def test_an_output_without_a_name_is_refused(capsys: Capture, output: str) -> None:
    assert portalaudit(capsys, "check", ".", "-o", output).code == 2


@pytest.mark.parametrize("name", ["n" * 300, "n/" * 3_000, "a\0b"])
def test_names_that_no_folder_has_are_no_bug_of_ours(capsys: Capture, name: str) -> None:
    for arguments in (
        ("check", name),
        ("check", ".", "-p", name),
        ("rules", "-p", name),
        ("test", name),
        ("explain", "x", name),
    ):
        ran = portalaudit(capsys, *arguments)
        assert ran.code == 2, arguments
        assert "Error: " in ran.err


@pytest.mark.parametrize("jobs", ["-1", "65", "1000000", "9" * 5_000, "1.5", "", "auto"])
@pytest.mark.parametrize("command", ["check", "test"])
def test_no_machine_is_asked_for_too_many_processes(capsys: Capture, command: str, jobs: str) -> None:
    ran = portalaudit(capsys, command, ".", "-j", jobs)
    assert ran.code == 2
    assert "Invalid value for '-j' / '--jobs'" in ran.err

"""What Windows has not, does otherwise or writes otherwise, as far as that can be tried on another system."""

import io
import json
import ntpath
import os
import re
import subprocess
import sys
import types
from pathlib import Path
from shutil import copyfile, which

import click
import pytest

from portalaudit.cli import colors, git, quoting, streams, writing
from portalaudit.source import ways
from portalaudit.source.checksums import Checksums
from portalaudit.source.files import read_folder
from portalaudit.source.passed_over import Expected, passed_over
from tests.cli.as_windows import MODULES, NAMES
from tests.cli.repositories import git as clone
from tests.cli.repositories import repository
from tests.cli.running import LEAVER, PRACTICE, portalaudit

REPOSITORY = Path(__file__).parents[2]
LISTS = REPOSITORY / "tests" / "sheets" / "lists"
AS_OF = "--as-of=2026-11-20"
NAME = "Łucja Żółć 王"
"""A name that no code page of a Windows console in the United States has."""

linux_only = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks at open files as Linux shows them")


def ran(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """One command without what Windows lacks, with pipes in cp1252; no file is opened in an unnamed encoding."""
    flags = ["-X", "warn_default_encoding"]
    settings = {
        "PYTHONTZPATH": "",
        "PYTHONIOENCODING": "cp1252:strict",
        "PYTHONUTF8": "0",
        "PORTALAUDIT_AS_OF": "2026-11-20",
    }
    return subprocess.run(
        [sys.executable, *flags, "-m", "tests.cli.as_windows", *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        env={**os.environ, **settings, "PYTHONPATH": str(REPOSITORY)},  # noqa: TID251 -- what a shell hands over
    )


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    (tmp_path / "inventory").mkdir()
    text = (PRACTICE + LEAVER).replace("Kim Lee", NAME)
    (tmp_path / "inventory" / "all.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@linux_only
def test_every_report_is_written_and_no_name_breaks_a_pipe(practice: Path) -> None:
    formats = ["html", "json", "junit", "sarif", "xlsx", "csv", "markdown", "console", "github", "gitlab", "concise"]
    files = [f"-o{one}=reports/{one}" for one in formats]
    for _ in range(2):  # new files, and then those that are there
        done = ran(practice, "check", "-j4", "--full", *files, "-o", "console=-")
        assert done.returncode == 1, done.stderr.decode()
        assert NAME in done.stdout.decode("utf-8")
        assert sorted(path.name for path in (practice / "reports").iterdir()) == sorted(formats)
    for one in formats:
        assert b"\r\n" not in (practice / "reports" / one).read_bytes() or one in ("csv", "xlsx")
    assert NAME in (practice / "reports" / "json").read_text(encoding="utf-8")


COMMANDS = {
    "access": 0,
    "questions": 0,
    "rules": 0,
    "explain active-after-termination": 0,
    "explain nmp-kim": 0,
    "facts account": 0,
    "directory": 0,
    "roadmap": 0,
    "mac OR": 0,
    "policy show": 0,
    "baseline write known.json": 0,
    "test --select self-review": 0,
    "new rule own-rule --pack own": 0,
    "check nowhere": 2,
    "check inventory/all.yaml": 2,
}


@pytest.mark.slow
@linux_only
def test_every_command_works_without_what_windows_lacks(practice: Path) -> None:
    done = ran(practice, " + ".join(COMMANDS))
    said = done.stderr.decode()
    assert [f"{command}: {code}" for command, code in COMMANDS.items() if f"{command}: {code}\n" not in said] == []
    assert b"\r" not in done.stdout
    assert NAME in done.stdout.decode("utf-8")


@pytest.mark.slow
@linux_only
def test_lists_are_imported_and_judged(tmp_path: Path) -> None:
    done = ran(tmp_path, "start juniper --yes --name Juniper --state OR")
    assert done.returncode == 0, done.stderr.decode()
    here = tmp_path / "juniper"
    for name in ("adp-roster.csv", "noridian-manage-users.txt"):
        copyfile(LISTS / name, here / "lists" / name)
    roster, users = "lists/adp-roster.csv", "lists/noridian-manage-users.txt --taken-on 2026-11-16"
    done = ran(here, f"import {roster} --write + import {users} --write + check --quiet")
    assert done.returncode == 1, done.stderr.decode()
    assert done.stdout.count(b"Written: ") == 2


@pytest.mark.slow
@linux_only
def test_a_git_clone_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inventory").mkdir()
    (tmp_path / "inventory" / "all.yaml").write_text(PRACTICE, encoding="utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git.exe").symlink_to(str(which("git")))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    repository(tmp_path, {})
    (tmp_path / "inventory" / "all.yaml").write_text(PRACTICE + LEAVER, encoding="utf-8")
    done = ran(tmp_path, "check", "--base", "HEAD", "-o", "json=-")
    assert done.returncode == 1, done.stderr.decode()
    report = json.loads(done.stdout)
    assert len(report["inputs"]["git"]["commit"]) == 40


def test_git_is_never_looked_for_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git.exe").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "git.exe").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}relative")
    assert git._program() is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git._program() == str(tmp_path / "git.exe")


def test_what_is_taken_away_is_what_windows_lacks() -> None:
    """Each of these is there now, so that taking it away means something."""
    gone = [
        f"{module.__name__}.{name}" for module, names in NAMES.items() for name in names if not hasattr(module, name)
    ]
    assert gone == []
    assert "fcntl" in MODULES


def test_streams_are_utf_8_with_line_feeds(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="cp1252", newline="\r\n") for _ in range(2))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    streams.guard_streams()
    for wrapped, stream in ((sys.stdout, out), (sys.stderr, err)):
        wrapped.write(f"{NAME}\n\udc80")
        wrapped.flush()
        assert stream.buffer.getvalue() == f"{NAME}\n\\udc80".encode()  # type: ignore[attr-defined]


def test_a_pipe_that_is_left_is_no_fault_where_it_has_no_number_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    streams.cannot_write(OSError(22, "Invalid argument"))
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(Exception, match="cannot write to standard output: Invalid argument"):
        streams.cannot_write(OSError(22, "Invalid argument"))


# Paths


def test_a_path_is_told_with_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sep", "\\")
    monkeypatch.setattr(os.path, "relpath", ntpath.relpath)
    monkeypatch.setattr(os.path, "abspath", ntpath.abspath)
    assert ways.way("C:\\office\\policies", "C:\\office\\clients\\a") == "../../policies"
    assert ways.way("D:\\policies", "C:\\office") == "D:/policies"


def test_files_of_a_folder_are_told_with_slashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a backslash is what a path below a folder looks like on Windows."""
    (tmp_path / "staff\\kim.yaml").write_text("staff: []\n", encoding="utf-8")
    monkeypatch.setattr(os, "sep", "\\")
    (text,), problems = read_folder(tmp_path)
    assert (text.path, text.own_path, problems) == ("staff/kim.yaml", "staff/kim.yaml", ())


def test_folders_below_are_told_with_slashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "notes.docx").write_bytes(b"x")
    relpath = os.path.relpath
    monkeypatch.setattr(os, "sep", "\\")
    monkeypatch.setattr(os.path, "relpath", lambda *paths: relpath(*paths).replace("/", "\\"))
    (found,), _ = passed_over(tmp_path, Expected(("staff",), are_sections=True))
    assert found.path == "a/b/notes.docx"
    assert [path for path, _ in Checksums(tmp_path).of("b\\notes.docx")] == ["a/b/notes.docx"]


@pytest.mark.parametrize("extends", ["C:\\base", "\\\\server\\base", "C:/base"])
def test_a_full_path_of_windows_is_one_everywhere(
    extends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "policy.yaml").write_text(f"extends: {extends}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert f"'{extends}' is a full path, which is another one on each" in portalaudit(capsys, "rules").err


def test_backslashes_in_a_policy_are_refused_before_they_work_for_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "policy.yaml").write_text("extends: ..\\base\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = portalaudit(capsys, "rules").err
    assert "policies/policy.yaml:1:10: '..\\base' has backslashes, which only Windows understands" in said


@pytest.mark.parametrize("name", ["con", "NUL", "com1.yaml", "lpt9", "aux.cases.yaml"])
def test_names_of_devices_are_known(name: str) -> None:
    assert ways.is_reserved(name)


def test_other_names_and_ids_stay_what_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert not any(map(ways.is_reserved, ("console", "com", "com10", "nul-1", "availity")))
    assert (ways.file_stem("availity"), ways.file_stem("con")) == ("availity", "con-")


@pytest.mark.parametrize(("rule", "pack"), [("con", "own"), ("own-rule", "aux")])
def test_no_rule_begins_under_the_name_of_a_device(
    rule: str, pack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = portalaudit(capsys, "new", "rule", rule, "--pack", pack)
    assert (done.code, list(tmp_path.iterdir())) == (2, [])
    assert "Windows keeps the name '" in done.err


# Words


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("juniper", "juniper"),
        ("C:\\My Practice", '"C:\\My Practice"'),
        ("", '""'),
        ("a&b", '"a&b"'),
        ("d:\\a", "d:\\a"),
    ],
)
def test_a_word_is_quoted_as_windows_takes_it(word: str, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert quoting.quoted(word) == typed


def test_a_report_that_excel_has_open_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Exception, match=r"Access is denied\. If another program such as Excel has it open, close it"):
        writing.write_whole(tmp_path / "report.csv", ["a"])
    assert list(tmp_path.iterdir()) == []


def test_everything_that_runs_on_windows_is_typed_for_it() -> None:
    """`make lint` asks mypy what that system has; a module may only be left out where it says so first."""
    says = re.compile(r'^if sys\.platform == "win32":\n    raise ImportError', re.MULTILINE)
    apart = [path.stem for path in (REPOSITORY / "src").rglob("*.py") if says.search(path.read_text(encoding="utf-8"))]
    assert sorted(apart) == ["cache", "forked"]
    assert "--platform win32" in (REPOSITORY / "Makefile").read_text(encoding="utf-8")


def test_ways_are_made_in_one_place() -> None:
    """`os.path.relpath` gives backslashes, and fails where a way leads to another drive."""
    found = [path.stem for path in (REPOSITORY / "src").rglob("*.py") if "os.path.relpath(" in path.read_text("utf-8")]
    assert found == ["ways"]


def test_a_clone_on_windows_has_the_bytes_of_the_commit(tmp_path: Path) -> None:
    """Git for Windows gives files other line ends, and each shipped rule would count as edited."""
    kept = (REPOSITORY / ".gitattributes").read_text(encoding="utf-8")
    repository(tmp_path / "one", {".gitattributes": kept, "rule.yaml": "id: a\n", "sheet.csv": "a,b\r\n"})
    clone(tmp_path, "-c", "core.autocrlf=true", "clone", "-q", "one", "two")
    assert (tmp_path / "two" / "rule.yaml").read_bytes() == b"id: a\n"
    assert (tmp_path / "two" / "sheet.csv").read_bytes() == b"a,b\r\n"


@pytest.mark.parametrize(
    ("answer", "flags", "is_colored"),
    [
        (True, [], True),
        (False, [], False),
        (None, [], False),
        (False, ["--color", "always"], True),
        (True, ["--no-color"], False),
    ],
)
def test_a_console_is_told_to_show_colors_or_gets_none(
    answer: bool | None, flags: list[str], is_colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

        def fileno(self) -> int:
            return 1

    @click.command()
    @colors.COLOR_OPTION
    def command() -> None:
        found.append(colors.in_color())

    found: list[bool] = []
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM", "PORTALAUDIT_COLOR"):
        monkeypatch.delenv(name, raising=False)
    winterm = types.SimpleNamespace(enable_vt_processing=lambda handle: answer if handle == 1 else True)
    monkeypatch.setitem(sys.modules, "colorama.winterm", winterm)
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setattr(sys, "platform", "win32")
    command.main(flags, standalone_mode=False)
    assert found == [is_colored]

"""Files are written whole or not at all: with whatever happens at whatever moment, and for their owner only."""

import fcntl
import os
import re
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import click
import pytest

from portalaudit.cli import writing
from portalaudit.cli.writing import write_whole

Capture = pytest.CaptureFixture[str]

NEEDS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def ran(folder: Path, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", textwrap.dedent(program), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_a_new_report_is_for_its_owner_only_whatever_the_mask_is(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "r.json", ["{}"])
    finally:
        os.umask(before)
    assert mode(tmp_path / "r.json") == 0o600


def test_what_holds_no_names_gets_what_the_system_gives(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "rule.yaml", ["id: x"], mode=None)
    finally:
        os.umask(before)
    assert mode(tmp_path / "rule.yaml") == 0o640


@pytest.mark.parametrize("kept", [0o400, 0o600, 0o640, 0o644, 0o666])
def test_a_report_keeps_the_permissions_that_it_has(tmp_path: Path, kept: int) -> None:
    file = tmp_path / "r.json"
    file.write_text("old")
    file.chmod(kept)
    write_whole(file, ["new"])
    assert (file.read_text(), mode(file)) == ("new", kept)


def test_a_report_never_becomes_a_program_of_another_user(tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    file.write_text("old")
    file.chmod(0o4755)
    write_whole(file, ["new"])
    assert mode(file) == 0o755


@NEEDS_ROOT
def test_a_report_keeps_its_owner_and_group(tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    file.write_text("old")
    os.chown(file, 12345, 23456)
    file.chmod(0o640)
    write_whole(file, ["new"])
    assert (file.stat().st_uid, file.stat().st_gid, mode(file)) == (12345, 23456, 0o640)


@NEEDS_ROOT
def test_a_group_that_cannot_be_kept_gets_no_access_for_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(writing.os, "fchown", refuse)
    file = tmp_path / "r.json"
    file.write_text("old")
    file.chmod(0o664)
    write_whole(file, ["same group"])
    assert mode(file) == 0o664
    os.chown(file, -1, file.stat().st_gid + 1)
    write_whole(file, ["another group"])
    assert mode(file) == 0o604


def test_other_names_of_a_file_keep_what_they_had_and_that_is_said(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "r.json").write_text("old")
    (tmp_path / "other.json").hardlink_to(tmp_path / "r.json")
    write_whole(tmp_path / "r.json", ["new"])
    assert (tmp_path / "other.json").read_text() == "old"
    assert capsys.readouterr().err == "'r.json' has other names (hard links); they keep the report of before.\n"


def test_a_name_of_the_greatest_length_can_be_written(tmp_path: Path) -> None:
    for name in ("n" * 255, "写" * 85):
        write_whole(tmp_path / name, ["new"])
        assert (tmp_path / name).read_text() == "new"


def test_a_later_run_removes_what_a_killed_one_left_and_nothing_else(tmp_path: Path) -> None:
    stale = [".r.json.0123456789ab.part", ".r.json.ffffffffffff.part"]
    others = [".r.json.0123456789AB.part", ".r.json.part", ".s.json.0123456789ab.part", ".r.json.0123456789ab.part.txt"]
    for name in (*stale, *others):
        (tmp_path / name).write_text("half")
    os.mkfifo(tmp_path / ".r.json.aaaaaaaaaaaa.part")
    (tmp_path / ".r.json.bbbbbbbbbbbb.part").symlink_to("s.json")
    (tmp_path / ".r.json.cccccccccccc.part").mkdir()
    write_whole(tmp_path / "r.json", ["new"])
    odd = [".r.json.aaaaaaaaaaaa.part", ".r.json.bbbbbbbbbbbb.part", ".r.json.cccccccccccc.part"]
    assert names(tmp_path) == sorted(["r.json", *others, *odd])


def test_what_another_run_is_writing_stays(tmp_path: Path) -> None:
    part = tmp_path / ".r.json.0123456789ab.part"
    with part.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        write_whole(tmp_path / "r.json", ["new"])
        assert part.exists()
    write_whole(tmp_path / "r.json", ["newer"])
    assert names(tmp_path) == ["r.json"]


def test_a_part_that_was_taken_for_a_dead_runs_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, removed = fcntl.flock, []

    def removed_before_the_lock(handle: int, how: int) -> None:
        if not removed:
            (part,) = tmp_path.glob(".r.json.*.part")
            removed.append(part)
            part.unlink()
        lock(handle, how)

    monkeypatch.setattr(fcntl, "flock", removed_before_the_lock)
    write_whole(tmp_path / "r.json", iter(["new"]))
    assert (len(removed), (tmp_path / "r.json").read_text(), names(tmp_path)) == (1, "new", ["r.json"])


def test_where_nothing_can_be_locked_reports_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    (tmp_path / ".r.json.0123456789ab.part").write_text("perhaps another run's")
    write_whole(tmp_path / "r.json", ["new"])
    assert names(tmp_path) == [".r.json.0123456789ab.part", "r.json"]


def test_a_fault_while_a_report_is_made_leaves_the_old_one(tmp_path: Path) -> None:
    def broken() -> object:
        yield "half"
        raise ZeroDivisionError

    (tmp_path / "r.json").write_text("old")
    with pytest.raises(ZeroDivisionError):
        write_whole(tmp_path / "r.json", broken())  # type: ignore[arg-type]
    assert (names(tmp_path), (tmp_path / "r.json").read_text()) == (["r.json"], "old")


AT_EVERY_LINE = """
    import os, sys
    from pathlib import Path
    from portalaudit.cli import stopping, writing

    number, target, whole = int(sys.argv[1]), Path("r.json"), "new " * 5000

    def signalled_at(line):
        seen = 0
        def trace(frame, event, _):
            nonlocal seen
            if frame.f_code.co_filename != writing.__file__:
                return None
            seen += 1
            if seen == line:
                os.kill(os.getpid(), number)
            return trace
        stopping.stop_cleanly()
        sys.settrace(trace)
        try:
            writing.write_whole(target, [whole[:9000], whole[9000:]])
        except stopping.Stopped:
            os._exit(143)
        os._exit(0)

    codes, parts = set(), 0
    for line in range(1, 1000):
        target.write_text("old")
        child = os.fork() or signalled_at(line)
        status = os.waitpid(child, 0)[1]
        codes.add(os.waitstatus_to_exitcode(status))
        assert target.read_text() in ("old", whole), line
        parts += len(list(Path().glob(".r.json.*")))
        if os.waitstatus_to_exitcode(status) == 0:
            break
        if number == 9:
            writing.write_whole(target, ["after"])
            assert os.listdir() == ["r.json"], line
    print(sorted(codes), line > 20, parts > 0)
"""


@pytest.mark.parametrize(("number", "outcome"), [(9, "[-9, 0] True True"), (15, "[0, 143] True False")])
def test_a_signal_at_any_moment_leaves_a_whole_report(tmp_path: Path, number: int, outcome: str) -> None:
    done = ran(tmp_path, AT_EVERY_LINE, str(number))
    assert (done.stdout.strip(), done.stderr) == (outcome, "")


TWO_WRITERS = """
    import os
    from pathlib import Path
    from portalaudit.cli.writing import write_whole

    target, texts = Path("r.json"), ["a" * 30_000, "b" * 50_000]
    write_whole(target, texts[:1])
    children = []
    for text in texts:
        child = os.fork()
        if not child:
            for _ in range(60):
                write_whole(target, [text[:10_000], text[10_000:]])
            os._exit(0)
        children.append(child)
    seen = {target.read_text() for _ in range(300)}
    codes = [os.waitpid(child, 0)[1] for child in children]
    seen.add(target.read_text())
    print(seen <= set(texts), codes, os.listdir())
"""


def test_two_runs_that_write_one_report_each_write_it_whole(tmp_path: Path) -> None:
    done = ran(tmp_path, TWO_WRITERS)
    assert (done.stdout, done.stderr) == ("True [0, 0] ['r.json']\n", "")


def test_a_full_disk_leaves_the_old_report(tmp_path: Path) -> None:
    program = """
        import resource
        from pathlib import Path
        import click
        from portalaudit.cli.writing import write_whole
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        try:
            write_whole(Path("r.json"), ["x" * 1000] * 100)
        except click.ClickException as fault:
            print(fault.message)
    """
    (tmp_path / "r.json").write_text("old")
    done = ran(tmp_path, program)
    assert done.stdout == "cannot write 'r.json': File too large. Choose another place for it.\n"
    assert (names(tmp_path), (tmp_path / "r.json").read_text()) == (["r.json"], "old")


def test_a_device_that_is_full_is_told() -> None:
    with pytest.raises(click.ClickException, match=re.escape("cannot write '/dev/full': No space left on device.")):
        write_whole(Path("/dev/full"), ["x"])

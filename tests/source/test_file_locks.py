"""Locks and folders, on this system and as Windows has them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portalaudit.source.file_locks import is_same_file, remove_held, take_lock


def opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT)


def test_only_one_holds_a_lock_until_the_file_is_closed(tmp_path: Path) -> None:
    first, second = opened(tmp_path / "lock"), opened(tmp_path / "lock")
    assert take_lock(first)
    assert not take_lock(second)
    os.close(first)
    assert take_lock(second)
    os.close(second)


def test_a_file_that_was_removed_while_it_waited_is_not_the_one_of_that_name(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    late = opened(lock)
    assert is_same_file(lock, late)
    remove_held(lock, opened(lock))
    assert not is_same_file(lock, late)
    new = opened(lock)
    assert not is_same_file(lock, late)
    os.close(late)
    os.close(new)


WINDOWS = """
import contextlib, hashlib, json, os, pathlib, sys, types

held = {}
opened, unlinked, replaced = os.open, pathlib.Path.unlink, pathlib.Path.replace

def locking(handle, mode, count):
    file = (os.fstat(handle).st_ino, os.lseek(handle, 0, os.SEEK_CUR))
    if held.setdefault(file, handle) != handle:
        raise PermissionError(13, "Permission denied")

def open_no_folder(path, *flags, **more):
    if pathlib.Path(path).is_dir():
        raise PermissionError(13, "Permission denied")
    return opened(path, *flags, **more)

def expect_closed(path):
    open_now = [os.readlink(each) for each in pathlib.Path("/proc/self/fd").iterdir() if each.exists()]
    if str(path) in open_now:
        raise PermissionError(32, "The process cannot access the file")

def unlink(self, missing_ok=False):
    expect_closed(self)
    unlinked(self, missing_ok=missing_ok)

def replace(self, target):
    expect_closed(self)
    expect_closed(target)
    return replaced(self, target)

os.open, pathlib.Path.unlink, pathlib.Path.replace = open_no_folder, unlink, replace
sys.modules |= {"fcntl": None, "msvcrt": types.SimpleNamespace(LK_NBLCK=2, locking=locking)}
sys.platform = "win32"

from portalaudit.imports.import_plan import NewText
from portalaudit.imports.journal import BusyError, finish_or_forget, write_together

root = pathlib.Path(sys.argv[1])
texts = [NewText("a.yaml", b"new a", b"old a"), NewText("staff/b.yaml", b"new b", None)]

def another(step):
    if step == "commit":
        try:
            write_together(root, texts)
        except BusyError:
            print("busy")

write_together(root, texts, another)
print(sorted(path.relative_to(root).as_posix() for path in root.rglob("*")), finish_or_forget(root))
"""


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks at open files as Linux shows them")
def test_an_import_is_written_where_there_is_no_fcntl_no_folder_opens_and_no_open_file_goes(tmp_path: Path) -> None:
    """Windows, as far as it can be had elsewhere."""
    (tmp_path / "a.yaml").write_bytes(b"old a")
    ran = subprocess.run([sys.executable, "-c", WINDOWS, tmp_path], capture_output=True, text=True, check=False)
    assert (ran.stderr, ran.stdout.splitlines()) == ("", ["busy", "['a.yaml', 'staff', 'staff/b.yaml'] False"])
    assert (tmp_path / "a.yaml").read_bytes() == b"new a"

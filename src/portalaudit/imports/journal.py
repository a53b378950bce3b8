"""New texts of several files that take their places together: after a crash either all of them do, or none.

The texts are laid into a folder of their own first, then a journal says which file each one becomes. From then on the
import counts as done: who comes next finishes it. Without a journal, nothing has been touched, and what lies there is
thrown away.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from portalaudit.imports.import_plan import NewText
from portalaudit.imports.side_files import JOURNAL, STAGING, is_unfinished
from portalaudit.model.values import dataclass
from portalaudit.source.file_locks import is_same_file, remove_held, sync_folder, take_lock

_LOCK = "lock"

Step = Callable[[str], None]
"""Called before each thing that is done, with its name; only a test does something then."""


class BusyError(Exception):
    """Another import is at work in the same folder."""


class ChangedMeanwhileError(Exception):
    """A file is no longer what the import began with. Its path is the argument."""


@dataclass(frozen=True, slots=True)
class _Entry:
    staged: str
    path: str
    before: str
    after: str


def _nothing(_step: str) -> None:
    pass


def write_together(root: Path, texts: Sequence[NewText], step: Step = _nothing) -> None:
    """Put the texts into their files, all of them or none.

    Raises BusyError, ChangedMeanwhileError where a file is another one than the plan was made from, and OSError.
    """
    with _held(root) as folder:
        for text in texts:
            if _content(root / text.path) != text.before:
                raise ChangedMeanwhileError(text.path)
        entries = []
        for number, text in enumerate(texts):
            step(f"stage {text.path}")
            _write(folder / f"{number}.new", text.content)
            before = _digest(text.before) if text.before is not None else ""
            entries.append(_Entry(f"{number}.new", text.path, before, _digest(text.content)))
        step("journal")
        written = [[each.staged, each.path, each.before, each.after] for each in entries]
        _write(folder / f"{JOURNAL}.part", json.dumps(written).encode())
        sync_folder(folder)
        step("commit")
        (folder / f"{JOURNAL}.part").replace(folder / JOURNAL)
        sync_folder(folder)
        _finish(root, folder, entries, step)


def finish_or_forget(root: Path, step: Step = _nothing) -> bool:
    """Finish an import that was cut short, or throw away what it laid down; whether files were replaced.

    Raises as `write_together`.
    """
    if not (root / STAGING).is_dir():
        return False
    with _held(root) as folder:
        journal = _content(folder / JOURNAL)
        if journal is None:
            return False
        entries = [_Entry(*each) for each in json.loads(journal)]
        for entry in entries:
            now = _content(root / entry.path)
            if (_digest(now) if now is not None else "") not in (entry.before, entry.after):
                raise ChangedMeanwhileError(entry.path)
        _finish(root, folder, entries, step)
        return True


def _finish(root: Path, folder: Path, entries: Sequence[_Entry], step: Step) -> None:
    """Let each text that is still there take its place, then take the journal away."""
    for entry in entries:
        staged, target = folder / entry.staged, Path(os.path.realpath(root / entry.path))
        if staged.is_file():
            step(f"replace {entry.path}")
            target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                staged.chmod(target.stat().st_mode & 0o777)
            staged.replace(target)
            sync_folder(target.parent)
    step("end")
    (folder / JOURNAL).unlink()
    sync_folder(folder)


@contextlib.contextmanager
def _held(root: Path) -> Iterator[Path]:
    """The folder for what is laid down, for one import alone; gone at the end unless a journal is left in it."""
    folder = root / STAGING
    folder.mkdir(exist_ok=True)
    lock = folder / _LOCK
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT)
    except FileNotFoundError:  # the import before has just taken the folder away
        raise BusyError from None
    if not (take_lock(handle) and is_same_file(lock, handle)):
        os.close(handle)
        raise BusyError
    try:
        yield folder
    finally:
        if is_unfinished(root):
            os.close(handle)
        else:
            _clear(folder)
            remove_held(lock, handle)
            with contextlib.suppress(OSError):  # the next import has begun in it
                folder.rmdir()


def _clear(folder: Path) -> None:
    """Remove everything but the lock."""
    for path in sorted(folder.iterdir()):
        if path.name != _LOCK:
            path.unlink()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

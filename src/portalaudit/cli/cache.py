"""The cache: what runs compiled, in the user's cache folder, so that the next run need not.

It holds packs of rules and reference data in the program's own form, with nothing of a practice (see
`pipeline.groundwork`), and what `history` found at each commit of a practice (see `cli.judged_commits`).
It is `$XDG_CACHE_HOME/portalaudit`, or `~/.cache/portalaudit` (`~/Library/Caches/portalaudit` on a Mac). It may be
deleted at any time, and any number of runs may share it: a file is put in place whole, is never changed, and bears the
digests of its key and of its contents. Where the folder cannot be written, or may not be trusted, there is no cache and
no word about it: the run takes a little longer.

Reading a pickle can run what it likes, so what lies here is only read where no one but this user can have written it:
the folder and the file belong to the user, are no links, and no one else may even read them. The checks are made on
what was opened and not on its name, so that nothing can be put in its place between check and reading. That leaves
this user's own programs and the administrator, who may run anything as this user anyway. `platformdirs` knows more
systems, and importing it takes as long as reading the cache. There is no cache on Windows, which tells in another way
who may write where: `cache_option` does not come here.
"""

import contextlib
import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from portalaudit import __version__
from portalaudit.policy.libraries import libraries

if sys.platform == "win32":
    raise ImportError("Windows tells in another way who may write where: see `cache_option`")

MOST_ENTRIES = 32
"""A consultant's practices may each have packs of their own; those without share one entry of 3 MB, and one of 1 MB."""
MOST_BYTES = 16 * 1024 * 1024
"""Packs that come to more are compiled each time."""
_ENDING = ".compiled"
_UNFINISHED = ".unfinished"
_LEFT_BEHIND = 3600
"""After so many seconds a file that is not finished is one that a killed run left."""
_HEAD = b"portalaudit cache 1\n"
_PRIVATE = 0o077
"""What no one but the owner may do."""
_PACKAGE = Path(__file__).resolve().parents[1]


class Cache:
    """Bytes by key in a folder of the user's own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def program(self) -> bytes:
        """What tells this program, its Python and the libraries that compile from every other."""
        parts = (__version__, sys.version, str(sys.implementation.cache_tag), *libraries(), *_modules())
        return "\n".join(parts).encode("utf-8", "surrogateescape")

    def take(self, key: str) -> bytes | None:
        """The bytes that were put here under this key, as they were put; None where there are none to be trusted."""
        with contextlib.suppress(OSError), _opened(self._folder) as folder:
            data = _read(folder, key + _ENDING)
            kept = data[len(_head(key, b"")) :]
            return kept if data.startswith(_head(key, kept)) else None
        return None

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes where that can be done, in place of the entries that are oldest."""
        if len(data) > MOST_BYTES:
            return
        with contextlib.suppress(OSError):
            _make(self._folder)
            with _opened(self._folder) as folder:
                _write(folder, key + _ENDING, _head(key, data) + data)
                _tidy(folder)


def _modules() -> Iterator[str]:
    """A line for each module of this program, as Python tells whether one was changed; and what was installed."""
    yield str(_PACKAGE)
    with contextlib.suppress(OSError):
        installed = _PACKAGE.parent / f"portalaudit-{__version__}.dist-info" / "RECORD"
        yield hashlib.sha256(installed.read_bytes()).hexdigest()
    folders = [str(_PACKAGE)]
    while folders:
        with os.scandir(folders.pop()) as found:
            for each in sorted(found, key=lambda one: one.name):
                if each.name.endswith(".py"):
                    about = each.stat()
                    yield f"{each.path} {about.st_size} {about.st_mtime_ns}"
                elif each.name != "__pycache__" and each.is_dir():
                    folders.append(each.path)


def _head(key: str, data: bytes) -> bytes:
    return b"%s%s\n%s\n" % (_HEAD, key.encode(), hashlib.sha256(data).hexdigest().encode())


def _make(folder: Path) -> None:
    """Make the folder, and those above it that are missing, in one that is the user's own. Raises OSError.

    With the rights of an administrator but the home of someone else, nothing is left there.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    if missing and missing[-1].parent.stat().st_uid != os.geteuid():
        raise PermissionError
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):
            each.mkdir(mode=0o700)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The folder, opened. Raises OSError where it is not there, or others than this user may look or write there."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        _expect_private(number, stat.S_ISDIR)
        yield number
    finally:
        os.close(number)


def _expect_private(number: int, is_kind: Callable[[int], bool]) -> os.stat_result:
    """What the system knows of an open file. Raises PermissionError where others than this user can get at it."""
    about = os.fstat(number)
    if not is_kind(about.st_mode) or about.st_uid != os.geteuid() or about.st_mode & _PRIVATE:
        raise PermissionError
    return about


def _read(folder: int, name: str) -> bytes:
    # Not blocking, because someone may have put a pipe there.
    number = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    with open(number, "rb") as file:  # noqa: PTH123 -- opened by its number
        size = _expect_private(number, stat.S_ISREG).st_size
        return file.read(size) if size <= 2 * MOST_BYTES else b""


def _write(folder: int, name: str, data: bytes) -> None:
    unfinished = f"{os.getpid()}-{os.urandom(8).hex()}{_UNFINISHED}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    number = os.open(unfinished, flags, 0o600, dir_fd=folder)
    try:
        with open(number, "wb") as file:  # noqa: PTH123 -- as above
            file.write(data)
        os.replace(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(unfinished, dir_fd=folder)


def _tidy(folder: int) -> None:
    """Take the oldest entries away, and what killed runs left. Nothing else in the folder is touched."""
    names = os.listdir(folder)
    written = {name: _written(folder, name) for name in names if name.endswith((_ENDING, _UNFINISHED))}
    entries = sorted((name for name in written if name.endswith(_ENDING)), key=lambda name: -written[name])
    abandoned = (n for n in written if n.endswith(_UNFINISHED) and time.time() - written[n] > _LEFT_BEHIND)
    _remove(folder, (*entries[MOST_ENTRIES:], *abandoned))


def _written(folder: int, name: str) -> float:
    """When a file was written; long ago where it is gone."""
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime
    except OSError:
        return 0.0


def _remove(folder: int, names: Iterable[str]) -> None:
    for name in names:
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=folder)

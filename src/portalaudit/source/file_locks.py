"""What differs between systems where several files are written safely: locks that end with their process, and folders.

Windows has no `fcntl`, locks a stretch of a file instead of the file, opens no folder, and removes no open file.
"""

import contextlib
import os
import stat
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """The byte that is locked, far behind the end: what is locked there no one else can read."""

    def take_lock(handle: int) -> bool:
        """Lock an open file without waiting; False where another process holds it."""
        at = os.lseek(handle, 0, os.SEEK_CUR)
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, at, os.SEEK_SET)
        return True

    def remove_held(path: Path, handle: int) -> None:
        """Close a file that a lock is on, and remove it unless another process has opened it meanwhile."""
        os.close(handle)
        with contextlib.suppress(OSError):
            path.unlink()

    def remove_abandoned(path: Path, before: float) -> None:
        """Remove a file that no process works on: one that is open cannot be removed. Never raises OSError.

        What was written since `before`, in seconds since 1970, stays: it may just have been closed to be moved.
        """
        with contextlib.suppress(OSError):
            about = path.lstat()
            if stat.S_ISREG(about.st_mode) and about.st_mtime < before:
                path.unlink()

    def sync_folder(_folder: Path) -> None:
        """Nothing: the system writes down the names of files by itself, and lets no one ask for it."""

else:
    import fcntl

    def take_lock(handle: int) -> bool:
        """Lock an open file without waiting; False where another process holds it.

        A file system without locks counts as one where no one else is at work.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            pass
        return True

    def remove_held(path: Path, handle: int) -> None:
        """Remove a file that a lock is on, and close it: in this order no one can lock what is about to go."""
        path.unlink(missing_ok=True)
        os.close(handle)

    def remove_abandoned(path: Path, before: float) -> None:  # noqa: ARG001 -- a lock tells without a clock
        """Remove a file whose lock no process holds; where locks cannot be had, none. Never raises OSError."""
        with contextlib.suppress(OSError):
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                if stat.S_ISREG(os.fstat(handle).st_mode):
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink()
            finally:
                os.close(handle)

    def sync_folder(folder: Path) -> None:
        """Let the names of files in a folder, new ones and replaced ones, outlive a loss of power."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def is_same_file(path: Path, handle: int) -> bool:
    """Whether an open file still bears this name: it may have been removed between opening and locking it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False

"""Runs portalaudit where everything that Windows lacks is missing, as far as that can be had on another system.

The libraries are imported first: theirs is another matter. Then the modules and names go that only POSIX has, a folder
cannot be opened, and a file that is open cannot be moved, replaced or removed.
"""

import os
import select
import signal
import sys
import types
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

LIBRARIES = (
    *("cel_expr_python", "click", "click.shell_completion", "google.protobuf", "jinja2", "jsonschema", "markupsafe"),
    *("openpyxl", "pydantic_core", "referencing", "shutil", "subprocess", "tempfile", "yaml", "zipfile", "zoneinfo"),
)
MODULES = ("fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty")
NAMES: dict[Any, tuple[str, ...]] = {
    os: (
        *("fchmod", "fchown", "chown", "lchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getuid", "killpg"),
        *("nice", "sched_getaffinity", "set_blocking", "sync", "sysconf", "uname", "wait", "openpty", "mkfifo"),
        *("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_DIRECTORY", "O_SYNC"),
    ),
    signal: (
        *("SIGHUP", "SIGKILL", "SIGCONT", "SIGSTOP", "SIGALRM", "SIGVTALRM", "SIGPIPE", "SIGUSR1", "SIGCHLD"),
        *("alarm", "setitimer", "ITIMER_VIRTUAL", "ITIMER_REAL", "pthread_sigmask", "SIG_BLOCK", "SIG_UNBLOCK"),
    ),
    select: ("poll", "epoll", "POLLIN"),
}


def _open_files() -> set[str]:
    return {str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()}


def _of_closed_files(change: Callable[..., Any]) -> Callable[..., Any]:
    def changed(*paths: Any, **more: Any) -> Any:
        here = more.get("dir_fd") is None  # Windows has no `dir_fd`, and only the standard library may pass one
        if here and any(os.path.realpath(path) in _open_files() for path in paths):
            raise PermissionError(13, "The process cannot access the file because another process has it open")
        return change(*paths, **more)

    return changed


def _of_no_folder(opened: Callable[..., int]) -> Callable[..., int]:
    def files_only(path: Any, *arguments: Any, **more: Any) -> int:
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **more)

    return files_only


def _locking(handle: int, _mode: int, _count: int) -> None:
    if os.fstat(handle).st_size < 0:
        raise PermissionError(13, "Permission denied")


def become_windows() -> None:
    """From here on the process is as poor as one on Windows."""
    for name in LIBRARIES:
        import_module(name)
    for module, names in NAMES.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    for name in ("rename", "replace", "remove", "unlink"):
        setattr(os, name, _of_closed_files(getattr(os, name)))
    os.open = _of_no_folder(os.open)
    sys.modules.update(dict.fromkeys(MODULES))  # type: ignore[arg-type]
    sys.modules["msvcrt"] = types.SimpleNamespace(LK_NBLCK=2, locking=_locking)  # type: ignore[assignment]
    sys.platform = "win32"
    warnings.filterwarnings("ignore", category=EncodingWarning)
    warnings.filterwarnings("error", category=EncodingWarning, module="portalaudit")


def run_all(words: list[str]) -> int:
    """The commands between plus signs, one after the other as in one process; the code of the last."""
    from portalaudit.cli.funnel import run
    from portalaudit.cli.stopping import stop_cleanly
    from portalaudit.cli.streams import guard_streams

    guard_streams()
    stop_cleanly()
    code = 0
    for several in " ".join(words).split(" + "):
        code = run(several.split())
        sys.stderr.write(f"{several}: {code}\n")
    return code


if __name__ == "__main__":
    become_windows()
    sys.exit(run_all(sys.argv[1:]))

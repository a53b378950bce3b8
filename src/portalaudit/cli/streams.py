"""Standard streams that may be closed, full or left by their reader: no run ends otherwise because of that."""

import contextlib
import errno
import io
import os
import sys
from pathlib import Path
from typing import Any, TextIO, cast

import click

_STANDARD = (0, 1, 2)


def guard_streams() -> None:
    """Make the streams of this process safe to use.

    Where one is closed, the next file that is opened would take its number, and what a library writes to standard error
    would land in a report: such a number is taken first. What standard error does not take is let go, because the exit
    code tells it too. Standard output raises click.ClickException where it takes nothing, except that a reader who goes
    away is no fault. Both are UTF-8 with line feeds, as reports are: a Windows pipe would else have its own code page,
    which lacks most names.
    """
    for number in _STANDARD:
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- lives as long as the process
    sys.stderr = cast("TextIO", _Unheard(sys.stderr))
    if sys.stdout is not None:
        sys.stdout = cast("TextIO", _Heard(sys.stdout))


class _Stream:
    """All of another stream but its writing."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Unheard(_Stream):
    """A stream whose faults no one hears."""

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(_without_commands(text))
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()


class _Heard(_Stream):
    """A stream whose faults are those of the user's command."""

    def write(self, text: str) -> int:
        try:
            # Click tries a stream by writing nothing, and does not listen to what comes of it.
            return 0 if text == "" else self._stream.write(_without_commands(text))
        except OSError as error:
            discard_output()
            cannot_write(error)
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            discard_output()
            cannot_write(error)


def _without_commands(text: str) -> str:
    """What is said beside a report, a message of a mistake above all, without commands of a build server in it."""
    if "::" not in text and "##" not in text:
        return text
    from portalaudit.report.characters import harmless, uncommanding  # noqa: PLC0415 -- most messages need none of it

    return uncommanding("".join(harmless([text])))


def cannot_write(error: OSError) -> None:
    """Raise click.ClickException for a fault of standard output, but not where its reader went away."""
    is_left = isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL)
    if not is_left:
        raise click.ClickException(f"cannot write to standard output: {error.strerror}.") from None


def discard_output() -> None:
    """Let whatever is still to be written to standard output go nowhere, so that leaving does not fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

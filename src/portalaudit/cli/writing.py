"""Reports leave the program: files whole or not at all, and standard output.

A file is first written beside its place under a name of its own, `.report.html.0123456789ab.part`, and then takes the
place. Whoever writes it holds a lock on it, which the system gives back when the process ends in whatever way: a part
without one is what a killed run left, and the next run that writes the same report removes it. Windows moves no open
file, so there a part is closed before it moves.
"""

import contextlib
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from portalaudit.cli.redacting import redacted
from portalaudit.cli.streams import cannot_write, discard_output
from portalaudit.report.characters import harmless
from portalaudit.report.spreadsheets import Book
from portalaudit.source.file_locks import remove_abandoned, take_lock

PRIVATE = 0o600
"""A new report is for its owner only: it names people and says which of their logins are open."""

_CLOSED_A_MOMENT_AGO = 60
"""A part that was written within so many seconds may be about to move, where it is closed before that."""

_NAME_LIMIT = 50
"""So many characters of a report's name begin the name of its part: file names have a greatest length."""


Content = Iterable[str] | Book
"""What leaves: text in pieces, or a workbook. Nothing of it has been masked yet."""


def _leaving(content: Content) -> Iterator[bytes]:
    """The bytes of a file, with every known secret masked."""
    if isinstance(content, Book):
        from portalaudit.report.workbook import to_bytes  # noqa: PLC0415 -- only a workbook needs it

        yield to_bytes(content, lambda text: "".join(redacted([text])))
    else:
        yield from (chunk.encode() for chunk in redacted(content))


def write_whole(path: Path, content: Content, *, mode: int | None = PRIVATE) -> None:
    """Write a report to a file so that a reader finds the old file or the complete new one, never a part.

    A link is followed. What is no file, such as a device or a pipe, is written into as it stands. A file that is there
    keeps its permissions and, where the system allows it, its owner; a new one gets `mode`, or what the system gives
    new files where that is None. Raises click.ClickException where the place cannot be written.
    """
    try:
        if path.exists() and not path.is_file():  # by its own name: /dev/stdout leads to a pipe, which has none
            with path.open("wb") as opened:
                opened.writelines(_leaving(content))
        else:
            _replace(Path(os.path.realpath(path)), content, mode)
    except OSError as error:
        raise click.ClickException(f"cannot write '{path}': {error.strerror}. {_next_step(error)}") from None


def _next_step(error: OSError) -> str:
    """What to do about a place that cannot be written."""
    if sys.platform == "win32" and isinstance(error, PermissionError):
        return "If another program such as Excel has it open, close it there; or choose another place for it."
    return "Choose another place for it."


def _replace(target: Path, content: Content, mode: int | None) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_stale_parts(target)
    while not _put(target, target.parent / f"{_part_of(target)}{os.urandom(6).hex()}.part", content, mode):
        pass


def _put(target: Path, part: Path, content: Content, mode: int | None) -> bool:
    """Write a part and let it take its place; False where another run took it for a dead one's before it was locked."""
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else PRIVATE)
        with os.fdopen(handle, "wb") as file:
            # Where a file system has no locks, no run removes a part either.
            if not take_lock(handle) or not part.exists():
                return False
            file.writelines(_leaving(content))
            file.flush()
            _dress(handle, target, mode)
            os.fsync(handle)
            if sys.platform != "win32":
                part.replace(target)
        if sys.platform == "win32":
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return True


def _part_of(target: Path) -> str:
    return f".{target.name[:_NAME_LIMIT]}."


def _dress(handle: int, target: Path, mode: int | None) -> None:
    """Give a new file the owner and permissions of the one that it replaces. On Windows it has those of its folder."""
    try:
        old = target.stat()
    except FileNotFoundError:
        if mode is not None and sys.platform != "win32":
            os.fchmod(handle, mode)
        return
    if sys.platform != "win32":
        group = 0 if _has_group_of(old, handle) else stat.S_IRWXG
        os.fchmod(handle, old.st_mode & 0o777 & ~group)
    if old.st_nlink > 1:
        click.echo(f"'{target.name}' has other names (hard links); they keep the report of before.", err=True)


def _has_group_of(old: os.stat_result, handle: int) -> bool:
    """Give a file the owner and group of another one, as far as the system lets us; whether it has the group."""
    new = os.fstat(handle)
    for owner, group in ((old.st_uid, old.st_gid), (-1, old.st_gid)):
        if (new.st_uid, new.st_gid) == (old.st_uid, old.st_gid):
            break
        with contextlib.suppress(OSError):
            if sys.platform != "win32":
                os.fchown(handle, owner, group)
            break
    return os.fstat(handle).st_gid == old.st_gid


def _remove_stale_parts(target: Path) -> None:
    """Remove what killed runs left of this report."""
    part = re.compile(rf"{re.escape(_part_of(target))}[0-9a-f]{{12}}\.part")
    with contextlib.suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            if part.fullmatch(entry.name):
                remove_abandoned(Path(entry.path), time.time() - _CLOSED_A_MOMENT_AGO)


def write_out(content: Content, *, commands: bool = False) -> None:
    """Write text to standard output as UTF-8, whatever the terminal's encoding is, or a workbook to a pipe.

    With `commands` its lines are such as a build server runs; otherwise none of them may be one. A reader that goes
    away, such as `head`, is no fault. Raises click.ClickException where nothing can be written.
    """
    if sys.stdout is None:
        raise click.ClickException("standard output is closed. Name a file with -o, or use --quiet.")
    if isinstance(content, Book) and sys.stdout.isatty():
        raise click.ClickException("a terminal cannot show a workbook. Name a file for it, such as xlsx=report.xlsx.")
    try:
        sys.stdout.flush()
        for piece in _leaving(content) if commands else _to_a_log(content):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except OSError as error:
        discard_output()
        cannot_write(error)


def _to_a_log(content: Content) -> Iterator[bytes]:
    """The bytes for standard output, which may be kept as the log of a build server."""
    if isinstance(content, Book):
        yield from _leaving(content)
    else:
        yield from (chunk.encode("utf-8", errors="replace") for chunk in harmless(redacted(content)))

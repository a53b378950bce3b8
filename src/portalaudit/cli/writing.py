"""Reports leave the program: files whole or not at all, and standard output."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click


def write_whole(path: Path, chunks: Iterable[str]) -> None:
    """Write text to a file so that a reader finds the old file or the complete new one, never a part.

    A link is followed. What is no file, such as a device or a pipe, is written into as it stands. Raises
    click.ClickException where the place cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", newline="") as opened:
                opened.writelines(chunks)
        else:
            _replace(target, chunks)
    except OSError as error:
        raise click.ClickException(f"cannot write '{path}': {error.strerror}. Choose another place for it.") from None


def _replace(target: Path, chunks: Iterable[str]) -> None:
    unfinished = target.parent / f".{target.name}.{os.urandom(6).hex()}"
    target.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def write_out(chunks: Iterable[str]) -> None:
    """Write text to standard output as UTF-8, whatever the terminal's encoding is.

    A reader that goes away, such as `head`, is no fault. Raises click.ClickException where nothing can be written.
    """
    if sys.stdout is None:
        raise click.ClickException("standard output is closed. Name a file with -o, or use --quiet.")
    try:
        sys.stdout.flush()
        for chunk in chunks:
            sys.stdout.buffer.write(chunk.encode("utf-8", errors="replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        discard_output()
    except OSError as error:
        discard_output()
        raise click.ClickException(f"cannot write to standard output: {error.strerror}.") from None


def discard_output() -> None:
    """Let whatever is still to be written to standard output go nowhere, so that leaving does not fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

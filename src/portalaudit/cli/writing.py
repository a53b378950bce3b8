"""Report files, written whole or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path

import click


def write_whole(path: Path, chunks: Iterable[str]) -> None:
    """Write text to a file so that a reader finds the old file or the complete new one, never a part.

    Raises click.ClickException where the place cannot be written.
    """
    unfinished = path.parent / f".{path.name}.{os.urandom(6).hex()}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except OSError as error:
        raise click.ClickException(f"cannot write '{path}': {error.strerror}. Choose another place for it.") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise click.ClickException(f"cannot write '{path}': {error.strerror}. Choose another place for it.") from None
    finally:
        unfinished.unlink(missing_ok=True)

"""Report files, written whole or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click


def write_whole(path: Path, chunks: Iterable[str]) -> None:
    """Write text to a file so that a reader finds the old file or the complete new one, never a part.

    Raises click.ClickException where the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise click.ClickException(f"cannot write '{path}': {error.strerror}. Choose another place for it.") from None
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(path)
    except OSError as error:
        raise click.ClickException(f"cannot write '{path}': {error.strerror}. Choose another place for it.") from None
    finally:
        unfinished.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

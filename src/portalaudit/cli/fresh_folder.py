"""A new folder with its files: whole, or not there at all."""

import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import click

from portalaudit.cli.trees import DISK

_NAMED = 3
_GIT = ".git"


def refuse_taken(folder: Path) -> None:
    """Raise click.UsageError where the place is not a new or empty folder; it names what is there.

    A repository without a file, as a server gives it to begin with, is empty.
    """
    try:
        if not DISK.is_folder(folder):
            if os.path.lexists(folder):
                raise click.UsageError(f"'{folder}' is there already and is not a folder. Name a new folder.")
            return
        there = sorted(each.name + "/" * each.is_dir() for each in folder.iterdir() if each.name != _GIT)
    except OSError as error:
        raise click.UsageError(f"'{folder}' cannot be looked at: {error.strerror}. Name another folder.") from None
    if there:
        rest = len(there) - _NAMED
        more = f" and {rest} more" if rest > 0 else ""
        raise click.UsageError(
            f"'{folder}' is not empty, and nothing is overwritten. It holds {', '.join(there[:_NAMED])}{more}. "
            "Name a new folder."
        )


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write files by their place in the folder. Where that fails, nothing of it is left.

    A folder that is not there comes into being with all of them at once. Raises click.ClickException where the place
    cannot be written, or holds something by now.
    """
    made = [each for each in folder.parents if not DISK.is_folder(each)]
    beside = folder if DISK.is_folder(folder) else folder.parent
    part = beside / f".start.{os.urandom(6).hex()}.part"
    moved: list[Path] = []
    try:
        for name, text in files.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        if beside == folder:
            for each in sorted(part.iterdir()):
                target = _free(folder / each.name)
                moved.append(each.rename(target))
            part.rmdir()
        else:
            part.rename(folder)
    except BaseException as fault:
        _remove(part, *moved)
        for each in made:
            with contextlib.suppress(OSError):  # what someone else put into it stays
                each.rmdir()
        if isinstance(fault, OSError):
            message = f"cannot write '{folder}': {fault.strerror}. Choose another place for it."
            raise click.ClickException(message) from None
        raise


def _free(path: Path) -> Path:
    if os.path.lexists(path):
        raise FileExistsError(17, "something was written into it meanwhile")
    return path


def _remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

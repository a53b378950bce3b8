"""A report never takes the place of what a run reads."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from portalaudit.cli.outputs import Output

OWN_REPORTS = (
    b'{"schema": "portalaudit/',
    b'"driver": {"name": "portalaudit", ',
    b'<testsuites name="portalaudit',
    b'name="generator" content="portalaudit ',
)
"""How reports begin that this program wrote: in an inventory they are read like any text, and may be written again."""

_HEAD = 2_000


def refuse_what_is_read(outputs: Sequence[Output], folders: Iterable[Path]) -> None:
    """Raise click.UsageError where a report would replace a file of these folders, under whatever name.

    Links lead to the same file, and so does another case of letters where the file system takes them for one.
    """
    there = {key: output.path for output in outputs if output.path and (key := _identity(output.path))}
    for path in _below(folders) if there else ():
        key = _identity(path)
        output = there.get(key) if key else None
        if output is not None and not _is_own_report(path):
            raise click.UsageError(
                f"'{output}' is '{path}', which is read, and a report never replaces what was read. Write it "
                "elsewhere, for example below reports/."
            )


def _identity(path: Path) -> tuple[int, int] | None:
    """What makes a file that one, whatever it is called; None where there is no such file."""
    try:
        found = path.stat()
        return (found.st_dev, found.st_ino) if path.is_file() else None
    except OSError:
        return None


def _below(folders: Iterable[Path]) -> Iterator[Path]:
    for top in folders:
        for folder, inner, names in os.walk(top):
            inner[:] = [name for name in inner if not name.startswith(".")]
            yield from (Path(folder, name) for name in names)


def _is_own_report(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return any(mark in head for mark in OWN_REPORTS)

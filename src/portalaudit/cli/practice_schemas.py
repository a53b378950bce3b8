"""The schemas in a practice's folder: written, and compared with those of this version."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from portalaudit.cli.editor_files import EDITOR, schema_files, settings_files
from portalaudit.cli.funnel import Exit
from portalaudit.cli.writing import write_whole
from portalaudit.report.characters import visible

_SETTINGS = ".vscode/settings.json"


def write(folder: Path) -> int:
    """Write every schema that differs, and settings of the editor where there are none."""
    _expect_folder(folder)
    for name, text in schema_files().items():
        if _read(folder / name) != text:
            write_whole(folder / name, [text], mode=None)
            _say(f"wrote {folder / name}")
    for name, text in settings_files().items():
        if not (folder / name).exists():
            write_whole(folder / name, [text], mode=None)
            _say(f"wrote {folder / name}")
    if missing := list(_not_set(folder / _SETTINGS)):
        _say(f'{folder / _SETTINGS} is yours and stays as it is. Its "yaml.schemas" does not name these:')
        for name in missing:
            _say(f"  {json.dumps(name)}: {json.dumps(EDITOR['yaml.schemas'][name])}")  # type: ignore[index]
    return Exit.CLEAN


def check(folder: Path) -> int:
    """Name every schema that is not as this version writes it: 1 where there is one."""
    _expect_folder(folder)
    stale = [name for name, text in schema_files().items() if _read(folder / name) != text]
    for name in stale:
        what = "is not that of this version" if (folder / name).exists() else "is not there"
        _say(f"{folder / name} {what}")
    if stale:
        _say(f"next: portalaudit schema --write {folder}")
    return Exit.FINDINGS if stale else Exit.CLEAN


def _expect_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise click.UsageError(f"there is no folder '{visible(folder.as_posix())}'. Name the practice's folder.")


def _read(file: Path) -> str | None:
    """The text of a file; None where it cannot be read."""
    try:
        return file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return None


def _not_set(file: Path) -> Iterator[str]:
    """The schemas that the settings of the editor do not name."""
    text = _read(file) or ""
    return (name for name in EDITOR["yaml.schemas"] if json.dumps(name) not in text)  # type: ignore[attr-defined]


def _say(line: str) -> None:
    click.echo(visible(line))

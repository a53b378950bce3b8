"""The config file `portalaudit.toml`: which one counts for a run, and what stands in it.

It is the file that `--config` or `PORTALAUDIT_CONFIG` names, else the nearest one in the inventory's folder, beside it
or above it, as far as policies are looked for (see `discovery`). Without an inventory on the command line it is looked
for from the current folder upward.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import click

from portalaudit.cli.discovery import upward
from portalaudit.cli.toml_places import Places, Route, Spot, places_of
from portalaudit.cli.trees import DISK, Tree
from portalaudit.model.values import dataclass, field
from portalaudit.source.ways import way

CONFIG_NAME = "portalaudit.toml"
CONFIG_VARIABLE = "PORTALAUDIT_CONFIG"
MAX_BYTES = 64 * 1024
"""A config file of any use is far smaller, also one that lists a hundred practices."""

Table: TypeAlias = Mapping[str, Any]


@dataclass(slots=True)
class SettingsFile:
    """A config file: where the user finds it, its values and their places; and what is wrong with it."""

    path: Path
    data: bytes = field(repr=False)
    tables: Table
    places: Places
    wrong: list[tuple[Spot, str]] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """The folder that its paths lead from, as the user finds it."""
        return self.path.parent

    def refuse(self, spot: Spot, message: str) -> None:
        """Keep a fault; `raise_faults` names them all."""
        if (spot, message) not in self.wrong:
            self.wrong.append((spot, message))

    def raise_faults(self) -> None:
        """Raise click.ClickException with every fault and its place."""
        if self.wrong:
            found = sorted(self.wrong, key=lambda one: (one[0].line, one[0].column))
            raise click.ClickException("\n".join(f"{self.shown(spot)}: {message}" for spot, message in found))

    def shown(self, spot: Spot) -> str:
        """A place in it, for a message."""
        return f"{self.path.as_posix()}:{spot.line}:{spot.column}"

    def from_here(self, written: str) -> Path:
        """A path that stands in it, as the user finds it from the current folder."""
        return self.folder / written

    def holds(self, path: Path) -> bool:
        """Whether a path, links followed, lies in its folder."""
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.folder))

    def table(self, route: Route) -> Table:
        """A table by its keys, empty where there is none. What stands there and is no table is a fault."""
        found: Any = self.tables
        for number, key in enumerate(route, 1):
            found = found.get(key, {})
            if not isinstance(found, dict):
                name = ".".join(map(str, route[:number]))
                self.refuse(self.places.key(route[:number]), f"'{name}' must be a table, written [{name}].")
                return {}
        table: Table = found
        return table


def settings_file(named: str | None, inventory: str | None) -> SettingsFile | None:
    """The config file of a run, None where there is none; `named` is the value of `--config`.

    Raises click.ClickException where it cannot be read or is no TOML.
    """
    if named is None:
        found = find_config(Path(inventory or "inventory"))
        return None if found is None else read_file(Path(way(found)))
    if "\0" in named:
        raise click.UsageError("--config: a name cannot hold a NUL character.")
    if not named.strip():
        raise click.UsageError(f"--config and {CONFIG_VARIABLE} name a file. {_NONE}")
    return None if named == os.devnull else read_file(Path(named), is_named=True)


_NONE = f"To use no file of settings: --config {os.devnull}"


def find_config(inventory: Path, tree: Tree = DISK) -> Path | None:
    """The nearest config file from an inventory's folder upward; first by the way that was typed, then by the real one.

    A link to nothing counts too: reading it says what is wrong.
    """
    typed = Path(os.path.abspath(inventory))  # noqa: PTH100 -- resolve() would follow links: what lies beside one counts
    is_there = os.path.lexists if tree is DISK else tree.exists
    for start in dict.fromkeys((typed, tree.real(inventory))):
        for folder in upward(start, tree):
            if is_there(folder / CONFIG_NAME):
                return folder / CONFIG_NAME
    return None


def read_file(path: Path, *, is_named: bool = False) -> SettingsFile:
    """What a config file holds. Raises click.ClickException where it cannot be read or is no TOML."""
    return file_of(path, _data(path, is_named=is_named))


def file_of(path: Path, data: bytes) -> SettingsFile:
    """The config file of these bytes. Raises click.ClickException where they are no TOML."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise click.ClickException(f"{path}:{line}:1: this is not UTF-8 text. Save the file as UTF-8.") from None
    return SettingsFile(path, data, *_parsed(path, text))


def _data(path: Path, *, is_named: bool) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe of that name would block the open
            what = "Name a file of settings." if is_named else "Give it another name."
            raise click.ClickException(f"{path} is not a file. {what}")
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise click.ClickException(
            f"{path} cannot be read: {error.strerror}. Check that it is there and that you may read it."
        ) from None
    if len(data) > MAX_BYTES:
        raise click.ClickException(f"{path} is larger than {MAX_BYTES // 1024} KiB. Keep only settings in it.")
    return data


def _parsed(path: Path, text: str) -> tuple[Table, Places]:
    import tomllib  # noqa: PLC0415 -- only a practice with a config file pays for it

    try:
        return tomllib.loads(text), places_of(text)
    except RecursionError:
        raise click.ClickException(f"{path}: values are nested too deep. Write them plainly.") from None
    except ValueError as error:  # also what is no TOMLDecodeError, such as a number of ten thousand digits
        raise click.ClickException(_syntax(path, text, str(error))) from None


def _syntax(path: Path, text: str, message: str) -> str:
    import re  # noqa: PLC0415 -- only a mistake needs it

    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)", message)
    if found is None:
        return f"{path}: not valid TOML: {message[:200]}. {_AS_TOML}"
    last = text.rstrip("\n").split("\n")
    line, column = (int(found[1]), int(found[2])) if found[1] else (len(last), len(last[-1]) + 1)
    what = message[: found.start()]
    return f"{path}:{line}:{column}: not valid TOML: {what[:1].lower()}{what[1:]}. {_next_step(what)}"


_AS_TOML = 'Write each setting as in `fail-on = "high"`, below a line [check].'


def _next_step(what: str) -> str:
    """What to do about a mistake that the parser names."""
    if what.startswith("Invalid value"):
        return 'Put quotes around text, as in `fail-on = "high"`.'
    return "Remove one of the two." if what.startswith(("Cannot overwrite", "Cannot declare")) else _AS_TOML

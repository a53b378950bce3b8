"""The practices that a config file lists, and which of them a command is about.

```toml
[[practice]]
inventory = "clients/alder/inventory"
```

Each stands for one practice and is judged alone. A practice is chosen by the folder of its inventory or by its name;
where none is named, the current folder says which are meant: those below it, or the one that it lies in.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from portalaudit.cli.discovery import INVENTORY
from portalaudit.cli.settings_file import SettingsFile, Table
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.toml_places import Spot
from portalaudit.cli.trees import DISK
from portalaudit.model.values import dataclass, field
from portalaudit.source.patterns import late

PRACTICE = "practice"
OWN_KEYS = ("inventory", "name")
"""What a practice says of itself; its other keys are settings."""


_NAME = late(r"[^\W_][\w. -]*")
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class ListedPractice:
    """A practice of a config file: `inventory` is where the user finds it; `number` its position in the file.

    One that the file does not list has no number: then the settings for all of them apply to it.
    """

    name: str
    inventory: Path
    number: int | None = None
    spot: Spot = field(default_factory=lambda: Spot(1, 1))


def lists_practices(file: SettingsFile) -> bool:
    """Whether a config file is one for several practices."""
    return PRACTICE in file.tables


def listed_practices(file: SettingsFile) -> tuple[ListedPractice, ...]:
    """The practices of a file in their order. What is wrong is kept in the file."""
    tables = file.tables.get(PRACTICE, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        file.refuse(file.places.key((PRACTICE,)), "write each practice below a line [[practice]], with two brackets.")
        return ()
    found = tuple(_listed(file, tables))
    _refuse_twins(file, found)
    return found


def _listed(file: SettingsFile, tables: list[Table]) -> Iterator[ListedPractice]:
    for number, table in enumerate(tables):
        written = table.get("inventory")
        if not isinstance(written, str) or not written.strip() or "\0" in written:
            spot, example = file.places.value((PRACTICE, number, "inventory")), 'inventory = "clients/alder"'
            file.refuse(spot, f"a practice needs the folder of its inventory, as in `{example}`.")
            continue
        spot, inventory = file.places.value((PRACTICE, number, "inventory")), file.from_here(written)
        if not file.holds(inventory):
            file.refuse(spot, f"'{written}' lies outside the folder of this file. List only practices below it.")
            continue
        name = table.get("name", _name_of(inventory))
        at = file.places.value((PRACTICE, number, "name" if "name" in table else "inventory"))
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            file.refuse(at, _no_name(name))
            continue
        yield ListedPractice(name, inventory, number, spot)


def _name_of(inventory: Path) -> str:
    """The name of a practice that gives itself none: that of the folder that holds its inventory."""
    real = Path(os.path.realpath(inventory))
    return real.parent.name if real.name == INVENTORY else real.name


def _no_name(name: Any) -> str:
    return (
        f"'{name}' is not a valid name of a practice. Give it one of letters, digits, blanks, '.', '_' and '-', as in "
        '`name = "alder"`.'
    )


def _refuse_twins(file: SettingsFile, found: tuple[ListedPractice, ...]) -> None:
    folders: dict[str, ListedPractice] = {}
    names: dict[str, ListedPractice] = {}
    for one in found:
        first = folders.setdefault(os.path.realpath(one.inventory), one)
        if first is not one:
            line = first.spot.line
            file.refuse(one.spot, f"'{one.inventory.as_posix()}' is listed twice, first on line {line}. Keep one.")
            continue
        first = names.setdefault(one.name.casefold(), one)
        if first is not one:
            line = first.spot.line
            file.refuse(
                one.spot, f"two practices are called '{one.name}', the other one on line {line}. Give one another name."
            )


def chosen_practices(
    file: SettingsFile, listed: tuple[ListedPractice, ...], typed: str | None
) -> tuple[ListedPractice, ...]:
    """The practices that a command is about: `typed` is a folder or a practice's name, None for neither.

    A folder stands for the practice whose inventory it is, else for those that lie in it. Raises click.UsageError where
    that is no folder and no name, or the current folder has to do with none of them.
    """
    if typed is None:
        return _here(file, listed)
    if not DISK.is_folder(Path(typed)):
        return (_called(file, listed, typed),)
    real = Path(os.path.realpath(typed))
    folders = {one: Path(os.path.realpath(one.inventory)) for one in listed}
    found = tuple(one for one in listed if folders[one] == real)
    found = found or tuple(one for one in listed if folders[one].is_relative_to(real))
    return found or (ListedPractice(_name_of(Path(typed)), Path(typed)),)


def _called(file: SettingsFile, listed: tuple[ListedPractice, ...], typed: str) -> ListedPractice:
    known = next((one for one in listed if one.name.casefold() == typed.casefold()), None)
    if known is None:
        meant = did_you_mean(typed, [one.name for one in listed], f"There are {names(listed)}.")
        raise click.UsageError(f"there is no folder '{typed}', and no practice of that name in {file.path}.{meant}")
    return known


def _here(file: SettingsFile, listed: tuple[ListedPractice, ...]) -> tuple[ListedPractice, ...]:
    found = practices_here(listed)
    if found:
        return found
    if DISK.is_folder(Path(INVENTORY)):
        return (ListedPractice(_name_of(Path(INVENTORY)), Path(INVENTORY)),)
    known = f"Name one: {names(listed)}." if listed else "List each below a line [[practice]]."
    raise click.UsageError(f"{file.path} lists no practice in this folder. {known}")


def practices_here(listed: Iterable[ListedPractice]) -> tuple[ListedPractice, ...]:
    """Those that lie in the current folder, or in which it lies."""
    here = Path(os.path.realpath("."))
    folders = {one: Path(os.path.realpath(one.inventory)) for one in listed}
    return tuple(one for one in folders if folders[one].is_relative_to(here) or here.is_relative_to(folders[one]))


def names(practices: tuple[ListedPractice, ...]) -> str:
    """The names of practices, not too many of them."""
    more = len(practices) - _MOST_NAMED
    shown = ", ".join(one.name for one in practices[:_MOST_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown

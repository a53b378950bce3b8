"""Which values a flag takes in a config file, and which places one may name there."""

import datetime
import os
from enum import StrEnum, auto
from pathlib import Path
from typing import Any

import click

from portalaudit.cli.outputs import OutputType
from portalaudit.cli.paths import FolderType
from portalaudit.cli.settings_file import SettingsFile
from portalaudit.cli.toml_places import Route


class Kind(StrEnum):
    """What a value must be."""

    FLAG = auto()
    NUMBER = auto()
    TEXTS = auto()
    DAY = auto()
    TEXT = auto()


WANTED = {
    Kind.FLAG: "true or false, without quotes",
    Kind.NUMBER: "a whole number, like 1",
    Kind.TEXTS: 'text in quotes, or a list of them, like ["one", "two"]',
    Kind.DAY: 'a day in quotes, like "2026-01-31"',
    Kind.TEXT: "text in quotes",
}
"""How a message says what a value must be."""


def kind_of(param: click.Parameter) -> Kind:
    """What the value of a flag must be."""
    if isinstance(param, click.Option) and param.count:
        return Kind.NUMBER
    if isinstance(param, click.Option) and param.is_flag:
        return Kind.FLAG
    if param.multiple:
        return Kind.TEXTS
    if isinstance(param.type, click.types.IntParamType):
        return Kind.NUMBER
    return Kind.DAY if param.type.name == "date" else Kind.TEXT


def is_of(kind: Kind, value: Any) -> bool:
    """Whether a value of a file is of this kind."""
    if kind is Kind.FLAG:
        return isinstance(value, bool)
    if kind is Kind.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind is Kind.TEXTS and isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    if kind is Kind.DAY and isinstance(value, datetime.date):
        return not isinstance(value, datetime.datetime)
    return isinstance(value, str)


def shown(value: Any) -> str:
    """A value as reports show it."""
    if isinstance(value, list):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def has_place(param: click.Parameter) -> bool:
    """Whether the values of a flag name a file or a folder."""
    return isinstance(param.type, click.Path | FolderType | OutputType)


def is_written_to(command: Route, param: click.Parameter) -> bool:
    """Whether that place is written to: a report, a baseline, which shrinks, or the folder of new rules."""
    return isinstance(param.type, click.Path | OutputType) or command == ("new", "rule")


class OutsideError(Exception):
    """A config file names a place to be written that it may not name: whoever runs it did not choose it."""


def refuse_outside(file: SettingsFile, written: Path, path: Path) -> None:
    """Raise OutsideError for a place outside the folder of a config file, or out of sight in it."""
    if not file.holds(path):
        raise OutsideError(f"'{written}' lies outside the folder of {file.path.name}. Name one below it{_OR_TYPE}")
    below = Path(os.path.realpath(path)).relative_to(os.path.realpath(file.folder))
    if any(part.startswith(".") for part in below.parts):
        raise OutsideError(f"'{written}' is hidden or lies in a hidden folder. Name one that can be seen{_OR_TYPE}")


_OR_TYPE = ", or type it on the command line."

"""What a config file sets: defaults for flags, below the environment and the flags themselves.

A clone that a stranger wrote may hold one. So it names nothing outside its own folder to be written, and every report
says what it set. See `said_by` for who set a flag.
"""

import contextlib
import datetime
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from portalaudit.cli.commands import COMMANDS
from portalaudit.cli.listed_practices import OWN_KEYS, PRACTICE, ListedPractice, lists_practices
from portalaudit.cli.outputs import Output
from portalaudit.cli.setting_values import (
    WANTED,
    OutsideError,
    has_place,
    is_of,
    is_written_to,
    kind_of,
    refuse_outside,
    shown,
)
from portalaudit.cli.settings_file import SettingsFile
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.toml_places import Route
from portalaudit.model import Place
from portalaudit.model.report import Setting
from portalaudit.model.values import dataclass, replace

GENERAL = ("inventory", "policies", "color", "no-cache")
"""What may stand above every table: it counts for all commands that have it."""
WITHOUT_SETTINGS = ("completion", "report", "schema", "start")
"""The commands that have no flag which one would always give."""
TYPED_ONLY = ("help", "config", "write")
"""The flags that are only typed: someone has to want each write into the records."""
NAME = "{name}"
"""Stands for the name of the practice in a path."""

DECISIVE = ("inventory", "policies", "as_of", "fail_on", "allow_questions", "select", "ignore", "baseline")
"""The parameters that decide what counts. Against a base its file sets them, so that no branch excuses itself."""

_META = "portalaudit.settings"
_ASKED = "portalaudit.asked-settings"
_CHECK = "check"


def is_typed_only(param: click.Parameter) -> bool:
    """Whether a config file may not set a flag, by none of its names."""
    return any(opt.lstrip("-") in TYPED_ONLY for opt in param.opts)


@dataclass(frozen=True, slots=True)
class FileSetting:
    """One flag set by the config file. `value` is as the flag gives it; `route` leads to it in the file."""

    parameter: str
    value: Any
    said: Setting
    route: Route


@dataclass(frozen=True, slots=True)
class SettingsInEffect:
    """The config file of a run, what it sets, and which of its practices the run is about.

    Against a base `of_base` is what the base's file sets of what decides. `is_here` is false for a file that only the
    base holds.
    """

    file: SettingsFile
    settings: tuple[FileSetting, ...] = ()
    practice: ListedPractice | None = None
    several: tuple[ListedPractice, ...] = ()
    of_base: tuple[FileSetting, ...] | None = None
    is_here: bool = True

    @property
    def counting(self) -> tuple[FileSetting, ...]:
        """The settings that this run goes by."""
        if self.of_base is None:
            return self.settings
        return (*(one for one in self.settings if one.parameter not in DECISIVE), *self.of_base)

    @property
    def inventory(self) -> Path | None:
        """The inventory that it names, where no command line names one."""
        if self.practice is not None:
            return self.practice.inventory
        named = self.file.tables.get("inventory")
        return self.file.from_here(named) if isinstance(named, str) else None


@dataclass(frozen=True, slots=True)
class AskedSettings:
    """What says which config file counts: the one that is named, and the inventory that is typed."""

    named: str | None = None
    typed: str | None = None


def keep_asked(ctx: click.Context, found: AskedSettings) -> None:
    """Let the config file of a commit be looked for as that of this run was."""
    ctx.meta[_ASKED] = found


def asked(ctx: click.Context) -> AskedSettings:
    """What says which config file counts."""
    found: AskedSettings = ctx.meta.get(_ASKED, AskedSettings())
    return found


def keep(ctx: click.Context, found: SettingsInEffect | None) -> None:
    """Let the commands of this context know what the config file says."""
    ctx.meta[_META] = found


def kept(ctx: click.Context | None = None) -> SettingsInEffect | None:
    """What the config file of the command says, None where there is none."""
    ctx = ctx or click.get_current_context(silent=True)
    found: SettingsInEffect | None = ctx.meta.get(_META) if ctx is not None else None
    return found


def names_of(ctx: click.Context) -> Route:
    """The names of a command: `("policy", "show")`."""
    names: list[str] = [str(ctx.info_name)]
    while ctx.parent is not None and ctx.parent.parent is not None:
        ctx = ctx.parent
        names.insert(0, str(ctx.info_name))
    return tuple(names)


def settings_in_effect(ctx: click.Context) -> tuple[Setting, ...]:
    """What the config file decided in this run: what it says and neither a flag nor the environment says otherwise."""
    found = kept(ctx)
    every = found.counting if found else ()
    return tuple(one.said for one in every if ctx.get_parameter_source(one.parameter) is ParameterSource.DEFAULT_MAP)


def said_by(ctx: click.Context, parameter: str) -> str:
    """Who set a parameter: `--ignore`, `PORTALAUDIT_IGNORE`, `portalaudit.toml:2`; nothing where it has its default."""
    source = ctx.get_parameter_source(parameter)
    param = next(param for param in ctx.command.params if param.name == parameter)
    if source is ParameterSource.COMMANDLINE:
        return max(param.opts, key=len)
    if source is ParameterSource.ENVIRONMENT:
        return str(param.envvar)
    found = kept(ctx)
    places = [one.said.place for one in found.counting if one.parameter == parameter] if found else []
    return f"{places[0].path}:{places[0].line}" if source is ParameterSource.DEFAULT_MAP and places else ""


@contextlib.contextmanager
def of_the_file(parameter: str) -> Iterator[None]:
    """Name the line and column of the config file in a mistake, where that file gives what turns out to be wrong."""
    try:
        yield
    except click.UsageError as fault:
        ctx = click.get_current_context()
        found = kept(ctx)
        is_of_file = found is not None and ctx.get_parameter_source(parameter) is ParameterSource.DEFAULT_MAP
        routes = [one.route for one in found.settings if one.parameter == parameter] if found and is_of_file else []
        if found is None or not routes:
            raise
        place = found.file.shown(found.file.places.value(routes[0]))
        raise click.ClickException(f"{place}: {fault.message}") from None


def read_settings(
    file: SettingsFile, command: Route, params: Sequence[click.Parameter], practice: ListedPractice | None
) -> tuple[FileSetting, ...]:
    """What a config file sets for a command, in the order of the file; for one of its practices, where it lists them.

    What is wrong is kept in the file: a table or flag that does not exist, a value of another kind, a place outside
    the file's folder.
    """
    reader = _Reader(file, command, {opt.lstrip("-"): one for one in params for opt in one.opts if one.name}, practice)
    reader.refuse_unknown_tables()
    settings: dict[str, FileSetting] = {}
    for one in reader.read():
        settings[one.parameter] = one
    return tuple(sorted(settings.values(), key=lambda one: (one.said.place, one.said.name)))


@dataclass(slots=True)
class _Reader:
    """Reads the tables that count for one command; `flags` are its parameters by every name of theirs."""

    file: SettingsFile
    command: Route
    flags: Mapping[str, click.Parameter]
    practice: ListedPractice | None

    def refuse_unknown_tables(self) -> None:
        """Keep a fault for each name at the top of the file that stands for nothing."""
        known = (*(name for name in COMMANDS if name not in WITHOUT_SETTINGS), PRACTICE)
        for name in self.file.tables:
            if name not in known and name not in GENERAL:
                self.file.refuse(self.file.places.key((name,)), self._unknown_table(name, known))

    def _unknown_table(self, name: str, known: Iterable[str]) -> str:
        if name in self.flags:
            return f"'{name}' stands in no table. Put the line [{'.'.join(map(str, self.command))}] above it."
        if name in WITHOUT_SETTINGS:
            return f"`portalaudit {name}` has no settings. Take the table out."
        meant = did_you_mean(name, known, "Settings stand below the name of a command, such as [check].")
        return f"there is no table [{name}].{meant}"

    def read(self) -> Iterator[FileSetting]:
        """What is set, the later over the earlier: for all commands, for this one, for this practice."""
        for name in GENERAL:
            if name in self.file.tables:
                yield from self._general((name,))
        for name in self.file.table(self.command):
            yield from self._named((*self.command, name))
        yield from self._of_practice()

    def _general(self, route: Route) -> Iterator[FileSetting]:
        name = str(route[-1])
        if name == "inventory" and lists_practices(self.file):
            self._refuse_inventory(route)
        elif (param := self.flags.get(name)) is not None:
            yield from self._setting(param, route)

    def _refuse_inventory(self, route: Route) -> None:
        self.file.refuse(self.file.places.key(route), "this file lists practices, and each names its inventory itself.")

    def _named(self, route: Route) -> Iterator[FileSetting]:
        """A setting below the name of a command, or of a practice."""
        spot, name = self.file.places.key(route), str(route[-1])
        table = "[practice]" if route[0] == PRACTICE else f"[{'.'.join(map(str, self.command))}]"
        param = self.flags.get(name)
        if param is not None and is_typed_only(param):
            self.file.refuse(spot, f"'{name}' counts only where it is typed. Take it out here.")
        elif param is not None and param.name == "inventory" and lists_practices(self.file):
            self._refuse_inventory(route)
        elif param is None or (isinstance(param, click.Argument) and name not in GENERAL):
            self.file.refuse(spot, f"{table} has no setting '{name}'.{did_you_mean(name, self._settable(route))}")
        elif twin := self._twin(route, param):
            self.file.refuse(spot, f"'{name}' and '{twin}' are the same setting. Keep one of them.")
        else:
            yield from self._setting(param, route)

    def _settable(self, route: Route) -> Iterator[str]:
        """The names that may stand where a wrong one stands."""
        yield from OWN_KEYS if route[0] == PRACTICE else ()
        for name, param in self.flags.items():
            if not is_typed_only(param) and (name in GENERAL or not isinstance(param, click.Argument)):
                yield name

    def _twin(self, route: Route, param: click.Parameter) -> str:
        """Another name of the same flag that stands before it in the table."""
        table: Any = self.file.tables
        for key in route[:-1]:
            table = table[key]
        before = [*table][: [*table].index(route[-1])]
        return next((name for name in before if self.flags.get(name) is param), "")

    def _of_practice(self) -> Iterator[FileSetting]:
        """What a practice sets for itself: flags of `check`, and of them the general ones for every command."""
        if self.practice is None or self.practice.number is None:
            return
        number = self.practice.number
        for name in self.file.tables[PRACTICE][number]:
            route = (PRACTICE, number, name)
            if name in OWN_KEYS:
                continue
            if self.command == (_CHECK,):
                yield from self._named(route)
            elif name in GENERAL and (param := self.flags.get(name)) is not None:
                yield from self._setting(param, route)

    def _setting(self, param: click.Parameter, route: Route) -> Iterator[FileSetting]:
        value: Any = self.file.tables
        for key in route:
            value = value[key]
        name, spot, kind = str(route[-1]), self.file.places.key(route), kind_of(param)
        if not is_of(kind, value):
            self.file.refuse(self.file.places.value(self._culprit(route, value)), f"'{name}' must be {WANTED[kind]}.")
            return
        converted = self._converted(param, route, value)
        if converted is not None:
            place = Place(self.file.path.name, spot.line, spot.column)
            yield FileSetting(str(param.name), converted, Setting(name, shown(value), place), route)

    def _culprit(self, route: Route, value: Any) -> Route:
        """Where the wrong value stands: in a list, the first item that is no text."""
        items = enumerate(value) if isinstance(value, list) else ()
        return next(((*route, at) for at, item in items if not isinstance(item, str)), route)

    def _converted(self, param: click.Parameter, route: Route, value: Any) -> Any:
        """The value as the flag gives it, paths as the user finds them; None where a fault was kept."""
        if not param.multiple:
            return self._one(param, route, value)
        if isinstance(value, str):
            found = [self._one(param, route, value)]
        else:
            found = [self._one(param, (*route, at), item) for at, item in enumerate(value)]
        return None if None in found else tuple(found)

    def _one(self, param: click.Parameter, route: Route, value: Any) -> Any:
        if isinstance(value, bool):
            return value
        value = value.isoformat() if isinstance(value, datetime.date) else value
        if isinstance(value, str) and "\0" in value:
            self.file.refuse(self.file.places.value(route), "text here cannot hold a NUL character.")
            return None
        if isinstance(value, str) and self.practice is not None and has_place(param):
            value = value.replace(NAME, self.practice.name)
        try:
            return self._placed(param, Path(value) if isinstance(param.type, click.Path) else self._typed(param, value))
        except OutsideError as error:
            self.file.refuse(self.file.places.value(route), str(error))
        except click.BadParameter as error:
            name = next(str(key) for key in reversed(route) if isinstance(key, str))
            self.file.refuse(self.file.places.value(route), f"'{name}': {error.message}")
        return None

    def _typed(self, param: click.Parameter, value: Any) -> Any:
        return param.type.convert(value, param, None)

    def _placed(self, param: click.Parameter, value: Any) -> Any:
        """The value with its path, if it has one, from the current folder. Raises OutsideError."""
        written = value.path if isinstance(value, Output) else value
        if not isinstance(written, Path):
            return value
        path = self.file.from_here(os.fspath(written))
        if is_written_to(self.command, param):
            refuse_outside(self.file, written, path)
        return replace(value, path=path) if isinstance(value, Output) else path

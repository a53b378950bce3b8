"""The config file: defaults for flags, below the environment and the flags themselves.

A clone that a stranger wrote may hold one. So it names nothing outside its own folder to be written, and every report
says what it set. See `said_by` for who set a flag.
"""

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import click
from click.core import ParameterSource

from portalaudit.cli.outputs import Output
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.model import Place
from portalaudit.model.report import Setting
from portalaudit.model.values import dataclass, field

CONFIG_FILE = Path("portalaudit.toml")
COMMANDS_WITH_SETTINGS = ("check",)
MAX_BYTES = 16 * 1024
"""A config file of any use is far smaller."""

_META = "portalaudit.settings"

Table: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileSetting:
    """One flag set by the config file. `value` is as the flag gives it."""

    parameter: str
    value: Any
    said: Setting


@dataclass(slots=True)
class _File:
    """The text of a config file, and what is wrong with it."""

    lines: Sequence[str]
    tables: Table
    wrong: list[tuple[Place, str]] = field(default_factory=list)

    def refuse(self, place: Place, message: str) -> None:
        self.wrong.append((place, message))


def read_settings(command: str, params: Sequence[click.Parameter]) -> tuple[FileSetting, ...]:
    """What the table of a command in `portalaudit.toml` sets, in the order of the file.

    Raises click.ClickException with every problem and its place: no TOML, a table or flag that does not exist, a value
    of another kind, a report outside the file's folder.
    """
    text = _text()
    if text is None:
        return ()
    file = _File(text.split("\n"), _parsed(text))
    found = sorted(_settings(file, command, params), key=lambda one: (one.said.place, one.said.name))
    if file.wrong:
        raise click.ClickException("\n".join(f"{place}: {message}" for place, message in sorted(file.wrong)))
    return tuple(found)


def keep(ctx: click.Context, settings: tuple[FileSetting, ...]) -> None:
    """Let the commands of this context know what the config file says."""
    ctx.meta[_META] = settings


def settings_in_effect(ctx: click.Context) -> tuple[Setting, ...]:
    """What the config file decided in this run: what it says and neither a flag nor the environment says otherwise."""
    settings: tuple[FileSetting, ...] = ctx.meta.get(_META, ())
    return tuple(one.said for one in settings if ctx.get_parameter_source(one.parameter) is ParameterSource.DEFAULT_MAP)


def said_by(ctx: click.Context, parameter: str) -> str:
    """Who set a parameter: `--ignore`, `PORTALAUDIT_IGNORE`, `portalaudit.toml:2`; nothing where it has its default."""
    source = ctx.get_parameter_source(parameter)
    param = next(param for param in ctx.command.params if param.name == parameter)
    if source is ParameterSource.COMMANDLINE:
        return max(param.opts, key=len)
    if source is ParameterSource.ENVIRONMENT:
        return str(param.envvar)
    settings: tuple[FileSetting, ...] = ctx.meta.get(_META, ())
    places = [one.said.place for one in settings if one.parameter == parameter]
    return f"{places[0].path}:{places[0].line}" if source is ParameterSource.DEFAULT_MAP and places else ""


def _text() -> str | None:
    try:
        if not CONFIG_FILE.exists() and not CONFIG_FILE.is_symlink():
            return None
        if CONFIG_FILE.exists() and not CONFIG_FILE.is_file():  # a pipe of that name would block the open
            raise click.ClickException(f"{CONFIG_FILE} is not a file. Give it another name.")
        with CONFIG_FILE.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise click.ClickException(
            f"{CONFIG_FILE} cannot be read: {error.strerror}. Check that it is there and that you may read it."
        ) from None
    if len(data) > MAX_BYTES:
        raise click.ClickException(f"{CONFIG_FILE} is larger than {MAX_BYTES // 1024} KiB. Keep only settings in it.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise click.ClickException(f"{CONFIG_FILE}:{line}:1: this is not UTF-8 text. Save the file as UTF-8.") from None


def _parsed(text: str) -> Table:
    import tomllib  # noqa: PLC0415 -- only a folder with a config file pays for it

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise click.ClickException(f"{CONFIG_FILE}: values are nested too deep. Write them plainly.") from None
    except ValueError as error:  # also what is no TOMLDecodeError, such as a number of ten thousand digits
        raise click.ClickException(_syntax(text, str(error))) from None


def _syntax(text: str, message: str) -> str:
    import re  # noqa: PLC0415 -- only a mistake needs it

    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)", message)
    if found is None:
        return f"{CONFIG_FILE}: not valid TOML: {message[:200]}. {_AS_TOML}"
    last = text.rstrip("\n").split("\n")
    line, column = (int(found[1]), int(found[2])) if found[1] else (len(last), len(last[-1]) + 1)
    what = message[: found.start()]
    return f"{CONFIG_FILE}:{line}:{column}: not valid TOML: {what[:1].lower()}{what[1:]}. {_next_step(what)}"


_AS_TOML = 'Write each setting as in `fail-on = "high"`, below a line [check].'


def _next_step(what: str) -> str:
    """What to do about a mistake that the parser names."""
    if what.startswith("Invalid value"):
        return 'Put quotes around text, as in `fail-on = "high"`.'
    return "Remove one of the two." if what.startswith(("Cannot overwrite", "Cannot declare")) else _AS_TOML


def _settings(file: _File, command: str, params: Sequence[click.Parameter]) -> Iterable[FileSetting]:
    for name in file.tables:
        if name not in COMMANDS_WITH_SETTINGS:
            file.refuse(_place(file, (name,)), _unknown_table(name, params))
    table = file.tables.get(command, {})
    if not isinstance(table, dict):
        file.refuse(_place(file, (command,)), f"'{command}' must be a table, written [{command}].")
        return
    by_flag = {opt.lstrip("-"): param for param in params for opt in param.opts if param.name}
    seen: dict[str, str] = {}
    for name, value in table.items():
        place = _place(file, (command, name))
        param = by_flag.get(name)
        if param is None or param.name is None:
            file.refuse(place, f"[{command}] has no setting '{name}'.{did_you_mean(name, by_flag)}")
        elif seen.setdefault(param.name, name) != name:
            file.refuse(place, f"'{name}' and '{seen[param.name]}' are the same setting. Keep one of them.")
        else:
            yield from _setting(file, param, name, value, place)


def _unknown_table(name: str, params: Sequence[click.Parameter]) -> str:
    """A table that there is not, or a setting that stands in none."""
    tables = " or ".join(f"[{command}]" for command in COMMANDS_WITH_SETTINGS)
    if any(f"--{name}" in param.opts for param in params):
        return f"'{name}' stands in no table. Put the line {tables} above it."
    return f"there is no table [{name}].{did_you_mean(name, COMMANDS_WITH_SETTINGS, f'Settings stand below {tables}.')}"


def _setting(file: _File, param: click.Parameter, name: str, value: Any, place: Place) -> Iterable[FileSetting]:
    kind, wanted = _kind(param)
    at = _place_of_value(file, place)
    if not _is_of(kind, value):
        file.refuse(at, f"'{name}' must be {wanted}.")
        return
    try:
        converted = _converted(param, value)
    except click.BadParameter as error:
        file.refuse(at, f"'{name}': {error.message}")
        return
    for output in converted if isinstance(converted, tuple) else ():
        if isinstance(output, Output) and (fault := _fault_of_place(output)):
            file.refuse(at, fault)
            return
    yield FileSetting(str(param.name), converted, Setting(name, _shown(value), place))


_FLAG, _NUMBER, _TEXTS, _DAY, _TEXT = "flag", "number", "texts", "day", "text"


def _kind(param: click.Parameter) -> tuple[str, str]:
    """What a value must be, and how a message says so."""
    if isinstance(param, click.Option) and param.count:
        return _NUMBER, "a whole number, like 1"
    if isinstance(param, click.Option) and param.is_flag:
        return _FLAG, "true or false, without quotes"
    if param.multiple:
        return _TEXTS, 'text in quotes, or a list of them, like ["one", "two"]'
    if isinstance(param.type, click.types.IntParamType):
        return _NUMBER, "a whole number, like 1"
    if param.type.name == "date":
        return _DAY, 'a day in quotes, like "2026-01-31"'
    return _TEXT, "text in quotes"


def _is_of(kind: str, value: Any) -> bool:
    if kind == _FLAG:
        return isinstance(value, bool)
    if kind == _NUMBER:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind == _TEXTS and isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    if kind == _DAY and isinstance(value, datetime.date):
        return not isinstance(value, datetime.datetime)
    return isinstance(value, str)


def _converted(param: click.Parameter, value: Any) -> Any:
    """The value as the flag gives it. Raises click.BadParameter."""
    if param.multiple:
        return tuple(param.type.convert(each, param, None) for each in ([value] if isinstance(value, str) else value))
    value = value.isoformat() if isinstance(value, datetime.date) else value
    return value if isinstance(value, bool) else param.type.convert(value, param, None)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fault_of_place(output: Output) -> str | None:
    """Why a config file may not have a report written there: whoever runs it did not choose the place."""
    if output.path is None:
        return None
    folder, target = Path(os.path.realpath(CONFIG_FILE.parent)), Path(os.path.realpath(output.path))
    if not target.is_relative_to(folder):
        return f"'{output.path}' lies outside the folder of {CONFIG_FILE}. Name a file below it, or use -o."
    if any(part.startswith(".") for part in target.relative_to(folder).parts):
        return f"'{output.path}' is hidden or lies in a hidden folder. Name a file that can be seen, or use -o."
    return None


def _place(file: _File, route: tuple[str, ...]) -> Place:
    """Where a key is set: the text before its statement is whole TOML that does not set it yet.

    tomllib gives no positions. Only lines with the key's text are tried; where it is written with escapes, line 1.
    """
    import re  # noqa: PLC0415 -- as above

    key = re.compile(rf"(?<![\w-]){re.escape(route[-1])}(?=[\"']?\s*[=.\]])")
    for number, line in reversed([*enumerate(file.lines)]):
        if (found := key.search(line)) and _lacks("\n".join(file.lines[:number]), route):
            return Place(CONFIG_FILE.as_posix(), number + 1, found.start() + 1)
    return Place(CONFIG_FILE.as_posix())


def _lacks(text: str, route: tuple[str, ...]) -> bool:
    import tomllib  # noqa: PLC0415 -- as above

    try:
        table: Any = tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    for key in route:
        if not isinstance(table, dict) or key not in table:
            return True
        table = table[key]
    return False


def _place_of_value(file: _File, place: Place) -> Place:
    """The place of the value behind a key."""
    line = file.lines[place.line - 1]
    equals = line.find("=", place.column - 1)
    if equals < 0:
        return place
    value = line[equals + 1 :]
    return Place(place.path, place.line, equals + 2 + len(value) - len(value.lstrip()))

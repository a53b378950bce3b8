"""The config file: defaults for flags, below the environment and the flags themselves."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from portalaudit.cli.suggesting import did_you_mean

CONFIG_FILE = Path("portalaudit.toml")
COMMANDS_WITH_SETTINGS = ("check",)


def read_settings(command: str, flags: Mapping[str, str]) -> dict[str, Any]:
    """The table of a command in `portalaudit.toml`, by parameter. `flags` gives the parameter of each flag's name.

    Raises click.UsageError on a file that is no TOML or names a table or a flag that does not exist.
    """
    if not CONFIG_FILE.exists():
        return {}
    table = _tables().get(command, {})
    if not isinstance(table, dict):
        raise click.UsageError(f"{CONFIG_FILE}: '{command}' must be a table, written [{command}].")
    for name in table:
        if name not in flags:
            raise click.UsageError(f"{CONFIG_FILE}: [{command}] has no setting '{name}'.{did_you_mean(name, flags)}")
    return {flags[name]: value for name, value in table.items()}


def _tables() -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 -- only a folder with a config file pays for it

    try:
        tables = tomllib.loads(CONFIG_FILE.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{CONFIG_FILE} is not valid TOML: {error}.") from None
    except OSError as error:
        raise click.UsageError(f"{CONFIG_FILE} cannot be read: {error.strerror}.") from None
    for name in tables:
        if name not in COMMANDS_WITH_SETTINGS:
            raise click.UsageError(f"{CONFIG_FILE} has no table [{name}].{did_you_mean(name, COMMANDS_WITH_SETTINGS)}")
    return tables

"""The config file: defaults for flags, below the environment and the flags themselves."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import click

from portalaudit.model.spelling import nearest

CONFIG_FILE = Path("portalaudit.toml")


def read_settings(command: str, known: Collection[str]) -> dict[str, Any]:
    """The table of a command in `portalaudit.toml`, by flag name.

    Raises click.UsageError on a file that is no TOML or names a flag that does not exist.
    """
    if not CONFIG_FILE.is_file():
        return {}
    import tomllib  # noqa: PLC0415  most runs have no such file

    try:
        table = tomllib.loads(CONFIG_FILE.read_text(encoding="utf-8")).get(command, {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{CONFIG_FILE} is not valid TOML: {error}.") from None
    if not isinstance(table, dict):
        raise click.UsageError(f"{CONFIG_FILE}: '{command}' must be a table, written [{command}].")
    for name in table:
        if name.replace("-", "_") not in known:
            near = nearest(name, [k.replace("_", "-") for k in known])
            suggestion = f" Did you mean '{near}'?" if near else ""
            raise click.UsageError(f"{CONFIG_FILE}: [{command}] has no setting '{name}'.{suggestion}")
    return {name.replace("-", "_"): value for name, value in table.items()}

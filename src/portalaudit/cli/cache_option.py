"""Whether and where a command keeps what it compiles: the flag, and the folder that a system has for it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from portalaudit.pipeline.groundwork import Shelf

FOLDER = "portalaudit"
_META = "portalaudit.no-cache"

Command = TypeVar("Command", bound=Callable[..., object])


def _note(ctx: click.Context, _param: click.Parameter, value: object) -> None:
    ctx.meta[_META] = bool(value)


NO_CACHE_OPTION = click.option(
    "--no-cache",
    is_flag=True,
    envvar="PORTALAUDIT_NO_CACHE",
    expose_value=False,
    callback=_note,
    help="Compile the rules again instead of using the cache; history judges every commit again and keeps nothing.",
)


def shelf() -> Shelf | None:
    """Where this command keeps what it compiles; None where the user wants none, or there is no place for it."""
    context = click.get_current_context(silent=True)
    folder = _cache_folder()
    is_wanted = context is not None and not context.meta.get(_META, True)
    if sys.platform == "win32" or not is_wanted or folder is None:
        return None
    from portalaudit.cli.cache import Cache  # noqa: PLC0415 -- Windows has not what it needs

    return Cache(folder)


def _cache_folder() -> Path | None:
    """Where caches of this user go. A relative path is none, says the XDG Base Directory Specification."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named / FOLDER
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 -- expanduser() of a path fails where there is no home
    if not home.is_absolute():
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / FOLDER

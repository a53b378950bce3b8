"""Whether a command prints in color.

What is typed counts first, `--color WHEN` or `--no-color`, and then `PORTALAUDIT_COLOR`. Then come what other programs
listen to as well, `NO_COLOR` before `FORCE_COLOR` and `CLICOLOR_FORCE`, and then the config file. Where none of them
says anything there are colors on a terminal, but not with `CLICOLOR=0` or `TERM=dumb`. `auto` leaves it to the others.
"""

import os
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import TextIO, TypeVar

import click
from click.core import ParameterSource

_META = "portalaudit.color"

Command = TypeVar("Command", bound=Callable[..., object])


class When(StrEnum):
    """When to print in color."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def _note(ctx: click.Context, param: click.Parameter, value: str | bool | None) -> None:
    wanted = When.NEVER if value is True else When(value) if value else When.AUTO
    is_typed = ctx.get_parameter_source(str(param.name)) in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
    ctx.meta[f"{_META}.{param.name}"] = is_typed, None if wanted is When.AUTO else wanted


def COLOR_OPTION(command: Command) -> Command:  # noqa: N802 -- named as the other options are
    """The flags of a command that prints in color."""
    when = click.option(
        "--color",
        type=click.Choice([when.value for when in When]),
        envvar="PORTALAUDIT_COLOR",
        expose_value=False,
        callback=_note,
        help="Print in color. [default: auto, on a terminal and as NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE say]",
    )
    never = click.option(
        "--no-color", is_flag=True, expose_value=False, callback=_note, help="The same as --color never."
    )
    return when(never(command))


def in_color(ctx: click.Context | None = None) -> bool:
    """Whether standard output gets colors."""
    ctx = ctx or click.get_current_context()
    said = [ctx.meta.get(f"{_META}.{name}", (False, None)) for name in ("no_color", "color")]
    typed, in_file = ([when for typed, when in said if typed is wanted and when] for wanted in (True, False))
    wanted: When | None = next(iter((*typed, *filter(None, [_of_environment()]), *in_file)), None)
    if wanted is When.NEVER:
        return False
    is_plain = os.environ.get("CLICOLOR") == "0" or os.environ.get("TERM") == "dumb"
    if (is_plain and wanted is None) or sys.stdout is None or not sys.stdout.isatty():
        return wanted is When.ALWAYS
    return _can_show_colors(sys.stdout) or wanted is When.ALWAYS


def _can_show_colors(terminal: TextIO) -> bool:
    """Whether a terminal shows colors. A console of Windows has to be told to, and an old one cannot."""
    if sys.platform == "win32":
        from colorama.winterm import enable_vt_processing  # type: ignore[import-untyped]  # noqa: PLC0415 -- not elsewhere

        return enable_vt_processing(terminal.fileno()) is True
    return True


def _of_environment() -> When | None:
    """What the variables say that all programs listen to; one that is empty says nothing."""
    if os.environ.get("NO_COLOR"):
        return When.NEVER
    is_forced = os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "") not in ("", "0")
    return When.ALWAYS if is_forced else None

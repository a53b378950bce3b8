"""Names of folders, as flags, arguments and variables give them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

T = TypeVar("T")

NAMED = r"[^\u0000]*[^\s\u0000][^\u0000]*"
"""The pattern of the name of a file or folder, for editors."""


class FolderType(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """The name of a folder. An empty one is refused: it would mean the current folder, and a variable was not set."""

    name = "path"
    pattern = f"^{NAMED}$"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if isinstance(value, Path):
            return value
        if not value.strip():
            self.fail("the name of the folder is empty. Name the folder; '.' is the current one.", param, ctx)
        if "\0" in value:
            self.fail("a name cannot hold a NUL character.", param, ctx)
        return Path(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem  # noqa: PLC0415 -- only a shell that completes needs it

        return [CompletionItem(incomplete, type="dir")]


def refuse_empty_variable(ctx: click.Context, param: click.Parameter, value: T) -> T:
    """A callback: a variable that is there and empty names no folder, as an empty argument names none."""
    is_typed = ctx.get_parameter_source(str(param.name)) is ParameterSource.COMMANDLINE
    if isinstance(param.envvar, str) and not is_typed and os.environ.get(param.envvar) == "":
        raise click.UsageError(f"{param.envvar} is set and empty. Name the folder in it, or unset it.", ctx)
    return value

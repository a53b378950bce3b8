"""Policies for the commands that only talk about rules."""

from pathlib import Path

import click

from portalaudit.cli.cache_option import NO_CACHE_OPTION, Command, shelf
from portalaudit.cli.discovery import find_policies
from portalaudit.cli.folders import policies_here, read_policies
from portalaudit.cli.paths import FolderType, refuse_empty_variable
from portalaudit.cli.trees import DISK
from portalaudit.cli.with_settings import CONFIG_OPTION, SettingsCommand
from portalaudit.model import Problem
from portalaudit.pipeline import Policies, compile_all
from portalaudit.report.characters import prose, visible
from portalaudit.source.ways import way

_FOLDER_OPTION = click.option(
    "-p",
    "--policies",
    type=FolderType(),
    envvar="PORTALAUDIT_POLICIES",
    callback=refuse_empty_variable,
    help="Folder with policy.yaml, your own packs and reference data. [default: the nearest policies/ from the "
    "inventory upward, over what ships]",
)


def POLICIES_OPTION(command: Command) -> Command:  # noqa: N802 -- named as the other options are
    """The flags of a command that compiles policies: where they are, whether to look in the cache, and its settings."""
    return _FOLDER_OPTION(CONFIG_OPTION(NO_CACHE_OPTION(command)))


class PoliciesCommand(SettingsCommand):
    """A command about policies alone: an inventory as an argument is refused with the flag that is meant."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            raise click.UsageError(_one_too_many(ctx.args[0]), ctx)
        return ctx.args


def _one_too_many(word: str) -> str:
    """What to type instead of an argument that there is no room for."""
    if not DISK.is_folder(Path(word)):
        return f"'{word}' is one argument too many. Take it out; a policies folder is named with -p FOLDER."
    policies = find_policies(Path(word)).folder
    if policies is None:
        return (
            f"this command reads policies, not an inventory, and '{word}' has none of its own. "
            "Take it out to see those that ship with portalaudit."
        )
    named = way(policies)
    return f"this command reads policies, not an inventory. To see those of '{word}', type -p {named} instead."


def load_policies(folder: Path | None, *, cases_of: str | None = None) -> Policies:
    """The compiled policies of a folder, or those found from the current one upward; with a rule's cases on request.

    Raises click.ClickException with every problem where a file is wrong.
    """
    files, unread = read_policies(policies_here(folder), shipped_cases=cases_of is not None)
    policies, problems = compile_all(files, cases_of=cases_of, shelf=shelf())
    wrong = (*unread, *problems)
    if wrong:
        lines = "\n".join(map(_line, wrong))
        raise click.ClickException(f"the policies cannot be used as they are:\n{lines}")
    return policies


def _line(problem: Problem) -> str:
    hint = f" ({prose(problem.hint)})" if problem.hint else ""
    return f"{visible(str(problem.place))}: {prose(problem.message)}{hint}"

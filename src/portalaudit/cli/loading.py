"""Policies for the commands that only talk about rules."""

from pathlib import Path

import click

from portalaudit.cli.folders import read_policies
from portalaudit.pipeline import Policies, compile_all

POLICIES_OPTION = click.option(
    "-p",
    "--policies",
    type=click.Path(path_type=Path),
    envvar="PORTALAUDIT_POLICIES",
    help="Folder with policy.yaml, your own packs and reference data. [default: policies/, over what ships]",
)


def load_policies(folder: Path | None, *, with_cases: bool = False) -> Policies:
    """The compiled policies, with the rules' cases where asked for.

    Raises click.ClickException with every problem where a file is wrong.
    """
    files, unread = read_policies(folder)
    policies, problems = compile_all(files, with_cases=with_cases)
    wrong = (*unread, *problems)
    if wrong:
        lines = "\n".join(f"{p.place}: {p.message}{f' ({p.hint})' if p.hint else ''}" for p in wrong)
        raise click.ClickException(f"the policies cannot be used as they are:\n{lines}")
    return policies

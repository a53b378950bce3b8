"""`portalaudit lsp`: the server that an editor starts."""

import datetime
import gc
import sys
from importlib.util import find_spec
from pathlib import Path

import click
from click.core import ParameterSource

from portalaudit import __version__
from portalaudit.cli.listed_practices import ListedPractice
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.practice_options import AS_OF_OPTION, assignment_for
from portalaudit.cli.settings import kept, names_of, read_settings
from portalaudit.cli.with_settings import SettingsCommand, Several
from portalaudit.model import Problem
from portalaudit.pipeline import Assignment

_LIBRARY = "pygls"


@click.command("lsp", cls=SettingsCommand, several=Several.NONE, short_help="Serve an editor.")
@POLICIES_OPTION
@AS_OF_OPTION
def command(policies: Path | None, as_of: datetime.date | None) -> None:
    """Serve an editor that speaks the Language Server Protocol, over standard input and output.

    The editor starts it. While files are typed it shows problems, findings and questions where they are, for the
    practice that the file belongs to. Needs the extra `lsp`: pip install 'portalaudit[lsp]'.
    """
    if find_spec(_LIBRARY) is None:
        raise click.ClickException(
            f"lsp needs the library {_LIBRARY}, which is not installed: pip install 'portalaudit[lsp]'"
        )
    from portalaudit.editor.judging import UnusableError  # noqa: PLC0415 -- only a server pays for it
    from portalaudit.editor.server import make_server  # noqa: PLC0415 -- as above

    context = click.get_current_context()

    def assign(inventory: Path) -> tuple[Assignment, tuple[Problem, ...]]:
        # Judging has a thread of its own, which knows no context yet.
        with context.scope(cleanup=False):
            try:
                return assignment_for(inventory, _policies_for(context, inventory, policies), as_of)
            except click.ClickException as fault:
                raise UnusableError(fault.format_message()) from None

    if sys.stdin is None:
        raise click.ClickException("standard input is closed, and an editor talks over it. Let the editor start this.")
    if sys.stdin.isatty():
        click.echo("An editor starts this command and talks to it. To end it here: Ctrl+C.", err=True)
    gc.enable()  # unlike a check, a server lives long
    make_server(__version__, assign, [one.inventory.resolve() for one in _listed(context)]).start_io()


def _listed(context: click.Context) -> tuple[ListedPractice, ...]:
    settings = kept(context)
    return settings.several if settings else ()


def _policies_for(context: click.Context, inventory: Path, policies: Path | None) -> Path | None:
    """The policies folder of the flag or the environment, else that which the config file has for the practice."""
    settings = kept(context)
    practice = next((one for one in _listed(context) if one.inventory.resolve() == inventory), None)
    is_typed = context.get_parameter_source("policies") in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
    if settings is None or practice is None or is_typed:
        return policies
    own = read_settings(settings.file, names_of(context), context.command.params, practice)
    return next((one.value for one in own if one.parameter == "policies"), None)

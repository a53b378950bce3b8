"""The one place where everything that can go wrong becomes a message and an exit code."""

import io
import re
import sys
from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

import click

from portalaudit import __version__
from portalaudit.cli.commands import cli
from portalaudit.cli.stopping import Stopped

if TYPE_CHECKING:
    from portalaudit.cli.redacting import Kept


class Exit(IntEnum):
    """What the exit code says."""

    CLEAN = 0
    FINDINGS = 1
    USER_FILES = 2
    OUR_BUG = 3
    HUNG_UP = 129
    INTERRUPTED = 130
    STOPPED = 143


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code. Nothing escapes as a traceback."""
    kept: Kept = {}
    try:
        _expect_docstrings()
        code = cli.main(list(arguments), prog_name="portalaudit", standalone_mode=False, obj=kept)
        return int(code or Exit.CLEAN)
    except click.exceptions.Exit as wanted:
        return wanted.exit_code
    except click.ClickException as fault:
        _show(fault, kept, in_a_line=any(_QUIET.fullmatch(argument) for argument in arguments))
        return Exit.USER_FILES
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; no report was left half-written", err=True)
        return Exit.INTERRUPTED
    except Stopped as stopped:
        click.echo("stopped by a signal; no report was left half-written", err=True)
        return Exit(stopped.exit_code)
    except Exception as bug:  # noqa: BLE001 -- the funnel: every other module lets its bugs come here
        return _our_bug(bug, verbose=any(_VERBOSE.fullmatch(argument) for argument in arguments))


def _show(fault: click.ClickException, kept: "Kept", *, in_a_line: bool) -> None:
    """What is wrong, without a secret of the files: the command that knows them has ended."""
    shown = io.StringIO()
    fault.show(shown)
    text = _in_a_line(fault.format_message()) if in_a_line else shown.getvalue()
    click.echo(kept["secrets"].redact(text) if kept else text, err=True, nl=False)


def _in_a_line(message: str) -> str:
    """What a quiet run says of a mistake: the first line, and how many more there are."""
    first, *others = message.splitlines() or [""]
    more = f" And {len(others)} more: run it without -q to see all." if others else ""
    return f"Error: {first}{more}\n"


_STRIPPED = 2
"""The level at which Python leaves docstrings out."""


def _expect_docstrings() -> None:
    """Raises click.UsageError in a Python without docstrings: they say what a fact means and why it is not known."""
    if sys.flags.optimize >= _STRIPPED:
        raise click.UsageError(
            "this Python runs without docstrings, which hold the words of the reports. Start it without -OO, and "
            "without PYTHONOPTIMIZE=2 in the environment."
        )


_QUIET = re.compile(r"--quiet|-v*q.*")
_VERBOSE = re.compile(r"--verbose|-[a-zA-Z]*v[a-zA-Z]*")


def _our_bug(bug: Exception, *, verbose: bool) -> int:
    """One line, without anything of the inventory in it; the traceback only on request."""
    click.echo(
        f"portalaudit {__version__} has a bug: {type(bug).__name__}. Please report it with the output of the same "
        "command and -v; look it over first, because it may quote your files.",
        err=True,
    )
    if verbose:
        import traceback  # noqa: PLC0415 -- only a bug pays for it

        traceback.print_exception(bug)
    return Exit.OUR_BUG

"""What commands print besides reports: to the terminal, or with `-o FORMAT=FILE` to files."""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import click

from portalaudit.cli.funnel import Exit
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import Output, OutputType, refuse_places, write_each
from portalaudit.cli.practice_options import AS_OF_OPTION, INVENTORY_ARGUMENT, open_for, tell
from portalaudit.cli.with_settings import SettingsCommand
from portalaudit.cli.writing import Content
from portalaudit.inventory.world import World
from portalaudit.model.listing import Listing
from portalaudit.model.values import replace
from portalaudit.pipeline.opening import Opened
from portalaudit.report.listings import FORMATS

TEXT = "text"

T = TypeVar("T")


def output_option(formats: Collection[str]) -> Callable[[Callable[..., int | None]], Callable[..., int | None]]:
    """The flag `-o` for these formats, text on standard output being the default."""
    return click.option(
        "-o",
        "--output",
        "outputs",
        type=OutputType(formats),
        multiple=True,
        help=f"Write it as {', '.join(formats)}. Repeatable; FILE - is standard output. [default: text=-]",
    )


LISTING_OPTION = output_option(FORMATS)


def write_listing(listing: Listing, outputs: Sequence[Output]) -> None:
    """Write a list; see `write_answer`."""
    write_answer(listing, FORMATS, outputs)


def write_answer(answer: T, formats: Mapping[str, Callable[[T], Content]], outputs: Sequence[Output]) -> None:
    """Write an answer to every place that was asked for, files before standard output; to the terminal where none was.

    Raises click.UsageError where two would go to one place, click.ClickException where a place cannot be written.
    """
    refuse_places(outputs)
    write_each(outputs or [Output(TEXT, None)], lambda name: formats[name](answer))


def practice_list(name: str, summary: str, meaning: str, listing: Callable[[World], Listing]) -> click.Command:
    """A command that lists something of a practice; `summary` stands in the list of commands, `meaning` in its help."""

    @click.command(name, cls=SettingsCommand, short_help=summary, help=f"{meaning}\n\n{_EXIT_CODE}")
    @INVENTORY_ARGUMENT
    @POLICIES_OPTION
    @AS_OF_OPTION
    @LISTING_OPTION
    def command(inventory: Path, policies: Path | None, as_of: datetime.date | None, outputs: Sequence[Output]) -> int:
        opened = open_for(inventory, policies, as_of, outputs)
        return list_practice(opened, listing(opened.world), outputs)

    return command


_EXIT_CODE = "Exit code: 0, or 2 where a file is wrong; what could be read is listed all the same."


def list_practice(opened: Opened, listing: Listing, outputs: Sequence[Output]) -> int:
    """Name what is wrong with a practice's files, write the list all the same, and give the exit code."""
    tell(opened.problems)
    write_listing(replace(listing, about=opened.practice.name), outputs)
    return Exit.USER_FILES if opened.problems else Exit.CLEAN

"""What commands print besides reports: to the terminal, or with `-o FORMAT=FILE` to files."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

import click

from portalaudit.cli.funnel import Exit
from portalaudit.cli.outputs import Output, OutputType, refuse_places, write_each
from portalaudit.cli.practice_options import tell
from portalaudit.cli.writing import Content
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


def list_practice(opened: Opened, listing: Listing, outputs: Sequence[Output]) -> int:
    """Name what is wrong with a practice's files, write the list all the same, and give the exit code."""
    tell(opened.problems)
    write_listing(replace(listing, about=opened.practice.name), outputs)
    return Exit.USER_FILES if opened.problems else Exit.CLEAN

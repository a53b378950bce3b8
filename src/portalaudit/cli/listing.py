"""Lists that commands print: to the terminal, or with `-o FORMAT=FILE` to files."""

from collections.abc import Sequence

import click

from portalaudit.cli.outputs import Output, OutputType, refuse_same_place
from portalaudit.cli.writing import write_out, write_whole
from portalaudit.model.listing import Listing
from portalaudit.pipeline.concealing import listing_without_secrets
from portalaudit.report.listings import FORMATS

TEXT = "text"

LISTING_OPTION = click.option(
    "-o",
    "--output",
    "outputs",
    type=OutputType(FORMATS),
    multiple=True,
    help=f"Write the list: {', '.join(FORMATS)}. Repeatable; FILE - is standard output. [default: text=-]",
)


def write_listing(listing: Listing, outputs: Sequence[Output]) -> None:
    """Write a list to every place that was asked for, files before standard output; to the terminal where none was.

    What looks like a secret is masked.
    Raises click.UsageError where two would go to one place, click.ClickException where a place cannot be written.
    """
    refuse_same_place(outputs)
    listing = listing_without_secrets(listing)
    for output in sorted(outputs or [Output(TEXT, None)], key=lambda output: output.path is None):
        chunks = FORMATS[output.format](listing)
        if output.path is None:
            write_out(chunks)
        else:
            write_whole(output.path, chunks)

"""`portalaudit fields`: when to leave the clearinghouse's answer and look in the payer's portal."""

from collections.abc import Sequence
from pathlib import Path

import click

from portalaudit.cli.completions import complete_elements
from portalaudit.cli.listing_outputs import LISTING_OPTION, write_listing
from portalaudit.cli.loading import POLICIES_OPTION, load_policies
from portalaudit.cli.outputs import Output
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.with_settings import SettingsCommand, Several
from portalaudit.inventory.lists import fields


@click.command(
    "fields",
    cls=SettingsCommand,
    several=Several.NONE,
    short_help="Show when to check the payer's portal instead of the clearinghouse.",
)
@click.argument("element", required=False, shell_complete=complete_elements)
@POLICIES_OPTION
@LISTING_OPTION
def command(element: str | None, policies: Path | None, outputs: Sequence[Output]) -> None:
    """Compare what a clearinghouse answers with what the payer's portal shows, and say when to look there.

    ELEMENT is one question (such as cob) or one trigger (such as visit_limit_exhausted); without it all are listed.
    """
    reference = load_policies(policies).reference
    chosen = fields.elements(element, reference)
    if not chosen:
        known = fields.names(reference)
        meant = did_you_mean(str(element), known, f"There are {', '.join(known)}.")
        raise click.UsageError(f"there is no question or trigger '{element}'.{meant}")
    write_listing(fields.fields_listing(chosen, reference), outputs)

"""`portalaudit mac STATE`: the Medicare contractor of a place, and its portal."""

from collections.abc import Sequence
from pathlib import Path

import click

from portalaudit.cli.completions import complete_from
from portalaudit.cli.listing_outputs import LISTING_OPTION, write_listing
from portalaudit.cli.loading import POLICIES_OPTION, load_policies
from portalaudit.cli.outputs import Output
from portalaudit.cli.with_settings import SettingsCommand, Several
from portalaudit.inventory.lists.contractors import contractors_listing, states
from portalaudit.inventory.lists.state_names import STATE_NAMES, known_state


@click.command(
    "mac",
    cls=SettingsCommand,
    several=Several.NONE,
    short_help="Show the Medicare contractor (MAC) for a state, and its portal.",
)
@click.argument("state", shell_complete=complete_from(lambda: STATE_NAMES))
@click.option("--county", help="County or independent city, where a state is divided: 'Fairfax County' in Virginia.")
@POLICIES_OPTION
@LISTING_OPTION
def command(state: str, county: str | None, policies: Path | None, outputs: Sequence[Output]) -> None:
    """Name the contractors (MACs) that handle Medicare in STATE, and their portals.

    There is one for Part A and Part B, one for home health and hospice, and one for durable medical equipment.

    STATE is a two-letter code such as OR, or a name such as Oregon.
    """
    reference = load_policies(policies).reference
    try:
        code = known_state(state, states(reference))
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from None
    write_listing(contractors_listing(code, county, reference), outputs)

"""`portalaudit roadmap`: how far each portal is on its way into daily use."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from portalaudit.cli.listing_outputs import LISTING_OPTION, list_practice
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import Output
from portalaudit.cli.practice_options import AS_OF_OPTION, INVENTORY_ARGUMENT, open_for
from portalaudit.inventory.lists.roadmap import roadmap_listing


@click.command("roadmap", short_help="Show how far each portal's rollout is.")
@INVENTORY_ARGUMENT
@POLICIES_OPTION
@AS_OF_OPTION
@LISTING_OPTION
def command(inventory: Path, policies: Path | None, as_of: datetime.date | None, outputs: Sequence[Output]) -> int:
    """Say of each portal of INVENTORY how far registration, carrier mapping, provisioning and training are.

    Exit code: 0, or 2 where a file is wrong; what could be read is listed all the same.
    """
    opened = open_for(inventory, policies, as_of, outputs)
    return list_practice(opened, roadmap_listing(opened.world), outputs)

"""`portalaudit diff`: what a change of the files means, in sentences."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from portalaudit.cli.base_commit import against
from portalaudit.cli.funnel import Exit
from portalaudit.cli.listing_outputs import LISTING_OPTION, write_listing
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import Output
from portalaudit.cli.paths import FolderType
from portalaudit.cli.practice_options import AS_OF_OPTION, assignment_for, found, opened_practice, practice_folder, tell
from portalaudit.cli.with_settings import SettingsCommand
from portalaudit.inventory.lists.differences import COLUMNS, differences
from portalaudit.model.listing import Cell, Listing, Table
from portalaudit.model.values import replace
from portalaudit.model.whereabouts import place_from
from portalaudit.pipeline import Assignment
from portalaudit.pipeline.opening import Opened
from portalaudit.pipeline.policy_changes_made import policy_changes
from portalaudit.report.characters import visible

INVENTORY_OPTION = click.option(
    "-i",
    "--inventory",
    type=FolderType(),
    default=Path("inventory"),
    envvar="PORTALAUDIT_INVENTORY",
    callback=practice_folder,
    show_default="inventory",
    help="The folder with the inventory.",
)


@click.command("diff", cls=SettingsCommand, short_help="Say in words what a change of the files means.")
@click.argument("base")
@click.argument("head", required=False)
@INVENTORY_OPTION
@POLICIES_OPTION
@AS_OF_OPTION
@LISTING_OPTION
def command(
    base: str,
    head: str | None,
    inventory: Path,
    policies: Path | None,
    as_of: datetime.date | None,
    outputs: Sequence[Output],
) -> int:
    """Say what changed from the git commit or branch BASE to HEAD, or to the files as they are.

    Who comes and goes, which logins are new or closed, who gains or loses which permission, and what changes of the
    rules. A commit is read from git; nothing is checked out.

    Exit code: 0, or 2 where a file is wrong; what could be read is compared all the same.
    """
    assignment, unread = assignment_for(inventory, policies, as_of, outputs)
    earlier = against(base, assignment, policies)
    later = assignment if head is None else against(head, assignment, policies).assignment
    now = opened_practice(later)
    day = now.world.calendar.as_of
    before_assignment = replace(earlier.assignment, as_of=lambda _timezone: day)
    before = opened_practice(before_assignment)
    problems = found((*now.problems, *(unread if head is None else ())), later, now)
    tell(problems)
    tables = _tables(before, now, before_assignment, later)
    names = visible(f"{base} to {head or 'the files as they are'}")
    notes = (f"Some files at {base} have problems, so changes may be missing here.",) if before.problems else ()
    listing = Listing(f"Changes from {names}", tuple(tables), about=now.practice.name, as_of=day, notes=notes)
    write_listing(listing, outputs)
    return Exit.USER_FILES if problems else Exit.CLEAN


def _tables(before: Opened, now: Opened, base: Assignment, head: Assignment) -> Iterator[Table]:
    """What changed of the records, then of the rules; one that says so where nothing did."""
    tables = [*differences(before.world, now.world, lambda place: str(place_from(place, now.from_here)))]
    policies = tuple(_policies(before, now, base, head))
    yield from (*tables, Table("Rules and waivers", COLUMNS, policies)) if policies else tables
    if not tables and not policies:
        yield Table("", COLUMNS, (), empty="Nothing changed that the records or the rules say.")


def _policies(before: Opened, now: Opened, base: Assignment, head: Assignment) -> Iterator[tuple[Cell, ...]]:
    for one in policy_changes(before, now, head, base):
        where = str(place_from(one.place, now.from_here)) if one.place else ""
        yield one.words[:1].upper() + one.words[1:], where

"""`portalaudit diff`: what a change of the files means, in sentences and as records."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from portalaudit import __version__
from portalaudit.cli.base_commit import against
from portalaudit.cli.completions import complete_commits
from portalaudit.cli.funnel import Exit
from portalaudit.cli.listing_outputs import LISTING_OPTION, write_answer
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import Output
from portalaudit.cli.paths import FolderType
from portalaudit.cli.practice_options import AS_OF_OPTION, assignment_for, found, opened_practice, practice_folder, tell
from portalaudit.cli.with_settings import SettingsCommand
from portalaudit.inventory.lists.differences import differences
from portalaudit.model.difference import Differences
from portalaudit.model.values import replace
from portalaudit.pipeline.policy_changes_made import policy_changes
from portalaudit.report.differences_answer import FORMATS

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
@click.argument("base", shell_complete=complete_commits)
@click.argument("head", required=False, shell_complete=complete_commits)
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
    raw = (*now.problems, *(unread if head is None else ()))
    problems = found(raw, later, now)
    tell(problems)
    answer = Differences(
        base,
        head or "",
        now.practice,
        day,
        tuple(differences(before.world, now.world)),
        policy_changes(before, now, later, before_assignment),
        __version__,
        found(raw, later, now, for_programs=True),
        (f"Some files at {base} have problems, so changes may be missing here.",) if before.problems else (),
        now.from_here,
        now.from_root,
    )
    write_answer(answer, FORMATS, outputs)
    return Exit.USER_FILES if problems else Exit.CLEAN

"""`portalaudit questions`: the facts that are missing, one line each, and a sheet to fill in."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from portalaudit.cli.funnel import Exit
from portalaudit.cli.listing_outputs import LISTING_OPTION, write_answer
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.open_questions import tell_open_questions
from portalaudit.cli.outputs import Output
from portalaudit.cli.practice_options import (
    AS_OF_OPTION,
    INVENTORY_ARGUMENT,
    assignment_for,
    found,
    opened_practice,
    tell,
)
from portalaudit.cli.with_settings import SettingsCommand
from portalaudit.pipeline.spine import judged


@click.command("questions", cls=SettingsCommand, short_help="List the facts that are missing.")
@INVENTORY_ARGUMENT
@POLICIES_OPTION
@AS_OF_OPTION
@LISTING_OPTION
def command(inventory: Path, policies: Path | None, as_of: datetime.date | None, outputs: Sequence[Output]) -> int:
    """List what is missing in INVENTORY: each fact with the answers that wait for it, and a sheet to fill in.

    Exit code: 0, 2 where a file is wrong; what could be read is listed all the same.
    """
    from portalaudit.report.question_lines import FORMATS  # noqa: PLC0415 -- only this command needs it

    assignment, unread = assignment_for(inventory, policies, as_of, outputs)
    opened = opened_practice(assignment)
    report = judged(assignment, opened)
    problems = found((*opened.problems, *unread), assignment, opened)
    tell(problems)
    write_answer(report, FORMATS, outputs)
    tell_open_questions(inventory)
    return Exit.USER_FILES if problems else Exit.CLEAN

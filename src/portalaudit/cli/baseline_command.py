"""`portalaudit baseline write`: what is known today, so that only what is new or worse counts from now on."""

import datetime
from pathlib import Path

import click

from portalaudit.cli.funnel import Exit
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import Output, refuse_places
from portalaudit.cli.practice_options import (
    AS_OF_OPTION,
    INVENTORY_ARGUMENT,
    assignment_for,
    found,
    opened_practice,
    tell,
)
from portalaudit.cli.with_settings import SettingsCommand
from portalaudit.cli.writing import write_whole
from portalaudit.pipeline.baseline import baseline_text, new_baseline
from portalaudit.pipeline.spine import judged
from portalaudit.report.characters import visible
from portalaudit.report.wording import counted


@click.group("baseline", short_help="Record the findings that are known, to see only new ones.")
def command() -> None:
    """Record the findings that are known, for practices without git; `check --baseline FILE` then counts the others."""


@command.command("write", cls=SettingsCommand, short_help="Write the findings and questions of today to a file.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@INVENTORY_ARGUMENT
@POLICIES_OPTION
@AS_OF_OPTION
def write(file: Path, inventory: Path, policies: Path | None, as_of: datetime.date | None) -> int:
    """Write the findings and questions of INVENTORY to FILE.

    Findings of rules that allow no waivers are not written: they count every time. `check --baseline FILE` takes out of
    the file what is fixed, and never adds to it.

    Exit code: 0, or 2 where a file is wrong; then nothing is written.
    """
    output = Output("json", file)
    refuse_places([output])
    assignment, unread = assignment_for(inventory, policies, as_of, [output])
    opened = opened_practice(assignment)
    problems = found((*opened.problems, *unread), assignment, opened)
    if problems:
        tell(problems)
        return Exit.USER_FILES
    report = judged(assignment, opened)
    known = new_baseline(report, opened.policies.rules)
    write_whole(file, baseline_text(report.practice.id, report.as_of.isoformat(), known))
    left = len(report.findings()) + len(report.unanswered()) - len(known)
    rest = f"; {left:,} of rules that allow no waivers still {'counts' if left == 1 else 'count'}" if left else ""
    click.echo(
        f"{counted(len(known), 'finding or question', 'findings and questions')} written to {visible(str(file))}{rest}."
    )
    return Exit.CLEAN

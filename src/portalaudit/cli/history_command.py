"""`portalaudit history`: when each finding opened and closed, commit by commit."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from portalaudit.cli.funnel import Exit
from portalaudit.cli.judged_commits import JudgedCommits
from portalaudit.cli.listing_outputs import LISTING_OPTION, write_listing
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import Output
from portalaudit.cli.past_commits import commits_of
from portalaudit.cli.practice_options import INVENTORY_ARGUMENT, DayType, assignment_for, clock
from portalaudit.cli.with_settings import SettingsCommand
from portalaudit.model.values import replace
from portalaudit.pipeline.history import Point, history_listing


@click.command("history", cls=SettingsCommand, short_help="Show when findings opened and closed, from git.")
@INVENTORY_ARGUMENT
@POLICIES_OPTION
@click.option("--since", type=DayType(), help="Begin with the state on this day. [default: the first commit]")
@click.option("--until", type=DayType(), help="End on this day. [default: today in the practice's time zone]")
@LISTING_OPTION
def command(
    inventory: Path,
    policies: Path | None,
    since: datetime.date | None,
    until: datetime.date | None,
    outputs: Sequence[Output],
) -> int:
    """Evaluate INVENTORY as each commit of its branch recorded it, on the day of the commit and by its own rules.

    Shows what opened and closed and for how many days, by rule, and on how many days of a quarter a control had a
    finding. Commits are read from git; nothing is checked out.

    Exit code: 0, or 2 where git does not give the commits.
    """
    assignment, _ = assignment_for(inventory, policies, None, outputs)
    states = JudgedCommits(assignment, policies)
    last = clock(until)
    points: list[Point] = []
    left_out: list[str] = []
    zone: str | None = None
    for commit in commits_of(assignment):
        point, zone = states.on(commit.id, commit.time.isoformat(), commit.day)
        if point is None:
            left_out.append(commit.id)
        elif point.day <= last(zone):
            # A clock that was wrong, or a commit that was made elsewhere, does not turn time back.
            points.append(replace(point, day=max([point.day, *(one.day for one in points[-1:])])))
    end = last(zone)
    if points:
        point, _ = states.on(points[-1].commit, str(end), lambda _zone: end)
        points += [point] if point is not None and point.day > points[-1].day else []
    states.keep()
    write_listing(history_listing(tuple(_since(points, since)), end, left_out, states.practice), outputs)
    return Exit.CLEAN


def _since(points: Sequence[Point], since: datetime.date | None) -> Iterator[Point]:
    """The states of these days: the last one before them holds on the first."""
    if since is None:
        yield from points
        return
    earlier = [point for point in points if point.day <= since]
    yield from (replace(point, day=since) for point in earlier[-1:])
    yield from (point for point in points if point.day > since)

"""`portalaudit history`: when each finding opened and closed, commit by commit."""

import datetime
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from portalaudit.cli.base_commit import against
from portalaudit.cli.funnel import Exit
from portalaudit.cli.listing_outputs import LISTING_OPTION, write_listing
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import Output
from portalaudit.cli.past_commits import commits_of
from portalaudit.cli.practice_options import INVENTORY_ARGUMENT, DayType, assignment_for, clock, opened_practice
from portalaudit.cli.settings_command import SettingsCommand
from portalaudit.model.values import replace
from portalaudit.pipeline import Assignment
from portalaudit.pipeline.history import Point, history_listing, point_of
from portalaudit.pipeline.spine import judged


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
    states = _States(assignment, policies)
    last = clock(until)
    points: list[Point] = []
    left_out: list[str] = []
    zone: str | None = None
    for commit in commits_of(assignment):
        point, zone = states.on(commit.id, commit.day)
        if point is None:
            left_out.append(commit.id)
        elif point.day <= last(zone):
            # A clock that was wrong, or a commit that was made elsewhere, does not turn time back.
            points.append(replace(point, day=max([point.day, *(one.day for one in points[-1:])])))
    end = last(zone)
    if points:
        point, _ = states.on(points[-1].commit, lambda _zone: end)
        points += [point] if point is not None and point.day > points[-1].day else []
    write_listing(history_listing(tuple(_since(points, since)), end, left_out), outputs)
    return Exit.CLEAN


def _since(points: Sequence[Point], since: datetime.date | None) -> Iterator[Point]:
    """The states of these days: the last one before them holds on the first."""
    if since is None:
        yield from points
        return
    earlier = [point for point in points if point.day <= since]
    yield from (replace(point, day=since) for point in earlier[-1:])
    yield from (point for point in points if point.day > since)


class _States:
    """Commits judged; one whose files are those of another is not judged again for the same day."""

    def __init__(self, assignment: Assignment, policies: Path | None) -> None:
        self._assignment, self._policies = assignment, policies
        self._known: dict[tuple[str, datetime.date], Point] = {}

    def on(self, commit: str, day: Callable[[str | None], datetime.date]) -> tuple[Point | None, str | None]:
        """The state of a commit on the day told for its time zone, and that zone; None where it has problems."""
        found = replace(against(commit, self._assignment, self._policies).assignment, as_of=day)
        opened = opened_practice(found)
        zone = opened.world.inventory.practice.timezone if opened.world.inventory.practice else None
        if opened.problems:
            return None, zone
        key = _digest(found), day(zone)
        if key not in self._known:
            self._known[key] = point_of(judged(found, opened), commit, day(zone))
        return replace(self._known[key], commit=commit), zone


def _digest(assignment: Assignment) -> str:
    """One hash over the contents of everything that a state is made of."""
    whole = hashlib.sha256()
    for text in (*(assignment.stored.texts if assignment.stored else ()), *assignment.policies.texts):
        whole.update(f"{text.path}\0{hashlib.sha256(text.data).hexdigest()}\n".encode())
    return whole.hexdigest()

"""The commits of a practice's files, and what they recorded on a past day."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import click

from portalaudit.cli import git
from portalaudit.cli.base_commit import against
from portalaudit.inventory import timezones
from portalaudit.model.report import SHIPPED
from portalaudit.model.values import dataclass, replace
from portalaudit.pipeline import Assignment
from portalaudit.pipeline.opening import open_practice

_SHORT = 12


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the inventory, and when it was made."""

    id: str
    time: datetime.datetime

    def day(self, timezone: str | None) -> datetime.date:
        """The day on which it was made in a time zone; where no one says which, in that of whoever made it."""
        return (self.time.astimezone(timezones.zone(timezone)) if timezone else self.time).date()


def commits_of(assignment: Assignment) -> Iterator[Commit]:
    """The commits that changed the inventory or its policies, oldest first.

    Raises click.UsageError where there are none to be had.
    """
    inventory = assignment.inventory.resolve()
    top = git.repository(inventory)
    if top is None:
        raise click.UsageError(
            f"'{assignment.inventory}' lies in no git repository, so there are no commits to look at."
        )
    if isinstance(told := git.head(top), git.Fault):
        raise click.UsageError(f"there are no commits to look at: {told.text}.")
    own = [Path(at).resolve() for name, at in assignment.policies.folders.items() if name != SHIPPED]
    paths = [folder.relative_to(top).as_posix() for folder in (inventory, *own) if folder.is_relative_to(top)]
    found = git.log(top, ["" if path == "." else path for path in paths])
    if isinstance(found, git.Fault):
        raise click.UsageError(f"{found.text}.")
    if git.is_shallow(top):
        click.echo(
            "note: this clone is shallow, so the history begins late. To fetch all of it: git fetch --unshallow",
            err=True,
        )
    for name, time in found:
        yield Commit(name, datetime.datetime.fromisoformat(time))


def recorded_on(assignment: Assignment, own_policies: Path | None, day: datetime.date) -> Assignment:
    """The practice as the last commit until the end of a day recorded it, with the policies of then.

    Raises click.UsageError where there is no such commit, or git does not give it.
    """
    # A day may end a day later elsewhere, and only the files of a commit say in which time zone they are.
    candidates = [one for one in commits_of(assignment) if one.time.date() <= day + datetime.timedelta(1)]
    for commit in reversed(candidates):
        found = replace(against(commit.id, assignment, own_policies).assignment, as_of=lambda _timezone: day)
        practice = open_practice(found).world.inventory.practice
        recorded = commit.day(practice.timezone if practice else None)
        if recorded <= day:
            click.echo(f"note: as commit {commit.id[:_SHORT]} of {recorded} recorded it.", err=True)
            return found
    raise click.UsageError(f"no commit of this branch recorded '{assignment.inventory}' on or before {day}.")

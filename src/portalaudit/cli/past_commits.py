"""The commits of a practice's files, and what they recorded on a past day."""

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from portalaudit.cli import git
from portalaudit.cli.base_commit import against
from portalaudit.cli.commit_tree import CommitTree
from portalaudit.cli.moved_practice import folder_in
from portalaudit.cli.quoting import quoted
from portalaudit.inventory import timezones
from portalaudit.model.access import RecordedBy
from portalaudit.model.report import SHIPPED
from portalaudit.model.values import dataclass, replace
from portalaudit.pipeline import Assignment
from portalaudit.pipeline.opening import open_practice
from portalaudit.source.ways import way


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the inventory, when it was made, and the folder that held it then, empty where that is still so."""

    id: str
    time: datetime.datetime
    folder: str

    @property
    def ref(self) -> str:
        """What names the files of the inventory in it."""
        return f"{self.id}:{self.folder}"

    def day(self, timezone: str | None) -> datetime.date:
        """The day on which it was made in a time zone; where no one says which, in that of whoever made it."""
        return (self.time.astimezone(timezones.zone(timezone)) if timezone else self.time).date()


def commits_of(assignment: Assignment) -> tuple[Commit, ...]:
    """The commits that changed the inventory or its policies, from the first one on that holds it, oldest first.

    Where its folder was moved, the earlier ones hold it under its earlier name. Raises click.UsageError where there are
    none to be had.
    """
    inventory = assignment.inventory.resolve()
    top = git.repository(inventory)
    if top is None:
        raise click.UsageError(
            f"'{assignment.inventory}' lies in no git repository, so there are no commits to look at."
        )
    if isinstance(told := git.head(top), git.Fault):
        raise click.UsageError(f"there are no commits to look at: {told.text}.")
    homes = dict(_homes(top, inventory.relative_to(top).as_posix()))
    if not homes:
        folder = quoted(str(assignment.inventory))
        raise click.UsageError(
            f"no commit of this branch holds '{assignment.inventory}'. To record it: git add {folder} && git commit"
        )
    if git.is_shallow(top):
        click.echo(
            "note: this clone is shallow, so the history begins late. To fetch all of it: git fetch --unshallow",
            err=True,
        )
    return tuple(_held(_log(top, {*homes.values(), *_policies(assignment, top, homes.values())}), homes))


def _homes(top: Path, folder: str) -> Iterator[tuple[str, str]]:
    """The first commit that holds the inventory in each folder that it was in, newest first, and that folder."""
    seen: set[str] = set()
    while folder not in seen and (own := _log(top, [folder])):
        seen.add(folder)
        first = own[0][0]
        yield first, folder
        parent = git.commit(top, f"{first}^")
        if isinstance(parent, str):
            now = CommitTree(top, first, first).inventory(top / folder).texts
            folder = folder_in(CommitTree(top, parent, parent), top, now) or folder


def _policies(assignment: Assignment, top: Path, homes: Iterable[str]) -> Iterator[str]:
    """The folders of the practice's own policies, also as they lay beside earlier folders of the inventory."""
    inventory = assignment.inventory.resolve()
    for own in (Path(at).resolve() for name, at in assignment.policies.folders.items() if name != SHIPPED):
        if own.is_relative_to(top):
            beside = way(own, inventory)
            places = (Path(os.path.normpath(top / home / beside)) for home in homes)
            yield from (one.relative_to(top).as_posix() for one in (own, *places) if one.is_relative_to(top))


def _log(top: Path, folders: Iterable[str]) -> tuple[tuple[str, str], ...]:
    found = git.log(top, ["" if folder == "." else folder for folder in folders])
    if isinstance(found, git.Fault):
        raise click.UsageError(f"{found.text}.")
    return found


def _held(found: Iterable[tuple[str, str]], homes: Mapping[str, str]) -> Iterator[Commit]:
    now = next(iter(homes.values()))
    folder: str | None = None
    for name, time in found:
        folder = homes.get(name, folder)
        if folder is not None:
            yield Commit(name, datetime.datetime.fromisoformat(time), "" if folder == now else folder)


def recorded_on(assignment: Assignment, own_policies: Path | None, day: datetime.date) -> tuple[Assignment, RecordedBy]:
    """The practice as the last commit until the end of a day recorded it, with the policies of then.

    Raises click.UsageError where there is no such commit, or git does not give it.
    """
    commits = commits_of(assignment)
    # A day may end a day later elsewhere, and only the files of a commit say in which time zone they are.
    candidates = [one for one in commits if one.time.date() <= day + datetime.timedelta(1)]
    for commit in reversed(candidates or commits[:1]):
        found = replace(against(commit.ref, assignment, own_policies).assignment, as_of=lambda _timezone: day)
        practice = open_practice(found).world.inventory.practice
        recorded = RecordedBy(commit.id, commit.day(practice.timezone if practice else None))
        if recorded.day <= day:
            click.echo(f"note: {recorded.words}.", err=True)
            return found, recorded
    raise click.UsageError(none_until(assignment.inventory, day, recorded.day))


def none_until(inventory: Path, day: datetime.date, first: datetime.date) -> str:
    """That no commit had recorded the practice by a day, and which is the first that has something to show."""
    return (
        f"no commit of this branch recorded '{inventory}' on or before {day}. The first one is of {first}: "
        "name that day or a later one."
    )

"""`portalaudit access`: who can log in where on a day, and what is wrong with it."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from portalaudit.cli.completions import complete_people, complete_portals
from portalaudit.cli.funnel import Exit
from portalaudit.cli.listing_outputs import output_option, write_answer
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import Output
from portalaudit.cli.practice_options import (
    INVENTORY_ARGUMENT,
    DayType,
    assignment_for,
    found,
    opened_practice,
    tell,
)
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.with_settings import SettingsCommand
from portalaudit.inventory.called import Called, called, names_of, users_of
from portalaudit.inventory.records import Account
from portalaudit.inventory.world import World
from portalaudit.model.access import RecordedBy
from portalaudit.model.problem import in_order
from portalaudit.model.values import dataclass, replace
from portalaudit.pipeline import Assignment
from portalaudit.pipeline.spine import judged
from portalaudit.report.access_answer import FORMATS, AccessAnswer


@click.command("access", cls=SettingsCommand, short_help="Show who can log in where.")
@INVENTORY_ARGUMENT
@POLICIES_OPTION
@click.option(
    "--portal",
    "portals",
    multiple=True,
    shell_complete=complete_portals,
    help="Only this portal, by ID or name. Repeatable.",
)
@click.option(
    "--person",
    "people",
    multiple=True,
    shell_complete=complete_people,
    help="Only this person, by ID, name, e-mail or login. Repeatable.",
)
@click.option(
    "--on",
    "--as-of",
    "as_of",
    type=DayType(),
    envvar="PORTALAUDIT_AS_OF",
    help="On this day. [default: today in the practice's time zone]",
)
@click.option("--from-git", is_flag=True, help="As it was recorded on that day: the last commit until then is read.")
@output_option(FORMATS)
def command(
    inventory: Path,
    policies: Path | None,
    portals: Sequence[str],
    people: Sequence[str],
    as_of: datetime.date | None,
    from_git: bool,
    outputs: Sequence[Output],
) -> int:
    """Show who can log in to the portals of INVENTORY: each login with its rights and findings.

    Exit code: 0, 2 where a file is wrong; what could be read is shown all the same.
    """
    assignment, unread = assignment_for(inventory, policies, as_of, outputs)
    recorded = None
    if from_git:
        (assignment, recorded), unread = _recorded(assignment, policies, as_of), ()
    opened = opened_practice(assignment)
    asked = _asked(portals, people, opened.world)
    report = judged(assignment, opened)
    access = report.access().only(asked.portals, asked.people, asked.accounts)
    report = replace(report, access=lambda: access, problems=in_order((*report.problems, *unread)))
    problems = found((*opened.problems, *unread), assignment, opened)
    tell(problems)
    write_answer(AccessAnswer(report, asked.words, recorded), FORMATS, outputs)
    return Exit.USER_FILES if problems else Exit.CLEAN


def _recorded(
    assignment: Assignment, policies: Path | None, day: datetime.date | None
) -> tuple[Assignment, RecordedBy]:
    from portalaudit.cli.past_commits import recorded_on  # noqa: PLC0415 -- only a past day in git pays for it

    if day is None:
        raise click.UsageError("--from-git shows what was recorded on a day. Name it with --on YYYY-MM-DD.")
    return recorded_on(assignment, policies, day)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Ids of the portals and people that were asked for, None where all were; `accounts` are logins of no one."""

    portals: frozenset[str] | None
    people: frozenset[str] | None
    accounts: frozenset[str]
    words: tuple[str, ...]


def _asked(portals: Sequence[str], people: Sequence[str], world: World) -> _Asked:
    """What names and logins stand for. Raises click.UsageError for one that stands for nothing."""
    found_portals: set[str] = set()
    for written in portals:
        found_portals |= _meant(written, world, "portal", ("portal",))["portal"]
    found_people: set[str] = set()
    accounts: set[str] = set()
    for written in people:
        meant = _meant(written, world, "person or login", ("person", "account"))
        of_accounts, without = users_of(meant.get("account", ()), world)
        found_people |= meant.get("person", frozenset()) | of_accounts
        accounts |= without
    names = (*_names("portal", "portals", found_portals, world), *_names("person", "staff", found_people, world))
    return _Asked(
        frozenset(found_portals) if portals else None,
        frozenset(found_people) if people else None,
        frozenset(accounts),
        (*names, *_names("login", "accounts", accounts, world)),
    )


def _meant(written: str, world: World, what: str, among: Sequence[str]) -> Called:
    meant = called(written, world, among)
    if not meant:
        near = did_you_mean(written, names_of(world, among), "`portalaudit access` shows them all.")
        raise click.UsageError(f"no {what} is called '{written}'.{near}")
    return meant


def _names(what: str, section: str, ids: Iterable[str], world: World) -> Iterator[str]:
    """`person Kim Lee`, for each; with the id where two of them have one name."""
    records = [one for one in map(world.inventory.tables[section].get, sorted(ids)) if one is not None]
    names = [one.login if isinstance(one, Account) else one.name for one in records]
    for record, name in zip(records, names, strict=True):
        yield f"{what} {name}" + (f" ({record.id})" if names.count(name) > 1 else "")

"""The practice that a command is about: the same folders, flags and day for every command."""

import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from portalaudit import __version__
from portalaudit.cli.cache_option import shelf
from portalaudit.cli.completions import complete_inventory
from portalaudit.cli.discovery import POLICIES, holds_yaml, inventory_in, policies_within
from portalaudit.cli.folders import (
    current_folder,
    inventory_folder,
    passed_by,
    policies_for,
    policies_used,
    read_policies,
    relative,
    unread_here,
    way_from_root,
    ways,
)
from portalaudit.cli.git import repository
from portalaudit.cli.outputs import Output, refuse_places
from portalaudit.cli.overwriting import refuse_what_is_read
from portalaudit.cli.paths import FolderType, refuse_empty_variable
from portalaudit.cli.redacting import never_print, say
from portalaudit.cli.settings import kept, of_the_file, settings_in_effect
from portalaudit.cli.trees import DISK
from portalaudit.inventory import timezones
from portalaudit.model import Problem
from portalaudit.model.problem import in_order
from portalaudit.model.report import SHIPPED
from portalaudit.model.values import replace
from portalaudit.model.whereabouts import problems_from_where_it_ran
from portalaudit.pipeline import Assignment, PolicyFiles
from portalaudit.pipeline.assignment import FileRead
from portalaudit.pipeline.narrowing import problems_before_secrets
from portalaudit.pipeline.opening import MOST_NAMED, Opened, open_practice
from portalaudit.pipeline.reading import Lines
from portalaudit.report.characters import prose, visible
from portalaudit.source import dates


class DayType(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on
    """A day as YYYY-MM-DD."""

    name = "date"

    def convert(
        self, value: str | datetime.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.date.fromisoformat(dates.read_day(value))
        except ValueError:
            self.fail(f"'{value}' is not a day; write it as YYYY-MM-DD, like 2026-01-31.", param, ctx)


def practice_folder(ctx: click.Context, param: click.Parameter, value: Path) -> Path:
    """A callback: the inventory of the folder that is named, or that the config file has for this run or this name."""
    value = refuse_empty_variable(ctx, param, value)
    settings = kept(ctx)
    if settings is None or settings.practice is None:
        return inventory_in(value)
    folder = settings.practice.inventory
    is_typed = ctx.get_parameter_source(str(param.name)) in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
    if is_typed and os.path.realpath(value) == os.path.realpath(folder):
        return value
    if settings.practice.number is not None and not DISK.is_folder(folder):
        place = settings.file.shown(settings.practice.spot)
        raise click.UsageError(f"{place}: there is no folder '{folder}'. Mend the path, or take the practice out.")
    return folder


INVENTORY_ARGUMENT = click.argument(
    "inventory",
    type=FolderType(),
    default=Path("inventory"),
    envvar="PORTALAUDIT_INVENTORY",
    callback=practice_folder,
    shell_complete=complete_inventory,
)
AS_OF_OPTION = click.option(
    "--as-of",
    type=DayType(),
    envvar="PORTALAUDIT_AS_OF",
    help="Evaluate as of this day. [default: today in the practice's time zone]",
)


def clock(as_of: datetime.date | None) -> Callable[[str | None], datetime.date]:
    """What tells the day in a time zone: the day given, else today's there."""

    def day(timezone: str | None) -> datetime.date:
        zone = timezones.zone(timezone) if timezone else None
        return as_of or datetime.datetime.now(zone).date()

    return day


def assignment_for(
    inventory: Path, policies: Path | None, as_of: datetime.date | None, outputs: Sequence[Output] = ()
) -> tuple[Assignment, tuple[Problem, ...]]:
    """What is needed to read a practice, and the policy files that could not be read.

    Raises click.UsageError where a folder is not there, and where an output would replace what is read.
    """
    refuse_places(outputs)
    with of_the_file("inventory"):
        folder = inventory_folder(inventory)
    chosen = policies_for(folder, policies)
    with of_the_file("policies"):
        files, unread = read_policies(chosen.folder, chosen.shown, shipped_cases=False)
    own = [Path(at) for name, at in files.folders.items() if name != SHIPPED]
    refuse_what_is_read(outputs, (folder, *own))
    if policies is None and unread_here(files) and not folder.samefile(Path()):
        click.echo(f"note: {_why_unread(chosen.others)}", err=True)
    not_used = passed_by(files, chosen)
    context = click.get_current_context()
    settings = kept(context)
    config = FileRead(settings.file.path, settings.file.data) if settings and settings.is_here else None
    assignment = Assignment(
        inventory=folder,
        policies=files,
        as_of=clock(as_of),
        chosen=lambda _rule: True,
        version=__version__,
        left_out=tuple(policies_below(folder, files)),
        policies_used=policies_used(files, not_used, folder),
        from_root=way_from_root(folder, files, not_used, config.path if config else None),
        not_used=ways(not_used, current_folder()),
        settings=settings_in_effect(context),
        settings_file=config,
        shelf=shelf(),
        in_repository=repository(folder.resolve()) is not None,
    )
    return assignment, unread


def _why_unread(seen: Iterable[Path]) -> str:
    """Why the folder policies/ of the current folder is not read; `seen` are those found from the inventory upward."""
    here = Path(POLICIES)
    if not any(os.path.realpath(folder) == os.path.realpath(here) for folder in seen):
        return (
            "the folder policies/ here is not used, because the policies of an inventory are looked for from its own "
            "folder upward. To use it: -p policies."
        )
    if within := policies_within(here):
        named = ", ".join(within[:MOST_NAMED]) + (", …" if len(within) > MOST_NAMED else "")
        return (
            f"the folder policies/ here is not used, because it holds policies in folders of their own: {named}. "
            f"To use one of them: -p policies/{within[0]}."
        )
    if not holds_yaml(here):
        return (
            "the folder policies/ here holds no YAML file, so it changes nothing. To begin a rule of your own: "
            "portalaudit new rule my-first-rule."
        )
    return (
        "the folder policies/ here is not used, because another one is nearer to the inventory. To use it: -p policies."
    )


def policies_below(inventory: Path, policies: PolicyFiles) -> Iterator[str]:
    """The policies folders that lie in the inventory's, relative to it."""
    for folder in (Path(at) for name, at in policies.folders.items() if name != SHIPPED):
        below = relative(folder, inventory)
        if below is not None:
            yield below


def opened_practice(assignment: Assignment) -> Opened:
    """The practice, opened; no output of this command repeats a secret that was found in its files."""
    opened = open_practice(assignment)
    never_print(Lines(assignment, opened.reading).secrets())
    return opened


def open_for(inventory: Path, policies: Path | None, as_of: datetime.date | None, outputs: Sequence[Output]) -> Opened:
    """The practice, opened, with every problem of its files and of the policies.

    Raises click.UsageError where a folder is not there, and where an output would replace what is read.
    """
    assignment, unread = assignment_for(inventory, policies, as_of, outputs)
    opened = opened_practice(assignment)
    return replace(opened, problems=found((*opened.problems, *unread), assignment, opened))


def found(
    problems: Iterable[Problem], assignment: Assignment, opened: Opened, *, for_programs: bool = False
) -> tuple[Problem, ...]:
    """The problems in order, with places as the user finds them from here; for programs they begin at the root."""
    safe = problems_before_secrets(in_order(problems), opened.reading.files)
    return problems_from_where_it_ran(safe, assignment.from_root if for_programs else assignment.from_here)


def tell(problems: Iterable[Problem]) -> None:
    """Name every problem on standard error, with its place and the next step."""
    for problem in problems:
        say(f"error[{problem.code}]: {prose(problem.message)}\n --> {visible(str(problem.place))}")
        if problem.hint:
            say(f"  = next: {prose(problem.hint)}")

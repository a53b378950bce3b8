"""`portalaudit import`: rosters, user lists, training sheets and filled-in sheets into an inventory."""

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from portalaudit.cli.discovery import inventory_in
from portalaudit.cli.funnel import Exit
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import Output, OutputType, refuse_places, write_each
from portalaudit.cli.practice_options import AS_OF_OPTION, DayType, assignment_for, tell
from portalaudit.cli.settings import kept
from portalaudit.cli.six_questions import KINDS
from portalaudit.cli.with_settings import SettingsCommand
from portalaudit.imports.import_plan import NewText, Plan
from portalaudit.imports.journal import BusyError, ChangedMeanwhileError, finish_or_forget, write_together
from portalaudit.imports.list_files import GivenList, Wishes
from portalaudit.imports.plan_json import plan_json
from portalaudit.imports.plan_text import has_work, plan_lines
from portalaudit.imports.question_file import QUESTIONS
from portalaudit.model.values import dataclass
from portalaudit.pipeline.importing import plan_import
from portalaudit.sheets.listed import Coverage, ListKind
from portalaudit.source.files import MAX_FILE_BYTES

DEFAULT_INVENTORY = Path("inventory")
TEXT, JSON = "text", "json"
_PAGE = "README.md"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a command line names: lists, and the inventory that they go into."""

    lists: tuple[GivenList, ...]
    inventory: Path


class ImportCommand(SettingsCommand):
    """The inventory stands behind the files, and need not."""

    def typed_inventory(self, given: Mapping[str, Any]) -> str | None:
        paths = given.get("paths")
        last = str(paths[-1]) if isinstance(paths, list | tuple) and paths else ""
        return last if last and (Path(last).is_dir() or not Path(last).suffix) else None

    def reads_inventory(self) -> bool:
        return True


@click.command(
    "import", cls=ImportCommand, short_help="Read rosters, user lists and training sheets into the inventory."
)
@click.argument("paths", metavar="FILE... [DIR]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Write the changes. Without it they are only shown.")
@click.option(
    "--portal",
    default="",
    help="Portal of a user list, by ID or name; one that portalaudit knows is added to the inventory. [default: known "
    "from its map or its name]",
)
@click.option(
    "--new-portal",
    type=click.Choice([*KINDS]),
    help="Kind of the --portal, which is added to the inventory where no one knows it yet.",
)
@click.option(
    "--vendor",
    default="",
    help="Company whose people a roster lists, such as a billing company; it is added to the inventory. [default: the "
    "practice's own people]",
)
@click.option(
    "--kind",
    type=click.Choice([one.value for one in ListKind]),
    help="What the lists are. [default: known from their headings]",
)
@click.option(
    "--taken-on",
    type=DayType(),
    help="Day on which the lists were taken. [default: the day in their names, else the one that a line beside the "
    "table says]",
)
@click.option(
    "--coverage",
    type=click.Choice([Coverage.FULL.value, Coverage.PARTIAL.value]),
    help="full: who is not on the list is gone. partial: the list shows only some. [default: asked once for each list]",
)
@click.option("--full", is_flag=True, help="Show every line of a long plan.")
@click.option("-v", "--verbose", is_flag=True, help="As --full; after a crash, the traceback.")
@click.option(
    "-o",
    "--output",
    "outputs",
    type=OutputType((TEXT, JSON)),
    multiple=True,
    help="Write the plan as text or json. Repeatable; FILE - is standard output. [default: text=-]",
)
@POLICIES_OPTION
@AS_OF_OPTION
def command(
    paths: Sequence[Path],
    write: bool,
    portal: str,
    new_portal: str | None,
    vendor: str,
    kind: str | None,
    taken_on: datetime.date | None,
    coverage: str | None,
    full: bool,
    verbose: bool,
    outputs: Sequence[Output],
    policies: Path | None,
    as_of: datetime.date | None,
) -> int:
    """Read FILEs into the inventory DIR (default: inventory/): csv, tsv, xlsx, or a table pasted into a text file.

    A file is a staff roster, a portal's user list, a training sheet, a sheet of questions that was filled in, or a
    sheet of access decisions. What it changes is shown; --write makes the changes, all of them or none, and keeps a
    user list in lists/. What cannot be decided is asked in questions.csv in DIR: fill in `answer` there and import the
    list again, or questions.csv itself for what needs no list: whose a login is, and when someone left, came back or
    went on leave.

    Exit code: 0 nothing to do, or written with nothing left to answer; 1 there are changes to write or questions to
    answer; 2 a file or flag is wrong, and nothing was written.
    """
    if new_portal and not portal:
        raise click.UsageError("--new-portal says the kind of the portal that --portal names: add its name.")
    asked = _asked(paths)
    _finish_earlier(asked.inventory)
    assignment, unread = assignment_for(asked.inventory, policies, as_of, outputs)
    day, of_kind = taken_on.isoformat() if taken_on else "", ListKind(kind) if kind else None
    of_coverage = Coverage(coverage) if coverage else None
    wishes = Wishes(assignment.as_of(None), of_kind, portal, new_portal or "", vendor, day, of_coverage)
    plan = plan_import(assignment, asked.lists, wishes)
    tell((*unread, *plan.problems))
    is_wrong = bool(unread or plan.problems)
    is_written = write and not is_wrong
    if is_written:
        _write(asked.inventory, plan.files)
    _report(plan, outputs, asked.inventory, is_written=is_written, is_full=full or verbose)
    if is_wrong:
        return Exit.USER_FILES
    is_open = bool(plan.queries or plan.waiting or plan.answered)
    return Exit.FINDINGS if is_open or (not write and has_work(plan)) else Exit.CLEAN


def _asked(paths: Sequence[Path]) -> _Asked:
    """The lists and the inventory. Raises click.UsageError where a file is not there, or none is named."""
    settings = kept()
    default = (settings and settings.inventory) or DEFAULT_INVENTORY
    *files, last = paths or (default,)
    is_named = bool(settings and settings.practice and settings.practice.name.casefold() == last.name.casefold())
    is_inventory = last.is_dir() or (is_named and not last.is_file())
    inventory = inventory_in(last) if last.is_dir() else default
    files += [] if is_inventory else [last]
    if not files:
        raise click.UsageError("no list is named. Name the files to read, for example: import lists/*.csv inventory")
    questions = inventory / QUESTIONS  # which are read with every import
    lists = [path for path in files if not (path.is_file() and questions.is_file() and path.samefile(questions))]
    if len(files) > 1:  # `lists/*` names the page about the folder too
        lists = [path for path in lists if path.name != _PAGE]
    return _Asked(tuple(map(_read, lists)), inventory)


def _read(path: Path) -> GivenList:
    try:
        with path.open("rb") as file:
            return GivenList(path.as_posix(), file.read(MAX_FILE_BYTES + 1))
    except OSError as error:
        raise click.UsageError(f"'{path}' cannot be read: {error.strerror}. Name the file of a list.") from None


def _report(plan: Plan, outputs: Sequence[Output], inventory: Path, *, is_written: bool, is_full: bool) -> None:
    """Show the plan; with problems there is none, and they have been told."""
    refuse_places(outputs)

    def render(name: str) -> Iterable[str]:
        if name == JSON:
            return plan_json(plan, is_written=is_written)
        folder = inventory.as_posix()
        return [] if plan.problems else plan_lines(plan, folder=folder, is_written=is_written, is_full=is_full)

    write_each(outputs or [Output(TEXT, None)], render)


def _finish_earlier(inventory: Path) -> None:
    """Finish an import that was cut short. Raises click.ClickException where that is not possible."""
    if not inventory.is_dir():
        return
    with _told(inventory):
        if finish_or_forget(inventory):
            click.echo("note: an import that was cut short has been finished.", err=True)


def _write(inventory: Path, files: Sequence[NewText]) -> None:
    with _told(inventory):
        write_together(inventory, files)


@contextlib.contextmanager
def _told(inventory: Path) -> Iterator[None]:
    """Say in words what kept files from being written."""
    try:
        yield
    except BusyError:
        raise click.ClickException(
            "another import is at work in this inventory. Try again when it has ended."
        ) from None
    except ChangedMeanwhileError as error:
        raise click.ClickException(
            f"'{inventory / str(error)}' was changed while the import was at work, so nothing more was written; "
            "look at the file and import again."
        ) from None
    except OSError as error:
        raise click.ClickException(f"cannot write into '{inventory}': {error.strerror}.") from None

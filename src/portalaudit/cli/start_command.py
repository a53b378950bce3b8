"""`portalaudit start`: a practice's folder from six questions, ready to check."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from portalaudit.cli.build_server import add_to, build_server_options, files_for, is_practice, refuse_other_layouts
from portalaudit.cli.cache_option import Command
from portalaudit.cli.folders import current_folder, read_policies
from portalaudit.cli.fresh_folder import refuse_taken, write_folder
from portalaudit.cli.fresh_practice import fresh_files
from portalaudit.cli.paths import FolderType
from portalaudit.cli.quoting import quoted
from portalaudit.cli.six_questions import KINDS, NONE, QUESTIONS, Answers, Known, Question
from portalaudit.inventory.lists.contractors import divided_places
from portalaudit.inventory.lists.state_names import STATE_NAMES
from portalaudit.inventory.lists.state_zones import STATE_ZONES
from portalaudit.inventory.reference import Reference
from portalaudit.pipeline.policies import reference_of
from portalaudit.report.characters import prose

_ELSEWHERE = "America/New_York"
"""The time zone to propose where neither the state nor this computer says one of the country's."""


def _questions_option(command: Command) -> Command:
    for question in reversed(QUESTIONS):
        option = click.option(question.option, question.field, multiple=True, help=question.meaning)
        command = option(command)
    return command


@click.command("start", short_help="Begin a practice's folder from six questions.")
@click.argument("folder", metavar="DIR", type=FolderType())
@_questions_option
@build_server_options
@click.option("-y", "--yes", is_flag=True, help="Take the default of every question that no option answers.")
def command(folder: Path, *, server: str, owners: tuple[str, ...], yes: bool, **given: tuple[str, ...]) -> None:
    """Begin a practice in the new folder DIR: six questions, then an inventory that can be checked.

    It holds the inventory, a policy, a page for the office, a place for user lists, and settings for an editor. An
    option answers its question, so that scripts need no terminal; the answer `none` leaves it out. Nothing is ever
    overwritten.

    With --ci it holds what a build server needs too. Where DIR is a practice already, only that is added.
    """
    asks = not yes and _is_terminal()
    for_server = files_for(folder, server, owners, asks=asks)
    if for_server and is_practice(folder):
        for line in add_to(folder, for_server):
            click.echo(line)
        return
    if for_server:
        refuse_other_layouts(folder)
    refuse_taken(folder)
    reference = reference_of(read_policies(None, shipped_cases=False)[0])
    known = Known(reference, folder.name or current_folder().name, _zone_of_computer())
    answers = _answers(given, known, folder, yes=yes)
    files = {**fresh_files(answers, reference), **for_server}
    write_folder(folder, files)
    for line in _summary(answers, reference):
        click.echo(line)
    click.echo(f"wrote {len(files)} files into {folder}; {folder / 'README.md'} says what is what")
    lists = (folder / "lists").as_posix()
    click.echo(
        f"then fill it: save the staff list and each portal's user list in {lists}, and `portalaudit import` each"
    )
    change = "" if folder.resolve() == current_folder().resolve() else f"cd {quoted(str(folder))} && "
    click.echo(f"next: {change}portalaudit check")


def _answers(given: Mapping[str, tuple[str, ...]], known: Known, folder: Path, *, yes: bool) -> Answers:
    """The answers of the options, then those of whoever sits at the terminal, or the defaults."""
    open_questions = [question for question in QUESTIONS if not given[question.field]]
    if open_questions and not yes and not _is_terminal():
        raise click.UsageError(_what_to_type(folder, open_questions))
    answers = Answers()
    for question in QUESTIONS:
        if given[question.field]:
            answers = _of_option(question, given[question.field], answers, known)
        elif yes:
            answers = question.answered(answers, question.default(answers, known), known)
        else:
            answers = _asked(question, answers, known)
    return answers


def _of_option(question: Question, words: Sequence[str], answers: Answers, known: Known) -> Answers:
    try:
        return question.answered(answers, words, known)
    except ValueError as wrong:
        raise click.UsageError(f"{question.option}: {prose(str(wrong))}") from None


def _asked(question: Question, answers: Answers, known: Known) -> Answers:
    """The answers with what someone typed; a mistake is said, and the question asked again."""

    def read(text: str) -> Answers:
        try:
            return question.answered(answers, question.typed(text), known)
        except ValueError as wrong:
            raise click.UsageError(prose(str(wrong))) from None

    if question.field == "portals":
        for number, one in enumerate(known.reference.profiles.values(), 1):
            click.echo(f"  {number:>2}  {one.name} ({KINDS[one.kind]})", err=True)
    default = ", ".join(question.default(answers, known)) or NONE
    found: Answers = click.prompt(question.asks, default=default, value_proc=read, err=True)
    return found


def _what_to_type(folder: Path, questions: Sequence[Question]) -> str:
    options = " ".join(f"{question.option} {question.example}" for question in questions)
    return (
        "there is no terminal to ask in. Add --yes to take the defaults, or answer with options: "
        f"portalaudit start {quoted(str(folder))} {options}"
    )


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _zone_of_computer() -> str:
    """The time zone of this computer, where it is one of the country's; else one to begin with."""
    named = os.environ.get("TZ") or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    return named if named in STATE_ZONES.values() else _ELSEWHERE


def _summary(answers: Answers, reference: Reference) -> Iterator[str]:
    state = STATE_NAMES.get(answers.state, "state not given")
    yield f"{answers.name}: {state}, {answers.timezone}"
    yield f"  administrators: {', '.join(answers.administrators) or NONE}"
    yield f"  portals: {', '.join(one.name for one in answers.portals) or NONE}"
    yield f"  payers: {', '.join(one.name for one in answers.payers) or NONE}"
    if places := divided_places(answers.state, reference):
        yield f"note: Part B of {', '.join(places)} goes to another contractor; see `portalaudit mac {answers.state}`"

"""A check of each practice that a config file lists: one after the other, each with its own files and reports."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from portalaudit import __version__
from portalaudit.cli.colors import in_color
from portalaudit.cli.funnel import Exit
from portalaudit.cli.listed_practices import ListedPractice
from portalaudit.cli.outputs import Output, parts, refuse_places, write_each
from portalaudit.cli.overwriting import refuse_what_is_read
from portalaudit.cli.redacting import Kept, Secrets, say
from portalaudit.cli.settings import NAME, SettingsInEffect, keep, kept
from portalaudit.cli.settings_file import find_config
from portalaudit.cli.with_settings import PracticeContext, SettingsCommand
from portalaudit.cli.writing import Content, write_out
from portalaudit.model.report import Report
from portalaudit.model.values import replace
from portalaudit.report.characters import prose, visible
from portalaudit.source.ways import way

if TYPE_CHECKING:
    from portalaudit.report.roll_up import Line

_META = "portalaudit.judged"


def remember(ctx: click.Context, report: Report) -> None:
    """Let a run over several practices know what came of this one."""
    ctx.meta[_META] = report


def for_practice(ctx: click.Context, path: Path) -> Path:
    """A path that was typed, with the name of the practice in it where `{name}` stands for that."""
    settings = kept(ctx)
    if settings is None or settings.practice is None:
        return path
    return Path(os.fspath(path).replace(NAME, settings.practice.name))


def outputs_for_practice(ctx: click.Context, outputs: Sequence[Output]) -> tuple[Output, ...]:
    """The outputs about one practice, each with its name in the path where that is wanted."""
    if isinstance(ctx, PracticeContext) and ctx.practice is not None:
        outputs, _ = parts(outputs)
    return tuple(one if one.path is None else replace(one, path=for_practice(ctx, one.path)) for one in outputs)


def judge_each(
    command: SettingsCommand, ctx: click.Context, arguments: Sequence[str], settings: SettingsInEffect
) -> int:
    """Judge each practice, close with a table of them all, and give the worst exit code.

    Raises click.UsageError where what is typed would have the report of one stand in the place of another's.
    """
    from portalaudit.report.paint import coloured, plain  # noqa: PLC0415 -- only a run over several practices needs it
    from portalaudit.report.roll_up import Line, roll_up  # noqa: PLC0415 -- as above

    _, of_run = parts(ctx.params["outputs"])
    _refuse_one_place(ctx, settings, of_run)
    is_silent = any(output.path is None for output in of_run)
    is_quiet = bool(ctx.params["quiet"]) or is_silent
    lines: list[Line] = []
    for practice in settings.several:
        _note_nearer_file(practice, settings)
        if not is_quiet:
            write_out([f"=== {prose(practice.name)}: {visible(practice.inventory.as_posix())} ===\n\n"])
        lines.append(_judged(command, ctx, (*arguments, *(("-q",) if is_silent else ())), practice))
        if not is_quiet:
            write_out(["\n"])
    keep(ctx, settings)
    write_each(of_run, lambda _format: summary(lines))
    if not is_quiet:
        write_out(roll_up(lines, coloured if in_color(ctx) else plain))
    return max(line.exit_code for line in lines)


def summary(lines: "Sequence[Line]") -> Content:
    """What came of each practice of a run, for programs."""
    from portalaudit.report.roll_up_to_json import render  # noqa: PLC0415 -- only who wants it pays for it

    return render(lines, __version__)


def line_of(name: str, code: int, report: Report) -> "Line":
    """The line of a practice that was judged."""
    from portalaudit.report.roll_up import Line, Outcome, numbers_of, outcome_within  # noqa: PLC0415 -- as above

    numbers = numbers_of(report)
    asked = {Exit.FINDINGS: Outcome.FINDINGS, Exit.USER_FILES: Outcome.FILES}.get(Exit(code))
    return Line(name, asked or outcome_within(numbers), code, numbers)


def _judged(command: SettingsCommand, ctx: click.Context, arguments: Sequence[str], practice: ListedPractice) -> "Line":
    """What came of one practice: with its own secrets and its own settings."""
    from portalaudit.report.roll_up import Line, Outcome  # noqa: PLC0415 -- as above

    secrets: Kept = {}
    ctx.meta.pop(_META, None)
    try:
        with command.make_context(
            ctx.info_name, [*arguments], parent=ctx.parent, practice=practice, obj=secrets
        ) as own:
            code = Exit(command.invoke(own))
    except click.ClickException as fault:
        said = secrets.get("secrets", Secrets()).redact(fault.format_message())
        say(f"Error: {prose(practice.name)}: {said}")
        return Line(practice.name, Outcome.NOT_JUDGED, Exit.USER_FILES)
    return line_of(practice.name, code, ctx.meta.pop(_META))


def _refuse_one_place(ctx: click.Context, settings: SettingsInEffect, of_run: Sequence[Output]) -> None:
    """Refuse a report for all of them in one place: each is for those of its practice only.

    What is about the run may take no place of another, and of nothing that is read.
    """
    refuse_places(of_run)
    refuse_what_is_read(of_run, [practice.inventory for practice in settings.several])
    for output in ctx.params["outputs"]:
        if output.path is None and output not in of_run:
            _refuse(settings, f"a report on standard output can be of one practice: {output.format}=-")
    for name in ("outputs", "baseline"):
        is_typed = ctx.get_parameter_source(name) in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
        for path in _paths(ctx.params[name]) if is_typed else ():
            if NAME not in os.fspath(path):
                _refuse(settings, f"'{path}' can be of one practice")


def _paths(value: object) -> Iterator[Path]:
    some = parts(value)[0] if isinstance(value, tuple) else (value,)
    for one in some:
        path = one.path if isinstance(one, Output) else one
        if isinstance(path, Path):
            yield path


def _refuse(settings: SettingsInEffect, what: str) -> None:
    raise click.UsageError(
        f"{what}, and {settings.file.path} lists {len(settings.several)}. Name a practice, or put {NAME} into the name "
        f"of the file, such as html=reports/{NAME}.html."
    )


def _note_nearer_file(practice: ListedPractice, settings: SettingsInEffect) -> None:
    nearer = find_config(practice.inventory)
    if nearer is not None and os.path.realpath(nearer) != os.path.realpath(settings.file.path):
        say(
            f"note: {prose(practice.name)}: {visible(way(nearer))} is not used here, because "
            f"{settings.file.path} lists this practice and has its settings."
        )

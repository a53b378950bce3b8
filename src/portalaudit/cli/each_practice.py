"""A check of each practice that a config file lists: one after the other, each with its own files and reports."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from portalaudit.cli.colors import in_color
from portalaudit.cli.funnel import Exit
from portalaudit.cli.listed_practices import ListedPractice
from portalaudit.cli.outputs import Output
from portalaudit.cli.redacting import Kept, Secrets, say
from portalaudit.cli.settings import NAME, SettingsInEffect, keep, kept
from portalaudit.cli.settings_file import find_config
from portalaudit.cli.with_settings import SettingsCommand
from portalaudit.cli.writing import write_out
from portalaudit.model.report import Report
from portalaudit.model.values import replace
from portalaudit.report.characters import prose, visible
from portalaudit.source.ways import way

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
    """The outputs of a run, each with the name of the practice in its path where that is wanted."""
    return tuple(one if one.path is None else replace(one, path=for_practice(ctx, one.path)) for one in outputs)


def judge_each(
    command: SettingsCommand, ctx: click.Context, arguments: Sequence[str], settings: SettingsInEffect
) -> int:
    """Judge each practice, close with a table of them all, and give the worst exit code.

    Raises click.UsageError where what is typed would have the report of one stand in the place of another's.
    """
    from portalaudit.report.paint import coloured, plain  # noqa: PLC0415 -- only a run over several practices needs it
    from portalaudit.report.roll_up import Line, Outcome, line_of, line_without, roll_up  # noqa: PLC0415 -- as above

    _refuse_one_place(ctx, settings)
    is_quiet = bool(ctx.params["quiet"])
    outcomes = {Exit.CLEAN: Outcome.CLEAN, Exit.FINDINGS: Outcome.FINDINGS, Exit.USER_FILES: Outcome.FILES}
    lines: list[Line] = []
    codes: list[Exit] = []
    for practice in settings.several:
        _note_nearer_file(practice, settings)
        if not is_quiet:
            write_out([f"=== {prose(practice.name)}: {visible(practice.inventory.as_posix())} ===\n\n"])
        code, report = _judged(command, ctx, arguments, practice)
        codes.append(code)
        lines.append(line_of(practice.name, outcomes[code], report) if report else line_without(practice.name))
        if not is_quiet:
            write_out(["\n"])
    keep(ctx, settings)
    if not is_quiet:
        write_out(roll_up(lines, coloured if in_color(ctx) else plain))
    return max(codes)


def _judged(
    command: SettingsCommand, ctx: click.Context, arguments: Sequence[str], practice: ListedPractice
) -> tuple[Exit, Report | None]:
    """The exit code for one practice and its report, None where there is none: its own secrets, its own settings."""
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
        return Exit.USER_FILES, None
    report: Report = ctx.meta.pop(_META)
    return code, report


def _refuse_one_place(ctx: click.Context, settings: SettingsInEffect) -> None:
    """Refuse a report for all of them in one place: each is for those of its practice only."""
    for output in ctx.params["outputs"]:
        if output.path is None:
            _refuse(settings, f"a report on standard output can be of one practice: {output.format}=-")
    for name in ("outputs", "baseline"):
        is_typed = ctx.get_parameter_source(name) in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
        for path in _paths(ctx.params[name]) if is_typed else ():
            if NAME not in os.fspath(path):
                _refuse(settings, f"'{path}' can be of one practice")


def _paths(value: object) -> Iterator[Path]:
    for one in value if isinstance(value, tuple) else (value,):
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

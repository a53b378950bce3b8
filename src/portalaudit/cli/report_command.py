"""`portalaudit report`: results that were saved as JSON, in any format."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from portalaudit.cli.check_command import exit_code, on_console, rendered
from portalaudit.cli.colors import COLOR_OPTION
from portalaudit.cli.funnel import Exit
from portalaudit.cli.outputs import Output, OutputType, refuse_places, write_each
from portalaudit.cli.practice_options import tell
from portalaudit.cli.writing import write_out
from portalaudit.model import Place, Problem, ProblemCode, Severity
from portalaudit.model.report import Report
from portalaudit.report import REPORTERS, reporter
from portalaudit.report.characters import visible
from portalaudit.report.saved_report import saved_report


@click.command("report", short_help="Write a report of results that were saved as JSON.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "-o",
    "--output",
    "outputs",
    type=OutputType(REPORTERS, lambda name: reporter(name).SUFFIX),
    multiple=True,
    help="Write a report, in any format of `portalaudit check`. Repeatable; FILE - is standard output. Of a FILE alone "
    "the name says the format, as in report.html.",
)
@click.option("--junit-all", is_flag=True, help="In the JUnit report a test for every result.")
@click.option(
    "--fail-on",
    type=click.Choice([s.value for s in Severity if s is not Severity.INFO]),
    default=Severity.LOW.value,
    show_default=True,
    help="Lowest severity that makes the exit code 1.",
)
@click.option("--allow-questions", is_flag=True, help="Missing facts do not make the exit code 1.")
@click.option("-q", "--quiet", is_flag=True, help="No console report.")
@click.option("--full", is_flag=True, help="Show every finding in full, however many there are.")
@COLOR_OPTION
def command(
    file: Path,
    outputs: Sequence[Output],
    junit_all: bool,
    fail_on: str,
    allow_questions: bool,
    quiet: bool,
    full: bool,
) -> int:
    """Write a report of the results in FILE, which `portalaudit check -o json=FILE` wrote.

    Every format comes out as it did that day: nothing is judged again, and the inventory is not needed. Only a terminal
    shows no lines of the inventory's files, which the results do not hold.

    Exit code: as `portalaudit check` would have given, and 2 where FILE cannot be read.
    """
    refuse_places(outputs)
    _refuse_own(file, outputs)
    report, problems = _report(file)
    if report is None:
        tell(problems)
        return Exit.USER_FILES
    write_each(outputs, lambda name: rendered(name, report, every=junit_all), is_quiet=quiet)
    if not quiet and all(output.path is not None for output in outputs):
        write_out(on_console(report, is_full=full))
    return exit_code(report, Severity(fail_on), allow_questions=allow_questions)


def _refuse_own(file: Path, outputs: Sequence[Output]) -> None:
    """Raise click.UsageError where a report would replace the results that it is made of."""
    if any(one.path is not None and os.path.realpath(one.path) == os.path.realpath(file) for one in outputs):
        raise click.UsageError(f"'{visible(file.as_posix())}' holds the results. Write the report to another file.")


def _report(file: Path) -> tuple[Report | None, tuple[Problem, ...]]:
    """The report that a file holds, or what is wrong with the file. Raises click.UsageError where it cannot be read."""
    name = visible(file.as_posix())
    try:
        data = file.read_bytes()
    except OSError as error:
        raise click.UsageError(
            f"'{name}' cannot be read: {error.strerror}. `portalaudit check -o json={name}` writes such a file."
        ) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "save it as UTF-8; a shell that writes `> file` may use another encoding, -o json=FILE does not"
        return None, (Problem(ProblemCode.BAD_ENCODING, "this file is not UTF-8 text", Place(name), hint),)
    return saved_report(text, name)

"""`portalaudit check`: the main job."""

import contextlib
import datetime
import functools
import gc
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from portalaudit.cli.choosing import choice
from portalaudit.cli.colors import COLOR_OPTION, in_color
from portalaudit.cli.committed import git_state
from portalaudit.cli.completions import complete_commits, complete_rules
from portalaudit.cli.each_practice import for_practice, judge_each, line_of, outputs_for_practice, remember, summary
from portalaudit.cli.funnel import Exit
from portalaudit.cli.github_actions import show_on_github
from portalaudit.cli.loading import POLICIES_OPTION
from portalaudit.cli.outputs import OF_THE_RUN, Output, OutputType, write_each
from portalaudit.cli.practice_options import AS_OF_OPTION, INVENTORY_ARGUMENT, assignment_for, opened_practice
from portalaudit.cli.processes import MOST_WANTED, cores
from portalaudit.cli.progress import LONG_BYTES, watch
from portalaudit.cli.redacting import redacted, say
from portalaudit.cli.settings import kept, of_the_file, said_by
from portalaudit.cli.with_settings import SettingsCommand, Several
from portalaudit.cli.writing import Content, write_out
from portalaudit.model import Severity
from portalaudit.model.problem import in_order
from portalaudit.model.report import SHIPPED, GitState, Patterns, Report, Run
from portalaudit.model.values import replace
from portalaudit.model.whereabouts import from_where_it_ran
from portalaudit.pipeline import Assignment, PolicyFiles
from portalaudit.pipeline.assignment import FileRead
from portalaudit.pipeline.spine import judged
from portalaudit.report import REPORTERS, reporter
from portalaudit.report.partial import banner
from portalaudit.source.files import Text

_TYPED = "portalaudit.typed"
FORMATS_WITH_GIT = frozenset({"json", "junit", "junit-strict", "html", "markdown", "xlsx", "oscal"})


class CheckCommand(SettingsCommand):
    """Judges each practice of a config file that lists several, where the command line names none."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_TYPED] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> int:
        settings = kept(ctx)
        if settings is not None and settings.several:
            return judge_each(self, ctx, ctx.meta[_TYPED], settings)
        code: int = super().invoke(ctx)
        return code


@click.command("check", cls=CheckCommand, several=Several.EACH, short_help="Evaluate an inventory and write reports.")
@INVENTORY_ARGUMENT
@POLICIES_OPTION
@AS_OF_OPTION
@click.option(
    "-o",
    "--output",
    "outputs",
    type=OutputType((*REPORTERS, OF_THE_RUN), lambda name: ".json" if name == OF_THE_RUN else reporter(name).SUFFIX),
    multiple=True,
    help="Write a report: console, json, junit, junit-strict (held to a schema), sarif, html, markdown, xlsx (a "
    "workbook with every table), concise (a line for each finding), github (annotations), gitlab (code quality), "
    "oscal (assessment results), ocsf (compliance findings), ical (what is due), badge, badge-json, csv (findings), "
    "csv-actions, csv-questions, csv-access, csv-population (each rule with everything that it judged) or summary "
    "(JSON: the numbers of each practice). Repeatable; FILE - is standard output. Of a FILE alone the name says the "
    "format, as in report.html.",
)
@click.option(
    "--junit-all",
    is_flag=True,
    envvar="PORTALAUDIT_JUNIT_ALL",
    help="In the JUnit report a test for every result, not one for all that pass a rule.",
)
@click.option(
    "--fail-on",
    type=click.Choice([s.value for s in Severity if s is not Severity.INFO]),
    default=Severity.LOW.value,
    envvar="PORTALAUDIT_FAIL_ON",
    show_default=True,
    help="Lowest severity that makes the exit code 1.",
)
@click.option(
    "--allow-questions",
    is_flag=True,
    envvar="PORTALAUDIT_ALLOW_QUESTIONS",
    help="Missing facts do not make the exit code 1.",
)
@click.option(
    "--select",
    multiple=True,
    envvar="PORTALAUDIT_SELECT",
    shell_complete=complete_rules,
    help="Evaluate only these rules or controls (names or patterns, commas between).",
)
@click.option(
    "--ignore",
    multiple=True,
    envvar="PORTALAUDIT_IGNORE",
    shell_complete=complete_rules,
    help="Leave out these rules or controls.",
)
@click.option(
    "--base",
    envvar="PORTALAUDIT_BASE",
    metavar="REF",
    shell_complete=complete_commits,
    help="Compare with a git commit or branch: only what is new or worse than there counts. Its policies and waivers "
    "apply.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="PORTALAUDIT_BASELINE",
    metavar="FILE",
    help="Compare with a file of `portalaudit baseline write`: only what is new or worse counts, and what is fixed is "
    "taken out of it.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(0, MOST_WANTED),
    default=0,
    envvar="PORTALAUDIT_JOBS",
    help="Number of processes. [default: as many as help]",
)
@click.option("-q", "--quiet", is_flag=True, help="No console report.")
@click.option("--full", is_flag=True, help="Show every finding in full, however many there are.")
@click.option("-v", "--verbose", count=True, help="As --full; after a crash, the traceback.")
@COLOR_OPTION
@click.option(
    "--no-annotations",
    is_flag=True,
    envvar="PORTALAUDIT_NO_ANNOTATIONS",
    help="No annotations and no step summary in GitHub Actions, where they come with the console report.",
)
@click.option("--no-progress", is_flag=True, help="No progress bar.")
def command(
    inventory: Path,
    policies: Path | None,
    as_of: datetime.date | None,
    outputs: Sequence[Output],
    junit_all: bool,
    fail_on: str,
    allow_questions: bool,
    select: Sequence[str],
    ignore: Sequence[str],
    base: str | None,
    baseline: Path | None,
    jobs: int,
    quiet: bool,
    full: bool,
    verbose: int,
    no_annotations: bool,
    no_progress: bool,
) -> int:
    """Check the INVENTORY folder (default: inventory/) against the rules, and write reports.

    A practice's folder with its files in inventory/ may be named too.

    Where portalaudit.toml lists several practices, INVENTORY may be the name of one; without it each is checked by
    itself, and a table closes the run.

    Exit code: 0 clean, 1 findings or unanswered rules at or above --fail-on, 2 a file or flag is wrong or nothing was
    judged, 3 a bug of portalaudit, 129 the terminal was closed, 130 interrupted, 143 stopped by the system.
    """
    ctx = click.get_current_context()
    outputs = outputs_for_practice(ctx, outputs)
    assignment, policies_unread = assignment_for(inventory, policies, as_of, outputs)
    chosen = choice(select, ignore)
    by = functools.partial(said_by, ctx)
    assignment = replace(
        assignment,
        chosen=chosen.wants,
        run=Run(Patterns(chosen.select, by("select")), Patterns(chosen.ignore, by("ignore"))),
        jobs=functools.partial(_helpful_jobs, jobs),
        watch=watch(wanted=not (no_progress or quiet)),
        git=functools.partial(_git, assignment, wanted=base is not None or _name_commit(outputs)),
    )
    with _collector_resting():
        report = _judged(assignment, policies, base, baseline and for_practice(ctx, baseline))
    report = replace(report, problems=in_order((*report.problems, *policies_unread)))
    remember(ctx, report)
    _name_silence(ctx)
    if not _in_policies(report):
        chosen.refuse_unmatched()
    code = exit_code(report, Severity(fail_on), allow_questions=allow_questions)
    write_each(outputs, lambda name: _content(name, report, code, every=junit_all), is_quiet=quiet)
    if _prints(report, outputs, quiet=quiet):
        if not no_annotations:
            show_on_github(report, [output.path for output in outputs if output.path])
        write_out(on_console(report, is_full=full or verbose > 0))
    if not quiet:
        from portalaudit.cli.open_questions import tell_open_questions  # noqa: PLC0415 -- only a run that prints needs it

        tell_open_questions(inventory)
    return code


def _content(name: str, report: Report, code: int, *, every: bool) -> Content:
    if name != OF_THE_RUN:
        return rendered(name, report, every=every)
    settings = kept()
    practice = settings.practice.name if settings and settings.practice else report.practice.name
    return summary([line_of(practice, code, report)])


def _judged(assignment: Assignment, policies: Path | None, base: str | None, baseline: Path | None) -> Report:
    if base is not None and baseline is not None:
        raise click.UsageError("--base and --baseline are two things to compare with. Give one of them.")
    if base is not None:
        from portalaudit.cli.base_commit import against  # noqa: PLC0415 -- only a run against a base pays for it
        from portalaudit.pipeline.against_base import judged_against  # noqa: PLC0415 -- as above

        with of_the_file("base"):
            commit = against(base, assignment, policies, "--base ")
        return judged_against(assignment, commit, opened_practice)
    opened = opened_practice(assignment)
    report = judged(assignment, opened)
    if baseline is None:
        return report
    from portalaudit.cli.baselines import compared_with  # noqa: PLC0415 -- only a run against a baseline pays for it

    return compared_with(baseline, report, opened)


def _name_silence(ctx: click.Context) -> None:
    """Say that no report is printed, and why, where a file and no flag of this command line asks for it."""
    if ctx.params["quiet"] and ctx.get_parameter_source("quiet") is ParameterSource.DEFAULT_MAP:
        click.echo(f"{said_by(ctx, 'quiet')} sets quiet: no report is printed here.", err=True)


def _name_commit(outputs: Iterable[Output]) -> bool:
    return any(output.format in FORMATS_WITH_GIT for output in outputs)


def _git(assignment: Assignment, inventory: Iterable[FileRead], *, wanted: bool) -> GitState | None:
    """The commit of everything that was read; what ships with the tool is named by the tool's version."""
    if not wanted:
        return None
    policies = assignment.policies
    folders = [Path(at) for name, at in policies.folders.items() if name != SHIPPED]
    own = [text for text in policies.texts if text.folder != SHIPPED]
    settings = [assignment.settings_file] if assignment.settings_file else []
    files = (*inventory, *(FileRead(_where(policies, text), text.data) for text in own), *settings)
    return git_state(assignment.inventory, (assignment.inventory, *folders), files)


def _where(policies: PolicyFiles, text: Text) -> Path:
    return Path(policies.folders[text.folder], text.own_path)


@contextlib.contextmanager
def _collector_resting() -> Iterator[None]:
    """No garbage collection meanwhile: a run makes few cycles, and looking for them doubles the time of a big one."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _in_policies(report: Report) -> bool:
    """Whether a policy file has a mistake: then a rule that was named may be there, and its problem says more."""
    return any(
        problem.place.path.startswith(f"{root}/") for problem in report.problems for root in report.from_here.policies
    )


def _helpful_jobs(wanted: int, total_bytes: int, parts: int) -> int:
    """As many processes as were asked for; else as many as there are cores, where the work takes longer than starting.

    A part is a file or a rule: one is never split.
    """
    if wanted:
        return wanted
    if total_bytes < LONG_BYTES or parts == 1:
        return 1
    return cores()


def _prints(report: Report, outputs: Sequence[Output], *, quiet: bool) -> bool:
    """Whether nothing else takes standard output; where it may not tell, standard error does in short."""
    if quiet and report.run.is_partial:
        click.echo(f"{banner(report)}.", err=True)
    prints = not quiet and all(output.path is not None for output in outputs)
    if report.problems and not prints:
        say(_problems_in_short(report))
    return prints


def rendered(name: str, report: Report, *, every: bool) -> Content:
    """What a format writes. What may not be shown is masked before a page gets its digest and a calendar its lines."""
    if name == "html":
        from portalaudit.report import to_html  # noqa: PLC0415 -- only a run that writes a page pays for it

        return to_html.render(report, redacted)
    if name == "ical":
        from portalaudit.report import to_ical  # noqa: PLC0415 -- as above

        return to_ical.render(report, redacted)
    if name in {"junit", "junit-strict"}:
        from portalaudit.report import to_junit  # noqa: PLC0415 -- as above

        return to_junit.render(report, every=every, strict=name != to_junit.NAME)
    return reporter(name).render(report)


def _problems_in_short(report: Report) -> str:
    """One line for a run that prints no report, so that exit code 2 is never without a word."""
    from portalaudit.report.characters import prose  # noqa: PLC0415 -- only a mistake needs it
    from portalaudit.report.wording import counted, whereabouts  # noqa: PLC0415 -- as above

    first, *others = from_where_it_ran(report).problems
    more = f" And {counted(len(others), 'more problem')}: run it without -q to see all." if others else ""
    hint = f" ({prose(first.hint)})" if first.hint else ""
    return f"error[{first.code}]: {whereabouts(first)}: {prose(first.message)}{hint}.{more}"


def on_console(report: Report, *, is_full: bool) -> Iterator[str]:
    """The report as this terminal shows it."""
    import shutil  # noqa: PLC0415 -- only a run that prints pays for it

    from portalaudit.report.to_console import render  # noqa: PLC0415 -- as above

    width = shutil.get_terminal_size((100, 24)).columns
    color = in_color()
    links = color and sys.stdout.isatty()
    return render(from_where_it_ran(report), color=color, links=links, width=width, is_full=is_full)


def exit_code(report: Report, least: Severity, *, allow_questions: bool) -> int:
    """Not knowing is not clean: what a rule cannot answer counts as a finding of its severity would."""
    if report.problems:
        return Exit.USER_FILES
    counted = report.due(report.findings() if allow_questions else (*report.findings(), *report.unanswered()))
    worst = min((v.severity.rank for v in counted), default=None)
    return Exit.FINDINGS if worst is not None and worst <= least.rank else Exit.CLEAN

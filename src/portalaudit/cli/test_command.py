"""`portalaudit test`: the rules' own cases."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from portalaudit import __version__
from portalaudit.cli.choosing import choice
from portalaudit.cli.completions import complete_rules
from portalaudit.cli.folders import DEFAULT_POLICIES, policies_here, read_policies
from portalaudit.cli.funnel import Exit
from portalaudit.cli.outputs import Output, OutputType, refuse_places, write_each
from portalaudit.cli.overwriting import refuse_what_is_read
from portalaudit.cli.paths import FolderType
from portalaudit.cli.processes import MOST_WANTED, cores
from portalaudit.cli.with_settings import CONFIG_OPTION, SettingsCommand, Several
from portalaudit.cli.writing import write_out
from portalaudit.model.proof import Proof
from portalaudit.pipeline.proving import Task, compile_suite, prove
from portalaudit.report import CASES_REPORTERS, cases_reporter
from portalaudit.report.cases_to_console import render


@click.command("test", cls=SettingsCommand, several=Several.NONE, short_help="Test the rules with their own cases.")
@click.argument("policies", type=FolderType(), required=False)
@CONFIG_OPTION
@click.option(
    "--select",
    multiple=True,
    shell_complete=complete_rules,
    help="Test only these rules or controls (names or patterns, commas between).",
)
@click.option("--own", is_flag=True, help="Never test the shipped rules; a folder without rules is fine.")
@click.option("--coverage", is_flag=True, help="List each part of an expression that no case makes true, or false.")
@click.option(
    "--mutate", is_flag=True, help="Change each expression in small ways and list the changes that no case catches."
)
@click.option(
    "-o",
    "--output",
    "outputs",
    type=OutputType(CASES_REPORTERS, lambda name: cases_reporter(name).SUFFIX),
    multiple=True,
    help="Write the results: json or junit. Repeatable; FILE - is standard output.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(0, MOST_WANTED), default=0, help="Processes. [default: as many as help]"
)
@click.option("-v", "--verbose", is_flag=True, help="List every case, not only those that failed.")
def command(
    policies: Path | None,
    select: Sequence[str],
    own: bool,
    coverage: bool,
    mutate: bool,
    outputs: Sequence[Output],
    jobs: int,
    verbose: bool,
) -> int:
    """Run the cases of every rule below the POLICIES folder (default: policies/), of packs that are not in use too.

    The shipped rules are tested where that folder holds no rule, or none that --select names. Parameters are those
    that the rules declare, whatever policy.yaml sets.

    Exit code: 0 all good, 1 a case gave another verdict than its marks, a rule lacks a kind of case, or something
    that was looked for is missing, 2 a file or flag is wrong.
    """
    refuse_places(outputs)
    folder = policies_here(policies)
    refuse_what_is_read(outputs, [folder] if folder else ())
    proof = _proof(folder, select, own=own, coverage=coverage, mutation=mutate, jobs=jobs)
    write_each(outputs, lambda name: cases_reporter(name).render(proof))
    if all(output.path is not None for output in outputs):
        write_out(render(proof, verbose=verbose))
    if proof.every_problem:
        return Exit.USER_FILES
    is_good = proof.is_good or (own and not proof.rules)
    return Exit.CLEAN if is_good else Exit.FINDINGS


def _proof(
    folder: Path | None, select: Sequence[str], *, own: bool, coverage: bool, mutation: bool, jobs: int
) -> Proof:
    files, unread = read_policies(folder, shipped_cases=not own)
    chosen = choice(select, ())
    suite, problems = compile_suite(files, (folder or DEFAULT_POLICIES).as_posix(), falls_back=not own)
    wanted = [written for written in suite.rules if chosen.wants(written.rule)]
    if select and not wanted and not own:
        suite, problems = compile_suite(files, None)
        wanted = [written for written in suite.rules if chosen.wants(written.rule)]
    if not problems:
        chosen.refuse_unmatched()
    facts = suite.facts if not select else ()
    task = Task(suite, [*wanted, *facts], coverage, mutation)
    results = prove(task, jobs or (cores() if coverage or mutation else 1))
    today = datetime.datetime.now(datetime.UTC).date()
    return Proof(__version__, today, coverage, mutation, results, (*unread, *problems))

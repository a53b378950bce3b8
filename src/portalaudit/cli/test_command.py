"""`portalaudit test`: the rules' own cases."""

from collections.abc import Sequence
from pathlib import Path

import click

from portalaudit import __version__
from portalaudit.cli.choosing import choice
from portalaudit.cli.folders import DEFAULT_POLICIES, read_policies
from portalaudit.cli.funnel import Exit
from portalaudit.cli.writing import write_out
from portalaudit.model.proof import Proof
from portalaudit.pipeline.proving import compile_suite, prove
from portalaudit.report.cases_to_console import render


@click.command("test", short_help="Run the rules' own cases.")
@click.argument("policies", type=click.Path(path_type=Path), required=False)
@click.option("--select", multiple=True, help="Test only these rules (names or patterns, commas between).")
@click.option("--coverage", is_flag=True, help="Name each part of an expression that no case makes true, or false.")
@click.option(
    "--mutate", is_flag=True, help="Change each expression in small ways and name changes that no case notices."
)
@click.option("-v", "--verbose", is_flag=True, help="Name every case, not only those that went wrong.")
def command(policies: Path | None, select: Sequence[str], coverage: bool, mutate: bool, verbose: bool) -> int:
    """Run the cases of every rule below the POLICIES folder (default: policies/), of packs that are not in use too.

    Without a rule there, the shipped rules are tested. Parameters are those that the rules declare, whatever
    policy.yaml sets.

    Exit code: 0 all good, 1 a case gave another verdict than its marks, a rule lacks a kind of case, or something
    that was looked for is missing, 2 a file is wrong.
    """
    files, unread = read_policies(policies)
    own = (policies or DEFAULT_POLICIES).as_posix()
    chosen = choice(select, ())
    suite, problems = compile_suite(files, own)
    wanted = [written for written in suite.rules if chosen.wants(written.rule)]
    if select and not wanted:
        suite, problems = compile_suite(files, None)
        wanted = [written for written in suite.rules if chosen.wants(written.rule)]
    if not problems:
        chosen.refuse_unmatched()
    results = prove(suite, wanted, coverage=coverage, mutation=mutate)
    proof = Proof(__version__, coverage, mutate, tuple(results), (*unread, *problems))
    write_out(render(proof, verbose=verbose))
    return _exit_code(proof)


def _exit_code(proof: Proof) -> int:
    if proof.every_problem:
        return Exit.USER_FILES
    return Exit.CLEAN if proof.rules and all(rule.is_good for rule in proof.rules) else Exit.FINDINGS

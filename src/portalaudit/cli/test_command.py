"""`portalaudit test`: the rules' own cases."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from portalaudit.cli.folders import read_policies
from portalaudit.cli.funnel import Exit
from portalaudit.evaluate.cases import RuleCases, run_cases
from portalaudit.model import Problem
from portalaudit.pipeline import CASES, Policies, compile_all
from portalaudit.source.document import Document


@click.command("test", short_help="Run the rules' own cases.")
@click.argument("policies", type=click.Path(path_type=Path), required=False)
@click.option("--select", multiple=True, help="Only these rules.")
@click.option("-v", "--verbose", is_flag=True, help="Name every case, not only those that went wrong.")
def command(policies: Path | None, select: Sequence[str], verbose: bool) -> int:
    """Run every *.cases.yaml below the POLICIES folder against its rule.

    Exit code: 0 all good, 1 a case gave another verdict than its marks or a rule lacks a kind of case, 2 a file is
    wrong.
    """
    files, unread = read_policies(policies)
    compiled, problems = compile_all(files, with_cases=True)
    runs = tuple(_runs(compiled, frozenset(select)))
    for problem in (*unread, *problems, *(p for run in runs for p in run.problems)):
        _show_problem(problem)
    for run in runs:
        _show(run, verbose=verbose)
    click.echo(_summary(runs))
    if unread or problems or any(run.problems for run in runs):
        return Exit.USER_FILES
    return Exit.CLEAN if runs and all(run.is_good for run in runs) else Exit.FINDINGS


def _runs(policies: Policies, select: frozenset[str]) -> Iterator[RuleCases]:
    cases = {Path(d.path).name.removesuffix(CASES): d for d in policies.documents if d.path.endswith(CASES)}
    for rule in policies.rules.rules:
        if not select or rule.id in select:
            document: Document | None = cases.get(rule.id)
            if document is None:
                yield RuleCases(rule.id, (), (), (f"a file {rule.id}{CASES} beside the rule",))
            else:
                yield run_cases(rule, document, policies.reference)


def _show_problem(problem: Problem) -> None:
    click.echo(f"error[{problem.code}]: {problem.message}\n --> {problem.place}")
    if problem.hint:
        click.echo(f"  = next: {problem.hint}")


def _show(run: RuleCases, *, verbose: bool) -> None:
    for result in run.results:
        if result.differences or verbose:
            click.echo(f"{'FAILED' if result.differences else 'ok    '} {run.rule}: {result.name} ({result.place})")
        for difference in result.differences:
            click.echo(f"         {difference}")
    for lacking in run.lacking:
        click.echo(f"FAILED {run.rule}: its cases lack {lacking}")


def _summary(runs: Sequence[RuleCases]) -> str:
    cases = sum(len(run.results) for run in runs)
    wrong = sum(bool(result.differences) for run in runs for result in run.results)
    lacking = sum(bool(run.lacking) for run in runs)
    return f"{len(runs)} rules, {cases} cases: {cases - wrong} good, {wrong} wrong; {lacking} rules lack a kind of case"

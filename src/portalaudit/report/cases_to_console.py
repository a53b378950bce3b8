"""The results of rules' cases for a person: short where all is good, and what to do next where it is not."""

import textwrap
from collections.abc import Iterator

from portalaudit.model.proof import CaseResult, Gap, Proof, RuleCases, Survivor
from portalaudit.report.characters import prose, visible
from portalaudit.report.wording import counted

WIDTH = 110
MARKS = "a comment such as `# expect: fail high` on a line says which answer belongs there"


def render(proof: Proof, *, verbose: bool = False) -> Iterator[str]:
    """Problems first, then each rule with something to do, then the sum."""
    for problem in proof.every_problem:
        yield f"error[{problem.code}]: {prose(problem.message)}\n --> {visible(str(problem.place))}\n"
        if problem.hint:
            yield f"  = next: {prose(problem.hint)}\n"
    for rule in proof.rules:
        yield from _rule(rule, verbose=verbose)
    yield f"{_sum(proof)}\n"
    yield from map(_step, _next_steps(proof))


def _rule(rule: RuleCases, *, verbose: bool) -> Iterator[str]:
    for case in rule.results:
        if case.differences:
            yield from _case(rule, case)
        elif verbose:
            yield f"ok     {rule.rule}: {prose(case.name)} ({visible(str(case.place))})\n"
    for lacking in rule.lacking:
        yield f"FAILED {rule.rule}: its cases lack {lacking}\n --> {visible(str(rule.place))}\n"
    for gap in rule.gaps:
        if verbose or not gap.because:
            yield from _gap(rule, gap)
    for survivor in rule.survivors:
        if verbose or not survivor.because:
            yield from _survivor(rule, survivor)


def _case(rule: RuleCases, case: CaseResult) -> Iterator[str]:
    yield f"FAILED {rule.rule}: {prose(case.name)}\n --> {visible(str(case.place))}\n"
    for difference in case.differences:
        yield f"       {prose(difference)}\n"


def _gap(rule: RuleCases, gap: Gap) -> Iterator[str]:
    head = "ok    " if gap.because else "GAP   "
    yield f"{head} {rule.rule}: {gap_message(gap)}\n --> {visible(str(gap.place))}\n"
    if gap.because:
        yield f"       explained: {prose(gap.because)}\n"


def _survivor(rule: RuleCases, survivor: Survivor) -> Iterator[str]:
    head = "ok    " if survivor.because else "ALIVE "
    yield f"{head} {rule.rule}: {survivor_message(survivor)}\n --> {visible(str(survivor.place))}\n"
    if survivor.because:
        yield f"       explained: {prose(survivor.because)}\n"


def gap_message(gap: Gap) -> str:
    """What no case has seen."""
    return f"no case makes this {str(gap.missing).lower()} in {gap.site}: {prose(gap.part)}"


def survivor_message(survivor: Survivor) -> str:
    """What no case notices."""
    return f"no case notices this change in {survivor.site}: {prose(survivor.change)}"


def _step(text: str) -> str:
    indent = "          "
    return (
        textwrap.fill(text, WIDTH, initial_indent="  = next: ", subsequent_indent=indent, break_long_words=False) + "\n"
    )


def _next_steps(proof: Proof) -> Iterator[str]:
    if proof.wrong_cases:
        yield "where a case is wrong, change the rule or the mark until both say the same"
    if any(rule.lacking for rule in proof.rules):
        yield f"write the cases that are lacking, beside the rule; {MARKS}"
    if any(rule.open_gaps for rule in proof.rules):
        yield (
            "for each gap, add a case in which it is so, with a mark; where no case can, say why at the end of the "
            'cases file: `gaps: [{in: require, part: "…", never: false, because: "…"}]`'
        )
    if any(rule.unexplained for rule in proof.rules):
        yield (
            "for each change, add a case whose answer or severity it would turn; where no case can, say why at the end "
            'of the cases file: `survivors: [{in: require, change: "…", because: "…"}]`'
        )


def _sum(proof: Proof) -> str:
    cases = sum(len(rule.results) for rule in proof.rules)
    facts = proof.files_of_facts
    parts = [
        ", ".join(
            filter(
                None,
                (
                    counted(len(proof.rules) - facts, "rule"),
                    counted(facts, "file of facts", "files of facts") if facts else "",
                    counted(cases, "case"),
                ),
            )
        )
    ]
    wrong, lacking = proof.wrong_cases, sum(bool(rule.lacking) for rule in proof.rules)
    parts += [f"{wrong} wrong"] if wrong else []
    parts += [f"{counted(lacking, 'rule')} without all kinds of case"] if lacking else []
    if proof.coverage:
        gaps = sum(len(rule.open_gaps) for rule in proof.rules)
        explained = sum(len(rule.gaps) for rule in proof.rules) - gaps
        parts.append(counted(gaps, "gap") + (f", {explained} explained" if explained else ""))
    if proof.mutation:
        tried = counted(sum(rule.mutants for rule in proof.rules), "change")
        alive = sum(len(rule.unexplained) for rule in proof.rules)
        explained = sum(len(rule.survivors) for rule in proof.rules) - alive
        parts.append(f"{tried} tried, {alive} unnoticed" + (f", {explained} explained" if explained else ""))
    return "; ".join(parts) + (": all good" if proof.is_good else "")

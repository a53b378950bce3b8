"""`portalaudit rules`: the rules in force, all of them or those that match."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from portalaudit.cli.choosing import Choice, choice
from portalaudit.cli.completions import complete_controls, complete_subjects
from portalaudit.cli.listing_outputs import write_listing
from portalaudit.cli.loading import POLICIES_OPTION, PoliciesCommand, load_policies
from portalaudit.cli.outputs import Output, OutputType
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.writing import write_out
from portalaudit.model import Severity
from portalaudit.model.rule_summary import Maturity
from portalaudit.pipeline.rule_lists import rules_listing
from portalaudit.policy.in_force import PolicySet
from portalaudit.policy.rules import Rule
from portalaudit.report.characters import prose
from portalaudit.report.listings import FORMATS


@click.command("rules", cls=PoliciesCommand, short_help="List the rules.")
@POLICIES_OPTION
@click.option(
    "--control",
    "controls",
    multiple=True,
    shell_complete=complete_controls,
    help="Only rules for these controls or frameworks: AC-2, hipaa:*",
)
@click.option(
    "--severity", "severities", multiple=True, type=click.Choice([s.value for s in Severity]), help="Only these."
)
@click.option(
    "--subject",
    "subjects",
    multiple=True,
    shell_complete=complete_subjects,
    help="Only rules for these subjects: account, person, portal …",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    type=OutputType(FORMATS),
    multiple=True,
    help=f"Write them whole as {', '.join(FORMATS)}. Repeatable; FILE - is standard output. [default: a line each]",
)
def command(
    policies: Path | None,
    controls: Sequence[str],
    severities: Sequence[str],
    subjects: Sequence[str],
    outputs: Sequence[Output],
) -> None:
    """List the rules in force: severity, subject, and what each one asks for."""
    compiled = load_policies(policies).rules
    _refuse_unknown_subject(subjects, compiled)
    chosen = choice(controls, ())
    wanted = [rule for rule in compiled.rules if _wants(rule, chosen, severities, subjects)]
    chosen.refuse_unmatched()
    if outputs:
        write_listing(rules_listing(compiled, wanted), outputs)
    else:
        write_out(_lines(compiled, wanted, chosen))


def _wants(rule: Rule, controls: Choice, severities: Sequence[str], subjects: Sequence[str]) -> bool:
    is_wanted = controls.wants(rule)  # asked first: it remembers which names matched
    return is_wanted and (not severities or rule.severity in severities) and (not subjects or rule.variable in subjects)


def _refuse_unknown_subject(subjects: Sequence[str], compiled: PolicySet) -> None:
    known = sorted({rule.variable for rule in compiled.rules})
    for subject in subjects:
        if subject not in known:
            meant = did_you_mean(subject, known, f"There are {', '.join(known)}.")
            raise click.UsageError(f"no rule judges '{subject}'.{meant}")


def _lines(compiled: PolicySet, wanted: Sequence[Rule], chosen: Choice) -> Iterator[str]:
    """A line for each rule, and below it what it claims of the controls that were asked for."""
    width = max((len(rule.id) for rule in compiled.rules), default=0)
    for rule in wanted:
        preview = " (preview)" if rule.maturity is Maturity.PREVIEW else ""
        yield f"{rule.id:{width}}  {rule.severity:8}  {prose(rule.title)}{preview}\n"
        if claims := chosen.claims(rule):
            yield f"    {'; '.join(claims)}\n"
    for left_out in compiled.left_out:
        yield f"{left_out.rule:{width}}  left out: {prose(left_out.reason)}\n"
    some = "" if len(wanted) == len(compiled.rules) else f"{len(wanted)} of "
    yield f"\n{some}{len(compiled.rules)} rules. `portalaudit explain RULE` says all about one of them.\n"

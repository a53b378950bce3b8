"""`portalaudit explain RULE`: what a rule asks, why, and what to do."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from portalaudit.cli.loading import POLICIES_OPTION, load_policies
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.policy.rules import Rule

WIDTH = 100


@click.command("explain", short_help="Say what a rule asks, why, and how to fix a finding.")
@click.argument("rule")
@POLICIES_OPTION
def command(rule: str, policies: Path | None) -> None:
    """Say what RULE asks, of whom, why, and how to fix a finding."""
    rules = {each.id: each for each in load_policies(policies).rules.rules}
    if rule not in rules:
        raise click.UsageError(
            f"there is no rule '{rule}'.{did_you_mean(rule, rules, '`portalaudit rules` lists them.')}"
        )
    click.echo("\n".join(_lines(rules[rule])))


def _lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.id} ({rule.severity})"
    yield rule.title
    yield from _part("Asked of", rule.subject)
    yield from _part("Applies when", rule.when.text if rule.when else "always")
    yield from _part("Requires", rule.require.text)
    for words, changes in (("More severe", rule.escalate), ("Less severe", rule.downgrade)):
        for change in changes:
            yield from _part(words, f"{change.severity} when {change.when.text}")
    yield from _part("Why", rule.rationale)
    yield from _part("To fix a finding", rule.remediation)
    yield from _part("Evidence to keep", rule.evidence)
    for name, param in rule.declared.items():
        unit = f" {param.unit}" if param.unit else ""
        yield from _part(f"Parameter {name}", f"{rule.params[name]}{unit}: {param.description}")
    for framework, ids in rule.controls.items():
        yield from _part(f"Supports evidence for {framework}", ", ".join(ids))
    yield from _part("Waivers", "allowed" if rule.waivable else "not allowed")
    for reference in rule.references:
        yield from _part("Read more", " ".join(filter(None, (reference.title, reference.url, reference.note))))


def _part(heading: str, text: str) -> Iterator[str]:
    words = " ".join(text.split())
    if words:
        yield f"\n{heading}:"
        yield textwrap.fill(words, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False)

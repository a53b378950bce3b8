"""`portalaudit rules`: every rule in one line."""

from pathlib import Path

import click

from portalaudit.cli.loading import POLICIES_OPTION, load_policies


@click.command("rules", short_help="List the rules.")
@POLICIES_OPTION
def command(policies: Path | None) -> None:
    """List the rules in force, with severity, subject and the compliant state that each one asks for."""
    compiled = load_policies(policies).rules
    width = max((len(rule.id) for rule in compiled.rules), default=0)
    for rule in compiled.rules:
        click.echo(f"{rule.id:{width}}  {rule.severity:8}  {rule.title}")
    for left_out in compiled.left_out:
        click.echo(f"{left_out.rule:{width}}  left out: {left_out.reason}")
    click.echo(
        f"\n{len(compiled.rules)} rules. `portalaudit explain RULE` says what a rule asks and how to fix a finding."
    )

"""`portalaudit facts`: everything that a rule may read."""

import textwrap

import click

from portalaudit.cli.suggesting import did_you_mean
from portalaudit.inventory.vocabulary import vocabulary
from portalaudit.model import Entity

INDENT = " " * 4


@click.command("facts", short_help="List the facts that rules may read.")
@click.argument("entity", required=False)
def command(entity: str | None) -> None:
    """List every fact with its type and meaning; of one ENTITY (account, person, portal …) or of all.

    Facts marked with * are derived; the others are written in the inventory.
    """
    entities = vocabulary().entities
    if entity is not None and entity not in entities:
        raise click.UsageError(f"there is no entity '{entity}'.{did_you_mean(entity, entities)}")
    wanted = [entities[entity]] if entity else sorted(entities.values(), key=lambda e: (not e.is_subject, e.name))
    for each in wanted:
        _show(each)


def _show(entity: Entity) -> None:
    subject = " (a rule may be `for:` it)" if entity.is_subject else ""
    click.echo(f"{entity.name}{subject}: {entity.meaning}")
    for fact in sorted(entity.facts.values(), key=lambda f: f.name):
        star = "*" if fact.derived else " "
        click.echo(f"  {star} {entity.name}.{fact.name}: {fact.type}")
        words = fact.meaning + (f" One of: {', '.join(fact.type.choices)}." if fact.type.choices else "")
        click.echo(textwrap.fill(" ".join(words.split()), 100, initial_indent=INDENT, subsequent_indent=INDENT))
    click.echo()

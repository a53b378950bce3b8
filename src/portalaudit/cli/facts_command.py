"""`portalaudit facts`: everything that a rule may read."""

import itertools
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from portalaudit.cli.completions import complete_entities
from portalaudit.cli.folders import policies_here, read_policies
from portalaudit.cli.funnel import Exit
from portalaudit.cli.loading import POLICIES_OPTION, PoliciesCommand
from portalaudit.cli.practice_options import tell
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.writing import write_out
from portalaudit.model import Entity, Kind
from portalaudit.pipeline.policies import own_vocabulary
from portalaudit.policy.functions import FUNCTIONS
from portalaudit.report.characters import prose

INDENT = " " * 4


@click.command("facts", cls=PoliciesCommand, short_help="List the facts that rules may read.")
@click.argument("entity", required=False, shell_complete=complete_entities)
@POLICIES_OPTION
def command(entity: str | None, policies: Path | None) -> int:
    """List every fact that a rule may read, with type and meaning: of one ENTITY (account, person, portal …) or of all.

    Facts marked with * are derived; the others are written in the inventory. The practice's own attributes are among
    them where it has schemas of them, in policies/attributes/.
    """
    files, unread = read_policies(policies_here(policies))
    vocabulary, wrong = own_vocabulary(files)
    entities = vocabulary.entities
    if entity is not None and entity not in entities:
        raise click.UsageError(f"there is no entity '{entity}'.{did_you_mean(entity, entities)}")
    wanted = _with_attributes(entity, entities) if entity else sorted(entities.values(), key=_subjects_first)
    tell((*unread, *wrong))
    lines = (line for each in wanted for line in _lines(each))
    write_out(lines if entity else itertools.chain(lines, _functions()))
    return Exit.USER_FILES if unread or wrong else Exit.CLEAN


def _subjects_first(entity: Entity) -> tuple[bool, str]:
    return not entity.is_subject, entity.name


def _with_attributes(name: str, entities: Mapping[str, Entity]) -> Iterator[Entity]:
    """An entity, and below it the practice's own records that its attributes lead to."""
    yield entities[name]
    for fact in entities[name].facts.values():
        if fact.type.kind is Kind.RECORD and fact.type.entity.startswith((f"{name}_attributes", f"{name}.")):
            yield from _with_attributes(fact.type.entity, entities)


def _lines(entity: Entity) -> Iterator[str]:
    subject = " (a rule may be `for:` it)" if entity.is_subject else ""
    name = entity.name.replace("_attributes", ".attributes")  # as a rule writes it
    yield f"{name}{subject}: {prose(entity.meaning)}\n"
    for fact in sorted(entity.facts.values(), key=lambda f: f.name):
        star = "*" if fact.derived else " "
        yield f"  {star} {name}.{fact.name}: {fact.type}\n"
        words = fact.meaning + (f" One of: {', '.join(fact.type.choices)}." if fact.type.choices else "")
        yield textwrap.fill(prose(words), 100, initial_indent=INDENT, subsequent_indent=INDENT) + "\n"
    yield "\n"


def _functions() -> Iterator[str]:
    """The functions that expressions may call beside those of the language."""
    yield "functions (beside those of CEL and its extensions for texts, optional values, bindings and math)\n"
    for function in FUNCTIONS:
        yield f"    {function.call}: {function.gives}\n"
        yield textwrap.fill(f"{function.meaning}.", 100, initial_indent=INDENT, subsequent_indent=INDENT) + "\n"
    yield "\n"

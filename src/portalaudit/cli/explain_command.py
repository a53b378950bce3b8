"""`portalaudit explain NAME`: a rule, or whatever rules are asked of, told whole."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from portalaudit.cli.completions import complete_explained
from portalaudit.cli.folders import policies_for
from portalaudit.cli.funnel import Exit
from portalaudit.cli.listed_practices import names
from portalaudit.cli.listing_outputs import output_option, write_answer
from portalaudit.cli.loading import POLICIES_OPTION, load_policies
from portalaudit.cli.outputs import Output
from portalaudit.cli.practice_options import (
    AS_OF_OPTION,
    INVENTORY_ARGUMENT,
    assignment_for,
    found,
    opened_practice,
    tell,
)
from portalaudit.cli.settings import kept
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.trees import DISK
from portalaudit.cli.with_settings import SettingsCommand, Several
from portalaudit.inventory.called import names_of
from portalaudit.model.article import Article
from portalaudit.pipeline.rule_pages import rule_page
from portalaudit.pipeline.subject_pages import subject_page
from portalaudit.report.articles import FORMATS

_SEVERAL = 2


class ExplainCommand(SettingsCommand):
    """Says how a name of several words is typed, where a shell has taken it apart."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        typed = [*args]  # click takes them out of the list that it gets
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as fault:
            given, extra, _ = self.make_parser(ctx).parse_args(args=typed)
            words = [word for word in (given.get("name"), given.get("inventory"), *extra) if isinstance(word, str)]
            if len(words) < _SEVERAL:
                raise
            raise click.UsageError(_with_quotes(fault.format_message(), words), ctx) from None


def _with_quotes(message: str, words: Sequence[str]) -> str:
    """A message about a name that a shell took for several words, which says how to type it."""
    name = " ".join(words)
    return f'{message.rstrip(".")}. If the name is {name}, put it in quotes: portalaudit explain "{name}"'


@click.command(
    "explain",
    cls=ExplainCommand,
    several=Several.NONE,
    short_help="Explain a rule, or show every result for an account or person.",
)
@click.argument("name", shell_complete=complete_explained)
@INVENTORY_ARGUMENT
@POLICIES_OPTION
@AS_OF_OPTION
@output_option(FORMATS)
def command(
    name: str, inventory: Path, policies: Path | None, as_of: datetime.date | None, outputs: Sequence[Output]
) -> int:
    """Explain the rule NAME: what it requires of whom, why, how to fix a finding, parameters and examples.

    Or, where NAME is the ID, name or login of an account, a person or anything else in INVENTORY: every rule that
    applies to it, the result, and the facts that the rule read.
    """
    if policies is None and DISK.is_folder(inventory):
        policies = policies_for(inventory, None).folder
    page = _of_rule(name, policies)
    if page is not None:
        write_answer(page, FORMATS, outputs)
        return Exit.CLEAN
    return _of_subject(name, inventory, policies, as_of, outputs)


def _of_rule(name: str, policies: Path | None) -> Article | None:
    compiled = load_policies(policies, cases_of=name)
    rule = next((rule for rule in compiled.rules.rules if rule.id == name), None)
    return None if rule is None else rule_page(rule, compiled)


def _of_subject(
    name: str, inventory: Path, policies: Path | None, as_of: datetime.date | None, outputs: Sequence[Output]
) -> int:
    if not DISK.is_folder(inventory):
        is_typed = click.get_current_context().get_parameter_source("inventory") is ParameterSource.COMMANDLINE
        message = _unknown(name, _rules(policies), _no_inventory(inventory))
        raise click.UsageError(_with_quotes(message, (name, str(inventory))) if is_typed else message)
    assignment, unread = assignment_for(inventory, policies, as_of, outputs)
    opened = opened_practice(assignment)
    problems = found((*unread, *opened.problems), assignment, opened)
    tell(problems)
    page = subject_page(name, assignment, opened)
    if page is None:
        names = (*_rules(policies), *names_of(opened.world))
        raise click.UsageError(_unknown(name, names, f"nothing in '{inventory}' has that ID, name or login"))
    write_answer(page, FORMATS, outputs)
    return Exit.USER_FILES if problems else Exit.CLEAN


def _no_inventory(inventory: Path) -> str:
    settings = kept()
    if settings is not None and settings.several:
        return f"{settings.file.path} lists several practices to look in. Name one behind it: {names(settings.several)}"
    return f"there is no inventory '{inventory}' to look in either"


def _rules(policies: Path | None) -> tuple[str, ...]:
    return tuple(rule.id for rule in load_policies(policies).rules.rules)


def _unknown(name: str, names: Sequence[str], why: str) -> str:
    return f"there is no rule '{name}', and {why}.{did_you_mean(name, names, '`portalaudit rules` lists the rules.')}"

"""`portalaudit new`: the first text of files that someone goes on writing."""

import datetime
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import click

from portalaudit.cli.beginnings import BEGINNINGS, cases_text, pack_text, rule_text
from portalaudit.cli.completions import complete_from
from portalaudit.cli.editor_files import schema_line
from portalaudit.cli.folders import DEFAULT_POLICIES, read_policies
from portalaudit.cli.paths import FolderType, refuse_empty_variable
from portalaudit.cli.suggesting import did_you_mean
from portalaudit.cli.trees import DISK
from portalaudit.cli.with_settings import CONFIG_OPTION, SettingsCommand, Several
from portalaudit.cli.writing import write_whole
from portalaudit.pipeline import CASES, PolicyFiles, compile_all
from portalaudit.policy.packs import is_rule
from portalaudit.source.ways import is_reserved

OWN_PACK = "own"
PACK_FILE = "pack.yaml"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@click.group("new", short_help="Create a rule and its cases from a template.")
def command() -> None:
    """Create something new from a template."""


@command.command(
    "rule", cls=SettingsCommand, several=Several.NONE, short_help="Create a rule and its cases from a template."
)
@click.argument("rule")
@click.option(
    "--for",
    "subject",
    default="account",
    shell_complete=complete_from(lambda: BEGINNINGS),
    show_default=True,
    help="What the rule judges.",
)
@click.option("--pack", help="Pack of the rule, a folder of that name. [default: the only one there is, else own]")
@click.option(
    "-p",
    "--policies",
    type=FolderType(),
    default=DEFAULT_POLICIES,
    envvar="PORTALAUDIT_POLICIES",
    callback=refuse_empty_variable,
    show_default=True,
    help="Folder of your own packs; made where there is none.",
)
@CONFIG_OPTION
def rule_command(rule: str, subject: str, pack: str | None, policies: Path) -> None:
    """Write RULE and its cases into your own policies folder.

    `portalaudit test` then says what is to be written. Nothing is ever overwritten.
    """
    _refuse_names(rule, subject, pack)
    files = _files(policies)
    _refuse_known(rule, files)
    folder = policies / (pack or _only_pack(policies))
    written = list(_write(folder, rule, subject, policies))
    for path in written:
        click.echo(f"wrote {path}")
    for step in _next_steps(rule, folder, policies):
        click.echo(f"next: {step}")


def _refuse_names(rule: str, subject: str, pack: str | None) -> None:
    for what, name in (("rule", rule), ("pack", pack or OWN_PACK)):
        if not _ID.fullmatch(name):
            raise click.UsageError(
                f"'{name}' is not a valid {what} name. Use lowercase letters, digits and hyphens: 'no-shared-logins'."
            )
        if is_reserved(name):
            raise click.UsageError(f"Windows keeps the name '{name}' for a device. Choose another name for the {what}.")
    if subject not in BEGINNINGS:
        known = ", ".join(BEGINNINGS)
        raise click.UsageError(
            f"no rule can be begun for '{subject}'; there are {known}.{did_you_mean(subject, BEGINNINGS)}"
        )


def _files(policies: Path) -> PolicyFiles:
    files, _ = read_policies(policies if DISK.is_folder(policies) else None)
    return files


def _refuse_known(rule: str, files: PolicyFiles) -> None:
    for text in files.texts:
        if is_rule(text.inside) and Path(text.path).stem == rule:
            raise click.UsageError(f"there is a rule '{rule}' already, in {text.path}. Choose another name.")


def _only_pack(policies: Path) -> str:
    """The folder of the only pack below the policies folder; a new one where there is none."""
    packs = sorted(path.parent.name for path in policies.glob(f"*/{PACK_FILE}"))
    if len(packs) > 1:
        raise click.UsageError(f"'{policies}' holds several packs: {', '.join(packs)}. Say which with --pack.")
    return packs[0] if packs else OWN_PACK


def _write(folder: Path, rule: str, subject: str, policies: Path) -> Iterator[Path]:
    today = datetime.datetime.now(datetime.UTC).date()
    texts = {f"{rule}.yaml": rule_text(rule, subject), f"{rule}{CASES}": cases_text(subject, today)}
    if not (folder / PACK_FILE).exists():
        texts = {PACK_FILE: pack_text(folder.name), **texts}
    _refuse_existing([folder / name for name in texts])
    kinds = {PACK_FILE: "pack", f"{rule}{CASES}": "cases"}
    for name, text in texts.items():
        first = schema_line(kinds.get(name, "rule"), policies, folder)
        write_whole(folder / name, [first, text], mode=None)
        yield folder / name


def _refuse_existing(paths: Collection[Path]) -> None:
    for path in paths:
        if path.exists():
            raise click.UsageError(f"'{path}' is there already, and nothing is overwritten. Choose another name.")


def _next_steps(rule: str, folder: Path, policies: Path) -> Iterator[str]:
    cases = folder / f"{rule}{CASES}"
    yield f"write a failing case into {cases}, then the rule; `check` calls it an error until it is written"
    yield f"run `portalaudit test{_shown(policies)} --select {rule}`, which says what is still to be written"
    compiled, _ = compile_all(_files(policies))
    if folder.name not in {str(pack.folder) for pack in compiled.rules.packs}:
        yield f"add '{folder.name}' to `packs:` in {policies / 'policy.yaml'}, or the rule is not evaluated"


def _shown(policies: Path) -> str:
    return "" if policies == DEFAULT_POLICIES else f" {policies}"

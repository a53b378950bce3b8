"""What the config file sets at a commit: against a base, that file decides what counts, and not the branch's.

What only says where output goes stays the branch's own. A file outside of the repository is as it is.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from portalaudit.cli import git
from portalaudit.cli.commit_tree import CommitTree
from portalaudit.cli.discovery import INVENTORY
from portalaudit.cli.listed_practices import ListedPractice, listed_practices, lists_practices, practices_here
from portalaudit.cli.settings import DECISIVE, FileSetting, SettingsInEffect, asked, names_of, read_settings
from portalaudit.cli.settings_file import SettingsFile, file_of, find_config
from portalaudit.cli.trees import DISK
from portalaudit.model import Place
from portalaudit.model.comparison import PolicyChange, PolicyPart
from portalaudit.model.report import Setting
from portalaudit.model.values import dataclass, replace
from portalaudit.source.ways import way

_INVENTORY = Path(INVENTORY)


@dataclass(frozen=True, slots=True)
class SettingsThen:
    """What the config file of a commit sets for a command; `fault` says what is wrong with that file."""

    file: SettingsFile | None = None
    settings: tuple[FileSetting, ...] = ()
    fault: str = ""


def base_tree(written: str, found: SettingsInEffect | None, typed: str | None) -> CommitTree | None:
    """The commit that `--base` names; None where there is none, which the command says itself."""
    ref, inventory = written.partition(":")[0], (found and found.inventory) or _INVENTORY
    top = git.repository(DISK.real(Path(typed) if typed is not None and DISK.is_folder(Path(typed)) else inventory))
    commit = git.commit(top, ref) if top is not None and ref else None
    if top is None or not isinstance(commit, str):
        return None
    try:
        return CommitTree(top, commit, ref)
    except click.UsageError:
        return None


def settings_then(
    ctx: click.Context, tree: CommitTree, now: SettingsInEffect | None, inventory: Path | None
) -> SettingsThen:
    """What the config file of this run sets as the commit has it; of its practices for that of the inventory."""
    path = _path(ctx, tree, now, inventory)
    data = tree.data(path) if path is not None and tree.holds(path) else None
    if path is None or data is None:
        is_outside = now is not None and now.is_here and not tree.holds(now.file.path)
        return SettingsThen(now.file, now.settings) if now is not None and is_outside else SettingsThen()
    try:
        file = file_of(path, data)
    except click.ClickException:
        return SettingsThen(fault=_broken(path))
    settings = read_settings(file, names_of(ctx), ctx.command.params, _practice(file, inventory))
    return SettingsThen(fault=_broken(path)) if file.wrong else SettingsThen(file, settings)


def _broken(path: Path) -> str:
    return f"{path.name} has a mistake at that commit, so nothing that it sets there counts"


def _path(ctx: click.Context, tree: CommitTree, now: SettingsInEffect | None, inventory: Path | None) -> Path | None:
    """Where the commit has the config file. Of a file that lists practices, nothing nearer to one of them counts."""
    look = asked(ctx)
    if look.named is not None:
        return now.file.path if now is not None else None
    if now is not None and lists_practices(now.file) and tree.exists(now.file.path):
        return now.file.path
    is_listed = now is not None and lists_practices(now.file)
    start = inventory if is_listed and inventory else Path(look.typed or _INVENTORY)
    found = find_config(start, tree)
    return None if found is None else Path(way(found))


def _practice(file: SettingsFile, inventory: Path | None) -> ListedPractice | None:
    if not lists_practices(file) or inventory is None:
        return None
    real = os.path.realpath(inventory)
    return next((one for one in listed_practices(file) if os.path.realpath(one.inventory) == real), None)


def by_base(
    ctx: click.Context, tree: CommitTree, now: SettingsInEffect | None, typed: str | None
) -> SettingsInEffect | None:
    """The settings of a run against a base: what decides is as the base's file has it.

    Where the inventory that the base's file names is gone, the branch says where it is now.
    """
    inventory = Path(typed) if typed is not None else (now.inventory if now else None)
    then = settings_then(ctx, tree, now, inventory)
    if now is None and then.file is None:
        return None
    own = {one.parameter: one for one in now.settings} if now else {}
    decided = {one.parameter: one for one in then.settings if one.parameter in DECISIVE}
    if "inventory" in own and not DISK.is_folder(decided["inventory"].value if "inventory" in decided else _INVENTORY):
        decided["inventory"] = own["inventory"]
    of_base = tuple(decided.values())
    if now is not None:
        return replace(now, of_base=of_base)
    return SettingsInEffect(then.file, of_base=of_base, is_here=False) if then.file else None


def only_at_base(ctx: click.Context, tree: CommitTree, now: SettingsInEffect | None) -> tuple[ListedPractice, ...]:
    """The practices of this folder that the base's file lists and the branch's does not, and that are there.

    Raises click.UsageError where the branch's file lists none any more, so that it is not known what to check.
    """
    then = settings_then(ctx, tree, now, None).file
    if then is None or not lists_practices(then) or (now is not None and then is now.file):
        return ()
    if now is None or not lists_practices(now.file):
        raise click.UsageError(
            f"{then.path.name} lists practices at the base, and no more in this branch. Name the inventory to check."
        )
    own = {os.path.realpath(one.inventory) for one in listed_practices(now.file)}
    lost = (one for one in listed_practices(then) if os.path.realpath(one.inventory) not in own)
    return practices_here(replace(one, number=None) for one in lost if DISK.is_folder(one.inventory))


def setting_changes(now: SettingsInEffect | None, then: SettingsThen) -> Iterator[PolicyChange]:
    """What the branch's config file sets otherwise than the base's of what decides, in the order of the flags."""
    new, old = _decisive(now.settings if now and now.is_here else ()), _decisive(then.settings)
    for name in DECISIVE:
        one, other = new.get(name), old.get(name)
        if one is not None and (other is None or one.value != other.value):
            yield _change(one.said, _words(one), one.said.place)
        elif one is None and other is not None:
            yield _change(other.said, f"would no longer set {other.said.name} to {other.said.value}", None)


def _change(said: Setting, words: str, place: Place | None) -> PolicyChange:
    return PolicyChange(PolicyPart.SETTINGS, said.place.path, f"{words}; that does not count yet", place)


def _decisive(settings: tuple[FileSetting, ...]) -> Mapping[str, FileSetting]:
    return {one.parameter: one for one in settings}


def _words(one: FileSetting) -> str:
    name, value = one.said.name, one.said.value
    sentences = {"ignore": f"would ignore {value}", "select": f"would evaluate only {value}"}
    return sentences.get(one.parameter, f"would set {name} to {value}")

"""A commit that is named, such as by `--base`, as something to judge."""

import os
from collections.abc import Iterator
from pathlib import Path

import click
from click.core import ParameterSource

from portalaudit.cli import git
from portalaudit.cli.base_settings import SettingsThen, setting_changes, settings_then
from portalaudit.cli.commit_tree import CommitTree
from portalaudit.cli.folders import (
    current_folder,
    passed_by,
    policies_for,
    policies_used,
    read_policies,
    way_from_root,
    ways,
)
from portalaudit.cli.moved_practice import folder_in
from portalaudit.cli.practice_options import policies_below
from portalaudit.cli.settings import kept, said_by
from portalaudit.model.comparison import Base
from portalaudit.model.values import replace
from portalaudit.pipeline import Assignment
from portalaudit.pipeline.against_base import Against
from portalaudit.pipeline.assignment import Watch
from portalaudit.pipeline.reading import YAML
from portalaudit.report.characters import visible
from portalaudit.source.files import read_folder

_SHORT = 12
_OF_A_COMMIT = frozenset("~^@{")
"""Signs by which git counts commits back from a name."""


def against(written: str, assignment: Assignment, own_policies: Path | None, flag: str = "") -> Against:
    """The commit that is named, read from git: the inventory and the policies as it has them.

    `REF:FOLDER` says where the inventory was, if it was somewhere else. Raises click.UsageError where there is no such
    commit, or git does not give its files.
    """
    ref, _, folder = written.partition(":")
    real = Path(assignment.inventory.resolve())
    top = git.repository(real)
    if top is None:
        raise click.UsageError(
            f"'{assignment.inventory}' lies in no git repository, so there is no commit to compare it with."
        )
    commit = _commit(top, ref)
    if len(ref) > _SHORT and commit.startswith(ref):
        ref = commit[:_SHORT]  # build servers name commits in full, and no one reads forty signs
    named = visible(f"{flag}{ref}")
    tree = CommitTree(top, commit, named)
    inventory = Path(os.path.normpath(top / folder)) if folder else real
    if folder and not (tree.holds(inventory) and tree.is_folder(inventory)):
        raise click.UsageError(f"{named}: that commit has no folder '{visible(folder)}'.")
    ctx = click.get_current_context()
    then = settings_then(ctx, tree, kept(ctx), assignment.inventory)
    judged, notes = _assignment(assignment, tree, inventory, _own_policies(ctx, own_policies, then))
    below = inventory.relative_to(top).as_posix()
    has_inventory = _holds_records(judged)
    if not has_inventory and not folder:
        notes += _elsewhere(tree, top, assignment, ref)
    return Against(
        base=Base(
            ref=ref,
            commit=commit,
            folder="" if below == "." else below,
            has_inventory=has_inventory,
            notes=(*_behind(top, ref, commit), *_named_by_file(ctx, top, commit, ref), *_fault(then), *notes),
        ),
        assignment=judged,
        has_same_policies=_files(judged) == _files(assignment),
        settings=tuple(setting_changes(kept(ctx), then)),
    )


def _commit(top: Path, ref: str) -> str:
    """The id of the commit. Raises click.UsageError with what to type where there is none."""
    found = git.commit(top, ref) if ref else None
    if isinstance(found, str):
        return found
    if found is not None:
        raise click.UsageError(f"{visible(ref)}: {found.text}.")
    raise click.UsageError(
        _of_the_repository_around(top, ref) or f"there is no commit '{visible(ref)}' {_where_it_may_be(top, ref)}"
    )


def _of_the_repository_around(top: Path, ref: str) -> str:
    """That a commit is one of a repository that has this one as a submodule, and which commit that records here."""
    outer = git.repository(top.parent) if ref else None
    found = git.commit(outer, ref) if outer is not None else None
    if outer is None or not isinstance(found, str):
        return ""
    name = top.relative_to(outer).as_posix()
    entries = git.tree(outer, found, [name])
    entry = None if isinstance(entries, git.Fault) else entries.get(name)
    named = f"'{visible(ref)}' is a commit of the repository around it, and the inventory lies in the submodule"
    if entry is None or entry.mode != git.SUBMODULE:
        return f"{named} '{visible(name)}', which that commit does not have. Name a commit of '{visible(name)}'."
    return f"{named} '{visible(name)}'. That commit has it at {entry.id[:_SHORT]}: --base {entry.id[:_SHORT]}"


def _where_it_may_be(top: Path, ref: str) -> str:
    """How to come by a commit that the repository does not hold."""
    if isinstance(unborn := git.head(top), git.Fault):
        return f"in this repository: {unborn.text}."
    if not git.is_shallow(top):
        return "in this repository. `git branch --all` lists its branches; `git fetch` brings what the server has."
    if _OF_A_COMMIT & set(ref):
        return "in this shallow clone. To fetch the older commits: git fetch --unshallow"
    branch = ref.removeprefix("origin/")
    return (
        f"in this shallow clone. To fetch it: git fetch --depth=1 origin {visible(branch)} "
        "and then compare with --base FETCH_HEAD"
    )


def _behind(top: Path, ref: str, commit: str) -> Iterator[str]:
    """That the base went on since the branch began: what was repaired there counts as new here."""
    head = git.head(top)
    fork = git.fork(top, commit, head) if isinstance(head, str) else None
    if fork is not None and fork != commit:
        yield (
            f"{ref} has commits that this branch does not have, and what they repair counts as new here; for the "
            f"changes of this branch alone: --base {fork[:_SHORT]}"
        )


def _own_policies(ctx: click.Context, named: Path | None, then: SettingsThen) -> Path | None:
    """The policies that the command line names, else those that the commit's config file does."""
    if ctx.get_parameter_source("policies") in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT):
        return named
    return next((one.value for one in then.settings if one.parameter == "policies"), None)


def _named_by_file(ctx: click.Context, top: Path, commit: str, ref: str) -> Iterator[str]:
    """That a config file names the base, which a branch may change."""
    if ctx.get_parameter_source("base") is not ParameterSource.DEFAULT_MAP:
        return
    same = ", the commit that is checked out: only what is not committed yet can be new"
    yield (
        f"{said_by(ctx, 'base')} names {ref} as the base{same if git.head(top) == commit else ''}; so that no branch "
        "can choose its base itself, type --base"
    )


def _fault(then: SettingsThen) -> Iterator[str]:
    if then.fault:
        yield then.fault


def _assignment(
    assignment: Assignment, tree: CommitTree, inventory: Path, own: Path | None
) -> tuple[Assignment, list[str]]:
    """The inventory with its policies in a commit, and what there is to say of these."""
    chosen, notes = policies_for(inventory, own, tree), []
    folder = chosen.folder
    if folder is not None and not tree.is_folder(folder):
        notes.append(f"that commit has no policies in {chosen.shown}, so the rules that ship with portalaudit are used")
        folder = None
    if folder is not None and not tree.holds(folder):
        notes.append(f"the policies in {chosen.shown} lie in no folder of this repository, so they are as they are now")
    files, unread = read_policies(folder, chosen.shown, shipped_cases=False, tree=tree)
    not_used = passed_by(files, chosen)
    left_out = tuple(policies_below(inventory, files))
    stored = tree.inventory(inventory)
    texts = tuple(text for text in stored.texts if not text.path.startswith(tuple(f"{one}/" for one in left_out)))
    base = replace(
        assignment,
        policies=files,
        policies_used=policies_used(files, not_used, assignment.inventory),
        from_root=replace(way_from_root(assignment.inventory, files, not_used), settings=assignment.from_root.settings),
        not_used=ways(not_used, current_folder()),
        left_out=left_out,
        stored=replace(stored, texts=texts, problems=(*stored.problems, *unread)),
        git=lambda _files: None,
        watch=Watch(),
    )
    return base, notes


def _elsewhere(tree: CommitTree, top: Path, assignment: Assignment, ref: str) -> Iterator[str]:
    """That the commit holds the practice in another folder, and how to name that."""
    now = assignment.stored.texts if assignment.stored else read_folder(assignment.inventory, YAML)[0]
    found = folder_in(tree, top, now)
    if found is not None:
        yield f"{ref} holds this practice in {found}; to compare with that: --base {visible(f'{ref}:{found}')}"


def _holds_records(assignment: Assignment) -> bool:
    texts = assignment.stored.texts if assignment.stored else ()
    return any(text.path.lower().endswith(YAML) for text in texts)


def _files(assignment: Assignment) -> dict[str, bytes]:
    """The policy files by path."""
    return {text.path: _as_recorded(text.data) for text in assignment.policies.texts}


def _as_recorded(data: bytes) -> bytes:
    """Contents with the line ends that git records, whatever it writes on this computer."""
    return data.replace(b"\r\n", b"\n")

"""Which folders a run reads, and how they are named."""

import os
from collections.abc import Iterable
from pathlib import Path

import click

from portalaudit.cli.discovery import POLICIES, find_policies
from portalaudit.cli.git import repository
from portalaudit.cli.layers import laid_over, read_layer, read_layers
from portalaudit.cli.redacting import never_print
from portalaudit.cli.shipped import policies_dir
from portalaudit.cli.trees import DISK, Tree
from portalaudit.model import Problem
from portalaudit.model.report import SHIPPED, PoliciesUsed, Way
from portalaudit.model.values import dataclass
from portalaudit.pipeline import PolicyFiles
from portalaudit.policy.packs import CASES_ENDINGS
from portalaudit.source.files import Text
from portalaudit.source.secrets import secrets_in
from portalaudit.source.ways import way as way_to

DEFAULT_POLICIES = Path(POLICIES)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The policies folder of a run, as the user finds it and as reports name it, and others that were seen."""

    folder: Path | None
    shown: str = ""
    others: tuple[Path, ...] = ()


def current_folder() -> Path:
    """Where the command was typed. Raises click.UsageError where that folder is gone."""
    try:
        return Path.cwd()
    except OSError:
        raise click.UsageError(
            "the current folder is gone: it was removed or may not be read. Change to another one (cd) and run again."
        ) from None


def inventory_folder(root: Path) -> Path:
    """The folder to judge, relative where it lies below the current one.

    Raises click.UsageError where there is none.
    """
    here = current_folder()
    try:
        is_file, is_folder = root.is_file(), root.is_dir()
    except OSError as error:
        raise click.UsageError(f"'{root}' cannot be looked at: {error.strerror}. Name another folder.") from None
    if is_file:
        raise click.UsageError(f"'{root}' is a file. Name the folder that it is in: '{root.parent}'.")
    if not is_folder:
        raise click.UsageError(
            f"there is no folder '{root}'. Name the folder that holds the practice's YAML files, for example "
            "`portalaudit check inventory/my-practice`."
        )
    below = relative(root, here)
    return root if below is None else Path(below)


def relative(inner: Path, outer: Path) -> str | None:
    """Where a folder lies below another one; None where it does not."""
    try:
        return inner.resolve().relative_to(outer.resolve()).as_posix()
    except ValueError:
        return None


def policies_for(inventory: Path, own: Path | None, tree: Tree = DISK) -> Chosen:
    """The policies of an inventory: those asked for, else those found from the inventory upward.

    Reports name the folder by its own name, `policies/`, from wherever it was found or named; only where the inventory
    holds one of that name itself by the way from there.
    """
    found = find_policies(inventory, tree)
    every = (*((found.folder,) if found.folder else ()), *found.others)
    folder = own if own is not None else found.folder and Path(way_to(found.folder))
    return Chosen(folder, _name(folder, inventory, tree) if folder else "", every)


def _name(folder: Path, inventory: Path, tree: Tree) -> str:
    """What reports begin the paths of a policies folder with, from wherever the command is typed."""
    real = tree.real(folder)
    inside = tree.real(inventory) / real.name
    is_ambiguous = not real.name or real.name == SHIPPED or (tree.is_folder(inside) and real != inside)
    return way(folder, inventory) if is_ambiguous else real.name


def policies_here(own: Path | None) -> Path | None:
    """The policies for a command about rules alone: those asked for, else the nearest from where it is typed upward."""
    if own is not None:
        return own
    found = find_policies(current_folder()).folder
    return None if found is None else Path(way_to(found))


def way(folder: Path, start: Path) -> str:
    """How one leads from one folder to another, links followed."""
    return way_to(os.path.realpath(folder), os.path.realpath(start))


def read_policies(
    own: Path | None, shown: str | None = None, *, shipped_cases: bool = True, tree: Tree = DISK
) -> tuple[PolicyFiles, tuple[Problem, ...]]:
    """The shipped policies under the practice's own: a pack or reference file of the same name takes the shipped place.

    Between them lie the policies that the practice's own extends. `own` None means only what is shipped; `shown` is how
    reports name the folder, where that is not as the user finds it. The cases of shipped rules, which are half of all
    files, may be left unread.
    """
    shipped = policies_dir()
    if own is not None and not tree.is_folder(own):
        raise click.UsageError(f"there is no folder '{own}'. Name the folder that holds policy.yaml or a pack.")
    layers, problems = read_layers(own, shown, tree) if own is not None else ((), ())
    but = () if shipped_cases else CASES_ENDINGS
    ours = () if layers and layers[0].folder == shipped.resolve() else (read_layer(shipped, SHIPPED, SHIPPED, but=but),)
    never_print(secret for layer in layers for text in layer.texts for secret in secrets_in(_decoded(text)))
    return laid_over((*layers, *ours)), (*(p for layer in ours for p in layer.problems), *problems)


def _decoded(text: Text) -> str:
    return text.data.decode(errors="replace")


def policies_used(files: PolicyFiles, not_used: Iterable[Path], inventory: Path) -> PoliciesUsed:
    """Which policies folders were read for an inventory, and which of those seen were not, from the inventory."""
    used = tuple(SHIPPED if name == SHIPPED else way(Path(at), inventory) for name, at in files.folders.items())
    return PoliciesUsed(used, ways(not_used, inventory))


def passed_by(files: PolicyFiles, chosen: Chosen) -> tuple[Path, ...]:
    """The policies folders that were seen on the way up and not read."""
    return tuple(folder for folder in chosen.others if not _is_read(folder, files))


def ways(folders: Iterable[Path], start: Path) -> tuple[str, ...]:
    """How one leads to each folder."""
    return tuple(way(folder, start) for folder in folders)


def way_from_root(inventory: Path, files: PolicyFiles, not_used: Iterable[Path], config: Path | None = None) -> Way:
    """The way to an inventory and its policies from the top of the repository that holds it, else from its parent.

    A config file that lies elsewhere is only named.

    Build servers open files from the top of the repository; and from where a command is typed this way is the same.
    """
    real = Path(os.path.realpath(inventory))
    root = repository(real) or real.parent
    folders = {name: SHIPPED if name == SHIPPED else way(Path(at), root) for name, at in files.folders.items()}
    settings = relative(config, root) if config else None
    return Way(way(real, root), folders, ways(not_used, root), settings=settings or "")


def unread_here(files: PolicyFiles) -> bool:
    """Whether the current folder has policies that are not read."""
    here = current_folder() / POLICIES
    return DISK.is_folder(here) and not _is_read(here, files)


def _is_read(folder: Path, files: PolicyFiles) -> bool:
    """Whether a folder is one of those read, or holds one."""
    read = [policies_dir(), *(Path(at) for name, at in files.folders.items() if name != SHIPPED)]
    real = os.path.realpath(folder)
    return any(Path(os.path.realpath(each)).is_relative_to(real) for each in read)

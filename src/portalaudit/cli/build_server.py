"""The files for a build server that `portalaudit start --ci` writes, into a new practice or one that is there."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from portalaudit.cli import git
from portalaudit.cli.build_server_files import SERVERS, build_server_files, read_owners
from portalaudit.cli.cache_option import Command
from portalaudit.cli.discovery import INVENTORY, is_yaml
from portalaudit.cli.settings_file import CONFIG_NAME
from portalaudit.cli.trees import DISK
from portalaudit.cli.writing import write_whole
from portalaudit.model.project_pages import DOCS

NO_SERVER = "none"


def build_server_options(command: Command) -> Command:
    """The options by which `start` is told of a build server."""
    owner = click.option(
        "--owner",
        "owners",
        multiple=True,
        help="Who must agree to changes, for CODEOWNERS: @user, @team or an email address. Repeatable.",
    )
    server = click.option(
        "--ci",
        "server",
        type=click.Choice([*SERVERS, NO_SERVER]),
        default=NO_SERVER,
        show_default=True,
        help="Add what this build server needs to check every change, and hooks for git.",
    )
    return server(owner(command))


def files_for(folder: Path, server: str, owners: Sequence[str], *, asks: bool) -> Mapping[str, str]:
    """The files of a build server; none where none is wanted. With `asks` whoever sits at the terminal names owners.

    Raises click.UsageError where the server would not find them, or an owner is none.
    """
    if server == NO_SERVER:
        if owners:
            raise click.UsageError("--owner goes into the files of a build server. Name one with --ci.")
        return {}
    _refuse_inner_folder(folder, server)
    named = _read(owners)
    return build_server_files(server, _asked(server) if asks and not named else named)


def is_practice(folder: Path) -> bool:
    """Whether there is a practice already."""
    return DISK.is_folder(folder / INVENTORY)


def refuse_other_layouts(folder: Path) -> None:
    """Raise click.UsageError where a server's files would not look at the practice, or practices, that are there."""
    names = [] if is_practice(folder) else DISK.names(folder) or []
    if CONFIG_NAME in names:
        raise click.UsageError(
            f"'{folder}' has a {CONFIG_NAME} and no folder {INVENTORY}/. Each of several practices is checked by a job "
            f"of its own: {DOCS}ci/#several-practices shows how."
        )
    if any(is_yaml(name) for name in names):
        raise click.UsageError(
            f"'{folder}' holds YAML files and no folder {INVENTORY}/, which is what these files look at. Move the "
            f"practice's files into '{folder / INVENTORY}', and run this again."
        )


def add_to(folder: Path, files: Mapping[str, str]) -> Iterator[str]:
    """Write those files that are not there, and say of each what became of it."""
    for name, text in files.items():
        if os.path.lexists(folder / name):
            yield f"kept {name}, which is there already"
        else:
            write_whole(folder / name, [text], mode=None)
            yield f"wrote {name}"


def _refuse_inner_folder(folder: Path, server: str) -> None:
    """A server looks for its files at the top of a repository only."""
    real = DISK.real(folder)
    top = git.repository(real)
    if top is not None and top != real:
        raise click.UsageError(
            f"'{folder}' lies in the repository '{top.name}', and {SERVERS[server].name} looks for these files at the "
            f"top of a repository only. Give the practice a repository of its own, or see {DOCS}ci/#several-practices."
        )


def _read(words: Sequence[str]) -> tuple[str, ...]:
    try:
        return read_owners(words)
    except ValueError as wrong:
        raise click.UsageError(f"--owner: {wrong}") from None


def _asked(server: str) -> tuple[str, ...]:
    def read(text: str) -> tuple[str, ...]:
        words = text.replace(",", " ").split()
        try:
            return read_owners([] if words == [NO_SERVER] else words)
        except ValueError as wrong:
            raise click.UsageError(str(wrong)) from None

    asks = f"Who must agree to changes on {SERVERS[server].name}? @user, @team or email, commas between"
    found: tuple[str, ...] = click.prompt(asks, default=NO_SERVER, value_proc=read, err=True)
    return found

"""Small git repositories that hold a practice, made the way people make them, and what a run says of them."""

import os
import subprocess
from pathlib import Path

from portalaudit.cli.committed import git_state
from portalaudit.model.report import GitState
from portalaudit.pipeline.assignment import FileRead

PATH = os.environ["PATH"]  # noqa: TID251 -- where git is
FIRST = "practice: {id: alder, name: Alder Clinic}\n"


def git(folder: Path, *arguments: str, given: str | None = None, when: str = "") -> str:
    """What git says in a folder, without the settings of whoever runs the tests; `when` is the time of a commit."""
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")
    done = subprocess.run(
        ["git", *identity, "-C", str(folder), *arguments],
        input=given,
        check=True,
        capture_output=True,
        text=True,
        env={
            "PATH": PATH,
            "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            **({"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when} if when else {}),
        },
    )
    return done.stdout.removesuffix("\n")


def repository(top: Path, files: dict[str, str], *init: str) -> str:
    """A repository with one commit of these files; the id of the commit."""
    top.mkdir(parents=True, exist_ok=True)
    write(top, files)
    git(top, "init", "-q", *init)
    return commit(top)


def commit(top: Path, when: str = "") -> str:
    git(top, "add", "-A")
    git(top, "commit", "-q", "--allow-empty", "-m", "work", when=when)
    return git(top, "rev-parse", "HEAD")


def write(top: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(text.encode())


def state(inventory: Path, *others: Path) -> GitState | None:
    """What is said where every file of these folders was read."""
    folders = (inventory, *others)
    found = [path for folder in folders for path in sorted(folder.rglob("*.yaml")) if ".git" not in path.parts]
    return git_state(inventory, folders, [FileRead(path, path.read_bytes()) for path in found])

"""The folders of a repository as one of its commits holds them, read from git's objects: no file is checked out."""

import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import click

from portalaudit.cli import git
from portalaudit.cli.trees import DISK, FolderRead
from portalaudit.model.values import dataclass
from portalaudit.pipeline.assignment import Stored
from portalaudit.pipeline.reading import SEARCHED, YAML
from portalaudit.source.files import is_read, texts_of

_MOST_LINKS = 40


@dataclass(frozen=True, slots=True)
class _Held:
    """What a commit holds under a path, and the top folder of the repository whose commit it is."""

    top: Path
    entry: git.Entry

    @property
    def is_link(self) -> bool:
        return self.entry.mode == git.LINK

    @property
    def is_submodule(self) -> bool:
        return self.entry.mode == git.SUBMODULE


class CommitTree:
    """A commit's folders under the paths that they have in the work tree; what lies outside of it is read from disk.

    A repository within this one is read at the commit that this commit names. Messages call the commit `named`.
    Raises click.UsageError where git does not give what is asked for.
    """

    def __init__(self, top: Path, commit: str, named: str) -> None:
        self._top, self._named = top, named
        self._held: dict[str, _Held] = {}
        self._folders: set[str] = {""}
        self._add("", top, commit)

    def real(self, path: Path) -> Path:
        name = self._name(path)
        return DISK.real(path) if name is None else self._top / self._followed(name)

    def exists(self, path: Path) -> bool:
        name = self._name(path)
        if name is None or name == ".git":
            return DISK.exists(path)
        return self._followed(name) in self._held or self._is_folder(name)

    def is_file(self, path: Path) -> bool:
        name = self._name(path)
        return DISK.is_file(path) if name is None else self._followed(name) in self._held

    def is_folder(self, path: Path) -> bool:
        name = self._name(path)
        return DISK.is_folder(path) if name is None else self._is_folder(name)

    def names(self, folder: Path) -> list[str] | None:
        name = self._name(folder)
        if name is None:
            return DISK.names(folder)
        return sorted({path.split("/")[0] for path in self._below(self._followed(name))})

    def below(self, folder: Path) -> Iterator[str]:
        name = self._name(folder)
        if name is None:
            return DISK.below(folder)
        return (PurePosixPath(path).name for path in self._below(self._followed(name)))

    def policies(self, folder: Path, shown: str, but: tuple[str, ...]) -> FolderRead:
        name = self._name(folder)
        if name is None:
            return DISK.policies(folder, shown, but)
        texts, problems = texts_of(self._contents(self._followed(name), YAML, but), shown)
        return FolderRead(texts, problems=problems)

    def inventory(self, folder: Path) -> Stored:
        """What the commit holds of an inventory."""
        name = self._name(folder)
        return Stored(*texts_of({} if name is None else self._contents(self._followed(name), SEARCHED, ())))

    def data(self, file: Path) -> bytes | None:
        """The contents of one file; None where the commit has none of that name."""
        held = self._held.get(self._followed(self._name(file) or ""))
        return None if held is None or held.is_submodule else self._blob(held)

    def holds(self, path: Path) -> bool:
        """Whether a path lies in the repository, so that the commit may hold it."""
        return self._name(path) is not None

    def _name(self, path: Path) -> str | None:
        """A path as git names it; None where it lies outside of the repository."""
        for each in (Path(os.path.abspath(path)), DISK.real(path)):  # noqa: PTH100 -- a link in the work tree is not to be followed
            if each.is_relative_to(self._top):
                name = each.relative_to(self._top).as_posix()
                return "" if name == "." else name
        return None

    def _is_folder(self, name: str) -> bool:
        return self._followed(name) in self._folders

    def _add(self, prefix: str, top: Path, commit: str) -> None:
        """Know what a commit holds, each path behind the prefix."""
        entries = git.tree(top, commit, [""])
        if isinstance(entries, git.Fault):
            raise click.UsageError(f"{self._named}: {entries.text}.")
        for path, entry in entries.items():
            name = prefix + path
            self._held[name] = _Held(top, entry)
            while (name := name.rpartition("/")[0]) not in self._folders:
                self._folders.add(name)

    def _followed(self, name: str) -> str:
        """A path with links followed and repositories within this one opened, as far as it leads anywhere."""
        for _ in range(_MOST_LINKS):
            at = next((part for part in _beginnings(name) if part in self._held), None)
            if at is None:
                return name
            held = self._held[at]
            if held.is_submodule:
                self._open(at, held)
            elif held.is_link:
                target = os.fsdecode(self._blob(held))
                name = posixpath.normpath(posixpath.join(posixpath.dirname(at), target) + name[len(at) :])
            else:
                return name
        return name

    def _open(self, name: str, held: _Held) -> None:
        """Read a repository within this one at the commit that is recorded for it."""
        top = self._top / name
        if git.repository(top) != top:
            raise click.UsageError(
                f"{self._named}: '{name}' is a repository within this one (a submodule), and it is not here. "
                f"To fetch it: git submodule update --init {name}"
            )
        found = git.commit(top, held.entry.id)
        if not isinstance(found, str):
            raise click.UsageError(
                f"{self._named}: the repository within this one '{name}' (a submodule) does not hold the commit "
                f"{held.entry.id}. To fetch it: git -C {name} fetch origin {held.entry.id}"
            )
        del self._held[name]
        self._folders.add(name)
        self._add(f"{name}/", top, found)

    def _below(self, folder: str) -> list[str]:
        """The paths of everything in a folder, from there."""
        start = f"{folder}/" if folder else ""
        while inner := [path for path, held in self._held.items() if path.startswith(start) and held.is_submodule]:
            for path in inner:
                self._open(path, self._held[path])
        return [path[len(start) :] for path in self._held if path.startswith(start)]

    def _contents(self, folder: str, suffixes: tuple[str, ...], but: tuple[str, ...]) -> Mapping[str, bytes]:
        """The files of a folder that are read from it, by their path from there.

        A link is read where it leads to a file of the folder that is not read under its own name.
        """
        start = f"{folder}/" if folder else ""
        paths = [path for path in self._below(folder) if is_read(path, suffixes, but)]
        held = {path: self._held[start + path] for path in paths}
        for path in [path for path in paths if held[path].is_link]:
            target = self._followed(start + path)
            inside = target.removeprefix(start)
            is_own = target.startswith(start) and target in self._held and not is_read(inside, suffixes, but)
            if is_own:
                held[path] = self._held[target]
            else:
                del held[path]
        blobs = self._blobs(held.values())
        return {path: blobs[one.entry.id] for path, one in held.items()}

    def _blob(self, held: _Held) -> bytes:
        return self._blobs([held])[held.entry.id]

    def _blobs(self, wanted: Iterable[_Held]) -> Mapping[str, bytes]:
        by_top: dict[Path, list[str]] = {}
        for held in wanted:
            by_top.setdefault(held.top, []).append(held.entry.id)
        found: dict[str, bytes] = {}
        for top, ids in by_top.items():
            blobs = git.blobs(top, ids)
            if isinstance(blobs, git.Fault):
                raise click.UsageError(f"{self._named}: {blobs.text}.")
            found |= blobs
        return found


def _beginnings(name: str) -> Iterator[str]:
    """Each folder on the way to a path, the path itself last."""
    parts = name.split("/")
    return ("/".join(parts[:number]) for number in range(1, len(parts) + 1))

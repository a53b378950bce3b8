"""The commit that an inventory stands at, and whether everything that was read is what that commit holds.

A file is the same where the hash that git would give to its bytes is the one in the commit. Git may change contents
before it records them, by filters that are programs; where that is so, the answer is that it is not known.
"""

import functools
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from portalaudit.cli import git
from portalaudit.model.report import GitState
from portalaudit.model.values import dataclass, field, replace
from portalaudit.pipeline.assignment import FileRead
from portalaudit.source.masking import masked, masked_file_name
from portalaudit.source.ways import way

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Contents:
    """What git would record of a file that was read, or of a link to one, under its real path."""

    path: Path
    data: bytes = field(repr=False)
    is_link: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """What was read of one repository, or outside of all where `top` is None. Paths are real."""

    top: Path | None
    folders: tuple[Path, ...]
    contents: tuple[_Contents, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """Names of what differs from a commit; sentences on what cannot be compared; sentences that only inform."""

    changed: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def git_state(inventory: Path, folders: Iterable[Path], files: Iterable[FileRead]) -> GitState | None:
    """Commit and cleanliness of what was read; None where the inventory lies in no repository.

    `folders` are those that were read, the inventory among them: a file that is gone from one is a change too.
    """
    top = git.repository(inventory.resolve())
    if top is None:
        return None
    commit = git.head(top)
    if isinstance(commit, git.Fault):
        return GitState(None, None, _shown(f"No commit is named: {commit.text}."))
    told = [_told(top, commit, part) for part in _parts(folders, files)]
    changed = [name for one in told for name in one.changed]
    unsure = [sentence for one in told for sentence in one.unsure]
    listed = [f"Not as in the commit: {_listed(changed)}."] if changed else []
    note = " ".join((*listed, *unsure, *(sentence for one in told for sentence in one.notes)))
    return GitState(commit, True if changed else None if unsure else False, _shown(note))


def _shown(note: str) -> str:
    """A note as a report may hold it: without secrets, and with characters that can be written."""
    return masked(os.fsencode(note).decode(errors="replace"))


def _parts(folders: Iterable[Path], files: Iterable[FileRead]) -> list[_Part]:
    """Everything that was read, by the repository that it lies in."""
    top_of = functools.cache(git.repository)
    within: dict[Path | None, tuple[list[Path], list[_Contents]]] = {}
    for folder in sorted({folder.resolve() for folder in folders}):
        within.setdefault(top_of(folder), ([], []))[0].append(folder)
    for contents in _contents(files):
        within.setdefault(top_of(contents.path.parent), ([], []))[1].append(contents)
    return [_Part(top, tuple(inside), tuple(read)) for top, (inside, read) in within.items()]


def _contents(files: Iterable[FileRead]) -> Iterator[_Contents]:
    for file in files:
        yield _Contents(Path(os.path.realpath(file.path)), file.data, is_link=False)
        if file.path.is_symlink():
            folder = Path(os.path.realpath(file.path.parent))
            yield _Contents(folder / file.path.name, os.fsencode(file.path.readlink()), is_link=True)


def _told(top: Path, commit: str, part: _Part) -> _Told:
    """How a part compares with the commit; where it lies in another repository, with the commit of that."""
    if part.top is None:
        names = [way(one.path, top) for one in part.contents]
        return _Told(unsure=(f"Not in a git repository: {_listed(names)}.",)) if names else _Told()
    if part.top == top:
        return _compared(top, commit, part, "")
    named = way(part.top, top)
    theirs = git.head(part.top)
    if isinstance(theirs, git.Fault):
        return _Told(unsure=(f"What changed in {named} is not known: {theirs.text}.",))
    told = _compared(part.top, theirs, part, f"{named}/")
    if not part.top.is_relative_to(top):
        return replace(told, notes=(f"In another git repository: {named}, at commit {theirs}.",))
    is_named = _submodule(top, commit, named) == theirs
    return told if is_named else replace(told, changed=(*told.changed, f"{named} (a repository within this one)"))


def _submodule(top: Path, commit: str, path: str) -> str | None:
    """The commit of another repository that a commit names for a folder."""
    entries = git.tree(top, commit, [path])
    entry = None if isinstance(entries, git.Fault) else entries.get(path)
    return entry.id if entry and entry.mode == git.SUBMODULE else None


def _compared(top: Path, commit: str, part: _Part, prefix: str) -> _Told:
    """How a part compares with a commit of its own repository; `prefix` stands before each path."""
    read = {_below(top, one.path): one for one in part.contents}
    entries = git.tree(top, commit, _paths(top, part))
    if isinstance(entries, git.Fault):
        return _Told(unsure=(f"What changed since commit {commit} is not known: {entries.text}.",))
    different = {path: one for path, one in read.items() if not _is_same(entries.get(path), one)}
    known = [path for path in different if path in entries and entries[path].mode not in (git.LINK, git.SUBMODULE)]
    filtered = git.rewritten(top, known) if known else frozenset()
    if isinstance(filtered, git.Fault):
        names = [prefix + path for path in known]
        return _Told(unsure=(f"Not known whether these are as in the commit: {_listed(names)}, for {filtered.text}.",))
    ends = {path for path in known if path not in filtered and _is_same(entries[path], _with_line_feeds(read[path]))}
    changed = [
        prefix + (path if path in entries else f"{path} (added)")
        for path in different
        if path not in filtered and path not in ends
    ]
    changed += [f"{prefix}{path} (deleted)" for path in entries if path not in read and not os.path.lexists(top / path)]
    sentences = (
        ("Not compared, because git stores it in another form", sorted(filtered)),
        ("Different from the commit in line ends only", sorted(ends)),
    )
    unsure = tuple(f"{text}: {_listed([prefix + path for path in paths])}." for text, paths in sentences if paths)
    return _Told(tuple(sorted(changed)), unsure)


def _paths(top: Path, part: _Part) -> Iterator[str]:
    """What to ask the repository for: the folders, and files that lie in none of them."""
    yield from (_below(top, folder) for folder in part.folders)
    for one in part.contents:
        if not any(one.path.is_relative_to(folder) for folder in part.folders):
            yield _below(top, one.path)


def _below(top: Path, path: Path) -> str:
    """A path as git names it; the top folder is ''."""
    return "" if path == top else path.relative_to(top).as_posix()


def _is_same(entry: git.Entry | None, one: _Contents) -> bool:
    if entry is None or (entry.mode == git.LINK) != one.is_link:
        return False
    kind = "sha256" if len(entry.id) == _HEX_OF_SHA256 else "sha1"
    # Not for safety: it is the name that git gives to contents.
    made = hashlib.new(kind, b"blob %d\0" % len(one.data), usedforsecurity=False)
    made.update(one.data)
    return made.hexdigest() == entry.id


_HEX_OF_SHA256 = 64


def _with_line_feeds(one: _Contents) -> _Contents:
    return replace(one, data=one.data.replace(b"\r\n", b"\n"))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    shown = [masked_file_name(os.fsencode(name).decode(errors="replace"))[0] for name in names[:_MOST_NAMED]]
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")

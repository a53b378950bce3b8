"""Files of a folder, read as bytes. Nothing outside the folder is ever read."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portalaudit.model import Place, Problem, ProblemCode

MAX_FILE_BYTES = 64 * 1024 * 1024
"""A file above this size is refused: a million accounts take about 250 MB, and people split them long before."""


@dataclass(frozen=True, slots=True)
class Text:
    """The bytes of one file. `path` is relative to the folder that was read and uses forward slashes."""

    path: str
    data: bytes = field(repr=False)


def read_folder(
    root: Path, suffixes: tuple[str, ...] = (".yaml", ".yml")
) -> tuple[tuple[Text, ...], tuple[Problem, ...]]:
    """Every file below `root` whose name ends in one of `suffixes` (in any case), sorted by path; never raises OSError.

    Names that begin with a dot are skipped, folders too. A link to a folder is not followed. A link to a file is read
    where its target lies in the folder and is not read under its own name; a link that leaves the folder is a problem.
    """
    problems: list[Problem] = []
    top = os.path.realpath(root)
    if not os.path.isdir(top):
        here = Place(_shown(root.as_posix()))
        return (), (
            Problem(ProblemCode.UNREADABLE_FILE, "there is no such folder", here, "check the name of the folder"),
        )
    found = sorted(_walk(top, suffixes, problems))
    plain = {os.path.join(top, name) for name in found if not os.path.islink(os.path.join(top, name))}
    texts = [text for name in found if (text := _read(top, name, plain, problems)) is not None]
    return tuple(texts), tuple(problems)


def _walk(top: str, suffixes: tuple[str, ...], problems: list[Problem]) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        problems.append(_unreadable(os.path.relpath(error.filename, top), error))

    for folder, folders, names in os.walk(top, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            _check_folder_link(top, os.path.join(folder, name), problems)
        for name in names:
            if not name.startswith(".") and name.lower().endswith(suffixes):
                yield os.path.relpath(os.path.join(folder, name), top)


def _check_folder_link(top: str, path: str, problems: list[Problem]) -> None:
    if os.path.islink(path) and not _inside(top, os.path.realpath(path)):
        problems.append(_leaves(os.path.relpath(path, top)))


def _read(top: str, name: str, plain: set[str], problems: list[Problem]) -> Text | None:
    path = os.path.join(top, name)
    if os.path.islink(path):
        path = os.path.realpath(path)
        if not _inside(top, path):
            problems.append(_leaves(name))
            return None
        if path in plain:
            return None
    try:
        # A pipe or a device of that name would block the open.
        if not stat.S_ISREG(os.stat(path).st_mode):
            problems.append(_unreadable(name, "it is not a file"))
            return None
        with open(path, "rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        problems.append(_unreadable(name, error))
        return None
    if len(data) > MAX_FILE_BYTES:
        problems.append(too_large(name))
        return None
    return Text(_shown(name), data)


def _inside(top: str, path: str) -> bool:
    return path.startswith(os.path.join(top, ""))


def _shown(name: str) -> str:
    """A file name that can be printed: what is no Unicode in it becomes a replacement character."""
    return name.replace(os.sep, "/").encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _leaves(name: str) -> Problem:
    return Problem(
        ProblemCode.LINK_LEAVES_FOLDER,
        "this link leads out of the folder and is not followed",
        Place(_shown(name)),
        "put a copy of the file here instead of the link",
    )


def _unreadable(name: str, reason: OSError | str) -> Problem:
    said = reason if isinstance(reason, str) else (reason.strerror or "the system gave no reason")
    return Problem(
        ProblemCode.UNREADABLE_FILE,
        f"this cannot be read: {said[:1].lower()}{said[1:]}",
        Place(_shown(name)),
        "check that it is still there and that you may read it",
    )


def too_large(name: str) -> Problem:
    return Problem(
        ProblemCode.FILE_TOO_LARGE,
        f"this file is larger than {MAX_FILE_BYTES // (1024 * 1024)} MiB and is not read",
        Place(_shown(name)),
        "split it into several files; lists of several files are joined",
    )

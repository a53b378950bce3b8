"""Where folders are read from: the disk, or what a commit holds of them.

Paths in a commit are those of the work tree, so that one folder has one path in both.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from portalaudit.model import Problem
from portalaudit.model.not_read import NotRead
from portalaudit.model.values import dataclass, field
from portalaudit.pipeline.reading import POLICIES, YAML
from portalaudit.source.files import Text, read_folder
from portalaudit.source.passed_over import passed_over


@dataclass(frozen=True, slots=True)
class FolderRead:
    """The files of a policies folder, those that are no data, and what could not be read."""

    texts: tuple[Text, ...] = field(repr=False)
    not_read: tuple[NotRead, ...] = ()
    problems: tuple[Problem, ...] = ()


class Tree(Protocol):
    """What discovery and reading of policies ask of the folders that they look into. Nothing raises OSError."""

    def real(self, path: Path) -> Path:
        """The path without links."""

    def exists(self, path: Path) -> bool:
        """Whether there is anything under the path, as far as may be seen."""

    def is_file(self, path: Path) -> bool:
        """Whether there is such a file."""

    def is_folder(self, path: Path) -> bool:
        """Whether there is such a folder."""

    def names(self, folder: Path) -> list[str] | None:
        """The names in a folder, sorted; None where it cannot be read."""

    def below(self, folder: Path) -> Iterator[str]:
        """The names of all files in the folder and below it."""

    def policies(self, folder: Path, shown: str, but: tuple[str, ...]) -> FolderRead:
        """The YAML files of a policies folder, without those whose names end so; outputs call it `shown`."""


class Disk:
    """The folders as they are."""

    def real(self, path: Path) -> Path:
        return Path(os.path.realpath(path))

    def exists(self, path: Path) -> bool:
        try:
            return path.exists()
        except OSError:
            return False

    def is_file(self, path: Path) -> bool:
        try:
            return path.is_file()
        except OSError:
            return False

    def is_folder(self, path: Path) -> bool:
        """Whether there is such a folder, as far as may be seen. A name that is too long is none."""
        try:
            return path.is_dir()
        except OSError:
            return False

    def names(self, folder: Path) -> list[str] | None:
        try:
            return sorted(os.listdir(folder))  # noqa: PTH208 -- names are all that is needed
        except OSError:
            return None

    def below(self, folder: Path) -> Iterator[str]:
        return (name for _, _, names in os.walk(folder) for name in names)

    def policies(self, folder: Path, shown: str, but: tuple[str, ...]) -> FolderRead:
        texts, unread = read_folder(folder, YAML, but=but, folder=shown)
        not_read, misnamed = passed_over(folder, POLICIES, folder=shown)
        return FolderRead(texts, not_read, (*unread, *misnamed))


DISK = Disk()

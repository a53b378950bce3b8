"""SHA-256 of files in a folder, found as people name them in a record. Nothing outside the folder is ever read."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from portalaudit.source.ways import way

_HEX = frozenset("0123456789abcdef")
_LENGTH = 64


def normalized(written: str) -> str | None:
    """A recorded SHA-256 as 64 small hexadecimal digits; None where it is not one."""
    digits = written.strip().lower().removeprefix("sha256:").removeprefix("sha-256:").strip()
    return digits if len(digits) == _LENGTH and _HEX.issuperset(digits) else None


class Checksums:
    """The files below a folder, hashed when they are asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._by_name: dict[str, list[str]] | None = None
        self._known: dict[str, str | None] = {}

    def of(self, name: str) -> tuple[tuple[str, str], ...]:
        """Path and SHA-256 of each file that a record may mean: the path itself, else every file that ends in it.

        A path that leads out of the folder, by its parts or by a link, means none.
        """
        wanted = PurePosixPath(name.strip().replace("\\", "/"))
        if not wanted.parts or wanted.is_absolute() or ".." in wanted.parts:
            return ()
        found = ((path, self._hash(path)) for path in self._paths(wanted))
        return tuple((_shown(path), digest) for path, digest in found if digest is not None)

    def _paths(self, wanted: PurePosixPath) -> Sequence[str]:
        if self._by_name is None:
            self._by_name = self._walk()
        here = self._by_name.get(wanted.name, [])
        if wanted.as_posix() in here:
            return [wanted.as_posix()]
        return [path for path in here if path.endswith(f"/{wanted}")]

    def _walk(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for folder, folders, names in os.walk(self._root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            below = PurePosixPath(way(folder, self._root))
            for name in sorted(names):
                found.setdefault(name, []).append((below / name).as_posix())
        return found

    def _hash(self, path: str) -> str | None:
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def _read(self, path: str) -> str | None:
        target = Path(os.path.realpath(self._root / path))
        try:
            # A pipe would block the open.
            if not target.is_relative_to(self._root) or not target.is_file():
                return None
            with target.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None


def _shown(path: str) -> str:
    """A path that can be printed: what is no Unicode in it becomes a replacement character."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

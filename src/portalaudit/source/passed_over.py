"""Files of a folder that are not read, though people may think so: each is named, and what was meant to be is refused.

A list that was saved as `accounts.yaml.txt` is missing from every answer, and nothing would say so.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.not_read import NotRead, Why
from portalaudit.model.values import dataclass
from portalaudit.source.masking import masked_file_name
from portalaudit.source.patterns import late
from portalaudit.source.ways import way

_YAML = (".yaml", ".yml")
_LOOKED_AT = 256 * 1024
"""Bytes of a file that are enough to tell what it is."""

_TOOLS = frozenset(
    (
        *(".git", ".hg", ".svn", ".vscode", ".idea", ".github", ".gitlab", ".obsidian", ".venv", "venv", ".cache"),
        *("node_modules", "__pycache__", ".trash", ".trashes", "$recycle.bin", ".spotlight-v100", ".fseventsd"),
        *(".temporaryitems", ".stversions", ".sync", ".dropbox.cache"),
    )
)
_LISTS = frozenset(("lists", "imports", "exports"))
"""Folders for the lists that portals and payroll give: they are for importing, and what was recorded names them."""

_HARMLESS = late(
    r"(?i)readme.*|licen[cs]e.*|changelog.*|contributing.*|notice.*|makefile|portalaudit\.toml|thumbs\.db|desktop\.ini"
    r"|questions\.csv"
    r"|.*\.schema\.json|~\$.*|\._.*|.*\.sw[opx]|icon\r?"
    r"|\.(?:ds_store|yamllint|pre-commit-config|gitlab-ci|travis|sops|prettierrc|readthedocs|git.*)(?:\.ya?ml)?"
)
_MEANT = late(
    r"(?i)\.(?:y[aml]{1,5}\d?_?|ya?ml[._ -]?(?:txt|text|json|rtf|md|csv|docx?|html?|xml|part|download|\(\d+\)))$"
)
_YAML_INSIDE = late(r"(?i)\.ya?ml(?![a-z])")
_OWN_REPORT = b"portalaudit"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the files of a folder hold: keys at the start of a line.

    Where they are `sections`, lists or mappings follow them, and JSON and text files may be meant as well.
    """

    keys: Collection[str]
    are_sections: bool

    def is_in(self, data: bytes) -> bool:
        """Whether a text has the form of such a file."""
        keys = b"|".join(re.escape(key).encode() for key in self.keys)
        behind = rb"[ \t]*(?:[#\[{]|\r?$)" if self.are_sections else rb"(?:[ \t]|\r?$)"
        as_yaml = rb"(?m)^[\"']?(?:%s)[\"']?[ \t]*:%s" % (keys, behind)
        as_json = rb"[{,\s][\"']?(?:%s)[\"']?\s*:\s*[\[{\"']" % keys
        return re.search(as_json if data.lstrip()[:1] in (b"{", b"[") else as_yaml, data) is not None


def passed_over(
    root: Path, expected: Expected, left_out: Collection[str] = (), folder: str = ""
) -> tuple[tuple[NotRead, ...], tuple[Problem, ...]]:
    """The files below `root` that are not read, and a problem for each that was meant to be; never raises OSError.

    `left_out` are folders, relative to `root`, that are read as something else; `folder` is what outputs call `root`,
    where paths begin with it. What tools and systems keep beside files is no matter for a report.
    """
    found = _Found(root, expected, folder)
    for path in sorted(_files(root, left_out)):
        found.look(path)
    return tuple(found.not_read), tuple(found.problems)


def _files(root: Path, left_out: Collection[str]) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        below = way(folder, root)
        start = "" if below == os.curdir else f"{below}/"
        folders[:] = [name for name in folders if name.lower() not in _TOOLS and start + name not in left_out]
        yield from (start + name for name in names)


class _Found:
    def __init__(self, root: Path, expected: Expected, folder: str) -> None:
        self.not_read: list[NotRead] = []
        self.problems: list[Problem] = []
        self._root, self._expected, self._folder = root, expected, folder

    def look(self, path: str) -> None:
        """Sort one file in."""
        *folders, name = path.split("/")
        if _HARMLESS.fullmatch(name):
            return
        if name.startswith(".") or any(folder.startswith(".") for folder in folders):
            if _YAML_INSIDE.search(name) or _is_meant(name):
                self._note(path, Why.HIDDEN)
        elif not name.lower().endswith(_YAML):
            self._look_at(path, name, in_lists=not _LISTS.isdisjoint(map(str.lower, folders)))

    def _look_at(self, path: str, name: str, *, in_lists: bool) -> None:
        is_meant = _is_meant(name)
        is_text = self._expected.are_sections and PurePosixPath(name).suffix.lower() in ("", ".json", ".txt")
        data = self._beginning(path)
        if (is_meant or is_text) and self._expected.is_in(data) and _OWN_REPORT not in data[:512]:
            self._refuse(path, name)
        elif is_meant or _YAML_INSIDE.search(name):
            self._note(path, Why.FORMAT if is_meant else Why.COPY)
        elif not in_lists and _OWN_REPORT not in data[:512]:
            self._note(path, Why.FORMAT)

    def _note(self, path: str, why: Why) -> None:
        self.not_read.append(NotRead(self._named(path), why))

    def _refuse(self, path: str, name: str) -> None:
        stripped = name.strip().rstrip(".")
        blank = name != name.strip()
        why = "its name ends in a blank" if blank else "its name does not end in .yaml or .yml"
        new = stripped if stripped.lower().endswith(_YAML) else f"{re.split(r'[. ]', stripped, maxsplit=1)[0]}.yaml"
        message = f"this file is not read: {why}"
        hint = f"rename it to '{_shown(new)}', or move it out of this folder if it is not in use"
        self.problems.append(Problem(ProblemCode.FILE_NOT_READ, message, Place(self._named(path)), hint))

    def _named(self, path: str) -> str:
        return f"{self._folder}/{_shown(path)}" if self._folder else _shown(path)

    def _beginning(self, path: str) -> bytes:
        file = self._root / path
        try:
            # A link may lead out of the folder, and a pipe would block the open.
            if file.is_symlink() or not file.is_file():
                return b""
            with file.open("rb") as opened:
                return opened.read(_LOOKED_AT)
        except OSError:
            return b""


def _is_meant(name: str) -> bool:
    """Whether a name was meant to end in .yaml: a blank behind it, letters swapped, or an ending that was added."""
    plain = name.strip().rstrip(".")
    return plain.lower().endswith(_YAML) or _MEANT.search(plain) is not None


def _shown(path: str) -> str:
    """A path that can be printed, with what looks like a secret masked in its names."""
    printable = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "/".join(masked_file_name(part)[0] for part in printable.split("/"))


def without(not_read: Iterable[NotRead], known: Collection[str]) -> tuple[NotRead, ...]:
    """Those whose paths are not among the known ones."""
    return tuple(one for one in not_read if one.path not in known)

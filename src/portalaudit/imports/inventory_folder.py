"""The files of an inventory while an import goes on: as they are, as they will be, and what they say together."""

import codecs
import datetime
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from portalaudit.imports.import_plan import NewText
from portalaudit.imports.question_file import QUESTIONS, AskedBefore, nothing_asked, read_questions
from portalaudit.imports.side_files import is_map
from portalaudit.inventory.days import world_on
from portalaudit.inventory.reference import Reference
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.tables import Inventory
from portalaudit.inventory.world import World
from portalaudit.model import Problem
from portalaudit.model.values import dataclass
from portalaudit.sheets.list_vocabulary import ListVocabulary
from portalaudit.sheets.map_files import KnownMap, read_maps, shipped_maps
from portalaudit.source.files import Text, read_folder
from portalaudit.source.load import load_all

LISTS = "lists/"


@dataclass(frozen=True, slots=True)
class Opened:
    """The records of an inventory, and the practice as it is on the day of the import."""

    inventory: Inventory
    world: World
    problems: tuple[Problem, ...]


class InventoryFolder:
    """The folder's files by path. `left_out` are folders in it that hold something else, such as policies."""

    def __init__(self, root: Path, left_out: Sequence[str] = ()) -> None:
        texts, unread = read_folder(root, (".yaml", ".yml"))
        kept = [text for text in texts if not any(text.path.startswith(f"{folder}/") for folder in left_out)]
        self.unread = unread
        self._opened: Opened | None = None
        self._before = {text.own_path: text.data for text in kept}
        self._records = {text.own_path: text.data for text in kept if not is_map(text)}
        self._others = {text.own_path: text.data for text in kept if text.own_path not in self._records}
        self._lists = self._kept_lists(root)
        questions = root / QUESTIONS
        self._questions = questions.read_bytes() if questions.is_file() else None

    def opened(self, reference: Reference, today: datetime.date) -> Opened:
        """What the records say as they will be."""
        if self._opened is None:
            self._opened = self._open(reference, today)
        return self._opened

    def _open(self, reference: Reference, today: datetime.date) -> Opened:
        documents, problems = load_all([Text(path, data) for path, data in sorted(self._records.items())])
        inventory, unresolved = resolve(documents, reference.ids, schemas=reference.attributes)
        return Opened(inventory, world_on(inventory, reference, today), (*self.unread, *problems, *unresolved))

    def maps(self, vocabulary: ListVocabulary) -> tuple[tuple[KnownMap, ...], tuple[Problem, ...]]:
        """The practice's own maps of lists, then those that travel with the program."""
        own, problems = read_maps([Text(path, data) for path, data in sorted(self._others.items())], vocabulary)
        return (*own, *shipped_maps()), problems

    def asked_before(self) -> tuple[AskedBefore, tuple[Problem, ...]]:
        """The questions of earlier imports, with the answers."""
        return read_questions(self._questions) if self._questions is not None else (nothing_asked(), ())

    def kept_list(self, content: bytes) -> str:
        """Where the folder has a list already, by its content; empty where it does not."""
        return next((path for path, digest in sorted(self._lists.items()) if digest == digest_of(content)), "")

    def keep_list(self, name: str, content: bytes) -> str:
        """Lay a list down among the kept ones; its path, which is another one where the name is taken."""
        known = self.kept_list(content)
        if known:
            return known
        stem, dot, ending = name.rpartition(".")
        path, number = f"{LISTS}{name}", 1
        while path in self._lists:
            number += 1
            path = f"{LISTS}{stem}-{number}{dot}{ending}"
        self._lists[path] = digest_of(content)
        self._others[path] = content
        return path

    def change(self, contents: Mapping[str, bytes]) -> None:
        """Give files of records their new bytes."""
        if contents:
            self._records |= {path: self._mark(path) + content for path, content in contents.items()}
            self._opened = None

    def _mark(self, path: str) -> bytes:
        """The byte order mark with which some editors begin a file, where it has one."""
        return codecs.BOM_UTF8 if self._records.get(path, b"").startswith(codecs.BOM_UTF8) else b""

    def change_map(self, path: str, text: str) -> None:
        """Give a map its new text."""
        self._others[path] = text.encode()

    def new_texts(self, questions: bytes) -> tuple[NewText, ...]:
        """Every file that is other than it was, by path."""
        now = {**self._others, **self._records}
        found = [NewText(path, data, self._before.get(path)) for path, data in now.items()]
        if questions or self._questions is not None:
            found.append(NewText(QUESTIONS, questions, self._questions))
        return tuple(sorted((one for one in found if one.content != one.before), key=lambda one: one.path))

    @staticmethod
    def _kept_lists(root: Path) -> dict[str, str]:
        found = {}
        for path in sorted((root / LISTS).glob("**/*")):
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(root).as_posix()] = digest_of(path.read_bytes())
        return found


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()

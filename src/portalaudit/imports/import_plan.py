"""What an import would do, before anything is written: changes by kind, what is asked, and what was not taken."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from portalaudit.imports.packed import Packed, PackedLines, unpacked
from portalaudit.model import Place, Problem
from portalaudit.model.values import dataclass, field
from portalaudit.sheets.listed import Coverage, ListKind, Remark, SkippedRow


class ChangeKind(StrEnum):
    """What happens to a record."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record, before (empty for none) and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One record that is made or changed. `place` is the line of the list that says so; `note` says more."""

    kind: ChangeKind
    section: str
    record: str
    name: str
    fields: tuple[FieldChange, ...]
    place: Place
    note: str = ""


class Changes(Packed[Change]):
    """Changes in the order in which they were found. `kinds` and `places` are theirs, in the same order."""

    def __init__(self) -> None:
        super().__init__(_flat, _made)
        self.kinds: list[ChangeKind] = []
        self.places: list[Place] = []

    def append(self, value: Change) -> None:
        """Add a change behind the others."""
        super().append(value)
        self.kinds.append(value.kind)
        self.places.append(value.place)


class ToldChanges:
    """Changes in the order in which a plan tells them, list by list, and kept small until then."""

    def __init__(self) -> None:
        self._kinds: list[ChangeKind] = []
        self._lines = PackedLines()

    def take(self, found: Changes) -> None:
        """Add the changes of one list in the order of its lines, in which whoever compares the plan with it reads."""
        for position in sorted(range(len(found)), key=found.places.__getitem__):
            self._kinds.append(found.kinds[position])
            self._lines.append(found.packed(position))

    def of_kind(self, kind: ChangeKind) -> Iterator[Change]:
        """The changes of one kind."""
        return (_made(unpacked(line)) for each, line in zip(self._kinds, self._lines, strict=True) if each is kind)

    def counts(self) -> dict[ChangeKind, int]:
        """How many changes there are of each kind."""
        return {kind: self._kinds.count(kind) for kind in ChangeKind}

    def __iter__(self) -> Iterator[Change]:
        return (_made(unpacked(line)) for line in self._lines)


def _flat(change: Change) -> list[object]:
    place, fields = change.place, [(each.field, each.before, each.after) for each in change.fields]
    where = place.path, place.line, place.column, place.end_column
    return [change.kind, change.section, change.record, change.name, fields, where, change.note]


def _made(flat: Any) -> Change:
    kind, section, record, name, fields, where, note = flat
    return Change(
        ChangeKind(kind), section, record, name, tuple(FieldChange(*each) for each in fields), Place(*where), note
    )


@dataclass(frozen=True, slots=True)
class Query:
    """What only a person can say: asked in `questions.csv`, and answered there once."""

    id: str
    about: str
    question: str
    place: Place
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListRead:
    """One list that was read. `about` names the portal of a user list; `kept_as` is where the inventory keeps it.

    `decisions` says how many of each a sheet of decisions has: `9 keep, 3 revoke`.
    """

    path: str
    kind: ListKind
    taken_on: str
    coverage: Coverage
    rows: int
    about: str = ""
    kept_as: str = ""
    sha256: str = ""
    decisions: str = ""


@dataclass(frozen=True, slots=True)
class NewText:
    """A file of the inventory folder as it will be. `before` are its bytes now, None where it is new."""

    path: str
    content: bytes = field(repr=False)
    before: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that an import would do. With a problem, nothing is written.

    `waiting` are questions of earlier imports that stay open, where only answers are read; `answered` those whose
    answers count when their lists are imported again.
    """

    lists: tuple[ListRead, ...] = ()
    changes: ToldChanges = field(default_factory=ToldChanges)
    queries: tuple[Query, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    remarks: tuple[Remark, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: tuple[NewText, ...] = ()
    waiting: int = 0
    answered: int = 0

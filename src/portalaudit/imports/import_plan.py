"""What an import would do, before anything is written: changes by kind, what is asked, and what was not taken."""

from collections.abc import Iterable
from enum import StrEnum

from portalaudit.imports.packed import unpack
from portalaudit.imports.yaml_text import Value, inline
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
    """One record that is made or changed. `place` is the line of the list that says so; `note` says more.

    What happens to its fields is kept `packed`, because a plan may have a hundred thousand changes: of a new record
    all of it, of a known one the name of each field with what it holds before and after.
    """

    kind: ChangeKind
    section: str
    record: str
    name: str
    packed: str = field(repr=False)
    place: Place
    note: str = ""

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """What happens to each field of the record."""
        parts = unpack(self.packed)
        if isinstance(parts, dict):
            return tuple(FieldChange(key, "", shown_value(value)) for key, value in parts.items() if key != "id")
        return tuple(FieldChange(*each) for each in parts)


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
    """One list that was read. `about` names the portal of a user list; `kept_as` is where the inventory keeps it."""

    path: str
    kind: ListKind
    taken_on: str
    coverage: Coverage
    rows: int
    about: str = ""
    kept_as: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class NewText:
    """A file of the inventory folder as it will be. `before` are its bytes now, None where it is new."""

    path: str
    content: bytes = field(repr=False)
    before: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that an import would do. With a problem, nothing is written.

    `waiting` are questions of earlier imports that stay open, where only answers are read.
    """

    lists: tuple[ListRead, ...] = ()
    changes: tuple[Change, ...] = ()
    queries: tuple[Query, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    remarks: tuple[Remark, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: tuple[NewText, ...] = ()
    waiting: int = 0

    def of_kind(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind is kind)


def shown_value(value: Value) -> str:
    """A value as the plan shows it."""
    return value if isinstance(value, str) else inline(value)


def counted(changes: Iterable[Change]) -> dict[ChangeKind, int]:
    """How many changes there are of each kind."""
    found = dict.fromkeys(ChangeKind, 0)
    for change in changes:
        found[change.kind] += 1
    return found

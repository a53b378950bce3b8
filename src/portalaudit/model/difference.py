"""What changed between two states of a practice's files: of its records, and of its rules and waivers."""

import datetime
from enum import StrEnum

from portalaudit.model.comparison import PolicyChange
from portalaudit.model.place import Place
from portalaudit.model.problem import Problem
from portalaudit.model.report import PracticeName, Way
from portalaudit.model.values import dataclass, field
from portalaudit.model.verdict import Named, Subject


class DifferenceKind(StrEnum):
    """What became of a record."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What changed of a record, in words and as values of JSON. `field` is empty where the whole record came or went.

    `added` and `removed` are what a list gains and loses. Of a login's `permissions` these are the rights that it
    gives, whether they are listed or follow from its native roles.
    """

    words: str
    field: str = ""
    before: object = None
    now: object = None
    added: tuple[object, ...] = ()
    removed: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One change of one record. `people` are those whom it concerns: the users of a login, the person itself.

    `place` is where it is written now, None for what is gone.
    """

    kind: DifferenceKind
    section: str
    subject: Subject
    change: FieldChange
    portal: Named | None = None
    people: tuple[Named, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that changed from `base` to `head`, which is empty for the files as they are.

    Records and policies have places as a report has them. Those of `problems` lead from the root already.
    """

    base: str
    head: str
    practice: PracticeName
    as_of: datetime.date
    records: tuple[Difference, ...]
    policies: tuple[PolicyChange, ...]
    version: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    from_here: Way = field(default_factory=Way)
    from_root: Way = field(default_factory=Way)

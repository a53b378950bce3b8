"""The answer of one rule for one subject."""

import datetime
import hashlib
from enum import StrEnum

from portalaudit.model.place import Place, Related
from portalaudit.model.values import dataclass


class Status(StrEnum):
    """What a rule answered."""

    PASS = "pass"  # noqa: S105 -- no password, a verdict
    FAIL = "fail"
    WAIVED = "waived"
    RESOLVED = "resolved"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    ERROR = "error"

    @property
    def is_finding(self) -> bool:
        """Whether someone must act: fail and error. An unknown is a question."""
        return self in _FINDINGS


_FINDINGS = frozenset({Status.FAIL, Status.ERROR})


class Severity(StrEnum):
    """How much a finding matters, most first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for critical, 4 for info: sorts most severe first."""
        return _RANK[self]


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What a rule judges. `type` is the entity's name (`account`), `id` is stable between runs."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Named:
    """A person or a portal as reports name one."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CompensatingControl:
    """What is done instead while a waiver lasts; by whom, how often and when last, where that is written."""

    text: str
    performer: Named | None = None
    every_days: int | None = None
    last_performed_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class RequiredControl:
    """A control that a regulation marks as Required, with no alternative, by framework, id and title."""

    framework: str
    id: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted exception: why, who accepted it, and its last day (inclusive).

    `days_left` counts from the day of the report: 0 is the last day. `place` is where it is written. `severity` is that
    of the worst finding that it covers. `required` are the controls of the finding's rule for which a regulation allows
    no alternative.
    """

    id: str
    reason: str
    requested_by: Named
    approved_by: Named
    approved_on: datetime.date
    expires_on: datetime.date
    days_left: int
    place: Place
    ticket: str = ""
    compensating_control: CompensatingControl | None = None
    renewals: int = 0
    severity: Severity | None = None
    required: tuple[RequiredControl, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingFact:
    """Something that is not recorded: any one of these fields of a record, or a whole section of the inventory.

    `of` is the record, or the one that it is a part of. Fields are named like `account.mfa`. Where `is_written` the
    field is there, and what it says leaves the answer open.
    """

    of: Subject
    fields: tuple[str, ...] = ()
    section: str = ""
    is_written: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """One of several things that a fail is about: a right, a person, a second login. `key` tells it from the others."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer, complete enough for every report.

    `severity` is the rule's own for a verdict that is not a fail; a fail's may be raised or lowered by the rule. The
    message of a `resolved` one says what was wrong, found and decided.
    `missing` names the facts that an `unknown` lacked. `waiver` is there where the status is `waived`. `more` counts
    second places beyond those in `related`. `checks` are the ids of those that failed, where the rule has several, and
    `undetermined` of those for which there is not enough information. `left_open` marks an `unknown` of a past day that
    later records leave open: nothing that is added to the files now answers it. `gaps` are the missing facts with their
    records. `listed` are the things that a fail is about where its checks go through several or its message lists them:
    another one makes the finding a worse one. `action` is the verb of the action that ends a fail, `settled_by` that of
    an earlier one that does as well.
    """

    rule: str
    subject: Subject
    status: Status
    severity: Severity
    message: str
    place: Place
    fingerprint: str
    related: tuple[Related, ...] = ()
    missing: tuple[str, ...] = ()
    waiver: Waiver | None = None
    more: int = 0
    checks: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    left_open: bool = False
    gaps: tuple[MissingFact, ...] = ()
    action: str = ""
    settled_by: str = ""
    listed: tuple[Listed, ...] = ()

    @property
    def is_remark(self) -> bool:
        """Whether it is only for the reader to know: a fail of no consequence."""
        return self.status is Status.FAIL and self.severity is Severity.INFO


def fingerprint(rule: str, practice: str, subject: Subject) -> str:
    """SHA-256 (hex) that names a verdict for good: no line and no message goes in, so edits elsewhere keep it."""
    return hashlib.sha256(f"{rule}\0{practice}\0{subject.type}\0{subject.id}".encode()).hexdigest()

"""What a branch changes: a run held against the commit that it is to be merged into.

Both are judged for the same day by the rules and waivers of that commit, so that no branch can excuse itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from portalaudit.model.place import Place
from portalaudit.model.values import dataclass, field
from portalaudit.model.verdict import Status, Verdict


class Change(StrEnum):
    """How a finding or question compares with the base."""

    NEW = "new"
    WORSE = "worse"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Changed:
    """The change of one finding or question, and of a worse one in what."""

    change: Change
    why: tuple[str, ...] = ()


class PolicyPart(StrEnum):
    """What a branch changes of the policies: what may weaken them first."""

    LEFT_OUT = "left out"
    REMOVED = "removed"
    SEVERITY = "severity"
    PARAMETER = "parameter"
    WAIVABLE = "may be waived"
    APPROVERS = "approvers"
    WAIVER = "waiver"
    SETTINGS = "settings"
    EDITED = "edited"
    ADDED = "added"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One change that the branch makes to the policies, which does not count yet. `words` say it of the branch."""

    part: PolicyPart
    name: str
    words: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """The commit that a run is held against: `ref` is what the user calls it. Of a baseline it is the file's name.

    `commit` is empty for a baseline. `folder` is the inventory in its repository, and `has_inventory` says whether the
    commit holds one there. `notes` are sentences on what limits the comparison.
    """

    ref: str
    commit: str
    folder: str
    has_inventory: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report held against its base. `changes` has every finding and question by fingerprint.

    Of those of the base that are there no more, as they were and the worst first, `unrecorded` are about records that
    are gone, and `fixed` all others. `policies` is what the branch changes of policies.
    """

    base: Base
    changes: Mapping[str, Changed] = field(default_factory=dict)
    fixed: tuple[Verdict, ...] = ()
    unrecorded: tuple[Verdict, ...] = ()
    policies: tuple[PolicyChange, ...] = ()

    def of(self, verdict: Verdict) -> Changed:
        """How a finding or question of the report compares with the base."""
        return self.changes[verdict.fingerprint]

    def is_due(self, verdict: Verdict) -> bool:
        """Whether the branch brought the finding or question, or made it worse."""
        return self.of(verdict).change is not Change.SAME

    def count(self, verdicts: Iterable[Verdict], change: Change) -> int:
        """How many of the findings and questions compare so with the base."""
        return sum(self.of(verdict).change is change for verdict in verdicts)


def needs_someone(verdict: Verdict) -> bool:
    """Whether a verdict is a finding or a question."""
    return verdict.status.is_finding or verdict.status is Status.UNKNOWN


def worst_first(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Findings by severity, then questions."""
    return tuple(sorted(verdicts, key=lambda v: (not v.status.is_finding, v.severity.rank, v.rule, v.subject)))


_BADNESS = {Status.WAIVED: 1, Status.UNKNOWN: 2, Status.FAIL: 3, Status.ERROR: 3}
_WAS = {Status.WAIVED: "a waiver covered it", Status.UNKNOWN: "there was not enough information"}


def changed(now: Verdict, before: Verdict | None) -> Changed:
    """How a finding or question compares with the verdict of the base; `before` is None where that was in order.

    It is worse where it fails what was waived or unknown, is more severe, fails more checks, or lists something that
    the other did not.
    """
    if before is None:
        return Changed(Change.NEW)
    why = tuple(_worse(now, before))
    return Changed(Change.WORSE if why else Change.SAME, why)


def _worse(now: Verdict, before: Verdict) -> Iterator[str]:
    if _BADNESS[now.status] > _BADNESS[before.status]:
        yield _WAS[before.status]
    if now.status is not Status.FAIL or before.status is not Status.FAIL:
        return
    if now.severity.rank < before.severity.rank:
        yield f"{now.severity} instead of {before.severity}"
    if checks := [name for name in now.checks if name not in before.checks]:
        yield f"also fails: {', '.join(checks)}"
    known = {one.key for one in before.listed}
    added = dict.fromkeys(one.words for one in now.listed if one.key not in known)
    if added and not checks:
        yield f"also: {', '.join(added)}"

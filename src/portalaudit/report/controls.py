"""A run seen by control: a grouping of what the rules answered, never a second judgement."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from portalaudit.model.framework import Control, Framework
from portalaudit.model.report import Report, Ruling
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status
from portalaudit.report.wording import counted


class ControlState(StrEnum):
    """What a run has to say of a control."""

    NOT_COVERED = "not covered"
    NOT_EVALUATED = "not evaluated"
    NOTHING_JUDGED = "nothing judged"
    INCOMPLETE = "not fully evaluated"
    FINDINGS = "findings"
    WAIVED = "accepted by waiver"
    TOUCHED = "touched"
    NO_FINDINGS = "no findings"


STATE_MEANINGS: Mapping[ControlState, str] = {
    ControlState.FINDINGS: "Rules mapped to it have findings.",
    ControlState.NO_FINDINGS: "Rules that cover it, as far as access to payer portals goes, were evaluated for all "
    "that they apply to, with no findings. This is supporting evidence, not a compliance determination.",
    ControlState.TOUCHED: "No findings, but its rules look at a part or a sign of it only: review it by other "
    "means as well.",
    ControlState.WAIVED: "The only findings of its rules are accepted by waivers: that documents an exception and does "
    "not fulfill the control.",
    ControlState.INCOMPLETE: "No findings so far, but not all rules mapped to it were evaluated, facts are missing, or "
    "files could not be read. This is not supporting evidence.",
    ControlState.NOTHING_JUDGED: "The rules mapped to it apply to nothing in this inventory. This is not supporting "
    "evidence.",
    ControlState.NOT_EVALUATED: "There are rules for it, and this run did not evaluate them.",
    ControlState.NOT_COVERED: "No rule in force is mapped to it: review it by other means.",
}


@dataclass(frozen=True, slots=True)
class ControlView:
    """One control in one run.

    `rules` are those of its rules that were evaluated, `covered_by` those of them that evaluate it as a whole; `worst`
    is the gravest severity of their findings, `questions` counts the answers that wait for a fact. `weakened` says, in
    plain words, what the practice loosened, lowered or left out among them.
    """

    control: Control
    state: ControlState
    rules: tuple[str, ...]
    covered_by: tuple[str, ...]
    findings: int
    questions: int
    worst: Severity | None
    waived: int
    weakened: tuple[str, ...]

    @property
    def words(self) -> str:
        """The state for people: `touched by 2 rules`."""
        return f"touched by {counted(len(self.rules), 'rule')}" if self.state is ControlState.TOUCHED else self.state

    @property
    def is_required_and_waived(self) -> bool:
        """Whether a waiver accepts findings on what the regulation marks as Required: it allows no alternative."""
        return self.control.is_required and self.waived > 0


@dataclass(frozen=True, slots=True)
class FrameworkView:
    """A framework and its controls in one run."""

    framework: Framework
    controls: tuple[ControlView, ...]

    def count(self, state: ControlState) -> int:
        """How many controls are in this state."""
        return sum(view.state is state for view in self.controls)


def framework_views(report: Report) -> tuple[FrameworkView, ...]:
    """Every framework whose controls any rule names, by id."""
    rulings = {ruling.rule.id: ruling for ruling in report.rulings}
    is_read = not report.problems
    return tuple(
        FrameworkView(framework, tuple(_view(control, rulings, is_read=is_read) for control in framework.controls))
        for framework in report.frameworks
    )


def _view(control: Control, rulings: Mapping[str, Ruling], *, is_read: bool) -> ControlView:
    asked = [rulings[rule] for rule in control.rules if rule in rulings]
    found = [verdict for ruling in asked for verdict in ruling.verdicts.values() if verdict.status.is_finding]
    seen = _Seen(
        tuple(asked),
        findings=len(found),
        questions=sum(ruling.count(Status.UNKNOWN) for ruling in asked),
        waived=sum(ruling.count(Status.WAIVED) for ruling in asked),
        is_read=is_read,
    )
    return ControlView(
        control=control,
        state=_state(control, seen),
        rules=tuple(ruling.rule.id for ruling in asked),
        covered_by=tuple(ruling.rule.id for ruling in asked if ruling.rule.id in control.covered_by),
        findings=seen.findings,
        questions=seen.questions,
        worst=min((verdict.severity for verdict in found), key=lambda severity: severity.rank, default=None),
        waived=seen.waived,
        weakened=tuple(_weakened(control, asked)),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the rules of a control that were evaluated had to say."""

    asked: tuple[Ruling, ...]
    findings: int
    questions: int
    waived: int
    is_read: bool


def _state(control: Control, seen: _Seen) -> ControlState:
    """`no findings` only where a rule covers the control and every rule had its say on files that could all be read."""
    if not control.rules:
        return ControlState.NOT_COVERED
    if not seen.asked:
        return ControlState.NOT_EVALUATED
    if seen.findings:
        return ControlState.FINDINGS
    if not any(map(_concerned, seen.asked)):
        return ControlState.NOTHING_JUDGED
    if seen.questions or not seen.is_read or len(seen.asked) < len(control.rules) or control.left_out:
        return ControlState.INCOMPLETE
    return ControlState.WAIVED if seen.waived else _unopposed(control, seen)


def _unopposed(control: Control, seen: _Seen) -> ControlState:
    """Nothing was found: worth a `no findings` where a rule that covers the control had something to judge."""
    is_covered = any(_concerned(ruling) for ruling in seen.asked if ruling.rule.id in control.covered_by)
    return ControlState.NO_FINDINGS if is_covered else ControlState.TOUCHED


def _concerned(ruling: Ruling) -> bool:
    """Whether anything in the inventory was a rule's concern: silence of a rule without subjects shows nothing."""
    return ruling.count(Status.NOT_APPLICABLE) < len(ruling.outcomes)


def _weakened(control: Control, asked: list[Ruling]) -> Iterator[str]:
    for rule in (ruling.rule for ruling in asked):
        if rule.loosened:
            changes = ("allowing waivers" if one.allows_waivers else one.name for one in rule.loosened)
            yield f"{rule.id} is loosened in {', '.join(changes)}"
        change = rule.severity_changed
        if change is not None and change.pack.rank < rule.severity.rank:
            yield f"{rule.id} is {rule.severity} instead of {change.pack}"
    for rule_id in control.left_out:
        yield f"{rule_id} is left out"

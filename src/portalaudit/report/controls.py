"""A run seen by control: a grouping of what the rules answered, never a second judgement."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from portalaudit.model.framework import Control, Framework
from portalaudit.model.report import Report, Ruling
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status, Verdict


class ControlState(StrEnum):
    """What a run has to say of a control."""

    NOT_COVERED = "not covered"
    NOT_EVALUATED = "not evaluated"
    NOTHING_JUDGED = "nothing judged"
    INCOMPLETE = "not fully evaluated"
    FINDINGS = "findings"
    NO_FINDINGS = "no findings"


STATE_MEANINGS: Mapping[ControlState, str] = {
    ControlState.FINDINGS: "Rules mapped to it have findings.",
    ControlState.NO_FINDINGS: "All rules mapped to it were evaluated with no findings. This is supporting evidence, "
    "not a compliance determination.",
    ControlState.INCOMPLETE: "No findings so far, but not all rules mapped to it were evaluated, or files could not be "
    "read. This is not supporting evidence.",
    ControlState.NOTHING_JUDGED: "The rules mapped to it apply to nothing in this inventory. This is not supporting "
    "evidence.",
    ControlState.NOT_EVALUATED: "There are rules for it, and this run did not evaluate them.",
    ControlState.NOT_COVERED: "No rule in force is mapped to it: review it by other means.",
}


@dataclass(frozen=True, slots=True)
class ControlView:
    """One control in one run.

    `rules` are those of its rules that were evaluated, `worst` the gravest severity of their findings. `weakened` says,
    in plain words, what the practice loosened, lowered or left out among them.
    """

    control: Control
    state: ControlState
    rules: tuple[str, ...]
    findings: int
    worst: Severity | None
    waived: int
    weakened: tuple[str, ...]


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
    return ControlView(
        control=control,
        state=_state(control, asked, found, is_read=is_read),
        rules=tuple(ruling.rule.id for ruling in asked),
        findings=len(found),
        worst=min((verdict.severity for verdict in found), key=lambda severity: severity.rank, default=None),
        waived=sum(ruling.count(Status.WAIVED) for ruling in asked),
        weakened=tuple(_weakened(control, asked)),
    )


def _state(control: Control, asked: list[Ruling], found: list[Verdict], *, is_read: bool) -> ControlState:
    """`no findings` only where every rule for the control had its say on files that could all be read."""
    if not control.rules:
        return ControlState.NOT_COVERED
    if not asked:
        return ControlState.NOT_EVALUATED
    if found:
        return ControlState.FINDINGS
    if not any(map(_concerned, asked)):
        return ControlState.NOTHING_JUDGED
    is_whole = is_read and len(asked) == len(control.rules) and not control.left_out
    return ControlState.NO_FINDINGS if is_whole else ControlState.INCOMPLETE


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

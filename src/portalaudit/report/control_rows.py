"""Controls as text for the page."""

from collections.abc import Iterator

from portalaudit.model.framework import Framework
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.report import wording
from portalaudit.report.characters import prose, visible
from portalaudit.report.controls import STATE_MEANINGS, ControlState, ControlView, FrameworkView, framework_views

WEAKENED = "weakened"

STATES = (
    *((state.value, meaning) for state, meaning in STATE_MEANINGS.items()),
    (WEAKENED, "The practice loosened, lowered or left out a rule of this control, so its result says less."),
)
"""What each mark beside a control means."""


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One control."""

    id: str
    title: str
    note: str
    implementation: str
    state: str
    label: str
    worst: str
    rules: tuple[str, ...]
    findings: int
    questions: int
    waived: int
    waived_although_required: str
    weakened: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """One framework: its controls, and how many are in which state."""

    title: str
    version: str
    source: str
    tally: tuple[tuple[str, int], ...]
    weakened: int
    controls: tuple[ControlRow, ...]


def framework_rows(report: Report) -> Iterator[FrameworkRow]:
    """Every framework, by id."""
    for view in framework_views(report):
        yield FrameworkRow(
            title=prose(view.framework.title),
            version=visible(view.framework.version),
            source=_source(view),
            tally=tuple((state.value, number) for state in STATE_MEANINGS if (number := view.count(state))),
            weakened=sum(bool(control.weakened) for control in view.controls),
            controls=tuple(_row(control, view.framework) for control in view.controls),
        )


def _source(view: FrameworkView) -> str:
    framework = view.framework
    return prose(", ".join(filter(None, (framework.source, framework.url, framework.seen_on))))


def _row(view: ControlView, framework: Framework) -> ControlRow:
    control = view.control
    notes = (control.note, "" if control.is_verified else "the id is from memory, check it in the source")
    return ControlRow(
        id=visible(control.id),
        title=prose(control.title),
        note=prose("; ".join(filter(None, notes))),
        implementation=(control.implementation or "").capitalize(),
        state=view.state.value,
        label=view.words,
        worst=view.worst.value if view.worst and view.state is ControlState.FINDINGS else "",
        rules=tuple(map(visible, control.rules)),
        findings=view.findings,
        questions=view.questions,
        waived=view.waived,
        waived_although_required=wording.waived_although_required(framework) if view.is_required_and_waived else "",
        weakened=tuple(map(prose, view.weakened)),
    )

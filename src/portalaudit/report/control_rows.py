"""Controls as text for the page."""

from collections.abc import Iterator, Mapping

from portalaudit.model.framework import Framework
from portalaudit.model.report import Report
from portalaudit.model.rule_summary import Maturity, RuleSummary
from portalaudit.model.values import dataclass
from portalaudit.report import wording
from portalaudit.report.characters import prose, visible
from portalaudit.report.claims import rule_anchor
from portalaudit.report.controls import STATE_MEANINGS, ControlState, ControlView, FrameworkView, framework_views

WEAKENED = "weakened"

STATES = (
    *((state.value, meaning) for state, meaning in STATE_MEANINGS.items()),
    (WEAKENED, "The practice loosened, lowered or left out a rule of this control, so its result says less."),
)
"""What each mark beside a control means."""


@dataclass(frozen=True, slots=True)
class RuleLink:
    """A rule of a control. `anchor` leads to all of its answers; empty where the run did not evaluate it."""

    id: str
    anchor: str
    is_preview: bool


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One control. `rules` are those that cover it, and those that touch it, each list under its word."""

    id: str
    title: str
    note: str
    implementation: str
    state: str
    label: str
    worst: str
    rules: tuple[tuple[str, tuple[RuleLink, ...]], ...]
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
    known = {rule.id: rule for rule in (*(one.rule for one in report.rulings), *report.run.not_evaluated)}
    for view in framework_views(report):
        yield FrameworkRow(
            title=prose(view.framework.title),
            version=visible(view.framework.version),
            source=_source(view),
            tally=tuple((state.value, number) for state in STATE_MEANINGS if (number := view.count(state))),
            weakened=sum(bool(control.weakened) for control in view.controls),
            controls=tuple(_row(control, view.framework, known) for control in view.controls),
        )


def _source(view: FrameworkView) -> str:
    framework = view.framework
    return prose(", ".join(filter(None, (framework.source, framework.url, framework.seen_on))))


def _row(view: ControlView, framework: Framework, known: Mapping[str, RuleSummary]) -> ControlRow:
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
        rules=_rules(view, known),
        findings=view.findings,
        questions=view.questions,
        waived=view.waived,
        waived_although_required=wording.waived_although_required(framework) if view.is_required_and_waived else "",
        weakened=tuple(map(prose, view.weakened)),
    )


def _rules(view: ControlView, known: Mapping[str, RuleSummary]) -> tuple[tuple[str, tuple[RuleLink, ...]], ...]:
    covering = view.control.covered_by
    touching = tuple(rule for rule in view.control.rules if rule not in covering)
    return tuple(
        (how, tuple(_link(rule, view, known[rule]) for rule in rules))
        for how, rules in (("covered by", covering), ("touched by", touching))
        if rules
    )


def _link(rule: str, view: ControlView, summary: RuleSummary) -> RuleLink:
    anchor = rule_anchor(rule) if rule in view.rules else ""
    return RuleLink(visible(rule), anchor, summary.maturity is Maturity.PREVIEW)

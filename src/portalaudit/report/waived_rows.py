"""Accepted exceptions, and what was looked into and resolved, as rows for the page."""

from collections.abc import Iterator

from portalaudit.model.report import Report
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Status, Verdict
from portalaudit.report import wording
from portalaudit.report.characters import prose, visible


@dataclass(frozen=True, slots=True)
class WaivedRow:
    """An accepted exception."""

    rule: str
    severity: str
    subject: str
    message: str
    place: str
    reason: str
    approval: str
    end: str
    written_at: str
    ticket: str
    compensating_control: str
    required: str


@dataclass(frozen=True, slots=True)
class ResolvedRow:
    """Something that was looked into and decided."""

    rule: str
    subject: str
    message: str
    place: str


def waived_rows(report: Report) -> Iterator[WaivedRow]:
    """Every waived finding, by rule."""
    rules = {ruling.rule.id: ruling.rule for ruling in report.rulings}
    return (_waived_row(verdict, rules[verdict.rule]) for verdict in report.answered(Status.WAIVED))


def resolved_rows(report: Report) -> Iterator[ResolvedRow]:
    """Everything that was looked into and decided, by rule."""
    rules = {ruling.rule.id: ruling.rule for ruling in report.rulings}
    for verdict in report.answered(Status.RESOLVED):
        yield ResolvedRow(
            rule=prose(rules[verdict.rule].title),
            subject=wording.subject(verdict.subject),
            message=prose(verdict.message),
            place=visible(str(verdict.place)),
        )


def _waived_row(verdict: Verdict, rule: RuleSummary) -> WaivedRow:
    waiver = verdict.waiver
    return WaivedRow(
        rule=prose(rule.title),
        severity=verdict.severity.value,
        subject=wording.subject(verdict.subject),
        message=prose(verdict.message),
        place=visible(str(verdict.place)),
        reason=prose(waiver.reason) if waiver else "",
        approval=wording.waiver_approval(waiver) if waiver else "",
        end=wording.waiver_end(waiver) if waiver else "",
        required=wording.waiver_required(waiver) if waiver else "",
        written_at=visible(f"{waiver.id} at {waiver.place}") if waiver else "",
        ticket=visible(waiver.ticket) if waiver else "",
        compensating_control=wording.control_done(waiver.compensating_control) if waiver else "",
    )

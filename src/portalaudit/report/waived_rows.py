"""Accepted exceptions as rows for the page."""

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


def waived_rows(report: Report) -> Iterator[WaivedRow]:
    """Every waived finding, by rule."""
    for ruling in report.rulings:
        for verdict in ruling.verdicts.values():
            if verdict.status is Status.WAIVED:
                yield _waived_row(verdict, ruling.rule)


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

"""Findings as rows for the page, under the fault that they share."""

from collections.abc import Iterable, Mapping

from portalaudit.model.place import Related
from portalaudit.model.report import Report
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status, Verdict
from portalaudit.report import compared, wording
from portalaudit.report.characters import prose, visible
from portalaudit.report.claims import Claim, claims
from portalaudit.report.report_directory import Concerned, Directory

STATIC_LIMIT = 1_000
"""Up to so many findings stand in the page itself; of more, only the first of each rule."""
FIRST_OF_RULE = 25
OPEN_LIMIT = 12
"""Up to so many findings are shown without a click."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A second place and why it matters; or, without a place, how many more there are."""

    place: str
    label: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding. `anchor` is its lasting id in the page; `ends_with` is another action that settles it."""

    anchor: str
    severity: str
    status: str
    whose: Concerned
    subject: str
    message: str
    place: str
    related: tuple[PlaceRow, ...]
    missing: str
    step: str
    ends_with: str = ""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The findings of one rule under what is wrong: how many there are, and those that stand in the page."""

    id: str
    fault: str
    title: str
    why: tuple[str, ...]
    fix: tuple[str, ...]
    claims: tuple[Claim, ...]
    version: str
    maturity: str
    url: str
    total: int
    severities: tuple[tuple[str, int], ...]
    findings: tuple[FindingRow, ...]
    is_open: bool


def fault(rule: RuleSummary) -> str:
    """What is wrong where a rule does not hold; its title where it does not say."""
    return prose(rule.fault or rule.title)


def anchor(verdict: Verdict) -> str:
    """The id of a finding in the page: `f-` and the first 12 digits of its fingerprint."""
    return f"f-{verdict.fingerprint[:12]}"


def place_rows(related: Iterable[Related]) -> tuple[PlaceRow, ...]:
    """Second places as text."""
    return tuple(PlaceRow(visible(str(one.place)), prose(one.label)) for one in related)


def related_rows(verdict: Verdict) -> tuple[PlaceRow, ...]:
    """The second places of a verdict, and how many more there are."""
    more = wording.more_places(verdict)
    return (*place_rows(verdict.related), *((PlaceRow("", more),) if more else ()))


def step_of(verdict: Verdict, rule: RuleSummary) -> str:
    """The next step of one finding; empty where the rule's remedy, which stands above all of them, is the answer."""
    return "" if verdict.status is Status.FAIL else wording.what_to_do(verdict, rule)


def rule_groups(report: Report, findings: tuple[Verdict, ...], directory: Directory) -> tuple[RuleGroup, ...]:
    """The findings of a report by rule, the rule of the first finding first."""
    rules, titles = rules_of(report), titles_of(report)
    by_rule: dict[str, list[Verdict]] = {}
    for verdict in findings:
        by_rule.setdefault(verdict.rule, []).append(verdict)
    limit = None if len(findings) <= STATIC_LIMIT else FIRST_OF_RULE
    is_open = len(findings) <= OPEN_LIMIT
    return tuple(
        _group(
            rules[rule],
            verdicts,
            tuple(_row(report, one, rules[rule], directory, titles) for one in verdicts[:limit]),
            is_open=is_open,
        )
        for rule, verdicts in by_rule.items()
    )


def _group(rule: RuleSummary, verdicts: list[Verdict], rows: tuple[FindingRow, ...], *, is_open: bool) -> RuleGroup:
    return RuleGroup(
        id=visible(rule.id),
        fault=fault(rule),
        title=prose(rule.title),
        why=paragraphs(rule.rationale),
        fix=paragraphs(rule.remediation),
        claims=claims(rule),
        version=visible(rule.version),
        maturity=rule.maturity.value,
        url=rule.url,
        total=len(verdicts),
        severities=_by_severity(verdicts),
        findings=rows,
        is_open=is_open,
    )


def _row(
    report: Report, verdict: Verdict, rule: RuleSummary, directory: Directory, titles: Mapping[str, str]
) -> FindingRow:
    return FindingRow(
        anchor=anchor(verdict),
        severity=verdict.severity.value,
        status=wording.STATUS_LABELS[verdict.status],
        whose=directory.concerned(verdict),
        subject=wording.subject(verdict.subject),
        message=compared.said(report, verdict),
        place=visible(str(verdict.place)),
        related=related_rows(verdict),
        missing=visible(", ".join(verdict.missing)),
        step=step_of(verdict, rule),
        ends_with=titles.get(verdict.settled_by, ""),
    )


def _by_severity(verdicts: list[Verdict]) -> tuple[tuple[str, int], ...]:
    found = [verdict.severity for verdict in verdicts]
    return tuple((severity.value, found.count(severity)) for severity in Severity if severity in found)


def paragraphs(text: str) -> tuple[str, ...]:
    """A text of a rule, paragraph by paragraph."""
    return tuple(prose(part) for part in text.split("\n\n") if part.strip())


def titles_of(report: Report) -> Mapping[str, str]:
    """What each action of a report is called, by its verb."""
    return {action.verb: prose(action.title) for action in report.actions}


def rules_of(report: Report) -> Mapping[str, RuleSummary]:
    """The rules that were evaluated, by id."""
    return {ruling.rule.id: ruling.rule for ruling in report.rulings}

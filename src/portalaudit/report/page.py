"""The data half of the HTML report: everything that the page shows, ready and safe as text.

The template only places these values. Text of users is made visible here and escaped there.
"""

import datetime
from collections.abc import Iterable, Iterator

from portalaudit.model.place import Related
from portalaudit.model.report import FileInput, Report, RuleSummary, Ruling
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status, Verdict
from portalaudit.report import wording
from portalaudit.report.characters import prose, visible
from portalaudit.report.control_rows import STATES, FrameworkRow, framework_rows
from portalaudit.report.partial import banner, flags
from portalaudit.report.policy_changes import ChangedRow, LoosenedRow, changed_rows, loosened_rows
from portalaudit.report.provenance import checkout, past_day
from portalaudit.report.rules_as_shipped import deviation, rules_line
from portalaudit.report.run_rows import run_rows
from portalaudit.report.summary import Summary, summarize
from portalaudit.report.waived_rows import WaivedRow, waived_rows

STATIC_LIMIT = 1_000
"""Up to so many findings stand in the page itself; of more, only the first of each rule."""
FIRST_OF_RULE = 25
OPEN_LIMIT = 12
"""Up to so many findings are shown without a click."""

_BAR_UNITS = 1_000
_LEAST_UNITS = 12
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A second place and why it matters; or, without a place, how many more there are."""

    place: str
    label: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A fault in a file."""

    code: str
    message: str
    place: str
    hint: str
    related: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding. `anchor` is its id in the page, stable between runs."""

    anchor: str
    severity: str
    status: str
    subject: str
    message: str
    place: str
    related: tuple[PlaceRow, ...]
    missing: str
    step: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule, what it asks for and why, and how many subjects got which answer."""

    id: str
    title: str
    severity: str
    subject: str
    place: str
    why: tuple[str, ...]
    fix: tuple[str, ...]
    controls: tuple[tuple[str, str], ...]
    params: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The findings of one rule: how many there are, by severity, and those that stand in the page.

    `left_open` are those that later records leave open on a past day; they are not in `severities`.
    """

    rule: RuleRow
    total: int
    severities: tuple[tuple[str, int], ...]
    findings: tuple[FindingRow, ...]
    is_open: bool
    left_open: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the bar of severities, in the bar's own units."""

    severity: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page. `tone` is `problem`, `finding`, `partial` or `clear`; `partial` the banner of a partial run.

    `partial_flags` says what left rules out of it. `severities` counts what can be settled, `chips` all findings.
    `past_day` is the note of a run for a past day, `checkout` the command for its records.
    """

    practice: str
    practice_id: str
    as_of: str
    as_of_words: str
    tool_version: str
    headline: str
    next_step: str
    start: str
    tone: str
    findings: int
    checks: int
    subjects: int
    severities: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int, str], ...]
    chips: tuple[tuple[str, int], ...]
    bar: tuple[Segment, ...]
    bar_words: str
    problems: tuple[ProblemRow, ...]
    groups: tuple[RuleGroup, ...]
    waived: tuple[WaivedRow, ...]
    loosened: tuple[LoosenedRow, ...]
    changed: tuple[ChangedRow, ...]
    shipped: str
    deviations: tuple[tuple[str, str], ...]
    rules: tuple[RuleRow, ...]
    frameworks: tuple[FrameworkRow, ...]
    states: tuple[tuple[str, str], ...]
    run: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str, str], ...]
    partial: str
    partial_flags: str
    past_day: str
    checkout: str
    controls_label: str
    disclaimer: str
    confidential: str = wording.CONFIDENTIAL

    @property
    def files_read(self) -> str:
        """How many files were read, and how many of them only searched."""
        searched = sum(bool(use) for _, _, use in self.files)
        only = f", {searched:,} of them only searched for passwords and patient data" if searched else ""
        return f"{wording.counted(len(self.files), 'file was', 'files were')} read{only}"

    @property
    def is_whole(self) -> bool:
        """Whether every finding stands in the page itself."""
        return all(group.total == len(group.findings) for group in self.groups)


def make_page(report: Report, findings: tuple[Verdict, ...]) -> Page:
    """The page of a report, whose findings are given in their order."""
    summary = summarize(report)
    severities = tuple((severity.value, summary.to_settle(severity)) for severity in Severity)
    rules = {ruling.rule.id: (ruling.rule, _rule(ruling)) for ruling in report.rulings}
    step, start = _first_step(summary, findings)
    return Page(
        practice=prose(report.practice.name),
        practice_id=visible(report.practice.id),
        as_of=report.as_of.isoformat(),
        as_of_words=_in_words(report.as_of),
        tool_version=visible(report.tool_version),
        headline=wording.outcome(summary),
        next_step=step,
        start=start,
        tone=_tone(summary),
        findings=summary.findings,
        checks=summary.checks,
        subjects=summary.subjects,
        severities=severities,
        statuses=tuple(_statuses(summary)),
        chips=tuple((severity.value, summary.of_severity(severity)) for severity in Severity),
        bar=_bar(severities),
        bar_words=", ".join(f"{number:,} {severity}" for severity, number in severities if number),
        problems=tuple(_problems(report)),
        groups=_groups(findings, rules),
        waived=tuple(waived_rows(report)),
        loosened=tuple(loosened_rows(report)),
        changed=tuple(changed_rows(report)),
        shipped=rules_line(report),
        deviations=tuple((one.how.value, deviation(one)) for one in report.run.shipping.deviations),
        rules=tuple(row for _, row in rules.values()),
        frameworks=tuple(framework_rows(report)),
        states=STATES,
        run=run_rows(report),
        files=tuple((visible(file.path), file.sha256, _use(file)) for file in report.inputs.files),
        partial=banner(report),
        partial_flags=flags(report),
        past_day=past_day(report) if report.later_records else "",
        checkout=checkout(report),
        controls_label=wording.controls_label(is_partial=summary.is_partial).capitalize(),
        disclaimer=wording.disclaimer(is_partial=summary.is_partial),
    )


def _first_step(summary: Summary, findings: tuple[Verdict, ...]) -> tuple[str, str]:
    """What to do next in words, and the rule and place where to start, which end them."""
    step = wording.next_step(summary, findings[0] if findings else None)
    start = wording.start(findings[0]) if findings else ""
    return step.removesuffix(start), start if step.endswith(start) else ""


def _in_words(day: datetime.date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _statuses(summary: Summary) -> Iterator[tuple[str, int, str]]:
    for status, number in summary.by_status.items():
        yield wording.STATUS_LABELS[status], number, wording.STATUS_MEANINGS[status]


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


def finding_row(verdict: Verdict, rule: RuleSummary) -> FindingRow:
    """One finding as text. Its own next step is there only where the rule's remedy is not the answer."""
    return FindingRow(
        anchor=anchor(verdict),
        severity=verdict.severity.value,
        status=wording.STATUS_LABELS[verdict.status],
        subject=wording.subject(verdict.subject),
        message=prose(verdict.message),
        place=visible(str(verdict.place)),
        related=related_rows(verdict),
        missing=visible(", ".join(verdict.missing)),
        step="" if verdict.status is Status.FAIL else wording.what_to_do(verdict, rule),
    )


def _use(file: FileInput) -> str:
    """What a file was read for, where it is not for its data."""
    return "" if file.is_data else "searched for passwords and patient data only, not used as data"


def _tone(summary: Summary) -> str:
    if summary.problems or not summary.checks:
        return "problem"
    if summary.findings:
        return "finding"
    return "partial" if summary.is_partial else "clear"


def _bar(severities: tuple[tuple[str, int], ...]) -> tuple[Segment, ...]:
    """Segments in proportion, each wide enough to be seen."""
    total = sum(number for _, number in severities)
    segments: list[Segment] = []
    x = 0
    for severity, number in severities:
        if number:
            width = max(_LEAST_UNITS, _BAR_UNITS * number // total)
            segments.append(Segment(severity, x, width))
            x += width
    return tuple(segments)


def _problems(report: Report) -> Iterable[ProblemRow]:
    for problem in report.problems:
        yield ProblemRow(
            code=problem.code.value,
            message=prose(problem.message),
            place=wording.whereabouts(problem),
            hint=prose(problem.hint),
            related=place_rows(problem.related),
        )


def _groups(findings: tuple[Verdict, ...], rules: dict[str, tuple[RuleSummary, RuleRow]]) -> tuple[RuleGroup, ...]:
    by_rule: dict[str, list[Verdict]] = {}
    for verdict in findings:
        by_rule.setdefault(verdict.rule, []).append(verdict)
    limit = None if len(findings) <= STATIC_LIMIT else FIRST_OF_RULE
    return tuple(
        RuleGroup(
            rule=rules[rule][1],
            total=len(verdicts),
            severities=_by_severity(verdicts),
            findings=tuple(finding_row(verdict, rules[rule][0]) for verdict in verdicts[:limit]),
            is_open=len(findings) <= OPEN_LIMIT,
            left_open=sum(verdict.left_open for verdict in verdicts),
        )
        for rule, verdicts in by_rule.items()
    )


def _by_severity(verdicts: list[Verdict]) -> tuple[tuple[str, int], ...]:
    found = [verdict.severity for verdict in verdicts if not verdict.left_open]
    return tuple((severity.value, found.count(severity)) for severity in Severity if severity in found)


def _rule(ruling: Ruling) -> RuleRow:
    rule = ruling.rule
    return RuleRow(
        id=visible(rule.id),
        title=prose(rule.title),
        severity=rule.severity.value,
        subject=visible(rule.subject.replace("_", " ")),
        place=visible(str(rule.place)),
        why=_paragraphs(rule.rationale),
        fix=_paragraphs(rule.remediation),
        controls=tuple(
            (wording.framework(name), visible(", ".join(ids))) for name, ids in rule.controls.items() if ids
        ),
        params=tuple((visible(name), wording.value(value)) for name, value in rule.params.items()),
        counts=tuple((wording.STATUS_LABELS[status], ruling.count(status)) for status in Status),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(prose(part) for part in text.split("\n\n") if part.strip())

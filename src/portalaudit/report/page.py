"""The data half of the HTML report: everything that the page shows, ready and safe as text.

The template only places these values. Text of users is made visible here and escaped there.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence

from portalaudit.model.access import Access, Coming
from portalaudit.model.report import FileInput, Report
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status, Verdict
from portalaudit.report import compared, seal, to_do, wording
from portalaudit.report.access_rows import AccessRows, access_rows
from portalaudit.report.characters import prose, visible
from portalaudit.report.control_rows import STATES, FrameworkRow, framework_rows
from portalaudit.report.day_words import ago, in_words, span
from portalaudit.report.finding_rows import PlaceRow, RuleGroup, place_rows, rule_groups
from portalaudit.report.nothing_found import nothing_found
from portalaudit.report.partial import banner, flags
from portalaudit.report.pass_rows import Population, populations
from portalaudit.report.policy_changes import ChangedRow, LoosenedRow, changed_rows, loosened_rows
from portalaudit.report.provenance import checkout, past_day
from portalaudit.report.report_directory import Directory
from portalaudit.report.rules_as_shipped import deviation, rules_line
from portalaudit.report.run_rows import run_rows
from portalaudit.report.summary import Summary, summarize
from portalaudit.report.todo_rows import (
    FIRST,
    FIRST_QUESTIONS,
    Count,
    QuestionRow,
    TodoRow,
    answers,
    looked_at,
    not_judged,
    question_rows,
    todo_rows,
)
from portalaudit.report.waived_rows import ResolvedRow, WaivedRow, resolved_rows, waived_rows

MOST_COMING = 8


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A fault in a file."""

    code: str
    message: str
    place: str
    hint: str
    related: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the page, and how much is in it."""

    id: str
    label: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class ComingRow:
    """Something that is due or ends soon."""

    on: str
    what: str
    when: str


@dataclass(frozen=True, slots=True)
class Head:
    """Who and when, and what became of the run.

    `tone` is `problem`, `finding`, `partial`, `accepted` or `clear`; `partial` the banner of a partial run,
    `partial_flags` what left rules out of it. `lists` says how old the portals' user lists are. `past_day` is the note
    of a run for a past day, `checkout` the command for its records.
    """

    practice: str
    practice_id: str
    as_of: str
    as_of_words: str
    lists: str
    tool_version: str
    headline: str
    next_step: str
    start: str
    tone: str
    partial: str
    partial_flags: str
    past_day: str
    checkout: str
    disclaimer: str
    confidential: str = wording.CONFIDENTIAL


@dataclass(frozen=True, slots=True)
class Todo:
    """The first screen: what to do, what was looked at, and what is coming."""

    first: tuple[TodoRow, ...]
    more: tuple[TodoRow, ...]
    questions: tuple[QuestionRow, ...]
    more_questions: tuple[QuestionRow, ...]
    waiting: str
    looked_at: tuple[Count, ...]
    answers: tuple[Count, ...]
    not_judged: tuple[str, ...]
    coming: tuple[ComingRow, ...]
    later: int
    nothing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the run was made of, and what it was asked and answered rule by rule."""

    run: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str, str], ...]
    shipped: str
    deviations: tuple[tuple[str, str], ...]
    changed: tuple[ChangedRow, ...]
    loosened: tuple[LoosenedRow, ...]
    waived: tuple[WaivedRow, ...]
    resolved: tuple[ResolvedRow, ...]
    rules: tuple[Population, ...]
    statuses: tuple[tuple[str, int, str], ...]
    how_to_check: str = seal.HOW_TO_CHECK

    @property
    def files_read(self) -> str:
        """How many files were read, and how many of them only searched."""
        searched = sum(bool(use) for _, _, use in self.files)
        only = f", {searched:,} of them only searched for passwords and patient data" if searched else ""
        return f"{wording.counted(len(self.files), 'file was', 'files were')} read{only}"

    @property
    def changes(self) -> int:
        """How many settings and files differ from what ships."""
        return len(self.deviations) + len(self.changed) + len(self.loosened)


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page."""

    head: Head
    tabs: tuple[Tab, ...]
    todo: Todo
    problems: tuple[ProblemRow, ...]
    access: AccessRows
    findings: int
    checks: int
    severities: tuple[tuple[str, int], ...]
    groups: tuple[RuleGroup, ...]
    frameworks: tuple[FrameworkRow, ...]
    states: tuple[tuple[str, str], ...]
    evidence: Evidence
    controls_label: str


def make_page(report: Report, findings: tuple[Verdict, ...], directory: Directory) -> Page:
    """The page of a report, whose findings are given in their order."""
    summary = summarize(report)
    groups = rule_groups(report, findings, directory)
    frameworks = tuple(framework_rows(report))
    return Page(
        head=_head(report, summary, findings, directory.access),
        tabs=_tabs(summary, directory.access, frameworks),
        todo=_todo(report, summary, findings, directory),
        problems=tuple(_problems(report)),
        access=access_rows(report, findings, directory),
        findings=summary.findings,
        checks=summary.checks,
        severities=tuple((severity.value, summary.of_severity(severity)) for severity in Severity),
        groups=groups,
        frameworks=frameworks,
        states=STATES,
        evidence=_evidence(report, summary),
        controls_label=wording.controls_label(is_partial=summary.is_partial).capitalize(),
    )


def _head(report: Report, summary: Summary, findings: tuple[Verdict, ...], access: Access) -> Head:
    step, start = _first_step(report, summary, report.first(report.due(findings)))
    return Head(
        practice=prose(report.practice.name),
        practice_id=visible(report.practice.id),
        as_of=report.as_of.isoformat(),
        as_of_words=in_words(report.as_of),
        lists=_lists(access),
        tool_version=visible(report.tool_version),
        headline=compared.outcome(report, summary),
        next_step=step,
        start=start,
        tone=_tone(summary),
        partial=banner(report),
        partial_flags=flags(report),
        past_day=past_day(report) if report.later_records else "",
        checkout=checkout(report),
        disclaimer=wording.disclaimer(is_partial=summary.is_partial),
    )


def _first_step(report: Report, summary: Summary, first: Verdict | None) -> tuple[str, str]:
    """What to do next in words, and the rule and place where to start, which end them."""
    step = compared.next_step(report, summary, first)
    start = wording.start(first) if first else ""
    return step.removesuffix(start), start if step.endswith(start) else ""


def _lists(access: Access) -> str:
    """Of which days the portals' user lists are, and of how many portals there is none."""
    days = [datetime.date.fromisoformat(one.listed_on[:10]) for one in access.portals if one.listed_on]
    if not access.portals:
        return ""
    without = len(access.portals) - len(days)
    if not days:
        return "no user lists of the portals on file"
    some = f", none for {wording.counted(without, 'portal')}" if without else ""
    return f"user lists of {span(days)}{some}"


def _tone(summary: Summary) -> str:
    if summary.problems or not summary.checks:
        return "problem"
    if summary.findings > summary.remarks or summary.waiting or summary.left_open:
        return "finding"
    if summary.is_partial:
        return "partial"
    return "accepted" if summary.by_status[Status.WAIVED] else "clear"


def _tabs(summary: Summary, access: Access, frameworks: Sequence[FrameworkRow]) -> tuple[Tab, ...]:
    return (
        Tab("todo", "To do"),
        Tab("people", "People", f"{len(access.people):,}"),
        Tab("portals", "Portals", f"{len(access.portals):,}"),
        Tab("findings", "Findings", f"{summary.findings:,}"),
        *((Tab("controls", "Controls"),) if frameworks else ()),
        Tab("evidence", "Evidence"),
    )


def _todo(report: Report, summary: Summary, findings: Sequence[Verdict], directory: Directory) -> Todo:
    needing = to_do.needing(report.actions)
    rows, questions = todo_rows(report.actions, findings), question_rows(report.questions)
    first = min(FIRST, len(needing))
    coming = sorted({*directory.access.coming, *_ends_of_waivers(report)})
    return Todo(
        first=rows[:first],
        more=rows[first:],
        questions=questions[:FIRST_QUESTIONS],
        more_questions=questions[FIRST_QUESTIONS:],
        waiting=wording.waiting(summary),
        looked_at=looked_at(summary, directory),
        answers=answers(summary),
        not_judged=tuple(not_judged(report)),
        coming=tuple(ComingRow(one.on, prose(one.what), ago(one.on, report.as_of)) for one in coming[:MOST_COMING]),
        later=len(coming[MOST_COMING:]),
        nothing=tuple(nothing_found(report, summary, directory.access, coming)),
    )


def _ends_of_waivers(report: Report) -> Iterator[Coming]:
    for ruling in report.rulings:
        for verdict in ruling.verdicts.values():
            if verdict.waiver is not None and verdict.status is Status.WAIVED:
                yield Coming(verdict.waiver.expires_on.isoformat(), f"waiver {verdict.waiver.id} ends")


def _evidence(report: Report, summary: Summary) -> Evidence:
    return Evidence(
        run=run_rows(report),
        files=tuple((visible(file.path), file.sha256, _use(file)) for file in report.inputs.files),
        shipped=rules_line(report),
        deviations=tuple((one.how.value, deviation(one)) for one in report.run.shipping.deviations),
        changed=tuple(changed_rows(report)),
        loosened=tuple(loosened_rows(report)),
        waived=tuple(waived_rows(report)),
        resolved=tuple(resolved_rows(report)),
        rules=populations(report),
        statuses=tuple(_statuses(summary)),
    )


def _statuses(summary: Summary) -> Iterator[tuple[str, int, str]]:
    for status, number in summary.by_status.items():
        yield wording.STATUS_LABELS[status], number, wording.STATUS_MEANINGS[status]


def _use(file: FileInput) -> str:
    """What a file was read for, where it is not for its data."""
    return "" if file.is_data else "searched for passwords and patient data only, not used as data"


def _problems(report: Report) -> Iterable[ProblemRow]:
    for problem in report.problems:
        yield ProblemRow(
            code=problem.code.value,
            message=prose(problem.message),
            place=wording.whereabouts(problem),
            hint=prose(problem.hint),
            related=place_rows(problem.related),
        )

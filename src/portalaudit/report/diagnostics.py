"""Findings for a terminal: each with its line of the file, what it means and what to do."""

import textwrap
from collections.abc import Iterable, Iterator

from portalaudit.model.place import Place, Related
from portalaudit.model.report import Report
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status, Verdict
from portalaudit.report import compared, wording
from portalaudit.report.characters import prose, visible
from portalaudit.report.excerpt import Frame, Mark, excerpt
from portalaudit.report.paint import Ink, Paint, linked
from portalaudit.report.summary import Summary

SEVERITY_INKS = {severity: Ink(severity.value) for severity in Severity}


@dataclass(frozen=True, slots=True)
class Screen:
    """A report, and how it is shown: the width in characters, and how many of a kind; all where `limit` is None.

    With `has_links` the name of a rule leads to its page.
    """

    report: Report
    rules: dict[str, RuleSummary]
    paint: Paint
    width: int
    limit: int | None
    has_links: bool = False


def _by_rule(findings: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """Findings by rule, the rule with the most severe one first."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in findings:
        groups.setdefault(verdict.rule, []).append(verdict)
    return groups


def findings_in_full(screen: Screen, findings: Iterable[Verdict]) -> Iterator[str]:
    """Each finding; on the first screen the second fail of a rule and those after it are told beneath the first."""
    for rule, verdicts in _by_rule(findings).items():
        fails = [one for one in verdicts if one.status is Status.FAIL]
        for verdict in verdicts:
            is_first = verdict.status is not Status.FAIL or verdict is fails[0]
            if is_first or screen.limit is None:
                yield from _finding(screen, screen.rules[rule], verdict, with_fix=is_first)
                yield from _also(screen, fails) if screen.limit is not None and verdict in fails else ()
                yield from _controls(screen, screen.rules[rule], verdict) if verdict is verdicts[0] else ()
                yield ""


def _finding(screen: Screen, rule: RuleSummary, verdict: Verdict, *, with_fix: bool) -> Iterator[str]:
    """One diagnostic. What to do is the same for all fails of a rule: the first one tells."""
    frame = frame_of(screen, verdict.place, verdict.related)
    yield _verdict_title(screen, verdict)
    yield from places(screen, frame, verdict.place, verdict.related, _ink(verdict))
    yield from note(frame, "change", compared.change_of(screen.report, verdict))
    yield from note(frame, "subject", wording.subject(verdict.subject))
    if verdict.more:
        yield f"{' ' * (frame.digits + 1)}{frame.paint(Ink.FRAME, '=')} {wording.more_places(verdict)}"
    yield from note(frame, "missing", visible(", ".join(verdict.missing)))
    yield from note(frame, "fix", wording.what_to_do(verdict, rule)) if with_fix else ()


def _also(screen: Screen, fails: list[Verdict]) -> Iterator[str]:
    """The other fails of a rule: what each says, where, and how severe it is where that differs from the first."""
    frame = frame_of(screen, fails[0].place, fails[0].related)
    for one in fails[1:]:
        severity = "" if one.severity is fails[0].severity else f"{one.severity}: "
        yield from note(frame, "also", f"{severity}{prose(one.message)} ({visible(str(one.place))})")


def _controls(screen: Screen, rule: RuleSummary, verdict: Verdict) -> Iterator[str]:
    """The controls of a rule, which its first finding names for all."""
    frame, is_partial = frame_of(screen, verdict.place, verdict.related), screen.report.run.is_partial
    yield from note(frame, wording.controls_label(is_partial=is_partial), wording.controls(rule))


def more(screen: Screen, number: int, what: str) -> Iterator[str]:
    """How many more of a kind there are than the screen shows."""
    if screen.limit is not None and number > screen.limit:
        hidden = f"... and {number - screen.limit:,} more {what}; see -o html=FILE, or --full to print all"
        yield from (screen.paint(Ink.STRONG, line) for line in wrapped(screen, hidden))
        yield ""


def _verdict_title(screen: Screen, verdict: Verdict) -> str:
    if verdict.status is Status.FAIL:
        return title(screen, verdict.severity, _ink(verdict), verdict.rule, verdict.message)
    label = wording.STATUS_LABELS[verdict.status]
    if verdict.status is Status.ERROR:
        label = f"{label}, {verdict.severity}"
    return title(screen, label, _ink(verdict), verdict.rule, verdict.message)


def title(screen: Screen, label: str, ink: Ink, name: str, message: str) -> str:
    """The first line of a diagnostic."""
    rule = screen.rules.get(name) if screen.has_links else None
    shown = linked(name, rule.url) if rule else name
    return f"{screen.paint(ink, f'{label}[{shown}]')}{screen.paint(Ink.STRONG, ': ' + prose(message))}"


def _ink(verdict: Verdict) -> Ink:
    return SEVERITY_INKS[verdict.severity] if verdict.status is Status.FAIL else Ink(verdict.status.value)


def frame_of(screen: Screen, place: Place, related: tuple[Related, ...]) -> Frame:
    """The frame in which lines of files stand, wide enough for the highest number of a line."""
    highest = max(place.line, *(one.place.line for one in related), 1)
    return Frame(digits=len(str(highest)), width=screen.width, paint=screen.paint)


def places(screen: Screen, frame: Frame, place: Place, related: tuple[Related, ...], ink: Ink) -> Iterator[str]:
    """The line of a file that a diagnostic is about, and those that belong to it."""
    line = screen.report.line
    yield from excerpt(frame, "-->", place, line(place), Mark("", "^", ink))
    for one in related:
        yield frame.bar()
        yield from excerpt(frame, ":::", one.place, line(one.place), Mark(prose(one.label), "-", Ink.FRAME))
    yield frame.bar()


def note(frame: Frame, label: str, text: str) -> Iterator[str]:
    """A labelled remark beneath the lines of files; nothing where the text is empty."""
    if not text:
        return
    start = " " * (frame.digits + 1)
    hang = start + " " * (len(label) + 4)
    wrapped = textwrap.wrap(text, max(frame.width - len(hang), 30), break_long_words=False, break_on_hyphens=False)
    yield f"{start}{frame.paint(Ink.FRAME, '=')} {frame.paint(Ink.STRONG, label + ':')} {wrapped[0]}"
    yield from (hang + rest for rest in wrapped[1:])


def waived(screen: Screen, summary: Summary) -> Iterator[str]:
    """Accepted exceptions, without their lines of the files: they stay in sight until they end."""
    if not summary.by_status[Status.WAIVED]:
        return
    waived = screen.report.answered(Status.WAIVED)
    for verdict in waived[: screen.limit]:
        yield title(screen, f"waived, {verdict.severity}", Ink.WAIVED, verdict.rule, verdict.message)
        yield from _waiver(screen, verdict)
        yield ""
    yield from more(screen, len(waived), "waived")


def resolved(screen: Screen) -> Iterator[str]:
    """What was wrong, looked into and decided, with the line where that is recorded: it stays in sight."""
    resolved = screen.report.answered(Status.RESOLVED)
    for verdict in resolved[: screen.limit]:
        yield _verdict_title(screen, verdict)
        frame = frame_of(screen, verdict.place, verdict.related)
        yield from places(screen, frame, verdict.place, verdict.related, _ink(verdict))
        yield from note(frame, "subject", wording.subject(verdict.subject))
        yield ""
    yield from more(screen, len(resolved), "resolved")


def _waiver(screen: Screen, verdict: Verdict) -> Iterator[str]:
    frame = Frame(digits=1, width=screen.width, paint=screen.paint)
    yield from note(frame, "subject", wording.subject(verdict.subject))
    waiver = verdict.waiver
    if waiver is not None:
        yield from note(frame, "accepted", f"{wording.waiver_end(waiver)}, by {wording.waiver_approval(waiver)}")
        yield from note(frame, "required", wording.waiver_required(waiver))
        yield from note(frame, "reason", prose(waiver.reason))
        yield from note(frame, "done instead", wording.control_done(waiver.compensating_control))
        yield from note(frame, "waiver", visible(f"{waiver.id} at {waiver.place}"))
        yield from note(frame, "ticket", visible(waiver.ticket))


def wrapped(screen: Screen, text: str, indent: int = 0) -> list[str]:
    """The text in lines of the screen's width without the indent; a path is never broken."""
    return textwrap.wrap(text, max(screen.width - indent, 30), break_long_words=False, break_on_hyphens=False)

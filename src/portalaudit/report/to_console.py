"""The report for a terminal, in a screen: what to do first, counts, and what is missing.

Few findings, or all where that is wanted, are shown each with its line of the file, what it means and what to do.
"""

import textwrap
from collections.abc import Iterable, Iterator

from portalaudit.model.place import Place, Related
from portalaudit.model.problem import Problem
from portalaudit.model.report import Report
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Status, Verdict
from portalaudit.model.whereabouts import from_root
from portalaudit.report import compared, partial, to_do, wording
from portalaudit.report.characters import harmless, prose, uncommanding, visible
from portalaudit.report.excerpt import Frame, Mark, excerpt
from portalaudit.report.paint import Ink, Paint, coloured, plain
from portalaudit.report.policy_changes import changed_lines
from portalaudit.report.provenance import provenance
from portalaudit.report.summary import Summary, summarize

NAME = "console"
SUFFIX = ".txt"

FEW = 10
"""How many findings are shown in full where not all are wanted, and how many problems of more."""

MOST_ACTIONS, MOST_QUESTIONS = 10, 5
"""How many actions and questions a screen has room for; the others are counted."""

_SEVERITY_INKS = {severity: Ink(severity.value) for severity in Severity}


@dataclass(frozen=True, slots=True)
class _Screen:
    report: Report
    rules: dict[str, RuleSummary]
    paint: Paint
    width: int
    limit: int | None


def render(report: Report, *, color: bool = False, width: int = 100, is_full: bool = False) -> Iterator[str]:
    """The report as lines of text: a screen, or with `is_full` every finding and every problem."""
    report = from_root(report)
    screen = _Screen(
        report=report,
        rules={ruling.rule.id: ruling.rule for ruling in report.rulings},
        paint=coloured if color else plain,
        width=max(width, 40),
        limit=None if is_full else FEW,
    )
    return harmless(f"{uncommanding(line)}\n" for line in _lines_of(screen))


def _lines_of(screen: _Screen) -> Iterator[str]:
    report, summary, findings = screen.report, summarize(screen.report), screen.report.findings()
    in_full = screen.limit is None or len(findings) <= screen.limit
    if report.comparison is not None:
        yield from _compared(screen, summary)
        return
    yield from _problems(screen)
    if in_full:
        yield from _findings(screen, findings)
        yield from _findings(screen, report.unanswered() if screen.limit is None else ())
        yield from _waived(screen, summary)
        yield from _resolved(screen)
    # A run that asks less must not look like a better one.
    yield from _titled(screen, Ink.LOOSENED, changed_lines(report))
    yield screen.paint(Ink.STRONG, f"{prose(report.practice.name)}, as of {report.as_of.isoformat()}")
    yield ""
    if not in_full:
        yield from _actions(screen)
    yield from _questions(screen, summary)
    yield from _table(screen, summary, in_full=in_full)
    yield from _outcome(screen, summary)


def _compared(screen: _Screen, summary: Summary) -> Iterator[str]:
    """Against a base: what is new or worse in full, what the branch changes of policies, and the rest in numbers."""
    report, due = screen.report, screen.report.due(screen.report.findings())
    yield from _problems(screen)
    yield from _findings(screen, due[: screen.limit])
    yield from _more(screen, len(due), "new or worse findings")
    yield from _titled(screen, Ink.GOOD, compared.fixed(report) if screen.limit is None else ())
    yield from _titled(screen, Ink.LOOSENED, (("policy", *one) for one in compared.policy_changes(report)))
    yield screen.paint(Ink.STRONG, f"{prose(report.practice.name)}, as of {report.as_of.isoformat()}")
    yield ""
    yield from _new_questions(screen)
    yield from _rows(screen, compared.rows(report))
    yield from _table_end(screen)
    yield from _outcome(screen, summary)


def _new_questions(screen: _Screen) -> Iterator[str]:
    """What is missing that was not missing at the base: a line for each record."""
    questions = tuple(compared.new_questions(screen.report))
    if questions:
        yield screen.paint(Ink.STRONG, "What is missing now")
        yield from (f"  {line}" for text in questions for line in _lines(screen, text, indent=2))
        yield ""


def _problems(screen: _Screen) -> Iterator[str]:
    problems = screen.report.problems
    for problem in problems[: screen.limit]:
        yield from _problem(screen, problem)
    yield from _more(screen, len(problems), "problems")


def _problem(screen: _Screen, problem: Problem) -> Iterator[str]:
    frame = _frame(screen, problem.place, problem.related)
    yield _title(screen, "error", Ink.ERROR, problem.code, problem.message)
    if wording.is_of_folder(problem):
        yield frame.named("-->", wording.whereabouts(problem))
    else:
        yield from _places(screen, frame, problem.place, problem.related, Ink.ERROR)
    yield from _note(frame, "fix", prose(problem.hint))
    yield ""


def _by_rule(findings: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """Findings by rule, the rule with the most severe one first."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in findings:
        groups.setdefault(verdict.rule, []).append(verdict)
    return groups


def _findings(screen: _Screen, findings: Iterable[Verdict]) -> Iterator[str]:
    for rule, verdicts in _by_rule(findings).items():
        for number, verdict in enumerate(verdicts):
            yield from _finding(screen, screen.rules[rule], verdict, with_controls=number == 0)


def _finding(screen: _Screen, rule: RuleSummary, verdict: Verdict, *, with_controls: bool) -> Iterator[str]:
    """One diagnostic. Controls are the same for the whole rule: the first finding names them."""
    frame = _frame(screen, verdict.place, verdict.related)
    yield _verdict_title(screen, verdict)
    yield from _places(screen, frame, verdict.place, verdict.related, _ink(verdict))
    yield from _note(frame, "change", compared.change_of(screen.report, verdict))
    yield from _note(frame, "subject", wording.subject(verdict.subject))
    if verdict.more:
        yield f"{' ' * (frame.digits + 1)}{frame.paint(Ink.FRAME, '=')} {wording.more_places(verdict)}"
    yield from _note(frame, "missing", visible(", ".join(verdict.missing)))
    yield from _note(frame, "fix", wording.what_to_do(verdict, rule))
    if with_controls:
        label = wording.controls_label(is_partial=screen.report.run.is_partial)
        yield from _note(frame, label, wording.controls(rule))
    yield ""


def _more(screen: _Screen, number: int, what: str) -> Iterator[str]:
    if screen.limit is not None and number > screen.limit:
        hidden = f"... and {number - screen.limit:,} more {what}; see -o html=FILE, or --full to print all"
        yield from (screen.paint(Ink.STRONG, line) for line in _lines(screen, hidden))
        yield ""


def _verdict_title(screen: _Screen, verdict: Verdict) -> str:
    if verdict.status is Status.FAIL:
        return _title(screen, verdict.severity, _ink(verdict), verdict.rule, verdict.message)
    label = wording.STATUS_LABELS[verdict.status]
    if verdict.status is Status.ERROR:
        label = f"{label}, {verdict.severity}"
    return _title(screen, label, _ink(verdict), verdict.rule, verdict.message)


def _title(screen: _Screen, label: str, ink: Ink, name: str, message: str) -> str:
    return f"{screen.paint(ink, f'{label}[{name}]')}{screen.paint(Ink.STRONG, ': ' + prose(message))}"


def _ink(verdict: Verdict) -> Ink:
    return _SEVERITY_INKS[verdict.severity] if verdict.status is Status.FAIL else Ink(verdict.status.value)


def _frame(screen: _Screen, place: Place, related: tuple[Related, ...]) -> Frame:
    highest = max(place.line, *(one.place.line for one in related), 1)
    return Frame(digits=len(str(highest)), width=screen.width, paint=screen.paint)


def _places(screen: _Screen, frame: Frame, place: Place, related: tuple[Related, ...], ink: Ink) -> Iterator[str]:
    line = screen.report.line
    yield from excerpt(frame, "-->", place, line(place), Mark("", "^", ink))
    for one in related:
        yield frame.bar()
        yield from excerpt(frame, ":::", one.place, line(one.place), Mark(prose(one.label), "-", Ink.FRAME))
    yield frame.bar()


def _note(frame: Frame, label: str, text: str) -> Iterator[str]:
    if not text:
        return
    start = " " * (frame.digits + 1)
    hang = start + " " * (len(label) + 4)
    wrapped = textwrap.wrap(text, max(frame.width - len(hang), 30), break_long_words=False, break_on_hyphens=False)
    yield f"{start}{frame.paint(Ink.FRAME, '=')} {frame.paint(Ink.STRONG, label + ':')} {wrapped[0]}"
    yield from (hang + rest for rest in wrapped[1:])


def _waived(screen: _Screen, summary: Summary) -> Iterator[str]:
    """Accepted exceptions, without their lines of the files: they stay in sight until they end."""
    if not summary.by_status[Status.WAIVED]:
        return
    waived = screen.report.answered(Status.WAIVED)
    for verdict in waived[: screen.limit]:
        yield _title(screen, f"waived, {verdict.severity}", Ink.WAIVED, verdict.rule, verdict.message)
        yield from _waiver(screen, verdict)
        yield ""
    yield from _more(screen, len(waived), "waived")


def _resolved(screen: _Screen) -> Iterator[str]:
    """What was wrong, looked into and decided, with the line where that is recorded: it stays in sight."""
    resolved = screen.report.answered(Status.RESOLVED)
    for verdict in resolved[: screen.limit]:
        yield _verdict_title(screen, verdict)
        frame = _frame(screen, verdict.place, verdict.related)
        yield from _places(screen, frame, verdict.place, verdict.related, _ink(verdict))
        yield from _note(frame, "subject", wording.subject(verdict.subject))
        yield ""
    yield from _more(screen, len(resolved), "resolved")


def _waiver(screen: _Screen, verdict: Verdict) -> Iterator[str]:
    frame = Frame(digits=1, width=screen.width, paint=screen.paint)
    yield from _note(frame, "subject", wording.subject(verdict.subject))
    waiver = verdict.waiver
    if waiver is not None:
        yield from _note(frame, "accepted", f"{wording.waiver_end(waiver)}, by {wording.waiver_approval(waiver)}")
        yield from _note(frame, "required", wording.waiver_required(waiver))
        yield from _note(frame, "reason", prose(waiver.reason))
        yield from _note(frame, "done instead", wording.control_done(waiver.compensating_control))
        yield from _note(frame, "waiver", visible(f"{waiver.id} at {waiver.place}"))
        yield from _note(frame, "ticket", visible(waiver.ticket))


def _titled(screen: _Screen, ink: Ink, lines: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """A line for each label, name and text."""
    titles = [_title(screen, label, ink, name, text) for label, name, text in lines]
    yield from (*titles, "") if titles else ()


def _actions(screen: _Screen) -> Iterator[str]:
    """What to do, first things first, each in two lines."""
    actions = screen.report.actions
    if not actions:
        return
    yield screen.paint(Ink.STRONG, "What to do")
    for action in actions[:MOST_ACTIONS]:
        severity = screen.paint(_SEVERITY_INKS[action.severity], f"{action.severity:<10}")
        yield f"  {severity}{action.due:<14}{prose(action.title)}"
        detail = "; ".join(filter(None, (to_do.about(action), to_do.also_settled(action))))
        yield from (" " * 26 + line for line in _lines(screen, detail, indent=26))
    if len(actions) > MOST_ACTIONS:
        yield f"  and {wording.counted(len(actions) - MOST_ACTIONS, 'more action')}"
    yield ""


def _questions(screen: _Screen, summary: Summary) -> Iterator[str]:
    """What is missing, the fact that most answers wait for first."""
    questions = screen.report.questions
    if not questions:
        return
    yield screen.paint(Ink.STRONG, f"What is missing: {wording.waiting(summary)}")
    for question in questions[:MOST_QUESTIONS]:
        title = f"{prose(question.title)} ({to_do.field_names(question)})"
        first, *rest = _lines(screen, title, indent=16)
        yield f"  {to_do.waiting(question):<14}{first}"
        yield from (" " * 16 + line for line in rest)
        yield from (" " * 16 + line for line in _lines(screen, to_do.where_to_look(question), indent=16))
    if len(questions) > MOST_QUESTIONS:
        more = wording.counted(len(questions) - MOST_QUESTIONS, "more fact")
        yield f"  and {more}; `portalaudit questions` lists all"
    yield ""


def _table(screen: _Screen, summary: Summary, *, in_full: bool) -> Iterator[str]:
    report = screen.report
    counts = ", ".join(f"{severity} {summary.of_severity(severity):,}" for severity in Severity)
    yield from _row(screen, "findings", counts)
    answers = ", ".join(
        f"{wording.STATUS_LABELS[s]} {n:,}" for s, n in summary.by_status.items() if n or s is not Status.RESOLVED
    )
    yield from _row(screen, "checks", answers)
    judged = f"{wording.counted(summary.rules, 'rule')} for {wording.counted(summary.subjects, 'subject')}"
    yield from _row(screen, "judged", f"{judged}; {wording.counted(summary.problems, 'problem')} in the files")
    yield from _rows(screen, provenance(report, screen.limit))
    if report.inputs.git is not None:
        yield from _row(screen, "commit", wording.commit(report.inputs.git))
    if not in_full:
        yield from _row(screen, "all of it", "--full prints each finding here; -o html=FILE writes a page to work with")
    yield from _table_end(screen)


def _table_end(screen: _Screen) -> Iterator[str]:
    yield ""
    yield from (
        screen.paint(Ink.QUIET, line)
        for line in _lines(screen, wording.disclaimer(is_partial=screen.report.run.is_partial))
    )
    yield ""


def _partial(screen: _Screen) -> Iterator[str]:
    """That the run is partial, who wanted it so, and which rules had no say."""
    report = screen.report
    if not report.run.is_partial:
        return
    yield screen.paint(Ink.LOOSENED, partial.banner(report))
    for name, text in partial.wanted(report):
        yield from _row(screen, name, text)
    names = partial.not_evaluated(report)
    shown = ", ".join(names[: screen.limit])
    more = (
        f" and {len(names) - screen.limit:,} more (--full lists them)" if screen.limit and names[screen.limit :] else ""
    )
    yield from _lines(screen, f"Not evaluated: {shown}{more}")
    yield ""


def _rows(screen: _Screen, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in rows:
        yield from _row(screen, name, text)


def _row(screen: _Screen, name: str, text: str) -> Iterator[str]:
    first, *rest = textwrap.wrap(text, screen.width - 12, break_long_words=False, break_on_hyphens=False)
    yield f"  {name:<10}{first}"
    yield from (" " * 12 + line for line in rest)


def _lines(screen: _Screen, text: str, indent: int = 0) -> list[str]:
    """The text in lines of the screen's width without the indent; a path is never broken."""
    return textwrap.wrap(text, max(screen.width - indent, 30), break_long_words=False, break_on_hyphens=False)


def _outcome(screen: _Screen, summary: Summary) -> Iterator[str]:
    yield from _partial(screen)
    report = screen.report
    is_answered = summary.checks > 0 and not report.due(report.unanswered())
    good = is_answered and not report.due(report.findings()) and not summary.problems and not summary.is_partial
    ink, sentence = Ink.GOOD if good else Ink.STRONG, compared.outcome(report, summary)
    step = compared.next_step(report, summary, compared.first_due(report))
    if len(sentence) + 1 + len(step) <= screen.width:
        yield f"{screen.paint(ink, sentence)} {step}"
        return
    yield from (screen.paint(ink, line) for line in _lines(screen, sentence))
    yield from _lines(screen, step)

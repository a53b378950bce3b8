"""The report for a terminal, in a screen: what to do first, counts, and what is missing.

Few findings, or all where that is wanted, are shown each with its line of the file, what it means and what to do.
"""

import textwrap
from collections.abc import Iterable, Iterator

from portalaudit.model.problem import Problem
from portalaudit.model.report import Report
from portalaudit.model.verdict import Severity, Status
from portalaudit.model.whereabouts import from_root
from portalaudit.report import compared, partial, to_do, wording
from portalaudit.report.characters import harmless, prose, uncommanding
from portalaudit.report.diagnostics import (
    SEVERITY_INKS,
    Screen,
    findings_in_full,
    frame_of,
    more,
    note,
    places,
    resolved,
    title,
    waived,
    wrapped,
)
from portalaudit.report.paint import Ink, coloured, plain
from portalaudit.report.policy_changes import changed_lines
from portalaudit.report.provenance import provenance
from portalaudit.report.summary import Summary, summarize

NAME = "console"
SUFFIX = ".txt"
READ_BY = "People at a terminal"

FEW = 10
"""How many findings are shown in full where not all are wanted, and how many problems of more."""

MOST_ACTIONS, MOST_QUESTIONS = 10, 5
"""How many actions and questions a screen has room for; the others are counted."""


def render(
    report: Report, *, color: bool = False, links: bool = False, width: int = 100, is_full: bool = False
) -> Iterator[str]:
    """The report as lines of text: a screen, or with `is_full` every finding and every problem.

    Colors may be wanted in a pipe too, as by a build server; `links` are for a terminal only.
    """
    report = from_root(report)
    screen = Screen(
        report=report,
        rules={ruling.rule.id: ruling.rule for ruling in report.rulings},
        paint=coloured if color else plain,
        width=max(width, 40),
        limit=None if is_full else FEW,
        has_links=links,
    )
    return harmless(f"{uncommanding(line)}\n" for line in _lines_of(screen))


def _lines_of(screen: Screen) -> Iterator[str]:
    report, summary, findings = screen.report, summarize(screen.report), screen.report.findings()
    needing = findings if screen.limit is None else tuple(one for one in findings if not one.is_remark)
    in_full = screen.limit is None or len(needing) <= screen.limit
    if report.comparison is not None:
        yield from _compared(screen, summary)
        return
    yield from _problems(screen)
    if in_full:
        yield from findings_in_full(screen, needing)
        yield from findings_in_full(screen, report.unanswered() if screen.limit is None else ())
        yield from waived(screen, summary)
        yield from resolved(screen)
    # A run that asks less must not look like a better one.
    yield from _titled(screen, Ink.LOOSENED, changed_lines(report))
    yield screen.paint(Ink.STRONG, f"{prose(report.practice.name)}, as of {report.as_of.isoformat()}")
    yield ""
    if len(needing) > 1:
        yield from _actions(screen)
    yield from _remarks(screen, len(findings) - len(needing))
    yield from _questions(screen, summary)
    yield from _table(screen, summary, in_full=in_full)
    yield from _outcome(screen, summary)


def _compared(screen: Screen, summary: Summary) -> Iterator[str]:
    """Against a base: what is new or worse in full, what the branch changes of policies, and the rest in numbers."""
    report, due = screen.report, screen.report.due(screen.report.findings())
    yield from _problems(screen)
    yield from findings_in_full(screen, due[: screen.limit])
    yield from more(screen, len(due), "new or worse findings")
    gone = tuple((label, one.rule, one.message) for label, one in compared.gone(report)) if screen.limit is None else ()
    yield from _titled(screen, Ink.GOOD, (one for one in gone if one[0] == compared.FIXED))
    yield from _titled(screen, Ink.LOOSENED, (one for one in gone if one[0] == compared.UNRECORDED))
    changes = [("policy", *one) for one in compared.policy_changes(report)]
    yield from _titled(screen, Ink.LOOSENED, changes[: screen.limit])
    yield from more(screen, len(changes), "changes of the policies")
    yield from _titled(screen, Ink.LOOSENED, changed_lines(report))
    yield screen.paint(Ink.STRONG, f"{prose(report.practice.name)}, as of {report.as_of.isoformat()}")
    yield ""
    yield from _new_questions(screen)
    yield from _rows(screen, compared.rows(report))
    yield from _run(screen)
    yield from _table_end(screen)
    yield from _outcome(screen, summary)


def _new_questions(screen: Screen) -> Iterator[str]:
    """What is missing that was not missing at the base: a line for each record."""
    questions = tuple(one.words for one in compared.new_questions(screen.report))
    if questions:
        yield screen.paint(Ink.STRONG, "What is missing now")
        yield from (f"  {line}" for text in questions for line in wrapped(screen, text, indent=2))
        yield ""


def _problems(screen: Screen) -> Iterator[str]:
    problems = screen.report.problems
    for problem in problems[: screen.limit]:
        yield from _problem(screen, problem)
    yield from more(screen, len(problems), "problems")


def _problem(screen: Screen, problem: Problem) -> Iterator[str]:
    frame = frame_of(screen, problem.place, problem.related)
    yield title(screen, "error", Ink.ERROR, problem.code, problem.message)
    if wording.is_of_folder(problem):
        yield frame.named("-->", wording.whereabouts(problem))
    else:
        yield from places(screen, frame, problem.place, problem.related, Ink.ERROR)
    yield from note(frame, "fix", prose(problem.hint))
    yield ""


def _titled(screen: Screen, ink: Ink, lines: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """A line for each label, name and text."""
    titles = [title(screen, label, ink, name, text) for label, name, text in lines]
    yield from (*titles, "") if titles else ()


def _actions(screen: Screen) -> Iterator[str]:
    """What to do, first things first, each in two lines: what several findings ask for is said once."""
    actions = screen.report.actions if screen.limit is None else to_do.needing(screen.report.actions)
    if not actions:
        return
    yield screen.paint(Ink.STRONG, "What to do")
    shown = actions if screen.limit is None else actions[:MOST_ACTIONS]
    for action in shown:
        severity = screen.paint(SEVERITY_INKS[action.severity], f"{action.severity:<10}")
        yield f"  {severity}{action.due:<14}{prose(action.title)}"
        detail = "; ".join(filter(None, (to_do.about(action), to_do.also_settled(action))))
        yield from (" " * 26 + line for line in wrapped(screen, detail, indent=26))
    if rest := len(actions) - len(shown):
        yield f"  and {wording.counted(rest, 'more action')}"
    yield ""


def _remarks(screen: Screen, number: int) -> Iterator[str]:
    """How many findings are only for the reader to know."""
    if number:
        them = "it" if number == 1 else "them"
        yield from wrapped(screen, f"Also noted: {wording.counted(number, 'remark')} (info); --full prints {them}")
        yield ""


def _questions(screen: Screen, summary: Summary) -> Iterator[str]:
    """What is missing, the fact that most answers wait for first."""
    questions = screen.report.questions
    if not questions:
        return
    yield screen.paint(Ink.STRONG, f"What is missing: {wording.waiting(summary)}")
    for question in questions[:MOST_QUESTIONS]:
        title = f"{prose(question.title)} ({to_do.field_names(question)})"
        first, *rest = wrapped(screen, title, indent=16)
        yield f"  {to_do.waiting(question):<14}{first}"
        yield from (" " * 16 + line for line in rest)
        yield from (" " * 16 + line for line in wrapped(screen, to_do.where_to_look(question), indent=16))
    if len(questions) > MOST_QUESTIONS:
        more = wording.counted(len(questions) - MOST_QUESTIONS, "more fact")
        yield f"  and {more}; `portalaudit questions` lists all"
    yield ""


def _table(screen: Screen, summary: Summary, *, in_full: bool) -> Iterator[str]:
    counts = ", ".join(f"{severity} {summary.of_severity(severity):,}" for severity in Severity)
    yield from _row(screen, "findings", counts)
    answers = ", ".join(
        f"{wording.STATUS_LABELS[s]} {n:,}" for s, n in summary.by_status.items() if n or s is not Status.RESOLVED
    )
    yield from _row(screen, "checks", answers)
    judged = f"{wording.counted(summary.rules, 'rule')} for {wording.counted(summary.subjects, 'subject')}"
    yield from _row(screen, "judged", f"{judged}; {wording.counted(summary.problems, 'problem')} in the files")
    yield from _run(screen)
    if not in_full:
        yield from _row(screen, "all of it", "--full prints each finding here; -o html=FILE writes a page to work with")
    yield from _table_end(screen)


def _run(screen: Screen) -> Iterator[str]:
    """What decided the run, and the commit of what was read."""
    report = screen.report
    yield from _rows(screen, provenance(report, screen.limit))
    if report.inputs.git is not None:
        yield from _row(screen, "commit", wording.commit(report.inputs.git))


def _table_end(screen: Screen) -> Iterator[str]:
    yield ""
    yield from (
        screen.paint(Ink.QUIET, line)
        for line in wrapped(screen, wording.disclaimer(is_partial=screen.report.run.is_partial))
    )
    yield ""


def _partial(screen: Screen) -> Iterator[str]:
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
    yield from wrapped(screen, f"Not evaluated: {shown}{more}")
    yield ""


def _rows(screen: Screen, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in rows:
        yield from _row(screen, name, text)


def _row(screen: Screen, name: str, text: str) -> Iterator[str]:
    first, *rest = textwrap.wrap(text, screen.width - 12, break_long_words=False, break_on_hyphens=False)
    yield f"  {name:<10}{first}"
    yield from (" " * 12 + line for line in rest)


def _outcome(screen: Screen, summary: Summary) -> Iterator[str]:
    yield from _partial(screen)
    report = screen.report
    is_answered = summary.checks > 0 and not report.due(report.unanswered())
    is_clear = all(one.is_remark for one in report.due(report.findings()))
    good = is_answered and is_clear and not summary.problems and not summary.is_partial
    ink, sentence = Ink.GOOD if good else Ink.STRONG, compared.outcome(report, summary)
    step = compared.next_step(report, summary, compared.first_due(report))
    if len(sentence) + 1 + len(step) <= screen.width:
        yield f"{screen.paint(ink, sentence)} {step}"
        return
    yield from (screen.paint(ink, line) for line in wrapped(screen, sentence))
    yield from wrapped(screen, step)

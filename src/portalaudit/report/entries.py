"""What a build server lists: each problem, finding and question at its place, worst first, in one shape.

A list of entries has no room for a page's rest. `run_note` says that in one text: whose report it is, of which day,
how much was looked at, and what it is not.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from portalaudit.model.place import Place, Related
from portalaudit.model.problem import Problem
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass, replace
from portalaudit.model.verdict import Severity, Status, Verdict
from portalaudit.report import compared, wording
from portalaudit.report.characters import prose, visible
from portalaudit.report.report_tables import note
from portalaudit.report.summary import summarize

PROBLEM, QUESTION = "problem", "question"
"""What an entry is called that is no finding, which has its severity for that."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list. `label` is a severity, `problem` or `question`; `name` that of the rule or the problem.

    `identity` is the same in each run and another one for each entry. `has_line` is false where a folder is meant.
    `url` is the page of the rule on the web, empty where it has none.
    """

    label: str
    name: str
    message: str
    place: Place
    identity: str
    related: tuple[Related, ...] = ()
    has_line: bool = True
    verdict: Verdict | None = None
    url: str = ""


def entries(report: Report) -> Iterator[Entry]:
    """Problems, findings from the worst on, then questions."""
    yield from _problems(report)
    pages = {ruling.rule.id: ruling.rule.url for ruling in report.rulings}
    for one in (*report.findings(), *report.unanswered()):
        yield replace(_entry(report, one), url=pages[one.rule])


def due_entries(report: Report) -> Iterator[Entry]:
    """The same; against a base without what was there, and the questions of one record as one."""
    if report.comparison is None:
        return entries(report)
    due = (one for one in entries(report) if one.verdict is None or not compared.is_old(report, one.verdict))
    questions = (_of_record(one) for one in compared.new_questions(report))
    return chain((one for one in due if one.label != QUESTION), questions)


def _of_record(question: compared.NewQuestion) -> Entry:
    first, *others = dict.fromkeys(visible(one.rule) for one in question.waiting)
    name = f"{first} and {len(others)} more" if others else first
    identity = hashlib.sha256("\0".join(one.fingerprint for one in question.waiting).encode()).hexdigest()
    return Entry(QUESTION, name, question.words, question.place, identity)


def _problems(report: Report) -> Iterator[Entry]:
    seen: Counter[str] = Counter()
    for one in report.problems:
        told = f"{one.code}\0{one.place.path}\0{one.message}"
        seen[told] += 1
        identity = hashlib.sha256(f"{told}\0{seen[told]}".encode(errors="surrogatepass")).hexdigest()
        has_line = not wording.is_of_folder(one)
        yield Entry(PROBLEM, one.code, _with_hint(one), one.place, identity, one.related, has_line=has_line)


def _with_hint(problem: Problem) -> str:
    hint = f" ({prose(problem.hint)})" if problem.hint else ""
    return f"{prose(problem.message)}{hint}"


def _entry(report: Report, verdict: Verdict) -> Entry:
    change = compared.change_of(report, verdict)
    message = f"{prose(verdict.message)} ({change})" if change else prose(verdict.message)
    label = QUESTION if verdict.status is Status.UNKNOWN else verdict.severity.value
    name, fingerprint = visible(verdict.rule), verdict.fingerprint
    return Entry(label, name, message, verdict.place, fingerprint, verdict.related, verdict=verdict)


LABELS = (PROBLEM, *(severity.value for severity in Severity), QUESTION)
"""Everything that an entry may be labelled, worst first."""


def run_note(report: Report) -> str:
    """What to know of the whole list, in sentences."""
    head = f"{prose(report.practice.name)}, as of {report.as_of.isoformat()}, by portalaudit {report.tool_version}."
    return f"{visible(head)} {compared.outcome(report, summarize(report))} {note(report)}"

"""What a run against a base says in words: what is new, worse, fixed and still there, and what it is compared with."""

from collections.abc import Callable, Iterator, Sequence

from portalaudit.model.comparison import Change, Comparison
from portalaudit.model.place import Place
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass, field
from portalaudit.model.verdict import Status, Subject, Verdict
from portalaudit.report import wording
from portalaudit.report.characters import prose, visible
from portalaudit.report.summary import Summary
from portalaudit.report.wording import counted

_SHORT = 12

FIXED, UNRECORDED = "fixed", "no longer recorded"
CHANGE_WORDS = {Change.NEW: "new", Change.WORSE: "worse", Change.SAME: "still there"}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings, or questions, compare so with the base."""

    new: int
    worse: int
    same: int
    fixed: int
    unrecorded: int

    @property
    def words(self) -> str:
        """`2 new, 1 worse, 3 fixed, 1 no longer recorded, 81 still there`."""
        gone = _gone(self.fixed, self.unrecorded)
        return f"{self.new:,} new, {self.worse:,} worse, {gone}, {self.same:,} still there"


def _gone(fixed: int, unrecorded: int) -> str:
    """`3 fixed, 1 no longer recorded`: a record that was deleted is no repair."""
    return f"{fixed:,} fixed, {unrecorded:,} {UNRECORDED}" if unrecorded else f"{fixed:,} fixed"


def of_findings(report: Report, comparison: Comparison) -> Counts:
    """The findings counted."""
    return _counts(comparison, report.findings(), lambda one: one.status.is_finding)


def of_questions(report: Report, comparison: Comparison) -> Counts:
    """The unanswered rules counted."""
    return _counts(comparison, report.unanswered(), lambda one: one.status is Status.UNKNOWN)


def _counts(comparison: Comparison, found: Sequence[Verdict], is_one: Callable[[Verdict], bool]) -> Counts:
    new, worse, same = (comparison.count(found, change) for change in Change)
    return Counts(new, worse, same, sum(map(is_one, comparison.fixed)), sum(map(is_one, comparison.unrecorded)))


def change_of(report: Report, verdict: Verdict) -> str:
    """`new`, or `worse: high instead of low`; empty for what was there, or needs no one, and without a base."""
    found = report.comparison.changes.get(verdict.fingerprint) if report.comparison else None
    if found is None or found.change is Change.SAME:
        return ""
    why = prose("; ".join(found.why))
    return f"{CHANGE_WORDS[found.change]}: {why}" if why else CHANGE_WORDS[found.change]


def said(report: Report, verdict: Verdict) -> str:
    """What a finding says, and before it whether it is new or worse."""
    change = change_of(report, verdict)
    return f"[{change}] {prose(verdict.message)}" if change else prose(verdict.message)


def is_old(report: Report, verdict: Verdict) -> bool:
    """Whether a finding or question was at the base as it is now."""
    changed = report.comparison.changes.get(verdict.fingerprint) if report.comparison else None
    return changed is not None and changed.change is Change.SAME


def was_there(report: Report) -> str:
    """`still there, as at main`."""
    return f"still there, as at {visible(report.comparison.base.ref)}" if report.comparison else ""


def rows(report: Report) -> Iterator[tuple[str, str]]:
    """What is compared with what, and the counts: a short name, and the words."""
    if report.comparison is None:
        return
    yield "compared", f"with {base_named(report.comparison)}{_by(report.comparison)}"
    yield "findings", of_findings(report, report.comparison).words
    yield "unknown", of_questions(report, report.comparison).words
    if report.comparison.base.notes:
        notes = "; ".join(report.comparison.base.notes)
        yield "note", prose(notes if notes.endswith(("?", "!", ".")) else f"{notes}.")


def _by(comparison: Comparison) -> str:
    """By whose policies both are judged; nothing of a file, which has none."""
    if not comparison.base.commit:
        return ""
    beside = "; what this branch changes of these does not count yet" if comparison.policies else ""
    return f", by its policies and waivers{beside}"


def base_named(comparison: Comparison) -> str:
    """`main (0123456789ab)`, or the name of a file."""
    base = comparison.base
    if not base.commit:
        return visible(base.ref)
    is_id = base.commit.startswith(base.ref)
    return base.commit[:_SHORT] if is_id else f"{visible(base.ref)} ({base.commit[:_SHORT]})"


def policy_changes(report: Report) -> Iterator[tuple[str, str]]:
    """What the branch changes of the policies: a name and a sentence each."""
    for one in report.comparison.policies if report.comparison else ():
        where = f" ({visible(wording.file_and_line(one.place))})" if one.place else ""
        yield visible(one.name), prose(f"this branch {one.words}") + where


def gone(report: Report) -> Iterator[tuple[str, Verdict]]:
    """What was wrong at the base and is not found any more, each with a label: `fixed`, or that its record is gone."""
    if report.comparison is not None:
        yield from ((FIXED, one) for one in report.comparison.fixed)
        yield from ((UNRECORDED, one) for one in report.comparison.unrecorded)


def outcome(report: Report, summary: Summary) -> str:
    """The result of the run in a few plain sentences."""
    comparison = report.comparison
    if comparison is None or not summary.checks:
        return wording.outcome(summary)
    findings, questions = of_findings(report, comparison), of_questions(report, comparison)
    due = ", ".join((*_due("finding", findings), *_due("unanswered check", questions)))
    ref = visible(comparison.base.ref)
    brought = f"Compared with {ref}: {due}." if due else f"Nothing is new or worse compared with {ref}."
    return f"{brought} {_rest(findings, questions)}"


def _due(what: str, counts: Counts) -> Iterator[str]:
    """`2 new findings`, `1 worse finding`."""
    for number, word in ((counts.new, "new"), (counts.worse, "worse")):
        if number:
            yield counted(number, f"{word} {what}")


def _rest(findings: Counts, questions: Counts) -> str:
    same = findings.same
    gone = _gone(findings.fixed + questions.fixed, findings.unrecorded + questions.unrecorded)
    waiting = f" and {counted(questions.same, 'unanswered check')}" if questions.same else ""
    was = "was" if same + questions.same == 1 else "were"
    return f"{gone}; {counted(same, 'finding')}{waiting} {was} there before."


def next_step(report: Report, summary: Summary, first: Verdict | None) -> str:
    """What to do now, in one plain sentence; `first` is the finding to start with."""
    if report.comparison is None or summary.problems or not summary.checks or first is not None:
        return wording.next_step(summary, first)
    if report.due(report.unanswered()):
        return "`portalaudit questions` lists what to find out."
    return f"Run without {'--base' if report.comparison.base.commit else '--baseline'} to see everything."


def first_due(report: Report) -> Verdict | None:
    """The finding to start with, of those that decide the run."""
    return report.first(report.due(report.findings()))


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What is missing from one record, in words, where that is written, and the answers that wait for it."""

    words: str
    place: Place
    waiting: tuple[Verdict, ...]


@dataclass(slots=True)
class _Asked:
    name: str
    place: Place
    facts: dict[str, None] = field(default_factory=dict)
    waiting: list[Verdict] = field(default_factory=list)

    def told(self, subject: Subject) -> NewQuestion:
        facts, number = "; ".join(self.facts) or "more information", len(self.waiting)
        record = f"{subject.type} {self.name}" if self.name else "the inventory"
        waits = f"{counted(number, 'check')} {'waits' if number == 1 else 'wait'}"
        return NewQuestion(prose(f"{record}: {facts} ({waits})"), self.place, tuple(self.waiting))


def new_questions(report: Report) -> Iterator[NewQuestion]:
    """One for each record from which facts are missing that new or worse answers wait for."""
    waiting: dict[Subject, _Asked] = {}
    asked = {
        (one.section, one.fields, one.is_written, record.of): (one.words, record)
        for one in report.questions
        for record in one.records
    }
    for verdict in report.due(report.unanswered()):
        for subject in dict.fromkeys(gap.of for gap in verdict.gaps) or (verdict.subject,):
            waiting.setdefault(subject, _Asked(subject.id, verdict.place)).waiting.append(verdict)
        for gap in verdict.gaps:
            fact, record = asked.get((gap.section, gap.fields, gap.is_written, gap.of), ("", None))
            one = waiting[gap.of]
            if record is not None:
                on_portal = record.portal is not None and gap.of.type == "account"
                one.name = f"{record.name} on {record.portal.name}" if record.portal and on_portal else record.name
                one.place = record.place
            one.facts.setdefault(fact or gap.section or ", ".join(gap.fields))
    yield from (one.told(subject) for subject, one in sorted(waiting.items()))

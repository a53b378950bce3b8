"""A run as tables for spreadsheets: one definition of columns and rows, whatever the format that they are written in.

Every verdict stands in `population`, passes too, because they are the evidence. Whatever a run did not look at stands
in it as well, so that a partial run never looks whole.
"""

from collections.abc import Callable, Iterator, Mapping

from portalaudit.model.report import STATUSES, Report, Ruling, SubjectList, Whose, said_of
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Status, Verdict
from portalaudit.report import compared, partial, wording
from portalaudit.report.access_table import ACCESS_COLUMNS, access_rows_of
from portalaudit.report.characters import prose, visible
from portalaudit.report.finding_rows import fault, related_rows, rules_of, titles_of
from portalaudit.report.policy_changes import changed_lines
from portalaudit.report.question_sheet import QUESTION_COLUMNS, question_rows_of
from portalaudit.report.report_directory import Directory, last_used
from portalaudit.report.run_rows import run_rows, wanted_rows
from portalaudit.report.spreadsheets import Row, Value
from portalaudit.report.summary import summarize


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table: its name on the command line, its title, its columns and rows, and what is said where it has none."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Callable[[Report], Iterator[Row]]
    empty: str

    def all_rows(self, report: Report) -> Iterator[Row]:
        """Its rows; where it has none, one that says so."""
        rows = self.rows(report)
        yield next(rows, (self.empty, *("" for _ in self.columns[1:])))
        yield from rows


_WHOSE = ("Person", "Portal", "Login", "Last used")
_WHERE = ("File", "Line")
_OF = ("Kind", "Id")

_FINDINGS = (
    *("Severity", "Verdict", "Finding", *_WHOSE, "What is wrong", "Rule", "Failed checks", "Action", "Ends with"),
    *("How to fix", "Controls", "Waiver", "Compared", *_WHERE, "See also", *_OF, "Fingerprint"),
    "Rule page",
)
_ACTIONS = (
    *("No.", "Due", "Who", "Severity", "Action", "What", "Person", "Portal", "Findings", "Others that end with it"),
    *_OF,
)
_POPULATION = ("Rule", "Title", "Severity", *_OF, "Person", "Portal", "Login", "Verdict", "Why", *_WHERE)


_CLOSED = frozenset({Status.WAIVED, Status.RESOLVED})
"""What was wrong and needs no one now."""


class _Names:
    """Whose a verdict is, in words."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def whose(self, whose: Whose) -> tuple[str, str, str, str]:
        """The people, the portals and the logins that a verdict is about, and when a single login was last used."""
        found = self._directory
        logins = [found.logins[one] for one in whose.accounts if one in found.logins]
        people = {whose.person.id: prose(whose.person.name)} if whose.person else {}
        portals = {whose.portal.id: prose(whose.portal.name)} if whose.portal else {}
        for login in logins:
            people |= {one: found.people.get(one, visible(one)) for one in login.people if one not in people}
            portals.setdefault(login.portal, found.portals.get(login.portal, visible(login.portal)))
        used = last_used(logins[0]) if len(logins) == 1 else ""
        return _listed(people), _listed(portals), "; ".join(visible(one.login) for one in logins), used


def _listed(names: Mapping[str, str]) -> str:
    return "; ".join(names.values())


def _findings(report: Report) -> Iterator[Row]:
    """Everything that needs someone, in the order of every report, then what a waiver covers or was resolved."""
    directory, rules, titles = Directory(report), rules_of(report), titles_of(report)
    names = _Names(directory)
    for verdict in report.findings():
        change = compared.change_of(report, verdict) or compared.was_there(report)
        yield _finding(verdict, rules[verdict.rule], names.whose(directory.whose(verdict)), titles, change)
    for ruling in report.rulings:
        for position, verdict in sorted(ruling.verdicts.items()):
            if verdict.status in _CLOSED:
                yield _finding(verdict, ruling.rule, names.whose(ruling.subjects.whose(position)), titles, "")


def _finding(
    verdict: Verdict, rule: RuleSummary, whose: tuple[str, ...], titles: Mapping[str, str], change: str
) -> Row:
    see = (f"{row.place}: {row.label}" if row.place else row.label for row in related_rows(verdict))
    return (
        verdict.severity.value,
        wording.STATUS_LABELS[verdict.status],
        prose(verdict.message),
        *whose,
        fault(rule),
        visible(rule.id),
        visible(", ".join(verdict.checks)),
        titles.get(verdict.action, ""),
        titles.get(verdict.settled_by, ""),
        wording.what_to_do(verdict, rule),
        wording.controls(rule),
        wording.waiver_line(verdict) if verdict.waiver else "",
        change,
        *_where(verdict),
        "; ".join(see),
        *_of(verdict),
        verdict.fingerprint,
        rule.url,
    )


def _where(verdict: Verdict) -> tuple[Value, ...]:
    return visible(verdict.place.path), verdict.place.line


def _of(verdict: Verdict) -> tuple[Value, ...]:
    return visible(verdict.subject.type.replace("_", " ")), visible(verdict.subject.id)


def _actions(report: Report) -> Iterator[Row]:
    """What to do, first things first, a row for each thing that it is done to."""
    for number, action in enumerate(report.actions, 1):
        for target in action.targets:
            yield (
                number,
                action.due.value,
                action.by.value,
                target.severity.value,
                prose(action.title),
                prose(target.name),
                prose(target.person.name) if target.person else "",
                prose(target.portal.name) if target.portal else "",
                len(target.findings),
                len(action.settles),
                visible(target.of.type),
                visible(target.of.id),
            )


def _population(report: Report) -> Iterator[Row]:
    """Every rule with everything that it was asked of, then the rules that were not evaluated."""
    names = _Names(Directory(report))
    known: dict[int, list[_Asked]] = {}
    for ruling in report.rulings:
        if id(ruling.subjects) not in known:
            known[id(ruling.subjects)] = _asked(ruling.subjects, names)
        yield from _judged(ruling, known[id(ruling.subjects)])
    for rule in report.run.not_evaluated:
        yield _unasked(rule.id, rule.title, rule.severity, "not evaluated in this run", partial.flags(report))
    for one in report.left_out:
        yield _unasked(one.id, one.title, one.severity, "left out by the practice", prose(one.reason))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of a row is the same for every rule that is asked of a subject: what it is, whose, and where it is."""

    about: Row
    where: Row


def _asked(subjects: SubjectList, names: _Names) -> list[_Asked]:
    """Rules share their subjects, so this is worth keeping."""
    kind, places = visible(subjects.type.replace("_", " ")), map(subjects.place, range(len(subjects.ids)))
    return [
        _Asked(
            (kind, visible(subjects.shown(position)), *names.whose(subjects.whose(position))[:3]),
            (visible(place.path), place.line),
        )
        for position, place in enumerate(places)
    ]


def _judged(ruling: Ruling, asked: list[_Asked]) -> Iterator[Row]:
    rule = ruling.rule
    head, condition = (visible(rule.id), prose(rule.title)), _condition(rule)
    for position, (one, outcome) in enumerate(zip(asked, ruling.outcomes, strict=True)):
        verdict, status = ruling.verdicts.get(position), STATUSES[outcome]
        severity = rule.severity if verdict is None else verdict.severity
        why = condition if status is Status.NOT_APPLICABLE else _why(ruling, position, verdict)
        where = one.where if verdict is None else _where(verdict)
        yield *head, severity.value, *one.about, wording.STATUS_LABELS[status], why, *where
    if not ruling.outcomes:
        yield _unasked(rule.id, rule.title, rule.severity, "nothing to evaluate", "")


def _why(ruling: Ruling, position: int, verdict: Verdict | None) -> str:
    if verdict is None:
        return prose(said_of(ruling, position))
    said = prose(verdict.message)
    return f"{said} ({wording.waiver_line(verdict)})" if verdict.waiver else said


def _condition(rule: RuleSummary) -> str:
    """Of what a rule is asked, in words where it has them; empty where it is asked of everything of its kind."""
    if rule.applies_to:
        return f"The rule applies to {prose(rule.applies_to)}"
    return f"The rule applies only when {prose(rule.when)}" if rule.when else ""


def _unasked(rule: str, title: str, severity: str, verdict: str, why: str) -> Row:
    """A rule that judged nothing."""
    return visible(rule), prose(title), severity, "", "", "", "", "", verdict, why, "", ""


REPORT_TABLES: Mapping[str, ReportTable] = {
    one.name: one
    for one in (
        ReportTable("findings", "Findings", _FINDINGS, _findings, "No findings."),
        ReportTable("actions", "Actions", _ACTIONS, _actions, "Nothing to do."),
        ReportTable("questions", "Questions", QUESTION_COLUMNS, question_rows_of, "Nothing is missing."),
        ReportTable("access", "Access", ACCESS_COLUMNS, access_rows_of, "No logins are recorded."),
        ReportTable("population", "Population", _POPULATION, _population, "Nothing was evaluated."),
    )
}
"""The tables of a run by name."""


def about_rows(report: Report) -> Iterator[tuple[str, str]]:
    """What a reader must know before any table: whose, when, how much was looked at, and what this is not."""
    summary = summarize(report)
    if banner := partial.banner(report):
        yield "Please note", f"{banner}: {partial.flags(report)}"
    yield "Result", compared.outcome(report, summary)
    yield "Next step", compared.next_step(report, summary, compared.first_due(report))
    for label, one in compared.gone(report):
        yield label.capitalize(), f"{visible(one.rule)}: {prose(one.message)}"
    for problem in report.problems:
        hint = f". Next: {prose(problem.hint)}" if problem.hint else ""
        yield "Problem", f"{wording.whereabouts(problem)}: {prose(problem.message)}{hint}"
    yield from run_rows(report)
    yield from _changed(report)
    yield "Note", wording.CONFIDENTIAL
    yield "Note", wording.disclaimer(is_partial=report.run.is_partial)


def _changed(report: Report) -> Iterator[tuple[str, str]]:
    """What the practice set otherwise than the packs."""
    return ((what.capitalize(), f"{visible(rule)}: {said}") for what, rule, said in changed_lines(report))


def how_much(report: Report) -> str:
    """`complete`, or what of the rules and of the files was not looked at."""
    bad = len(report.problems)
    unread = f"{wording.counted(bad, 'problem')} in the files, so that only part of them was checked" if bad else ""
    return "; ".join(filter(None, (partial.banner(report), unread))) or "complete"


def note(report: Report) -> str:
    """The same and the rest of what `about_rows` says, for a table that stands alone, in one text."""
    parts = (
        f"{how_much(report)[:1].upper()}{how_much(report)[1:]}",
        *(f"{name}: {words}" for name, words in (*wanted_rows(report), *_changed(report))),
        wording.CONFIDENTIAL,
        wording.disclaimer(is_partial=report.run.is_partial),
    )
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)

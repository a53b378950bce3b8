"""The report in short, for a mail or a pull request: verdict, what to do, counts, and what is missing.

The first line marks it for whatever keeps one comment up to date. GitHub takes no comment of more than 65,536
characters: of a longer report each table has its first rows, and says how many there are.
"""

import re
from collections.abc import Callable, Iterator

from portalaudit.model.action import Action
from portalaudit.model.listing import Cell, Link, Listing, Table
from portalaudit.model.question import Question
from portalaudit.model.report import Report
from portalaudit.model.values import replace
from portalaudit.model.verdict import Severity, Status, Verdict
from portalaudit.model.whereabouts import from_root
from portalaudit.report import compared, partial, to_do, wording
from portalaudit.report.listings import TEXTS
from portalaudit.report.policy_changes import changed_lines
from portalaudit.report.provenance import provenance
from portalaudit.report.summary import Summary, summarize

NAME = "markdown"
SUFFIX = ".md"
READ_BY = "Pull requests, as a comment; mails, the summary of a step of GitHub Actions"

MOST_CHARACTERS = 60_000
_LONGEST_CELL = 1_000
_NO_NAME = re.compile(r"[^A-Za-z0-9._]+")


def render(report: Report) -> Iterator[str]:
    """The report as a short Markdown document."""
    report = from_root(report)
    yield f"{marker(report)}\n"
    listing = _listing(report)
    longest = max((len(table.rows) for table in listing.tables), default=0)
    yield _fitting(lambda most: "".join(TEXTS["md"](_cut(listing, most))), longest)


def marker(report: Report) -> str:
    """What a comment of this practice is found by: a line that no reader sees."""
    return f"<!-- portalaudit: {_NO_NAME.sub('-', report.practice.id).strip('-')} -->"


def _fitting(written: Callable[[int], str], longest: int) -> str:
    """The text with as many rows of each table as it can have; at least one of each."""
    whole = written(longest)
    if len(whole) <= MOST_CHARACTERS:
        return whole
    fewest, most = 1, longest
    while most - fewest > 1:
        middle = (fewest + most) // 2
        fits = len(written(middle)) <= MOST_CHARACTERS
        fewest, most = (middle, most) if fits else (fewest, middle)
    return written(fewest)


def _cut(listing: Listing, most: int) -> Listing:
    """The same with so many rows of each table, and no cell without an end."""
    return replace(listing, tables=tuple(_cut_table(table, most) for table in listing.tables))


def _cut_table(table: Table, most: int) -> Table:
    rows = tuple(tuple(map(_cut_cell, row)) for row in table.rows[:most])
    if len(table.rows) <= most:
        return replace(table, rows=rows)
    note = f"Only the first {most:,} of {len(table.rows):,} are shown here. Write an HTML or JSON report to see all."
    return replace(table, rows=rows, intro=f"{table.intro} {note}".strip())


def _cut_cell(cell: Cell) -> Cell:
    return f"{cell[:_LONGEST_CELL]}…" if isinstance(cell, str) and len(cell) > _LONGEST_CELL else cell


def _listing(report: Report) -> Listing:
    summary = summarize(report)
    step = compared.next_step(report, summary, compared.first_due(report))
    verdict = " ".join((*_partial(report), compared.outcome(report, summary), step))
    tables = _tables if report.comparison is None else _compared
    return Listing(
        f"Portal access: {report.practice.name}",
        tuple(tables(report, summary, verdict)),
        as_of=report.as_of,
        notes=(wording.CONFIDENTIAL, wording.disclaimer(is_partial=summary.is_partial)),
    )


def _partial(report: Report) -> Iterator[str]:
    if banner := partial.banner(report):
        yield f"{banner}: {partial.flags(report)}. Not evaluated: {', '.join(partial.not_evaluated(report))}."


def _tables(report: Report, summary: Summary, verdict: str) -> Iterator[Table]:
    columns = ("Due", "Severity", "Action", "About", "Also")
    needing = to_do.needing(report.actions)
    yield Table("What to do", columns, tuple(map(_action, needing)), intro=verdict, empty="Nothing.")
    if noted := tuple((one.title, to_do.about(one)) for one in report.actions if one not in needing):
        yield Table("For information", ("What", "About"), noted)
    yield from _problems(report)
    if report.questions:
        yield Table("What is missing", ("Answers", "Fact", "Field"), tuple(map(_question, report.questions)))
    yield from _closed(report)
    yield from _changed(report)
    counts = [(str(severity), f"{summary.of_severity(severity):,}") for severity in Severity]
    yield Table("Findings", ("Severity", "Number"), tuple(counts))
    answers = ((wording.STATUS_LABELS[status], f"{summary.by_status[status]:,}") for status in Status)
    yield Table("Checks", ("Answer", "Number"), tuple(answers))
    yield Table("This run", ("What", "How"), (*provenance(report), *_commit(report)))


def _closed(report: Report) -> Iterator[Table]:
    """What was found and needs no one now stays on record: what a waiver accepts, and what was looked into."""
    pages = _pages(report)
    if waived := report.answered(Status.WAIVED):
        rows = tuple(
            (one.severity, pages[one.rule], one.message, wording.waiver_line(one), str(one.place)) for one in waived
        )
        yield Table("Accepted by a waiver", ("Severity", "Rule", "What", "Waiver", "Where"), rows)
    if resolved := report.answered(Status.RESOLVED):
        told = tuple((pages[one.rule], one.message, str(one.place)) for one in resolved)
        yield Table("Looked into and resolved", ("Rule", "What", "Where"), told)


def _changed(report: Report) -> Iterator[Table]:
    if changed := tuple(changed_lines(report)):
        yield Table("What the practice changed in the rules", ("Change", "Rule", "What"), changed)


def _commit(report: Report) -> Iterator[tuple[str, str]]:
    if report.inputs.git is not None:
        yield "commit", wording.commit(report.inputs.git)


def _compared(report: Report, _summary: Summary, verdict: str) -> Iterator[Table]:
    """Against a base: what is new or worse, changes of the policies, what is fixed, and the rest counted."""
    columns, pages = ("Change", "Severity", "Rule", "What", "Where"), _pages(report)
    due = tuple(
        (compared.change_of(report, one), one.severity, pages[one.rule], one.message, str(one.place))
        for one in report.due(report.findings())
    )
    yield Table("New and worse", columns, due, intro=verdict, empty="Nothing.")
    yield from _problems(report)
    if questions := tuple((one.words,) for one in compared.new_questions(report)):
        yield Table("What is missing now", ("Record and facts",), questions)
    if changes := tuple(compared.policy_changes(report)):
        yield Table("Changes of the policies, which do not count yet", ("Name", "Change"), changes)
    for label in (compared.FIXED, compared.UNRECORDED):
        gone = tuple((_weight(one), one.rule, one.message) for each, one in compared.gone(report) if each == label)
        if gone:
            yield Table(label.capitalize(), ("Severity", "Rule", "What"), gone)
    yield from _changed(report)
    yield Table("This run", ("What", "How"), (*compared.rows(report), *provenance(report), *_commit(report)))


def _weight(verdict: Verdict) -> str:
    """The severity of a finding; a question has none."""
    return "question" if verdict.status is Status.UNKNOWN else verdict.severity


def _pages(report: Report) -> dict[str, Cell]:
    """The name of each rule, as a link to its page where it has one."""
    rules = [ruling.rule for ruling in report.rulings]
    return {rule.id: Link(rule.id, rule.url) if rule.url else rule.id for rule in rules}


def _problems(report: Report) -> Iterator[Table]:
    if report.problems:
        rows = tuple((one.code, one.message, wording.whereabouts(one)) for one in report.problems)
        yield Table("Problems in files", ("Problem", "What", "Where"), rows)


def _action(action: Action) -> tuple[str, ...]:
    return action.due, action.severity, action.title, to_do.about(action), to_do.also_settled(action)


def _question(question: Question) -> tuple[str, ...]:
    return f"{question.answers:,}", question.title, to_do.field_names(question)

"""When findings opened and closed: the history of a practice as a list, as tables of CSV, and as JSON."""

from collections.abc import Callable, Iterator, Mapping

from portalaudit.model.history import History, Point, Spell
from portalaudit.model.listing import Listing, Table
from portalaudit.report import comma_separated, history_to_json, listings
from portalaudit.report.characters import prose, visible
from portalaudit.report.history_parts import notes, steps, tallies
from portalaudit.report.spreadsheets import Book, Row

_SHORT = 12
_WIDEST = 40


def _listing(answer: History) -> Listing:
    days = ("Day", "Commit", "Findings", "Chart", "Opened", "Closed", "Unknown")
    columns = ("Rule", "About", "Severity", "Opened", "Opening commit", "Closed", "Closing commit", "Days", "What")
    return Listing(
        "Findings over time",
        (
            Table("Days", days, _days(answer), _BY_TIME),
            Table("Rules", ("Rule", "Opened", "Closed", "Open", "Longest in days"), tuple(_rules(answer))),
            Table("Failing days", ("Control", "Quarter", "Days"), tuple(_controls(answer))),
            Table("Findings", columns, tuple(_row(spell, answer) for spell in answer.spells), _BY_TIME),
            *([_left_out(answer)] if answer.left_out else []),
        ),
        about=answer.practice.name,
        as_of=answer.end,
        notes=tuple(notes(answer)),
    )


_BY_TIME = (
    "A day without a commit is one on which time alone changed something: a last day passed, or a review fell due."
)


def _days(answer: History) -> tuple[tuple[str, ...], ...]:
    most = max(len(point.findings) for point in answer.points)
    return tuple(
        (
            str(one.point.day),
            _commit(one.point),
            str(len(one.point.findings)),
            "\N{FULL BLOCK}" * (len(one.point.findings) * _WIDEST // max(most, _WIDEST)),
            *(str(one.opened), str(one.closed), str(one.point.unanswered)),
        )
        for one in steps(answer)
    )


def _commit(point: Point) -> str:
    return "" if point.by_time else point.commit[:_SHORT]


def _rules(answer: History) -> Iterator[tuple[str, ...]]:
    for one in tallies(answer):
        yield one.rule, str(one.opened), str(one.closed), str(one.opened - one.closed), str(one.longest)


def _controls(answer: History) -> Iterator[tuple[str, ...]]:
    yield from ((f"{one.framework} {one.control}", one.quarter, str(one.days)) for one in answer.failing)


def _row(spell: Spell, answer: History) -> tuple[str, ...]:
    finding, closed = spell.finding, spell.closed
    return (
        finding.rule,
        f"{finding.subject.type} {finding.subject.id}",
        finding.severity,
        f"before {spell.opened.day}" if spell.is_cut else str(spell.opened.day),
        *("" if spell.is_cut else _commit(spell.opened), str(closed.day) if closed else ""),
        *(_commit(closed) if closed else "", str(spell.days(answer.end)), finding.message),
    )


def _left_out(answer: History) -> Table:
    rows = tuple((one.commit[:_SHORT], str(one.day), one.why) for one in answer.left_out)
    return Table("Commits left out", ("Commit", "Day", "Why"), rows)


def _listed(write: Callable[[Listing], Iterator[str] | Book]) -> Callable[[History], Iterator[str] | Book]:
    return lambda answer: write(_listing(answer))


_FINDINGS = (
    *("fingerprint", "rule", "subject_type", "subject", "severity", "opened_on", "opened_earlier", "opened_commit"),
    *("closed_on", "closed_commit", "days", "message"),
)


def _findings(answer: History) -> Iterator[Row]:
    for spell in answer.spells:
        finding, closed = spell.finding, spell.closed
        yield (
            *(spell.fingerprint, finding.rule, finding.subject.type, visible(finding.subject.id), finding.severity),
            *(str(spell.opened.day), "yes" if spell.is_cut else "no", "" if spell.is_cut else _named(spell.opened)),
            *(str(closed.day) if closed else "", _named(closed), spell.days(answer.end), prose(finding.message)),
        )


def _failing(answer: History) -> Iterator[Row]:
    return ((one.framework, one.control, one.quarter, one.days) for one in answer.failing)


def _each_day(answer: History) -> Iterator[Row]:
    for one in steps(answer):
        point = one.point
        counts = (len(point.findings), one.opened, one.closed, point.unanswered)
        yield (str(point.day), _named(point), *counts)


def _named(point: Point | None) -> str:
    """The commit in full, as programs look for it; empty where time alone made the change."""
    return "" if point is None or point.by_time else point.commit


def _csv(columns: tuple[str, ...], rows: Callable[[History], Iterator[Row]]) -> Callable[[History], Iterator[str]]:
    def write(answer: History) -> Iterator[str]:
        yield comma_separated.MARK
        yield from comma_separated.lines(columns, rows(answer))

    return write


FORMATS: Mapping[str, Callable[[History], Iterator[str] | Book]] = {
    **{name: _listed(write) for name, write in listings.FORMATS.items()},
    "csv": _csv(_FINDINGS, _findings),
    "csv-days": _csv(("day", "commit", "findings", "opened", "closed", "questions"), _each_day),
    "csv-failing-days": _csv(("framework", "control", "quarter", "days"), _failing),
    "json": history_to_json.render,
}
"""How the history can be written."""

"""Who can log in, and should they: the answer as text, CSV, a workbook, a page and JSON."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from portalaudit.model.access import RecordedBy
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass, replace
from portalaudit.model.verdict import Status
from portalaudit.model.whereabouts import from_root
from portalaudit.report import to_csv, wording
from portalaudit.report.access_table import ACCESS_COLUMNS, NO_FINDINGS, AccessRow, access_rows_of, access_table
from portalaudit.report.characters import prose
from portalaudit.report.provenance import provenance
from portalaudit.report.report_tables import REPORT_TABLES, about_rows, how_much
from portalaudit.report.spreadsheets import Book, Row, Sheet
from portalaudit.report.wording import counted

WIDTH = 100
FEW = 25
"""Up to so many logins are shown on a terminal with their rights; of more there is a line each."""

_WIDEST = 36
_TOLD = frozenset({"past day", "that day", "not read", "searched"})


@dataclass(frozen=True, slots=True)
class AccessAnswer:
    """A run, its access narrowed to what was asked for, and what that was: `person Kim Lee`.

    `recorded` is the commit that was read in place of the files as they are.
    """

    report: Report
    only: tuple[str, ...] = ()
    recorded: RecordedBy | None = None

    @property
    def source(self) -> str:
        """What was read, where it is not the files as they are."""
        return f"{self.recorded.words}; what was recorded later is not in it" if self.recorded else ""


def title(answer: AccessAnswer) -> str:
    """What the answer is about, and of which day."""
    report = answer.report
    only = f" ({', '.join(map(prose, answer.only))})" if answer.only else ""
    return f"Who can log in: {prose(report.practice.name)}{only}, as of {report.as_of.isoformat()}"


def warning(report: Report) -> str:
    """That the run did not look at everything; empty where it did."""
    said = how_much(report)
    return "" if said == "complete" else f"{said[:1].upper()}{said[1:]}."


def notes(answer: AccessAnswer) -> tuple[str, ...]:
    """What to know of the answer: which commit was read, of a past day, of files not read, and what it is not."""
    report = answer.report
    said = {name: words for name, words in provenance(report) if name in _TOLD}
    return (
        *([f"Recorded: {answer.source}."] if answer.source else []),
        *(f"{name.capitalize()}: {words}" for name, words in said.items()),
        wording.CONFIDENTIAL,
        wording.disclaimer(is_partial=report.run.is_partial),
    )


def outcome(rows: Sequence[AccessRow]) -> str:
    """`12 logins, 10 of them live; 3 with findings; 1 still live of someone who has left.`."""
    if not rows:
        return "No logins are recorded."
    logins = {row.account: row for row in rows}.values()
    live = sum(row.is_live for row in logins)
    wrong = sum(bool(row.faults) for row in logins)
    missing = sum(row.worst == Status.UNKNOWN for row in logins)
    waived = sum(row.worst == Status.WAIVED for row in logins)
    left = len({row.account for row in rows if row.left_on and row.is_live})
    parts = [f"{counted(len(logins), 'login')}, {live:,} of them live", f"{wrong:,} with findings"]
    parts += [f"{missing:,} of the others with missing facts"] if missing else []
    parts += [f"{waived:,} of the others with a waiver"] if waived else []
    parts += [f"{left:,} still live of someone who has left"] if left else []
    return "; ".join(parts) + "."


def _text(answer: AccessAnswer) -> Iterator[str]:
    rows = access_table(answer.report)
    yield f"{title(answer)}\n"
    if said := warning(answer.report):
        yield f"{_filled(said)}\n"
    portals = {one.id: one for one in answer.report.access().portals}
    for portal_id, several in groupby(rows, key=lambda row: row.portal_id):
        listed = list(several)
        facts = [counted(len({row.account for row in listed}), "login")]
        if portal := portals.get(portal_id):
            facts += [f"user list of {portal.listed_on}" if portal.listed_on else "no user list on file"]
            facts += [f"access review of {portal.reviewed_on}" if portal.reviewed_on else "no access review on file"]
        yield f"\n{listed[0].portal}: {', '.join(facts)}\n"
        yield from _lines(listed, is_full=len(rows) <= FEW)
    for note in (outcome(rows), *notes(answer)):
        yield f"\n{_filled(note)}\n"


def _lines(rows: Sequence[AccessRow], *, is_full: bool) -> Iterator[str]:
    """One line for each, in columns; with the rights and what is wrong below where there are few."""
    people = [f"{row.person}, left {row.left_on}" if row.left_on else row.person for row in rows]
    widths = [min(max(map(len, column)), _WIDEST) for column in (people, [row.login for row in rows])]
    for person, row in zip(people, rows, strict=True):
        worst = "no findings" if row.worst == NO_FINDINGS else row.worst
        head = f"{person:<{widths[0]}}  {row.login:<{widths[1]}}"
        yield f"  {head}  {row.status:<8}  {worst:<11}  last used {row.used}\n"
        if is_full:
            kind = f"{row.kind}; " if row.kind else ""
            yield f"{_filled(f'{kind}{row.rights}', '      ')}\n"
            yield f"      since {row.since}; {row.known}\n"
            yield from (f"{_filled(fault, '      ! ', '        ')}\n" for fault in row.faults)


def _filled(text: str, first: str = "", others: str | None = None) -> str:
    indent = first if others is None else others
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


DECISION_COLUMNS = ("Decision", "Decided by", "Decided on", "Reason")
"""What `portalaudit import` reads from a sheet of who can log in where; empty, to be filled in by who reviews it."""


def _to_decide(report: Report) -> Iterator[Row]:
    return ((*row, *("" for _ in DECISION_COLUMNS)) for row in access_rows_of(report))


_SHEET = replace(REPORT_TABLES["access"], columns=(*ACCESS_COLUMNS, *DECISION_COLUMNS), rows=_to_decide)


def _csv(answer: AccessAnswer) -> Iterator[str]:
    only = ", ".join(map(prose, answer.only))
    said = (f"Only {only}. " if only else "") + (f"Recorded: {answer.source}. " if answer.source else "")
    return to_csv.CsvReporter(_SHEET.name, "", _SHEET).render(answer.report, said)


def _xlsx(answer: AccessAnswer) -> Book:
    report = from_root(answer.report)
    only = [("Only", one) for one in map(prose, answer.only)]
    only += [("Recorded", answer.source)] if answer.source else []
    counts = ("Logins", outcome(access_table(report)))
    about = Sheet("About", ("", ""), ((title(answer), ""), *only, counts, *about_rows(report)), has_heads=False)
    return Book(title(answer), (about, Sheet(_SHEET.title, _SHEET.columns, _SHEET.all_rows(report))), report.as_of)


def _html(answer: AccessAnswer) -> Iterable[str]:
    from portalaudit.report.access_page import Frame, page  # noqa: PLC0415 -- only a page pays for templates

    report = answer.report
    return page(report, Frame(title(answer), warning(report), outcome(access_table(report)), notes(answer)))


def _json(answer: AccessAnswer) -> Iterable[str]:
    from portalaudit.report.access_to_json import render  # noqa: PLC0415 -- only JSON needs it

    return render(answer.report, answer.only, answer.recorded)


FORMATS: Mapping[str, Callable[[AccessAnswer], Iterable[str] | Book]] = {
    "text": _text,
    "csv": _csv,
    "html": _html,
    "xlsx": _xlsx,
    "json": _json,
}
"""How the answer can be written."""

"""Who can log in where, as rows for the page: people against portals, and each person and portal with its logins."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from portalaudit.model.access import Holder, Login, PortalInUse
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Severity, Verdict
from portalaudit.report.access_matrix import Cell, Mark, Matrix, MatrixRow, merged
from portalaudit.report.access_table import LOGIN_KINDS, NOT_RECORDED, kind, known, rights
from portalaudit.report.characters import prose, visible
from portalaudit.report.day_words import ago
from portalaudit.report.finding_rows import fault, rules_of
from portalaudit.report.report_directory import Directory, last_used, unsettled, worst
from portalaudit.report.wording import counted

FIRST_ROWS = 24
"""So many people of the table are shown at once; the others are folded."""
FOLDED = 100
"""So many people are in one fold."""
MOST_LOGINS = 3_000
"""Up to so many logins stand in the page, those with the worst findings first."""

T = TypeVar("T")

NO_ONE, PROGRAMS = "No one recorded", "Programs and emergencies"
_WITHOUT_FINDINGS = {
    "ok": ("", "no findings"),
    "unknown": ("?", "not enough information"),
    "waived": ("W", "accepted by a waiver"),
}
"""The letter and the words of a login that has no finding, by its tone."""
_PARKED = frozenset({"disabled", "suspended"})


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A kind of finding, and its severity."""

    severity: str
    words: str


@dataclass(frozen=True, slots=True)
class LoginRow:
    """One login, with what is wrong with it. `query` finds its findings, `left` says which users have left and when."""

    anchor: str
    login: str
    portal: str
    people: str
    note: str
    used: str
    place: str
    tone: str
    faults: tuple[FaultLine, ...]
    query: str
    left: str = ""
    status: str = ""
    kind: str = ""
    rights: str = ""
    since: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person, with all logins and what is wrong with any of them or with the person's own records."""

    anchor: str
    name: str
    note: str
    is_gone: bool
    live: int
    tone: str
    logins: tuple[LoginRow, ...]
    tally: tuple[tuple[str, int], ...]
    query: str


@dataclass(frozen=True, slots=True)
class PortalRow:
    """One portal, with its logins and what is wrong with the portal itself."""

    anchor: str
    name: str
    administrators: str
    listed: str
    reviewed: str
    live: int
    logins: tuple[LoginRow, ...]
    faults: tuple[FaultLine, ...]
    tally: tuple[tuple[str, int], ...]
    query: str


@dataclass(frozen=True, slots=True)
class AccessRows:
    """Everything of this kind in the page. `cut` counts logins that do not stand in it."""

    matrix: Matrix
    people: tuple[PersonRow, ...]
    portals: tuple[PortalRow, ...]
    cut: int


def access_rows(report: Report, findings: Sequence[Verdict], directory: Directory) -> AccessRows:
    """The rows of a report."""
    return _Rows(report, findings, directory).all()


class _Rows:
    """Makes the rows: looks up once what is wrong with each login, person and portal."""

    def __init__(self, report: Report, findings: Sequence[Verdict], directory: Directory) -> None:
        self._directory, self._today = directory, report.as_of
        self._rules = rules_of(report)
        self._of_account = directory.by_account(findings)
        self._of_person = _grouped(findings, lambda one: directory.concerned(one).people)
        self._of_portal = _grouped(findings, lambda one: directory.concerned(one).portals)
        self._unsettled = unsettled(report, lambda one: directory.whose(one).accounts)
        self._unsettled_people = unsettled(report, lambda one: directory.concerned(one).people)
        access = directory.access
        ranked = sorted(access.logins, key=lambda one: (not one.is_live, self._rank(one)))
        kept = {login.account for login in ranked[:MOST_LOGINS]}
        self._logins = tuple(login for login in access.logins if login.account in kept)
        self._cut = len(access.logins) - len(self._logins)
        self._anchors = {login.account: f"l-{number}" for number, login in enumerate(self._logins, 1)}
        self._people_anchors = {person.id: f"p-{number}" for number, person in enumerate(access.people, 1)}
        self._portal_anchors = {portal.id: f"t-{number}" for number, portal in enumerate(access.portals, 1)}
        self._left = {one.id: _about(one) for one in access.people if one.left_on}
        self._rows = {login.account: self._login(login) for login in self._logins}

    def all(self) -> AccessRows:
        access = self._directory.access
        of_person = _grouped(self._logins, lambda one: one.people)
        of_portal = _grouped(self._logins, lambda one: (one.portal,))
        return AccessRows(
            self._matrix(of_person),
            tuple(self._person(one, of_person.get(one.id, [])) for one in access.people),
            tuple(self._portal(one, of_portal.get(one.id, [])) for one in access.portals),
            self._cut,
        )

    def _rank(self, login: Login) -> int:
        found = self._of_account.get(login.account)
        return min(one.severity.rank for one in found) if found else len(Severity)

    def _login(self, login: Login) -> LoginRow:
        found = self._of_account.get(login.account, [])
        names = [self._directory.people.get(one, visible(one)) for one in login.people]
        return LoginRow(
            anchor=self._anchors[login.account],
            login=visible(login.login),
            portal=self._directory.portals.get(login.portal, visible(login.portal)),
            people=", ".join(names) or "no one recorded",
            note=_note(login),
            used=last_used(login),
            place=visible(str(login.place)),
            tone=worst(found) or self._unsettled.get(login.account, "ok"),
            faults=self._faults(found),
            query=token("login", login.account),
            left=", ".join(self._left[one] for one in login.people if one in self._left),
            status=visible(login.status),
            kind=kind(login),
            rights=rights(login),
            since=login.since or NOT_RECORDED,
            known=known(login),
        )

    def _faults(self, found: Iterable[Verdict]) -> tuple[FaultLine, ...]:
        lines = (FaultLine(one.severity.value, fault(self._rules[one.rule])) for one in found)
        return tuple(dict.fromkeys(lines))

    def _person(self, person: Holder, logins: Sequence[Login]) -> PersonRow:
        found = self._of_person.get(person.id, [])
        return PersonRow(
            anchor=self._people_anchors[person.id],
            name=prose(person.name),
            note=_about(person),
            is_gone=bool(person.left_on),
            live=sum(login.is_live for login in logins),
            tone=worst(found) or self._unsettled_people.get(person.id, "ok"),
            logins=tuple(self._rows[login.account] for login in logins),
            tally=tally(found),
            query=token("person", person.id),
        )

    def _portal(self, portal: PortalInUse, logins: Sequence[Login]) -> PortalRow:
        found = self._of_portal.get(portal.id, [])
        return PortalRow(
            anchor=self._portal_anchors[portal.id],
            name=prose(portal.name),
            administrators=prose(", ".join(portal.administrators)) or "none recorded",
            listed=self._dated(portal.listed_on, "none on file"),
            reviewed=self._dated(portal.reviewed_on, "never"),
            live=sum(login.is_live for login in logins),
            logins=tuple(self._rows[login.account] for login in logins),
            faults=self._faults(one for one in found if not self._directory.whose(one).accounts),
            tally=tally(found),
            query=token("portal", portal.id),
        )

    def _dated(self, day: str, otherwise: str) -> str:
        return f"{day} ({ago(day, self._today)})" if day else otherwise

    def _matrix(self, of_person: Mapping[str, list[Login]]) -> Matrix:
        rows = tuple(self._matrix_rows(of_person))
        rest = rows[FIRST_ROWS:]
        folds = tuple(rest[start : start + FOLDED] for start in range(0, len(rest), FOLDED))
        portals = self._directory.access.portals
        return Matrix(
            tuple((prose(one.name), self._portal_anchors[one.id]) for one in portals),
            rows[:FIRST_ROWS],
            folds,
            elsewhere=len(self._directory.access.people) - sum(bool(row.anchor) for row in rows),
        )

    def _matrix_rows(self, of_person: Mapping[str, list[Login]]) -> Iterator[MatrixRow]:
        """Those who have left first, then logins of no one, then the others, worst first."""
        here = [
            one
            for one in self._directory.access.people
            if any(x.is_live and x.for_people for x in of_person.get(one.id, ()))
        ]
        ranked = sorted(here, key=lambda one: min(map(self._rank, of_person[one.id])))
        for person in ranked:
            if person.left_on:
                yield self._matrix_row(person, of_person[person.id])
        yield from self._of_no_one(NO_ONE, for_people=True)
        for person in ranked:
            if not person.left_on:
                yield self._matrix_row(person, of_person[person.id])
        yield from self._of_no_one(PROGRAMS, for_people=False)

    def _matrix_row(self, person: Holder, logins: Sequence[Login]) -> MatrixRow:
        shown = [one for one in logins if one.for_people]
        anchor = self._people_anchors[person.id]
        return MatrixRow(prose(person.name), _about(person), bool(person.left_on), anchor, self._cells(shown))

    def _of_no_one(self, name: str, *, for_people: bool) -> Iterator[MatrixRow]:
        logins = [one for one in self._logins if one.is_live and one.for_people is for_people]
        if for_people:
            logins = [one for one in logins if not one.people]
        if logins:
            note = counted(len(logins), "login")
            yield MatrixRow(name, note, is_gone=False, anchor="", cells=self._cells(logins))

    def _cells(self, logins: Sequence[Login]) -> tuple[Cell, ...]:
        shown = _grouped((one for one in logins if self._is_shown(one)), lambda one: (one.portal,))
        cells = (tuple(map(self._mark, shown.get(portal.id, ()))) for portal in self._directory.access.portals)
        return merged(cells)

    def _is_shown(self, login: Login) -> bool:
        """Whether a login stands in the table: it can sign in, can be switched on again, or has a finding."""
        return login.is_live or login.status in _PARKED or login.account in self._of_account

    def _mark(self, login: Login) -> Mark:
        row = self._rows[login.account]
        letter, said = _WITHOUT_FINDINGS.get(row.tone, (row.tone[0].upper(), f"worst finding {row.tone}"))
        words = (row.login, row.portal, *_abilities(login), said)
        return Mark(
            sign="A" if login.administers else "S" if login.is_shared else "•",
            letter=letter,
            tone=row.tone,
            is_off=not login.is_live,
            words=", ".join(words),
            anchor=row.anchor,
        )


def _abilities(login: Login) -> Iterator[str]:
    if login.administers:
        yield "administers"
    if login.is_shared:
        yield "shared"
    if not login.is_live:
        yield "switched off"


def _note(login: Login) -> str:
    """What a login is and can, where it is not simply one person's that is in use."""
    words = (LOGIN_KINDS.get(login.kind, ""), *(one for one in _abilities(login) if one != "switched off"))
    status = "" if login.status == "active" else visible(login.status)
    return ", ".join(dict.fromkeys(one for one in (*words, status) if one))


def _about(person: Holder) -> str:
    """`left 2026-08-14`, or what the person does here."""
    if person.left_on:
        return f"left {person.left_on}"
    leave = "on leave" if person.is_on_leave else ""
    last = f"last day {person.last_day}" if person.last_day else ""
    return ", ".join(filter(None, (prose(", ".join(person.jobs)), prose(person.vendor), leave, last)))


def tally(found: Iterable[Verdict]) -> tuple[tuple[str, int], ...]:
    """How many findings of each severity there are, the gravest first."""
    severities = [one.severity for one in found]
    return tuple((one.value, severities.count(one)) for one in Severity if one in severities)


def token(key: str, value: str) -> str:
    """A word of the search line, such as `person:k-lee`."""
    text = visible(value).replace('"', "")
    return f'{key}:"{text}"' if " " in text else f"{key}:{text}"


def _grouped(items: Iterable[T], keys: Callable[[T], Iterable[str]]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = {}
    for item in items:
        for key in keys(item):
            found.setdefault(key, []).append(item)
    return found

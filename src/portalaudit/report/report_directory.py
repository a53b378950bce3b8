"""Whose a finding is, as text: the people, portals and logins of a report looked up by what findings name."""

from collections.abc import Callable, Iterable, Mapping

from portalaudit.model.access import Access, Login
from portalaudit.model.report import Report, Whose
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Named, Severity, Status, Subject, Verdict
from portalaudit.report.characters import prose, visible
from portalaudit.report.wording import counted, subject

MOST_NAMED = 2
"""So many people or logins are named in a row; of more it says how many there are."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom and what a finding is about, in words and by id."""

    person: str
    portal: str
    login: str
    used: str
    people: tuple[str, ...] = ()
    portals: tuple[str, ...] = ()


class Directory:
    """The people, portals and logins of one report, and what each finding is about."""

    def __init__(self, report: Report) -> None:
        self.access: Access = report.access()
        self.people: Mapping[str, str] = {one.id: prose(one.name) for one in self.access.people}
        self.portals: Mapping[str, str] = {one.id: prose(one.name) for one in self.access.portals}
        self.logins: Mapping[str, Login] = {one.account: one for one in self.access.logins}
        self._whose = report.whose()
        self._concerned: dict[str, Concerned] = {}

    def whose(self, verdict: Verdict) -> Whose:
        """The portal, person and accounts of a finding, or of any other answer that is told whole."""
        return self._whose[verdict.fingerprint]

    def concerned(self, verdict: Verdict) -> Concerned:
        """Whom and what a finding is about."""
        found = self._concerned.get(verdict.fingerprint)
        if found is None:
            found = self._concerned[verdict.fingerprint] = self._made(verdict)
        return found

    def _made(self, verdict: Verdict) -> Concerned:
        whose = self.whose(verdict)
        logins = [self.logins[one] for one in whose.accounts if one in self.logins]
        people = list(dict.fromkeys([*_id(whose.person), *(one for login in logins for one in login.people)]))
        portals = list(dict.fromkeys([*_id(whose.portal), *(login.portal for login in logins)]))
        return Concerned(
            person=self._person(whose, people, verdict.subject),
            portal=_few([self.portals.get(one, visible(one)) for one in portals], "portal"),
            login=_few([visible(login.login) for login in logins], "login"),
            used=last_used(logins[0]) if len(logins) == 1 else "",
            people=tuple(people),
            portals=tuple(portals),
        )

    def _person(self, whose: Whose, people: list[str], about: Subject) -> str:
        if whose.person:
            return prose(whose.person.name)
        if people:
            return _few([self.people.get(one, visible(one)) for one in people], "person", "people")
        return "no one recorded" if whose.accounts else "" if whose.portal else subject(about)

    def by_account(self, findings: Iterable[Verdict]) -> Mapping[str, list[Verdict]]:
        """The findings of each account."""
        found: dict[str, list[Verdict]] = {}
        for verdict in findings:
            for account in self.whose(verdict).accounts:
                found.setdefault(account, []).append(verdict)
        return found


def worst(findings: Iterable[Verdict]) -> str:
    """The gravest severity; empty where there is no finding."""
    found: Severity | None = min((one.severity for one in findings), key=lambda one: one.rank, default=None)
    return found.value if found else ""


def unsettled(report: Report, keys: Callable[[Verdict], Iterable[str]]) -> Mapping[str, str]:
    """`unknown` where facts are missing, else `waived`, by the keys of such answers: no findings is then not all."""
    return {
        key: status.value
        for status in (Status.WAIVED, Status.UNKNOWN)
        for verdict in report.answered(status)
        for key in keys(verdict)
    }


def last_used(login: Login) -> str:
    """`2026-08-10`, `never`, or that it is not recorded."""
    return visible(login.last_used_on) or "not recorded"


def _id(named: Named | None) -> tuple[str, ...]:
    return (named.id,) if named else ()


def _few(names: list[str], one: str, many: str = "") -> str:
    names = list(dict.fromkeys(names))
    return ", ".join(names) if len(names) <= MOST_NAMED else counted(len(names), one, many)

"""Who can log in where, as one row for each login and each person who uses it."""

from collections.abc import Iterator

from portalaudit.model.access import Holder, Known, Login
from portalaudit.model.place import Place
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass
from portalaudit.report.characters import prose, visible
from portalaudit.report.finding_rows import fault, rules_of
from portalaudit.report.report_directory import Directory, last_used, unsettled, worst
from portalaudit.report.spreadsheets import Row

NO_FINDINGS = "none"
NO_ONE = "no one recorded"
NOT_RECORDED = "not recorded"

LOGIN_KINDS = {
    "shared_legacy": "shared login",
    "service": "used by a program",
    "api": "used by a program",
    "bot": "used by a robot",
    "break_glass": "for emergencies",
    "test": "for tests",
}
_FIRST_VERBS = ("manage", "assign")
"""Rights that come first: who holds them decides who else gets in."""

ACCESS_COLUMNS = (
    *("Portal", "Person", "Left on", "Login", "Status", "Rights", "Since", "Last used", "How it is known"),
    *("Worst finding", "What is wrong", "Kind of login", "Roles in the portal", "Account", "Person id", "Portal id"),
    *("File", "Line"),
)


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One login and one person who uses it, in words. `faults` says what is wrong with the login, the gravest first.

    `worst` is a severity; without findings it is `unknown` where facts are missing, `waived`, or `none`.
    """

    portal: str
    person: str
    left_on: str
    login: str
    status: str
    rights: str
    since: str
    used: str
    known: str
    worst: str
    faults: tuple[str, ...]
    kind: str
    roles: str
    account: str
    person_id: str
    portal_id: str
    place: Place
    is_live: bool


def access_table(report: Report) -> tuple[AccessRow, ...]:
    """The rows of a report by portal, person and login."""
    directory, rules = Directory(report), rules_of(report)
    found = directory.by_account(report.findings())
    open_of = unsettled(report, lambda one: directory.whose(one).accounts)
    people = {one.id: one for one in directory.access.people}
    rows = []
    for login in directory.access.logins:
        verdicts = found.get(login.account, [])
        faults = tuple(dict.fromkeys(fault(rules[one.rule]) for one in verdicts))
        portal = directory.portals.get(login.portal, visible(login.portal))
        said = worst(verdicts) or open_of.get(login.account, NO_FINDINGS), faults
        rows += [_row(login, portal, one, people.get(one), said) for one in login.people or ("",)]
    return tuple(sorted(rows, key=_order))


def _order(row: AccessRow) -> tuple[str, str, bool, str, str, str]:
    """Within a portal by person; what no one is recorded as using comes last."""
    return row.portal.casefold(), row.portal_id, not row.person_id, row.person.casefold(), row.login, row.account


def _row(login: Login, portal: str, person: str, holder: Holder | None, said: tuple[str, tuple[str, ...]]) -> AccessRow:
    return AccessRow(
        portal=portal,
        person=prose(holder.name) if holder else visible(person) or NO_ONE,
        left_on=holder.left_on if holder else "",
        login=visible(login.login),
        status=visible(login.status),
        rights=rights(login),
        since=login.since or NOT_RECORDED,
        used=last_used(login),
        known=known(login),
        worst=said[0],
        faults=said[1],
        kind=kind(login),
        roles=visible(", ".join(login.roles)),
        account=visible(login.account),
        person_id=visible(person),
        portal_id=visible(login.portal),
        place=login.place,
        is_live=login.is_live,
    )


def rights(login: Login) -> str:
    """`manage user; view benefits, eligibility`, and whether there may be more."""
    by_verb: dict[str, list[str]] = {}
    for permission in login.permissions:
        thing, _, verb = permission.rpartition(".")
        by_verb.setdefault(verb, []).append(thing.replace("_", " "))
    verbs = sorted(by_verb, key=lambda verb: (verb not in _FIRST_VERBS, verb))
    words = "; ".join(f"{verb} {', '.join(filter(None, by_verb[verb]))}".strip() for verb in verbs)
    if login.knows_all:
        return visible(words) or "none"
    return visible(f"{words}; there may be others") if words else NOT_RECORDED


def known(login: Login) -> str:
    """`user list of 2026-11-02`, `access review of 2026-10-05`, `recorded only`."""
    return login.known_by.value if login.known_by is Known.RECORD else f"{login.known_by} of {login.known_on}"


def kind(login: Login) -> str:
    """What a login is beyond a person's own; empty where it is no more than that."""
    words = [LOGIN_KINDS.get(login.kind, "")]
    words += ["administers"] if login.administers else []
    words += ["shared login"] if login.is_shared else []
    return ", ".join(dict.fromkeys(filter(None, words)))


def access_rows_of(report: Report) -> Iterator[Row]:
    """The same for a spreadsheet."""
    for row in access_table(report):
        yield (
            *(row.portal, row.person, row.left_on, row.login, row.status, row.rights, row.since, row.used, row.known),
            *(row.worst, "; ".join(row.faults), row.kind, row.roles, row.account, row.person_id, row.portal_id),
            *(visible(row.place.path), row.place.line),
        )

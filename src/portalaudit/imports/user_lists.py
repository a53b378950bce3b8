"""A portal's user list against the inventory: logins that are new, changed, gone or back, and whose they are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from portalaudit.imports.answered_users import answered_user, names_no_one
from portalaudit.imports.import_plan import ChangeKind, Query
from portalaudit.imports.inventory_draft import Draft, joined, slug
from portalaudit.imports.login_fields import SAME
from portalaudit.imports.login_lines import Logins, login_of, together
from portalaudit.imports.people_matching import Described, Matched, People, Unsure, offered
from portalaudit.imports.question_file import Answers
from portalaudit.imports.yaml_text import Value, legible
from portalaudit.inventory.facts.accounts import FOR_PEOPLE, LIVE
from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.records import Account, Person, Portal
from portalaudit.model import Place
from portalaudit.model.values import dataclass, replace
from portalaudit.sheets.listed import Coverage, LoginRow
from portalaudit.sheets.person_names import name_cell
from portalaudit.sheets.typed_rows import NO_LOGIN
from portalaudit.source.dates import written_day

_STRANGERS = (
    "none of its people is on the staff list, which names {:,}: if the roster is still to come, import it first"
)
_BLANK = "it shows no login, as other lines do"


@dataclass(frozen=True, slots=True)
class UserList:
    """A user list as it was read, and what surrounds it. `today` is the day of the import.

    `domain_of` says where a portal's logins are unique; `is_generic` whether a login or a name is that of a job.
    """

    portal: Portal
    rows: Logins
    taken_on: str
    coverage: Coverage
    today: str
    place: Place
    people: People
    domain_of: Mapping[str, str]
    is_generic: Callable[[str], bool]
    answers: Answers


def plan_user_list(listed: UserList, draft: Draft) -> None:
    """Everything that a user list changes. One that is older than what is recorded changes nothing."""
    newest = max((export.taken_on for export in listed.portal.exports or ()), default="")
    if listed.taken_on < newest:
        text = f"a newer list of {listed.portal.name} is recorded, of {newest}: this one changes no account"
        draft.remark(listed.place, text)
        return
    _Comparison(listed, draft).run()


def legible_logins(rows: Iterable[object]) -> Iterator[LoginRow]:
    """The logins among rows, with every text as an inventory may hold it."""
    for row in rows:
        if isinstance(row, LoginRow):
            name = replace(row.name, written=legible(row.name.written)) if row.name else None
            yield replace(
                row,
                login=legible(row.login),
                name=name if name and name.written else None,
                email=legible(row.email),
                status_written=legible(row.status_written),
                roles=joined(map(legible, row.roles)),
                organization=legible(row.organization),
            )


class _Comparison:
    def __init__(self, listed: UserList, draft: Draft) -> None:
        self._listed, self._draft = listed, draft
        every: Sequence[Account] = draft.inventory.tables["accounts"].records
        self._accounts = [account for account in every if account.portal == listed.portal.id]
        self._by_login = _by(self._accounts, lambda account: [strict_form(account.login)])
        self._by_email = _by(self._accounts, lambda account: [strict_form(account.email)] if account.email else [])
        self._by_name = _by(self._accounts, self._names)
        self._holders = _holders(every, listed)
        self._mailboxes = listed.rows.mailboxes
        self._seen: set[str] = set()
        self._strangers, self._is_anyone_known = 0, False
        portal = listed.portal.id
        self._home = draft.home_of("accounts", f"accounts/{portal}.yaml", lambda account: account.portal == portal)

    def run(self) -> None:
        """Go through the logins of the list, in an order that does not depend on that of its lines."""
        rows = 0
        for _, group in groupby(self._named(), key=itemgetter(0)):
            row, *more = (line for _, line in group)
            rows += 1
            for other in more:
                self._draft.skip(other.place, f"the same login as on line {row.place.line}; the two are taken together")
            self._take(together(row, more))
        if self._strangers > 1 and not self._is_anyone_known:
            self._draft.remark(self._listed.place, _STRANGERS.format(len(self._listed.people.staff)))
        if not rows:
            self._draft.remark(self._listed.place, "there is no login on this list, so no one counts as gone")
        elif self._listed.coverage is Coverage.FULL and (blank := self._nameless_line()) is not None:
            self._draft.remark(blank, "this line names no login, and it may be anyone's, so no one counts as gone")
        elif self._listed.coverage is Coverage.FULL:
            self._gone()

    def _named(self) -> Iterator[tuple[str, LoginRow]]:
        """The lines that name a login, as far as the list shows logins, each with it."""
        for login, row in self._listed.rows.in_order():
            if row.login or not self._listed.rows.shows_logins:
                yield login, row
            else:
                self._draft.skip(row.place, _BLANK)

    def _nameless_line(self) -> Place | None:
        return next((one.place for one in self._draft.skipped if one.reason in (NO_LOGIN, _BLANK)), None)

    def _take(self, row: LoginRow) -> None:
        known = self._known(row)
        self._seen.update(account.id for account in known)
        self._is_anyone_known |= any(account.person for account in known)
        if not known:
            self._new(row)
        elif len(known) > 1 and not row.login:
            named = ", ".join(sorted(account.login for account in known))
            hint = "write the `email` that it shows into the right one"
            self._draft.skip(row.place, f"the list shows no logins, and this may be {named}; {hint}")
        else:
            for account in known:
                self._compare(account, row)

    def _known(self, row: LoginRow) -> list[Account]:
        """The accounts of a line. Without a login it is the one with its mailbox, else with its name.

        Of several the one is meant that is open or closed as the line is.
        """
        if row.login:
            return self._by_login.get(strict_form(row.login), [])
        by_email = self._by_email.get(strict_form(row.email), []) if row.email else []
        by_name = [one for one in self._by_name.get(row.name.key if row.name else (), []) if self._may_be(one, row)]
        works = row.status in LIVE
        alike = [[one for one in found if (one.status in LIVE) is works] for found in (by_email, by_name)]
        found = next((found for found in (by_email, by_name, *alike) if len(found) == 1), by_email or by_name)
        return found or self._by_login.get(strict_form(login_of(row)), [])

    def _may_be(self, account: Account, row: LoginRow) -> bool:
        """Whether an account of the same name may be that of a line: not where another line shows its mailbox."""
        return strict_form(account.email or "") not in self._mailboxes - {strict_form(row.email)}

    # ------------------------------------------------------------ new

    def _new(self, row: LoginRow) -> None:
        listed, login = self._listed, login_of(row)
        if row.status_written and not row.status:
            self._draft.skip(row.place, f"its status '{row.status_written}' is not understood")
            return
        user = self._user(row, login, None)
        kind = "shared_legacy" if "person" not in user and self._is_generic(row, login) else "individual"
        record: dict[str, Value] = {
            "id": self._draft.free_id("accounts", f"{listed.portal.id}-{slug(login.partition('@')[0]) or 'user'}"),
            "portal": listed.portal.id,
            "login": login,
            "type": kind,
            "status": row.status or "active",
            **user,
            **self._given(row),
        }
        order = ("id", "portal", "login", "person", "persons", "type", "status", "match")
        values = {key: record[key] for key in dict.fromkeys((*order, *record)) if key in record}
        place, portal = row.place, listed.portal.name
        self._draft.add("accounts", values, place, name=f"{login} on {portal}", home=self._home)

    def _is_generic(self, row: LoginRow, login: str) -> bool:
        """Whether the login is that of a job, or the name shown that of a job or a company."""
        name = row.name
        is_nameless = name is not None and (not (name.given or name.family) or self._listed.is_generic(name.written))
        return is_nameless or self._listed.is_generic(login)

    def _of_company(self, row: LoginRow) -> tuple[Person, ...]:
        """The people of the company whose name a line shows, to be offered."""
        written = slug(row.name.written) if row.name else ""
        vendors = self._draft.inventory.tables["vendors"].records
        ids = {one.id for one in vendors if written and slug(one.name) == written}
        return tuple(one for one in self._listed.people.staff if one.vendor in ids)

    @staticmethod
    def _given(row: LoginRow) -> dict[str, Value]:
        """What a line says of an account besides its login, status and user."""
        return {
            "display_name": row.name.written if row.name and row.login else "",
            "email": row.email,
            "organization": row.organization,
            "native_roles": row.native_roles or (() if row.permissions else row.roles),
            "permissions": row.permissions,
            "created_on": row.created_on,
            "last_login_on": row.last_login_on,
            "last_login_source": "export" if row.last_login_on else "",
            "mfa": row.mfa,
        }

    # ------------------------------------------------------------ known

    def _compare(self, account: Account, row: LoginRow) -> None:
        name = f"{account.login} on {self._listed.portal.name}"
        changed = dict(self._differences(account, row))
        status = self._status(account, row)
        if status:
            changed["status"] = status
        if not (account.person or account.persons or account.used_by):
            user = self._user(row, account.login, account)
            changed |= {key: value for key, value in user.items() if value != getattr(account, key)}
        is_back = bool(status) and account.status not in LIVE and status in LIVE
        kind = ChangeKind.BACK if is_back else ChangeKind.CHANGED
        if changed:
            note = self._of_leaver(account) if is_back else ""
            self._draft.change("accounts", account, changed, row.place, name=name, kind=kind, note=note)

    def _status(self, account: Account, row: LoginRow) -> str:
        """The new status, empty where it stays. What was closed on the day of the list or later was open in it."""
        if row.status == account.status or not row.status:
            if row.status_written and not row.status:
                self._draft.remark(
                    row.place, f"its status '{row.status_written}' is not understood, and stays as it is"
                )
            return ""
        works, worked = row.status in LIVE, account.status in LIVE
        if not works and not worked:
            return ""
        closed = max(written_day(day) for day in (account.suspended_on or "", account.deactivated_on or ""))
        return "" if works and not worked and closed >= self._listed.taken_on else row.status

    def _differences(self, account: Account, row: LoginRow) -> Iterator[tuple[str, Value]]:
        given = self._given(row)
        for key, is_same in SAME.items():
            value, now = given[key], getattr(account, key)
            if key == "display_name" and now is None and row.name and row.name.key in self._names(account):
                continue
            if value and not (now is not None and is_same(value, now)):
                yield key, value
                if key == "last_login_on" and account.last_login_source not in (None, "export"):
                    yield "last_login_source", "export"

    def _gone(self) -> None:
        listed = self._listed
        for account in self._accounts:
            days = [written_day(day) for day in (account.created_on, account.enabled_on) if day]
            is_expected = account.status in LIVE and account.status != "pending" and account.type != "api"
            if account.id in self._seen or not is_expected or max(days, default="") >= listed.taken_on:
                continue
            name, note = f"{account.login} on {listed.portal.name}", f"not on the list of {listed.taken_on}"
            self._draft.change(
                "accounts", account, {"status": "deleted"}, listed.place, name=name, kind=ChangeKind.GONE, note=note
            )

    # ------------------------------------------------------------ whose it is

    def _user(self, row: LoginRow, login: str, account: Account | None) -> dict[str, Value]:
        """Who uses a login: found, answered, or asked."""
        listed = self._listed
        if account is not None and (account.type not in FOR_PEOPLE or account.match is not None):
            return {}
        ask = f"{listed.portal.id}/person/{strict_form(login)}"
        answer = listed.answers.get(ask)
        if answer is not None:
            if (answered := answered_user(answer, listed.people, listed.today)) is not None:
                return answered
            self._draft.remark(row.place, names_no_one(answer, ask))
        found = listed.people.find(_described(row, self._holders.get(strict_form(login), ())))
        if isinstance(found, Matched):
            self._is_anyone_known = True
            return {
                "person": found.person.id,
                "match": {"result": "matched", "by": found.by.value, "on": listed.today},
            }
        self._strangers += not found.candidates
        self._ask(row, login, found, ask)
        return {}

    def _ask(self, row: LoginRow, login: str, found: Unsure, ask: str) -> None:
        portal, shown = self._listed.portal.name, row.name.written if row.name and row.login else ""
        question = f"Whose login is this? {found.why[:1].upper()}{found.why[1:]}. Write a person's id, or `nobody`"
        several = "; if several use it, all their ids with commas between, or `shared`."
        question += several if self._is_generic(row, login) else "."
        candidates = found.candidates or self._of_company(row)
        about = f"{login}{f' ({shown})' if shown else ''} on {portal}"
        self._draft.ask(Query(ask, about, question, row.place, tuple(map(offered, candidates))))

    def _names(self, account: Account) -> list[tuple[str, ...]]:
        """The names under which a list may show an account."""
        person: Person | None = self._listed.people.by_id.get(account.person or "")
        known = (person.name, *(person.other_names or ())) if person else ()
        return [name_cell(name).name.key for name in joined((account.display_name or "", *known))]

    def _of_leaver(self, account: Account) -> str:
        person = self._listed.people.by_id.get(account.person or "")
        if person is None or self._listed.people.is_here(person):
            return "a login that was closed is active again"
        last = max(written_day(spell.end) for spell in person.engagements or () if spell.end)
        return f"{person.name} left on {last}, and the login is active again"


def _described(row: LoginRow, known: Sequence[str]) -> Described:
    emails = joined((row.email, row.login if "@" in row.login else ""))
    return Described(row.name, emails, row.employee_number, row.npi, row.login, tuple(known))


def _by(accounts: Iterable[Account], keys: Callable[[Account], Iterable[object]]) -> Mapping[object, list[Account]]:
    found: dict[object, list[Account]] = defaultdict(list)
    for account in accounts:
        for key in keys(account):
            found[key].append(account)
    return found


def _holders(accounts: Iterable[Account], listed: UserList) -> Mapping[str, tuple[str, ...]]:
    """Whose a login is known to be wherever it is the same login, by login."""
    domain = listed.domain_of.get(listed.portal.id)
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for account in accounts:
        if account.person and account.type == "individual" and listed.domain_of.get(account.portal) == domain:
            found[strict_form(account.login)] += (account.person,)
    return found

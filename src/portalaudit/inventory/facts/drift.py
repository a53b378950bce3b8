"""Derived facts of a portal's user lists: which account each row of the newest one is, and in what the two differ.

A row of the list is the account with the same login, else the one with the same e-mail address, else the one of a
person with exactly that name; where several accounts would fit, it is none of them. What happened in the inventory on
the day of the list or later is no difference: the list cannot show it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import live, users
from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.facts.user_statuses import can_sign_in
from portalaudit.inventory.kept import once_each
from portalaudit.inventory.records import Account, Portal
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.records.portal_records import Export, ExportedAccount
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

Row = ExportedAccount


@dataclass(frozen=True, slots=True)
class UserList:
    """A portal's newest user list, joined with the inventory's accounts."""

    day: int
    tax_ids: tuple[str, ...] | None
    row_of: Mapping[str, Row]
    unmatched: tuple[Row, ...]
    ambiguous: tuple[Row, ...]
    candidates: frozenset[str]
    is_full: bool


@dataclass(frozen=True, slots=True, eq=False)
class UserListEntry:
    """A row of a portal's newest user list that is no account, a live account without a row, or two that differ."""

    user: str = field(
        metadata={
            "meaning": "The login in the list, else the e-mail address, else the name; that of an account in none"
        }
    )
    row: ExportedAccount | None = field(
        metadata={"meaning": "The row. Not known for an account that is in none, as `exports` are written"}
    )
    account: Account | None = field(
        metadata={"meaning": "The account. Not known for a row that is none of the portal's `accounts`"}
    )
    tax_ids: tuple[str, ...] | None = field(
        metadata={"meaning": "Tax IDs whose users the list holds. Not known, and all of them, without `tax_ids`"}
    )
    can_sign_in: bool | None = field(
        default=None,
        metadata={
            "needs": ("row.status",),
            "meaning": "Whether the status in the list says that the user can sign in, or soon can. Not known where "
            "the row has no `status`, or one that is not understood",
        },
    )
    several: bool = field(
        default=False,
        metadata={"meaning": "Whether several accounts could be this row, so that it counts as none"},
    )
    other_login: bool = field(default=False, metadata={"meaning": "Whether the account has another login"})
    other_email: bool = field(default=False, metadata={"meaning": "Whether the account has another e-mail address"})
    other_roles: bool = field(default=False, metadata={"meaning": "Whether the account has other native roles"})
    other_user: bool = field(
        default=False,
        metadata={"meaning": "Whether no part of the name in the list is part of a known name of the account's users"},
    )


@dataclass(frozen=True, slots=True, eq=False)
class NewestList:
    """The newest user list taken from a portal."""

    taken_on: Date = field(metadata={"meaning": "Its day"})
    newer_on: Date | None = field(
        metadata={
            "needs": ("exports",),
            "meaning": "The day of a newer one, for a rule to which this one is too old. Not known before a newer list "
            "is written in `exports`",
        }
    )
    differences: tuple[UserListEntry, ...] | None = field(
        metadata={
            "needs": ("exports.accounts",),
            "meaning": "Where it and the accounts of the portal differ, or may do so as far as its status goes. "
            "Accounts that were changed on its day or later are not compared, and a list whose `coverage` is not full "
            "says nothing of those that it does not have. Not known where its `accounts` are not written",
        }
    )


# ---------------------------------------------------------------- reading the list


@once_each
def user_list(portal: Portal, world: World) -> UserList | None:
    """The user list of the newest day, all its parts together; None where there is none or its rows are not written."""
    exports = _newest(portal, world)
    has_rows = bool(exports) and all(export.accounts is not None for export in exports)
    return _joined(exports, portal, world) if has_rows else None


def _newest(portal: Portal, world: World) -> list[Export]:
    """The exports of the newest day that has come."""
    day = world.calendar.day
    past = [export for export in portal.exports or () if day(export.taken_on) <= world.today]
    newest = max((day(export.taken_on) for export in past), default=0)
    return [export for export in past if day(export.taken_on) == newest]


def _joined(exports: list[Export], portal: Portal, world: World) -> UserList:
    rows = tuple(row for export in exports for row in export.accounts or ())
    scopes = [export.tax_ids for export in exports]
    matching = _Matching(list(world.indexes.accounts_of_portal.get(portal.id, ())), world)
    left = list(rows)
    for of_row, of_account in _KEYS:
        left = matching.match(left, of_row, of_account)
    return UserList(
        day=world.calendar.day(exports[0].taken_on),
        tax_ids=None if None in scopes else tuple(t for scope in scopes for t in scope or ()),
        row_of=matching.row_of,
        unmatched=tuple(row for row in left if id(row) not in matching.doubtful),
        ambiguous=tuple(row for row in left if id(row) in matching.doubtful),
        candidates=frozenset(matching.candidates),
        is_full=all(export.coverage in (None, "full") for export in exports),
    )


class _Matching:
    """Rows and accounts brought together, one key after the other."""

    def __init__(self, accounts: list[Account], world: World) -> None:
        self.accounts = accounts
        self.world = world
        self.row_of: dict[str, Row] = {}
        self.doubtful: set[int] = set()
        self.candidates: set[str] = set()

    def match(self, rows: list[Row], of_row: "_OfRow", of_account: "_OfAccount") -> list[Row]:
        """Match by one key, and give back the rows that are left."""
        by_key: dict[str, list[Account]] = defaultdict(list)
        for account in self.accounts:
            if account.id not in self.row_of:
                for key in of_account(account, self.world):
                    by_key[key].append(account)
        return [row for row in rows if not self._placed(row, by_key.get(of_row(row), ()), by_login=of_row is _login)]

    def _placed(self, row: Row, fitting: Iterable[Account], *, by_login: bool) -> bool:
        """Whether a row has found its account. One login may be the same user in several organizations."""
        if id(row) in self.doubtful:
            return False
        found = [account for account in fitting if by_login or account.id not in self.row_of]
        working = [account for account in found if live(account, self.world)] or found
        if len(working) > 1 and not by_login:
            self.doubtful.add(id(row))
            self.candidates.update(account.id for account in working)
            return False
        for account in working:
            self.row_of.setdefault(account.id, row)
        return bool(working)


_OfRow = Callable[[Row], str]
_OfAccount = Callable[[Account, World], Iterable[str]]


def _login(row: Row) -> str:
    return strict_form(row.login or "")


def _email(row: Row) -> str:
    return strict_form(row.email or "")


def _name(row: Row) -> str:
    return strict_form(row.name or "")


def _names(account: Account, world: World) -> Iterator[str]:
    """Every name under which the portal may know the account's users."""
    names = {account.display_name or ""}
    for person in users(account, world) or ():
        names |= {person.name, *(person.other_names or ())}
    yield from {strict_form(name) for name in names if name}


_KEYS: tuple[tuple[_OfRow, _OfAccount], ...] = (
    (_login, lambda account, _world: (strict_form(account.login),)),
    (_email, lambda account, _world: (strict_form(account.email),) if account.email else ()),
    (_name, _names),
)


# ---------------------------------------------------------------- comparing


def newest_export_on(portal: Portal, world: World) -> str | None:
    """The day of the newest user list taken from a portal; None where there is none."""
    exports = _newest(portal, world)
    return exports[0].taken_on if exports else None


@derived(written_at="exports", needs=("exports",))
@once_each
def newest_list(portal: Portal, world: World) -> NewestList | None:
    """The newest user list taken from the portal. Not known where none is written in `exports`."""
    day, compared = newest_export_on(portal, world), user_list(portal, world)
    if day is None:
        return None
    return NewestList(day, None, None if compared is None else tuple(_entries(portal, compared, world)))


def listed_on(account: Account, world: World) -> str | None:
    """The day of the newest user list of an account's portal that has it, and not as a user who cannot sign in."""
    portal = world.indexes.portal(account.portal)
    listed = user_list(portal, world) if portal is not None else None
    row = listed.row_of.get(account.id) if listed is not None else None
    if listed is None or row is None or can_sign_in(row, world) is False:
        return None
    return world.calendar.text(listed.day)


def _entries(portal: Portal, compared: UserList, world: World) -> Iterator[UserListEntry]:
    yield from (_of_row(row, compared, world) for row in compared.unmatched)
    yield from (_of_row(row, compared, world, several=True) for row in compared.ambiguous)
    for account in world.indexes.accounts_of_portal.get(portal.id, ()):
        row = compared.row_of.get(account.id)
        if _changed_on(account, world) >= compared.day:
            continue
        if row is None and compared.is_full and live(account, world) and account.id not in compared.candidates:
            yield UserListEntry(account.login, None, account, compared.tax_ids)
        elif row is not None and _may_differ(found := _of_both(row, account, compared, world), row, account, world):
            yield found


def _of_row(row: Row, compared: UserList, world: World, *, several: bool = False) -> UserListEntry:
    return UserListEntry(_user(row), row, None, compared.tax_ids, can_sign_in(row, world), several=several)


def _of_both(row: Row, account: Account, compared: UserList, world: World) -> UserListEntry:
    return UserListEntry(
        _user(row),
        row,
        account,
        compared.tax_ids,
        can_sign_in(row, world),
        other_login=_differs(row.login, account.login),
        other_email=_differs(row.email, account.email),
        other_roles=_forms_differ(row.roles, account.native_roles),
        other_user=_is_someone_else(row, account, world),
    )


def _user(row: Row) -> str:
    return row.login or row.email or row.name or "a user without login, e-mail and name"


def _may_differ(entry: UserListEntry, row: Row, account: Account, world: World) -> bool:
    """Whether anything differs, or may; a list without a status shows users who work."""
    is_other = entry.other_login or entry.other_email or entry.other_roles or entry.other_user
    works = True if row.status is None and live(account, world) else entry.can_sign_in
    return is_other or works is not live(account, world)


def _changed_on(account: Account, world: World) -> int:
    """The day of the last change that is written; 0 where none is."""
    days = (account.created_on, account.enabled_on, account.suspended_on, account.deactivated_on)
    granted = (grant.granted_on for grant in account.grants or ())
    return max((world.calendar.day(day) for day in (*days, *granted) if day is not None), default=0)


def _differs(listed: str | None, known: str | None) -> bool:
    return bool(listed and known) and strict_form(listed or "") != strict_form(known or "")


def _forms_differ(listed: Iterable[str] | None, known: Iterable[str] | None) -> bool:
    return bool(listed and known) and set(map(strict_form, listed or ())) != set(map(strict_form, known or ()))


def _is_someone_else(row: Row, account: Account, world: World) -> bool:
    """Whether no part of a name is part of a known name of its users; after a wedding one part still is."""
    known = [part for each in _names(account, world) for part in each.replace(",", " ").split()]
    listed = strict_form(row.name or "").replace(",", " ").split()
    return bool(known and row.name) and set(listed).isdisjoint(known)

"""Derived facts of a portal's user lists: where the newest one and the inventory tell different things.

A row of the list is the account with the same login, else the one with the same e-mail address, else the one of a
person with exactly that name. Where several accounts would fit, somebody has to look. What happened in the inventory on
the day of the list or later is no difference: the list cannot show it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import live, users
from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.facts.user_statuses import row_works
from portalaudit.inventory.records import Account, Portal
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.records.portals import Export, ExportedAccount
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass

NAMED = 20
"""More differences than this are counted, not listed."""

_MUST_BE_GONE = frozenset({"terminated", "deleted", "revoked"})
"""Statuses after which a portal has no such user any more; the others may still be listed, as ended."""

Row = ExportedAccount


@dataclass(frozen=True, slots=True)
class UserList:
    """A portal's newest user list, joined with the inventory's accounts."""

    day: int
    tax_ids: frozenset[str] | None
    rows: tuple[Row, ...]
    row_of: Mapping[str, Row]
    unrecorded: tuple[Row, ...]
    ambiguous: tuple[Row, ...]
    candidates: frozenset[str]


# ---------------------------------------------------------------- reading the list


def user_list(portal: Portal, world: World) -> UserList | None:
    """The user list of the newest day, all its parts together; None where there is none or its rows are not written."""
    key = ("user list", portal.id)
    if key not in world.memo:
        exports = _newest(portal, world)
        has_rows = bool(exports) and all(export.accounts is not None for export in exports)
        world.memo[key] = _joined(exports, portal, world) if has_rows else None
    found: UserList | None = world.memo[key]
    return found


def _newest(portal: Portal, world: World) -> list[Export]:
    """The exports of the newest day that has come."""
    day = world.calendar.day
    past = [export for export in portal.exports or () if day(export.taken_on) <= world.today]
    newest = max((day(export.taken_on) for export in past), default=0)
    return [export for export in past if day(export.taken_on) == newest]


def _joined(exports: list[Export], portal: Portal, world: World) -> UserList:
    rows = tuple(row for export in exports for row in export.accounts or ())
    scopes = [export.tax_ids for export in exports]
    accounts = world.indexes.accounts_of_portal.get(portal.id, ())
    matching = _Matching(list(accounts), world)
    left = list(rows)
    for of_row, of_account in _KEYS:
        left = matching.match(left, of_row, of_account)
    ambiguous = tuple(row for row in left if id(row) in matching.doubtful)
    certain = [row for row in left if id(row) not in matching.doubtful]
    return UserList(
        day=world.calendar.day(exports[0].taken_on),
        tax_ids=None if None in scopes else frozenset(t for scope in scopes for t in scope or ()),
        rows=rows,
        row_of=matching.row_of,
        unrecorded=tuple(row for row in certain if row_works(row, world) is not False),
        ambiguous=ambiguous,
        candidates=frozenset(matching.candidates),
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


@derived(written_at="exports")
def newest_export_on(portal: Portal, world: World) -> Date | None:
    """The day of the newest user list taken from the portal. Not known where none is written in `exports`."""
    exports = _newest(portal, world)
    return exports[0].taken_on if exports else None


def _too_old(portal: Portal, world: World) -> str:
    """What to do about a user list that is too old, in words; empty where there is none."""
    day = newest_export_on(portal, world)
    if day is None:
        return ""
    age = world.calendar.days_since(day)
    return f"the newest user list from {portal.name} is of {day}, {age} days old, download a new one"


@derived(written_at="exports", unknown_because=_too_old)
def newer_export_on(_portal: Portal, _world: World) -> Date | None:
    """The day of a user list newer than `newest_export_on`, for a rule to which that one is too old.

    Not known before a newer list is written in `exports`.
    """
    return None


def open_statuses(portal: Portal, world: World) -> str:
    """The accounts of which the newest user list does not tell whether they have ended, in words; none is empty."""
    key = ("open statuses", portal.id)
    if key not in world.memo:
        compared = user_list(portal, world)
        world.memo[key] = "" if compared is None else _joined_words(list(_open_statuses(portal, compared, world)))
    found: str = world.memo[key]
    return found


def _open_statuses(portal: Portal, compared: UserList, world: World) -> Iterator[str]:
    for account, row in _comparable(portal, compared, world):
        if row_works(row, world) is not None:
            continue
        if row.status is not None:
            yield f"{account.login} is {row.status} in the user list, and what that word says is not known"
        elif not live(account, world) and account.status not in _MUST_BE_GONE:
            yield f"{account.login} is {account.status} in the inventory, and the user list gives no status"


def _joined_words(found: list[str]) -> str:
    more = len(found) - NAMED
    return "; ".join(found[:NAMED]) + (f"; and {more} more" if more > 0 else "")


@derived(written_at="exports", unknown_because=open_statuses)
def drift(portal: Portal, world: World) -> tuple[str, ...] | None:
    """What the newest user list and the inventory tell differently, in words.

    Not known where no user list is written in `exports`, the newest one has no `accounts`, or nothing differs but it
    leaves open whether an account has ended.
    """
    key = ("drift", portal.id)
    if key not in world.memo:
        compared = user_list(portal, world)
        found = () if compared is None else tuple(_differences(portal, compared, world))
        world.memo[key] = None if compared is None or (not found and open_statuses(portal, world)) else found
    known: tuple[str, ...] | None = world.memo[key]
    return known


def _differences(portal: Portal, compared: UserList, world: World) -> Iterator[str]:
    yield from (f"{_shown(row)} is not in the inventory" for row in compared.unrecorded)
    yield from (f"{_shown(row)} could be one of several accounts" for row in compared.ambiguous)
    yield from (f"{account.login}: {words}" for account, words in _of_accounts(portal, compared, world))


def _shown(row: Row) -> str:
    return row.login or row.email or row.name or "a user without login, e-mail and name"


def _of_accounts(portal: Portal, compared: UserList, world: World) -> Iterator[tuple[Account, str]]:
    for account in _unchanged(portal, compared, world):
        row = compared.row_of.get(account.id)
        if row is not None:
            yield from ((account, words) for words in _differing(account, row, world))
        elif _should_be_listed(account, compared, world):
            yield account, f"{account.status} in the inventory, not in the user list"


def _unchanged(portal: Portal, compared: UserList, world: World) -> Iterator[Account]:
    """The accounts whose last change the list can show."""
    accounts = world.indexes.accounts_of_portal.get(portal.id, ())
    return (account for account in accounts if _changed_on(account, world) < compared.day)


def _comparable(portal: Portal, compared: UserList, world: World) -> Iterator[tuple[Account, Row]]:
    for account in _unchanged(portal, compared, world):
        row = compared.row_of.get(account.id)
        if row is not None:
            yield account, row


def _should_be_listed(account: Account, compared: UserList, world: World) -> bool:
    """Whether a list of users would show the account: API keys and users who wait for approval are often left out."""
    if not live(account, world) or account.status == "pending" or account.type == "api":
        return False
    scope = compared.tax_ids
    return account.id not in compared.candidates and (
        scope is None or account.tax_ids is None or not scope.isdisjoint(account.tax_ids)
    )


def _changed_on(account: Account, world: World) -> int:
    """The day of the last change that is written; 0 where none is."""
    days = (account.created_on, account.enabled_on, account.suspended_on, account.deactivated_on)
    granted = (grant.granted_on for grant in account.grants or ())
    return max((world.calendar.day(day) for day in (*days, *granted) if day is not None), default=0)


def _differing(account: Account, row: Row, world: World) -> Iterator[str]:
    works = row_works(row, world)
    if works is not None and works is not live(account, world):
        yield f"{account.status} in the inventory, {row.status} in the user list"
    if row.status is None and account.status in _MUST_BE_GONE:
        yield f"{account.status} in the inventory, still in the user list, which gives no status"
    if row.login and strict_form(row.login) != strict_form(account.login):
        yield f"its login in the user list is {row.login}"
    if row.email and account.email and strict_form(row.email) != strict_form(account.email):
        yield f"its e-mail address in the user list is {row.email}"
    if row.roles and account.native_roles and _forms(row.roles) != _forms(account.native_roles):
        yield f"its roles in the user list are {' and '.join(row.roles)}"
    if row.name and _is_somebody_else(account, row.name, world):
        yield f"its user in the user list is {row.name}"


def _forms(roles: Iterable[str]) -> frozenset[str]:
    return frozenset(map(strict_form, roles))


def _is_somebody_else(account: Account, name: str, world: World) -> bool:
    """Whether no part of a name is part of a known name of its users; after a wedding one part still is."""
    known = [part for each in _names(account, world) for part in each.replace(",", " ").split()]
    return bool(known) and set(strict_form(name).replace(",", " ").split()).isdisjoint(known)


@derived()
def drifted_accounts(portal: Portal, world: World) -> tuple[Account, ...]:
    """Accounts of which the newest user list tells something else than the inventory."""
    compared = user_list(portal, world)
    found = () if compared is None else (account for account, _ in _of_accounts(portal, compared, world))
    return tuple({account.id: account for account in found}.values())


@derived(written_at="exports")
def drift_note(portal: Portal, world: World) -> str:
    """The newest user list, its age, and what differs, in words."""
    day, found = newest_export_on(portal, world), drift(portal, world)
    if day is None:
        return "no user list has been recorded"
    age = f"the newest user list is of {day}, {world.calendar.days_since(day)} days old"
    told = [_joined_words(list(found or ())), open_statuses(portal, world)]
    return "; ".join([age, *filter(None, told)])

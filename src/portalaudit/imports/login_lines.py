"""The lines of a user list that name one login, taken as one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from portalaudit.imports.inventory_draft import joined
from portalaudit.imports.packed import Packed
from portalaudit.inventory.facts.accounts import LIVE
from portalaudit.inventory.facts.identity import strict_form
from portalaudit.inventory.records.common import NEVER
from portalaudit.model import Place
from portalaudit.sheets.listed import LoginRow, WrittenName


class Logins(Packed[LoginRow]):
    """The lines of a user list. `shows_logins` says whether any of them has one; `mailboxes` are all that they show."""

    def __init__(self, rows: Iterable[LoginRow]) -> None:
        super().__init__(_flat, _made)
        self.shows_logins = False
        self.mailboxes: set[str] = set()
        for row in rows:
            self.append(row)

    def append(self, value: LoginRow) -> None:
        """Add a line behind the others."""
        super().append(value)
        self.shows_logins |= bool(value.login)
        if value.email:
            self.mailboxes.add(strict_form(value.email))

    def in_order(self) -> Iterator[tuple[str, LoginRow]]:
        """Each line with its login, by login and then by place."""
        found = ((strict_form(login_of(row)), row.place, position) for position, row in enumerate(self))
        for login, _, position in sorted(found):
            yield login, self[position]


def _flat(row: LoginRow) -> list[object]:
    place, name = row.place, row.name
    where = place.path, place.line, place.column, place.end_column
    parts = name and (name.written, name.given, name.family, name.suffix, name.key)
    rights = row.roles, row.native_roles, row.permissions
    numbers = row.employee_number, row.npi, row.status, row.status_written
    return [
        where,
        row.login,
        parts,
        row.email,
        *numbers,
        *rights,
        row.last_login_on,
        row.created_on,
        row.mfa,
        row.organization,
    ]


def _made(flat: Any) -> LoginRow:
    where, login, name, email, number, npi, status, written, roles, native, permissions, *rest = flat
    named = _named(*name) if name else None
    rights = tuple(roles), tuple(native), tuple(permissions)
    return LoginRow(Place(*where), login, named, email, number, npi, status, written, *rights, *rest)


def _named(written: str, given: str, family: str, suffix: str, key: Sequence[str]) -> WrittenName:
    return WrittenName(written, given, family, suffix, tuple(key))


def login_of(row: LoginRow) -> str:
    """The login, or what stands for it in a list without logins."""
    return row.login or row.email or (row.name.written if row.name else "")


def shows_logins(rows: Iterable[LoginRow]) -> bool:
    """Whether a list has logins at all. Only where it has none, a mailbox or a name stands for the login."""
    return any(row.login for row in rows)


def together(row: LoginRow, more: Sequence[LoginRow]) -> LoginRow:
    """The lines of one login as one, in whatever order: all its rights, and open where it is open anywhere."""
    if not more:
        return row
    every = sorted((row, *more), key=_content)
    first = every[0]
    logins = [one.last_login_on for one in every if one.last_login_on and one.last_login_on != NEVER]
    return LoginRow(
        place=first.place,
        login=first.login,
        name=next((one.name for one in every if one.name), None),
        email=next(iter(joined(one.email for one in every)), ""),
        employee_number=next(iter(joined(one.employee_number for one in every)), ""),
        npi=next(iter(joined(one.npi for one in every)), ""),
        status=first.status,
        status_written=first.status_written,
        roles=joined(role for one in every for role in one.roles),
        native_roles=joined(role for one in every for role in one.native_roles),
        permissions=joined(each for one in every for each in one.permissions),
        last_login_on=max(logins, default=first.last_login_on),
        created_on=min(joined(one.created_on for one in every), default=""),
        mfa=first.mfa,
        organization="",
    )


def _content(row: LoginRow) -> tuple[object, ...]:
    """What sorts the lines of one login: those that can sign in first, then by what they say."""
    name = row.name.written if row.name else ""
    rights = row.roles, row.native_roles, row.permissions
    said = row.login, name, row.email, *rights, row.last_login_on, row.created_on, row.mfa, row.place
    return row.status not in LIVE, not row.status, row.status, *said

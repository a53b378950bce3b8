"""Derived facts of approvals: each time that access was given, with who asked, approved and did it, and by when."""

import datetime
from collections.abc import Iterator
from typing import Literal, NamedTuple

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.authorization import administers, designated_for
from portalaudit.inventory.facts.people import has_left, spells_of
from portalaudit.inventory.facts.permissions import access_of
from portalaudit.inventory.kept import once
from portalaudit.inventory.records import Account, Grant, Person
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.rows import Written
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

_FRIDAY = 4

Kind = Literal["create", "grant", "modify", "enable", "emergency"]
_WHAT = {"create": "account", "modify": "change"}


@dataclass(frozen=True, slots=True, eq=False)
class AccessGiven:
    """One time that access was given: the creation of an account, or a change of its rights."""

    kind: Kind = field(metadata={"meaning": "What was done; `grant` where that is not written"})
    what: str = field(metadata={"meaning": "What was given, with its day: `account of 2026-02-02`"})
    on: Date | None = field(metadata={"meaning": "Day from which the access works"})
    permissions: tuple[str, ...] | None = field(metadata={"meaning": "What was given; without it the whole account"})
    requested_by: Person | None = field(metadata={"meaning": "Who asked for it"})
    reason: str | None = field(metadata={"meaning": "Why it was asked for"})
    approved_by: Person | None = field(metadata={"meaning": "Who approved it"})
    approved_on: Date | None = field(metadata={"meaning": "Day of the approval"})
    due_on: Date | None = field(
        metadata={
            "needs": ("created_on", "grants.granted_on"),
            "meaning": "Last day for the approval: the day itself; after an emergency the next from Monday to Friday. "
            "Not known where `created_on` or `granted_on` is not written",
        }
    )
    approver_employed: bool | None = field(
        metadata={
            "needs": ("approved_by.engagements",),
            "meaning": "Whether the approver worked here on the day of the approval. Not known without both, or where "
            "the approver's `engagements` are not written",
        }
    )
    performed_by: Person | None = field(metadata={"meaning": "Who gave the access in the portal"})
    performer_administers: bool | None = field(
        metadata={
            "needs": ("performed_by.live_accounts.admin_permissions",),
            "meaning": "Whether who gave the access administers the portal, or has left and may have done so. "
            "Not known where the `permissions` of that person's accounts are not written",
        }
    )
    evidence: str | None = field(metadata={"meaning": "Where the approval is kept"})
    sensitive: bool = field(metadata={"meaning": "Whether it includes financial or administrative permissions"})
    written_at: Written


@derived(written_at="approved_by")
def access_given(account: Account, world: World) -> tuple[AccessGiven, ...]:
    """The creation of the account, and each change of its rights that is in force on the day.

    What `grants` leaves out of a creation is taken from the account itself. An account that is pending without
    `created_on` has not been created yet.
    """
    if account.grants is None and account.status != "pending":
        return (_row(_creation(account, _NO_GRANT, account), account, world),)
    return tuple(_given(account, world))


class _Event(NamedTuple):
    """One time that access was given, with persons by their ids. One is made for each account, and taken apart."""

    kind: Kind
    on: Date | None
    permissions: tuple[str, ...] | None
    requested_by: str | None
    reason: str | None
    approved_by: str | None
    approved_on: Date | None
    performed_by: str | None
    evidence: str | None
    written: Account | Grant


def _given(account: Account, world: World) -> Iterator[AccessGiven]:
    today = world.calendar.today_text
    created = False
    for grant in account.grants or ():
        is_creation = grant.kind == "create" and not created
        created = created or is_creation
        if (grant.granted_on or "") <= today <= (grant.expires_on or today):
            event = _creation(account, grant, grant) if is_creation else _change(grant)
            yield _row(event, account, world)
    if not created and not (account.status == "pending" and account.created_on is None):
        yield _row(_creation(account, _NO_GRANT, account), account, world)


_NO_GRANT = Grant()  # type: ignore[call-arg]


def _creation(account: Account, grant: Grant, written: Account | Grant) -> _Event:
    """The creation of an account, as the account and the grant of its creation tell it together."""
    return _Event(
        "create",
        grant.granted_on or account.created_on,
        None,
        grant.requested_by or account.requested_by,
        grant.reason or account.approval_reason,
        grant.approved_by or account.approved_by,
        grant.approved_on or account.approved_on,
        grant.performed_by or account.provisioned_by,
        grant.evidence,
        written,
    )


def _change(grant: Grant) -> _Event:
    return _Event(
        kind=grant.kind or "grant",
        on=grant.granted_on,
        permissions=grant.permissions,
        requested_by=grant.requested_by,
        reason=grant.reason,
        approved_by=grant.approved_by,
        approved_on=grant.approved_on,
        performed_by=grant.performed_by,
        evidence=grant.evidence,
        written=grant,
    )


def _row(event: _Event, account: Account, world: World) -> AccessGiven:
    kind, on, permissions, requester, reason, approver, approved_on, performer, evidence, written = event
    what, person = _WHAT.get(kind, "grant"), world.indexes.people.get
    # In the order of the fields: names take a fifth of the time of a row, of which there are as many as accounts.
    return AccessGiven(
        kind,
        f"{what} of {on}" if on else what,
        on,
        permissions,
        person(requester),
        reason,
        person(approver),
        approved_on,
        on if on is None or kind != "emergency" else _next_working_day(on, world),
        None if approver is None or approved_on is None else _employed_on(approver, approved_on, world),
        person(performer),
        None if performer is None else _administers(performer, account.portal, world),
        evidence,
        _is_sensitive(permissions, account, world),
        Written(written),
    )


def _next_working_day(on: str, world: World) -> str:
    day = world.calendar.day(on)
    weekday = datetime.date.fromordinal(day).weekday()
    return world.calendar.text(day + (1 if weekday < _FRIDAY else 7 - weekday))


def _employed_on(person_id: str, on: str, world: World) -> bool | None:
    known, key = _employed(world), (person_id, on)
    if key not in known:
        person = world.indexes.people.get(person_id)
        spells, day = spells_of(person, world) if person is not None else None, world.calendar.day(on)
        known[key] = None if spells is None else any(spell.first <= day <= spell.last for spell in spells)
    return known[key]


@once
def _employed(_world: World) -> dict[tuple[str, str], bool | None]:
    """Whether someone who approved worked here on a day: few approve, and several accounts a day."""
    return {}


def _administers(person_id: str, portal_id: str, world: World) -> bool | None:
    """Whether someone may give access on a portal; whoever has left may have administered it then."""
    known, key = _performers(world), (person_id, portal_id)
    if key not in known:
        person = world.indexes.person(person_id)
        own = (a for a in world.indexes.accounts_of_person.get(person_id, ()) if a.portal == portal_id)
        states = [
            person_id in designated_for(portal_id, world),
            person is not None and has_left(person, world) is True,
            *(administers(account, world) for account in own),
        ]
        known[key] = True if True in states else None if None in states else False
    return known[key]


@once
def _performers(_world: World) -> dict[tuple[str, str], bool | None]:
    """Who may give access, by person and portal."""
    return {}


def _is_sensitive(permissions: tuple[str, ...] | None, account: Account, world: World) -> bool:
    if permissions is None:
        access = access_of(account, world)
        return bool(access.financial or access.admin)
    given = world.reference.expand(permissions)
    return not given.isdisjoint(world.reference.sensitive("financial") | world.reference.sensitive("admin"))

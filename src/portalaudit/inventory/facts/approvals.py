"""Derived facts of approvals: what is lacking where access was given without somebody's yes beforehand."""

import datetime
from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import for_people, profile_of, users
from portalaudit.inventory.facts.authorization import administers, designated_for
from portalaudit.inventory.facts.people import has_left, spells_of
from portalaudit.inventory.facts.permissions import access_of
from portalaudit.inventory.records import Account, Grant
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.dates import written_day
from portalaudit.source.document import Route

_FRIDAY = 4


@dataclass(frozen=True, slots=True, eq=False)
class Approval:
    """How one time that access was given was approved. Compared by identity: those in order are all the same one."""

    what: str = field(metadata={"meaning": "What was given; empty where the approval is in order"})
    lacks: tuple[str, ...] | None = field(
        metadata={
            "meaning": "What is wrong with the approval, in words. Not known where `created_on` or `granted_on` is not "
            "written, the practice's `approvers` do not say who may approve, or the `engagements` of who approved or "
            "the `permissions` of who did it are not written"
        }
    )
    sensitive: bool = field(
        metadata={"meaning": "Whether financial or administrative permissions were given and something is wrong"}
    )


_IN_ORDER = Approval("", (), sensitive=False)
_ALL_IN_ORDER = (_IN_ORDER,)


@dataclass(frozen=True, slots=True)
class _Event:
    """One time that access was given."""

    kind: str
    on: Date | None
    permissions: tuple[str, ...] | None
    requested_by: str | None
    approved_by: str | None
    approved_on: Date | None
    performed_by: str | None
    reason: str | None
    evidence: str | None
    route: Route


def _route(account: Account, world: World) -> Route:
    judged = list(_judged(account, world))
    wrong = [route for route, approval in judged if approval.lacks]
    unclear = [route for route, approval in judged if approval.lacks is None]
    return next(iter((*wrong, *unclear)), ("approved_by",))


@derived(written_at=_route)
def approvals(account: Account, world: World) -> tuple[Approval, ...]:
    """Its creation, and each grant in force, with what is wrong with the approval.

    It needs somebody who asked, a reason, and beforehand the yes of one of the practice's `approvers`, who does not use
    the account; and somebody who administers the portal does it there. An emergency grant may be approved on the next
    working day. Where users register themselves, the portal's own approval counts if `evidence` says where it is. What
    is older than the practice's `legacy_baseline_on` counts once a review has decided on the account. No yes reaches
    beyond the last day (`expires_on`) of an account that people sign in with.
    """
    if _is_plainly_in_order(account, world):
        return _ALL_IN_ORDER
    return tuple(approval for _, approval in _judged(account, world))


def _judged(account: Account, world: World) -> Iterator[tuple[Route, Approval]]:
    """Each time that access was given, and a last day that has passed, with what is wrong and where it is written."""
    if _is_over(account, world):
        access = access_of(account, world)
        lacks = (f"was allowed until {account.expires_on} only and has not been closed",)
        yield ("expires_on",), Approval("the account", lacks, sensitive=bool(access.financial or access.admin))
    yield from ((event.route, _approval(event, account, world)) for event in _events(account, world))


def _is_over(account: Account, world: World) -> bool:
    """Whether people's use of it was allowed until a day that has passed; of machines' accounts another rule tells."""
    ends = account.expires_on
    return ends is not None and ends < world.calendar.text(world.today) and for_people(account, world)


def _is_plainly_in_order(account: Account, world: World) -> bool:
    """Whether an account of one user without grants has all that it needs. Asking first saves most of the time."""
    approver, on = account.approved_by, account.approved_on
    if account.grants is not None or account.persons is not None or account.used_by is not None:
        return False
    if _is_over(account, world):
        return False
    if None in (account.requested_by, account.approval_reason, account.created_on, approver, on):
        return False
    if approver == account.person or str(on) > str(account.created_on):
        return False
    by = account.provisioned_by
    return (by is None or _may_perform(by, account.portal, world) is True) and _approves_well(
        str(approver), str(on), world
    )


def _approves_well(person_id: str, on: str, world: World) -> bool:
    known: dict[tuple[str, str], bool] = world.memo.setdefault("approves well", {})
    key = (person_id, on)
    if key not in known:
        event = _Event("create", None, None, None, person_id, on, None, None, None, ())
        known[key] = not list(_approver_objections(event, world))
    return known[key]


@derived(written_at=_route)
def approval_note(account: Account, world: World) -> str:
    """What is wrong with the approvals of its access, in words, for messages."""
    return "; ".join(f"{each.what} {', '.join(each.lacks)}" for each in approvals(account, world) if each.lacks)


# ---------------------------------------------------------------- what was given


def _events(account: Account, world: World) -> Iterator[_Event]:
    today = world.calendar.text(world.today)
    created = False
    for index, grant in enumerate(account.grants or ()):
        is_creation = grant.kind == "create" and not created
        created = created or is_creation
        if (grant.granted_on or "") <= today <= (grant.expires_on or today):
            yield _creation(account, grant, index) if is_creation else _granted(grant, index)
    if not created and not (account.status == "pending" and account.created_on is None):
        yield _creation(account, Grant(), None)  # type: ignore[call-arg]


def _creation(account: Account, grant: Grant, index: int | None) -> _Event:
    """The creation of an account, as the account and the grant of its creation tell it together."""
    return _Event(
        kind="create",
        on=grant.granted_on or account.created_on,
        permissions=None,
        requested_by=grant.requested_by or account.requested_by,
        approved_by=grant.approved_by or account.approved_by,
        approved_on=grant.approved_on or account.approved_on,
        performed_by=grant.performed_by or account.provisioned_by,
        reason=grant.reason or account.approval_reason,
        evidence=grant.evidence,
        route=("approved_by",) if index is None else ("grants", index, "approved_by"),
    )


def _granted(grant: Grant, index: int) -> _Event:
    return _Event(
        kind=grant.kind or "grant",
        on=grant.granted_on,
        permissions=grant.permissions,
        requested_by=grant.requested_by,
        approved_by=grant.approved_by,
        approved_on=grant.approved_on,
        performed_by=grant.performed_by,
        reason=grant.reason,
        evidence=grant.evidence,
        route=("grants", index, "approved_by"),
    )


# ---------------------------------------------------------------- what is wrong with it


def _approval(event: _Event, account: Account, world: World) -> Approval:
    found = tuple(_lacks(event, account, world))
    if not found or _taken_over(event, account, world):
        return _IN_ORDER
    lacks = tuple(words for words in found if words is not None)
    return Approval(_what(event), lacks or None, sensitive=bool(lacks) and _is_sensitive(event, account, world))


def _taken_over(event: _Event, account: Account, world: World) -> bool:
    """Whether it is older than the day from which approvals are kept, and was looked at in a review since."""
    practice = world.inventory.practice
    baseline = practice.legacy_baseline_on if practice else None
    if baseline is None or event.on is None or event.on >= baseline:
        return False
    today = world.calendar.text(world.today)
    places = world.indexes.decisions_of_account.get(account.id, ())
    decided = (
        p.decision.decided_on or p.review.completed_on for p in places if p.decision.decision in {"keep", "modify"}
    )
    return any(day is not None and written_day(day) <= today for day in decided)


def _lacks(event: _Event, account: Account, world: World) -> Iterator[str | None]:
    """Each thing that is wrong, in words; None for each that is not known."""
    beneficiaries = {person.id for person in users(account, world) or ()}
    if event.approved_by in beneficiaries:
        yield f"was approved by {_name(event.approved_by, world)}, who uses it"
    if _approved_in_portal(event, account, world):
        return
    missing = [words for words, value in _needed(event, world) if value is None]
    if missing:
        yield f"lacks {', '.join(missing)}"
    if event.approved_by is not None and event.approved_by not in beneficiaries:
        yield from _approver_objections(event, world)
    if event.approved_on is not None:
        yield from _time_objections(event, world)
    if event.performed_by is not None and (does := _may_perform(event.performed_by, account.portal, world)) is not True:
        words = f"was done by {_name(event.performed_by, world)}, who does not administer the portal"
        yield None if does is None else words


def _needed(event: _Event, world: World) -> Iterator[tuple[str, str | None]]:
    yield "the name of who asked", event.requested_by
    yield "a reason", event.reason
    if not _may_still_come(event, world):
        yield "the name of an approver", event.approved_by
        yield "the day of the approval", event.approved_on


def _may_still_come(event: _Event, world: World) -> bool:
    return event.kind == "emergency" and event.on is not None and world.today <= _due(event, event.on, world)


def _due(event: _Event, on: str, world: World) -> int:
    """The last day for the approval: the day itself, for an emergency the next one from Monday to Friday."""
    day = world.calendar.day(on)
    if event.kind != "emergency":
        return day
    weekday = datetime.date.fromordinal(day).weekday()
    return day + (1 if weekday < _FRIDAY else 7 - weekday)


def _approved_in_portal(event: _Event, account: Account, world: World) -> bool:
    portal = world.indexes.portal(account.portal)
    profile = profile_of(portal, world)
    own = portal.self_registration if portal else None
    registers = own if own is not None else (profile.self_registration if profile else None)
    return registers is True and event.evidence is not None


def _approver_objections(event: _Event, world: World) -> Iterator[str | None]:
    approver = event.approved_by or ""
    if (allowed := _may_approve(approver, event.approved_on, world)) is not True:
        yield None if allowed is None else f"was approved by {_name(approver, world)}, who may not approve access"
    person = world.indexes.person(approver)
    spells = spells_of(person, world) if person else None
    if event.approved_on is not None:
        day = world.calendar.day(event.approved_on)
        if spells is None:
            yield None
        elif not any(spell.first <= day <= spell.last for spell in spells):
            yield f"was approved by {_name(approver, world)}, who did not work here on that day"


def _may_approve(person_id: str, on: str | None, world: World) -> bool | None:
    """Whether somebody may approve access, or could on that day; None where the practice does not say who may."""
    practice = world.inventory.practice
    if practice is None:
        return None
    former = [each for each in practice.former_approvers or () if each.person == person_id]
    if any((each.start or "") <= (on or "") <= (each.end or "9999") for each in former):
        return True
    if practice.approvers is not None:
        return person_id in practice.approvers
    master = practice.master_portal_administrator
    known = {practice.compliance_officer, *((master.person, master.deputy) if master else ())}
    return True if person_id in known else None


def _time_objections(event: _Event, world: World) -> Iterator[str | None]:
    if event.on is None:
        yield None
    elif event.approved_on is not None and world.calendar.day(event.approved_on) > _due(event, event.on, world):
        yield f"was approved on {event.approved_on}, after the fact"


def _may_perform(person_id: str, portal_id: str, world: World) -> bool | None:
    """Whether somebody may give access on a portal; whoever has left may have administered it then."""
    key = ("may perform", person_id, portal_id)
    if key not in world.memo:
        person = world.indexes.person(person_id)
        own = (a for a in world.indexes.accounts_of_person.get(person_id, ()) if a.portal == portal_id)
        states = [
            person_id in designated_for(portal_id, world),
            person is not None and has_left(person, world) is True,
            *(administers(account, world) for account in own),
        ]
        world.memo[key] = True if True in states else None if None in states else False
    found: bool | None = world.memo[key]
    return found


def _is_sensitive(event: _Event, account: Account, world: World) -> bool:
    if event.permissions is None:
        access = access_of(account, world)
        return bool(access.financial or access.admin)
    given = world.reference.expand(event.permissions)
    return not given.isdisjoint(world.reference.sensitive("financial") | world.reference.sensitive("admin"))


def _what(event: _Event) -> str:
    on = f" of {event.on}" if event.on else ""
    if event.kind == "create":
        return f"the account{on}"
    return f"the {'change' if event.kind == 'modify' else 'grant'}{on}" + (
        f" ({', '.join(event.permissions)})" if event.permissions else ""
    )


def _name(person_id: str | None, world: World) -> str:
    person = world.indexes.person(person_id)
    return person.name if person else str(person_id)

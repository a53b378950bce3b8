"""Derived facts of decisions: whether what a review took away is gone, and since when.

A decision to revoke or modify is carried out on the day that is written, or on the day the whole account ended.
It stays open while the inventory, or a user list taken since, still shows what it took away, unless that was given
again afterwards: who approved that is another question.
"""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import live
from portalaudit.inventory.facts.drift import user_list
from portalaudit.inventory.facts.leaving import stopped_on
from portalaudit.inventory.facts.permissions import access_of, admin_permissions, financial_permissions
from portalaudit.inventory.facts.reviews import settled_on
from portalaudit.inventory.facts.user_statuses import can_sign_in
from portalaudit.inventory.records import Account, Decision
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World


@derived(written_at="decision")
def needs_action(decision: Decision, _world: World) -> bool:
    """Whether somebody has to change or end the account in the portal: the decision is modify or revoke."""
    return decision.decision in ("modify", "revoke")


@derived(written_at="decision")
def kept_later(decision: Decision, world: World) -> bool:
    """Whether a later decision was to keep the whole account, so that nothing is left to do."""
    settled = settled_on(decision, world)
    places = world.indexes.decisions_of_account.get(decision.account, ())
    later = (
        settled_on(p.decision, world) for p in places if p.decision.decision == "keep" and not p.decision.permissions
    )
    return settled is not None and any(day is not None and _later(day, settled, world) for day in later)


def _later(day: str, other: str, world: World) -> bool:
    return world.calendar.day(day) > world.calendar.day(other)


@derived(written_at="permissions")
def revokes_sensitive(decision: Decision, world: World) -> bool | None:
    """Whether it revokes a financial or administrative permission.

    Not known where it revokes the whole account, and none was found while the account's `permissions` are not written,
    or the portal's `profile` does not say what one of its native roles allows.
    """
    account = world.indexes.account(decision.account)
    if decision.decision != "revoke" or account is None:
        return False
    if decision.permissions is None:
        held = (financial_permissions(account, world), admin_permissions(account, world))
        return True if any(held) else None if None in held else False
    concerned = world.reference.expand(decision.permissions)
    return not concerned.isdisjoint(world.reference.sensitive("financial") | world.reference.sensitive("admin"))


@derived(written_at="executed_on")
def carried_out_on(decision: Decision, world: World) -> Date | None:
    """The day on which it was carried out: as written, else that on which the whole account stopped working.

    Where that was before the decision, the day of the decision counts. Not known where `executed_on` is not written or
    lies in the future, and the account has neither `deactivated_on` nor `suspended_on`.
    """
    if decision.executed_on is not None:
        return decision.executed_on if world.calendar.day(decision.executed_on) <= world.today else None
    account, settled = world.indexes.account(decision.account), settled_on(decision, world)
    stopped = stopped_on(account, world) if account is not None else None
    return None if stopped is None or settled is None else max(stopped, settled, key=world.calendar.day)


@derived(written_at="executed_on")
def outstanding(decision: Decision, world: World) -> bool | None:
    """Whether it is not carried out, as far as the inventory and the user lists show.

    A live account counts as not modified until a day says so, and as not revoked while it may have the permissions. Not
    known where single ones were taken away, as a day says, and the account's `permissions` are not all known.
    """
    account = world.indexes.account(decision.account)
    if account is None or not needs_action(decision, world):
        return False
    if carried_out_on(decision, world) is None:
        return live(account, world) and _may_have_it(decision, account, world)
    if _still_shown(decision, account, world):
        return True
    is_told = decision.decision != "revoke" or decision.permissions is None or not live(account, world)
    return False if is_told or access_of(account, world).is_complete else None


def _may_have_it(decision: Decision, account: Account, world: World) -> bool:
    """Whether a live account may still have what a decision took away."""
    if decision.decision == "modify" or decision.permissions is None:
        return True
    return bool(_left(decision, account, world)) or not access_of(account, world).is_complete


def _left(decision: Decision, account: Account, world: World) -> frozenset[str]:
    """The permissions taken away that the account still has."""
    return world.reference.expand(decision.permissions or ()) & access_of(account, world).permissions


@derived(written_at="executed_on")
def days_to_carry_out(decision: Decision, world: World) -> int | None:
    """Days from the decision to its being carried out, or to the day of the check while it is open.

    Not known where `decided_on` is not written in a review that is still open, or where what it took away is gone and
    neither `executed_on` nor the account's `deactivated_on` says since when, or the account's `permissions` leave open
    whether it is gone.
    """
    settled = settled_on(decision, world)
    if settled is None:
        return None
    is_open = outstanding(decision, world)
    if is_open:
        return world.calendar.days_since(settled)
    if is_open is None:
        return None
    done = carried_out_on(decision, world)
    return None if done is None else world.calendar.day(done) - world.calendar.day(settled)


def _still_shown(decision: Decision, account: Account, world: World) -> str:
    """Where what it took away is still seen after it was carried out, in words; empty where nowhere."""
    done = carried_out_on(decision, world)
    if done is None or any(_later(day, done, world) for day in _given_again(account)):
        return ""
    if decision.decision != "revoke":
        return ""
    if not live(account, world):
        return _in_user_list(account, world.calendar.day(done), world)
    if decision.permissions is None:
        return f"the inventory still has it as {account.status}"
    left = _left(decision, account, world)
    return f"the inventory still has {', '.join(sorted(left))}" if left else ""


def _given_again(account: Account) -> Iterator[str]:
    """Every day on which the account, or a right of it, was given."""
    yield from (day for day in (account.created_on, account.enabled_on) if day is not None)
    yield from (grant.granted_on for grant in account.grants or () if grant.granted_on is not None)


def _in_user_list(account: Account, done: int, world: World) -> str:
    """The newest user list, where it was taken after that day and shows the account as working."""
    portal = world.indexes.portal(account.portal)
    listed = user_list(portal, world) if portal else None
    row = listed.row_of.get(account.id) if listed is not None and listed.day > done else None
    if listed is None or row is None or can_sign_in(row, world) is False:
        return ""
    return f"the user list of {world.calendar.text(listed.day)} still shows it"


@derived()
def remediation_note(decision: Decision, world: World) -> str:
    """What became of a decision to revoke or modify, in words."""
    account, done = world.indexes.account(decision.account), carried_out_on(decision, world)
    shown = _still_shown(decision, account, world) if account is not None else ""
    if shown:
        return f"is recorded as carried out on {done}, but {shown}"
    if outstanding(decision, world):
        waiting = f" (request {decision.ticket} is with the portal)" if decision.ticket else ""
        return f"has not been carried out after {days_to_carry_out(decision, world)} days{waiting}"
    return f"was carried out on {done}, {days_to_carry_out(decision, world)} days later"


@derived()
def concerned(decision: Decision, _world: World) -> str:
    """What the decision is about, in words: the account, or single permissions of it."""
    return "the account" if not decision.permissions else " and ".join(decision.permissions)

"""Derived facts of what has to come before the first access: work, the registration, approval and clearance."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import users
from portalaudit.inventory.facts.authorization import administers, designated_administrator
from portalaudit.inventory.facts.people import spells_of
from portalaudit.inventory.facts.portals import began_on, first_account_on
from portalaudit.inventory.facts.training import Use, use_of
from portalaudit.inventory.records import Account, Portal
from portalaudit.inventory.world import World

NOT_YET = frozenset({"not_started", "submitted", "rejected"})


def _uses(account: Account, world: World) -> list[Use] | None:
    """Its users' present use; None where a user or the beginning is not known."""
    found = [use_of(account, person, world) for person in users(account, world) or ()]
    uses = [use for use in found if use is not None]
    return uses if uses and len(uses) == len(found) else None


@derived(written_at="created_on")
def beginning_written(account: Account, _world: World) -> bool | None:
    """Whether its first day is written, as `created_on` or by the grant that made it; never false.

    Not known where neither `created_on` nor a grant that made it is written: any other day is only the latest on which
    it can have begun.
    """
    return True if began_on(account) is not None else None


@derived(written_at="created_on")
def days_before_work(account: Account, world: World) -> int | None:
    """Days for which one of its users could use it before beginning to work here; 0 where nobody could.

    Unknown where `person` names no user, the user's `engagements` are not written, or nobody was early as far as the
    dates go and `created_on` is not written.
    """
    uses = _uses(account, world)
    if uses is None:
        return None
    early = max((0, *(use.spell.first - use.first for use in uses if use.spell is not None)))
    is_open = account.created_on is None or any(spells_of(use.person, world) is None for use in uses)
    return None if early == 0 and is_open else early


@derived(written_at="created_on")
def early_steps(account: Account, world: World) -> tuple[str, ...] | None:
    """Steps that came only after the first access, in words; none for an account that is still pending.

    They are the portal's verification of the practice, where the portal's `registration` is written, the approval, and
    the background check of each user, where one is written. The first account of a portal, where it is an
    administrator's, is made with the registration. Accounts from before the practice's legacy baseline count as
    approved. Unknown where `person` names no user, or where nothing was late as far as the dates go and `created_on`,
    `approved_on`, the registration's `verified_on` or, for an administrator's, another account's `created_on` is not
    written.
    """
    if account.status == "pending":
        return ()
    uses = _uses(account, world)
    if uses is None:
        return None
    steps = [*_registration(account, min(use.first for use in uses), world), *_approval(account, uses, world)]
    steps += [_late("background check of " + use.person.name, use.person.cleared_on, use, world) for use in uses]
    late = tuple(words for words in steps if words)
    return late if late or (None not in steps and account.created_on is not None) else None


def _late(step: str, done: str | None, use: Use, world: World) -> str:
    """The step in words, where it was done after the first access; empty where it was in time or is not tracked."""
    return f"{step} on {done}" if done is not None and use.first < world.calendar.day(done) else ""


def _registration(account: Account, first: int, world: World) -> Iterator[str | None]:
    portal = world.indexes.portal(account.portal)
    registration = portal.registration if portal else None
    if portal is None or registration is None:
        return
    is_late = registration.verified_on is None or first < world.calendar.day(registration.verified_on)
    excused = _came_with_registration(account, portal, world) if is_late else False
    if excused is not False:
        yield "" if excused else None
    elif registration.verified_on is not None:
        yield f"practice verified by the portal on {registration.verified_on}" if is_late else ""
    else:
        yield "practice not verified by the portal yet" if registration.status in NOT_YET else None


def _came_with_registration(account: Account, portal: Portal, world: World) -> bool | None:
    """Whether it is the first account of the portal and an administrator's: one has to exist to register."""
    if account.created_on is None or account.created_on != first_account_on(portal, world):
        return False
    if not (administers(account, world) or designated_administrator(account, world)):
        return False
    accounts = world.indexes.accounts_of_portal.get(portal.id, ())
    return True if all(began_on(each) is not None for each in accounts) else None


def _approval(account: Account, uses: list[Use], world: World) -> Iterator[str | None]:
    days = [grant.approved_on for grant in account.grants or () if grant.kind == "create" or grant.permissions is None]
    approved = min((day for day in (account.approved_on, *days) if day is not None), default=None)
    first = min(uses, key=lambda use: use.first)
    practice = world.inventory.practice
    baseline = practice.legacy_baseline_on if practice else None
    if baseline is not None and first.first < world.calendar.day(baseline):
        return
    yield None if approved is None else _late("approved", approved, first, world)


@derived(written_at="created_on")
def early_note(account: Account, world: World) -> str:
    """What came only after the first access, in words, for messages."""
    uses = _uses(account, world) or []
    begun = ((use, use.spell.first) for use in uses if use.spell is not None and use.first < use.spell.first)
    work = [f"first working day of {use.person.name} on {world.calendar.text(day)}" for use, day in begun]
    return ", ".join((*work, *(early_steps(account, world) or ())))

"""Derived facts of accounts that are no person's: who answers for a service, a robot or the emergency account."""

from collections.abc import Iterator

from portalaudit.inventory.calendar import Calendar
from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import for_people, live, profile_of
from portalaudit.inventory.facts.people import has_left, left_on
from portalaudit.inventory.records import Account, Portal
from portalaudit.inventory.records.accounts import Use
from portalaudit.inventory.world import World
from portalaudit.source.dates import has_time, written_day
from portalaudit.source.document import Route

Gap = tuple[str, str]
"""A field of the account, and what is wrong with it in words."""

_KINDS = {
    "service": "a service account",
    "api": "a program's account",
    "bot": "a robot's account",
    "break_glass": "an emergency account",
    "test": "a test account",
}


def _automation_route(portal: Portal, _world: World) -> Route:
    return ("automation_allowed",) if portal.automation_allowed is not None else ("profile",)


@derived(written_at=_automation_route)
def robots_allowed(portal: Portal, world: World) -> bool | None:
    """Whether robots may use it, as it or its profile says.

    Not known where neither `automation_allowed` nor the `profile` says so.
    """
    if portal.automation_allowed is not None:
        return portal.automation_allowed
    profile = profile_of(portal, world)
    return profile.automation_allowed if profile else None


def _gaps(account: Account, world: World) -> Iterator[Gap]:
    today = world.calendar.text(world.today)
    if account.person is None:
        yield "type", "nobody answers for it"
    owner = world.indexes.person(account.person)
    if owner is not None and has_left(owner, world):
        yield "person", f"{owner.name}, who answered for it, left on {left_on(owner, world)}"
    if account.purpose is None:
        yield "type", "its purpose is not recorded"
    if account.permissions is None and account.native_roles is None:
        yield "type", "what it may do is not recorded"
    if account.expires_on is None and account.next_review_on is None:
        yield "type", "it has neither a last day nor a day of review"
    if account.expires_on is not None and account.expires_on < today:
        yield "expires_on", f"its last day was {account.expires_on}"
    if account.next_review_on is not None and account.next_review_on < today:
        yield "next_review_on", f"its review was due on {account.next_review_on}"
    if account.type == "break_glass":
        for use in account.uses or ():
            yield from (
                ("uses", f"its use on {written_day(use.on)} {what}") for what in _gaps_of_use(use, account, world)
            )


def _gaps_of_use(use: Use, account: Account, world: World) -> Iterator[str]:
    if use.reason is None:
        yield "has no reason"
    if use.reviewed_by is None:
        yield "was reviewed by nobody"
    if use.reviewed_by == use.by:
        yield "was reviewed by its user"
    if not any(_after(changed, use.on, world.calendar) for changed in (use.rotated_on, account.rotated_on)):
        yield "was not followed by a new password"


def _after(changed: str | None, used: str, calendar: Calendar) -> bool:
    """Whether the password was changed after the use; on the same day, where only days are known."""
    if changed is None:
        return False
    if has_time(changed) and has_time(used):
        return calendar.time(changed) >= calendar.time(used)
    return calendar.day(changed) >= calendar.day(used)


@derived(written_at="type")
def governance_gaps(account: Account, world: World) -> tuple[str, ...] | None:
    """What is missing for an account that is no person's to be under somebody's control, in words; none for people's.

    It needs an owner who has not left, a purpose, a list of what it may do, and a last day or a day of review that has
    not passed. Each use of an emergency account needs a reason, a review by somebody else, and a new password after it.
    Not known where nothing is missing and the owner's `engagements` are not written.
    """
    if for_people(account, world):
        return ()
    owner, found = world.indexes.person(account.person), tuple(words for _, words in _gaps(account, world))
    return found if found or owner is None or has_left(owner, world) is not None else None


@derived(written_at="type")
def break_glass_rank(account: Account, world: World) -> int:
    """Its place among the live emergency accounts of its portal, older ones first; 0 where it is none of them."""
    emergency = _emergency(account, world)
    # One without a day comes last: nobody can say that it was there first.
    ordered = sorted(emergency, key=lambda other: (other.created_on or "9999", other.id))
    return 1 + [other.id for other in ordered].index(account.id) if emergency else 0


@derived(written_at="created_on")
def break_glass_rank_known(account: Account, world: World) -> bool | None:
    """Whether its place among the live emergency accounts of its portal is certain; never false.

    Not known where there are others, and `created_on` of one of them is not written.
    """
    emergency = _emergency(account, world)
    return None if len(emergency) > 1 and any(other.created_on is None for other in emergency) else True


@derived()
def break_glass_count(account: Account, world: World) -> int:
    """How many live emergency accounts its portal has; 0 where it is none of them."""
    return len(_emergency(account, world))


def _emergency(account: Account, world: World) -> list[Account]:
    """The live emergency accounts of its portal, where it is one of them."""
    if account.type != "break_glass" or not live(account, world):
        return []
    others = world.indexes.accounts_of_portal.get(account.portal, ())
    return [other for other in others if other.type == "break_glass" and live(other, world)]


def _gap_route(account: Account, world: World) -> Route:
    field, _ = next(_gaps(account, world), ("type", ""))
    return (field,)


@derived(written_at=_gap_route)
def governance_note(account: Account, world: World) -> str:
    """What is wrong with an account that is no person's, in words, for messages."""
    portal = world.indexes.portal(account.portal)
    found = list(governance_gaps(account, world) or ())
    if account.type == "bot" and portal is not None and robots_allowed(portal, world) is False:
        found.append("the portal allows no robots")
    rank = break_glass_rank(account, world)
    wrong = ", ".join(found) or f"number {rank} of the emergency accounts on this portal"
    return f"{_KINDS.get(account.type, 'an account of people')}: {wrong}"

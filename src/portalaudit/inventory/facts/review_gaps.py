"""What is missing in a review, in words; and which accounts it should not have kept."""

from collections.abc import Iterable, Mapping

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import for_people, users
from portalaudit.inventory.facts.after_leaving import surely_used_until
from portalaudit.inventory.facts.identity import records_of_login
from portalaudit.inventory.facts.people import spells_of
from portalaudit.inventory.facts.reviews import (
    employed_on,
    partly_decided_accounts,
    settled_on,
    stray_decisions,
    undecided_accounts,
    unrecorded_rows,
    was_live,
)
from portalaudit.inventory.records import Account, Decision, Person, Review
from portalaudit.inventory.world import World

UNSAFE = "kept although the owner had left, it was used after leaving, or the login is shared"

MANY = 20
"""More names than this are not listed in a message."""


@derived(written_at="decisions")
def kept_unsafely(review: Review, world: World) -> tuple[Decision, ...] | None:
    """Decisions to keep an account whose owner had left, that was used after leaving, or that several people share.

    Not known where there is none, and an account was kept whose user's `engagements`, or for somebody who has left its
    `last_login_on`, are not written.
    """
    states = [(_kept_unsafely(decision, world), decision) for decision in review.decisions or ()]
    found = tuple(decision for state, decision in states if state)
    return found if found or all(state is not None for state, _ in states) else None


def _kept_unsafely(decision: Decision, world: World) -> bool | None:
    account = world.indexes.account(decision.account)
    if decision.decision != "keep" or account is None:
        return False
    settled = settled_on(decision, world)
    day = world.today if settled is None else world.calendar.day(settled)
    used = surely_used_until(account, day, world)
    if _is_shared(account, day, world) or used:
        return True
    people = users(account, world) or ()
    gone = [_had_left(person, day, world) for person in people] if settled is not None else []
    left = False if not gone or False in gone else None if None in gone else True
    return True if left else None if left is None or (people and used is None) else False


def _is_shared(account: Account, day: int, world: World) -> bool:
    """Whether several people use it, also where each has a record of the same login that was live on that day."""
    if not for_people(account, world):
        return False
    if account.type == "shared_legacy" or len(users(account, world) or ()) > 1:
        return True
    others = (a for a in records_of_login(account, world) if was_live(a, None, day, world))
    return len({person.id for one in (account, *others) for person in users(one, world) or ()}) > 1


def _had_left(person: Person, day: int, world: World) -> bool | None:
    """Whether somebody had worked here and did not any more; who has yet to begin has not left."""
    if person.engagements is None:
        return None
    earlier = any(spell.last < day for spell in spells_of(person, world) or ())
    return earlier and employed_on(person, day, world) is False


@derived(written_at="decisions")
def gaps(review: Review, world: World) -> str:
    """What is missing in the review, in words: accounts not decided, decisions that do not belong, unsafe decisions."""
    parts: Mapping[str, Iterable[str]] = {
        "no decision on": _logins(undecided_accounts(review, world) or ()),
        "financial or administrative permissions not decided for": _logins(
            partly_decided_accounts(review, world) or ()
        ),
        "decided although not in the user list of this portal": _decided(stray_decisions(review, world), world),
        "in the user list, not in the inventory": unrecorded_rows(review, world),
        UNSAFE: _decided(kept_unsafely(review, world) or (), world),
    }
    return "; ".join(f"{words}: {_some(names)}" for words, given in parts.items() if (names := tuple(given)))


def _some(names: tuple[str, ...]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - MANY
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:MANY])} and {more} more"


def _logins(accounts: Iterable[Account]) -> Iterable[str]:
    return (account.login for account in accounts)


def _decided(decisions: Iterable[Decision], world: World) -> Iterable[str]:
    return _logins(a for d in decisions if (a := world.indexes.account(d.account)))

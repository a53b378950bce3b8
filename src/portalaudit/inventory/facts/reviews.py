"""Derived facts of access reviews and of the decisions in them."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import live
from portalaudit.inventory.facts.leaving import stopped_on
from portalaudit.inventory.facts.people import spells_of
from portalaudit.inventory.facts.permissions import admin_permissions, financial_permissions
from portalaudit.inventory.facts.portals import began_on, known_since, surely_runs_portal
from portalaudit.inventory.facts.practice import solo
from portalaudit.inventory.records import Account, Decision, Person, Portal, Review
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World

# ---------------------------------------------------------------- reviews


@derived(written_at="completed_on")
def completed(review: Review, world: World) -> bool:
    """Whether the review is completed on the day of the check."""
    return review.completed_on is not None and world.calendar.day(review.completed_on) <= world.today


@derived(written_at="snapshot")
def snapshot_on(review: Review, _world: World) -> Date | None:
    """The day of the user list that was judged: the snapshot's, else that of opening, else that of completion.

    Not known where neither a snapshot's `taken_on` nor `opened_on` nor `completed_on` is written.
    """
    taken = review.snapshot.taken_on if review.snapshot else None
    return taken or review.opened_on or review.completed_on


@derived(written_at="decisions")
def undecided_accounts(review: Review, world: World) -> tuple[Account, ...] | None:
    """Accounts of the portal that were live at the snapshot, or stand in it, and have no decision.

    An account created after the snapshot waits for the next review. `gone` is a decision where the account has ended
    and a day says when. Unknown where the review has neither `opened_on` nor `completed_on`, or where an account's
    `created_on` or `deactivated_on` is not written, so that it may or may not have been live then.
    """
    key = ("undecided", review.id)
    if key not in world.memo:
        day = snapshot_on(review, world)
        world.memo[key] = None if day is None else _undecided(review, world.calendar.day(day), world)
    found: tuple[Account, ...] | None = world.memo[key]
    return found


@derived(written_at="decisions")
def undecided_count(review: Review, world: World) -> int | None:
    """How many accounts have no decision, as `undecided_accounts` lists them.

    Unknown where the review has neither `opened_on` nor `completed_on`, or where an account's `created_on` or
    `deactivated_on` is not written, so that it may or may not have been live then.
    """
    undecided = undecided_accounts(review, world)
    return None if undecided is None else len(undecided)


def _undecided(review: Review, day: int, world: World) -> tuple[Account, ...] | None:
    decided = {decision.account for decision in review.decisions or () if _decides(decision, world)}
    listed = _listed(review)
    missing: list[Account] = []
    unclear = False
    for account in world.indexes.accounts_of_portal.get(review.portal, ()):
        if account.id not in decided:
            state = was_live(account, listed, day, world)
            unclear = unclear or state is None
            if state:
                missing.append(account)
    return None if unclear and not missing else tuple(missing)


def _listed(review: Review) -> frozenset[str] | None:
    """The accounts that the snapshot lists; None where it gives no list."""
    given = review.snapshot.accounts if review.snapshot else None
    return None if given is None else frozenset(given)


def _decides(decision: Decision, world: World) -> bool:
    if decision.decision != "gone":
        return True
    account = world.indexes.account(decision.account)
    dated = decision.decided_on or (account and account.deactivated_on)
    return bool(dated) and not (account and live(account, world))


def was_live(account: Account, listed: frozenset[str] | None, day: int, world: World) -> bool | None:
    """Whether an account was live on the day of a snapshot that lists these accounts."""
    if listed is not None and account.id in listed:
        return True
    start, ordinal = known_since(account), world.calendar.day
    if start is not None and (ordinal(start) > day or (listed is not None and ordinal(start) == day)):
        return False if began_on(account) is not None else None
    if live(account, world):
        suspended, enabled = account.suspended_on, account.enabled_on
        if suspended and enabled and ordinal(suspended) <= day < ordinal(enabled):
            return False
        return True if start is not None else None
    end = stopped_on(account, world)
    return None if end is None else ordinal(end) > day


@derived(written_at="decisions")
def partly_decided_accounts(review: Review, world: World) -> tuple[Account, ...] | None:
    """Accounts with decisions on single permissions that leave out a financial or administrative one they hold.

    Not known where there is none, and the `permissions` of an account decided on in this way are not all known.
    """
    decided: dict[str, list[Decision]] = defaultdict(list)
    for decision in review.decisions or ():
        decided[decision.account].append(decision)
    named = ((world.indexes.account(name), several) for name, several in decided.items())
    states = [(_sensitive_left(a, several, world), a) for a, several in named if a is not None]
    found = tuple(account for state, account in states if state)
    return found if found or all(state is not None for state, _ in states) else None


def _sensitive_left(account: Account, decisions: Iterable[Decision], world: World) -> bool | None:
    covered: set[str] = set()
    for decision in decisions:
        if decision.permissions is None:
            return False
        covered |= world.reference.expand(decision.permissions)
    held = (financial_permissions(account, world), admin_permissions(account, world))
    if any(not covered.issuperset(each or ()) for each in held):
        return True
    return None if None in held else False


@derived(written_at="decisions")
def stray_decisions(review: Review, world: World) -> tuple[Decision, ...]:
    """Decisions on accounts of another portal, or on accounts that the snapshot's list does not hold."""
    listed = _listed(review)
    return tuple(d for d in review.decisions or () if _is_stray(d, review, listed, world))


def _is_stray(decision: Decision, review: Review, listed: Collection[str] | None, world: World) -> bool:
    account = world.indexes.account(decision.account)
    elsewhere = account is not None and account.portal != review.portal
    return elsewhere or (listed is not None and decision.account not in listed)


@derived(written_at="snapshot")
def unrecorded_rows(review: Review, world: World) -> tuple[str, ...]:
    """Accounts in the snapshot's list that the inventory does not hold, so that nothing could be decided about them."""
    rows = (review.snapshot.accounts or ()) if review.snapshot else ()
    return tuple(row for row in rows if world.indexes.account(row) is None)


def employed_on(person: Person, day: int, world: World) -> bool | None:
    """Whether somebody worked here on a day given as ordinal; None where no days of work are written."""
    spells = spells_of(person, world)
    return None if spells is None else any(spell.first <= day <= spell.last for spell in spells)


# ---------------------------------------------------------------- decisions


def review_of(decision: Decision, world: World) -> Review:
    """The review that a decision stands in."""
    return world.indexes.decisions[id(decision)].review


@derived()
def review(decision: Decision, world: World) -> Review:
    """The review in which the decision stands."""
    return review_of(decision, world)


@derived(written_at="decided_on")
def settled_on(decision: Decision, world: World) -> Date | None:
    """The day of the decision, else that on which its review was completed.

    Not known where neither `decided_on` nor the review's `completed_on` is written.
    """
    return decision.decided_on or review_of(decision, world).completed_on


@derived(written_at="reviewer")
def reviewer(decision: Decision, world: World) -> Person | None:
    """Who decided: the decision's own reviewer, else the review's. Not known where neither names a `reviewer`."""
    return world.indexes.person(decision.reviewer or review_of(decision, world).reviewer)


def _owners(decision: Decision, world: World) -> frozenset[str] | None:
    """Everybody who has the account; None where nobody is recorded for an account that may be somebody's."""
    account = world.indexes.account(decision.account)
    if account is None:
        return None
    found = frozenset({*(account.persons or ()), account.person} - {None})
    nobody = decision.decision == "unknown_user" or account.match == "unmatched"
    return found if found or nobody else None  # type: ignore[return-value]


@derived(written_at="reviewer")
def self_review(decision: Decision, world: World) -> bool | None:
    """Whether somebody decided on the own account.

    Unknown where no `reviewer` is written, or the account has no `person`.
    """
    who, owners = reviewer(decision, world), _owners(decision, world)
    return None if who is None or owners is None else who.id in owners


@derived(written_at="reviewer")
def countersigned(decision: Decision, world: World) -> bool:
    """Whether this is a practice of one person and somebody from outside has signed the decision too."""
    return decision.second_signature is not None and solo(world.inventory.practice, world) is True  # type: ignore[arg-type]


@derived(written_at="reviewer")
def reviewer_employed(decision: Decision, world: World) -> bool | None:
    """Whether the reviewer worked for the practice on the day of the decision.

    Not known where no `reviewer` is written, or that person's `engagements` are not.
    """
    who, day = reviewer(decision, world), settled_on(decision, world)
    if who is None:
        return None
    return employed_on(who, world.calendar.day(day) if day else world.today, world)


@derived(written_at="reviewer")
def reviewer_appointed(decision: Decision, world: World) -> bool | None:
    """Whether the reviewer may decide here.

    That is whom the review names, the owner's manager, an administrator of the portal, the master administrator or
    deputy, the compliance officer, and who may approve access. Not known where no `reviewer` is written.
    """
    who = reviewer(decision, world)
    return None if who is None else who.id in _appointed(decision, world)


def _appointed(decision: Decision, world: World) -> set[str | None]:
    stands_in = review_of(decision, world)
    portal, practice = world.indexes.portal(stands_in.portal), world.inventory.practice
    owners = (world.indexes.person(owner) for owner in _owners(decision, world) or ())
    found: set[str | None] = {stands_in.reviewer, *(owner.manager for owner in owners if owner)}
    if portal is not None:
        found |= {*(portal.administrators or ()), portal.primary_administrator}
    if practice is not None:
        master = practice.master_portal_administrator
        found |= {practice.compliance_officer, *(practice.approvers or ())}
        found |= {master.person, master.deputy} if master else set()
    return found


@derived(written_at="reviewer")
def reviewed_own_company(decision: Decision, world: World) -> bool | None:
    """Whether somebody from a vendor decided on an account of the same vendor. Not known without `reviewer`."""
    who = reviewer(decision, world)
    if who is None:
        return None
    owners = (world.indexes.person(owner) for owner in _owners(decision, world) or ())
    return who.vendor is not None and any(owner is not None and owner.vendor == who.vendor for owner in owners)


@derived(written_at="reviewer")
def reviewed_own_manager(decision: Decision, world: World) -> bool | None:
    """Whether somebody decided on the account of the own supervisor. Not known where no `reviewer` is written."""
    who = reviewer(decision, world)
    return None if who is None else who.manager is not None and who.manager in (_owners(decision, world) or ())


@derived(written_at="reviewer")
def needs_independent_reviewer(decision: Decision, world: World) -> bool | None:
    """Whether an administrator's account was decided only by administrators of the same portal.

    Another reviewer of the same account in the same review, or a manager who signed the review off, is independent who
    does not administer the portal. Not known where no `reviewer` is written, and where an account's `permissions` leave
    open whether it administers the portal.
    """
    who, account = reviewer(decision, world), world.indexes.account(decision.account)
    stands_in = review_of(decision, world)
    portal = world.indexes.portal(stands_in.portal)
    if who is None:
        return None
    if account is None or portal is None:
        return False
    is_run = surely_runs_portal(account, world)
    if is_run is False:
        return False
    also = (reviewer(d, world) for d in stands_in.decisions or () if d.account == decision.account)
    judges = [who, *(person for person in also if person), world.indexes.person(stands_in.signed_by)]
    states = [_independent(judge, account, portal, world) for judge in judges if judge is not None]
    return False if True in states else None if None in states or is_run is None else True


def _independent(judge: Person, account: Account, portal: Portal, world: World) -> bool | None:
    if judge.id == account.person or judge.id in (portal.administrators or ()):
        return False
    own = world.indexes.accounts_of_person.get(judge.id, ())
    states = [surely_runs_portal(a, world) for a in own if a.portal == portal.id and live(a, world)]
    return False if True in states else None if None in states else True


OBJECTIONS = (
    (self_review, "is the user of this account"),
    (reviewed_own_company, "works for the same vendor as the user"),
    (reviewed_own_manager, "reports to the user"),
    (needs_independent_reviewer, "administers this portal too, and nobody independent looked at this administrator"),
)


@derived(written_at="reviewer")
def objections(decision: Decision, world: World) -> str:
    """Why the reviewer should not have decided, in words; empty where nothing speaks against it."""
    found = [words for fact, words in OBJECTIONS if fact(decision, world)]
    if reviewer_employed(decision, world) is False:
        found.append("did not work here on that day")
    if reviewer_appointed(decision, world) is False:
        found.append("is not named as a reviewer for it")
    return ", and ".join(found)

"""Derived facts of access reviews and of the decisions in them."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import live
from portalaudit.inventory.facts.people import spells_of
from portalaudit.inventory.facts.portals import surely_runs_portal
from portalaudit.inventory.facts.practice import solo
from portalaudit.inventory.records import Account, Decision, Person, Portal, Review
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World

# ---------------------------------------------------------------- reviews


@derived(written_at="completed_on")
def completed(review: Review, world: World) -> bool:
    """Whether the review is completed on the day of the check."""
    return review.completed_on is not None and world.calendar.day(review.completed_on) <= world.today


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

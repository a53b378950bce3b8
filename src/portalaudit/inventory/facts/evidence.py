"""Derived facts of access reviews: what shows later that a review took place and what it decided."""

from collections import Counter
from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.people import employed, external
from portalaudit.inventory.facts.reviews import reviewer, settled_on
from portalaudit.inventory.records import Practice, Review
from portalaudit.inventory.records.reviews import Snapshot
from portalaudit.inventory.world import World
from portalaudit.source.dates import has_time

INDEPENDENT_FROM = 15
"""From this many people on, somebody other than the only reviewer signs a review off."""

STAMPED_FROM = 26
"""This many decisions in the same second were not thought about one by one."""


@derived()
def headcount(_practice: Practice, world: World) -> int:
    """How many people work for the practice today, people of vendors not counted. Who has no engagements counts."""
    people = world.inventory.tables["staff"].records
    return sum(1 for each in people if each.vendor is None and employed(each, world) is not False)


@derived(written_at="completed_on")
def evidence_gaps(review: Review, world: World) -> tuple[str, ...]:
    """What a completed review lacks as evidence, in words.

    It asks for the user list with its day, source, way and SHA-256 (a picture of the screen with a typed list of
    accounts needs no SHA-256), for a reviewer and a day of each decision, and for a sign-off by a manager of the
    practice after which nothing was decided any more. Who manages is known from the supervisors, approvers, compliance
    officer and master administrator that are recorded; where none is, anybody of the practice may sign.
    """
    return (*_of_snapshot(review, world), *_of_decisions(review, world), *_of_sign_off(review, world))


def _of_snapshot(review: Review, world: World) -> Iterator[str]:
    snapshot = review.snapshot
    if snapshot is None:
        yield "no user list"
        return
    asked = {"day": snapshot.taken_on, "source": snapshot.source, "way it was taken": snapshot.method}
    missing = [what for what, given in asked.items() if given is None]
    if snapshot.sha256 is None and not _is_typed_off(snapshot):
        missing.append("SHA-256")
    if missing:
        yield f"the user list has no {' and no '.join(missing)}"
    if _differs_from_export(review, snapshot, world):
        yield "the user list has another SHA-256 than the same file in the portal's exports"


def _is_typed_off(snapshot: Snapshot) -> bool:
    """Whether the list was typed from a picture of the screen, both of which are kept."""
    words = (snapshot.method or "").casefold().replace(" ", "").replace("-", "")
    return "screenshot" in words and snapshot.source is not None and bool(snapshot.accounts)


def _differs_from_export(review: Review, snapshot: Snapshot, world: World) -> bool:
    portal = world.indexes.portal(review.portal)
    exports = (portal.exports if portal else None) or ()
    known = {export.sha256.casefold() for export in exports if export.source == snapshot.source and export.sha256}
    return snapshot.sha256 is not None and bool(known) and snapshot.sha256.casefold() not in known


def _of_decisions(review: Review, world: World) -> Iterator[str]:
    decisions = review.decisions or ()
    if not decisions:
        yield "no decisions"
    nobody = sum(1 for decision in decisions if reviewer(decision, world) is None)
    if nobody:
        yield f"no reviewer of {_count(nobody)}"
    undated = sum(1 for decision in decisions if decision.decided_on is None)
    if undated:
        yield f"no day of {_count(undated)}"


def _count(number: int) -> str:
    return "1 decision" if number == 1 else f"{number} decisions"


def _of_sign_off(review: Review, world: World) -> Iterator[str]:
    signer, day = world.indexes.person(review.signed_by), world.calendar.day
    if signer is None or review.signed_on is None:
        yield "no sign-off by a manager" if signer is None else "no day of the sign-off"
    elif day(review.signed_on) > world.today:
        yield "the sign-off lies in the future"
    else:
        later = [d for d in review.decisions or () if (on := settled_on(d, world)) and day(on) > day(review.signed_on)]
        if later:
            yield f"{_count(len(later))} taken after the sign-off of {review.signed_on}"
    if signer is not None and external(signer, world):
        yield f"{signer.name}, who signed it off, is not the practice's own staff"
    elif signer is not None and (managers := _managers(world)) and signer.id not in managers:
        yield f"{signer.name}, who signed it off, is not recorded as managing anybody or anything"
    if signer is not None and _is_only_reviewer(signer.id, review, world) and _is_large(world):
        yield f"{signer.name} signed off what nobody else had reviewed"


def _managers(world: World) -> frozenset[str]:
    """Everybody who is recorded as somebody's manager, as approver, or as answering for portals or compliance."""
    key = "managers"
    if key not in world.memo:
        practice, people = world.inventory.practice, world.inventory.tables["staff"].records
        found = {person.manager for person in people}
        if practice is not None:
            master = practice.master_portal_administrator
            found |= {practice.compliance_officer, *(practice.approvers or ())}
            found |= {master.person, master.deputy} if master is not None else set()
        world.memo[key] = frozenset(found - {None})
    known: frozenset[str] = world.memo[key]
    return known


def _is_only_reviewer(signer: str, review: Review, world: World) -> bool:
    people = (reviewer(decision, world) for decision in review.decisions or ())
    return {person.id for person in people if person is not None} == {signer}


def _is_large(world: World) -> bool:
    practice = world.inventory.practice
    return practice is not None and headcount(practice, world) >= INDEPENDENT_FROM


@derived(written_at="decisions")
def rubber_stamped(review: Review, _world: World) -> bool:
    """Whether all decisions, more than 25 of them, bear the same time of day to the second."""
    times = Counter(decision.decided_on for decision in review.decisions or ())
    (first, count), *others = times.most_common() or [(None, 0)]
    return not others and count >= STAMPED_FROM and first is not None and has_time(first)


@derived(written_at="completed_on")
def evidence_note(review: Review, world: World) -> str:
    """What a completed review lacks as evidence, and whether it was stamped through, in one text."""
    stamped = ["all its decisions were taken in the same second"] if rubber_stamped(review, world) else []
    return "; ".join((*evidence_gaps(review, world), *stamped))

"""Derived facts of keeping records: for how many years after its last use a document is kept.

45 CFR 164.316(b)(2)(i) counts six years from the day of creation, or from the day on which a document was last in
effect, whichever is later. A document is known to have been in effect on each day on which something rests on it: its
signature and its review, a signature of staff under it, an agreement that ran, a training, a review or a leaver's
account whose evidence it is.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Document
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World

KEPT_AS_EVIDENCE = frozenset({"policy", "sop", "agreement", "designation", "audit", "evidence"})
"""Kinds of document that show what was decided or done about access."""


@derived(written_at="kind")
def is_record_of_access(document: Document, _world: World) -> bool | None:
    """Whether it is a policy, procedure, agreement, designation, signed audit or piece of evidence.

    Not known where `kind` is not written.
    """
    return None if document.kind is None else document.kind in KEPT_AS_EVIDENCE


@derived(written_at="signed_on")
def last_in_effect_on(document: Document, world: World) -> Date | None:
    """The last day on which it is known to have been in effect.

    That is the day of its signature or of its last review, or a later one on which a signature of staff, an agreement,
    a training, a decision, a review or the end of an account rests on it. Not known where it has neither `signed_on`
    nor `reviewed_on` and nothing dated names it.
    """
    own = (document.signed_on, document.reviewed_on)
    days = [*(day for day in own if day is not None), *_resting_on(world).get(document.id, ())]
    return max((world.calendar.text(world.calendar.day(day)) for day in days), default=None)


@derived(written_at="retain_until")
def years_kept(document: Document, world: World) -> int | None:
    """Whole years from the last day on which it was in effect to the day until which it is kept.

    Not known where `retain_until` is not written, or nothing says when it was last in effect: neither `signed_on` nor
    `reviewed_on`.
    """
    start, end = last_in_effect_on(document, world), document.retain_until
    if start is None or end is None:
        return None
    return int(end[:4]) - int(start[:4]) - (end[4:] < start[4:])


def _resting_on(world: World) -> Mapping[str, list[str]]:
    """The days on which something rested on a document, by its id. Days to come show nothing yet."""
    key = "days resting on documents"
    if key not in world.memo:
        found: dict[str, list[str]] = defaultdict(list)
        for document, day in (*_of_people(world), *_of_agreements(world), *_of_reviews(world)):
            if document is not None and day is not None and world.calendar.day(day) <= world.today:
                found[document].append(day)
        world.memo[key] = found
    known: Mapping[str, list[str]] = world.memo[key]
    return known


def _of_people(world: World) -> Iterator[tuple[str | None, str | None]]:
    tables = world.inventory.tables
    for person in tables["staff"].records:
        yield from ((signed.document, signed.on) for signed in person.acknowledgements or ())
    yield from ((done.evidence, done.completed_on) for done in tables["completions"].records)
    yield from ((each.deactivation_confirmation, each.deactivated_on) for each in tables["accounts"].records)


def _of_agreements(world: World) -> Iterator[tuple[str | None, str | None]]:
    for vendor in world.inventory.tables["vendors"].records:
        if vendor.baa is not None:
            ended = vendor.baa.terminated_on or vendor.baa.expires_on
            # An agreement that still runs is in effect today.
            open_ended = ended is None or world.calendar.day(ended) > world.today
            yield vendor.baa.document, world.calendar.text(world.today) if open_ended else ended
    practice = world.inventory.practice
    master = practice.master_portal_administrator if practice else None
    if master is not None:
        yield master.document, world.calendar.text(world.today)


def _of_reviews(world: World) -> Iterator[tuple[str | None, str | None]]:
    for review in world.inventory.tables["reviews"].records:
        yield review.snapshot and review.snapshot.source, review.completed_on
        for decision in review.decisions or ():
            yield decision.confirmation, decision.executed_on

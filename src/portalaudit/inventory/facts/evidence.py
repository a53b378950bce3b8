"""Derived facts of access reviews: who may sign one off, and whether its decisions were made one by one."""

from collections import Counter

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.approvals import officers
from portalaudit.inventory.facts.people import employed
from portalaudit.inventory.records import Person, Practice, Review
from portalaudit.inventory.world import World
from portalaudit.source.dates import has_time


@derived()
def headcount(_practice: Practice, world: World) -> int:
    """How many people work for the practice today, people of vendors not counted. Who has no engagements counts."""
    people = world.inventory.tables["staff"].records
    return sum(1 for each in people if each.vendor is None and employed(each, world) is not False)


@derived()
def managers(practice: Practice, world: World) -> tuple[Person, ...]:
    """Everyone recorded as somebody's supervisor, as an approver, or as one of the practice's `officers`."""
    ids = {person.manager for person in world.inventory.tables["staff"].records}
    ids |= {*(practice.approvers or ()), *(each.id for each in officers(practice, world))}
    found = (world.indexes.person(one) for one in sorted(one for one in ids if one is not None))
    return tuple(person for person in found if person is not None)


@derived(written_at="decisions")
def decided_together(review: Review, _world: World) -> int:
    """How many decisions it has, where all of them bear the same time of day to the second; 0 otherwise."""
    times = Counter(decision.decided_on for decision in review.decisions or ())
    (first, count), *others = times.most_common() or [(None, 0)]
    return count if not others and first is not None and has_time(first) else 0

"""Derived facts of access reviews: whether the decisions of one were made one by one."""

from collections import Counter

from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Review
from portalaudit.inventory.world import World
from portalaudit.source.dates import has_time


@derived(written_at="decisions")
def decided_together(review: Review, _world: World) -> int:
    """How many decisions it has, where all of them bear the same time of day to the second; 0 otherwise."""
    times = Counter(decision.decided_on for decision in review.decisions or ())
    (first, count), *others = times.most_common() or [(None, 0)]
    return count if not others and first is not None and has_time(first) else 0

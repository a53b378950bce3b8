"""Derived facts of access reviews and of the decisions in them."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Decision, Person, Review
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World

# ---------------------------------------------------------------- reviews


@derived(written_at="completed_on")
def completed(review: Review, world: World) -> bool:
    """Whether the review is completed on the day of the check."""
    return review.completed_on is not None and world.calendar.day(review.completed_on) <= world.today


# ---------------------------------------------------------------- decisions


@derived()
def review(decision: Decision, world: World) -> Review:
    """The review in which the decision stands."""
    return world.indexes.decisions[id(decision)].review


@derived(written_at="decided_on", needs=("decided_on",))
def settled_on(decision: Decision, world: World) -> Date | None:
    """The day of the decision, else that on which its review was completed.

    Not known where neither `decided_on` nor the review's `completed_on` is written.
    """
    return decision.decided_on or review(decision, world).completed_on


@derived(written_at="reviewer", needs=("reviewer",))
def reviewer(decision: Decision, world: World) -> Person | None:
    """Who decided: the decision's own reviewer, else the review's. Not known where neither names a `reviewer`."""
    return world.indexes.person(decision.reviewer or review(decision, world).reviewer)

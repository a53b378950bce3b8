"""Derived facts of the practice as a whole."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.people import employed
from portalaudit.inventory.records import Practice
from portalaudit.inventory.world import World


@derived(needs=("staff.engagements",))
def solo(_practice: Practice, world: World) -> bool | None:
    """Whether one person alone works for the practice today, people of vendors not counted.

    Unknown where someone's `engagements` are not written.
    """
    states = [employed(person, world) for person in world.inventory.tables["staff"].records if person.vendor is None]
    return None if None in states and states.count(True) <= 1 else states.count(True) == 1

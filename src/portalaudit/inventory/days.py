"""A practice looked at on a day: the facts of its records as they were then."""

import datetime
from collections.abc import Sequence

from portalaudit.inventory.calendar import Calendar
from portalaudit.inventory.past import seen_on
from portalaudit.inventory.reference import Reference
from portalaudit.inventory.subjects import File
from portalaudit.inventory.tables import Inventory
from portalaudit.inventory.world import NO_FACTS, Facts, World


def world_on(
    inventory: Inventory,
    reference: Reference,
    as_of: datetime.date,
    files: Sequence[File] = (),
    shared: Facts = NO_FACTS,
) -> World:
    """The world of a day. Where the dates leave something open, its `other` is the other reading of that day."""
    calendar = Calendar(as_of, inventory.practice.timezone if inventory.practice else "UTC")
    seen = seen_on(inventory, calendar)
    worlds = [World(reading, reference, as_of, files, shared) for reading in (seen.reading, seen.other)]
    for world in worlds:
        world.recorded, world.later, world.is_past = inventory, seen.later, seen.is_past
    worlds[0].other = worlds[1] if seen.later else None
    return worlds[0]

"""Derived facts of leave: since when someone is away."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.people import FOREVER, engagements_of
from portalaudit.inventory.records import Person
from portalaudit.inventory.records.staff_records import Leave
from portalaudit.inventory.world import World


@derived(needs=("engagements",))
def present_leave(person: Person, world: World) -> Leave | None:
    """The leave with which the present absence began; leaves that follow one another without a gap are one absence.

    Intermittent leave does not count. Not known where no `engagements` are written, and where no `leave` of those that
    cover the day covers it too.
    """
    day = world.calendar.day
    began, until = None, 0
    for leave in sorted(_continuous_leaves(person, world), key=lambda leave: day(leave.start)):
        if day(leave.start) > world.today:
            break
        if began is None or day(leave.start) > until + 1:
            began = leave
        until = max(until, FOREVER if leave.end is None else day(leave.end))
    return began if world.today <= until else None


def _continuous_leaves(person: Person, world: World) -> list[Leave]:
    spells = engagements_of(person, world)
    return [leave for spell in spells for leave in spell.leave or () if leave.continuous is not False]

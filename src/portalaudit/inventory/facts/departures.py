"""Derived facts of people who will leave."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.leaving import Leaving, leaving_of
from portalaudit.inventory.facts.people import Spell, spells_of
from portalaudit.inventory.records import Person
from portalaudit.inventory.world import World
from portalaudit.source.document import Route


def _ending(person: Person, world: World) -> Spell | None:
    """The time of work that covers the day, where its end is written."""
    spells = spells_of(person, world) or ()
    return next((s for s in spells if s.first <= world.today <= s.last and s.end is not None), None)


def _route(person: Person, world: World) -> Route:
    spell = _ending(person, world)
    return ("engagements",) if spell is None else ("engagements", spell.index, "end")


@derived(written_at=_route, needs=("engagements.end",))
def leaving(person: Person, world: World) -> Leaving | None:
    """The end of the present time of work, where it is recorded; today counts.

    Not known where no `engagements` are written, none covers the day, or the last of those that follow one another
    without a gap has no `end`.
    """
    spell = _ending(person, world)
    return None if spell is None else leaving_of(person, spell, world)

"""Derived facts of the practice as a whole."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.people import employed
from portalaudit.inventory.records import Document, Module, Practice
from portalaudit.inventory.world import World


@derived()
def solo(_practice: Practice, world: World) -> bool | None:
    """Whether one person alone works for the practice today, people of vendors not counted.

    Unknown where somebody's `engagements` are not written.
    """
    states = [employed(person, world) for person in world.inventory.tables["staff"].records if person.vendor is None]
    return None if None in states and states.count(True) <= 1 else states.count(True) == 1


# ---------------------------------------------------------------- checks of the practice as a whole


@derived()
def records_exclusion_checks(_practice: Practice, world: World) -> bool:
    """Whether the day of a check against the OIG exclusion list is written for anybody."""
    return any(person.exclusion_checked_on is not None for person in world.recorded.tables["staff"].records)


@derived()
def modules(_practice: Practice, world: World) -> tuple[Module, ...] | None:
    """Every training module, optional ones too. Not known where the inventory has no `modules`."""
    return tuple(world.subjects("module").records) if world.inventory.tables["modules"].is_recorded else None


@derived()
def documents(_practice: Practice, world: World) -> tuple[Document, ...] | None:
    """Every document, also those that were replaced. Not known where the inventory has no `documents`."""
    return tuple(world.subjects("document").records) if world.inventory.tables["documents"].is_recorded else None

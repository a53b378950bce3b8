"""Derived facts of checks against the OIG exclusion list: whom to ask about, and what is written."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.people import employed, live_accounts
from portalaudit.inventory.facts.practice import records_exclusion_checks
from portalaudit.inventory.records import Person
from portalaudit.inventory.world import World


@derived(written_at="exclusion_checked_on")
def exclusion_asked(person: Person, world: World) -> bool:
    """Whether a check against the OIG exclusion list is asked of this person.

    It is asked of everybody where the practice writes such checks down for anybody. Where it has not begun to, one
    person stands for all, the first on the staff list who may work here and has a live account: so it is said once.
    """
    return _recorded(world) or person.id == _first(world)


def _recorded(world: World) -> bool:
    key = "exclusion checks are recorded"
    if key not in world.memo:
        practice = world.inventory.practice
        world.memo[key] = practice is not None and records_exclusion_checks(practice, world)
    found: bool = world.memo[key]
    return found


def _first(world: World) -> str | None:
    key = "first person with access"
    if key not in world.memo:
        staff = world.inventory.tables["staff"].records
        found = (one.id for one in staff if employed(one, world) is not False and live_accounts(one, world))
        world.memo[key] = next(found, None)
    first: str | None = world.memo[key]
    return first


@derived(written_at="exclusion_checked_on")
def exclusion_note(person: Person, world: World) -> str:
    """When the person was last looked up in the OIG exclusion list, in words."""
    if person.exclusion_checked_on is not None:
        return f"was last looked up in the OIG exclusion list on {person.exclusion_checked_on}"
    if _recorded(world):
        return "was never looked up in the OIG exclusion list, as far as is written"
    return "was never looked up in the OIG exclusion list, as far as is written, and neither was anybody else"

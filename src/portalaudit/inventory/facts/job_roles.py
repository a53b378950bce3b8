"""Derived facts of job roles: what a role's definition lacks, what it must not allow, and whether anybody holds it."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.people import has_left, role_ids
from portalaudit.inventory.records import Role
from portalaudit.inventory.world import World
from portalaudit.source.document import Route

_NEEDED = {
    "category": "part of the office",
    "permissions": "list of what it allows",
    "job_description": "written job description",
    "owner": "owner",
}
"""What a definition needs, by field, in words for messages."""


@derived()
def definition_gaps(role: Role, _world: World) -> tuple[str, ...]:
    """What of its definition is not written, in words: part of the office, permissions, job description, owner."""
    return tuple(words for name, words in _NEEDED.items() if getattr(role, name) is None)


@derived(written_at="job_description_on")
def job_description_days(role: Role, world: World) -> int | None:
    """Days since its job description was written or last changed. Not known without `job_description_on`."""
    day = role.job_description_on
    return None if day is None else world.calendar.days_since(day)


@derived(written_at="permissions")
def sensitive_front_office(role: Role, world: World) -> tuple[str, ...]:
    """Financial and administrative permissions that a front office role allows, also those only with approval."""
    if role.category != "front_office":
        return ()
    allowed = world.reference.expand((*(role.permissions or ()), *(role.with_approval or ())))
    return tuple(sorted(allowed & (world.reference.sensitive("financial") | world.reference.sensitive("admin"))))


@derived()
def held(role: Role, world: World) -> bool | None:
    """Whether somebody who has not left holds it on the day.

    Not known where nobody is sure to hold it, and the `roles` of somebody, or the `engagements` of one who would, are
    not written.
    """
    holders, perhaps, is_complete = _holders(world)
    return True if role.id in holders else (False if is_complete and role.id not in perhaps else None)


def _holders(world: World) -> tuple[frozenset[str], frozenset[str], bool]:
    """The roles that are held on the day, those of people who may have left, and whether all roles are written."""
    key = ("roles held",)
    if key not in world.memo:
        left = [(has_left(person, world), person) for person in world.inventory.tables["staff"].records]
        held = [(gone, role_ids(person, world)) for gone, person in left if gone is not True]
        sure = frozenset(i for gone, ids in held if gone is False for i in ids or ())
        perhaps = frozenset(i for gone, ids in held if gone is None for i in ids or ())
        world.memo[key] = sure, perhaps, all(ids is not None for _, ids in held)
    found: tuple[frozenset[str], frozenset[str], bool] = world.memo[key]
    return found


def _definition_route(role: Role, world: World) -> Route:
    sensitive = sensitive_front_office(role, world)
    if not sensitive:
        gaps = definition_gaps(role, world)
        return () if gaps or role.job_description_on is None else ("job_description_on",)
    stated = world.reference.expand(role.permissions or ())
    return ("permissions",) if stated.intersection(sensitive) else ("with_approval",)


@derived(written_at=_definition_route)
def definition_note(role: Role, world: World) -> str:
    """What is to be said about its definition, the gravest first, in words for messages."""
    return "; ".join(_words(role, world))


def _words(role: Role, world: World) -> Iterator[str]:
    sensitive, gaps = sensitive_front_office(role, world), definition_gaps(role, world)
    if sensitive:
        yield f"allows {', '.join(sensitive)} in the front office"
    if gaps:
        yield f"has no {', no '.join(gaps)}"
    if held(role, world) is False:
        yield "nobody holds it"
    if role.job_description_on is not None and not sensitive and not gaps:
        yield f"its job description is of {role.job_description_on}"

"""Derived facts of job roles: what they allow with money and administration, and whether somebody holds them."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.people import has_left, role_ids
from portalaudit.inventory.records import Role
from portalaudit.inventory.world import World
from portalaudit.source.document import Route


def _sensitive_route(role: Role, world: World) -> Route:
    stated = world.reference.expand(role.permissions or ())
    return ("permissions",) if stated.intersection(sensitive_permissions(role, world)) else ("with_approval",)


@derived(written_at=_sensitive_route)
def sensitive_permissions(role: Role, world: World) -> tuple[str, ...]:
    """Financial and administrative permissions that the role allows, also those only with approval."""
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

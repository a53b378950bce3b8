"""Derived facts of job roles: what they allow with money and administration, and of whom none is recorded."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Role
from portalaudit.inventory.world import World
from portalaudit.source.document import Route


@derived(written_at="permissions", needs=("permissions",))
def allowed(role: Role, world: World) -> tuple[str, ...] | None:
    """What it allows without an approval, sets of permissions spelled out. Not known without `permissions`."""
    return None if role.permissions is None else tuple(sorted(world.reference.expand(role.permissions)))


def _sensitive_route(role: Role, world: World) -> Route:
    stated = world.reference.expand(role.permissions or ())
    return ("permissions",) if stated.intersection(sensitive_permissions(role, world)) else ("with_approval",)


@derived(written_at=_sensitive_route)
def sensitive_permissions(role: Role, world: World) -> tuple[str, ...]:
    """Financial and administrative permissions that the role allows, also those only with approval."""
    allowed = world.reference.expand((*(role.permissions or ()), *(role.with_approval or ())))
    return tuple(sorted(allowed & (world.reference.sensitive("financial") | world.reference.sensitive("admin"))))

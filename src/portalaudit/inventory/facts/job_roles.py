"""Derived facts of job roles: what they allow, sets of permissions spelled out."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Role
from portalaudit.inventory.rows import Written
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class RoleRights:
    """What a job role allows."""

    allowed: tuple[str, ...] | None = field(
        metadata={
            "needs": ("permissions",),
            "meaning": "What it allows without an approval. Not known without `permissions`",
        }
    )
    sensitive: tuple[str, ...] = field(
        metadata={"meaning": "Financial and administrative permissions, also those only with approval"}
    )
    written_at: Written


@derived()
def rights(role: Role, world: World) -> RoleRights:
    """What it allows, sets of permissions spelled out."""
    allowed = world.reference.expand(role.permissions or ())
    every = allowed | world.reference.expand(role.with_approval or ())
    sensitive = every & (world.reference.sensitive("financial") | world.reference.sensitive("admin"))
    place = "permissions" if allowed & sensitive else "with_approval"
    return RoleRights(
        None if role.permissions is None else tuple(sorted(allowed)),
        tuple(sorted(sensitive)),
        Written(role, (place,)),
    )

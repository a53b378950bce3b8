"""Derived facts of the roles as portals name them: which are held, and what is recorded of each."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.portals import live_accounts
from portalaudit.inventory.records import Portal
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class HeldNativeRole:
    """A role as a portal names it, held by a live account there."""

    name: str = field(metadata={"meaning": "Name in the portal"})
    permissions: tuple[str, ...] | None = field(
        metadata={"meaning": "What it allows. Not known where the portal's `profile` does not say so"}
    )
    confirmed: bool = field(metadata={"meaning": "Whether a source for that is recorded and was read"})


@derived(written_at="profile")
def held_native_roles(portal: Portal, world: World) -> tuple[HeldNativeRole, ...]:
    """The native roles of its live accounts, each once, by name; case and spaces do not matter."""
    names = {" ".join(name.split()) for account in live_accounts(portal, world) for name in account.native_roles or ()}
    folded = {name.casefold(): name for name in sorted(names, reverse=True)}
    return tuple(_held(name, portal, world) for name in sorted(folded.values(), key=str.casefold))


def _held(name: str, portal: Portal, world: World) -> HeldNativeRole:
    known = world.reference.native_role(portal.profile, name)
    if known is None:
        return HeldNativeRole(name, None, confirmed=False)
    return HeldNativeRole(name, known.permissions, confirmed=known.is_verified("permissions"))

"""Derived facts of the roles as portals name them: whether somebody has written down what they allow."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.portals import live_accounts
from portalaudit.inventory.records import Portal
from portalaudit.inventory.reference.profiles import NativeRole
from portalaudit.inventory.world import World
from portalaudit.source.document import Route


def _held(portal: Portal, world: World) -> Iterator[tuple[str, NativeRole | None]]:
    """The native roles of the live accounts by name, each once, with what the profile says of it."""
    names = {" ".join(name.split()) for account in live_accounts(portal, world) for name in account.native_roles or ()}
    folded = {name.casefold(): name for name in sorted(names, reverse=True)}
    for name in sorted(folded.values(), key=str.casefold):
        yield name, world.reference.native_role(portal.profile, name)


@derived()
def has_native_roles(portal: Portal, world: World) -> bool:
    """Whether a live account holds a role as the portal names it."""
    return any(account.native_roles for account in live_accounts(portal, world))


def _profile_route(portal: Portal, _world: World) -> Route:
    return () if portal.profile is None else ("profile",)


@derived(written_at=_profile_route)
def untranslated_roles(portal: Portal, world: World) -> tuple[str, ...]:
    """Roles of live accounts, as the portal names them, of which its profile does not say what they allow."""
    return tuple(name for name, role in _held(portal, world) if role is None or role.permissions is None)


@derived(written_at=_profile_route)
def unconfirmed_roles(portal: Portal, world: World) -> tuple[str, ...]:
    """Roles of live accounts of which the profile says what they allow, but nobody has read that in a source."""
    return tuple(name for name, role in _held(portal, world) if role is not None and _is_unconfirmed(role))


def _is_unconfirmed(role: NativeRole) -> bool:
    return role.permissions is not None and not role.is_verified("permissions")


@derived(written_at=_profile_route)
def translation_note(portal: Portal, world: World) -> str:
    """Which of its roles nobody has translated into permissions, and which not for sure, in words, for messages."""
    untranslated, unconfirmed = untranslated_roles(portal, world), unconfirmed_roles(portal, world)
    return "; ".join(
        (
            *((f"nobody has translated these roles: {', '.join(untranslated)}",) if untranslated else ()),
            *((f"translated, but not read in a source: {', '.join(unconfirmed)}",) if unconfirmed else ()),
        )
    )

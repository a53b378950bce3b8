"""Derived facts of decisions: which permissions they are about, and what of that is still there."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.drift import listed_on
from portalaudit.inventory.facts.permissions import Access, access_of
from portalaudit.inventory.records import Decision
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class DecisionScope:
    """What a decision is about, and what of that is still there."""

    named: tuple[str, ...] | None = field(
        metadata={
            "needs": ("permissions",),
            "meaning": "Those that it names, those of a group one by one. Not known where it has no `permissions`",
        }
    )
    sensitive: tuple[str, ...] | None = field(
        metadata={
            "needs": ("account.effective_permissions",),
            "meaning": "The financial and administrative ones of those that it names; where it names none, those of "
            "the account. Not known where it names none, and none was found while the account's `permissions` are not "
            "known",
        }
    )
    left: tuple[str, ...] | None = field(
        metadata={
            "needs": ("permissions", "account.effective_permissions"),
            "meaning": "Those of the ones it names that the account has. Not known where it has no `permissions`, and "
            "where none was found while those of the account are not all known",
        }
    )
    listed_on: Date | None = field(
        metadata={
            "needs": ("account.portal.exports",),
            "meaning": "The day of the portal's newest user list, where that has the account and not as a user who "
            "cannot sign in. Not known where the portal's `exports` do not show it so",
        }
    )


@derived(written_at="permissions")
def scope(decision: Decision, world: World) -> DecisionScope:
    """The permissions that it is about: named, sensitive, and left; and whether a later user list has the account."""
    account = world.indexes.account(decision.account)
    access = None if account is None else access_of(account, world)
    listed = None if account is None else listed_on(account, world)
    if decision.permissions is None:
        return DecisionScope(None, _sensitive(access), None, listed)
    named = tuple(sorted(world.reference.expand(decision.permissions)))
    known = world.reference.sensitive("financial") | world.reference.sensitive("admin")
    return DecisionScope(named, tuple(each for each in named if each in known), _left(named, access), listed)


def _sensitive(access: Access | None) -> tuple[str, ...] | None:
    held = (*access.financial, *access.admin) if access is not None else ()
    return tuple(dict.fromkeys(held)) if held or (access is not None and access.is_complete) else None


def _left(named: tuple[str, ...], access: Access | None) -> tuple[str, ...] | None:
    if access is None:
        return None
    found = tuple(each for each in named if each in access.permissions)
    return found if found or access.is_complete else None

"""Derived facts of payers and contracts: which portals serve them, and which portals the practice needs."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import identity_domain
from portalaudit.inventory.facts.portals import closed, live_accounts
from portalaudit.inventory.kept import once_each
from portalaudit.inventory.records import Contract, Payer, Portal
from portalaudit.inventory.records.payers import NoPortal
from portalaudit.inventory.rows import Written
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

SIGN_ON = "sso"

# ---------------------------------------------------------------- contracts


@dataclass(frozen=True, slots=True, eq=False)
class PayerTerms:
    """What holds for a payer: what its own record says, else what that of the nearest payer above it does."""

    contract: Contract | None = field(metadata={"meaning": "The contract. Not known where none has a `contract`"})
    no_portal: NoPortal | None = field(metadata={"meaning": "Why the payer is worked without a portal"})
    written_at: Written


@derived(written_at="contract")
def terms(payer: Payer, world: World) -> PayerTerms:
    """What holds for the payer: what its own record says, else what that of the nearest payer above it does."""
    without = next((above.no_portal for above in _line(payer, world) if above.no_portal is not None), None)
    return PayerTerms(effective_contract(payer, world), without, Written(payer, ("contract",)))


def _line(payer: Payer, world: World) -> Iterator[Payer]:
    """The payer and those above it, each once."""
    seen: set[str] = set()
    current: Payer | None = payer
    while current is not None and current.id not in seen:
        seen.add(current.id)
        yield current
        current = world.indexes.payer(current.parent)


def effective_contract(payer: Payer, world: World) -> Contract | None:
    """The payer's own contract, else that of the nearest payer above it; None where none has one."""
    return next((above.contract for above in _line(payer, world) if above.contract is not None), None)


@derived(written_at="contract", needs=("terms.contract.status",))
def contract_active(payer: Payer, world: World) -> bool | None:
    """Whether a contract of the payer, or of the payer above it, runs on the day of the check.

    A letter of agreement for a single case is no contract. Unknown where neither the payer nor one above it has a
    `contract` with a `status`.
    """
    contract = effective_contract(payer, world)
    if contract is None or contract.status is None:
        return None
    return contract.status == "active" and _begun(contract, world) and not _over(contract, world)


def _begun(contract: Contract, world: World) -> bool:
    return contract.effective_on is None or world.calendar.day(contract.effective_on) <= world.today


def _over(contract: Contract, world: World) -> bool:
    return contract.ended_on is not None and world.calendar.day(contract.ended_on) < world.today


@derived()
def linked_portals(payer: Payer, world: World) -> tuple[Portal, ...]:
    """Portals, closed ones left out, that list the payer or a payer above it."""
    found = (portal for above in _line(payer, world) for portal in world.indexes.portals_of_payer.get(above.id, ()))
    return tuple(portal for portal in {p.id: p for p in found}.values() if not closed(portal, world))


@derived()
def usable_portals(payer: Payer, world: World) -> tuple[Portal, ...]:
    """Linked portals on which the practice's registration is verified and someone has a live account."""
    portals = linked_portals(payer, world)
    verified = (p for p in portals if p.registration is not None and p.registration.status == "verified")
    return tuple(portal for portal in verified if live_accounts(portal, world))


# ---------------------------------------------------------------- portals


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """Whether the practice needs a portal."""

    behind: tuple[Portal, ...] = field(
        metadata={
            "meaning": "Open portals that people sign in to with this sign-on's logins, as `identity_domain` says; "
            "none for a portal that is no sign-on"
        }
    )
    billed: bool | None = field(
        metadata={
            "needs": ("payers.terms.contract.status", "behind.payers.terms.contract.status"),
            "meaning": "Whether the practice bills a payer of the portal, or needs a portal behind it. It bills where "
            "a contract runs, is being made or is for a single case, or where the payer is billed out of network. A "
            "sign-on is also needed where a portal behind it is used, is for credentialing only, or is needed itself. "
            "Unknown where the portal's `payers` are not written, or a payer of it has no `contract` with a `status`",
        }
    )


@derived(written_at="payers")
@once_each
def need(portal: Portal, world: World) -> Need:
    """Whether the practice needs it, for which payers and which portals behind it."""
    behind = _portals_behind(portal, world)
    states = [_serves(other, world) for other in behind]
    if portal.payers is not None or not behind:
        states.append(_reaches_billed(portal, world))
    return Need(behind, True if True in states else None if None in states else False)


def _portals_behind(portal: Portal, world: World) -> tuple[Portal, ...]:
    if portal.kind != SIGN_ON:
        return ()
    domain = identity_domain(portal, world)
    others = (p for p in world.inventory.tables["portals"].records if p.kind != SIGN_ON and not closed(p, world))
    return tuple(p for p in others if identity_domain(p, world) == domain)


def _serves(portal: Portal, world: World) -> bool | None:
    """Whether a portal is reason enough to keep the sign-on before it."""
    return True if live_accounts(portal, world) or portal.credentialing_only else _reaches_billed(portal, world)


def _reaches_billed(portal: Portal, world: World) -> bool | None:
    if portal.payers is None:
        return None
    states = [_billed(payer, world) for name in portal.payers if (payer := world.indexes.payer(name))]
    return True if True in states else None if None in states else False


def _billed(payer: Payer, world: World) -> bool | None:
    contract = effective_contract(payer, world)
    if contract is None:
        return None
    if contract.relationship == "out_of_network":
        return True
    return None if contract.status is None else contract.status != "ended" and not _over(contract, world)

"""Derived facts of payers and contracts: which portals serve them, and which portals the practice needs."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import identity_domain
from portalaudit.inventory.facts.portals import closed, live_accounts
from portalaudit.inventory.records import Contract, Payer, Portal
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World

SIGN_ON = "sso"
MEDICARE_OR_MEDICAID = frozenset({"medicare_ffs", "medicaid_ffs", "medicaid_managed"})

# ---------------------------------------------------------------- contracts


def contract_of(payer: Payer, world: World) -> Contract | None:
    """The payer's own contract, else the one of the nearest payer above it."""
    return next((above.contract for above in _line(payer, world) if above.contract is not None), None)


def _line(payer: Payer, world: World) -> Iterator[Payer]:
    """The payer and those above it, each once."""
    seen: set[str] = set()
    current: Payer | None = payer
    while current is not None and current.id not in seen:
        seen.add(current.id)
        yield current
        current = world.indexes.payer(current.parent)


@derived(written_at="contract")
def contract_active(payer: Payer, world: World) -> bool | None:
    """Whether a contract of the payer, or of the payer above it, runs on the day of the check.

    A letter of agreement for a single case is no contract. Unknown where neither the payer nor one above it has a
    `contract` with a `status`.
    """
    contract = contract_of(payer, world)
    if contract is None or contract.status is None:
        return None
    return contract.status == "active" and _begun(contract, world) and not _over(contract, world)


def _begun(contract: Contract, world: World) -> bool:
    return contract.effective_on is None or world.calendar.day(contract.effective_on) <= world.today


def _over(contract: Contract, world: World) -> bool:
    return contract.ended_on is not None and world.calendar.day(contract.ended_on) < world.today


@derived(written_at="contract")
def contract_starts_on(payer: Payer, world: World) -> Date | None:
    """The first day of a contract that has not begun yet.

    Not known for a contract that has begun or ended, and without `effective_on`.
    """
    contract = contract_of(payer, world)
    if contract is None or contract.status not in ("active", "pending") or _begun(contract, world):
        return None
    return contract.effective_on


@derived(written_at="line_of_business")
def medicare_or_medicaid(payer: Payer, _world: World) -> bool | None:
    """Whether it pays for Medicare fee-for-service or Medicaid, managed or not. Medicare Advantage is commercial.

    Not known without `line_of_business`.
    """
    return None if payer.line_of_business is None else payer.line_of_business in MEDICARE_OR_MEDICAID


@derived()
def linked_portals(payer: Payer, world: World) -> tuple[Portal, ...]:
    """Portals, closed ones left out, that list the payer or a payer above it."""
    found = (portal for above in _line(payer, world) for portal in world.indexes.portals_of_payer.get(above.id, ()))
    return tuple(portal for portal in {p.id: p for p in found}.values() if not closed(portal, world))


@derived()
def usable_portals(payer: Payer, world: World) -> tuple[Portal, ...]:
    """Linked portals on which the practice's registration is verified and somebody has a live account."""
    portals = linked_portals(payer, world)
    return tuple(p for p in portals if _verified(p) and live_accounts(p, world))


def _verified(portal: Portal) -> bool | None:
    status = portal.registration.status if portal.registration else None
    return None if status is None else status == "verified"


@derived(written_at="id")
def reachable(payer: Payer, world: World) -> bool | None:
    """Whether the practice can use a linked portal: its registration is verified, and somebody has a live account.

    Unknown where a linked portal with live accounts has no `registration` with a `status`.
    """
    states = [live_accounts(p, world) != () and _verified(p) for p in linked_portals(payer, world)]
    return True if True in states else None if None in states else False


@derived(written_at="no_portal")
def without_portal_on_purpose(payer: Payer, world: World) -> bool:
    """Whether a reason is written why the payer, or a payer above it, is worked without a portal."""
    return any(above.no_portal is not None for above in _line(payer, world))


@derived(written_at="id")
def portal_gap(payer: Payer, world: World) -> str:
    """Why no portal of the payer can be used, in words."""
    portals = linked_portals(payer, world)
    if not portals:
        return "no portal is listed for it"
    return "; ".join(f"{portal.name}: {_why_not(portal, world)}" for portal in portals)


def _why_not(portal: Portal, world: World) -> str:
    if _verified(portal) is False:
        return "the registration is not verified"
    return "it can be used" if live_accounts(portal, world) else "nobody has a live account"


# ---------------------------------------------------------------- portals


@derived()
def portals_behind(portal: Portal, world: World) -> tuple[Portal, ...]:
    """Open portals that people sign in to with this sign-on's logins, as `identity_domain` says.

    None for a portal that is no sign-on.
    """
    if portal.kind != SIGN_ON:
        return ()
    key, domain = ("portals behind", portal.id), identity_domain(portal, world)
    found: tuple[Portal, ...] | None = world.memo.get(key)
    if found is None:
        portals = (p for p in world.inventory.tables["portals"].records if p.kind != SIGN_ON and not closed(p, world))
        found = world.memo[key] = tuple(p for p in portals if identity_domain(p, world) == domain)
    return found


@derived(written_at="payers")
def needed(portal: Portal, world: World) -> bool | None:
    """Whether the practice bills a payer of the portal, or needs a portal behind it.

    It bills where a contract runs, is being made or is for a single case, or where the payer is billed out of network.
    A sign-on is also needed where a portal behind it is used, is for credentialing only, or is needed itself. Unknown
    where the portal's `payers` are not written, or a payer of it has no `contract` with a `status`.
    """
    behind = portals_behind(portal, world)
    states = [_serves(other, world) for other in behind]
    if portal.payers is not None or not behind:
        states.append(_reaches_billed(portal, world))
    return True if True in states else None if None in states else False


def _serves(portal: Portal, world: World) -> bool | None:
    """Whether a portal is reason enough to keep the sign-on before it."""
    return True if live_accounts(portal, world) or portal.credentialing_only else _reaches_billed(portal, world)


def _reaches_billed(portal: Portal, world: World) -> bool | None:
    if portal.payers is None:
        return None
    states = [_billed(payer, world) for name in portal.payers if (payer := world.indexes.payer(name))]
    return True if True in states else None if None in states else False


def _billed(payer: Payer, world: World) -> bool | None:
    contract = contract_of(payer, world)
    if contract is None:
        return None
    if contract.relationship == "out_of_network":
        return True
    return None if contract.status is None else contract.status != "ended" and not _over(contract, world)


@derived(written_at="payers")
def last_contract_ended_on(portal: Portal, world: World) -> Date | None:
    """The day on which the last ended contract with a payer of the portal, or of one behind it, ended.

    Not known where no contract with an `ended_on` has ended.
    """
    contracts = (contract_of(p, world) for name in _payer_ids(portal, world) if (p := world.indexes.payer(name)))
    ended = (c for c in contracts if c and (c.status == "ended" or _over(c, world)))
    return max((c.ended_on for c in ended if c.ended_on), default=None)


def _payer_ids(portal: Portal, world: World) -> list[str]:
    return [name for each in (portal, *portals_behind(portal, world)) for name in each.payers or ()]


@derived(written_at="payers")
def contract_note(portal: Portal, world: World) -> str:
    """When the last contract with a payer of the portal ended, in words; of a sign-on also what lies behind it."""
    return "; ".join((_end_note(portal, world), *_behind_note(portal, world)))


def _end_note(portal: Portal, world: World) -> str:
    if not _payer_ids(portal, world):
        return "no payer is entered for it"
    ended = last_contract_ended_on(portal, world)
    return f"the last contract ended on {ended}" if ended else "nobody wrote down when the last contract ended"


def _behind_note(portal: Portal, world: World) -> Iterator[str]:
    if portal.kind != SIGN_ON:
        return
    behind = portals_behind(portal, world)
    idle = ", ".join(other.name for other in behind if not live_accounts(other, world))
    if not behind:
        yield "no open portal lies behind it"
    elif idle:
        yield f"behind it nobody uses {idle}"

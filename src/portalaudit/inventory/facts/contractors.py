"""Derived facts of Medicare: which contractors should serve the practice, and what its access to them lacks."""

from collections.abc import Callable, Iterable

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.directory import effective_contract, linked_portals
from portalaudit.inventory.facts.permissions import effective_permissions
from portalaudit.inventory.facts.portals import administrations, live_accounts, live_administrators
from portalaudit.inventory.records import Contract, Payer, Portal
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.reference import Profile
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

RAILROAD = "RRB"
CLAIM_STATUS = "claim_status.view"


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedMac:
    """The Medicare contractor that should serve a part of Medicare in a state."""

    jurisdiction: str = field(metadata={"meaning": "Its jurisdiction, for example JF"})
    contractor: str = field(metadata={"meaning": "Its name"})
    profile: str = field(metadata={"meaning": "The profile of its portal"})
    portal: str = field(metadata={"meaning": "The name of its portal"})
    part: str = field(metadata={"meaning": "Medicare part, A or B"})
    state: str = field(
        metadata={"meaning": "State; empty where the contractor serves the whole country or is an override"}
    )


def expected_macs(payer: Payer, world: World) -> tuple[ExpectedMac, ...] | None:
    """The contractors for each state and part of a Medicare contract; None where the inventory does not tell."""
    contract = effective_contract(payer, world)
    if contract is None:
        return None
    if contract.mac_override is not None:
        return _fixed(contract.mac_override.jurisdiction, contract.medicare_parts or ("B",), world)
    if contract.railroad:
        return _fixed(RAILROAD, ("B",), world)
    places, parts = _places(contract, world), contract.medicare_parts
    if not places or not parts:
        return None
    found = [_expected(state, county, part, world) for state, county in places for part in parts]
    return None if None in found else _distinct(mac for mac in found if mac)


def _fixed(jurisdiction: str, parts: Iterable[str], world: World) -> tuple[ExpectedMac, ...] | None:
    known = world.reference.jurisdictions.get(jurisdiction) or world.reference.specialty_jurisdictions.get(jurisdiction)
    if known is None:
        return None
    portal = _portal_name(known.portal, world)
    return tuple(ExpectedMac(known.id, known.contractor, known.portal, portal, part, "") for part in parts)


def _places(contract: Contract, world: World) -> list[tuple[str, str | None]]:
    """The states of enrolment, with the counties of the practice's sites there."""
    practice = world.inventory.practice
    sites = [(site.state, site.county) for site in (practice.locations if practice else None) or () if site.state]
    if contract.states is None:
        return [(state, county) for state, county in sites if state]
    return [place for state in contract.states for place in _sites_in(state, sites)]


def _sites_in(state: str, sites: Iterable[tuple[str | None, str | None]]) -> list[tuple[str, str | None]]:
    return [(state, county) for where, county in sites if where == state] or [(state, None)]


def _expected(state: str, county: str | None, part: str, world: World) -> ExpectedMac | None:
    known = world.reference.jurisdiction_for(state, county, part)
    if known is None:
        return None
    return ExpectedMac(known.id, known.contractor, known.portal, _portal_name(known.portal, world), part, state)


def _portal_name(profile_id: str, world: World) -> str:
    profile: Profile | None = world.reference.profile(profile_id)
    return profile.name if profile else profile_id


def _distinct(macs: Iterable[ExpectedMac]) -> tuple[ExpectedMac, ...]:
    return tuple({(mac.jurisdiction, mac.part, mac.state): mac for mac in macs}.values())


def _serving(payer: Payer, mac: ExpectedMac, world: World) -> list[Portal]:
    return [portal for portal in linked_portals(payer, world) if portal.profile == mac.profile]


@derived(written_at="contract")
def missing_macs(payer: Payer, world: World) -> tuple[ExpectedMac, ...] | None:
    """Medicare contractors that should serve the payer's states and parts and whose portal is not linked to it.

    Unknown where the contract's `states` or `medicare_parts`, or the `county` of a site in a state that is divided, are
    not written, where a linked portal of a Medicare contractor has no `profile` that says which one it is, and where
    neither the contract's `states` nor the `state` of each site is written.
    """
    macs = expected_macs(payer, world)
    if macs is None:
        return None
    missing = tuple(mac for mac in macs if not _serving(payer, mac, world))
    unclear = any(portal.kind == "mac" and portal.profile is None for portal in linked_portals(payer, world))
    return None if (unclear if missing else _more_states(payer, world)) else missing


def _more_states(payer: Payer, world: World) -> bool:
    """Whether there may be states that are not written, so that further contractors may be needed."""
    contract, practice = effective_contract(payer, world), world.inventory.practice
    if contract is None or contract.mac_override is not None or contract.railroad or contract.states is not None:
        return False
    return any(site.state is None for site in (practice.locations if practice else None) or ())


@derived(written_at="contract")
def parts_without_ptan(payer: Payer, world: World) -> tuple[str, ...] | None:
    """Medicare parts of the contract without a PTAN. Unknown where the contract's `medicare_parts` are not written."""
    contract = effective_contract(payer, world)
    if contract is None or contract.medicare_parts is None:
        return None
    return tuple(part for part in contract.medicare_parts if part not in {ptan.part for ptan in contract.ptans or ()})


@derived()
def macs_without_administrator(payer: Payer, world: World) -> tuple[Portal, ...] | None:
    """Linked portals of the expected Medicare contractors without a live administrator.

    Unknown where the contract's `states` or `medicare_parts` are not written, or where the `permissions`,
    `last_login_on` or `engagements` of somebody leave open whether that person administers the portal.
    """

    def administered(portal: Portal) -> bool | None:
        if live_administrators(portal, world):
            return True
        return None if any(part.count is None for part in administrations(portal, world)) else False

    return _lacking(payer, world, administered)


@derived()
def macs_without_claim_status(payer: Payer, world: World) -> tuple[Portal, ...] | None:
    """Linked portals of the expected Medicare contractors on which no live account sees the payer's claim status.

    Unknown where the contract's `states` or `medicare_parts` are not written, or where the `permissions` of an account
    are not.
    """

    def seen(portal: Portal) -> bool | None:
        accounts = (a for a in live_accounts(portal, world) if a.payers is None or payer.id in a.payers)
        held = [effective_permissions(account, world) for account in accounts]
        if any(permissions and CLAIM_STATUS in permissions for permissions in held):
            return True
        return None if None in held else False

    return _lacking(payer, world, seen)


def _lacking(payer: Payer, world: World, has: Callable[[Portal], bool | None]) -> tuple[Portal, ...] | None:
    """The expected contractors' linked portals without something; None where that stays open."""
    macs = expected_macs(payer, world)
    if macs is None:
        return None
    portals = {portal.id: portal for mac in macs for portal in _serving(payer, mac, world)}
    states = [(portal, has(portal)) for portal in portals.values()]
    lacking = tuple(portal for portal, state in states if state is False)
    return None if not lacking and any(state is None for _, state in states) else lacking


@derived(written_at="contract")
def mac_shortfall(payer: Payer, world: World) -> str:
    """What the practice's access to its Medicare contractors lacks, in words."""
    macs = [_described(mac) for mac in missing_macs(payer, world) or ()]
    ptans = [f"no PTAN for Part {part}" for part in parts_without_ptan(payer, world) or ()]
    leaderless = [f"nobody administers {p.name}" for p in macs_without_administrator(payer, world) or ()]
    blind = [f"nobody sees claim status on {p.name}" for p in macs_without_claim_status(payer, world) or ()]
    return "; ".join((*macs, *ptans, *leaderless, *blind)) or "nothing is lacking"


@derived(written_at="contract")
def mac_ready(payer: Payer, world: World) -> bool | None:
    """Whether every Medicare contractor is linked, with PTANs, an administrator and somebody who sees claim status.

    Unknown where the contract's `states` or `medicare_parts` are not written, where a linked portal has no `profile`,
    or where the `permissions` of its accounts are not written.
    """
    facts = (missing_macs, parts_without_ptan, macs_without_administrator, macs_without_claim_status)
    found = [fact(payer, world) for fact in facts]
    return False if any(found) else None if None in found else True


def _described(mac: ExpectedMac) -> str:
    where = f" in {mac.state}" if mac.state else ""
    contractor = f"{mac.contractor} ({mac.jurisdiction})"
    return f"Part {mac.part}{where} is handled by {contractor}, and its portal {mac.portal} is not listed"


@derived(written_at="contract")
def mac_table_checked_on(payer: Payer, world: World) -> Date | None:
    """The day on which the table of Medicare contractors was checked, for that of this payer's checked longest ago.

    Unknown where the contract's `states` or `medicare_parts` are not written.
    """
    names = {mac.jurisdiction for mac in expected_macs(payer, world) or ()}
    tables = (world.reference.jurisdictions, world.reference.specialty_jurisdictions)
    found = (known for table in tables for name, known in table.items() if name in names)
    return min((day for known in found if (day := _checked_on(known.source or (), world))), default=None)


def _checked_on(keys: Iterable[str], world: World) -> str | None:
    """The newest day on which one of the sources was read."""
    sources = (world.reference.sources.get(key) for key in keys)
    return max((source.seen_on for source in sources if source and source.seen_on), default=None)

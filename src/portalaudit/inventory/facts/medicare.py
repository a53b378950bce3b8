"""Derived facts of Medicare: which contractors serve the states and parts for which the practice is enrolled."""

from collections.abc import Iterable

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.payer_portals import effective_contract
from portalaudit.inventory.records import Contract, Payer
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.reference import Jurisdiction, SpecialtyJurisdiction
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field

RAILROAD = "RRB"
ALL_STATES = "all states"


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedMac:
    """The Medicare contractor that should serve a part of Medicare in a state."""

    jurisdiction: str = field(metadata={"meaning": "Its jurisdiction, for example JF"})
    contractor: str = field(metadata={"meaning": "Its name"})
    profile: str = field(metadata={"meaning": "The profile of its portal"})
    portal: str = field(metadata={"meaning": "The name of its portal"})
    part: str = field(metadata={"meaning": "Medicare part, A or B"})
    state: str = field(
        metadata={"meaning": "State; `all states` where the contractor serves the whole country or is an override"}
    )
    checked_on: Date | None = field(
        metadata={"meaning": "Day on which the list that names it was last compared with a source"}
    )


def _untold_macs(payer: Payer, world: World) -> tuple[str, ...]:
    """What names the contractors: the parts of Medicare, and where the practice is."""
    contract = effective_contract(payer, world)
    where = "county" if contract is not None and _places(contract, world) else "state"
    return "effective_contract.medicare_parts", f"practice.locations.{where}"


@derived(written_at="contract", needs=_untold_macs)
def expected_macs(payer: Payer, world: World) -> tuple[ExpectedMac, ...] | None:
    """The contractors for each state and part of a Medicare contract.

    Not known where the contract's `medicare_parts`, or neither its `states` nor the `state` of a site, are written, and
    where the `county` of a site in a state that is divided is not.
    """
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
    known = [
        (world.reference.jurisdiction_for(state, county, part), part, state)
        for state, county in places
        for part in parts
    ]
    if any(found is None for found, _, _ in known):
        return None
    macs = (_expected(found, part, state, world) for found, part, state in known if found is not None)
    return tuple({(mac.jurisdiction, mac.part, mac.state): mac for mac in macs}.values())


def _fixed(jurisdiction: str, parts: Iterable[str], world: World) -> tuple[ExpectedMac, ...] | None:
    known = world.reference.jurisdictions.get(jurisdiction) or world.reference.specialty_jurisdictions.get(jurisdiction)
    return None if known is None else tuple(_expected(known, part, ALL_STATES, world) for part in parts)


def _expected(known: Jurisdiction | SpecialtyJurisdiction, part: str, state: str, world: World) -> ExpectedMac:
    profile = world.reference.profile(known.portal)
    name = profile.name if profile else known.portal
    checked_on = _checked_on(known.source or (), world)
    return ExpectedMac(known.id, known.contractor, known.portal, name, part, state, checked_on)


def _places(contract: Contract, world: World) -> list[tuple[str, str | None]]:
    """The states of enrolment, with the counties of the practice's sites there."""
    practice = world.inventory.practice
    sites = [(site.state, site.county) for site in (practice.locations if practice else None) or () if site.state]
    if contract.states is None:
        return [(state, county) for state, county in sites if state]
    return [place for state in contract.states for place in _sites_in(state, sites)]


def _sites_in(state: str, sites: Iterable[tuple[str | None, str | None]]) -> list[tuple[str, str | None]]:
    return [(state, county) for where, county in sites if where == state] or [(state, None)]


def _checked_on(keys: Iterable[str], world: World) -> str | None:
    """The newest day on which one of the sources was read."""
    sources = (world.reference.sources.get(key) for key in keys)
    return max((source.seen_on for source in sources if source and source.seen_on), default=None)

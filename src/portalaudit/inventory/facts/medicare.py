"""Derived facts of Medicare: which contractors serve the states and parts for which the practice is enrolled."""

from collections.abc import Iterable

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.payer_portals import effective_contract
from portalaudit.inventory.records import Contract, Payer
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.reference import Jurisdiction, SpecialtyJurisdiction
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.patterns import late

RAILROAD = "RRB"
ALL_STATES = "all states"
HOME_HEALTH = "HHH"
EQUIPMENT = "DME"
BUSINESSES = {
    "A": "Part A",
    "B": "Part B",
    HOME_HEALTH: "Home health and hospice",
    EQUIPMENT: "Durable medical equipment",
}
"""What a word under `medicare_parts` stands for."""

_HOME_HEALTH_NAMED = late(r"(?i)\b(home health|hospice)\b")
_EQUIPMENT_NAMED = late(r"\bDME(POS)?\b")


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedMac:
    """The Medicare contractor that should serve a part of Medicare in a state."""

    jurisdiction: str = field(metadata={"meaning": "Its jurisdiction, for example JF"})
    contractor: str = field(metadata={"meaning": "Its name"})
    profile: str = field(metadata={"meaning": "The profile of its portal"})
    portal: str = field(metadata={"meaning": "The name of its portal"})
    part: str = field(metadata={"meaning": "Medicare part: A, B, HHH or DME"})
    business: str = field(metadata={"meaning": "The part in words, for example Part B or Home health and hospice"})
    state: str = field(
        metadata={"meaning": "State; `all states` where the contractor serves the whole country or is an override"}
    )
    checked_on: Date | None = field(
        metadata={"meaning": "Day on which the list that names it was last compared with a source"}
    )


def _undetermined_macs(payer: Payer, world: World) -> tuple[str, ...]:
    """What names the contractors: the parts of Medicare, and where the practice is."""
    contract = effective_contract(payer, world)
    where = "county" if contract is not None and _places(contract, world) else "state"
    return "terms.contract.medicare_parts", f"practice.locations.{where}"


@derived(written_at="contract", needs=_undetermined_macs)
def expected_macs(payer: Payer, world: World) -> tuple[ExpectedMac, ...] | None:
    """The contractors for each state and part of a Medicare contract.

    Equipment is known by a payer whose name says DME, and what a home health agency or hospice, by its name or the
    payer's, calls Part A goes to the contractor for home health and hospice.

    Not known where the contract's `medicare_parts`, or neither its `states` nor the `state` of a site, are written, and
    where the `county` of a site in a state that is divided is not.
    """
    contract = effective_contract(payer, world)
    if contract is None:
        return None
    if contract.mac_override is not None:
        return _fixed(contract.mac_override.jurisdiction, _parts(payer, contract, world), world)
    if contract.railroad:
        return _fixed(RAILROAD, ("B",), world)
    places, parts = _places(contract, world), _parts(payer, contract, world)
    if not places or not parts:
        return None
    known = [
        (world.reference.contractor_for(state, county, part), part, state) for state, county in places for part in parts
    ]
    if any(found is None for found, _, _ in known):
        return None
    macs = (_expected(found, part, state, world) for found, part, state in known if found is not None)
    return tuple({(mac.jurisdiction, mac.part, mac.state): mac for mac in macs}.values())


def _parts(payer: Payer, contract: Contract, world: World) -> tuple[str, ...] | None:
    """The parts of Medicare that a contract is for, as recorded or as names say."""
    parts = contract.medicare_parts
    if parts is None:
        return (EQUIPMENT,) if _EQUIPMENT_NAMED.search(payer.name) else None
    practice = world.inventory.practice
    names = f"{payer.name}; {practice.name if practice else ''}"
    if HOME_HEALTH in parts or not _HOME_HEALTH_NAMED.search(names):
        return parts
    return tuple(HOME_HEALTH if part == "A" else part for part in parts)


def _fixed(jurisdiction: str, parts: Iterable[str] | None, world: World) -> tuple[ExpectedMac, ...] | None:
    special = world.reference.specialty_jurisdictions.get(jurisdiction)
    known = world.reference.jurisdictions.get(jurisdiction) or special
    if known is None:
        return None
    usual = (special.part if special else None) or "B"
    return tuple(_expected(known, part, ALL_STATES, world) for part in parts or (usual,))


def _expected(known: Jurisdiction | SpecialtyJurisdiction, part: str, state: str, world: World) -> ExpectedMac:
    profile = world.reference.profile(known.portal)
    name = profile.name if profile else known.portal
    checked_on = _checked_on(known.source or (), world)
    return ExpectedMac(known.id, known.contractor, known.portal, name, part, BUSINESSES[part], state, checked_on)


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

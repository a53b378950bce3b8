"""Derived facts of downtime: what staff do while a portal is down, and what their protocol lacks."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.people import has_left
from portalaudit.inventory.facts.portals import closed
from portalaudit.inventory.records import Payer, Portal
from portalaudit.inventory.records.portals import DowntimeProtocol
from portalaudit.inventory.world import World

FALLBACKS = frozenset({"portal", "clearinghouse", "ivr", "api"})
"""Kinds of steps that give an answer without somebody waiting on the telephone."""


@derived(written_at="downtime")
def downtime_gaps(portal: Portal, world: World) -> tuple[str, ...] | None:
    """What the portal's downtime protocol lacks, in words; empty where nothing.

    It asks for an owner who works here, steps of which the last and only the last is the telephone, another way before
    it where the practice has one, a number to call, and what happens with held claims and with work done meanwhile.
    Not known where nothing is wrong and the owner's `engagements` are not written.
    """
    protocol = portal.downtime
    if protocol is None:
        return ("there is no downtime protocol",)
    owner, found = world.indexes.person(protocol.owner), tuple(_gaps(protocol, portal, world))
    return found if found or owner is None or has_left(owner, world) is not None else None


def _gaps(protocol: DowntimeProtocol, portal: Portal, world: World) -> Iterator[str]:
    owner = world.indexes.person(protocol.owner)
    if owner is None:
        yield "nobody keeps it current"
    elif has_left(owner, world):
        yield f"{owner.name}, who should keep it current, has left"
    yield from _step_gaps(protocol, portal, world)
    if protocol.held_claims is None:
        yield "it does not say what happens with held claims"
    if protocol.retro_entry is None:
        yield "it does not say how work done meanwhile is entered afterwards"


def _step_gaps(protocol: DowntimeProtocol, portal: Portal, world: World) -> Iterator[str]:
    kinds = [step.kind for step in protocol.steps or ()]
    if not kinds:
        yield "it has no steps"
        return
    if "phone" not in kinds:
        yield "the telephone is no step of it"
    elif kinds.index("phone") != len(kinds) - 1:
        yield "the telephone comes before other steps"
    if "phone" in kinds and not _number_given(protocol, portal, world):
        yield "no telephone number is given"
    if FALLBACKS.isdisjoint(kinds) and _has_other_way(portal, world):
        yield "no other way comes before the telephone"


def _number_given(protocol: DowntimeProtocol, portal: Portal, world: World) -> bool:
    """Whether the number stands in the step, or with every payer of the portal."""
    if any(step.kind == "phone" and step.contact for step in protocol.steps or ()):
        return True
    payers = _payers(portal, world)
    return bool(payers) and all(payer.phone for payer in payers)


def _payers(portal: Portal, world: World) -> list[Payer]:
    return [payer for name in portal.payers or () if (payer := world.indexes.payer(name)) is not None]


def _has_other_way(portal: Portal, world: World) -> bool:
    """Whether another portal or a clearinghouse reaches a payer of the portal; yes where nobody says otherwise."""
    payers = _payers(portal, world)
    others = (p for payer in payers for p in world.indexes.portals_of_payer.get(payer.id, ()) if p.id != portal.id)
    return any(not closed(other, world) for other in others) or any(
        payer.channels is None or "clearinghouse" in payer.channels for payer in payers
    )


@derived(written_at="downtime")
def downtime_note(portal: Portal, world: World) -> str:
    """How the portal's downtime protocol stands, in words: what it lacks, and when it was reviewed and tried."""
    protocol = portal.downtime
    if protocol is None:
        return "; ".join(downtime_gaps(portal, world) or ())
    reviewed = f"reviewed on {protocol.reviewed_on}" if protocol.reviewed_on else "no day of review"
    tried = f"tried on {protocol.exercised_on}" if protocol.exercised_on else "no day of a trial"
    return "; ".join((*(downtime_gaps(portal, world) or ()), reviewed, tried))

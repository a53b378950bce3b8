"""Derived facts of keeping records: what a document is the evidence of."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Document
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.world import World


@derived()
def evidence_on(document: Document, world: World) -> tuple[Date, ...]:
    """Days of what names it as evidence: trainings, reviews, decisions carried out, and accounts that ended."""
    return world.indexes.days_of_evidence.get(document.id, ())

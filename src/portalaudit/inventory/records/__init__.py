"""The records of an inventory, one module per part of the practice's life."""

from portalaudit.inventory.records.account_records import Account, Grant, Use, UsedBy
from portalaudit.inventory.records.common import Ref
from portalaudit.inventory.records.incident_records import Incident
from portalaudit.inventory.records.payers import Contract, Payer
from portalaudit.inventory.records.portal_records import Portal
from portalaudit.inventory.records.practice_records import Location, Practice
from portalaudit.inventory.records.review_records import Decision, Review
from portalaudit.inventory.records.staff_records import Engagement, HeldRole, Person, Role, Vendor
from portalaudit.inventory.records.training_records import Completion, Document, Module, Training
from portalaudit.inventory.records.waivers import Renewal, Waiver, WaiverControl

SECTIONS: dict[str, type] = {
    "practice": Practice,
    "payers": Payer,
    "portals": Portal,
    "roles": Role,
    "vendors": Vendor,
    "staff": Person,
    "accounts": Account,
    "reviews": Review,
    "incidents": Incident,
    "training": Training,
    "documents": Document,
}
"""Every section that an inventory file may hold. `practice` and `training` are mappings, the others are lists."""

__all__ = [
    "SECTIONS",
    "Account",
    "Completion",
    "Contract",
    "Decision",
    "Document",
    "Engagement",
    "Grant",
    "HeldRole",
    "Incident",
    "Location",
    "Module",
    "Payer",
    "Person",
    "Portal",
    "Practice",
    "Ref",
    "Renewal",
    "Review",
    "Role",
    "Training",
    "Use",
    "UsedBy",
    "Vendor",
    "Waiver",
    "WaiverControl",
]

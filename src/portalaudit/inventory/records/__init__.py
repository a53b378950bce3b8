"""The records of an inventory, one module per part of the practice's life."""

from portalaudit.inventory.records.accounts import Account, Grant, Use, UsedBy
from portalaudit.inventory.records.common import Ref
from portalaudit.inventory.records.payers import Contract, Payer
from portalaudit.inventory.records.people import Engagement, HeldRole, Person, Role, Vendor
from portalaudit.inventory.records.portals import Portal
from portalaudit.inventory.records.practice import Location, Practice
from portalaudit.inventory.records.reviews import Decision, Review
from portalaudit.inventory.records.training import Completion, Document, Module, Training
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

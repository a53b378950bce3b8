"""What is known of portals, permissions and Medicare contractors before any practice is read."""

from portalaudit.inventory.reference.aggregate import Reference
from portalaudit.inventory.reference.load_reference import load_reference
from portalaudit.inventory.reference.profiles import NativeRole, Profile
from portalaudit.inventory.reference.reference_records import (
    SECTIONS,
    ActionVerb,
    Default,
    DefaultRole,
    Element,
    Jurisdiction,
    Permission,
    PermissionSet,
    SodPair,
    SodSide,
    SpecialtyJurisdiction,
    StatusWords,
)
from portalaudit.inventory.reference.standing import Sensitivity, Source, Sourced

__all__ = [
    "SECTIONS",
    "ActionVerb",
    "Default",
    "DefaultRole",
    "Element",
    "Jurisdiction",
    "NativeRole",
    "Permission",
    "PermissionSet",
    "Profile",
    "Reference",
    "Sensitivity",
    "SodPair",
    "SodSide",
    "Source",
    "Sourced",
    "SpecialtyJurisdiction",
    "StatusWords",
    "load_reference",
]

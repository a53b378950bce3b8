"""Training and written policies."""

from typing import Literal

from portalaudit.inventory.records.common import (
    Attributes,
    Date,
    DocumentRef,
    Id,
    Labels,
    LastDay,
    ModuleRef,
    PermissionRef,
    PersonRef,
    PortalRef,
    RoleRef,
    Text,
    VendorRef,
)
from portalaudit.inventory.records.portal_records import PortalKind
from portalaudit.source.record_types import field, record


@record
class Module:
    """One module of the training curriculum. Without portals, kinds, roles or permissions it is for everybody with access."""

    id: Id = field(description="Short stable name")
    title: Text | None = field(None, description="Title")
    owner: PersonRef | None = field(None, description="Who keeps it current")
    version: Text | None = field(None, description="Version in force")
    reviewed_on: Date | None = field(None, description="Day it was last reviewed")
    introduced_on: Date | None = field(None, description="Day it joined the curriculum; who had access before needs it from then on")
    topics: tuple[Text, ...] | None = field(None, description="Topics covered. The rule on the curriculum looks for portal_navigation, coverage_check (whether a patient is insured), transaction_updates (where claims and authorizations stand), downtime_protocol, clearinghouse_vs_portal (what only the portal shows), claim_integrity (true claims), no_sharing (of logins) and manager (what managers do when people come, change jobs and leave)")
    portals: tuple[PortalRef, ...] | None = field(None, description="Only for users of these portals")
    portal_kinds: tuple[PortalKind, ...] | None = field(None, description="Only for users of portals of these kinds")
    roles: tuple[RoleRef, ...] | None = field(None, description="Only for holders of these roles")
    permissions: tuple[PermissionRef, ...] | None = field(None, description="Only for users with one of these permissions")
    retrain: bool | None = field(None, description="Whether a completion of an older version no longer counts")
    optional: bool | None = field(None, description="Offered, not required")
    attributes: Attributes | None = field(None, description="Facts of your own, of any shape; a schema in policies/attributes/ may describe them")


@record
class Completion:
    """Someone completed a module."""

    person: PersonRef = field(description="Who")
    module: ModuleRef = field(description="The module")
    completed_on: Date = field(description="Day of completion")
    version: Text | None = field(None, description="Version completed")
    attested_by: VendorRef | None = field(None, description="Vendor that attests the training of its own staff")
    evidence: Text | None = field(None, description="Where the record is kept")
    attributes: Attributes | None = field(None, description="Facts of your own, of any shape; a schema in policies/attributes/ may describe them")


@record
class Training:
    """The curriculum and who completed what."""

    modules: tuple[Module, ...] | None = field(None, description="Modules of the curriculum")
    completions: tuple[Completion, ...] | None = field(None, description="Completed modules")


@record
class Document:
    """A written policy, procedure, agreement or piece of evidence."""

    id: Id = field(description="Short stable name")
    kind: Literal["policy", "sop", "job_description", "agreement", "designation", "audit", "evidence", "other"] | None = field(None, description="Kind of document")
    title: Text | None = field(None, description="Title")
    owner: PersonRef | None = field(None, description="Who keeps it current")
    version: Text | None = field(None, description="Version in force")
    signed_on: Date | None = field(None, description="Day of the signature")
    reviewed_on: Date | None = field(None, description="Day it was last reviewed")
    supersedes: DocumentRef | None = field(None, description="The document it replaces")
    location: Text | None = field(None, description="Where it is kept")
    sha256: Text | None = field(None, description="SHA-256 of the file")
    retain_until: LastDay | None = field(None, description="Day until which it is kept")
    labels: Labels | None = field(None, description="Free-text labels")
    attributes: Attributes | None = field(None, description="Facts of your own, of any shape; a schema in policies/attributes/ may describe them")

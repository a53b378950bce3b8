"""Training and written policies."""

from typing import Literal

from pydantic import Field

from portalaudit.inventory.records.common import (
    Date,
    DocumentRef,
    Id,
    Labels,
    ModuleRef,
    PermissionRef,
    PersonRef,
    PortalRef,
    RoleRef,
    Text,
    VendorRef,
    record,
)
from portalaudit.inventory.records.portals import PortalKind


@record
class Module:
    """One module of the training curriculum. Without portals, kinds, roles or permissions it is for everybody with access."""

    id: Id = Field(description="Short stable name")
    title: Text | None = Field(None, description="Title")
    owner: PersonRef | None = Field(None, description="Who keeps it current")
    version: Text | None = Field(None, description="Version in force")
    reviewed_on: Date | None = Field(None, description="Day it was last reviewed")
    topics: tuple[Text, ...] | None = Field(None, description="Topics covered, for example no_sharing or downtime_protocol")
    portals: tuple[PortalRef, ...] | None = Field(None, description="Only for users of these portals")
    portal_kinds: tuple[PortalKind, ...] | None = Field(None, description="Only for users of portals of these kinds")
    roles: tuple[RoleRef, ...] | None = Field(None, description="Only for holders of these roles")
    permissions: tuple[PermissionRef, ...] | None = Field(None, description="Only for users with one of these permissions")
    retrain: bool | None = Field(None, description="Whether a completion of an older version no longer counts")
    optional: bool | None = Field(None, description="Offered, not required")


@record
class Completion:
    """Somebody completed a module."""

    person: PersonRef = Field(description="Who")
    module: ModuleRef = Field(description="The module")
    completed_on: Date = Field(description="Day of completion")
    version: Text | None = Field(None, description="Version completed")
    attested_by: VendorRef | None = Field(None, description="Vendor that attests the training of its own staff")
    evidence: Text | None = Field(None, description="Where the record is kept")


@record
class Training:
    """The curriculum and who completed what."""

    modules: tuple[Module, ...] | None = Field(None, description="Modules of the curriculum")
    completions: tuple[Completion, ...] | None = Field(None, description="Completed modules")


@record
class Document:
    """A written policy, procedure, agreement or piece of evidence."""

    id: Id = Field(description="Short stable name")
    kind: Literal["policy", "sop", "job_description", "agreement", "designation", "evidence", "other"] | None = Field(None, description="Kind of document")
    title: Text | None = Field(None, description="Title")
    owner: PersonRef | None = Field(None, description="Who keeps it current")
    version: Text | None = Field(None, description="Version in force")
    signed_on: Date | None = Field(None, description="Day of the signature")
    reviewed_on: Date | None = Field(None, description="Day it was last reviewed")
    supersedes: DocumentRef | None = Field(None, description="The document it replaces")
    location: Text | None = Field(None, description="Where it is kept")
    sha256: Text | None = Field(None, description="SHA-256 of the file")
    retain_until: Date | None = Field(None, description="Day until which it is kept")
    labels: Labels | None = Field(None, description="Free text pairs")

"""Portals, and what is known of their own clocks and limits."""

from typing import Literal

from pydantic import Field

from portalaudit.inventory.records.common import (
    Count,
    Date,
    Id,
    Labels,
    MfaMethod,
    PayerRef,
    PermissionRef,
    PersonRef,
    ProfileRef,
    Text,
    record,
)

PortalKind = Literal["hub", "standalone", "mac", "medicaid", "sso"]


@record
class Registration:
    """The practice's registration with a portal."""

    status: Literal["not_started", "submitted", "verified", "rejected", "closed"] | None = Field(None, description="Where the registration stands")
    url: Text | None = Field(None, description="Where to register")
    submitted_on: Date | None = Field(None, description="Day it was submitted")
    verified_on: Date | None = Field(None, description="Day the portal verified the practice")
    closed_on: Date | None = Field(None, description="Day it was closed")
    tax_ids: tuple[Text, ...] | None = Field(None, description="EINs registered")
    npis: tuple[Text, ...] | None = Field(None, description="NPIs registered")
    ptans: tuple[Text, ...] | None = Field(None, description="Medicare PTANs registered")


@record
class Inactivity:
    """The portal's own clock for idle logins. 0 days means that there is none."""

    disable_days: Count | None = Field(None, description="Days without login after which the portal disables a user")
    delete_days: Count | None = Field(None, description="Days without login after which the portal deletes a user")


@record
class MfaPolicy:
    """What the portal asks for beyond a password."""

    required: bool | None = Field(None, description="Whether a second factor is required")
    methods: tuple[MfaMethod, ...] | None = Field(None, description="Methods offered")


@record
class Recertification:
    """The portal's own yearly confirmation of users."""

    last_on: Date | None = Field(None, description="Day of the last one")
    by: PersonRef | None = Field(None, description="Who did it")
    profile_verified_on: Date | None = Field(None, description="Day the practice's profile was last verified in the portal")


@record
class FallbackStep:
    """One step of a downtime protocol."""

    kind: Literal["portal", "clearinghouse", "ivr", "api", "phone", "fax", "paper"] = Field(description="Kind of fallback")
    detail: Text | None = Field(None, description="What to do")
    contact: Text | None = Field(None, description="Number or address")


@record
class DowntimeProtocol:
    """What staff do while the portal is down."""

    owner: PersonRef | None = Field(None, description="Who keeps it current")
    steps: tuple[FallbackStep, ...] | None = Field(None, description="Fallbacks in order; the telephone comes last")
    held_claims: Text | None = Field(None, description="What happens with claims meanwhile")
    retro_entry: Text | None = Field(None, description="How work done meanwhile is entered afterwards")
    reviewed_on: Date | None = Field(None, description="Day it was last reviewed")
    exercised_on: Date | None = Field(None, description="Day it was last tried")


@record
class AuditLog:
    """The portal's record of who did what."""

    available: bool | None = Field(None, description="Whether the practice can see it")
    how: Text | None = Field(None, description="Where to find it")
    retention_days: Count | None = Field(None, description="Days it is kept")
    reviewed_on: Date | None = Field(None, description="Day somebody last looked")


@record
class PriorAuthModule:
    """The portal's prior authorization pages."""

    available: bool | None = Field(None, description="Whether the portal offers them")
    timestamped_confirmation: bool | None = Field(None, description="Whether a submission gets a confirmation with time")
    retention_days: Count | None = Field(None, description="Days a confirmation is kept")


@record
class ExportedAccount:
    """One row of a portal's user list."""

    login: Text | None = Field(None, description="Login as the portal writes it")
    name: Text | None = Field(None, description="Name as the portal writes it")
    email: Text | None = Field(None, description="E-mail address")
    status: Text | None = Field(None, description="Status as the portal writes it")
    roles: tuple[Text, ...] | None = Field(None, description="Roles as the portal writes them")
    last_login_on: Text | None = Field(None, description="Last login as the portal writes it")


@record
class Export:
    """A user list taken from the portal."""

    taken_on: Date = Field(description="Day it was taken")
    source: Text | None = Field(None, description="File name")
    method: Text | None = Field(None, description="How it was taken")
    sha256: Text | None = Field(None, description="SHA-256 of the file")
    accounts: tuple[ExportedAccount, ...] | None = Field(None, description="Its rows")


@record
class Portal:
    """A payer portal: a hub, a payer's own, a Medicare contractor's, a Medicaid agency's or a single sign-on."""

    id: Id = Field(description="Short stable name")
    name: Text = Field(description="Name of the portal")
    kind: PortalKind = Field(description="Kind of portal")
    profile: ProfileRef | None = Field(None, description="Profile of the reference data with this portal's limits and native roles")
    login_url: Text | None = Field(None, description="Direct sign-in address (https)")
    url_verified_on: Date | None = Field(None, description="Day somebody last opened the address and found the sign-in page")
    payers: tuple[PayerRef, ...] | None = Field(None, description="Payers reached through it")
    administrators: tuple[PersonRef, ...] | None = Field(None, description="Designated portal administrators")
    primary_administrator: PersonRef | None = Field(None, description="The primary one, where the portal knows exactly one")
    registration: Registration | None = Field(None, description="Registration of the practice")
    functions: tuple[PermissionRef, ...] | None = Field(None, description="What the portal offers")
    identity_domain: Text | None = Field(None, description="Where its logins are unique; the portal itself if absent and no profile says otherwise")
    inactivity: Inactivity | None = Field(None, description="Clock for idle logins, where it differs from the profile's")
    mfa: MfaPolicy | None = Field(None, description="Second factor, where it differs from the profile's")
    max_administrators: Count | None = Field(None, description="Most administrators allowed, where it differs from the profile's")
    recertification: Recertification | None = Field(None, description="The portal's own confirmation of users")
    downtime: DowntimeProtocol | None = Field(None, description="What staff do while it is down")
    audit_log: AuditLog | None = Field(None, description="Record of who did what")
    session_timeout_minutes: Count | None = Field(None, description="Minutes until an idle session ends")
    prior_auth_module: PriorAuthModule | None = Field(None, description="Prior authorization pages")
    automation_allowed: bool | None = Field(None, description="Whether robots may use it, where it differs from the profile's")
    credentialing_only: bool | None = Field(None, description="Used for credentialing, not for billing")
    exports: tuple[Export, ...] | None = Field(None, description="User lists taken from the portal")
    closed_on: Date | None = Field(None, description="Day the practice stopped using it")
    labels: Labels | None = Field(None, description="Free text pairs")

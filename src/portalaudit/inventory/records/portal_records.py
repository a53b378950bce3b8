"""Portals, and what is known of their own clocks and limits."""

from typing import Literal

from portalaudit.inventory.records.common import (
    Attributes,
    Count,
    Date,
    Days,
    Id,
    Labels,
    MfaMethod,
    Minutes,
    PayerRef,
    PermissionRef,
    PersonRef,
    ProfileRef,
    Text,
)
from portalaudit.source.record_types import field, record
from portalaudit.source.statements import Filled

PortalKind = Literal["hub", "standalone", "mac", "medicaid", "sso"]
UsersManagedBy = Literal["practice", "payer"]


@record
class Registration:
    """The practice's registration with a portal."""

    status: Literal["not_started", "submitted", "verified", "rejected", "closed"] | None = field(None, description="Where the registration stands")
    url: Text | None = field(None, description="Where to register")
    submitted_on: Date | None = field(None, description="Day it was submitted")
    verified_on: Date | None = field(None, description="Day the portal verified the practice")
    closed_on: Date | None = field(None, description="Day it was closed")
    tax_ids: tuple[Text, ...] | None = field(None, description="EINs registered")
    npis: tuple[Text, ...] | None = field(None, description="NPIs registered")
    ptans: tuple[Text, ...] | None = field(None, description="Medicare PTANs registered")


@record
class Inactivity:
    """The portal's own clock for idle logins. 0 days means that there is none."""

    disable_days: Days | None = field(None, description="Days without login after which the portal disables a user")
    delete_days: Days | None = field(None, description="Days without login after which the portal deletes a user")


@record
class MfaPolicy:
    """What the portal asks for beyond a password."""

    required: bool | None = field(None, description="Whether a second factor is required")
    methods: tuple[MfaMethod, ...] | None = field(None, description="Methods offered")


@record
class Recertification:
    """The portal's own yearly confirmation of users."""

    last_on: Date | None = field(None, description="Day of the last one")
    by: PersonRef | None = field(None, description="Who did it")
    profile_verified_on: Date | None = field(None, description="Day the practice's profile was last verified in the portal")


@record
class FallbackStep:
    """One step of a downtime protocol."""

    kind: Literal["portal", "clearinghouse", "ivr", "api", "phone", "fax", "paper"] = field(description="Kind of fallback")
    detail: Text | None = field(None, description="What to do")
    contact: Text | None = field(None, description="Number or address")


@record
class DowntimeProtocol:
    """What staff do while the portal is down."""

    owner: PersonRef | None = field(None, description="Who keeps it current")
    steps: tuple[FallbackStep, ...] | None = field(None, description="Fallbacks in order; the telephone comes last")
    held_claims: Text | None = field(None, description="What happens with claims meanwhile")
    retro_entry: Text | None = field(None, description="How work done meanwhile is entered afterwards")
    reviewed_on: Date | None = field(None, description="Day it was last reviewed")
    exercised_on: Date | None = field(None, description="Day it was last tried")


@record
class AuditLog:
    """The portal's record of who did what."""

    available: bool | None = field(None, description="Whether the practice can see it")
    how: Text | None = field(None, description="Where to find it")
    retention_days: Days | None = field(None, description="Days it is kept")
    reviewed_on: Date | None = field(None, description="Day it was last reviewed")


@record
class PriorAuthModule:
    """The portal's prior authorization pages."""

    available: bool | None = field(None, description="Whether the portal offers them")
    timestamped_confirmation: bool | None = field(None, description="Whether a submission gets a confirmation with time")
    retention_days: Days | None = field(None, description="Days a confirmation is kept")


AccountField = Literal[
    "created_on",
    "email",
    "last_login_on",
    "mfa",
    "mfa_device",
    "name",
    "native_roles",
    "password_changed_on",
    "password_expires_on",
    "permissions",
    "person",
    "status",
    "type",
]


@record
class ExportedAccount:
    """One row of a portal's user list."""

    login: Filled | None = field(None, description="Login as the portal writes it")
    name: Filled | None = field(None, description="Name as the portal writes it")
    email: Filled | None = field(None, description="E-mail address")
    status: Filled | None = field(None, description="Status as the portal writes it")
    roles: tuple[Filled, ...] | None = field(None, description="Roles as the portal writes them")
    last_login_on: Filled | None = field(None, description="Last login as the portal writes it")


@record
class Export:
    """A user list taken from the portal."""

    taken_on: Date = field(description="Day it was taken")
    source: Text | None = field(None, description="File name")
    method: Text | None = field(None, description="How it was taken")
    sha256: Text | None = field(None, description="SHA-256 of the file")
    coverage: Literal["full", "partial", "unknown"] | None = field(None, description="Whether it lists every user; full if absent. Only absence from a full list says that a user is gone")
    tax_ids: tuple[Text, ...] | None = field(None, description="EINs whose users it lists; those of all if absent")
    lacks: tuple[AccountField, ...] | None = field(None, description="Fields of an account that the portal's list does not give")
    accounts: tuple[ExportedAccount, ...] | None = field(None, description="Its rows")


@record
class Portal:
    """A payer portal: a hub, a payer's own, a Medicare contractor's, a Medicaid agency's or a single sign-on."""

    id: Id = field(description="Short stable name")
    name: Text = field(description="Name of the portal")
    kind: PortalKind = field(description="Kind of portal")
    profile: ProfileRef | None = field(None, description="Profile of the reference data with this portal's limits and native roles")
    login_url: Text | None = field(None, description="Direct sign-in address (https)")
    url_verified_on: Date | None = field(None, description="Day the address was last opened and showed the sign-in page")
    payers: tuple[PayerRef, ...] | None = field(None, description="Payers reached through it")
    administrators: tuple[PersonRef, ...] | None = field(None, description="Designated portal administrators")
    users_managed_by: UsersManagedBy | None = field(None, description="Who creates and removes users: an administrator of the practice, or the payer alone, where it differs from the profile's")
    primary_administrator: PersonRef | None = field(None, description="The primary one, where the portal knows exactly one")
    registration: Registration | None = field(None, description="Registration of the practice")
    functions: tuple[PermissionRef, ...] | None = field(None, description="What the portal offers")
    identity_domain: Text | None = field(None, description="Where its logins are unique; the portal itself if absent and no profile says otherwise")
    inactivity: Inactivity | None = field(None, description="Clock for idle logins, where it differs from the profile's")
    mfa: MfaPolicy | None = field(None, description="MFA, where it differs from the profile's")
    max_administrators: Count | None = field(None, description="Most administrators allowed, where it differs from the profile's")
    recertification: Recertification | None = field(None, description="The portal's own confirmation of users")
    downtime: DowntimeProtocol | None = field(None, description="What staff do while it is down")
    audit_log: AuditLog | None = field(None, description="Record of who did what")
    session_timeout_minutes: Minutes | None = field(None, description="Minutes until an idle session ends")
    prior_auth_module: PriorAuthModule | None = field(None, description="Prior authorization pages")
    self_registration: bool | None = field(None, description="Whether users register themselves and an administrator approves them in the portal, where it differs from the profile's")
    automation_allowed: bool | None = field(None, description="Whether robots may use it, where it differs from the profile's")
    credentialing_only: bool | None = field(None, description="Used for credentialing, not for billing")
    exports: tuple[Export, ...] | None = field(None, description="User lists taken from the portal")
    closed_on: Date | None = field(None, description="Day the practice stopped using it")
    labels: Labels | None = field(None, description="Free-text labels")
    attributes: Attributes | None = field(None, description="Facts of your own, of any shape; a schema in policies/attributes/ may describe them")

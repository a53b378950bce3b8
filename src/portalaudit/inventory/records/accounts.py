"""Portal accounts: one login's access to one portal."""

from typing import Literal

from pydantic import Field

from portalaudit.inventory.records.common import (
    Date,
    Id,
    Labels,
    LastLogin,
    MfaMethod,
    Moment,
    PayerRef,
    PermissionRef,
    PersonRef,
    PortalRef,
    Text,
    record,
)

AccountType = Literal["individual", "shared_legacy", "service", "api", "break_glass", "test"]
AccountStatus = Literal[
    "active",
    "pending",
    "locked",
    "disabled",
    "suspended",
    "deactivated",
    "terminated",
    "deleted",
    "revoked",
]


@record
class UsedBy:
    """Somebody who used an account for a time."""

    person: PersonRef = Field(description="Who")
    start: Date | None = Field(None, alias="from", description="First day")
    end: Date | None = Field(None, alias="to", description="Last day, inclusive")


@record
class Grant:
    """One change of an account's rights."""

    kind: Literal["create", "grant", "modify", "enable", "emergency"] | None = Field(None, description="What was done")
    permissions: tuple[PermissionRef, ...] | None = Field(None, description="Permissions concerned; the whole account if absent")
    granted_on: Date | None = Field(None, description="Day it took effect")
    expires_on: Date | None = Field(None, description="Last day, inclusive")
    requested_by: PersonRef | None = Field(None, description="Who asked")
    approved_by: PersonRef | None = Field(None, description="Who approved")
    approved_on: Date | None = Field(None, description="Day of the approval")
    performed_by: PersonRef | None = Field(None, description="Who did it in the portal")
    reason: Text | None = Field(None, description="Why")
    evidence: Text | None = Field(None, description="Where the approval is kept")


@record
class Use:
    """One use of a break-glass account."""

    on: Moment = Field(description="When")
    by: PersonRef = Field(description="Who")
    reason: Text | None = Field(None, description="Why")
    reviewed_by: PersonRef | None = Field(None, description="Who looked at it afterwards")
    rotated_on: Moment | None = Field(None, description="When the secret was changed afterwards")


@record
class Account:
    """One login's access to one portal. Holds statements about credentials, never a credential."""

    id: Id = Field(description="Short stable name")
    portal: PortalRef = Field(description="The portal")
    login: Text = Field(description="Login as the portal writes it")
    type: AccountType = Field(description="Kind of account")
    status: AccountStatus = Field(description="Status in the portal; active, pending and locked are live")
    person: PersonRef | None = Field(None, description="Owner: the one user, or who answers for an account that is no person's")
    persons: tuple[PersonRef, ...] | None = Field(None, description="Everybody who uses it, where there are several")
    used_by: tuple[UsedBy, ...] | None = Field(None, description="Who used it when")
    match: Literal["matched", "unmatched"] | None = Field(None, description="Result of the reconciliation with the staff list")
    display_name: Text | None = Field(None, description="Name shown in the portal")
    email: Text | None = Field(None, description="Mail address registered in the portal")
    organization: Text | None = Field(None, description="Organization in the portal, where a login is attached to several")
    tax_ids: tuple[Text, ...] | None = Field(None, description="EINs that the account reaches")
    npis: tuple[Text, ...] | None = Field(None, description="NPIs that the account reaches")
    payers: tuple[PayerRef, ...] | None = Field(None, description="Payers that the account reaches; all of the portal's if absent")
    permissions: tuple[PermissionRef, ...] | None = Field(None, description="Canonical permissions")
    native_roles: tuple[Text, ...] | None = Field(None, description="Roles as the portal names them; the portal's profile maps them")
    grants: tuple[Grant, ...] | None = Field(None, description="Changes of rights, with approvals")
    requested_by: PersonRef | None = Field(None, description="Who asked for the account")
    approved_by: PersonRef | None = Field(None, description="Who approved the account")
    approved_on: Date | None = Field(None, description="Day of the approval")
    approval_reason: Text | None = Field(None, description="Why it was approved")
    provisioned_by: PersonRef | None = Field(None, description="Who created it in the portal")
    created_on: Date | None = Field(None, description="Day it was created")
    enabled_on: Date | None = Field(None, description="Day it was last enabled again")
    suspended_on: Date | None = Field(None, description="Day it was suspended or disabled")
    deactivated_on: Moment | None = Field(None, description="When it was taken out of use for good; a time where it is known")
    deactivated_by: PersonRef | None = Field(None, description="Who did that")
    deactivation_confirmation: Text | None = Field(None, description="Where the portal's confirmation is kept")
    scheduled_deactivation_on: Date | None = Field(None, description="Day planned for deactivation")
    last_login_on: LastLogin | None = Field(None, description="Last login, or `never`")
    last_login_source: Literal["portal", "export", "import", "admin_unlock"] | None = Field(None, description="What wrote the last login; an import or an unlock is no login")
    expected_use: Literal["daily", "weekly", "monthly", "quarterly", "annual"] | None = Field(None, description="How often the owner needs it")
    mfa: MfaMethod | None = Field(None, description="Second factor in use")
    mfa_device: Text | None = Field(None, description="Name of the device or mailbox that receives codes; never a secret")
    password_changed_on: Date | None = Field(None, description="Day of the last change")
    password_expires_on: Date | None = Field(None, description="Day it expires")
    recertified_on: Date | None = Field(None, description="Day the portal last confirmed this user")
    portal_training_on: Date | None = Field(None, description="Day of the portal's own training")
    credential_custody: Literal["personal_vault", "shared_vault", "sso", "browser", "paper", "spreadsheet", "memory", "unknown"] | None = Field(None, description="Where the owner keeps the password")
    vault_readers: tuple[PersonRef, ...] | None = Field(None, description="Who can read the vault item")
    known_to: tuple[PersonRef, ...] | None = Field(None, description="Who knows the secret of an account that is no person's")
    rotated_on: Date | None = Field(None, description="Day that secret was last changed")
    purpose: Text | None = Field(None, description="What an account that is no person's is for")
    expires_on: Date | None = Field(None, description="Last day it may be used")
    next_review_on: Date | None = Field(None, description="Day of its next review")
    migrate_by: Date | None = Field(None, description="Day by which a shared login will have been replaced")
    uses: tuple[Use, ...] | None = Field(None, description="Uses of a break-glass account")
    labels: Labels | None = Field(None, description="Free text pairs")

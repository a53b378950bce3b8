"""Portal accounts: one login's access to one portal."""

from typing import Annotated, Literal

from portalaudit.inventory.records.common import (
    Attributes,
    Date,
    Id,
    Labels,
    LastDay,
    LastLogin,
    MfaMethod,
    Moment,
    PayerRef,
    PermissionRef,
    PersonRef,
    PortalRef,
    Text,
    in_order,
)
from portalaudit.source.record_types import OrText, field, record
from portalaudit.source.statements import Reason

AccountType = Literal["individual", "shared_legacy", "service", "api", "bot", "break_glass", "test"]
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
    """Someone who used an account for a time."""

    __checked__ = in_order("start", "end")

    person: PersonRef = field(description="Who")
    start: Date | None = field(None, alias="from", description="First day")
    end: LastDay | None = field(None, alias="to", description="Last day, inclusive")


@record
class Grant:
    """One change of an account's rights."""

    kind: Literal["create", "grant", "modify", "enable", "emergency"] | None = field(None, description="What was done")
    permissions: tuple[PermissionRef, ...] | None = field(None, description="Permissions concerned; the whole account if absent")
    granted_on: Date | None = field(None, description="Day it took effect")
    expires_on: LastDay | None = field(None, description="Last day, inclusive")
    requested_by: PersonRef | None = field(None, description="Who asked")
    approved_by: PersonRef | None = field(None, description="Who approved")
    approved_on: Date | None = field(None, description="Day of the approval")
    performed_by: PersonRef | None = field(None, description="Who did it in the portal")
    reason: Reason | None = field(None, description="Why")
    evidence: Text | None = field(None, description="Where the approval is kept")


@record
class Use:
    """One use of a break-glass account."""

    on: Moment = field(description="When")
    by: PersonRef = field(description="Who")
    reason: Reason | None = field(None, description="Why")
    reviewed_by: PersonRef | None = field(None, description="Who looked at it afterwards")
    rotated_on: Moment | None = field(None, description="When the secret was changed afterwards")


@record
class Match:
    """How an account was matched with the staff list. A text alone is the result."""

    result: Literal["matched", "unmatched"] = field(description="Whether its user was found on the staff list")
    by: Literal["login", "mailbox", "employee_number", "npi", "name", "former_name", "answer"] | None = field(None, description="What the two have in common, or `answer` where someone said so")
    on: Date | None = field(None, description="Day it was matched")
    decided_by: Text | None = field(None, description="Who said so")


@record
class Account:
    """One login's access to one portal. Holds statements about credentials, never a credential."""

    id: Id = field(description="Short stable name")
    portal: PortalRef = field(description="The portal")
    login: Text = field(description="Login as the portal writes it")
    type: AccountType = field(description="Kind of account")
    status: AccountStatus = field(description="Status in the portal; active, pending and locked are live")
    person: PersonRef | None = field(None, description="Owner: the one user, or who is responsible for an account that is not a person's")
    persons: tuple[PersonRef, ...] | None = field(None, description="Everyone who uses it, where there are several")
    used_by: tuple[UsedBy, ...] | None = field(None, description="Who used it when")
    match: Annotated[Match, OrText("result")] | None = field(None, description="Result of the reconciliation with the staff list; a text, or by what, when and by whom it was matched")
    display_name: Text | None = field(None, description="Name shown in the portal")
    email: Text | None = field(None, description="E-mail address registered in the portal")
    organization: Text | None = field(None, description="Organization in the portal, where a login is attached to several")
    tax_ids: tuple[Text, ...] | None = field(None, description="EINs that the account reaches")
    npis: tuple[Text, ...] | None = field(None, description="NPIs that the account reaches")
    payers: tuple[PayerRef, ...] | None = field(None, description="Payers that the account reaches; all of the portal's if absent")
    permissions: tuple[PermissionRef, ...] | None = field(None, description="Canonical permissions")
    native_roles: tuple[Text, ...] | None = field(None, description="Roles as the portal names them; the portal's profile maps them")
    grants: tuple[Grant, ...] | None = field(None, description="Changes of rights, with approvals")
    requested_by: PersonRef | None = field(None, description="Who requested the account")
    approved_by: PersonRef | None = field(None, description="Who approved the account")
    approved_on: Date | None = field(None, description="Day of the approval")
    approval_reason: Reason | None = field(None, description="Why it was approved")
    provisioned_by: PersonRef | None = field(None, description="Who created it in the portal")
    created_on: Date | None = field(None, description="Day it was created")
    enabled_on: Date | None = field(None, description="Day it was last enabled again")
    suspended_on: Date | None = field(None, description="Day it was suspended or disabled")
    deactivated_on: Moment | None = field(None, description="When it was taken out of use for good; a time where it is known")
    deactivated_by: PersonRef | None = field(None, description="Who did that")
    deactivation_confirmation: Text | None = field(None, description="Where the portal's confirmation is kept")
    scheduled_deactivation_on: Date | None = field(None, description="Day planned for deactivation")
    last_login_on: LastLogin | None = field(None, description="Last login to the portal itself, or `never`; a sign-on before it does not count")
    last_login_source: Literal["portal", "export", "import", "admin_unlock"] | None = field(None, description="What wrote the last login; an import or an unlock is not a login")
    expected_use: Literal["daily", "weekly", "monthly", "quarterly", "annual"] | None = field(None, description="How often the owner needs it")
    mfa: MfaMethod | None = field(None, description="MFA method in use")
    mfa_device: Text | None = field(None, description="Name of the device that receives codes, or the address of the mailbox where they arrive by e-mail; the same name on two accounts is one device. Never a secret")
    password_changed_on: Date | None = field(None, description="Day of the last change")
    password_expires_on: LastDay | None = field(None, description="Day it expires")
    recertified_on: Date | None = field(None, description="Day the portal last confirmed this user")
    portal_training_on: Date | None = field(None, description="Day of the portal's own training")
    credential_custody: Literal["personal_vault", "shared_vault", "sso", "browser", "paper", "spreadsheet", "memory", "unknown"] | None = field(None, description="Where the owner keeps the password")
    vault_readers: tuple[PersonRef, ...] | None = field(None, description="Who can read the vault item; not who can only recover a vault whose owner is locked out")
    known_to: tuple[PersonRef, ...] | None = field(None, description="Who knows the secret of an account that is not a person's")
    rotated_on: Date | None = field(None, description="Day that secret was last changed, or MFA was last set up again")
    purpose: Reason | None = field(None, description="What an account that is not a person's is for")
    expires_on: LastDay | None = field(None, description="Last day it may be used")
    next_review_on: Date | None = field(None, description="Day of its next review")
    migrate_by: Date | None = field(None, description="Day by which a shared login will have been replaced")
    uses: tuple[Use, ...] | None = field(None, description="Uses of a break-glass account")
    labels: Labels | None = field(None, description="Free-text labels")
    attributes: Attributes | None = field(None, description="Facts of your own, of any shape; a schema in policies/attributes/ may describe them")

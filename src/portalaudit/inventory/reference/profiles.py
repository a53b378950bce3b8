"""What is known of one portal: its roles, limits and clocks."""

from typing import Annotated, Literal

from portalaudit.inventory.records.common import Count, Id, PermissionRef, Text
from portalaudit.inventory.records.portal_records import MfaPolicy, PortalKind, UsersManagedBy
from portalaudit.inventory.reference.standing import Sourced, Url
from portalaudit.source.record_types import StringConstraints, field, record

Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]


@record
class AdminLimits:
    """How many administrators a portal allows."""

    per_tin: Count | None = field(None, description="Most practice administrators for one tax ID")
    vendor: Count | None = field(
        None, description="Most vendor administrators for one combination of tax ID, NPI and PTAN"
    )
    primary: Count | None = field(None, description="Primary administrators of one organization, exactly")
    tins_each: Count | None = field(None, description="Most tax IDs for one administrator")


@record
class DualRole:
    """A role that is administrator and user at once, for small practices only."""

    role: Text = field(description="Its name in the portal")
    below_fte: Count = field(description="Open to practices with fewer full-time employees than this")
    billing_company: bool = field(default=False, description="Whether billing companies may hold it")


@record
class ProfileInactivity:
    """The portal's clock for idle logins, in days without login."""

    warn_days: Count | None = field(None, description="The portal sends a notice")
    disable_days: Count | None = field(None, description="The login stops working")
    delete_days: Count | None = field(None, description="The login is gone and the user registers again")


@record
class ProfileRecertification:
    """The portal's own periodic confirmation of its users."""

    interval_days: Count | None = field(None, description="Days from one to the next")
    window_days: Count | None = field(None, description="Days before the end in which it may be done")
    by: Literal["user", "administrator", "identity_provider"] | None = field(None, description="Who confirms")
    profile_interval_days: Count | None = field(None, description="Days after which each user confirms the own profile")
    if_missed: Text | None = field(None, description="What the portal does to users who were not confirmed")


@record
class PortalTraining:
    """Training that the portal itself demands."""

    interval_days: Count | None = field(None, description="Days from one to the next")
    window_days: Count | None = field(None, description="Days in which it may be done")
    delete_days: Count | None = field(None, description="Days without it after which the portal deletes the login")


@record
class ExportGuide:
    """How to take the list of users from the portal."""

    how: Text | None = field(None, description="The way through the menus")
    columns: tuple[Text, ...] | None = field(None, description="What the list shows")


@record
class NativeRole(Sourced):
    """A role or function as the portal names it, and the permissions that it gives."""

    name: Text = field(description="Name in the portal; case and spaces do not matter")
    permissions: tuple[PermissionRef, ...] | None = field(
        None, description="Permissions; absent where it is not mapped yet"
    )
    needs_functions: bool = field(
        default=False, description="Whether its functions are granted one by one, so that they must be listed beside it"
    )


@record
class Profile(Sourced):
    """What is known of one portal: its roles, limits and clocks. An absent field is not known."""

    id: Id = field(description="Short stable name")
    name: Text = field(description="Name of the portal")
    kind: PortalKind = field(description="Kind of portal")
    login_url: Url | None = field(None, description="Sign-in address")
    known_hosts: tuple[Host, ...] | None = field(None, description="Hosts that belong to the portal")
    identity_domain: Id | None = field(
        None, description="Where its logins are unique: the portal, or the sign-on that it shares"
    )
    admin_roles: tuple[Text, ...] | None = field(None, description="Roles that manage users")
    end_user_roles: tuple[Text, ...] | None = field(None, description="Roles of ordinary users")
    admin_implies: Literal["none", "all", "end_user"] | None = field(
        None, description="What an administrator may do besides managing users"
    )
    one_account_per_person: bool | None = field(None, description="Whether a person may hold one account only")
    one_role_per_person: bool | None = field(None, description="Whether a person may hold one role only")
    shared_email_allowed: bool | None = field(None, description="Whether several users may give one mailbox")
    generic_names_allowed: bool | None = field(None, description="Whether a user may be called Front Desk or the like")
    users_managed_by: UsersManagedBy | None = field(
        None, description="Who creates and removes users: an administrator of the practice, or the payer alone"
    )
    admin_must_be_staff: bool | None = field(None, description="Whether an administrator must belong to the practice")
    users_in_us_only: bool | None = field(None, description="Whether all users must be in the United States")
    admin_loss_removes_users: bool | None = field(
        None, description="Whether users may lose access together with their administrator"
    )
    min_admins_required: Count | None = field(None, description="Fewest administrators that the portal accepts")
    min_admins_recommended: Count | None = field(None, description="Administrators that the portal recommends")
    max_admins: AdminLimits | None = field(None, description="Most administrators")
    dual_role: DualRole | None = field(
        None, description="Role for small practices that combines administrator and user"
    )
    mfa: MfaPolicy | None = field(None, description="Second factor")
    password_max_age_days: Count | None = field(None, description="Days until a password expires")
    session_timeout_minutes: Count | None = field(None, description="Minutes until an idle session ends")
    inactivity: ProfileInactivity | None = field(None, description="Clock for idle logins")
    recertification: ProfileRecertification | None = field(None, description="The portal's own confirmation of users")
    portal_training: PortalTraining | None = field(None, description="Training that the portal demands")
    self_registration: bool | None = field(
        None, description="Whether users register themselves and an administrator approves them in the portal"
    )
    automation_allowed: bool | None = field(None, description="Whether robots may use it")
    export: ExportGuide | None = field(None, description="How to take its list of users")
    native_roles: tuple[NativeRole, ...] | None = field(
        None, description="Its roles and functions in canonical permissions"
    )

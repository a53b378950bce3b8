"""Periodic access reviews and what became of their decisions."""

from typing import Literal

from portalaudit.inventory.records.common import (
    AccountRef,
    Attributes,
    Date,
    Id,
    Labels,
    Moment,
    PermissionRef,
    PersonRef,
    PortalRef,
    Text,
)
from portalaudit.source.record_types import field, record
from portalaudit.source.statements import Reason


@record
class Snapshot:
    """The user list that a review judged."""

    taken_on: Date | None = field(None, description="Day it was taken")
    source: Text | None = field(None, description="File it came from")
    method: Text | None = field(None, description="How it was taken, for example export, screen or recertification")
    sha256: Text | None = field(None, description="SHA-256 of that file")
    accounts: tuple[Text, ...] | None = field(None, description="Ids of the accounts in it")


@record
class Decision:
    """What a review decided about one account."""

    account: AccountRef = field(description="The account")
    decision: Literal["keep", "modify", "revoke", "unknown_user", "gone"] = field(description="The decision; `gone` for an account that ended meanwhile")
    permissions: tuple[PermissionRef, ...] | None = field(None, description="Permissions concerned; the whole account if absent")
    reviewer: PersonRef | None = field(None, description="Who decided; the review's reviewer if absent")
    second_signature: Text | None = field(None, description="Who from outside of the practice, such as the accountant, looked at the decision and signed too")
    decided_on: Moment | None = field(None, description="When")
    reason: Reason | None = field(None, description="Why")
    executed_on: Date | None = field(None, description="Day it was carried out in the portal")
    executed_by: PersonRef | None = field(None, description="Who did that")
    confirmation: Text | None = field(None, description="Where the portal's confirmation is kept")
    ticket: Text | None = field(None, description="Request that is pending with the portal")


@record
class Review:
    """One access review of one portal."""

    id: Id = field(description="Short stable name")
    portal: PortalRef = field(description="The portal")
    opened_on: Date | None = field(None, description="Day it was opened")
    due_on: Date | None = field(None, description="Day it is due")
    completed_on: Date | None = field(None, description="Day it was completed; an open review has none")
    reviewer: PersonRef | None = field(None, description="Who decides")
    snapshot: Snapshot | None = field(None, description="The user list that was judged")
    decisions: tuple[Decision, ...] | None = field(None, description="One for each account")
    signed_by: PersonRef | None = field(None, description="Manager who signed off")
    signed_on: Date | None = field(None, description="Day of the sign-off")
    sha256: Text | None = field(None, description="SHA-256 of the review as it was signed")
    labels: Labels | None = field(None, description="Free-text labels")
    attributes: Attributes | None = field(None, description="Facts of your own, of any shape; a schema in policies/attributes/ may describe them")

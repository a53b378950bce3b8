"""Periodic access reviews and what became of their decisions."""

from typing import Literal

from pydantic import Field

from portalaudit.inventory.records.common import (
    AccountRef,
    Date,
    Id,
    Labels,
    Moment,
    PermissionRef,
    PersonRef,
    PortalRef,
    Text,
    record,
)


@record
class Snapshot:
    """The user list that a review judged."""

    taken_on: Date | None = Field(None, description="Day it was taken")
    source: Text | None = Field(None, description="File it came from")
    method: Text | None = Field(None, description="How it was taken")
    sha256: Text | None = Field(None, description="SHA-256 of that file")
    accounts: tuple[Text, ...] | None = Field(None, description="Ids of the accounts in it")


@record
class Decision:
    """What a review decided about one account."""

    account: AccountRef = Field(description="The account")
    decision: Literal["keep", "modify", "revoke", "unknown_user", "gone"] = Field(description="The decision; `gone` for an account that ended meanwhile")
    permissions: tuple[PermissionRef, ...] | None = Field(None, description="Permissions concerned; the whole account if absent")
    reviewer: PersonRef | None = Field(None, description="Who decided; the review's reviewer if absent")
    second_signature: Text | None = Field(None, description="Who from outside signed too, in a practice of one person")
    decided_on: Moment | None = Field(None, description="When")
    reason: Text | None = Field(None, description="Why")
    executed_on: Date | None = Field(None, description="Day it was carried out in the portal")
    executed_by: PersonRef | None = Field(None, description="Who did that")
    confirmation: Text | None = Field(None, description="Where the portal's confirmation is kept")
    ticket: Text | None = Field(None, description="Request that is pending with the portal")


@record
class Review:
    """One access review of one portal."""

    id: Id = Field(description="Short stable name")
    portal: PortalRef = Field(description="The portal")
    opened_on: Date | None = Field(None, description="Day it was opened")
    due_on: Date | None = Field(None, description="Day it is due")
    completed_on: Date | None = Field(None, description="Day it was completed; an open review has none")
    reviewer: PersonRef | None = Field(None, description="Who decides")
    snapshot: Snapshot | None = Field(None, description="The user list that was judged")
    decisions: tuple[Decision, ...] | None = Field(None, description="One for each account")
    signed_by: PersonRef | None = Field(None, description="Manager who signed off")
    signed_on: Date | None = Field(None, description="Day of the sign-off")
    sha256: Text | None = Field(None, description="SHA-256 of the review as it was signed")
    labels: Labels | None = Field(None, description="Free text pairs")

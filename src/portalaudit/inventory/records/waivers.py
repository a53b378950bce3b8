"""Waivers: findings that someone accepts in writing until a day. They stand among the policies."""

from typing import Annotated, Literal

from portalaudit.inventory.records.common import Date, Days, Id, Labels, LastDay, PersonRef, Text, in_order
from portalaudit.source.record_types import OrText, field, record
from portalaudit.source.statements import Reason


@record
class WaiverControl:
    """What is done instead while a waiver lasts."""

    text: Reason = field(description="What is done")
    performer: PersonRef | None = field(None, description="Who does it")
    every_days: Days | None = field(None, description="How often it is due, in days")
    last_performed_on: Date | None = field(None, description="Day it was last done")


@record
class Renewal:
    """A later term of a waiver, approved anew."""

    __checked__ = in_order("approved_on", "expires_on", "was approved")

    approved_by: PersonRef = field(description="Who approved this term")
    approved_on: Date = field(description="Day of the approval")
    expires_on: LastDay = field(description="Last day of this term, inclusive")


@record
class Waiver:
    """One finding that someone accepts until a day."""

    __checked__ = in_order("approved_on", "expires_on", "was approved")

    id: Id = field(description="Short stable name")
    rule: Text = field(description="Id of the rule whose finding is accepted")
    subject: Text = field(description="Id of what the finding is about, as the report prints it")
    severity: Literal["critical", "high", "medium", "low", "info"] | None = field(None, description="The most severe finding that it covers; the rule's severity if absent, so that one raised beyond it stands")
    checks: tuple[Text, ...] | None = field(None, description="Ids of the checks whose failing is accepted, where the rule has several; none is covered that is not named")
    reason: Reason | None = field(None, description="Why the finding is accepted")
    requested_by: PersonRef | None = field(None, description="Who asked for it")
    approved_by: PersonRef | None = field(None, description="Who approved it; neither who asked nor whom it is about")
    approved_on: Date | None = field(None, description="Day of the approval")
    expires_on: LastDay | None = field(None, description="Last day, inclusive, in the practice's time zone")
    ticket: Text | None = field(None, description="Request or file that holds the papers")
    compensating_control: Annotated[WaiverControl, OrText("text")] | None = field(None, description="What is done instead; a text, or who does it, how often and when last")
    renewals: tuple[Renewal, ...] | None = field(None, description="Later terms, each approved again; of those approved by now, the one that ends last counts")
    labels: Labels | None = field(None, description="Free-text labels")


@record
class WaiversFile:
    """Findings that someone accepts, each until a day."""

    waivers: tuple[Waiver, ...] = field((), description="One for each rule and subject")

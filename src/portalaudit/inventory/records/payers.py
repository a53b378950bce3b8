"""Payers and the contracts with them."""

from typing import Literal

from portalaudit.inventory.records.common import (
    Attributes,
    Date,
    Id,
    JurisdictionRef,
    Labels,
    LastDay,
    PayerRef,
    PortalRef,
    State,
    Text,
    in_order,
)
from portalaudit.source.record_types import field, record
from portalaudit.source.statements import Reason

LineOfBusiness = Literal[
    "commercial",
    "medicare_ffs",
    "medicare_advantage",
    "medicaid_ffs",
    "medicaid_managed",
    "workers_comp",
    "auto",
    "tricare",
    "va",
    "regional",
    "other",
]
Channel = Literal["portal", "clearinghouse", "phone", "fax"]


MedicarePart = Literal["A", "B", "HHH", "DME"]


@record
class Ptan:
    """A Medicare provider transaction access number."""

    part: MedicarePart = field(description="Medicare part")
    ptan: Text = field(description="The number; free text, its form depends on the contractor")
    state: State | None = field(None, description="State of enrolment")


@record
class MacOverride:
    """A Medicare contractor other than the one that the state implies."""

    jurisdiction: JurisdictionRef = field(description="Id of the jurisdiction, for example JF, as `portalaudit mac` shows it for a state")
    reason: Reason = field(description="Why this contractor serves the practice")


@record
class Contract:
    """The practice's contract with a payer."""

    __checked__ = in_order("effective_on", "ended_on")

    status: Literal["active", "pending", "ended", "letter_of_agreement"] | None = field(None, description="State of the contract")
    relationship: Literal["in_network", "out_of_network", "credentialing_only"] | None = field(None, description="How the practice bills this payer")
    effective_on: Date | None = field(None, description="First day")
    ended_on: LastDay | None = field(None, description="Last day")
    medicare_parts: tuple[MedicarePart, ...] | None = field(None, description="Medicare parts billed: A, B, HHH for home health and hospice, DME for equipment; A of a home health agency or hospice is HHH, unless both are named")
    states: tuple[State, ...] | None = field(None, description="States of enrolment; the practice's locations if absent")
    ptans: tuple[Ptan, ...] | None = field(None, description="Medicare provider transaction access numbers")
    mac_override: MacOverride | None = field(None, description="A Medicare contractor other than the usual one")
    railroad: bool | None = field(None, description="Railroad Medicare, served nationally by one contractor")


@record
class NoPortal:
    """Why a payer is worked without a portal."""

    reason: Reason = field(description="For example: the payer offers none")
    verified_on: Date | None = field(None, description="Day this was last checked")


@record
class PriorAuth:
    """How prior authorizations reach the payer."""

    required: bool | None = field(None, description="Whether the payer requires them for this practice's services")
    channel: Channel | None = field(None, description="Channel in use")
    portal: PortalRef | None = field(None, description="Portal used")
    delegate: Text | None = field(None, description="Company that decides for the payer, for example eviCore or Carelon")


@record
class Payer:
    """An insurer, with its contract."""

    id: Id = field(description="Short stable name")
    name: Text = field(description="Name of the payer")
    line_of_business: LineOfBusiness | None = field(None, description="Line of business")
    parent: PayerRef | None = field(None, description="The payer whose portal and contract this one uses")
    contract: Contract | None = field(None, description="The contract")
    no_portal: NoPortal | None = field(None, description="Set where the payer is worked without a portal on purpose")
    channels: tuple[Channel, ...] | None = field(None, description="Channels in the order in which staff use them; phone comes last")
    prior_auth: PriorAuth | None = field(None, description="Prior authorization")
    phone: Text | None = field(None, description="Provider services telephone number")
    top_payer: bool | None = field(None, description="Whether much of the practice's revenue comes from this payer")
    labels: Labels | None = field(None, description="Free-text labels")
    attributes: Attributes | None = field(None, description="Facts of your own, of any shape; a schema in policies/attributes/ may describe them")

"""The practice itself: who it is, where it is, and who answers for its portals."""

from typing import Annotated

from portalaudit.inventory import timezones
from portalaudit.inventory.records.common import (
    Attributes,
    ConflictRef,
    Count,
    Date,
    Days,
    DocumentRef,
    Id,
    Labels,
    LastDay,
    PersonRef,
    State,
    Text,
    in_order,
)
from portalaudit.source.record_types import AfterValidator, field, record
from portalaudit.source.statements import Filled, Reason

Timezone = Annotated[Text, AfterValidator(timezones.check)]


@record
class Location:
    """One site of the practice."""

    id: Id = field(description="Short stable name of the site")
    name: Text | None = field(None, description="Name of the site")
    state: State | None = field(None, description="Two-letter postal code of the state; decides the Medicare contractor")
    county: Text | None = field(None, description="County or independent city; Part B of five Virginia localities goes to another contractor")
    tax_id: Text | None = field(None, description="EIN under which the site bills")


@record
class Provider:
    """A clinician who bills under the practice."""

    name: Text = field(description="Name of the provider")
    npi: Text = field(description="Individual (type 1) National Provider Identifier, 10 digits")
    person: PersonRef | None = field(None, description="The provider's staff record")


@record
class MasterPortalAdministrator:
    """The one person accountable for all portals."""

    person: PersonRef = field(description="Who is accountable")
    designated_on: Date | None = field(None, description="Day of the designation")
    document: DocumentRef | None = field(None, description="The signed designation")
    deputy: PersonRef | None = field(None, description="Who acts while the administrator is away")


@record
class CredentialVault:
    """The password manager of the practice. Never a password."""

    product: Filled = field(description="Product name, for example 1Password or Dashlane")
    plan: Text | None = field(None, description="Plan, for example enterprise, business, personal")
    mfa: bool | None = field(None, description="Whether opening the vault needs a second factor")


@record
class Clearinghouse:
    """A clearinghouse that sends the practice's batch transactions."""

    id: Id = field(description="Short stable name")
    name: Text = field(description="Name of the clearinghouse")
    transactions: tuple[Text, ...] | None = field(None, description="X12 transactions it carries, for example 270, 276, 837P, 835")


@record
class FormerApprover:
    """Someone who may not approve access any more, and could."""

    __checked__ = in_order("start", "end")

    person: PersonRef = field(description="Who")
    start: Date | None = field(None, alias="from", description="First day")
    end: LastDay | None = field(None, alias="to", description="Last day, inclusive")


@record
class CompensatingControl:
    """What someone independent does where one person has to hold two duties that should be apart."""

    conflict: ConflictRef = field(description="The pair of duties, for example SOD-03")
    person: PersonRef = field(description="Who holds both duties")
    text: Reason = field(description="What is done, for example: deposits are reconciled with remittances")
    performer: PersonRef | None = field(None, description="Who of the staff does it; never the person who holds the duties")
    outside_performer: Text | None = field(None, description="Who does it, where that is not a staff member, for example the accountant")
    frequency_days: Days | None = field(None, description="At most so many days lie between one time and the next")
    last_performed_on: Date | None = field(None, description="Day it was last done")
    document: DocumentRef | None = field(None, description="Where it is written down")


@record
class Practice:
    """One medical practice. An inventory describes exactly one."""

    id: Id = field(description="Short stable name of the practice; part of every fingerprint")
    name: Text = field(description="Name of the practice")
    timezone: Timezone = field(description="IANA time zone in which days begin and end")
    legal_name: Text | None = field(None, description="Name on the IRS letter")
    tax_ids: tuple[Text, ...] | None = field(None, description="EINs, like 93-1234567. Never a Social Security number")
    npis: tuple[Text, ...] | None = field(None, description="Organization (type 2) National Provider Identifiers")
    fte: Count | None = field(None, description="Full-time equivalents; some portals allow a dual role below 25")
    billing_company: bool | None = field(None, description="Whether this is a billing company working for clients")
    locations: tuple[Location, ...] | None = field(None, description="Sites of the practice")
    providers: tuple[Provider, ...] | None = field(None, description="Billing providers")
    email_domains: tuple[Text, ...] | None = field(None, description="E-mail domains that belong to the practice")
    shared_mailboxes: tuple[Text, ...] | None = field(None, description="Mailboxes and lists read by more than one person")
    master_portal_administrator: MasterPortalAdministrator | None = field(None, description="The one person accountable for all portals")
    compliance_officer: PersonRef | None = field(None, description="Who reviews the master administrator's own access")
    approvers: tuple[PersonRef, ...] | None = field(None, description="Who may approve access")
    former_approvers: tuple[FormerApprover, ...] | None = field(None, description="Who could approve access before, and until when")
    credential_vault: CredentialVault | None = field(None, description="The approved password manager")
    clearinghouses: tuple[Clearinghouse, ...] | None = field(None, description="Clearinghouses in use")
    part2_program: bool | None = field(None, description="Whether it runs a substance use disorder program under 42 CFR Part 2")
    legacy_baseline_on: Date | None = field(None, description="Accounts and training older than this day were taken over as they were and count as approved once reviewed")
    compensating_controls: tuple[CompensatingControl, ...] | None = field(None, description="What is done where one person has to hold two duties that should be apart")
    recovery_path: Text | None = field(None, description="How a practice of one person gets back into its portals")
    labels: Labels | None = field(None, description="Free-text labels")
    attributes: Attributes | None = field(None, description="Facts of your own, of any shape; a schema in policies/attributes/ may describe them")

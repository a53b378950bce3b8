"""The workforce: job roles, vendors and staff with their dated engagements."""

from typing import Literal

from pydantic import Field

from portalaudit.inventory.records.common import (
    Count,
    Date,
    DocumentRef,
    Id,
    Labels,
    LocationRef,
    Moment,
    PermissionRef,
    PersonRef,
    RoleRef,
    Text,
    VendorRef,
    record,
)

RoleCategory = Literal["front_office", "billing_desk", "clinical", "administrative", "vendor"]
EngagementKind = Literal["employee", "contractor", "vendor", "locum", "student", "volunteer"]


@record
class Role:
    """A job role and the permissions it allows."""

    id: Id = Field(description="Short stable name")
    title: Text = Field(description="Job title")
    category: RoleCategory | None = Field(None, description="Part of the office it belongs to")
    permissions: tuple[PermissionRef, ...] | None = Field(None, description="Permissions it allows; `@front_office` and the like name a set of the taxonomy")
    with_approval: tuple[PermissionRef, ...] | None = Field(None, description="Permissions it allows where an approval with reason is recorded")
    job_description: Text | None = Field(None, description="Where the written job description is")
    job_description_on: Date | None = Field(None, description="Day of the job description")
    owner: PersonRef | None = Field(None, description="Who answers for the definition")
    scope: Literal["assigned", "all"] | None = Field(None, description="Whether holders work for all sites or only for those assigned")
    reviewed_on: Date | None = Field(None, description="Day the definition was last reviewed")
    labels: Labels | None = Field(None, description="Free text pairs")


@record
class BusinessAssociateAgreement:
    """The HIPAA agreement with a vendor."""

    signed_on: Date | None = Field(None, description="Day of the signature")
    expires_on: Date | None = Field(None, description="Last day")
    terminated_on: Date | None = Field(None, description="Day it was ended early")
    document: DocumentRef | None = Field(None, description="The agreement")


@record
class ServiceAgreement:
    """The commercial agreement with a vendor."""

    starts_on: Date | None = Field(None, description="First day")
    ends_on: Date | None = Field(None, description="Last day")
    renewed_on: Date | None = Field(None, description="Day of the last renewal")


@record
class Vendor:
    """A company whose people work with the practice's portals."""

    id: Id = Field(description="Short stable name")
    name: Text = Field(description="Name of the company")
    kind: Literal["billing_company", "clearinghouse", "it", "temp_agency", "credentialing", "consultant", "other"] | None = Field(None, description="What it does")
    email_domains: tuple[Text, ...] | None = Field(None, description="Mail domains of the company")
    baa: BusinessAssociateAgreement | None = Field(None, description="Business associate agreement")
    agreement: ServiceAgreement | None = Field(None, description="Service agreement")
    workforce: bool | None = Field(None, description="Its people work under the practice's direct control and count as workforce")
    subcontractors: tuple[Text, ...] | None = Field(None, description="Companies it passes work to")
    labels: Labels | None = Field(None, description="Free text pairs")


@record
class Leave:
    """Time away from work."""

    start: Date = Field(description="First day away")
    end: Date | None = Field(None, description="Last day away; open if absent")
    kind: Text | None = Field(None, description="For example parental, medical, sabbatical")
    continuous: bool | None = Field(None, description="false for intermittent or part-day leave")


@record
class Engagement:
    """One spell of work for the practice. A rehire is a new spell."""

    kind: EngagementKind = Field(description="Kind of engagement")
    start: Date = Field(description="First working day")
    end: Moment | None = Field(None, description="Last working day, inclusive; a time where it is known")
    involuntary: bool | None = Field(None, description="Ended by the practice: access ends with the notice")
    renewed_on: Date | None = Field(None, description="Day an open-ended contract was last renewed")
    sponsor: PersonRef | None = Field(None, description="Who in the practice answers for a person from outside")
    recorded_on: Date | None = Field(None, description="Day this was entered, where later than it happened")
    leave: tuple[Leave, ...] | None = Field(None, description="Time away")


@record
class HeldRole:
    """A role held for a time."""

    role: RoleRef = Field(description="The role")
    start: Date | None = Field(None, alias="from", description="First day")
    end: Date | None = Field(None, alias="to", description="Last day, inclusive")
    recorded_on: Date | None = Field(None, description="Day this was entered, where later than it happened")


@record
class Posting:
    """A site at which somebody works."""

    location: LocationRef = Field(description="The site")
    start: Date | None = Field(None, alias="from", description="First day")
    end: Date | None = Field(None, alias="to", description="Last day, inclusive")


@record
class Acknowledgement:
    """A policy that somebody signed."""

    document: DocumentRef = Field(description="The policy")
    on: Date = Field(description="Day of the signature")


@record
class Certification:
    """A certificate that may stand for a training module."""

    name: Text = Field(description="For example CPC or CCS")
    issued_on: Date | None = Field(None, description="Day of issue")
    expires_on: Date | None = Field(None, description="Last day")


@record
class Person:
    """A person of the workforce."""

    id: Id = Field(description="Short stable name")
    name: Text = Field(description="Name")
    other_names: tuple[Text, ...] | None = Field(None, description="Former and other names under which logins may stand")
    email: Text | None = Field(None, description="Own work mailbox")
    vendor: VendorRef | None = Field(None, description="Company that employs the person, for staff of a vendor")
    manager: PersonRef | None = Field(None, description="Supervisor")
    manager_since: Date | None = Field(None, description="Day the supervisor last changed")
    engagements: tuple[Engagement, ...] | None = Field(None, description="Dated spells of work")
    roles: tuple[HeldRole, ...] | None = Field(None, description="Dated roles")
    locations: tuple[Posting, ...] | None = Field(None, description="Dated sites")
    tax_ids: tuple[Text, ...] | None = Field(None, description="EINs that the person works for")
    npi: Text | None = Field(None, description="Individual National Provider Identifier")
    certifications: tuple[Certification, ...] | None = Field(None, description="Certificates")
    acknowledgements: tuple[Acknowledgement, ...] | None = Field(None, description="Policies signed")
    cleared_on: Date | None = Field(None, description="Day of the background check")
    exclusion_checked_on: Date | None = Field(None, description="Day of the last check against the OIG exclusion list")
    hours_per_week: Count | None = Field(None, description="Usual hours")
    labels: Labels | None = Field(None, description="Free text pairs")

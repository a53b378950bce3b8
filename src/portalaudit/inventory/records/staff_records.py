"""The workforce: job roles, vendors and staff with their dated engagements."""

from typing import Literal

from portalaudit.inventory.records.common import (
    Attributes,
    Country,
    Date,
    DocumentRef,
    Id,
    Labels,
    LastDay,
    LastMoment,
    LocationRef,
    PermissionRef,
    PersonRef,
    RoleRef,
    Text,
    VendorRef,
    WeeklyHours,
    in_order,
)
from portalaudit.source.record_types import field, record

RoleCategory = Literal["front_office", "billing_desk", "clinical", "administrative", "management", "owner", "vendor"]
EngagementKind = Literal["employee", "contractor", "vendor", "locum", "student", "volunteer"]


@record
class Role:
    """A job role and the permissions it allows."""

    id: Id = field(description="Short stable name")
    title: Text = field(description="Job title")
    category: RoleCategory | None = field(None, description="Part of the office it belongs to")
    permissions: tuple[PermissionRef, ...] | None = field(None, description="Permissions it allows; `@front_office` and the like name a set of the taxonomy")
    with_approval: tuple[PermissionRef, ...] | None = field(None, description="Permissions it allows where an approval with reason is recorded")
    job_description: Text | None = field(None, description="Where the written job description is")
    job_description_on: Date | None = field(None, description="Day of the job description")
    owner: PersonRef | None = field(None, description="Who answers for the definition")
    scope: Literal["assigned", "all"] | None = field(None, description="Whether holders work for all sites or only for those assigned")
    reviewed_on: Date | None = field(None, description="Day the definition was last reviewed")
    labels: Labels | None = field(None, description="Free-text labels")
    attributes: Attributes | None = field(None, description="Facts of your own, of any shape; a schema in policies/attributes/ may describe them")


@record
class BusinessAssociateAgreement:
    """The HIPAA agreement with a vendor."""

    __checked__ = in_order("signed_on", "expires_on", "was signed")

    signed_on: Date | None = field(None, description="Day of the signature")
    expires_on: LastDay | None = field(None, description="Last day")
    terminated_on: Date | None = field(None, description="Day it was ended early")
    document: DocumentRef | None = field(None, description="The agreement")
    part2_terms: bool | None = field(None, description="Whether it has the terms of a qualified service organization agreement under 42 CFR Part 2")


@record
class ServiceAgreement:
    """The commercial agreement with a vendor."""

    __checked__ = in_order("starts_on", "ends_on")

    starts_on: Date | None = field(None, description="First day")
    ends_on: LastDay | None = field(None, description="Last day")
    renewed_on: Date | None = field(None, description="Day of the last renewal")


@record
class Vendor:
    """A company whose people work with the practice's portals."""

    id: Id = field(description="Short stable name")
    name: Text = field(description="Name of the company")
    kind: Literal["billing_company", "clearinghouse", "it", "temp_agency", "credentialing", "consultant", "other"] | None = field(None, description="What it does")
    email_domains: tuple[Text, ...] | None = field(None, description="Mail domains of the company")
    baa: BusinessAssociateAgreement | None = field(None, description="Business associate agreement")
    agreement: ServiceAgreement | None = field(None, description="Service agreement")
    country: Country | None = field(None, description="Where its people work, as a two-letter ISO code such as US")
    workforce: bool | None = field(None, description="Its people work under the practice's direct control and count as workforce")
    subcontractors: tuple[Text, ...] | None = field(None, description="Companies it passes work to; its agreements have to cover them")
    labels: Labels | None = field(None, description="Free-text labels")
    attributes: Attributes | None = field(None, description="Facts of your own, of any shape; a schema in policies/attributes/ may describe them")


@record
class Leave:
    """Time away from work."""

    __checked__ = in_order("start", "end")

    start: Date = field(description="First day away")
    end: LastDay | None = field(None, description="Last day away; open if absent")
    kind: Text | None = field(None, description="For example parental, medical, sabbatical")
    continuous: bool | None = field(None, description="false for intermittent or part-day leave")


@record
class Engagement:
    """One spell of work for the practice. A rehire is a new spell."""

    __checked__ = in_order("start", "end")

    kind: EngagementKind = field(description="Kind of engagement")
    start: Date = field(description="First working day")
    end: LastMoment | None = field(None, description="Last working day, inclusive; a time where it is known")
    involuntary: bool | None = field(None, description="Ended by the practice: access ends with the notice")
    renewed_on: Date | None = field(None, description="Day an open-ended contract was last renewed")
    sponsor: PersonRef | None = field(None, description="Who in the practice is responsible for a person from outside")
    recorded_on: Date | None = field(None, description="Day this was entered, where later than it happened")
    leave: tuple[Leave, ...] | None = field(None, description="Time away")


@record
class HeldRole:
    """A role held for a time."""

    __checked__ = in_order("start", "end")

    role: RoleRef = field(description="The role")
    start: Date | None = field(None, alias="from", description="First day")
    end: LastDay | None = field(None, alias="to", description="Last day, inclusive")
    recorded_on: Date | None = field(None, description="Day this was entered, where later than it happened")


@record
class Posting:
    """A site at which someone works."""

    __checked__ = in_order("start", "end")

    location: LocationRef = field(description="The site")
    start: Date | None = field(None, alias="from", description="First day")
    end: LastDay | None = field(None, alias="to", description="Last day, inclusive")


@record
class Acknowledgement:
    """A policy that someone signed."""

    document: DocumentRef = field(description="The policy")
    on: Date = field(description="Day of the signature")


@record
class Certification:
    """A certificate that may stand for a training module."""

    __checked__ = in_order("issued_on", "expires_on")

    name: Text = field(description="For example CPC or CCS")
    issued_on: Date | None = field(None, description="Day of issue")
    expires_on: LastDay | None = field(None, description="Last day")


@record
class Person:
    """A person of the workforce."""

    id: Id = field(description="Short stable name")
    name: Text = field(description="Name")
    other_names: tuple[Text, ...] | None = field(None, description="Former and other names under which logins may stand")
    email: Text | None = field(None, description="Own work mailbox")
    employee_number: Text | None = field(None, description="Number under which payroll knows the person")
    vendor: VendorRef | None = field(None, description="Company that employs the person, for staff of a vendor")
    manager: PersonRef | None = field(None, description="Supervisor")
    manager_since: Date | None = field(None, description="Day the supervisor last changed")
    engagements: tuple[Engagement, ...] | None = field(None, description="Dated spells of work")
    roles: tuple[HeldRole, ...] | None = field(None, description="Dated roles")
    locations: tuple[Posting, ...] | None = field(None, description="Dated sites")
    tax_ids: tuple[Text, ...] | None = field(None, description="EINs that the person works for")
    npi: Text | None = field(None, description="Individual National Provider Identifier")
    certifications: tuple[Certification, ...] | None = field(None, description="Certificates")
    acknowledgements: tuple[Acknowledgement, ...] | None = field(None, description="Policies signed")
    cleared_on: Date | None = field(None, description="Day of the background check")
    exclusion_checked_on: Date | None = field(None, description="Day of the last check against the OIG exclusion list")
    excluded: bool | None = field(None, description="Whether that check found the person excluded from federal health care programs")
    country: Country | None = field(None, description="Where the person works, as a two-letter ISO code such as US; that of the vendor if absent")
    hours_per_week: WeeklyHours | None = field(None, description="Usual hours")
    labels: Labels | None = field(None, description="Free-text labels")
    attributes: Attributes | None = field(None, description="Facts of your own, of any shape; a schema in policies/attributes/ may describe them")

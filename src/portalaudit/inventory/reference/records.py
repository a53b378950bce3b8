"""The records of the reference data: what is known of portals, permissions and contractors before any practice is read.

Every record says in `source` where it was read, by keys of the `sources` table, and in `verified` whether somebody did
read it there. A record that is verified but for some fields lists those in `unverified`.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from portalaudit.inventory.records.common import Count, Date, Id, PermissionRef, ProfileRef, Ref, State, Text, record
from portalaudit.inventory.records.people import RoleCategory
from portalaudit.inventory.reference.profiles import Profile
from portalaudit.inventory.reference.standing import Sensitivity, Sourced

Level = Literal["critical", "high", "medium", "low", "info"]
Amount = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d\d)?$")]
DefaultRoleRef = Annotated[Text, Ref("default_roles")]


@record
class Permission(Sourced):
    """One thing that an account may do on a portal, named alike for all portals."""

    id: Id = Field(description="Canonical name, for example eligibility.view")
    description: Text = Field(description="What it allows")
    sensitivity: tuple[Sensitivity, ...] | None = Field(
        None, description="Why it matters who holds it: phi, financial or admin"
    )
    write: bool = Field(default=False, description="Whether it changes something at the payer")
    x12: Text | None = Field(None, description="The X12 transaction that carries the same")
    portal_names: tuple[Text, ...] | None = Field(None, description="What portals call it")


@record
class PermissionSet(Sourced):
    """Several permissions under one name, written `@name` where permissions are listed."""

    id: Id = Field(description="Name without the @")
    description: Text = Field(description="What the permissions have in common")
    permissions: tuple[PermissionRef, ...] | None = Field(None, description="Its members, by id")
    sensitivity: Sensitivity | None = Field(
        None, description="In place of a list: every permission of this sensitivity"
    )


@record
class CountyException:
    """A county or independent city whose Part B goes to this contractor although its state does not."""

    state: State = Field(description="Two-letter postal code")
    county: Text = Field(description="Name with County or city, for example Fairfax County")


@record
class Jurisdiction(Sourced):
    """The states of one Medicare A/B contractor and the portal that it runs."""

    id: Id = Field(description="Jurisdiction, for example JF")
    contractor: Text = Field(description="Medicare Administrative Contractor")
    portal: ProfileRef = Field(description="Profile of its portal")
    states: tuple[State, ...] = Field(description="States and territories")
    part_b_exceptions: tuple[CountyException, ...] | None = Field(
        None, description="Places elsewhere whose Part B comes here"
    )
    home_health_hospice: bool = Field(default=False, description="Whether it also serves home health and hospice")
    extra: tuple[Text, ...] | None = Field(None, description="Groups served beyond the states")


@record
class SpecialtyJurisdiction(Sourced):
    """A contractor for one kind of Medicare business instead of for states."""

    id: Id = Field(description="Jurisdiction, for example RRB")
    contractor: Text = Field(description="Medicare Administrative Contractor")
    portal: ProfileRef = Field(description="Profile of its portal")
    scope: Text = Field(description="The kind of business")
    national: bool = Field(default=False, description="Whether it serves all states")


@record
class DefaultRole(Sourced):
    """A job role to start from."""

    id: Id = Field(description="Short stable name")
    title: Text = Field(description="Job title")
    category: RoleCategory = Field(description="Part of the office it belongs to")
    permissions: tuple[PermissionRef, ...] | None = Field(None, description="Permissions it allows")
    with_approval: tuple[PermissionRef, ...] | None = Field(
        None, description="Permissions it allows where an approval with reason is recorded"
    )
    dual_approval: tuple[PermissionRef, ...] | None = Field(
        None, description="Those of them that two people should approve"
    )


@record
class SodSide:
    """One side of a conflict: any of these permissions, held by any of these roles, in this circumstance."""

    permissions: tuple[PermissionRef, ...] | None = Field(None, description="Any of these permissions")
    roles: tuple[DefaultRoleRef, ...] | None = Field(None, description="Any of these job roles")
    circumstance: Literal["reviews_own_portal", "vendor_person", "only_holder"] | None = Field(
        None, description="Something true of the person besides permissions"
    )


@record
class SodPair(Sourced):
    """Two duties that one person should not hold together."""

    id: Id = Field(description="Short stable name")
    title: Text = Field(description="The two duties")
    first: SodSide = Field(description="One duty")
    second: SodSide = Field(description="The other")
    severity: Level = Field(description="How much it matters")
    rationale: Text = Field(description="What could happen")
    scope: Literal["organization", "same_portal"] = Field(
        "organization", description="Whether permissions on all portals count together"
    )
    enabled: bool = Field(default=True, description="Whether it is looked for")
    alternative: Text | None = Field(None, description="What a small practice may do instead of separating the duties")


@record
class Element(Sourced):
    """What a clearinghouse answers to a question, and what the payer's portal adds."""

    id: Id = Field(description="Short stable name")
    title: Text = Field(description="The question")
    batch: Text = Field(description="What the batch answer typically gives")
    portal: Text = Field(description="What the portal shows")
    permissions: tuple[PermissionRef, ...] | None = Field(None, description="Permissions that show it")
    pivot_when: tuple[Text, ...] | None = Field(None, description="When to look in the portal")
    triggers: tuple[Id, ...] | None = Field(None, description="Stable names of triggers")


@record
class Default(Sourced):
    """A number or word that rules start from."""

    id: Id = Field(description="Short stable name")
    meaning: Text = Field(description="What it governs")
    number: Count | None = Field(None, description="The number")
    words: tuple[Text, ...] | None = Field(None, description="The words, where it is not a number")


@record
class Penalty(Sourced):
    """One tier of HIPAA civil money penalties, in US dollars. For reading only; exposure is never computed."""

    id: Id = Field(description="Short stable name")
    tier: Text = Field(description="Degree of fault")
    minimum: Amount = Field(description="Least for one violation")
    maximum: Amount = Field(description="Most for one violation")
    yearly_cap: Amount = Field(description="Most in a calendar year by regulation")
    yearly_cap_discretion: Amount | None = Field(
        None, description="Most in a calendar year under the 2019 enforcement discretion"
    )
    effective_from: Date = Field(description="Day from which the amounts apply")


SECTIONS: dict[str, type] = {
    "permissions": Permission,
    "permission_sets": PermissionSet,
    "jurisdictions": Jurisdiction,
    "specialty_jurisdictions": SpecialtyJurisdiction,
    "profiles": Profile,
    "default_roles": DefaultRole,
    "sod_pairs": SodPair,
    "element_comparison": Element,
    "defaults": Default,
    "penalties": Penalty,
}
"""Every list of records that a reference file may hold; beside them stands the mapping `sources`."""

"""The records of the reference data: what is known of portals, permissions and contractors before any practice is read.

Every record says in `source` where it was read, by keys of the `sources` table, and in `verified` whether someone did
read it there. A record that is verified but for some fields lists those in `unverified`.
"""

from typing import Annotated, Literal

from portalaudit.inventory.records.common import Count, Id, PermissionRef, ProfileRef, Ref, State, Text
from portalaudit.inventory.records.staff_records import RoleCategory
from portalaudit.inventory.reference.profiles import Profile
from portalaudit.inventory.reference.standing import Sensitivity, Sourced
from portalaudit.source.record_types import field, record

Level = Literal["critical", "high", "medium", "low", "info"]
DefaultRoleRef = Annotated[Text, Ref("default_roles")]


@record
class Permission(Sourced):
    """One thing that an account may do on a portal, named alike for all portals."""

    id: Id = field(description="Canonical name, for example eligibility.view")
    description: Text = field(description="What it allows")
    sensitivity: tuple[Sensitivity, ...] | None = field(
        None, description="Why it matters who holds it: phi, financial or admin"
    )
    write: bool = field(default=False, description="Whether it changes something at the payer")
    x12: Text | None = field(None, description="The X12 transaction that carries the same")
    portal_names: tuple[Text, ...] | None = field(None, description="What portals call it")


@record
class PermissionSet(Sourced):
    """Several permissions under one name, written `@name` where permissions are listed."""

    id: Id = field(description="Name without the @")
    description: Text = field(description="What the permissions have in common")
    permissions: tuple[PermissionRef, ...] | None = field(None, description="Its members, by id")
    sensitivity: Sensitivity | None = field(
        None, description="In place of a list: every permission of this sensitivity"
    )


@record
class CountyException:
    """A county or independent city whose Part B goes to this contractor although its state does not."""

    state: State = field(description="Two-letter postal code")
    county: Text = field(description="Name with County or city, for example Fairfax County")


@record
class Contractor(Sourced):
    """A Medicare contractor in one area or for one kind of business, and the portal that it runs."""

    id: Id = field(description="Jurisdiction, for example JF or RRB")
    contractor: Text = field(description="Medicare Administrative Contractor")
    portal: ProfileRef = field(description="Profile of its portal")


@record
class Jurisdiction(Contractor):
    """The states of one Medicare A/B contractor and the portal that it runs."""

    states: tuple[State, ...] = field(description="States and territories")
    part_b_exceptions: tuple[CountyException, ...] | None = field(
        None, description="Places elsewhere whose Part B comes here"
    )
    extra: tuple[Text, ...] | None = field(None, description="Groups served beyond the states")


@record
class SpecialtyJurisdiction(Contractor):
    """A contractor for one kind of Medicare business instead of for states."""

    scope: Text = field(description="The kind of business")
    part: Literal["HHH", "DME"] | None = field(None, description="Its word under `medicare_parts` of a contract")
    states: tuple[State, ...] | None = field(None, description="States and territories")
    national: bool = field(default=False, description="Whether it serves all states")


@record
class DefaultRole(Sourced):
    """A job role to start from."""

    id: Id = field(description="Short stable name")
    title: Text = field(description="Job title")
    category: RoleCategory = field(description="Part of the office it belongs to")
    permissions: tuple[PermissionRef, ...] | None = field(None, description="Permissions it allows")
    with_approval: tuple[PermissionRef, ...] | None = field(
        None, description="Permissions it allows where an approval with reason is recorded"
    )
    dual_approval: tuple[PermissionRef, ...] | None = field(
        None, description="Those of them that two people should approve"
    )


@record
class SodSide:
    """One side of a conflict: any of these permissions, held by any of these roles, in this circumstance."""

    permissions: tuple[PermissionRef, ...] | None = field(None, description="Any of these permissions")
    roles: tuple[DefaultRoleRef, ...] | None = field(None, description="Any of these job roles")
    circumstance: Literal["reviews_own_portal", "vendor_person", "only_holder"] | None = field(
        None, description="Something true of the person besides permissions"
    )


@record
class SodPair(Sourced):
    """Two duties that one person should not hold together."""

    id: Id = field(description="Short stable name")
    title: Text = field(description="The two duties")
    first: SodSide = field(description="One duty")
    second: SodSide = field(description="The other")
    severity: Level = field(description="How much it matters")
    rationale: Text = field(description="What could happen")
    scope: Literal["organization", "same_portal"] = field(
        "organization", description="Whether permissions on all portals count together"
    )
    enabled: bool = field(default=True, description="Whether it is looked for")
    alternative: Text | None = field(None, description="What a small practice may do instead of separating the duties")


@record
class Element(Sourced):
    """What a clearinghouse answers to a question, and what the payer's portal adds."""

    id: Id = field(description="Short stable name")
    title: Text = field(description="The question")
    batch: Text = field(description="What the batch answer typically gives")
    portal: Text = field(description="What the portal shows")
    permissions: tuple[PermissionRef, ...] | None = field(None, description="Permissions that show it")
    pivot_when: tuple[Text, ...] | None = field(None, description="When to look in the portal")
    triggers: tuple[Id, ...] | None = field(None, description="Stable names of triggers")


@record
class Default(Sourced):
    """A number or word that rules start from."""

    id: Id = field(description="Short stable name")
    meaning: Text = field(description="What it governs")
    number: Count | None = field(None, description="The number")
    words: tuple[Text, ...] | None = field(None, description="The words, where it is not a number")


@record
class StatusWords(Sourced):
    """Words that a portal's user list says a user's status with, all of one meaning."""

    id: Id = field(description="Short stable name")
    works: bool = field(description="Whether such a user can sign in, or soon can")
    words: tuple[Text, ...] = field(description="Words, each counting wherever it stands in a status")
    alone: tuple[Text, ...] | None = field(None, description="Words that count only where nothing else is written")


@record
class ActionVerb(Sourced):
    """Something that a person does once about one or more findings. Rules name it in `action`."""

    id: Id = field(description="Short stable name, for example close-login")
    singular: Text = field(description="Sentence where it is done to one thing")
    plural: Text = field(description="Sentence for several; {objects} stands for how many of what, like 3 logins")
    order: Count = field(description="Place among the others; what has the lowest is done first")
    due: Literal["today", "this week", "this month", "this quarter"] = field(description="By when it is usually done")
    by: Literal["master administrator", "manager", "privacy officer", "owner"] = field(description="Who does it")
    proposed: bool = field(
        default=True, description="Always: the order, the dues and who does it are portalaudit's own"
    )
    stands_alone: bool = field(
        default=False, description="Whether it is to be done all the same where another settles the rest"
    )


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
    "status_words": StatusWords,
    "actions": ActionVerb,
}
"""Every list of records that a reference file may hold; beside them stands the mapping `sources`."""

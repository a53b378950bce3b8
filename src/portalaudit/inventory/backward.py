"""Where the references of the records lead, read backwards: the accounts of a portal, the decisions about an account.

Every reference has its backward name here, and nowhere else. A relation gives every record that refers, whatever the
days say: a role's holders are also those who held it once, and a rule asks for the days that it needs. The list is in
the order of the ids of the records in whose section the reference stands, and in one record in the order written.

Nothing that refers is an empty list, not an unknown fact: a portal that no review names has had no review. Where the
inventory has nothing at all of the section that would refer, the relation is not known: without `reviews:` no one can
tell a portal that was never reviewed from one whose reviews are kept elsewhere, and leaving a section out must not look
better than writing it. `reviews: []` says that there are none.
"""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from portalaudit.inventory.derived import DerivedFact, derived_facts
from portalaudit.inventory.holders import Holder, holders
from portalaudit.inventory.records import (
    Account,
    Completion,
    Decision,
    Document,
    Grant,
    HeldRole,
    Incident,
    Module,
    Payer,
    Person,
    Portal,
    Practice,
    Renewal,
    Review,
    Role,
    Use,
    UsedBy,
    Vendor,
    Waiver,
)
from portalaudit.inventory.records.payers import PriorAuth
from portalaudit.inventory.records.portal_records import DowntimeProtocol, Recertification
from portalaudit.inventory.records.practice_records import (
    CompensatingControl,
    FormerApprover,
    MasterPortalAdministrator,
    Provider,
)
from portalaudit.inventory.records.staff_records import Acknowledgement, BusinessAssociateAgreement, Engagement, Posting
from portalaudit.inventory.records.waivers import WaiverControl
from portalaudit.inventory.shape import ENTITY_OF_SECTION, Shape, entity_name, fields_of
from portalaudit.model import FactType, Kind
from portalaudit.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Backward:
    """One relation: the references in these fields of a record type, read from the record that they name.

    It leads to the record that stands in a section of the inventory, or with `itself` to the part of it that refers.
    """

    owner: type
    fields: tuple[str, ...]
    name: str
    meaning: str
    itself: bool = False

    @property
    def holder(self) -> Holder:
        """The record type whose section holds the references."""
        return holders()[self.owner]

    @property
    def target(self) -> str:
        """The section of the records that the references name."""
        (section,) = {fields_of(self.owner)[name].shape.ref for name in self.fields}
        return section

    @property
    def leads_to(self) -> type:
        """The record type that the relation gives."""
        return self.owner if self.itself else self.holder.cls


_Part = partial(Backward, itself=True)

BACKWARD = (
    Backward(Account, ("portal",), "accounts", "Every login to this portal, closed ones too."),
    Backward(Account, ("person", "persons"), "accounts", "Every account with this person as a user, closed ones too."),
    Backward(Account, ("payers",), "limited_accounts", "Accounts that reach only certain payers, this one included."),
    Backward(Account, ("requested_by",), "accounts_requested", "Accounts that this person requested."),
    Backward(Account, ("approved_by",), "accounts_approved", "Accounts that this person approved."),
    Backward(Account, ("provisioned_by",), "accounts_created", "Accounts that this person created in the portal."),
    Backward(Account, ("deactivated_by",), "accounts_deactivated", "Accounts that this person took out of use."),
    Backward(Account, ("vault_readers",), "readable_accounts", "Accounts whose vault item this person can read."),
    Backward(Account, ("known_to",), "known_accounts", "Service and similar accounts whose secret this person knows."),
    Backward(UsedBy, ("person",), "used_accounts", "Accounts that this person used for a time."),
    _Part(Grant, ("requested_by",), "grants_requested", "Changes of rights that this person requested."),
    _Part(Grant, ("approved_by",), "grants_approved", "Changes of rights that this person approved."),
    _Part(Grant, ("performed_by",), "grants_performed", "Changes of rights that this person made in a portal."),
    _Part(Use, ("by",), "break_glass_uses", "Uses of break-glass accounts by this person."),
    _Part(Use, ("reviewed_by",), "break_glass_reviews", "Uses of break-glass accounts that this person reviewed."),
    Backward(Review, ("portal",), "reviews", "Every access review of this portal, open ones too."),
    Backward(Review, ("reviewer",), "reviewer_of", "Access reviews whose reviewer this person is."),
    Backward(Review, ("signed_by",), "signer_of", "Access reviews that this person signed off."),
    _Part(Decision, ("account",), "decisions", "Every decision of a review about this account."),
    _Part(Decision, ("reviewer",), "decisions_made", "Decisions of reviews that this person made."),
    _Part(Decision, ("executed_by",), "decisions_executed", "Decisions that this person carried out in a portal."),
    Backward(Incident, ("account",), "incidents", "What was found out and decided about uses of this account."),
    Backward(Incident, ("decided_by",), "incidents_decided", "Incidents that this person decided."),
    Backward(Portal, ("payers",), "portals", "Every portal through which this payer is reached."),
    Backward(Portal, ("administrators",), "administers", "Portals that this person is a designated administrator of."),
    Backward(
        Portal, ("primary_administrator",), "primary_administrator_of", "Portals with this person as the primary one."
    ),
    Backward(Recertification, ("by",), "recertified_portals", "Portals whose users this person last confirmed there."),
    Backward(DowntimeProtocol, ("owner",), "downtime_portals", "Portals whose downtime protocol this person owns."),
    Backward(Payer, ("parent",), "children", "Payers that use the portal and contract of this one."),
    Backward(PriorAuth, ("portal",), "prior_auth_payers", "Payers that take prior authorizations in this portal."),
    Backward(Role, ("owner",), "owned_roles", "Roles that this person owns."),
    Backward(Person, ("vendor",), "people", "Everyone on the staff list from this vendor, those who left too."),
    Backward(Person, ("manager",), "manages", "Everyone whose supervisor this person is, those who left too."),
    Backward(Engagement, ("sponsor",), "sponsored_people", "People from outside whose sponsor this person is or was."),
    Backward(
        HeldRole, ("role",), "holders", "Everyone who holds or held this role; `current_roles` are those of today."
    ),
    Backward(Posting, ("location",), "people", "Everyone who works or worked at this site."),
    Backward(Acknowledgement, ("document",), "acknowledged_by", "Everyone who signed this policy."),
    Backward(BusinessAssociateAgreement, ("document",), "vendors", "Vendors that this agreement is with."),
    Backward(Module, ("owner",), "owned_modules", "Training modules that this person owns."),
    Backward(Module, ("portals",), "modules", "Training modules for the users of this portal."),
    Backward(Module, ("roles",), "modules", "Training modules for the holders of this role."),
    Backward(Completion, ("person",), "completions", "Every completion of a training module by this person."),
    Backward(Completion, ("module",), "completions", "Every completion of this module."),
    Backward(Completion, ("attested_by",), "attested_completions", "Completions that this vendor attests."),
    Backward(Document, ("owner",), "owned_documents", "Documents that this person owns."),
    Backward(Document, ("supersedes",), "superseded_by", "Documents that replace this one."),
    Backward(Practice, ("compliance_officer",), "compliance_officer_of", "The practice, for its compliance officer."),
    Backward(Practice, ("approvers",), "approver_of", "The practice, for a person who may approve access."),
    _Part(FormerApprover, ("person",), "former_approver_spells", "Times when this person could approve access."),
    _Part(Provider, ("person",), "provider_entries", "This person among the billing providers."),
    _Part(MasterPortalAdministrator, ("person",), "master_designations", "The designation, for the one designated."),
    _Part(MasterPortalAdministrator, ("deputy",), "deputy_designations", "The designation, for the deputy."),
    _Part(MasterPortalAdministrator, ("document",), "master_designations", "The designation that this document is."),
    _Part(CompensatingControl, ("person",), "compensating_controls", "Controls for two duties that this person holds."),
    _Part(
        CompensatingControl, ("performer",), "controls_performed", "Compensating controls that this person performs."
    ),
    _Part(CompensatingControl, ("document",), "compensating_controls", "Compensating controls written down here."),
    Backward(Waiver, ("requested_by",), "waivers_requested", "Waivers that this person requested."),
    Backward(Waiver, ("approved_by",), "waivers_approved", "Waivers whose first term this person approved."),
    Backward(Renewal, ("approved_by",), "waivers_renewed", "Waivers of which this person approved a later term."),
    Backward(
        WaiverControl, ("performer",), "waiver_duties", "Waivers whose compensating control this person performs."
    ),
)
"""Every relation. References to permissions, profiles and the like lead to reference data, which is no record."""

PARTS = frozenset(one.owner for one in BACKWARD if one.itself)
"""The record types inside of others that relations give."""

SECTIONS_OF_PRACTICE: Mapping[str, type] = {
    "payers": Payer,
    "portals": Portal,
    "roles": Role,
    "vendors": Vendor,
    "staff": Person,
    "accounts": Account,
    "reviews": Review,
    "modules": Module,
    "documents": Document,
}
"""The sections that a practice has as facts: all records of each, in the order of their ids."""

_ALWAYS_TOLD = frozenset({"incidents", "practice", "waivers"})
"""What is whole without being written: the practice, and what most have none of, which makes nothing better."""


@cache
def worked_out_facts() -> Mapping[str, Mapping[str, DerivedFact]]:
    """Everything that follows from the records, by entity and name: relations and derived facts."""
    found: dict[str, dict[str, DerivedFact]] = {"practice": {name: _whole(name) for name in SECTIONS_OF_PRACTICE}}
    for backward in BACKWARD:
        fact = _fact(backward)
        found.setdefault(fact.entity, {})[fact.name] = fact
    for entity, facts in derived_facts().items():
        found[entity] = {**found.get(entity, {}), **facts}
    return found


def _fact(backward: Backward) -> DerivedFact:
    entity, section = ENTITY_OF_SECTION[backward.target], backward.holder.section
    shape = Shape(FactType(Kind.RECORD, entity_name(backward.leads_to), many=True), nested=backward.leads_to)
    undetermined = f" Not known where the inventory has no `{section}`."
    may_miss = section not in _ALWAYS_TOLD and section != backward.target

    def compute(record: Any, world: Any) -> tuple[Any, ...] | None:
        if may_miss and not world.inventory.tables[section].is_recorded:
            return None
        found: tuple[Any, ...] = world.relations.leading(backward).get(record.id, ())
        return found

    def compute_all(records: Sequence[Any], world: Any) -> Sequence[tuple[Any, ...] | None]:
        if may_miss and not world.inventory.tables[section].is_recorded:
            return [None] * len(records)
        leading = world.relations.leading(backward)
        return [leading.get(record.id, ()) for record in records]

    return DerivedFact(
        entity=entity,
        name=backward.name,
        shape=shape,
        meaning=backward.meaning + (undetermined if may_miss else ""),
        compute=compute,
        compute_all=compute_all,
        written_at=None,
        section=section,
    )


def _whole(section: str) -> DerivedFact:
    """All records of one section, for the practice."""
    cls, entity = SECTIONS_OF_PRACTICE[section], ENTITY_OF_SECTION[section]

    def compute(_practice: Any, world: Any) -> tuple[Any, ...] | None:
        return tuple(world.subjects(entity).records) if world.inventory.tables[section].is_recorded else None

    return DerivedFact(
        entity="practice",
        name=section,
        shape=Shape(FactType(Kind.RECORD, entity_name(cls), many=True), nested=cls),
        meaning=f"Every {entity} of the inventory. Not known where the inventory has no `{section}`.",
        compute=compute,
        written_at=None,
        section=section,
    )

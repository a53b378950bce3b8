"""Relations read backwards: from each record to those that refer to it."""

from collections.abc import Iterator

import pytest

from portalaudit.evaluate.judge import judge
from portalaudit.inventory.backward import BACKWARD, PARTS, SECTIONS_OF_PRACTICE, worked_out_facts
from portalaudit.inventory.derived import derived_facts
from portalaudit.inventory.holders import holders
from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.shape import ENTITY_OF_SECTION, entity_name, fields_of, nested_classes
from portalaudit.inventory.world import World
from portalaudit.model import FactType, Kind, Place, Status
from portalaudit.model.report import verdicts_of
from portalaudit.policy.evaluation import Evaluator
from tests.evaluate.practices import AS_OF, document, no_reference, rule
from tests.evaluate.practices import world as read

OFFICE = """\
practice:
  id: test
  name: Test practice
  timezone: America/Los_Angeles
  locations: [{id: main}, {id: empty}]
  providers: [{name: Ana, npi: '1234567893', person: ana}]
  master_portal_administrator: {person: ana, deputy: bo, document: sop}
  compliance_officer: cy
  approvers: [cy, ana]
  former_approvers: [{person: bo}, {person: bo, from: 2026-01-01}]
  compensating_controls:
    - {conflict: SOD-03, person: ana, text: Deposits are checked each month, performer: bo, document: sop}
vendors:
  - {id: acme, name: Acme, baa: {document: baa}}
documents:
  - {id: sop, owner: ana}
  - {id: baa}
  - {id: old, supersedes: sop}
"""
RECORDS = """\
payers:
  - {id: plan, name: Plan, parent: blue}
  - {id: blue, name: Blue, prior_auth: {portal: hub}}
portals:
  - id: hub
    name: Hub
    kind: hub
    payers: [blue, plan]
    administrators: [ana, bo]
    primary_administrator: bo
    recertification: {by: cy}
    downtime: {owner: cy}
  - {id: blank, name: Blank, kind: hub}
roles:
  - {id: desk, title: Desk, owner: cy}
staff:
  - id: cy
    name: Cy
    vendor: acme
    manager: bo
    engagements: [{kind: vendor, start: 2026-01-01, sponsor: bo}, {kind: vendor, start: 2025-01-01, sponsor: bo}]
    roles: [{role: desk, to: 2026-03-31}, {role: desk, from: 2026-06-01}]
    locations: [{location: main}]
    acknowledgements: [{document: sop, on: 2026-01-01}]
  - {id: bo, name: Bo, manager: ana, roles: [{role: desk}]}
  - {id: ana, name: Ana}
"""
WORK = """\
accounts:
  - id: b-late
    portal: hub
    login: late
    type: individual
    status: deleted
    person: cy
    persons: [cy, bo]
    used_by: [{person: ana}]
    payers: [blue]
    requested_by: ana
    approved_by: bo
    provisioned_by: ana
    deactivated_by: bo
    vault_readers: [ana]
    known_to: [bo]
    grants:
      - {kind: create, requested_by: ana, approved_by: bo, performed_by: ana}
      - {kind: modify, approved_by: bo}
    uses: [{on: 2026-02-02, by: cy, reviewed_by: bo}, {on: 2026-03-03, by: cy}]
  - {id: a-first, portal: hub, login: first, type: individual, status: active, person: cy}
reviews:
  - id: q2
    portal: hub
    reviewer: ana
    signed_by: bo
    decisions:
      - {account: b-late, decision: keep, reviewer: bo, executed_by: cy}
      - {account: a-first, decision: keep}
  - {id: q1, portal: hub, decisions: [{account: b-late, decision: revoke}]}
incidents: [{account: b-late, found_on: 2026-02-03, decided_by: bo}]
training:
  modules: [{id: base, owner: ana, portals: [hub], roles: [desk]}]
  completions:
    - {person: cy, module: base, completed_on: 2026-02-02, attested_by: acme}
    - {person: cy, module: base, completed_on: 2025-02-02}
"""
WAIVERS = """\
waivers:
  - id: w1
    rule: r
    subject: s
    requested_by: ana
    approved_by: bo
    compensating_control: {text: the log is read, performer: cy}
    renewals: [{approved_by: cy, approved_on: 2026-01-01, expires_on: 2026-03-01}]
"""
FILES = {"office.yaml": OFFICE, "records.yaml": RECORDS, "work.yaml": WORK}


@pytest.fixture(scope="module")
def whole() -> World:
    documents = [document(path, text) for path, text in FILES.items()]
    reference = no_reference()
    known = {**reference.ids, "sod_pairs": ["SOD-03"]}
    inventory, problems = resolve(documents, known, waivers=[document("w.yaml", WAIVERS)])
    assert problems == ()
    return World(inventory, reference, AS_OF)


EXPECTED = {
    "person.accounts": {"bo": "b-late", "cy": "a-first b-late"},
    "person.accounts_approved": {"bo": "b-late"},
    "person.accounts_created": {"ana": "b-late"},
    "person.accounts_deactivated": {"bo": "b-late"},
    "person.accounts_requested": {"ana": "b-late"},
    "person.administers": {"ana": "hub", "bo": "hub"},
    "person.approver_of": {"ana": "test", "cy": "test"},
    "person.break_glass_reviews": {"bo": "b-late/uses/0"},
    "person.break_glass_uses": {"cy": "b-late/uses/0 b-late/uses/1"},
    "person.compensating_controls": {"ana": "test/compensating_controls/0"},
    "person.completions": {"cy": "cy/base/2025-02-02 cy/base/2026-02-02"},
    "person.compliance_officer_of": {"cy": "test"},
    "person.controls_performed": {"bo": "test/compensating_controls/0"},
    "person.decisions_executed": {"cy": "q2/decisions/0"},
    "person.decisions_made": {"ana": "q2/decisions/1", "bo": "q2/decisions/0"},
    "person.deputy_designations": {"bo": "test/master_portal_administrator"},
    "person.downtime_portals": {"cy": "hub"},
    "person.former_approver_spells": {"bo": "test/former_approvers/0 test/former_approvers/1"},
    "person.grants_approved": {"bo": "b-late/grants/0 b-late/grants/1"},
    "person.grants_performed": {"ana": "b-late/grants/0"},
    "person.grants_requested": {"ana": "b-late/grants/0"},
    "person.known_accounts": {"bo": "b-late"},
    "person.manages": {"ana": "bo", "bo": "cy"},
    "person.master_designations": {"ana": "test/master_portal_administrator"},
    "person.owned_documents": {"ana": "sop"},
    "person.owned_modules": {"ana": "base"},
    "person.owned_roles": {"cy": "desk"},
    "person.primary_administrator_of": {"bo": "hub"},
    "person.provider_entries": {"ana": "test/providers/0"},
    "person.readable_accounts": {"ana": "b-late"},
    "person.recertified_portals": {"cy": "hub"},
    "person.reviewer_of": {"ana": "q2"},
    "person.signer_of": {"bo": "q2"},
    "person.sponsored_people": {"bo": "cy"},
    "person.used_accounts": {"ana": "b-late"},
    "person.waiver_duties": {"cy": "w1"},
    "person.waivers_approved": {"bo": "w1"},
    "person.waivers_renewed": {"cy": "w1"},
    "person.waivers_requested": {"ana": "w1"},
    "portal.accounts": {"hub": "a-first b-late"},
    "portal.modules": {"hub": "base"},
    "portal.prior_auth_payers": {"hub": "blue"},
    "portal.reviews": {"hub": "q1 q2"},
    "payer.children": {"blue": "plan"},
    "payer.limited_accounts": {"blue": "b-late"},
    "payer.portals": {"blue": "hub", "plan": "hub"},
    "account.incidents": {"b-late": "b-late/2026-02-03"},
    "person.incidents_decided": {"bo": "b-late/2026-02-03"},
    "account.decisions": {"a-first": "q2/decisions/1", "b-late": "q1/decisions/0 q2/decisions/0"},
    "role.holders": {"desk": "bo cy"},
    "role.modules": {"desk": "base"},
    "vendor.attested_completions": {"acme": "cy/base/2026-02-02"},
    "vendor.people": {"acme": "cy"},
    "module.completions": {"base": "cy/base/2025-02-02 cy/base/2026-02-02"},
    "document.acknowledged_by": {"sop": "cy"},
    "document.compensating_controls": {"sop": "test/compensating_controls/0"},
    "document.master_designations": {"sop": "test/master_portal_administrator"},
    "document.superseded_by": {"sop": "old"},
    "document.vendors": {"baa": "acme"},
    "location.people": {"main": "cy"},
}


def subjects(world: World, entity: str) -> Iterator[tuple[str, object]]:
    practice = world.inventory.practice
    assert practice is not None
    if entity == "location":
        return ((one.id, one) for one in practice.locations or ())
    return zip(world.subjects(entity).ids, world.subjects(entity).records, strict=True)


def name_of(world: World, record: object) -> str:
    """The id of a record; for a part of one, the id of that and the way to the part."""
    if type(record) not in PARTS:
        subjects_here = world.subjects(entity_name(type(record)))
        return subjects_here.ids[subjects_here.records.index(record)]
    document, route = world.indexes.origin(record)
    held = next(i for i, step in enumerate(route) if step in fields_of(holders()[type(record)].cls))
    whole = world.inventory.documents[document], route[:held]
    owner = next(
        world.subjects(entity).ids[i]
        for entity in ("practice", "account", "review")
        for i, one in enumerate(world.subjects(entity).records)
        if (world.inventory.documents[world.indexes.origin(one)[0]], world.indexes.origin(one)[1]) == whole
    )
    return "/".join((owner, *map(str, route[held:])))


def test_each_relation_leads_to_every_record_that_refers_in_the_order_of_ids(whole: World) -> None:
    found: dict[str, dict[str, str]] = {}
    for backward in BACKWARD:
        entity = ENTITY_OF_SECTION[backward.target]
        values = {
            name: [name_of(whole, one) for one in whole.relations.of(record, backward.name)]
            for name, record in subjects(whole, entity)
        }
        found[f"{entity}.{backward.name}"] = {name: " ".join(names) for name, names in values.items() if names}
    assert found == EXPECTED


def test_every_reference_to_a_record_has_one_backward_name() -> None:
    references = [
        (cls, name)
        for cls in nested_classes()
        for name, field in fields_of(cls).items()
        if field.shape.ref in ENTITY_OF_SECTION
    ]
    assert sorted(map(str, references)) == sorted(str((b.owner, name)) for b in BACKWARD for name in b.fields)


def test_no_backward_name_stands_for_another_fact() -> None:
    names = [(ENTITY_OF_SECTION[backward.target], backward.name) for backward in BACKWARD]
    classes = {entity_name(cls): cls for cls in nested_classes()}
    assert len(names) == len(set(names))
    assert [name for entity, name in names if name in fields_of(classes[entity])] == []
    assert [name for entity, name in names if name in derived_facts().get(entity, {})] == []


def test_every_kind_of_record_has_a_name_of_its_own() -> None:
    names = [entity_name(cls) for cls in nested_classes()]
    assert len(names) == len(set(names))


def test_the_vocabulary_has_every_relation_with_its_type_and_meaning() -> None:
    facts = vocabulary().entities["person"].facts
    assert facts["accounts"].type == FactType(Kind.RECORD, "account", many=True)
    assert facts["grants_approved"].type == FactType(Kind.RECORD, "grant", many=True)
    assert facts["controls_performed"].type == FactType(Kind.RECORD, "compensating_control", many=True)
    assert vocabulary().entities["compensating_control"].facts["conflict"].type == FactType(Kind.TEXT)
    assert vocabulary().entities["role"].facts["holders"].type == FactType(Kind.RECORD, "person", many=True)
    assert facts["accounts"].meaning == (
        "Every account with this person as a user, closed ones too. Not known where the inventory has no `accounts`."
    )
    assert facts["manages"].meaning == "Everyone whose supervisor this person is, those who left too."
    assert all(fact.derived for fact in facts.values() if fact.name in worked_out_facts()["person"])


def test_nothing_that_refers_is_an_empty_list(whole: World) -> None:
    (blank,) = (one for name, one in subjects(whole, "portal") if name == "blank")
    assert whole.value(blank, "reviews") == ()
    assert whole.value(blank, "accounts") == ()


PORTAL = "practice: {id: t, name: T, timezone: UTC}\nportals: [{id: hub, name: Hub, kind: hub}]\n"


@pytest.mark.parametrize(
    ("written", "expected"), [("", None), ("reviews: []\n", ()), ("staff: [{id: a, name: A}]\n", None)]
)
def test_a_section_that_is_not_written_leaves_its_relations_unknown(written: str, expected: object) -> None:
    world, problems = read({"a.yaml": PORTAL + written})
    assert problems == ()
    (hub,) = world.subjects("portal").records
    assert world.value(hub, "reviews") == expected


def test_a_practice_has_every_section_as_far_as_it_is_written(whole: World) -> None:
    practice = whole.inventory.practice
    assert practice is not None
    assert [[each.id for each in whole.value(practice, name)] for name in ("documents", "portals", "payers")] == [
        ["baa", "old", "sop"],
        sorted(portal.id for portal in whole.inventory.tables["portals"].records),
        ["blue", "plan"],
    ]
    bare, _ = read({"office.yaml": "practice: {id: test, name: Test practice, timezone: UTC}\n"})
    assert bare.inventory.practice is not None
    assert [bare.value(bare.inventory.practice, name) for name in SECTIONS_OF_PRACTICE] == [None] * 9


def test_relations_within_one_section_and_to_waivers_are_always_known() -> None:
    world, _ = read({"a.yaml": PORTAL + "staff: [{id: a, name: A}]\npayers: [{id: p, name: P}]\n"})
    (person,), (payer,) = world.subjects("person").records, world.subjects("payer").records
    assert world.value(person, "manages") == world.value(payer, "children") == ()
    assert world.value(person, "waivers_approved") == world.value(person, "approver_of") == ()
    assert world.value(person, "accounts") is None


def test_a_relation_is_gathered_once_and_only_where_it_is_read(monkeypatch: pytest.MonkeyPatch, whole: World) -> None:
    world = World(whole.inventory, whole.reference, AS_OF)
    walks: list[str] = []
    gather = world.relations._gather
    monkeypatch.setattr(world.relations, "_gather", lambda one: (walks.append(one.name), gather(one))[1])
    people = world.subjects("person").records
    assert world.value(people[0], "current_roles") is None
    assert walks == []
    for record in people:
        world.value(record, "accounts")
        world.value(record, "manages")
    assert walks == ["accounts", "manages"]


def places(world: World, entity: str, record_id: str, *route: str) -> list[Place]:
    subjects_here = world.subjects(entity)
    return world.places(subjects_here.records[subjects_here.ids.index(record_id)], route)


def test_the_places_of_a_relation_are_those_of_the_records_that_refer(whole: World) -> None:
    assert [(p.path, p.line) for p in places(whole, "portal", "hub", "accounts")] == [
        ("work.yaml", 21),
        ("work.yaml", 2),
    ]
    assert places(whole, "portal", "hub", "accounts", "status") == [
        Place("work.yaml", 21, 72, 78),
        Place("work.yaml", 6, 13, 20),
    ]
    assert [p.line for p in places(whole, "account", "b-late", "decisions", "decision")] == [30, 28]
    assert [p.line for p in places(whole, "person", "bo", "grants_approved", "approved_by")] == [18, 19]
    assert [p.line for p in places(whole, "person", "bo", "controls_performed", "performer")] == [12]
    assert places(whole, "portal", "blank", "accounts") == places(whole, "portal", "blank")


RULE = """\
id: test-rule
title: Portals have few live accounts
severity: low
for: portal
require: size(portal.accounts.filter(a, a.status == 'active' && a.person.manages.size() == 0)) == 0
message: "{portal.name}: {portal.accounts.login}"
point_at: accounts.login
"""


@pytest.mark.parametrize("share", [True, False])
def test_a_rule_may_read_relations(*, share: bool, whole: World) -> None:
    (ruling,) = judge([rule(RULE)], whole, Evaluator(AS_OF), share=share)
    assert [v.status for v in verdicts_of(ruling, "t")] == [Status.PASS, Status.FAIL]
    (verdict,) = ruling.verdicts.values()
    assert verdict.message == "Hub: first, late"
    assert verdict.place == Place("work.yaml", 21, 39, 44)


def test_a_rule_that_reads_a_relation_of_an_unwritten_section_is_open_and_says_what_to_write() -> None:
    world, _ = read({"a.yaml": PORTAL})
    (ruling,) = judge([rule(RULE)], world, Evaluator(AS_OF))
    (verdict,) = ruling.verdicts.values()
    assert (verdict.status, verdict.missing) == (Status.UNKNOWN, ("accounts",))
    assert verdict.message == (
        "Not enough information: the inventory has no `accounts:`. "
        "Add `accounts:`; `accounts: []` says that there are none."
    )


EACH = """\
id: test-rule
title: Approvers do not ask
severity: low
for: person
checks:
  - id: other
    each: person.grants_approved
    as: grant
    require: has(grant.requested_by)
    message: "a change of kind {grant.kind} was requested by no one"
    point_at: grant.kind
"""


def test_a_check_of_each_item_points_into_the_record_that_refers(whole: World) -> None:
    (ruling,) = judge([rule(EACH)], whole, Evaluator(AS_OF))
    (verdict,) = ruling.verdicts.values()
    assert verdict.message == "a change of kind modify was requested by no one"
    assert verdict.place == Place("work.yaml", 19, 16, 22)

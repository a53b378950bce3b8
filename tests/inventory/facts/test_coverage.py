from typing import Any

import pytest

from portalaudit.inventory.facts import coverage
from portalaudit.inventory.records import Account, Completion, Contract, Engagement, Module, Payer, Person, Portal, Role
from portalaudit.inventory.records.payers import PriorAuth
from portalaudit.inventory.records.portal_records import Registration
from portalaudit.inventory.records.staff_records import Leave, Vendor
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, held, person, world_of

ROLES = (
    Role(id="desk", title="Front desk", category="front_office"),
    Role(id="biller", title="Biller", category="billing_desk"),
    Role(id="vague", title="Something"),
    Role(id="nurse", title="Nurse", category="clinical"),
    Role(id="owner", title="Owner", category="owner"),
    Role(id="chief", title="Chief", category="management"),
    Role(id="outside", title="External", category="vendor"),
)
OTHER = person("other", ("2020-01-06", None), name="Other", roles=())
CLAIMS = ("claim_detail.view",)
VERIFIED = Registration(status="verified")


def portal(portal_id: str = "hub", *payers: str, kind: str = "hub", **fields: object) -> Portal:
    plain = {"registration": VERIFIED, "functions": CLAIMS}
    return Portal(id=portal_id, name=portal_id.upper(), kind=kind, payers=payers or ("p",), **{**plain, **fields})  # type: ignore[arg-type]


def payer(payer_id: str = "p", **fields: object) -> Payer:
    return Payer(id=payer_id, name=payer_id.upper(), **{"contract": Contract(status="active"), **fields})  # type: ignore[arg-type]


def biller(person_id: str = "k-lee", **fields: object) -> Person:
    plain = {"roles": (held("biller"),)}
    spells = () if "engagements" in fields else (("2020-01-06", None),)
    return person(person_id, *spells, name=person_id.title(), **{**plain, **fields})


def login(account_id: str, who: str = "k-lee", **fields: object) -> Account:
    return account(account_id, **{"portal": "hub", "person": who, "permissions": CLAIMS, **fields})


def world(
    *accounts: Account,
    staff: tuple[Person, ...] = (),
    portals: tuple[Portal, ...] = (),
    payers: tuple[Payer, ...] = (),
    **sections: tuple[object, ...],
) -> World:
    return world_of(
        accounts=accounts,
        staff=(*(staff or (biller(),)), OTHER, person("third", ("2020-01-06", None))),
        portals=portals or (portal(),),
        payers=payers or (payer(),),
        roles=ROLES,
        **sections,
    )


Cover = tuple[str, bool, list[str], int | None]


def covers(one: Payer, facts: World) -> list[Cover]:
    found = coverage.coverage(one, facts)
    return [(each.function, each.vital, [p.id for p in each.people], each.count) for each in found]


@pytest.mark.parametrize(
    ("granted", "role", "function"),
    [
        ("eligibility.view", "desk", "eligibility"),
        ("claim_detail.view", "biller", "claim details"),
        ("remit.view", "biller", "payments"),
        ("remit.download", "biller", "payments"),
        ("payment.view", "biller", "payments"),
    ],
)
def test_each_part_of_the_work_belongs_to_a_part_of_the_office(granted: str, role: str, function: str) -> None:
    here = portal(functions=(granted,))
    one = login("a", permissions=(granted,))
    others = {"desk": ["nurse", "outside"], "biller": ["desk", "nurse", "outside"]}[role]
    can = {role, "biller", "owner", "chief"}
    for given, people in (*((each, ["k-lee"]) for each in sorted(can)), *((each, []) for each in others)):
        facts = world(one, staff=(biller(roles=(held(given),)),), portals=(here,))
        assert covers(payer(), facts) == [(function, False, people, len(people))]


@pytest.mark.parametrize(("kind", "people"), [("billing_company", ["k-lee"]), ("it", []), (None, [])])
def test_people_of_a_billing_company_work_at_the_billing_desk(kind: Any, people: list[str]) -> None:
    outside = biller(vendor="rcm", roles=(held("outside"),))
    facts = world(login("a"), staff=(outside,), vendors=(Vendor(id="rcm", name="Keystone RCM", kind=kind),))
    assert covers(payer(), facts) == [("claim details", False, people, len(people))]


@pytest.mark.parametrize(
    ("who", "count"),
    [
        (biller(), 1),
        (biller(roles=(held("desk"), held("biller"))), 1),
        (biller(roles=(held("vague"), held("biller"))), 1),
        (biller(roles=(held("vague"),)), None),
        (biller(roles=None), None),
        (biller(roles=()), 0),
        (biller(engagements=None), None),
        (biller(engagements=(Engagement(kind="employee", start="2020-01-06", end="2026-11-19"),)), 0),
        (biller(engagements=(Engagement(kind="employee", start="2020-01-06", leave=(Leave(start="2026-11-20"),)),)), 0),
    ],
)
def test_who_works_here_in_that_role_and_is_not_away_counts(who: Person, count: int | None) -> None:
    facts = world(login("a"), login("b", "other"), staff=(who,))
    assert [each.count for each in coverage.coverage(payer(), facts)] == [count]


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 1),
        ({"status": "locked"}, 0),
        ({"status": "pending"}, 0),
        ({"status": "disabled"}, 0),
        ({"permissions": ("document.view",)}, 0),
        ({"permissions": None}, None),
        ({"payers": ("p",)}, 1),
        ({"payers": ("q",)}, 0),
        ({"person": None}, 0),
        ({"person": None, "persons": ("k-lee",)}, 1),
    ],
)
def test_an_account_that_works_and_reaches_the_payer_counts(fields: dict[str, object], count: int | None) -> None:
    facts = world(login("a", **fields), login("z", "other"))
    assert [each.count for each in coverage.coverage(payer(), facts)] == [count]


def test_an_account_for_the_payer_above_reaches_the_payer() -> None:
    low, top = payer("low", parent="p"), payer()
    facts = world(login("a", payers=("p",)), payers=(low, top))
    assert covers(low, facts) == [("claim details", False, ["k-lee"], 1)]


def test_two_accounts_of_one_person_are_one_person_and_the_better_one_counts() -> None:
    facts = world(login("a", permissions=None), login("b"), login("c", permissions=None))
    assert covers(payer(), facts) == [("claim details", False, ["k-lee"], 1)]


def test_who_lacks_training_does_not_count() -> None:
    module = Module(id="m", title="Portals")
    done = Completion(person="k-lee", module="m", completed_on="2026-01-01")
    for completions, count in (((done,), 1), ((), 0)):
        facts = world(login("a"), modules=(module,), completions=completions)
        assert [each.count for each in coverage.coverage(payer(), facts)] == [count]


OPEN: Cover = ("eligibility", False, [], None)


@pytest.mark.parametrize(
    ("functions", "held_by", "expected"),
    [
        (("eligibility.view",), None, [("eligibility", False, [], 0)]),
        ((), None, []),
        ((), CLAIMS, [("claim details", False, ["k-lee"], 1)]),
        (None, CLAIMS, [OPEN, ("claim details", False, ["k-lee"], 1), ("payments", False, [], None)]),
    ],
)  # fmt: skip
def test_what_no_portal_offers_is_not_asked(
    functions: tuple[str, ...] | None, held_by: tuple[str, ...] | None, expected: list[Cover]
) -> None:
    facts = world(login("a", permissions=held_by or ("user.view",)), portals=(portal(functions=functions),))
    assert covers(payer(), facts) == expected


def test_one_portal_that_offers_it_is_enough_to_ask() -> None:
    portals = (portal(functions=None), portal("own", functions=CLAIMS))
    facts = world(login("a", permissions=("user.view",)), login("b", "other", portal="own"), portals=portals)
    assert ("claim details", False, [], 0) in covers(payer(), facts)


def test_portals_that_cannot_be_used_do_not_count() -> None:
    facts = world(login("a"), portals=(portal(registration=None),))
    assert covers(payer(), facts) == []


@pytest.mark.parametrize(("top", "vital"), [(True, [True, True, False]), (False, [False] * 3), (None, [False] * 3)])
def test_eligibility_and_claims_of_a_top_payer_are_vital(top: bool | None, vital: list[bool]) -> None:
    here = portal(functions=("eligibility.view", "claim_detail.view", "remit.view"))
    one = payer(top_payer=top)
    found = coverage.coverage(one, world(login("a"), portals=(here,), payers=(one,)))
    assert [each.vital for each in found] == vital


def test_in_a_practice_of_one_person_roles_do_not_matter() -> None:
    alone = biller(roles=None)
    facts = world_of(accounts=(login("a"),), staff=(alone,), portals=(portal(),), payers=(payer(),))
    assert covers(payer(), facts) == [("claim details", False, ["k-lee"], 1)]


def authorizing(asked: PriorAuth | None, **fields: object) -> list[Cover]:
    one = payer(prior_auth=asked)
    nurse = biller(roles=())
    delegate = portal("delegate", "x", functions=("prior_auth.submit",), **fields)
    accounts = (
        login("a", "other", permissions=("user.view",)),
        login("b", portal="delegate", permissions=("prior_auth.submit",), payers=("x",)),
    )
    portals = (portal(functions=("prior_auth.submit",)), delegate)
    return covers(one, world(*accounts, staff=(nurse,), portals=portals, payers=(one, payer("x"))))


def test_prior_authorization_counts_where_the_payer_requires_it_and_where_it_is_done() -> None:
    assert authorizing(None) == []
    assert authorizing(PriorAuth(required=False, portal="delegate")) == []
    assert authorizing(PriorAuth(required=True)) == [("prior authorization", False, [], 0)]
    assert authorizing(PriorAuth(required=True, portal="hub")) == [("prior authorization", False, [], 0)]
    assert authorizing(PriorAuth(required=True, portal="delegate")) == [("prior authorization", False, ["k-lee"], 1)]
    closed = authorizing(PriorAuth(required=True, portal="delegate"), closed_on="2026-01-01")
    assert closed == [("prior authorization", False, [], 0)]

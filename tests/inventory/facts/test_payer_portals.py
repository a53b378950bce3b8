import pytest

from portalaudit.inventory.facts import payer_portals
from portalaudit.inventory.records import Account, Contract, Location, Payer, Portal, Practice
from portalaudit.inventory.records.payers import NoPortal
from portalaudit.inventory.records.portal_records import Registration
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

ANA, KIM = person("ana", ("2018-02-05", None)), person("k-lee", ("2020-01-06", None))
VERIFIED = Registration(status="verified")


def payer(payer_id: str = "p", parent: str | None = None, **contract: object) -> Payer:
    made = Contract(**contract) if contract else None  # type: ignore[arg-type]
    return Payer(id=payer_id, name=payer_id, parent=parent, line_of_business="medicare_ffs", contract=made)


def portal(portal_id: str = "cco", *payers: str, **fields: object) -> Portal:
    plain = {"id": portal_id, "name": portal_id.upper(), "kind": "standalone", "registration": VERIFIED}
    return Portal(payers=payers, **{**plain, **fields})  # type: ignore[arg-type]


def world(
    *payers: Payer, portals: tuple[Portal, ...] = (), accounts: tuple[Account, ...] = (), at: str = "OR"
) -> World:
    state, _, county = at.partition("/")
    sites = (Location(id="main", state=state, county=county or None),) if at else None
    home = Practice(id="p", name="P", timezone="America/Los_Angeles", locations=sites)
    return world_of(home, payers=payers, portals=portals, accounts=accounts, staff=(ANA, KIM))


@pytest.mark.parametrize(
    ("contract", "active"),
    [
        ({}, None),
        ({"effective_on": "2020-01-01"}, None),
        ({"status": "active"}, True),
        ({"status": "active", "effective_on": "2026-11-20"}, True),
        ({"status": "active", "effective_on": "2026-11-21"}, False),
        ({"status": "pending", "effective_on": "2026-11-21"}, False),
        ({"status": "pending"}, False),
        ({"status": "active", "ended_on": "2026-11-20"}, True),
        ({"status": "active", "ended_on": "2026-11-19"}, False),
        ({"status": "ended"}, False),
        ({"status": "letter_of_agreement"}, False),
    ],
)
def test_a_contract_runs_from_its_first_to_its_last_day(contract: dict[str, object], active: bool | None) -> None:
    one = payer(**contract)  # type: ignore[arg-type]
    facts = world(one)
    assert payer_portals.contract_active(one, facts) is active


def test_the_contract_of_a_payer_above_counts_unless_there_is_an_own_one() -> None:
    top, middle, low = payer("top", status="active"), payer("middle", "top"), payer("low", "middle")
    own = payer("own", "top", status="ended")
    facts = world(top, middle, low, own)
    assert [payer_portals.contract_active(p, facts) for p in (low, own)] == [True, False]


def test_payers_that_name_each_other_as_parent_have_no_contract() -> None:
    one, other = payer("one", "other"), payer("other", "one")
    assert payer_portals.contract_active(one, world(one, other)) is None


def test_portals_are_usable_with_a_registration_and_a_live_account() -> None:
    top, low = payer("top"), payer("low", "top")
    good, unregistered = portal("good", "top"), portal("new", "low", registration=Registration(status="submitted"))
    empty, closed = portal("empty", "low"), portal("closed", "low", closed_on="2026-01-01")
    accounts = tuple(account(name, portal=name) for name in ("good", "new", "closed"))
    facts = world(top, low, portals=(good, unregistered, empty, closed), accounts=accounts)
    assert payer_portals.linked_portals(low, facts) == (unregistered, empty, good)
    assert payer_portals.usable_portals(low, facts) == (good,)


@pytest.mark.parametrize(
    ("contracts", "needed"),
    [
        (({"status": "active"},), True),
        (({"status": "ended", "ended_on": "2024-09-30"},), False),
        (({"status": "ended"}, {"status": "active"}), True),
        (({"status": "ended"}, {"effective_on": "2020-01-01"}), None),
        (({"status": "active", "ended_on": "2026-11-20"},), True),
        (({"status": "active", "ended_on": "2026-11-19"}, {"status": "ended"}), False),
        (({"status": "ended", "relationship": "out_of_network"},), True),
        (({"status": "pending"},), True),
        (({"status": "letter_of_agreement"},), True),
        (({},), None),
        ((), False),
    ],
)
def test_a_portal_is_needed_for_what_the_practice_bills(
    contracts: tuple[dict[str, object], ...], needed: bool | None
) -> None:
    payers = [payer(f"p{i}", **contract) for i, contract in enumerate(contracts)]  # type: ignore[arg-type]
    one = portal("cco", *(p.id for p in payers))
    assert payer_portals.need(one, world(*payers, portals=(one,))).billed is needed


def test_a_portal_that_does_not_say_whom_it_reaches_leaves_it_open() -> None:
    one = Portal(id="cco", name="C", kind="standalone")
    assert payer_portals.need(one, world(portals=(one,))).billed is None


ENDED, BILLED = ("ended",), ("billed",)
BY_SIGN_ON = {"identity_domain": "sso"}


def sign_on(
    payers: tuple[str, ...] | None, *behind: dict[str, object], used: bool = False
) -> tuple[bool | None, list[str]]:
    """Whether a sign-on with these payers and portals behind it is needed, and which of those count."""
    portals = [
        Portal(**{"id": f"b{i}", "name": f"B{i}", "kind": "standalone", **BY_SIGN_ON, **fields})  # type: ignore[arg-type]
        for i, fields in enumerate(behind)
    ]
    one = Portal(id="sso", name="S", kind="sso", payers=payers)
    contracts = payer("ended", status="ended", ended_on="2024-09-30"), payer("billed", status="active")
    facts = world(*contracts, portals=(one, *portals), accounts=(account("a", portal="b0"),) if used else ())
    return payer_portals.need(one, facts).billed, [each.id for each in payer_portals.need(one, facts).behind]


@pytest.mark.parametrize(
    ("payers", "behind", "found"),
    [
        (None, (), (None, [])),
        (ENDED, (), (False, [])),
        (BILLED, (), (True, [])),
        (None, ({"payers": ENDED},), (False, ["b0"])),
        (ENDED, ({"payers": ENDED}, {"payers": ()}), (False, ["b0", "b1"])),
        (ENDED, ({"payers": BILLED},), (True, ["b0"])),
        (BILLED, ({"payers": ENDED},), (True, ["b0"])),
        (ENDED, ({},), (None, ["b0"])),
        ((), ({"payers": (), "credentialing_only": True},), (True, ["b0"])),
        (None, ({"payers": BILLED, "closed_on": "2026-01-01"},), (None, [])),
        (ENDED, ({"payers": BILLED, "identity_domain": "other"},), (False, [])),
        (ENDED, ({"payers": BILLED, "kind": "sso"},), (False, [])),
    ],
)
def test_a_sign_on_is_judged_by_the_portals_behind_it(
    payers: tuple[str, ...] | None, behind: tuple[dict[str, object], ...], found: tuple[bool | None, list[str]]
) -> None:
    assert sign_on(payers, *behind) == found


def test_a_sign_on_to_a_portal_in_use_is_needed() -> None:
    assert sign_on(None, {"payers": ENDED}, used=True) == (True, ["b0"])


def test_only_a_sign_on_has_portals_behind_it() -> None:
    one, other = portal("one", **BY_SIGN_ON), portal("two", **BY_SIGN_ON)  # type: ignore[arg-type]
    assert payer_portals.need(one, world(portals=(one, other))).behind == ()


def test_the_contract_that_counts_is_the_nearest_one_above() -> None:
    top, middle, low = payer("top", status="active"), payer("middle", "top", status="ended"), payer("low", "middle")
    facts = world(top, middle, low)
    assert payer_portals.terms(low, facts).contract is middle.contract
    assert payer_portals.terms(payer("alone"), facts).contract is None


def test_a_payer_below_one_that_is_worked_without_a_portal_is_too() -> None:
    why = NoPortal(reason="paper only")
    top = Payer(id="top", name="Top", no_portal=why)  # type: ignore[call-arg]
    facts = world(top, payer("middle", "top"), low := payer("low", "middle"))
    assert payer_portals.terms(low, facts).no_portal is why
    assert payer_portals.terms(payer("alone"), facts).no_portal is None

import pytest

from portalaudit.inventory.facts import directory
from portalaudit.inventory.records import Account, Contract, Location, Payer, Portal, Practice
from portalaudit.inventory.records.payers import MacOverride, Ptan
from portalaudit.inventory.records.portals import Registration
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
    ("contract", "active", "starts_on"),
    [
        ({}, None, None),
        ({"effective_on": "2020-01-01"}, None, None),
        ({"status": "active"}, True, None),
        ({"status": "active", "effective_on": "2026-11-20"}, True, None),
        ({"status": "active", "effective_on": "2026-11-21"}, False, "2026-11-21"),
        ({"status": "pending", "effective_on": "2026-11-21"}, False, "2026-11-21"),
        ({"status": "pending"}, False, None),
        ({"status": "active", "ended_on": "2026-11-20"}, True, None),
        ({"status": "active", "ended_on": "2026-11-19"}, False, None),
        ({"status": "ended"}, False, None),
        ({"status": "letter_of_agreement"}, False, None),
    ],
)
def test_a_contract_runs_from_its_first_to_its_last_day(
    contract: dict[str, object], active: bool | None, starts_on: str | None
) -> None:
    one = payer(**contract)  # type: ignore[arg-type]
    facts = world(one)
    assert (directory.contract_active(one, facts), directory.contract_starts_on(one, facts)) == (active, starts_on)


def test_the_contract_of_a_payer_above_counts_unless_there_is_an_own_one() -> None:
    top, middle, low = payer("top", status="active"), payer("middle", "top"), payer("low", "middle")
    own = payer("own", "top", status="ended")
    facts = world(top, middle, low, own)
    assert [directory.contract_active(p, facts) for p in (low, own)] == [True, False]


def test_payers_that_name_each_other_as_parent_have_no_contract() -> None:
    one, other = payer("one", "other"), payer("other", "one")
    assert directory.contract_active(one, world(one, other)) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("medicare_ffs", True),
        ("medicaid_ffs", True),
        ("medicaid_managed", True),
        ("medicare_advantage", False),
        ("commercial", False),
        (None, None),
    ],
)
def test_medicare_and_medicaid(line: str | None, expected: bool | None) -> None:
    one = Payer(id="p", name="P", line_of_business=line)  # type: ignore[arg-type]
    assert directory.medicare_or_medicaid(one, world(one)) is expected


def test_portals_are_usable_with_a_registration_and_a_live_account() -> None:
    top, low = payer("top"), payer("low", "top")
    good, unregistered = portal("good", "top"), portal("new", "low", registration=Registration(status="submitted"))
    empty, closed = portal("empty", "low"), portal("closed", "low", closed_on="2026-01-01")
    accounts = tuple(account(name, portal=name) for name in ("good", "new", "closed"))
    facts = world(top, low, portals=(good, unregistered, empty, closed), accounts=accounts)
    assert directory.linked_portals(low, facts) == (unregistered, empty, good)
    assert directory.usable_portals(low, facts) == (good,)
    assert directory.portal_gap(low, facts) == (
        "NEW: the registration is not verified; EMPTY: nobody has a live account; GOOD: it can be used"
    )


def test_a_payer_without_portal_says_so() -> None:
    one = payer()
    assert directory.portal_gap(one, world(one)) == "no portal is listed for it"


@pytest.mark.parametrize(
    ("contracts", "needed", "ended_on"),
    [
        (({"status": "active"},), True, None),
        (({"status": "ended", "ended_on": "2024-09-30"},), False, "2024-09-30"),
        (({"status": "ended", "ended_on": "2024-09-30"}, {"status": "active"}), True, "2024-09-30"),
        (({"status": "ended", "ended_on": "2024-09-30"}, {"effective_on": "2020-01-01"}), None, "2024-09-30"),
        (
            ({"status": "active", "ended_on": "2026-01-31"}, {"status": "ended", "ended_on": "2024-09-30"}),
            False,
            "2026-01-31",
        ),
        (({"status": "ended", "relationship": "out_of_network"},), True, None),
        (({"status": "pending"},), True, None),
        (({"status": "letter_of_agreement"},), True, None),
        (({},), None, None),
        ((), False, None),
    ],
)
def test_a_portal_is_needed_for_what_the_practice_bills(
    contracts: tuple[dict[str, object], ...], needed: bool | None, ended_on: str | None
) -> None:
    payers = [payer(f"p{i}", **contract) for i, contract in enumerate(contracts)]  # type: ignore[arg-type]
    one = portal("cco", *(p.id for p in payers))
    facts = world(*payers, portals=(one,))
    assert (directory.needed(one, facts), directory.last_contract_ended_on(one, facts)) == (needed, ended_on)


def test_a_portal_that_does_not_say_whom_it_reaches_leaves_it_open() -> None:
    one = Portal(id="cco", name="C", kind="standalone")
    facts = world(portals=(one,))
    assert (directory.needed(one, facts), directory.last_contract_ended_on(one, facts)) == (None, None)


# ---------------------------------------------------------------- Medicare contractors


def medicare(**contract: object) -> Payer:
    return payer("m", **{"status": "active", "medicare_parts": ("B",), **contract})  # type: ignore[arg-type]


def expected(one: Payer, at: str = "OR") -> list[tuple[str, str, str]] | None:
    found = directory.expected_macs(one, world(one, at=at))
    return None if found is None else [(mac.jurisdiction, mac.part, mac.state) for mac in found]


@pytest.mark.parametrize(
    ("contract", "at", "macs"),
    [
        ({}, "OR", [("JF", "B", "OR")]),
        ({"medicare_parts": ("A", "B")}, "OR", [("JF", "A", "OR"), ("JF", "B", "OR")]),
        ({"medicare_parts": None}, "OR", None),
        ({}, "", None),
        ({"states": ("OH", "IN")}, "OR", [("J15", "B", "OH"), ("J8", "B", "IN")]),
        ({"states": ("ZZ",)}, "OR", None),
        ({"medicare_parts": ("A", "B")}, "VA/Fairfax County", [("JM", "A", "VA"), ("JL", "B", "VA")]),
        ({}, "VA/Henrico County", [("JM", "B", "VA")]),
        ({}, "VA", None),
        ({"states": ("VA",)}, "OR", None),
        ({"states": ("VA",)}, "VA/Fairfax County", [("JL", "B", "VA")]),
        ({"railroad": True, "medicare_parts": None}, "OR", [("RRB", "B", "")]),
        ({"mac_override": MacOverride(jurisdiction="J15", reason="chain")}, "OR", [("J15", "B", "")]),
        ({"mac_override": MacOverride(jurisdiction="J99", reason="typing error")}, "OR", None),
    ],
)
def test_each_state_and_part_has_its_contractor(
    contract: dict[str, object], at: str, macs: list[tuple[str, str, str]] | None
) -> None:
    assert expected(medicare(**contract), at) == macs


def test_without_a_contract_no_contractor_is_known() -> None:
    one = payer("m")
    facts = world(one)
    assert directory.expected_macs(one, facts) is None
    assert directory.missing_macs(one, facts) is None
    assert directory.parts_without_ptan(one, facts) is None
    assert directory.macs_without_administrator(one, facts) is None
    assert directory.mac_table_checked_on(one, facts) is None


NMP = portal("nmp", "m", kind="mac", profile="noridian_nmp")
CGS = portal("cgs", "m", kind="mac", profile="mycgs")
PECOS = portal("pecos", "m", kind="sso")
UNSAID = portal("unsaid", "m", kind="mac")


@pytest.mark.parametrize(
    ("portals", "missing"),
    [((NMP,), 0), ((NMP, CGS), 0), ((CGS,), 1), ((PECOS,), 1), ((), 1), ((UNSAID,), None), ((UNSAID, NMP), 0)],
)
def test_the_contractors_portal_is_found_by_its_profile(portals: tuple[Portal, ...], missing: int | None) -> None:
    one = medicare()
    found = directory.missing_macs(one, world(one, portals=portals))
    assert (None if found is None else len(found)) == missing


@pytest.mark.parametrize(
    ("ptans", "missing"), [((), ("A", "B")), (("B",), ("A",)), (("A", "B"), ()), (("B", "B"), ("A",))]
)
def test_each_part_has_a_ptan(ptans: tuple[str, ...], missing: tuple[str, ...]) -> None:
    given = tuple(Ptan(part=part, ptan=str(i)) for i, part in enumerate(ptans))  # type: ignore[arg-type]
    one = medicare(medicare_parts=("A", "B"), ptans=given)
    assert directory.parts_without_ptan(one, world(one)) == missing


ADMIN = {"portal": "nmp", "person": "ana", "permissions": ("user.manage",), "last_login_on": "2026-11-18"}
USER = {"portal": "nmp", "permissions": ("claim_status.view",)}


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        (ADMIN, ()),
        ({**ADMIN, "permissions": ("eligibility.view",)}, ("nmp",)),
        ({**ADMIN, "last_login_on": None}, None),
    ],
)
def test_a_contractors_portal_has_an_administrator(fields: dict[str, object], lacking: tuple[str, ...] | None) -> None:
    one = medicare()
    found = directory.macs_without_administrator(one, world(one, portals=(NMP,), accounts=(account(**fields),)))
    assert (None if found is None else tuple(p.id for p in found)) == lacking


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        (USER, ()),
        ({**USER, "payers": ("m",)}, ()),
        ({**USER, "payers": ("other",)}, ("nmp",)),
        ({**USER, "status": "disabled"}, ("nmp",)),
        ({**USER, "permissions": ("eligibility.view",)}, ("nmp",)),
        ({**USER, "permissions": None}, None),
    ],
)
def test_somebody_sees_claim_status(fields: dict[str, object], lacking: tuple[str, ...] | None) -> None:
    one = medicare()
    found = directory.macs_without_claim_status(one, world(one, portals=(NMP,), accounts=(account(**fields),)))
    assert (None if found is None else tuple(p.id for p in found)) == lacking


def test_medicare_is_ready_or_says_what_is_lacking() -> None:
    one = medicare(ptans=(Ptan(part="B", ptan="1"),))
    ready = world(one, portals=(NMP,), accounts=(account("a", **ADMIN), account("b", **USER)))
    assert (directory.mac_ready(one, ready), directory.mac_shortfall(one, ready)) == (True, "nothing is lacking")
    bare, two = world(one, portals=(NMP,)), medicare()
    assert directory.mac_ready(one, bare) is False
    assert directory.mac_shortfall(one, bare) == "nobody administers NMP; nobody sees claim status on NMP"
    assert directory.mac_shortfall(two, world(two)) == (
        "Part B in OR is handled by Noridian Healthcare Solutions (JF), and its portal Noridian Medicare Portal is not"
        " listed; no PTAN for Part B"
    )
    open_question = medicare(medicare_parts=None)
    assert directory.mac_ready(open_question, world(open_question)) is None


def test_the_table_of_contractors_was_checked_on_a_day() -> None:
    one = medicare()
    assert directory.mac_table_checked_on(one, world(one)) == "2026-11-22"

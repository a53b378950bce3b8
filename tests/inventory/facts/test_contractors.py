import pytest

from portalaudit.inventory.facts import contractors
from portalaudit.inventory.records import Account, Contract, Location, Payer, Portal, Practice
from portalaudit.inventory.records.payers import MacOverride, Ptan
from portalaudit.inventory.records.portals import Registration
from portalaudit.inventory.reference.standing import Source
from portalaudit.inventory.world import World
from portalaudit.model.values import replace
from tests.inventory.facts.small_worlds import AS_OF, account, person, world_of

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


def medicare(**contract: object) -> Payer:
    return payer("m", **{"status": "active", "medicare_parts": ("B",), **contract})  # type: ignore[arg-type]


def expected(one: Payer, at: str = "OR") -> list[tuple[str, str, str]] | None:
    found = contractors.expected_macs(one, world(one, at=at))
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
    assert contractors.expected_macs(one, facts) is None
    assert contractors.missing_macs(one, facts) is None
    assert contractors.parts_without_ptan(one, facts) is None
    assert contractors.macs_without_administrator(one, facts) is None
    assert contractors.mac_table_checked_on(one, facts) is None


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
    found = contractors.missing_macs(one, world(one, portals=portals))
    assert (None if found is None else len(found)) == missing


@pytest.mark.parametrize(
    ("ptans", "missing"), [((), ("A", "B")), (("B",), ("A",)), (("A", "B"), ()), (("B", "B"), ("A",))]
)
def test_each_part_has_a_ptan(ptans: tuple[str, ...], missing: tuple[str, ...]) -> None:
    given = tuple(Ptan(part=part, ptan=str(i)) for i, part in enumerate(ptans))  # type: ignore[arg-type]
    one = medicare(medicare_parts=("A", "B"), ptans=given)
    assert contractors.parts_without_ptan(one, world(one)) == missing


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
    found = contractors.macs_without_administrator(one, world(one, portals=(NMP,), accounts=(account(**fields),)))
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
    found = contractors.macs_without_claim_status(one, world(one, portals=(NMP,), accounts=(account(**fields),)))
    assert (None if found is None else tuple(p.id for p in found)) == lacking


def test_medicare_is_ready_or_says_what_is_lacking() -> None:
    one = medicare(ptans=(Ptan(part="B", ptan="1"),))
    ready = world(one, portals=(NMP,), accounts=(account("a", **ADMIN), account("b", **USER)))
    assert (contractors.mac_ready(one, ready), contractors.mac_shortfall(one, ready)) == (True, "nothing is lacking")
    bare, two = world(one, portals=(NMP,)), medicare()
    assert contractors.mac_ready(one, bare) is False
    assert contractors.mac_shortfall(one, bare) == "nobody administers NMP; nobody sees claim status on NMP"
    assert contractors.mac_shortfall(two, world(two)) == (
        "Part B in OR is handled by Noridian Healthcare Solutions (JF), and its portal Noridian Medicare Portal is not"
        " listed; no PTAN for Part B"
    )
    open_question = medicare(medicare_parts=None)
    assert contractors.mac_ready(open_question, world(open_question)) is None


def test_the_table_of_contractors_was_checked_on_a_day() -> None:
    one, both = medicare(), medicare(states=("OR", "OH"))
    days = {"noridian-states": "2026-05-02", "cms-j15": "2025-03-01", "rfi-2024": "2025-02-01"}
    shipped = world(one, both)
    sources = {key: Source(title=key, seen_on=day) for key, day in days.items()}
    facts = World(shipped.inventory, replace(shipped.reference, sources=sources), AS_OF)
    assert contractors.mac_table_checked_on(one, facts) == "2026-05-02"
    assert contractors.mac_table_checked_on(both, facts) == "2025-03-01"

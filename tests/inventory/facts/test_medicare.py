import pytest

from portalaudit.inventory.facts import medicare
from portalaudit.inventory.records import Contract, Location, Payer, Practice
from portalaudit.inventory.records.payers import MacOverride
from portalaudit.inventory.reference.standing import Source
from portalaudit.inventory.world import World
from portalaudit.model.values import replace
from tests.inventory.facts.small_worlds import AS_OF, world_of


def payer(payer_id: str = "p", **contract: object) -> Payer:
    made = Contract(**contract) if contract else None  # type: ignore[arg-type]
    return Payer(id=payer_id, name=payer_id, line_of_business="medicare_ffs", contract=made)


def world(*payers: Payer, at: str = "OR") -> World:
    state, _, county = at.partition("/")
    sites = (Location(id="main", state=state, county=county or None),) if at else None
    home = Practice(id="p", name="P", timezone="America/Los_Angeles", locations=sites)
    return world_of(home, payers=payers)


def enrolled(**contract: object) -> Payer:
    return payer("m", **{"status": "active", "medicare_parts": ("B",), **contract})  # type: ignore[arg-type]


def expected(one: Payer, at: str = "OR") -> list[tuple[str, str, str]] | None:
    found = medicare.expected_macs(one, world(one, at=at))
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
        ({"railroad": True, "medicare_parts": None}, "OR", [("RRB", "B", "all states")]),
        ({"mac_override": MacOverride(jurisdiction="J15", reason="chain")}, "OR", [("J15", "B", "all states")]),
        ({"mac_override": MacOverride(jurisdiction="J99", reason="typing error")}, "OR", None),
        ({"medicare_parts": ("HHH",)}, "VA", [("J15-HHH", "HHH", "VA")]),
        ({"medicare_parts": ("A", "HHH")}, "OH", [("J15", "A", "OH"), ("JM-HHH", "HHH", "OH")]),
        ({"medicare_parts": ("DME",), "states": ("OR", "OH")}, "", [("DME-D", "DME", "OR"), ("DME-B", "DME", "OH")]),
        ({"medicare_parts": ("DME",)}, "ZZ", None),
        (
            {"mac_override": MacOverride(jurisdiction="DME-D", reason="patients"), "medicare_parts": None},
            "OH",
            [("DME-D", "DME", "all states")],
        ),
    ],
)
def test_each_state_and_part_has_its_contractor(
    contract: dict[str, object], at: str, macs: list[tuple[str, str, str]] | None
) -> None:
    assert expected(enrolled(**contract), at) == macs


@pytest.mark.parametrize(
    ("name", "parts", "macs"),
    [
        ("Medicare DME MAC", None, [("DME-D", "DME", "OR")]),
        ("Medicare DMEPOS", None, [("DME-D", "DME", "OR")]),
        ("Medicare DME and B", ("B",), [("JF", "B", "OR")]),
        ("Medicare Academedia", None, None),
        ("Medicare Home Health", ("A", "B"), [("J6-HHH", "HHH", "OR"), ("JF", "B", "OR")]),
        ("Medicare, hospices of Oregon", ("A",), [("JF", "A", "OR")]),
        ("Medicare hospice", ("A", "HHH"), [("JF", "A", "OR"), ("J6-HHH", "HHH", "OR")]),
    ],
)
def test_a_name_says_what_a_contract_is_for(
    name: str, parts: tuple[str, ...] | None, macs: list[tuple[str, str, str]] | None
) -> None:
    contract = Contract(status="active", medicare_parts=parts)  # type: ignore[arg-type]
    assert expected(Payer(id="m", name=name, line_of_business="medicare_ffs", contract=contract)) == macs


def test_a_part_has_words() -> None:
    both = enrolled(medicare_parts=("A", "DME"))
    assert [mac.business for mac in medicare.expected_macs(both, world(both)) or ()] == [
        "Part A",
        "Durable medical equipment",
    ]


def test_without_a_contract_no_contractor_is_known() -> None:
    one = payer("m")
    assert medicare.expected_macs(one, world(one)) is None


def test_the_table_of_contractors_was_checked_on_a_day() -> None:
    both = enrolled(states=("OR", "OH"))
    days = {"noridian-states": "2026-05-02", "cms-j15": "2025-03-01", "rfi-2024": "2025-02-01"}
    shipped = world(both)
    sources = {key: Source(title=key, seen_on=day) for key, day in days.items()}
    facts = World(shipped.inventory, replace(shipped.reference, sources=sources), AS_OF)
    assert [(mac.profile, mac.portal, mac.checked_on) for mac in medicare.expected_macs(both, facts) or ()] == [
        ("noridian_nmp", "Noridian Medicare Portal", "2026-05-02"),
        ("mycgs", "myCGS", "2025-03-01"),
    ]

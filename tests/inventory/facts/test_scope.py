import pytest

from portalaudit.inventory.facts import scope
from portalaudit.inventory.records import Account, Location, Person, Portal, Practice, Role, Vendor
from portalaudit.inventory.records.people import Posting, ServiceAgreement
from portalaudit.inventory.records.portals import Registration
from portalaudit.inventory.records.practice import Provider
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, held, person, world_of

NORTH, SOUTH = "31-1111111", "31-2222222"
PORTALS = (
    Portal(id="cco", name="Rimrock CCO", kind="standalone"),
    Portal(id="two", name="Two", kind="mac", registration=Registration(tax_ids=(NORTH, SOUTH))),
    Portal(id="one", name="One", kind="mac", registration=Registration(tax_ids=(NORTH, "311111111"))),
)


def at(*postings: tuple[str, str | None, str | None]) -> tuple[Posting, ...]:
    return tuple(Posting(location=site, **{"from": start, "to": end}) for site, start, end in postings)  # type: ignore[arg-type]


STAFF = (
    person("north", ("2020-01-01", None), locations=at(("north", None, None))),
    person("moved", ("2020-01-01", None), locations=at(("south", None, "2026-11-19"), ("north", "2026-11-20", None))),
    person("listed", ("2020-01-01", None), tax_ids=("312222222",), locations=at(("mobile", None, None))),
    person("mobile", ("2020-01-01", None), locations=at(("mobile", None, None))),
    person("nowhere", ("2020-01-01", None), locations=()),
    person("all", ("2020-01-01", None), roles=(held("cbo"),)),
    person("once-all", ("2020-01-01", None), roles=(held("cbo", None, "2026-11-19"),)),
    person("unsaid", ("2020-01-01", None)),
    person("undated"),
    person("gone", ("2020-01-01", "2026-01-31"), locations=at(("north", None, None))),
    *(person(f"v-{i}", vendor=i) for i in ("now", "open", "over", "soon", "bare", "temps")),
)
VENDORS = (
    Vendor(id="now", name="Now", agreement=ServiceAgreement(starts_on="2026-11-20", ends_on="2026-11-20")),
    Vendor(id="open", name="Open", agreement=ServiceAgreement()),
    Vendor(id="over", name="Over", agreement=ServiceAgreement(ends_on="2026-11-19")),
    Vendor(id="soon", name="Soon", agreement=ServiceAgreement(starts_on="2026-11-21")),
    Vendor(id="bare", name="Bare"),
    Vendor(id="temps", name="Temps", workforce=True),
)


def practice(**fields: object) -> Practice:
    plain = {
        "tax_ids": (NORTH,),
        "npis": ("1234567893",),
        "providers": (Provider(name="E", npi="2000000002"),),
        "locations": (Location(id="north", tax_id=NORTH), Location(id="south", tax_id=SOUTH), Location(id="mobile")),
    }
    return Practice(id="p", name="P", timezone="UTC", **{**plain, **fields})  # type: ignore[arg-type]


def world(home: Practice | None = None, *more: Person) -> World:
    roles = (Role(id="cbo", title="C", scope="all"),)
    return world_of(home or practice(), portals=PORTALS, staff=(*STAFF, *more), vendors=VENDORS, roles=roles)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"tax_ids": (NORTH,)}, True),
        ({"npis": ("1234567893",)}, True),
        ({"portal": "two"}, True),
        ({"portal": "one"}, False),
        ({"person": "v-bare"}, True),
        ({"person": "v-temps"}, False),
        ({"person": None}, False),
        ({"person": "undated"}, None),
        ({"person": "undated", "npis": ()}, True),
    ],
)
def test_when_the_question_makes_sense(fields: dict[str, object], *, expected: bool | None) -> None:
    assert scope.scope_matters(account(**{"person": "north", **fields}), world()) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"person": "north"}, ()),
        ({"person": "north", "portal": "two"}, None),
        ({"person": "north", "tax_ids": ("31 1111111",)}, ()),
        ({"person": "north", "tax_ids": (NORTH, SOUTH)}, (SOUTH,)),
        ({"person": "moved", "tax_ids": (NORTH, SOUTH)}, (SOUTH,)),
        ({"person": "listed", "tax_ids": (SOUTH,)}, ()),
        ({"person": "listed", "tax_ids": (NORTH,)}, (NORTH,)),
        ({"person": "nowhere", "tax_ids": (NORTH,)}, (NORTH,)),
        ({"person": "mobile", "tax_ids": (NORTH,)}, None),
        ({"person": "unsaid", "tax_ids": (NORTH,)}, None),
        ({"person": "unsaid", "tax_ids": ("99-9999999",)}, ("99-9999999",)),
        ({"person": "all", "tax_ids": ("All",)}, ()),
        ({"person": "all", "tax_ids": (NORTH, "99-9999999")}, ("99-9999999",)),
        ({"person": "once-all", "tax_ids": (NORTH,)}, None),
        ({"person": "north", "tax_ids": ("all",)}, ("all",)),
        ({"person": "gone", "persons": ("all",), "tax_ids": (SOUTH,)}, ()),
        ({"person": "all", "persons": ("north",), "tax_ids": (SOUTH,)}, (SOUTH,)),
        ({"person": "all", "persons": ("unsaid",), "tax_ids": (SOUTH,)}, None),
        ({"person": None, "tax_ids": (SOUTH,)}, None),
    ],
)
def test_tax_ids_beyond_the_assignment(fields: dict[str, object], expected: tuple[str, ...] | None) -> None:
    assert scope.excess_tax_ids(account(**fields), world()) == expected


@pytest.mark.parametrize(
    ("home", "number", "expected"),
    [
        (practice(locations=None), NORTH, ()),
        (practice(locations=None), SOUTH, (SOUTH,)),
        (practice(locations=None, tax_ids=None), NORTH, None),
        (practice(locations=None, tax_ids=None), "all", None),
    ],
)
def test_a_practice_with_one_tax_id_or_none(home: Practice, number: str, expected: tuple[str, ...] | None) -> None:
    assert scope.excess_tax_ids(account(person="unsaid", tax_ids=(number,)), world(home)) == expected


@pytest.mark.parametrize(
    ("npis", "home", "expected"),
    [
        (None, practice(), ()),
        ((), practice(npis=None, providers=None), ()),
        (("1234567893", "2000000002"), practice(), ()),
        (("2000000010",), practice(), ("2000000010",)),
        (("2000000002",), practice(providers=None), ("2000000002",)),
        (("2000000002",), practice(npis=None), ()),
        (("2000000002",), practice(npis=None, providers=None), None),
    ],
)
def test_npis_that_are_not_the_practices(
    npis: tuple[str, ...] | None, home: Practice, expected: tuple[str, ...] | None
) -> None:
    assert scope.foreign_npis(account(npis=npis), world(home)) == expected


@pytest.mark.parametrize(
    ("fields", "expected", "note"),
    [
        ({"person": "north"}, False, ""),
        ({"person": "v-temps"}, False, ""),
        ({"person": "v-now"}, False, ""),
        ({"person": "v-open"}, False, ""),
        ({"person": "v-over"}, True, "the agreement with Over ended on 2026-11-19"),
        ({"person": "v-soon"}, True, "the agreement with Soon begins on 2026-11-21"),
        ({"person": "v-bare"}, None, ""),
        ({"person": "undated"}, None, ""),
        ({"person": "v-bare", "persons": ("v-over",)}, True, "the agreement with Over ended on 2026-11-19"),
        ({"person": "v-now", "persons": ("v-bare",)}, None, ""),
        ({"person": None}, False, ""),
    ],
)
def test_the_agreement_with_a_vendor(fields: dict[str, object], expected: bool | None, note: str) -> None:
    assert scope.agreement_over(account(**fields), world()) is expected
    assert scope.scope_note(account(**fields), world()) == note


@pytest.mark.parametrize(
    ("fields", "note", "route"),
    [
        ({"tax_ids": (SOUTH,), "npis": ("9",)}, f"tax ID {SOUTH}; NPI 9", ("tax_ids",)),
        ({"tax_ids": (NORTH,), "npis": ("9", "8")}, "NPI 9, 8", ("npis",)),
        ({"tax_ids": (NORTH,), "npis": ("1234567893",)}, "", ("tax_ids",)),
        ({}, "", ("tax_ids",)),
    ],
)
def test_what_is_said_and_where(fields: dict[str, object], note: str, route: tuple[str, ...]) -> None:
    one: Account = account(person="north", **fields)
    assert scope.scope_note(one, world()) == note
    assert scope._route(one, world()) == route

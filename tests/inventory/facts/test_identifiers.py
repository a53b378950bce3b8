import pytest

from portalaudit.inventory.facts import identifiers
from portalaudit.inventory.records import Location, Portal, Practice
from portalaudit.inventory.records.portal_records import Registration
from portalaudit.inventory.records.practice_records import Provider
from tests.inventory.facts.small_worlds import person, world_of


@pytest.mark.parametrize(
    ("npi", "expected"),
    [
        ("1234567893", True),
        ("1558598797", True),
        ("2000000002", True),
        ("2999999990", True),
        ("1234567890", False),
        ("2134567893", False),
        ("123456789", False),
        ("12345678933", False),
        ("123456789a", False),
        ("\u0661234567893", False),
        ("", False),
    ],
)
def test_the_check_digit_of_an_npi(npi: str, expected: bool) -> None:
    assert identifiers.is_npi(npi) is expected


def test_every_number_with_its_owner_and_its_place() -> None:
    one = Practice(
        id="p",
        name="P",
        timezone="America/Los_Angeles",
        tax_ids=("93-1234567",),
        npis=("1234567893",),
        locations=(Location(id="x"), Location(id="y", tax_id="94-1234567")),
        providers=(Provider(name="Ana Ruiz", npi="2000000002"),),
    )
    given = Registration(status="closed", tax_ids=("941234567", "95-1234567"), npis=("2000000010", "7"))
    portals = (Portal(id="a", name="A", kind="hub", registration=given), Portal(id="b", name="B", kind="hub"))
    staff = (person("kim", npi="2000000010"), person("lou"))
    found = identifiers.identifiers(one, world_of(one, portals=portals, staff=staff))
    assert [
        (each.kind, each.number, each.check_digit_fits, each.own, each.portal and each.portal.id) for each in found
    ] == [
        ("tax ID", "93-1234567", None, True, None),
        ("tax ID", "94-1234567", None, True, None),
        ("NPI", "1234567893", True, True, None),
        ("NPI", "2000000002", True, True, None),
        ("NPI", "2000000010", True, True, None),
        ("tax ID", "941234567", None, True, "a"),
        ("tax ID", "95-1234567", None, False, "a"),
        ("NPI", "2000000010", True, True, "a"),
        ("NPI", "7", False, False, "a"),
    ]
    assert [(each.written_at.record.id, each.written_at.route) for each in found] == [
        ("p", ("tax_ids", 0)),
        ("p", ("locations", 1, "tax_id")),
        ("p", ("npis", 0)),
        ("p", ("providers", 0, "npi")),
        ("kim", ("npi",)),
        ("a", ("registration", "tax_ids", 0)),
        ("a", ("registration", "tax_ids", 1)),
        ("a", ("registration", "npis", 0)),
        ("a", ("registration", "npis", 1)),
    ]

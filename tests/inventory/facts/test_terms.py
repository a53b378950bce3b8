from typing import Any

import pytest

from portalaudit.inventory.facts import terms
from portalaudit.inventory.records import Engagement, Person, Vendor
from portalaudit.inventory.records.people import BusinessAssociateAgreement, ServiceAgreement
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import world_of

VENDORS = (
    Vendor(id="agreed", name="Agreed", agreement=ServiceAgreement(ends_on="2026-12-31", renewed_on="2026-05-01")),
    Vendor(id="over", name="Over", agreement=ServiceAgreement(ends_on="2026-11-19")),
    Vendor(id="signed", name="Signed", baa=BusinessAssociateAgreement(expires_on="2027-03-31")),
    Vendor(
        id="broken", name="Broken", baa=BusinessAssociateAgreement(expires_on="2027-03-31", terminated_on="2026-02-01")
    ),
    Vendor(id="bare", name="Bare"),
)


def outside(*given: dict[str, Any], vendor: str | None = None) -> tuple[Person, World]:
    engagements = tuple(Engagement(**{"kind": "contractor", "start": "2026-01-01", **each}) for each in given)
    one = Person(id="k-lee", name="Kim Lee", vendor=vendor, engagements=engagements)
    return one, world_of(staff=(one,), vendors=VENDORS)


@pytest.mark.parametrize("kind", ["contractor", "vendor", "locum", "student", "volunteer"])
def test_everybody_but_employees_is_an_outsider(kind: str) -> None:
    assert terms.outsider(*outside({"kind": kind})) is True


@pytest.mark.parametrize(
    "given",
    [
        [{"kind": "employee"}],
        [{}, {"kind": "employee"}],
        [{"end": "2026-11-19"}],
        [{"start": "2026-11-21"}],
        [],
    ],
)
def test_employees_and_who_does_not_work_here_are_none(given: list[dict[str, str]]) -> None:
    one, world = outside(*given)
    assert terms.outsider(one, world) is False
    assert terms.term_settled(one, world) is True
    assert terms.term_days(one, world) == 0
    assert terms.term_note(one, world) == ""


def test_without_engagements_it_is_not_known() -> None:
    assert terms.outsider(Person(id="k-lee", name="Kim Lee"), world_of()) is None


@pytest.mark.parametrize(
    ("given", "vendor", "settled", "days", "note"),
    [
        ({}, None, False, 323, "contractor without a last day, never renewed"),
        ({"renewed_on": "2026-11-10"}, None, True, 10, "contractor without a last day, renewed on 2026-11-10"),
        ({"renewed_on": "2026-11-21"}, None, False, 323, "contractor without a last day, never renewed"),
        ({"end": "2026-11-20"}, None, True, 323, "contractor, never renewed; the engagement ends on 2026-11-20"),
        (
            {"end": "2027-01-31", "renewed_on": "2026-01-31"},
            "bare",
            True,
            365,
            "contractor, renewed on 2026-01-31; the engagement ends on 2027-01-31",
        ),
        (
            {"end": "2027-01-31"},
            "agreed",
            True,
            244,
            "contractor, renewed on 2026-05-01; the agreement with Agreed ends on 2026-12-31",
        ),
        (
            {"end": "2027-01-31"},
            "over",
            False,
            322,
            "contractor, never renewed; the agreement with Over ended on 2026-11-19",
        ),
        (
            {},
            "signed",
            True,
            454,
            "contractor, never renewed; the business associate agreement with Signed ends on 2027-03-31",
        ),
        (
            {},
            "broken",
            False,
            31,
            "contractor, never renewed; the business associate agreement with Broken ended on 2026-02-01",
        ),
    ],
)
def test_the_earliest_end_and_the_last_renewal_make_the_term(
    given: dict[str, str], vendor: str | None, settled: bool, days: int, note: str
) -> None:
    one, world = outside(given, vendor=vendor)
    assert terms.term_settled(one, world) is settled
    assert terms.term_days(one, world) == days
    assert terms.term_note(one, world) == note


def test_of_several_engagements_the_one_that_ends_last_counts() -> None:
    one, world = outside({"end": "2026-11-30"}, {"end": "2026-12-31", "kind": "locum"})
    assert terms.term_note(one, world) == "locum, never renewed; the engagement ends on 2026-12-31"
    assert terms.term_note(*outside({"end": "2026-11-30"}, {})) == "contractor without a last day, never renewed"

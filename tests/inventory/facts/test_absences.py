import pytest

from portalaudit.inventory.facts import absences
from portalaudit.inventory.records import Engagement, Person
from portalaudit.inventory.records.staff_records import Leave
from tests.inventory.facts.small_worlds import world_of


def away(*leave: Leave, end: str | None = None) -> Person:
    spell = Engagement(kind="employee", start="2020-01-01", end=end, leave=leave)
    return Person(id="k-lee", name="Kim Lee", engagements=(spell,))


@pytest.mark.parametrize(
    ("leave", "expected"),
    [
        ((Leave(start="2026-11-20"),), "2026-11-20"),
        ((Leave(start="2026-11-21"),), None),
        ((Leave(start="2026-10-01", end="2026-11-20"),), "2026-10-01"),
        ((Leave(start="2026-10-01", end="2026-11-19"),), None),
        ((Leave(start="2026-10-01", continuous=False),), None),
        ((Leave(start="2026-10-01", end="2026-10-31"), Leave(start="2026-11-01")), "2026-10-01"),
        ((Leave(start="2026-11-01"), Leave(start="2026-10-01", end="2026-10-31")), "2026-10-01"),
        ((Leave(start="2026-10-01", end="2026-10-30"), Leave(start="2026-11-01")), "2026-11-01"),
        ((Leave(start="2026-10-01"), Leave(start="2026-10-05", end="2026-10-09")), "2026-10-01"),
        ((Leave(start="2026-10-01"), Leave(start="2026-12-01")), "2026-10-01"),
        ((), None),
    ],
)
def test_the_leave_began_with_the_first_of_those_without_a_gap(leave: tuple[Leave, ...], expected: str | None) -> None:
    one = away(*leave)
    found = absences.present_leave(one, world_of(staff=(one,)))
    assert (found.start if found else None) == expected


def test_a_leave_of_an_engagement_that_is_over_does_not_count() -> None:
    one = away(Leave(start="2026-10-01"), end="2026-11-19")
    assert absences.present_leave(one, world_of(staff=(one,))) is None

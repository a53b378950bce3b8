import pytest

from portalaudit.inventory.derived import derived_facts
from portalaudit.inventory.facts import departures
from portalaudit.inventory.records import Engagement, Person
from portalaudit.source.document import Route
from tests.inventory.facts.small_worlds import person, world_of


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        ([("2020-01-01", "2026-11-25")], "2026-11-25"),
        ([("2020-01-01", "2026-11-20")], "2026-11-20"),
        ([("2020-01-01", "2026-11-25T12:00:00-08:00")], "2026-11-25"),
        ([("2020-01-01", "2026-11-25"), ("2026-11-26", "2027-06-30")], "2027-06-30"),
        ([("2020-01-01", "2026-11-25"), ("2026-11-26", None)], None),
        ([("2020-01-01", "2026-11-19")], None),
        ([("2026-11-21", "2026-12-31")], None),
        ([("2020-01-01", None)], None),
    ],
)
def test_the_last_day_is_that_of_the_present_time_of_work(
    spells: list[tuple[str, str | None]], expected: str | None
) -> None:
    one = person("k-lee", *spells)
    found = departures.leaving(one, world_of(staff=(one,)))
    assert (found.on if found else None) == expected


def test_without_engagements_no_end_can_be_seen() -> None:
    assert departures.leaving(person("k-lee"), world_of()) is None


def test_whether_the_practice_ends_the_work_is_kept() -> None:
    spell = Engagement(kind="employee", start="2020-01-01", end="2026-11-25", involuntary=True)
    one = Person(id="k-lee", name="Kim Lee", engagements=(spell,))
    found = departures.leaving(one, world_of(staff=(one,)))
    assert found is not None
    assert found.person is one
    assert found.involuntary is True


@pytest.mark.parametrize(("end", "expected"), [("2026-11-25", ("engagements", 1, "end")), (None, ("engagements",))])
def test_a_leaving_is_written_where_the_engagement_ends(end: str | None, expected: Route) -> None:
    written_at = derived_facts()["person"]["leaving"].written_at
    assert written_at is not None
    one = person("k-lee", ("2015-01-01", "2016-01-01"), ("2020-01-01", end))
    assert written_at(one, world_of(staff=(one,))) == expected

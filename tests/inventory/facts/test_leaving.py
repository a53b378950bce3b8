import pytest

from portalaudit.inventory.derived import derived_facts
from portalaudit.inventory.facts import leaving
from portalaudit.inventory.records import Engagement, Person
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

GONE = person("k-lee", ("2024-03-04", "2026-08-14"))
BACK = person("back", ("2019-03-11", "2026-03-02"), ("2026-10-05", None))
HERE = person("here", ("2020-01-06", None))
TIMED = person("timed", ("2020-01-06", "2026-08-14T17:00:00-07:00"))
UNDATED = person("undated")


def world() -> World:
    return world_of(staff=(GONE, BACK, HERE, TIMED, UNDATED))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "active", "deactivated_on": "2026-08-14"}, None),
        ({"status": "deleted"}, None),
        ({"status": "deleted", "deactivated_on": "2026-08-20"}, "2026-08-20"),
        ({"status": "deleted", "deactivated_on": "2026-08-20", "suspended_on": "2026-08-14"}, "2026-08-14"),
        ({"status": "deleted", "deactivated_on": "2026-08-14T09:00", "suspended_on": "2026-08-14"}, "2026-08-14T09:00"),
        (
            {
                "status": "deleted",
                "deactivated_on": "2026-08-20",
                "suspended_on": "2026-01-14",
                "enabled_on": "2026-02-01",
            },
            "2026-08-20",
        ),
        ({"status": "suspended", "suspended_on": "2026-08-14"}, "2026-08-14"),
    ],
)
def test_an_account_stops_with_the_first_step_that_was_not_taken_back(
    fields: dict[str, str], expected: str | None
) -> None:
    assert leaving.stopped_on(account(**fields), world()) == expected


@pytest.mark.parametrize(
    ("end", "stop", "least", "most"),
    [
        ("2026-08-14", "2026-08-13", 0, 0),
        ("2026-08-14", "2026-08-14", 0, 0),
        ("2026-08-14", "2026-08-15", 24, 48),
        ("2026-08-14", "2026-08-16", 48, 72),
        ("2026-08-14", "2026-08-14T18:00:00-07:00", 0, 0),
        ("2026-08-14", "2026-08-15T00:01:00-07:00", 1, 1),
        ("2026-08-14", "2026-08-16T00:01:00-07:00", 25, 25),
        ("2026-08-14T17:00:00-07:00", "2026-08-14T17:00:00-07:00", 0, 0),
        ("2026-08-14T17:00:00-07:00", "2026-08-15T17:00:00-07:00", 24, 24),
        ("2026-08-14T17:00:00-07:00", "2026-08-15T17:00:01-07:00", 25, 25),
        ("2026-08-14T17:00:00-07:00", "2026-08-14", 0, 7),
        ("2026-08-14T17:00:00-07:00", "2026-08-15", 7, 31),
        ("2026-10-31", "2026-11-02T00:00:00-08:00", 25, 25),
    ],
)
def test_a_delay_is_counted_at_best_and_at_worst(end: str, stop: str, least: int, most: int) -> None:
    one = account(status="deactivated", deactivated_on=stop, person="p")
    here = world_of(staff=(person("p", ("2024-03-04", end)),))
    found = leaving.leaving(one, here)
    assert found is not None
    assert (found.hours_open_at_least, found.hours_open) == (least, most)


def test_without_a_day_of_the_stop_the_hours_are_not_known() -> None:
    found = leaving.leaving(account(status="deactivated"), world())
    assert found is not None
    assert (found.hours_open_at_least, found.hours_open) == (None, None)


@pytest.mark.parametrize(
    ("who", "fields", "expected"),
    [
        ("k-lee", {}, "2026-08-14"),
        ("k-lee", {"deactivated_on": "2026-01-05"}, "2026-08-14"),
        ("back", {}, None),
        ("back", {"deactivated_on": "2026-11-01"}, "2026-03-02"),
        ("back", {"deactivated_on": "2026-11-01", "created_on": "2026-10-06"}, None),
        ("here", {"deactivated_on": "2026-11-01"}, None),
        ("undated", {"deactivated_on": "2026-11-01"}, None),
        (None, {"deactivated_on": "2026-11-01"}, None),
    ],
)
def test_the_leaving_is_the_one_that_the_account_had_to_follow(
    who: str | None, fields: dict[str, str], expected: str | None
) -> None:
    one = account(person=who, status="deactivated", **fields)
    found = leaving.leaving(one, world())
    assert (found.on if found else None) == expected


def test_a_return_ends_the_count_as_a_stop_does() -> None:
    one = account(person="back", status="deactivated", deactivated_on="2026-11-01")
    found = leaving.leaving(one, world())
    assert found is not None
    assert found.hours_open_at_least == 217 * 24


def test_an_involuntary_end_is_told() -> None:
    fired = Person(
        id="p",
        name="P",
        engagements=(Engagement(kind="employee", start="2024-01-01", end="2026-08-14", involuntary=True),),
    )
    found = leaving.leaving(account(person="p", status="deleted"), world_of(staff=(fired,)))
    assert found is not None
    assert found.involuntary is True
    assert found.person is fired


def test_the_stop_is_written_where_it_is_known_from() -> None:
    written_at = derived_facts()["account"]["stopped_on"].written_at
    assert written_at is not None
    assert written_at(account(suspended_on="2026-01-01"), world()) == ("suspended_on",)
    assert written_at(account(deactivated_on="2026-01-01"), world()) == ("deactivated_on",)
    assert written_at(account(), world()) == ("deactivated_on",)

from typing import Any

import pytest

from portalaudit.inventory.facts import chronology
from portalaudit.inventory.records import Decision, Grant, Review
from tests.inventory.facts.small_worlds import account, world_of

TO_COME = "2026-11-21, which is still to come"
CREATED = "before it was created on 2026-02-01"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("created_on", "created"),
        ("approved_on", "approved"),
        ("enabled_on", "enabled again"),
        ("suspended_on", "suspended"),
        ("deactivated_on", "deactivated"),
        ("password_changed_on", "password changed"),
        ("rotated_on", "secret changed"),
        ("recertified_on", "recertified"),
        ("portal_training_on", "the portal's training done"),
        ("last_login_on", "last login"),
    ],
)
def test_what_has_happened_is_not_still_to_come(name: str, words: str) -> None:
    late: dict[str, Any] = {name: "2026-11-21"}
    today: dict[str, Any] = {name: "2026-11-20"}
    assert chronology.impossible_dates(account(**late), world_of()) == (f"{words} on {TO_COME}",)
    assert chronology.impossible_dates(account(**today), world_of()) == ()


@pytest.mark.parametrize("name", ["scheduled_deactivation_on", "expires_on", "next_review_on", "migrate_by"])
def test_what_is_planned_may_be_to_come(name: str) -> None:
    planned: dict[str, Any] = {name: "2027-01-01"}
    assert chronology.impossible_dates(account(**planned), world_of()) == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("enabled_on", "enabled again"),
        ("suspended_on", "suspended"),
        ("deactivated_on", "deactivated"),
        ("password_changed_on", "password changed"),
        ("last_login_on", "last login"),
    ],
)
def test_an_account_does_nothing_before_it_exists(name: str, words: str) -> None:
    before: dict[str, Any] = {"created_on": "2026-02-01", name: "2026-01-31"}
    same: dict[str, Any] = {"created_on": "2026-02-01", name: "2026-02-01"}
    assert chronology.impossible_dates(account(**before), world_of()) == (f"{words} on 2026-01-31, {CREATED}",)
    assert chronology.impossible_dates(account(**same), world_of()) == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"approved_on": "2025-12-01", "recertified_on": "2026-01-01", "portal_training_on": "2026-01-01"}, ()),
        ({"last_login_on": "never"}, ()),
        ({"deactivated_on": "2026-08-20", "last_login_on": "2026-08-20"}, ()),
        (
            {"deactivated_on": "2026-08-20", "last_login_on": "2026-08-21"},
            ("last login on 2026-08-21, after it was deactivated on 2026-08-20",),
        ),
        (
            {"deactivated_on": "2026-08-20", "last_login_on": "2026-08-21", "enabled_on": "2026-08-20"},
            ("last login on 2026-08-21, after it was deactivated on 2026-08-20",),
        ),
        ({"deactivated_on": "2026-08-20", "last_login_on": "2026-08-29", "enabled_on": "2026-08-21"}, ()),
        ({"deactivated_on": "2026-08-20T23:30:00-07:00", "last_login_on": "2026-08-21T05:00:00+00:00"}, ()),
    ],
)
def test_the_order_of_the_accounts_own_dates(fields: dict[str, str], expected: tuple[str, ...]) -> None:
    assert chronology.impossible_dates(account(created_on="2026-02-01", **fields), world_of()) == expected


@pytest.mark.parametrize(
    ("grant", "expected"),
    [
        (Grant(), ()),
        (Grant(approved_on="2026-03-01", granted_on="2026-03-01", expires_on="2026-03-01"), ()),
        (Grant(approved_on="2026-11-20"), ()),
        (Grant(approved_on="2026-11-21"), (f"a grant was approved on {TO_COME}",)),
        (Grant(granted_on="2026-11-21"), ()),
        (
            Grant(granted_on="2026-03-02", expires_on="2026-03-01"),
            ("a grant was in effect on 2026-03-02, after it expired on 2026-03-01",),
        ),
        (
            Grant(approved_on="2026-03-02", expires_on="2026-03-01"),
            ("a grant was approved on 2026-03-02, after it expired on 2026-03-01",),
        ),
    ],
)
def test_grants(grant: Grant, expected: tuple[str, ...]) -> None:
    one = account(grants=(Grant(), grant))
    assert chronology.impossible_dates(one, world_of()) == expected
    if expected:
        route = chronology._route(one, world_of())
        assert route[:2] == ("grants", 1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ()),
        ({"decided_on": "2026-02-01", "executed_on": "2026-02-01"}, ()),
        ({"decided_on": "2026-11-20", "executed_on": "2026-11-20"}, ()),
        ({"decided_on": "2026-11-21"}, (f"decided in review r1 on {TO_COME}",)),
        ({"executed_on": "2026-11-21"}, (f"carried out in review r1 on {TO_COME}",)),
        ({"decided_on": "2026-01-31"}, (f"decided in review r1 on 2026-01-31, {CREATED}",)),
        ({"executed_on": "2026-01-31"}, (f"carried out in review r1 on 2026-01-31, {CREATED}",)),
        (
            {"decided_on": "2026-03-02", "executed_on": "2026-03-01"},
            ("carried out in review r1 on 2026-03-01, before it was decided on 2026-03-02",),
        ),
    ],
)
def test_decisions_on_the_account(fields: dict[str, str], expected: tuple[str, ...]) -> None:
    review = Review(id="r1", portal="cco", decisions=(Decision(account="a", decision="keep", **fields),))
    one = account(created_on="2026-02-01")
    assert chronology.impossible_dates(one, world_of(accounts=(one,), reviews=(review,))) == expected


def test_a_decision_on_an_account_without_a_day_of_creation_is_not_too_early() -> None:
    review = Review(id="r1", portal="cco", decisions=(Decision(account="a", decision="keep", decided_on="2001-01-01"),))
    world = world_of(accounts=(account(),), reviews=(review,))
    assert chronology.impossible_dates(account(), world) == ()
    assert chronology.dated(account(), world) is True


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"last_login_on": "never"}, False),
        ({"scheduled_deactivation_on": "2026-12-01"}, False),
        ({"created_on": "2026-01-01"}, True),
        ({"grants": (Grant(),)}, True),
    ],
)
def test_whether_any_day_of_the_past_is_written(fields: dict[str, Any], expected: bool) -> None:
    assert chronology.dated(account(**fields), world_of()) is expected

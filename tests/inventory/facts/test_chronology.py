from typing import Any

import pytest

from portalaudit.inventory.facts.chronology import events
from portalaudit.inventory.records import Decision, Grant, Review
from tests.inventory.facts.small_worlds import account, world_of


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"last_login_on": "never", "scheduled_deactivation_on": "2026-12-01"}, []),
        (
            {"created_on": "2026-01-05", "deactivated_on": "2026-08-21T05:00:00+00:00"},
            [
                ("created", "2026-01-05", None, ("created_on",)),
                ("deactivated", "2026-08-20", None, ("deactivated_on",)),
            ],
        ),
        (
            {"grants": (Grant(), Grant(approved_on="2026-03-01", granted_on="2026-03-02", expires_on="2026-04-01"))},
            [
                ("grant approved", "2026-03-01", "2026-04-01", ("grants", 1, "approved_on")),
                ("grant in effect", "2026-03-02", "2026-04-01", ("grants", 1, "granted_on")),
            ],
        ),
    ],
)
def test_what_happened_to_an_account_and_where_that_is_recorded(fields: dict[str, Any], expected: list[Any]) -> None:
    one = account(**fields)
    found = events(one, world_of(accounts=(one,)))
    assert [(event.kind, event.on, event.expires_on, event.written_at.route) for event in found] == expected
    assert all(event.written_at.record is one and event.what == event.kind for event in found)


def test_what_a_review_decided_is_recorded_there() -> None:
    decision = Decision(account="a", decision="revoke", decided_on="2026-03-02", executed_on="2026-03-01")
    review = Review(id="r1", portal="cco", decisions=(Decision(account="b", decision="keep"), decision))
    one = account()
    found = events(one, world_of(accounts=(one, account("b")), reviews=(review,)))
    assert [(event.what, event.on, event.decided_on, event.written_at.route) for event in found] == [
        ("decided in review r1", "2026-03-02", None, ("decisions", 1, "decided_on")),
        ("carried out in review r1", "2026-03-01", "2026-03-02", ("decisions", 1, "executed_on")),
    ]
    assert all(event.written_at.record is review for event in found)

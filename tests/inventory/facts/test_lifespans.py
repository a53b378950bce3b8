import pytest

from portalaudit.inventory.facts import lifespans
from portalaudit.inventory.records.account_records import Grant
from tests.inventory.facts.small_worlds import account, world_of

OLD = "2020-01-07"
OPEN = "9999-12-31"
SUSPENDED = {"created_on": OLD, "suspended_on": "2026-09-01"}
MADE = Grant(kind="create", granted_on=OLD)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"created_on": OLD}, [(OLD, OPEN)]),
        ({"grants": (MADE,)}, [(OLD, OPEN)]),
        ({}, [(None, OPEN)]),
        ({"last_login_on": "2026-09-01"}, [(None, "2026-09-01"), ("2026-09-01", OPEN)]),
        ({"created_on": OLD, "status": "deleted", "deactivated_on": "2026-09-21T08:00:00"}, [(OLD, "2026-09-20")]),
        ({"created_on": OLD, "status": "deleted"}, [(OLD, None)]),
        ({"status": "deleted"}, [(None, None)]),
        ({**SUSPENDED, "status": "suspended"}, [(OLD, "2026-08-31")]),
        ({**SUSPENDED, "enabled_on": "2026-09-21"}, [(OLD, "2026-08-31"), ("2026-09-21", OPEN)]),
        ({**SUSPENDED, "enabled_on": "2026-09-01"}, [(OLD, OPEN)]),
        ({**SUSPENDED, "enabled_on": "2026-08-01"}, [(OLD, OPEN)]),
    ],
)
def test_the_times_in_which_an_account_worked(
    fields: dict[str, object], expected: list[tuple[str | None, str | None]]
) -> None:
    one = account(**fields)
    times = lifespans.times_live(one, world_of(accounts=(one,)))
    assert [(time.first, time.last) for time in times] == expected

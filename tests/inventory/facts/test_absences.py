from typing import Any

import pytest

from portalaudit.inventory.facts import absences
from portalaudit.inventory.records import Decision, Engagement, Grant, Person, Portal, Review
from portalaudit.inventory.records.people import Leave
from portalaudit.inventory.records.portals import Inactivity
from tests.inventory.facts.small_worlds import account, world_of


def away(*leave: Leave, end: str | None = None) -> Person:
    spell = Engagement(kind="employee", start="2020-01-01", end=end, leave=leave)
    return Person(id="k-lee", name="Kim Lee", engagements=(spell,))


ON_LEAVE = away(Leave(start="2026-10-01"))


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
    assert absences.leave_began_on(one, world_of(staff=(one,))) == expected


def test_a_leave_of_an_engagement_that_is_over_does_not_count() -> None:
    one = away(Leave(start="2026-10-01"), end="2026-11-19")
    assert absences.leave_began_on(one, world_of(staff=(one,))) is None


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({}, True),
        ({"type": "shared_legacy"}, False),
        ({"status": "suspended"}, False),
        ({"approved_by": "boss", "approved_on": "2026-09-30"}, True),
        ({"approved_by": "boss", "approved_on": "2026-10-01"}, False),
        ({"approved_on": "2026-10-01"}, True),
        ({"approved_by": "boss", "approved_on": "2026-11-21"}, True),
        ({"grants": (Grant(granted_on="2026-10-01", approved_by="boss", expires_on="2026-11-20"),)}, False),
        ({"grants": (Grant(granted_on="2026-10-01", approved_by="boss", expires_on="2026-11-19"),)}, True),
        ({"grants": (Grant(granted_on="2026-10-01"),)}, True),
        ({"grants": (Grant(approved_on="2026-10-02", approved_by="boss"),)}, False),
    ],
)
def test_an_account_stays_open_unless_it_was_approved_for_the_leave(fields: dict[str, Any], is_open: bool) -> None:
    one = account(**fields)
    world = world_of(staff=(ON_LEAVE,), accounts=(one,))
    assert absences.accounts_left_open(ON_LEAVE, world) == ((one,) if is_open else ())


@pytest.mark.parametrize(
    ("decision", "is_open"),
    [
        (Decision(account="a", decision="keep", reason="on call", decided_on="2026-10-05"), False),
        (Decision(account="a", decision="keep", reason="on call"), False),
        (Decision(account="a", decision="keep", decided_on="2026-10-05"), True),
        (Decision(account="a", decision="revoke", reason="away", decided_on="2026-10-05"), True),
        (Decision(account="a", decision="keep", reason="on call", decided_on="2026-09-30"), True),
    ],
)
def test_a_decision_to_keep_it_for_a_reason_is_an_approval(decision: Decision, is_open: bool) -> None:
    review = Review(id="r1", portal="cco", completed_on="2026-10-06", decisions=(decision,))
    one = account()
    world = world_of(staff=(ON_LEAVE,), accounts=(one,), reviews=(review,))
    assert absences.accounts_left_open(ON_LEAVE, world) == ((one,) if is_open else ())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"last_login_on": "2026-10-01"}, True),
        ({"last_login_on": "2026-09-30"}, False),
        ({"last_login_on": "2026-10-01", "last_login_source": "import"}, False),
        ({"last_login_on": "never"}, False),
        ({}, False),
        ({"last_login_on": "2026-10-01", "approved_by": "boss", "approved_on": "2026-10-01"}, False),
    ],
)
def test_a_login_in_the_leave_is_told_of_accounts_left_open(fields: dict[str, str], expected: bool) -> None:
    world = world_of(staff=(ON_LEAVE,), accounts=(account(**fields),))
    assert absences.used_during_leave(ON_LEAVE, world) is expected


def test_who_works_has_nothing_left_open() -> None:
    one = away()
    world = world_of(staff=(one,), accounts=(account(last_login_on="2026-11-19"),))
    assert absences.accounts_left_open(one, world) == ()
    assert absences.used_during_leave(one, world) is False


def test_the_note_tells_logins_and_which_portals_delete() -> None:
    portals = (
        Portal(id="cco", name="Rimrock CCO", kind="standalone"),
        Portal(id="nmp", name="NMP", kind="mac", profile="noridian_nmp"),
        Portal(id="own", name="Own", kind="mac", profile="noridian_nmp", inactivity=Inactivity(delete_days=120)),
        Portal(id="off", name="Off", kind="mac", profile="noridian_nmp", inactivity=Inactivity(delete_days=0)),
    )
    accounts = (
        account("a", last_login_on="2026-10-09"),
        *(account(name, portal=portal) for name, portal in (("b", "nmp"), ("c", "nmp"), ("d", "own"), ("e", "off"))),
    )
    assert absences.leave_note(ON_LEAVE, world_of(portals=portals, staff=(ON_LEAVE,), accounts=accounts)) == (
        "a, b, c, d, e; a was used on 2026-10-09; NMP deletes a login after 90 days without use; "
        "Own deletes a login after 120 days without use"
    )

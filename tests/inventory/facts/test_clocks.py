from typing import Any

import pytest

from portalaudit.inventory.facts import clocks
from portalaudit.inventory.records import Account, Contract, Engagement, Payer, Person, Portal
from portalaudit.inventory.records.people import Leave
from portalaudit.inventory.records.portals import Inactivity, Recertification
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

STAFF = (
    person("k-lee", ("2020-01-01", None)),
    person("other", ("2020-01-01", None), name="Otto Her"),
    person("gone", ("2020-01-01", "2026-11-19"), name="Go Ne"),
    person("undated", name="Una Dated"),
    Person(
        id="away",
        name="A Way",
        engagements=(Engagement(kind="employee", start="2020-01-01", leave=(Leave(start="2026-11-01"),)),),
    ),
)
PAYERS = (
    Payer(id="active", name="Active", contract=Contract(status="active")),
    Payer(id="ended", name="Ended", contract=Contract(status="ended")),
    Payer(id="bare", name="Bare"),
    Payer(
        id="medicare",
        name="Medicare",
        line_of_business="medicare_ffs",
        contract=Contract(status="active", medicare_parts=("A", "B")),
    ),
    Payer(id="advantage", name="Advantage", contract=Contract(status="active", medicare_parts=("B",))),
)
LIMIT = Inactivity(disable_days=30)
PORTALS = (
    Portal(id="cco", name="Rimrock CCO", kind="standalone", payers=("active",)),
    Portal(id="nmp", name="NMP", kind="mac", profile="noridian_nmp"),
    Portal(
        id="told",
        name="Told",
        kind="mac",
        profile="noridian_nmp",
        recertification=Recertification(last_on="2026-03-01"),
    ),
    Portal(id="novitas", name="N", kind="mac", profile="novitasphere"),
    Portal(id="ended", name="Ended", kind="standalone", payers=("ended",)),
    Portal(id="unclear", name="Unclear", kind="standalone", payers=("bare",)),
    Portal(id="shut", name="Shut", kind="standalone", payers=("active",), closed_on="2026-11-20"),
    Portal(id="mac", name="Mac", kind="mac", payers=("medicare", "advantage"), inactivity=LIMIT),
)


def world(*accounts: Account) -> World:
    return world_of(portals=PORTALS, staff=STAFF, payers=PAYERS, accounts=accounts)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"password_expires_on": "2026-12-01"}, "2026-12-01"),
        ({"password_changed_on": "2026-01-01"}, None),
        ({"portal": "nmp", "password_changed_on": "2026-01-01"}, "2027-01-01"),
        ({"portal": "nmp", "password_changed_on": "2026-01-01", "password_expires_on": "2026-12-01"}, "2026-12-01"),
        ({"portal": "nmp", "recertified_on": "2026-01-01"}, "2027-01-01"),
        ({"portal": "nmp", "recertified_on": "2025-01-01", "created_on": "2026-02-01"}, "2027-02-01"),
        ({"portal": "nmp", "recertified_on": "2026-02-01", "created_on": "2025-02-01"}, "2027-02-01"),
        ({"portal": "nmp", "recertified_on": "2026-02-01", "password_changed_on": "2026-01-01"}, "2027-01-01"),
        ({"portal": "nmp", "recertified_on": "2026-01-01", "password_changed_on": "2026-02-01"}, "2027-01-01"),
        ({"portal": "nmp", "created_on": "2026-01-01"}, None),
        ({"portal": "told"}, "2027-03-01"),
        ({"portal": "told", "created_on": "2026-10-01"}, "2027-10-01"),
        ({"portal": "told", "recertified_on": "2026-02-01"}, "2027-02-01"),
        ({"portal": "cco", "recertified_on": "2026-01-01"}, None),
        ({"portal": "novitas", "recertified_on": "2026-01-01"}, None),
    ],
)
def test_password_and_recertification_run_out_where_a_term_is_known(
    fields: dict[str, str], expected: str | None
) -> None:
    assert clocks.login_runs_out_on(account(**fields), world()) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"last_login_on": "2026-10-22"}, False),
        ({"last_login_on": "2026-10-21"}, True),
        ({"last_login_on": "2026-11-19", "recertified_on": "2025-11-20"}, False),
        ({"last_login_on": "2026-11-19", "recertified_on": "2025-11-19"}, True),
        ({"recertified_on": "2025-11-19"}, True),
        ({"last_login_on": "2026-11-19", "password_changed_on": "2020-01-01"}, False),
        ({}, None),
    ],
)
def test_past_a_clock_it_cannot_work(fields: dict[str, str], expected: bool | None) -> None:
    assert clocks.past_portal_clock(account(portal="nmp", **fields), world()) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"person": "undated"}, True),
        ({"person": "gone"}, False),
        ({"person": "away"}, False),
        ({"person": None}, False),
        ({"persons": ("k-lee", "gone")}, False),
        ({"portal": "ended"}, False),
        ({"portal": "unclear"}, True),
        ({"portal": "shut"}, False),
        ({"portal": "nowhere"}, False),
    ],
)
def test_an_account_is_wanted_unless_something_speaks_against_it(fields: dict[str, Any], expected: bool) -> None:
    assert clocks.still_wanted(account(**fields), world()) is expected


FRESH = {"portal": "mac", "last_login_on": "2026-11-19"}
MANAGES: dict[str, Any] = {**FRESH, "permissions": ("user.manage",)}
VIEWS: dict[str, Any] = {**FRESH, "permissions": ("eligibility.view",)}
MEDICARE = ("uses it for Medicare Part A", "uses it for Medicare Part B")


@pytest.mark.parametrize(
    ("own", "second", "expected"),
    [
        (MANAGES, VIEWS, ("administers it",)),
        (MANAGES, MANAGES, ()),
        ({**MANAGES, "organization": "East"}, {**MANAGES, "organization": "West"}, ("administers it for East",)),
        (VIEWS, MANAGES, MEDICARE),
        (VIEWS, VIEWS, ()),
        (VIEWS, {**VIEWS, "person": "k-lee"}, MEDICARE),
        (VIEWS, {**VIEWS, "person": "gone"}, MEDICARE),
        (VIEWS, {**VIEWS, "status": "suspended"}, MEDICARE),
        (VIEWS, {**VIEWS, "status": "locked"}, MEDICARE),
        (VIEWS, {**VIEWS, "last_login_on": "2026-10-21"}, MEDICARE),
        (VIEWS, {**VIEWS, "payers": ("advantage",)}, MEDICARE),
        (VIEWS, FRESH, ()),
        ({**VIEWS, "payers": ("advantage",)}, VIEWS, ()),
        ({**VIEWS, "last_login_on": "2026-10-21"}, MANAGES, ()),
    ],
)
def test_what_nobody_else_can_do_on_the_portal(
    own: dict[str, Any], second: dict[str, Any], expected: tuple[str, ...]
) -> None:
    one, two = account("a", **own), account("b", **{"person": "other", **second})
    assert clocks.sole_duties(one, world(one, two)) == expected


def test_an_account_of_no_portal_has_no_duty() -> None:
    assert clocks.sole_duties(account(portal="nowhere"), world()) == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"last_login_on": "2026-11-10"}, "the portal disables it on 2026-12-10, after 30 days without login"),
        (
            {"last_login_on": "2026-10-21"},
            "not used for 30 days, and the portal disables after 30; the inventory is probably stale",
        ),
        ({"last_login_on": "2026-11-10", "password_expires_on": "2026-12-09"}, "its password expires on 2026-12-09"),
        (
            {"last_login_on": "2026-11-10", "password_expires_on": "2026-12-10"},
            "the portal disables it on 2026-12-10, after 30 days without login",
        ),
        ({"recertified_on": "2026-01-01"}, "its recertification is due on 2027-01-01"),
        (
            {"recertified_on": "2025-01-01"},
            "its recertification is due on 2026-01-01; the inventory is probably stale",
        ),
        ({}, "no clock is known"),
    ],
)
def test_the_clock_that_runs_out_first_in_words(fields: dict[str, str], expected: str) -> None:
    assert clocks.clock_note(account(portal="nmp", **fields), world()) == expected


def test_the_note_tells_what_nobody_else_does() -> None:
    one = account(**VIEWS)
    assert clocks.clock_note(one, world(one)) == (
        "the portal disables it on 2026-12-19, after 30 days without login; "
        "nobody else uses it for Medicare Part A; nobody else uses it for Medicare Part B"
    )

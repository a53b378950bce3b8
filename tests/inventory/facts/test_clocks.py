from typing import Any

import pytest

from portalaudit.inventory.facts import clocks
from portalaudit.inventory.records import Account, Contract, Engagement, Payer, Person, Portal
from portalaudit.inventory.records.portal_records import Inactivity, Recertification
from portalaudit.inventory.records.staff_records import Leave
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
    Payer(
        id="medicare-over",
        name="Medicare",
        line_of_business="medicare_ffs",
        contract=Contract(status="ended", medicare_parts=("B",)),
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
    Portal(id="over", name="Over", kind="mac", payers=("medicare-over",), inactivity=LIMIT),
    Portal(id="shut-mac", name="Shut Mac", kind="mac", payers=("medicare",), closed_on="2026-11-20"),
    Portal(id="due", name="Due", kind="mac", payers=("medicare",), profile="noridian_nmp"),
)


def world(*accounts: Account) -> World:
    return world_of(portals=PORTALS, staff=STAFF, payers=PAYERS, accounts=accounts)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"password_expires_on": "2026-12-01"}, [("password", "2026-12-01", "password_expires_on")]),
        ({"password_changed_on": "2026-01-01"}, []),
        ({"portal": "nmp", "password_changed_on": "2026-01-01"}, [("password", "2027-01-01", "password_changed_on")]),
        (
            {"portal": "nmp", "password_changed_on": "2026-01-01", "password_expires_on": "2026-12-01"},
            [("password", "2026-12-01", "password_expires_on")],
        ),
        ({"portal": "nmp", "recertified_on": "2026-01-01"}, [("recertification", "2027-01-01", "recertified_on")]),
        (
            {"portal": "nmp", "recertified_on": "2025-01-01", "created_on": "2026-02-01"},
            [("recertification", "2027-02-01", "recertified_on")],
        ),
        (
            {"portal": "nmp", "recertified_on": "2026-02-01", "created_on": "2025-02-01"},
            [("recertification", "2027-02-01", "recertified_on")],
        ),
        (
            {"portal": "nmp", "recertified_on": "2026-01-01", "password_changed_on": "2026-02-01"},
            [
                ("password", "2027-02-01", "password_changed_on"),
                ("recertification", "2027-01-01", "recertified_on"),
            ],
        ),
        ({"portal": "nmp", "created_on": "2026-01-01"}, []),
        ({"portal": "told"}, [("recertification", "2027-03-01", "recertified_on")]),
        ({"portal": "told", "created_on": "2026-10-01"}, [("recertification", "2027-10-01", "recertified_on")]),
        ({"portal": "told", "recertified_on": "2026-02-01"}, [("recertification", "2027-02-01", "recertified_on")]),
        ({"portal": "cco", "recertified_on": "2026-01-01"}, []),
        ({"portal": "novitas", "recertified_on": "2026-01-01"}, []),
    ],
)
def test_password_and_recertification_run_out_where_a_term_is_known(
    fields: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    found = clocks.lockout(account(**fields), world()).clocks
    assert [(clock.kind, clock.ends_on, clock.written_at.route[0]) for clock in found] == expected


FRESH = {"portal": "mac", "last_login_on": "2026-11-19"}
MANAGES: dict[str, Any] = {**FRESH, "permissions": ("user.manage",)}
VIEWS: dict[str, Any] = {**FRESH, "permissions": ("eligibility.view",)}
MEDICARE = (("medicare", None, "A"), ("medicare", None, "B"))
ADMINISTRATION = (("administration", None, None),)


@pytest.mark.parametrize(
    ("own", "second", "expected"),
    [
        (MANAGES, VIEWS, ADMINISTRATION),
        (MANAGES, MANAGES, ()),
        ({**MANAGES, "organization": "East"}, {**MANAGES, "organization": "West"}, (("administration", "East", None),)),
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
        (VIEWS, {**VIEWS, "person": "away"}, MEDICARE),
        (VIEWS, {**VIEWS, "person": None}, MEDICARE),
        (VIEWS, {**VIEWS, "person": "undated"}, ()),
        (VIEWS, {**VIEWS, "persons": ("other", "gone")}, MEDICARE),
        ({**VIEWS, "portal": "over"}, {**VIEWS, "portal": "over"}, ()),
        ({**VIEWS, "portal": "shut-mac"}, VIEWS, ()),
        ({**VIEWS, "portal": "due", "recertified_on": "2025-11-20"}, MANAGES, MEDICARE),
        ({**VIEWS, "portal": "due", "recertified_on": "2025-11-19"}, MANAGES, ()),
    ],
)
def test_what_nobody_else_can_do_on_the_portal(
    own: dict[str, Any], second: dict[str, Any], expected: tuple[tuple[str | None, ...], ...]
) -> None:
    one, two = account("a", **own), account("b", **{"person": "other", **second})
    found = clocks.lockout(one, world(one, two)).sole_duties
    assert tuple((duty.kind, duty.organization, duty.part) for duty in found) == expected


def test_an_account_of_no_portal_has_no_duty() -> None:
    assert clocks.lockout(account(portal="nowhere"), world()).sole_duties == ()

from typing import Any

import pytest

from portalaudit.inventory.facts import secrets_known
from portalaudit.inventory.records import Account, Portal, Use
from portalaudit.inventory.records.accounts import UsedBy
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, held, person, world_of

HERE = ("2020-01-01", None)
STAFF = (
    person("boss", HERE, name="Bo Oss"),
    person("kim", ("2020-01-01", "2026-08-14"), name="Kim Lee", email="kim.lee@case.example.org"),
    person("ann", ("2020-01-01", "2026-09-30"), name="Ann Old"),
    person("ann-2", HERE, name="Ann New"),
    person(
        "moved", HERE, name="Mo Ved", roles=(held("clerk", "2020-01-01", "2026-09-30"), held("clerk", "2027-01-01"))
    ),
    person("last-day", HERE, name="La St", roles=(held("clerk", "2020-01-01", "2026-11-20"),)),
    person("changed", HERE, name="Cha Nged", roles=(held("clerk", None, "2026-09-30"), held("biller", "2026-10-01"))),
    person("one-name", ("2020-01-01", "2026-08-14"), name="Q"),
    person("undated", name="Una Dated"),
)
PORTALS = (
    Portal(id="cco", name="Rimrock CCO", kind="standalone"),
    Portal(id="old", name="Old Hands", kind="standalone", administrators=("boss", "kim")),
    Portal(id="ran", name="Ran", kind="standalone"),
    Portal(id="new", name="New", kind="standalone", administrators=("boss",)),
)


def world(*accounts: Account) -> World:
    return world_of(portals=PORTALS, staff=STAFF, accounts=accounts)


def robot(**fields: Any) -> Account:
    return account(
        "r", **{"type": "service", "person": "boss", "known_to": ("boss",), "rotated_on": "2026-01-01", **fields}
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"persons": ("k-lee",)}, False),
        ({"vault_readers": ("k-lee",)}, False),
        ({"vault_readers": ("k-lee", "boss")}, True),
        ({"persons": ("k-lee", "boss")}, True),
        ({"known_to": ("boss",)}, True),
        ({"used_by": (UsedBy(person="boss"),)}, True),
        ({"person": None}, False),
        *(({"type": kind}, True) for kind in ("service", "api", "break_glass", "test", "shared_legacy")),
    ],
)
def test_who_may_know_a_secret(fields: dict[str, Any], expected: bool) -> None:
    assert secrets_known.secret_known_to_several(account(**fields), world()) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, 0),
        ({"known_to": ("kim",)}, 98),
        ({"known_to": ("kim", "ann")}, 98),
        ({"known_to": ("ann",), "rotated_on": "2026-08-14"}, 51),
        ({"known_to": ("kim",), "rotated_on": "2026-08-14"}, 0),
        ({"known_to": ("kim",), "rotated_on": "2026-08-13"}, 98),
        ({"known_to": ("kim",), "password_changed_on": "2026-08-14"}, 0),
        ({"known_to": ("kim",), "created_on": "2026-08-14"}, 0),
        ({"known_to": ("kim",), "rotated_on": "2026-11-21", "created_on": "2020-01-01"}, 98),
        ({"known_to": ("kim",), "rotated_on": "2026-11-21"}, None),
        ({"known_to": ("kim",), "rotated_on": None}, None),
        ({"rotated_on": None}, 0),
        ({"known_to": ("undated",)}, None),
        ({"known_to": ("undated", "kim")}, 98),
        ({"known_to": ("moved",)}, 51),
        ({"known_to": ("last-day",)}, 0),
        ({"known_to": ("changed",)}, 0),
        ({"known_to": ("nobody",)}, 0),
        ({"known_to": None}, None),
        ({"known_to": None, "portal": "new"}, 0),
        ({"known_to": None, "portal": "old"}, 98),
        ({"known_to": (), "portal": "old"}, 0),
        ({"known_to": None, "portal": "old", "type": "shared_legacy"}, 0),
        ({"known_to": None, "portal": "ran"}, 51),
        ({"known_to": None, "portal": "nowhere"}, None),
        ({"persons": ("boss", "kim")}, 98),
        ({"used_by": (UsedBy(person="kim"),)}, 98),
        ({"vault_readers": ("kim",)}, 98),
        ({"uses": (Use(on="2026-03-01", by="kim"),)}, 98),
        ({"uses": (Use(on="2026-03-01", by="kim", rotated_on="2026-09-01T10:00:00-07:00"),)}, 0),
        ({"type": "individual", "known_to": None}, 0),
    ],
)
def test_days_since_somebody_without_a_need_knows_it(fields: dict[str, Any], expected: int | None) -> None:
    former = account("f", portal="ran", person="ann", status="revoked", permissions=("user.manage",))
    clerk = account("c", portal="ran", person="kim", status="revoked", permissions=("eligibility.view",))
    assert secrets_known.days_secret_exposed(robot(**fields), world(former, clerk)) == expected


@pytest.mark.parametrize(
    ("device", "fields", "expected"),
    [
        ("Kim's phone", {}, True),
        ("KIM\u2019S  phone", {}, True),
        ("phone of Kim  Lee", {}, True),
        ("kim.lee@case.example.org", {}, True),
        ("Kimberly's phone", {}, False),
        ("Ann's phone", {}, False),
        ("phone of Ann Old", {}, True),
        ("Bo's phone", {}, False),
        ("counter tablet", {}, False),
        (None, {}, False),
        ("Kim's phone", {"person": "kim"}, False),
        ("Kim's phone", {"persons": ("boss", "kim")}, True),
        ("Kim's phone", {"person": None}, False),
    ],
)
def test_a_device_may_bear_a_leavers_name(device: str | None, fields: dict[str, Any], expected: bool) -> None:
    one = account(**{"person": "boss", "mfa_device": device, **fields})
    assert secrets_known.codes_go_to_leaver(one, world()) is expected


def test_codes_on_a_leavers_telephone_count_from_the_leaving() -> None:
    one = account(person="boss", mfa_device="Ann Old's phone")
    assert secrets_known.days_secret_exposed(one, world()) == 51
    assert secrets_known.secret_note(one, world()) == "Ann Old left on 2026-09-30, and the codes go to Ann Old's phone"
    assert secrets_known._route(one, world()) == ("mfa_device",)


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({"created_on": "2020-01-05"}, 98),
        ({"created_on": "2020-01-05", "mfa_device": "FRONT  phone"}, 98),
        ({"created_on": "2020-01-05", "mfa_device": "back phone"}, 0),
        ({"created_on": "2020-01-05", "mfa_device": None}, 0),
        ({"created_on": "2020-01-05", "mfa": "none"}, 0),
        ({"created_on": "2020-01-05", "rotated_on": "2026-08-13"}, 98),
        ({"created_on": "2020-01-05", "rotated_on": "2026-08-14"}, 0),
        ({"created_on": "2020-01-05", "password_changed_on": "2026-08-14"}, 98),
        ({"created_on": "2020-01-05", "rotated_on": "2026-11-21"}, 98),
        ({"created_on": "2026-08-14"}, 0),
        ({}, None),
        ({"created_on": "2020-01-05", "person": "kim"}, 0),
        ({"created_on": "2020-01-05", "person": "ann"}, 0),
        ({"created_on": "2020-01-05", "person": None}, 0),
    ],
)
def test_a_device_that_a_leaver_used_too_counts_until_it_is_set_up_anew(
    fields: dict[str, Any], days: int | None
) -> None:
    ended = account("k", person="kim", status="deactivated", mfa_device="front phone")
    no_codes = account("n", person="ann", status="active", mfa_device="front phone", mfa="none")
    present = account("p", person="ann-2", status="active", mfa_device="front phone")
    robots = account("s", person="ann", type="service", mfa_device="front phone")
    one = account(**{"person": "boss", "mfa_device": "front phone", **fields})
    assert secrets_known.days_secret_exposed(one, world(ended, no_codes, present, robots)) == days


def test_a_shared_device_is_told_once() -> None:
    kims = account("k", person="kim", mfa_device="front phone")
    one = account(person="boss", mfa_device="front phone", created_on="2020-01-05")
    facts = world(kims, account("k2", person="kim", mfa_device="Kim's phone"))
    assert secrets_known.device_shared_with_leaver(one, facts) is True
    expected = "Kim Lee left on 2026-08-14 and used the same front phone, which was last set up on 2020-01-05"
    assert secrets_known.secret_note(one, facts) == expected
    assert secrets_known._route(one, facts) == ("mfa_device",)
    named = account(person="boss", mfa_device="Kim's phone", created_on="2020-01-05")
    assert secrets_known.device_shared_with_leaver(named, facts) is False
    assert secrets_known.secret_note(named, facts) == "Kim Lee left on 2026-08-14, and the codes go to Kim's phone"


def test_everybody_who_knows_it_is_named_the_longest_first() -> None:
    one = robot(known_to=("moved", "ann", "kim"))
    changed = "and the secret was last changed on 2026-01-01"
    assert secrets_known.secret_note(one, world()) == (
        f"Kim Lee left on 2026-08-14, {changed}; Ann Old left on 2026-09-30, {changed}; "
        f"Mo Ved has held no role since 2026-09-30, {changed}"
    )
    assert secrets_known._route(one, world()) == ("rotated_on",)
    assert secrets_known.secret_note(robot(), world()) == ""

import pytest

from portalaudit.inventory.facts import secrets_known
from portalaudit.inventory.records import Account, Portal
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

HERE = ("2020-01-01", None)
STAFF = (
    person("boss", HERE, name="Bo Oss"),
    person("kim", ("2020-01-01", "2026-08-14"), name="Kim Lee", email="Kim.Lee@case.example.org"),
    person("ann", ("2020-01-01", "2026-09-30"), name="Ann  Old"),
    person("ann-2", HERE, name="Ann New"),
    person("one-name", HERE, name="Q"),
)


def world(*accounts: Account, portal: Portal | None = None) -> World:
    return world_of(portals=(portal,) if portal else (), staff=STAFF, accounts=accounts)


def ids(people: tuple[object, ...]) -> list[str]:
    return [each.id for each in people]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        ("Kim's phone", ["kim"]),
        ("KIM\u2019S  phone", ["kim"]),
        ("Kim's", []),
        ("phone of Kim  Lee", ["kim"]),
        ("kim.lee@case.example.org", ["kim"]),
        ("Kimberly's phone", []),
        ("Ann's phone", ["ann", "ann-2"]),
        ("phone of Ann Old", ["ann"]),
        ("Kim's and Bo's phone", ["kim", "boss"]),
        ("Q's phone", ["one-name"]),
        ("counter tablet", []),
        (None, []),
    ],
)
def test_a_device_may_bear_a_name(device: str | None, expected: list[str]) -> None:
    assert ids(secrets_known.device_people(account(person="boss", mfa_device=device), world()).named_after) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["ann", "kim"]),
        ({"mfa_device": "FRONT  phone"}, ["ann", "kim"]),
        ({"mfa_device": "back phone"}, []),
        ({"mfa_device": None}, []),
        ({"mfa": "none"}, []),
        ({"person": "kim"}, ["ann"]),
        ({"person": None}, ["ann", "kim"]),
    ],
)
def test_others_share_a_device_with_accounts_of_their_own(fields: dict[str, str | None], expected: list[str]) -> None:
    ended = account("k", person="kim", status="deactivated", mfa_device="front phone")
    again = account("k2", person="kim", mfa_device="front phone")
    present = account("a", person="ann", mfa_device="Front phone")
    no_codes = account("n", person="ann-2", mfa_device="front phone", mfa="none")
    robot = account("r", person="ann-2", type="service", mfa_device="front phone")
    nobodys = account("x", person=None, mfa_device="front phone")
    one = account(**{"person": "boss", "mfa_device": "front phone", **fields})
    facts = world(ended, again, present, no_codes, robot, nobodys)
    assert ids(secrets_known.device_people(one, facts).sharers) == expected


def test_a_device_has_the_owners_of_live_accounts() -> None:
    one, other = account("a", person="kim", mfa_device="tablet"), account("b", person="ann", mfa_device="Tablet")
    ended, bare = account("c", person="ann-2", mfa_device="tablet", status="deleted"), account("d", mfa_device=None)
    facts = world(one, other, ended, bare)
    assert ids(secrets_known.device_people(one, facts).owners) == ["ann", "kim"]
    assert ids(secrets_known.device_people(bare, facts).owners) == []

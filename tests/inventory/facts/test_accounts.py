import pytest

from portalaudit.inventory.facts.accounts import (
    for_people,
    individual,
    live,
    only_user_id,
    parked,
    users,
)
from portalaudit.inventory.records import UsedBy
from tests.inventory.facts.small_worlds import account, person, world_of

KIM, AMBER, LUIS = person("k-lee"), person("a-sato"), person("l-aguilar")


@pytest.mark.parametrize(
    ("status", "is_live", "is_parked"),
    [
        ("active", True, False),
        ("pending", True, False),
        ("locked", True, False),
        ("disabled", False, True),
        ("suspended", False, True),
        ("deactivated", False, False),
        ("terminated", False, False),
        ("deleted", False, False),
        ("revoked", False, False),
    ],
)
def test_every_status_is_live_or_parked_or_over(status: str, is_live: bool, is_parked: bool) -> None:
    one = account(status=status)
    assert (live(one, world_of()), parked(one, world_of())) == (is_live, is_parked)


@pytest.mark.parametrize(
    ("kind", "is_individual", "is_for_people"),
    [
        ("individual", True, True),
        ("shared_legacy", False, True),
        ("service", False, False),
        ("api", False, False),
        ("bot", False, False),
        ("break_glass", False, False),
        ("test", False, False),
    ],
)
def test_every_type_is_for_people_or_not(kind: str, is_individual: bool, is_for_people: bool) -> None:
    one = account(type=kind)
    assert (individual(one, world_of()), for_people(one, world_of())) == (is_individual, is_for_people)


def used(who: str, start: str | None = None, end: str | None = None) -> UsedBy:
    return UsedBy(person=who, **{"from": start, "to": end})


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (KIM,)),
        ({"persons": ("a-sato", "k-lee")}, (KIM, AMBER)),
        ({"person": None}, None),
        ({"person": None, "persons": ()}, None),
        ({"person": "nobody"}, None),
        ({"used_by": (used("a-sato", "2026-11-20"),)}, (KIM, AMBER)),
        ({"used_by": (used("a-sato", "2026-11-21"),)}, (KIM,)),
        ({"used_by": (used("a-sato", None, "2026-11-20"),)}, (KIM, AMBER)),
        ({"used_by": (used("a-sato", None, "2026-11-19"),)}, (KIM,)),
        ({"persons": ("a-sato", "l-aguilar"), "used_by": (used("a-sato", None, "2026-11-19"),)}, (KIM, LUIS)),
        ({"person": None, "used_by": (used("a-sato", None, "2026-11-19"),)}, None),
    ],
)
def test_users_are_those_recorded_for_the_day(fields: dict[str, object], expected: object) -> None:
    assert users(account(**fields), world_of(staff=(KIM, AMBER, LUIS))) == expected


def test_the_single_user_is_the_same_tuple_for_every_account() -> None:
    world = world_of(staff=(KIM,))
    assert users(account("a"), world) is users(account("b"), world)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "k-lee"),
        ({"person": None}, None),
        ({"persons": ("k-lee", "a-sato")}, None),
        ({"persons": ("k-lee",)}, "k-lee"),
    ],
)
def test_the_only_user_is_known_where_there_is_one(fields: dict[str, object], expected: str | None) -> None:
    one = account(**fields)
    assert only_user_id(one, world_of(accounts=(one,), staff=(KIM, AMBER))) == expected

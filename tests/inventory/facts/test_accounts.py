import pytest

from portalaudit.inventory.facts.accounts import (
    for_people,
    identity_domain,
    individual,
    live,
    parked,
    published,
    user_names,
    users,
)
from portalaudit.inventory.records import Portal, UsedBy
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


def test_what_is_published_of_a_portal_is_its_profile() -> None:
    named = published(Portal(id="p", name="P", kind="mac", profile="noridian_nmp"), world_of())
    assert named is not None
    assert (named.id, named.password_max_age_days) == ("noridian_nmp", 365)
    assert published(Portal(id="p", name="P", kind="mac"), world_of()) is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "p"),
        ({"profile": "novitasphere"}, "cms_idm"),
        ({"profile": "novitasphere", "identity_domain": "own"}, "own"),
        ({"profile": "trizetto"}, "p"),
    ],
)
def test_an_identity_domain_is_the_portals_then_the_profiles_then_the_portal(
    fields: dict[str, str], expected: str
) -> None:
    portal = Portal(id="p", name="P", kind="mac", **fields)
    assert identity_domain(portal, world_of()) == expected


def test_a_message_names_the_users_or_says_that_there_are_none() -> None:
    world = world_of(staff=(person(), person("a-sato", name="Amber Sato")))
    assert user_names(account(persons=("a-sato",)), world) == "Kim Lee, Amber Sato"
    assert user_names(account(person=None), world) == "nobody on record"

import pytest

from portalaudit.inventory.facts import repeats
from portalaudit.inventory.records import Account, Portal
from portalaudit.inventory.world import Group
from tests.inventory.facts.small_worlds import account, person, world_of

STAFF = (person("k-lee"), person("a-sato", name="Amber Sato"))
NMP = Portal(id="nmp", name="Noridian", kind="mac", profile="noridian_nmp")
PALMETTO = Portal(id="pal", name="Palmetto", kind="mac", profile="palmetto_eservices")
WORLD = world_of(staff=STAFF, portals=(NMP, PALMETTO, Portal(id="cco", name="Rimrock CCO", kind="standalone")))


def group(*accounts: Account) -> Group:
    return Group(("x",), accounts)


def test_an_organization_is_told_apart_behind_the_portal() -> None:
    assert repeats.portal_and_organization(account(), WORLD) == "cco"
    assert repeats.portal_and_organization(account(organization="Ridge"), WORLD) == "cco/Ridge"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "k-lee"),
        ({"person": None, "persons": ("a-sato",)}, "a-sato"),
        ({"persons": ("k-lee", "a-sato")}, None),
        ({"person": None}, None),
    ],
)
def test_an_account_of_one_user_has_an_only_user(fields: dict[str, object], expected: str | None) -> None:
    assert repeats.only_user_id(account(**fields), WORLD) == expected


def test_only_accounts_with_others_beside_them_are_several() -> None:
    one, closed = account("1"), account("2", status="deleted")
    assert repeats.several(group(one), WORLD) == ()
    assert repeats.several(group(one, closed), WORLD) == (one, closed)


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("kL", ("U+006B latin small letter k", "U+004C latin capital letter l")),
        ("  k ", ("U+0020 space", "U+0020 space (2)", "U+006B latin small letter k", "U+0020 space (3)")),
        ("k\x07", ("U+006B latin small letter k", "U+0007 no name")),
    ],
)
def test_characters_of_a_login_are_named_and_counted(login: str, expected: tuple[str, ...]) -> None:
    assert repeats.login_characters(account(login=login), WORLD) == expected


def test_accounts_settle_when_they_are_no_longer_pending_or_have_been_for_more_than_two_weeks() -> None:
    old, desk, closed = account("1"), account("2", type="shared_legacy"), account("3", status="revoked")
    fresh, late = account("4", status="pending", created_on="2026-11-06"), account("5", status="pending")
    overdue = account("6", status="pending", created_on="2026-11-05")
    assert repeats.personal_accounts(group(old, desk, closed, fresh), WORLD) == (old, fresh)
    assert repeats.settled_accounts(group(old, fresh), WORLD) == (old,)
    assert repeats.settled_accounts(group(late), WORLD) == (late,)
    assert repeats.settled_accounts(group(old, late), WORLD) is None
    assert repeats.settled_accounts(group(old, overdue, late), WORLD) == (old, overdue)
    young = account("7", created_on="2026-11-19")
    assert repeats.settled_accounts(group(old, young), WORLD) == (old, young)


def test_an_account_for_managing_users_stands_apart_from_one_other() -> None:
    manages = account("1", permissions=("user.manage",))
    looks = account("2", permissions=("eligibility.view",))
    unclear = account("3")
    waiting = account("4", status="pending")
    assert repeats.administrator_apart(group(manages, looks), WORLD) is True
    assert repeats.administrator_apart(group(looks, looks), WORLD) is False
    assert repeats.administrator_apart(group(manages, manages), WORLD) is False
    assert repeats.administrator_apart(group(manages, looks, looks), WORLD) is False
    assert repeats.administrator_apart(group(manages, unclear), WORLD) is None
    assert repeats.administrator_apart(group(manages, waiting), WORLD) is False


def test_a_profile_may_allow_one_account_only() -> None:
    found = [repeats.one_account_only(group(account(portal=portal)), WORLD) for portal in ("nmp", "pal", "cco")]
    assert found == [True, False, False]

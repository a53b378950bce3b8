import pytest

from portalaudit.inventory.facts import authorization
from portalaudit.inventory.records import Account, Portal, Practice
from portalaudit.inventory.records.practice_records import MasterPortalAdministrator
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

PORTALS = (
    Portal(id="cco", name="Rimrock CCO", kind="standalone", administrators=("admin",), primary_administrator="primary"),
    Portal(id="nmp", name="NMP", kind="mac", profile="noridian_nmp"),
    Portal(id="uhc", name="UnitedHealthcare", kind="standalone", profile="uhc"),
)
STAFF = tuple(person(i, ("2020-01-01", None), roles=()) for i in ("master", "deputy", "admin", "primary", "k-lee"))


def practice(**fields: object) -> Practice:
    master = MasterPortalAdministrator(person="master", deputy="deputy")
    return Practice(id="p", name="P", timezone="UTC", master_portal_administrator=master, **fields)  # type: ignore[arg-type]


def world(*accounts: Account, home: Practice | None = None) -> World:
    return world_of(home or practice(), portals=PORTALS, staff=STAFF, accounts=accounts)


@pytest.mark.parametrize(
    ("who", "portal", "expected"),
    [
        ("master", "nmp", True),
        ("deputy", "nmp", True),
        ("admin", "cco", True),
        ("primary", "cco", True),
        ("admin", "nmp", False),
        ("k-lee", "cco", False),
        (None, "cco", None),
    ],
)
def test_who_is_designated(who: str | None, portal: str, expected: bool | None) -> None:
    assert authorization.designated_administrator(account(person=who, portal=portal), world()) is expected


def test_every_user_must_be_designated() -> None:
    assert authorization.designated_administrator(account(person="admin", persons=("k-lee",)), world()) is False


def places(*accounts: Account) -> dict[str, tuple[int, int, int | None, int] | None]:
    here = world(*accounts)
    found = {one.id: authorization.administrator_places(one, here).every for one in accounts}
    return {name: one and (one.at_least, one.at_most, one.place, one.count) for name, one in found.items()}


def test_designated_and_older_administrators_come_first() -> None:
    manage = {"permissions": ("user.manage",)}
    accounts = (
        account("old", person="k-lee", created_on="2010-01-01", **manage),
        account("designated", person="admin", created_on="2020-01-01", **manage),
        account("undated", person="k-lee", **manage),
        account("young", person="k-lee", created_on="2025-01-01", **manage),
        account("dead", person="admin", status="deleted", **manage),
        account("user", person="admin", permissions=("cob.view",)),
        account("elsewhere", person="k-lee", organization="second", **manage),
        account("shared", person="admin", type="shared_legacy", **manage),
    )
    assert places(*accounts) == {
        "designated": (1, 1, 1, 4),
        "old": (2, 3, None, 4),
        "young": (3, 4, None, 4),
        "undated": (4, 4, 4, 4),
        "elsewhere": (1, 1, 1, 1),
        "dead": None,
        "user": None,
        "shared": None,
    }


def primary(one: Account, here: World) -> tuple[int, int] | None:
    found = authorization.administrator_places(one, here).primary
    return found and (found.at_least, found.at_most)


def test_a_portal_with_one_primary_administrator_has_one() -> None:
    first = account(
        "a",
        portal="uhc",
        person="master",
        native_roles=("Primary Access Administrator", "Standard User"),
        permissions=("cob.view",),
    )
    second = account(
        "b", portal="uhc", person="deputy", native_roles=("primary access administrator",), permissions=("cob.view",)
    )
    other = account("c", portal="uhc", person="deputy", native_roles=("Administrator",), permissions=("cob.view",))
    here = world(first, second, other)
    # Without days of creation the second may have been there first.
    assert [primary(one, here) for one in (first, second, other)] == [(1, 2), (2, 2), None]


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ({"created_on": "2020-01-07"}, {"created_on": "2020-01-08"}, [(1, 1), (2, 2)]),
        ({"created_on": "2020-01-07", "native_roles": None}, {"created_on": "2020-01-08"}, [None, (1, 2)]),
        ({"created_on": "2020-01-09", "native_roles": None}, {"created_on": "2020-01-08"}, [None, (1, 1)]),
        (
            {"created_on": "2020-01-07", "native_roles": ("Standard User",)},
            {"created_on": "2020-01-08"},
            [None, (1, 1)],
        ),
    ],
)
def test_who_was_the_primary_administrator_first(
    older: dict[str, object], newer: dict[str, object], expected: list[tuple[int, int] | None]
) -> None:
    plain = {"portal": "uhc", "native_roles": ("Primary Access Administrator",)}
    first = account("a", **{**plain, "person": "admin", **older})
    second = account("b", **{**plain, "person": "admin", **newer})
    here = world(first, second)
    assert [primary(one, here) for one in (first, second)] == expected


def test_a_place_among_administrators_is_certain_only_where_everything_about_it_is_written() -> None:
    first = account("a", person="admin", created_on="2020-01-07", permissions=("user.manage",))
    silent = account("b", person="admin", created_on="2020-01-06")
    undated = account("c", person="admin", permissions=("user.manage",))
    assert places(first, silent, undated) == {"a": (1, 3, None, 2), "b": None, "c": (2, 3, None, 2)}

import pytest

from portalaudit.inventory.facts import authorization
from portalaudit.inventory.records import Engagement, Person, Portal, Practice, Role
from portalaudit.inventory.records.practice import MasterPortalAdministrator
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, held, person, world_of

PORTALS = (
    Portal(id="cco", name="Rimrock CCO", kind="standalone", administrators=("admin",), primary_administrator="primary"),
    Portal(id="own", name="Own limit", kind="mac", profile="noridian_nmp", max_administrators=2),
    Portal(id="nmp", name="NMP", kind="mac", profile="noridian_nmp"),
    Portal(
        id="ohp", name="OneHealthPort", kind="sso", profile="onehealthport", administrators=("contractor", "unknown")
    ),
    Portal(id="uhc", name="UnitedHealthcare", kind="standalone", profile="uhc"),
)
ROLES = (
    Role(id="credentialing", title="C", permissions=("credentialing.manage",)),
    Role(id="looks", title="L", permissions=("user.view",)),
)
STAFF = (
    *(person(i, ("2020-01-01", None), roles=()) for i in ("master", "deputy", "admin", "primary", "k-lee")),
    person("gone", ("2020-01-01", "2026-01-31"), roles=()),
    person("unknown", roles=()),
    person("roleless", ("2020-01-01", None)),
    person("credentials", ("2020-01-01", None), roles=(held("credentialing"),)),
    person("looker", ("2020-01-01", None), roles=(held("looks"),)),
    Person(id="contractor", name="C", engagements=(Engagement(kind="contractor", start="2020-01-01"),), roles=()),
)


def practice(**fields: object) -> Practice:
    master = MasterPortalAdministrator(person="master", deputy="deputy")
    return Practice(id="p", name="P", timezone="UTC", master_portal_administrator=master, **fields)  # type: ignore[arg-type]


def world(*accounts: object, home: Practice | None = None) -> World:
    return world_of(home or practice(), portals=PORTALS, roles=ROLES, staff=STAFF, accounts=accounts)


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


@pytest.mark.parametrize(("portal", "expected"), [("cco", None), ("own", 2), ("nmp", 5), ("elsewhere", None)])
def test_the_limit_is_the_portals_then_the_profiles(portal: str, expected: int | None) -> None:
    assert authorization.administrator_limit(account(portal=portal), world()) == expected


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
    here = world(*accounts)
    ranks = {one.id: authorization.administrator_rank(one, here) for one in accounts}
    assert ranks == {
        "designated": 1,
        "old": 2,
        "young": 3,
        "undated": 4,
        "elsewhere": 1,
        "dead": 0,
        "user": 0,
        "shared": 0,
    }


@pytest.mark.parametrize(
    ("who", "permissions", "expected"),
    [
        ("admin", ("user.manage",), ()),
        ("k-lee", ("cob.view",), ()),
        ("k-lee", ("user.manage", "cob.view"), ("user.manage",)),
        ("credentials", ("credentialing.manage", "provider_data.manage"), ()),
        ("credentials", ("credentialing.manage", "edi.manage"), ("edi.manage",)),
        ("k-lee", ("credentialing.manage",), ("credentialing.manage",)),
        ("looker", ("user.view",), ()),
        ("looker", ("user.view", "audit_log.view"), ("audit_log.view",)),
        (None, ("user.manage",), None),
        ("roleless", ("provider_data.manage",), None),
        ("roleless", ("user.view",), None),
        ("roleless", ("provider_data.view", "user.manage"), ("user.manage",)),
        ("roleless", ("edi.manage",), ("edi.manage",)),
        (None, ("cob.view",), ()),
        ("k-lee", None, None),
    ],
)
def test_admin_permissions_that_no_duty_explains(
    who: str | None, permissions: tuple[str, ...] | None, expected: tuple[str, ...] | None
) -> None:
    one = account(person=who, permissions=permissions)
    assert authorization.unassigned_admin_permissions(one, world()) == expected


@pytest.mark.parametrize(
    ("fields", "expected", "words"),
    [
        ({"person": "admin", "permissions": ("user.manage",)}, False, ()),
        ({"person": "gone", "permissions": ("user.view",)}, False, ("not designated for this",)),
        (
            {"person": "gone", "permissions": ("user.manage",)},
            True,
            ("not designated for this", "does not work here today"),
        ),
        ({"person": "unknown", "portal": "ohp", "permissions": ("user.manage",)}, None, ()),
        (
            {"person": "contractor", "portal": "ohp", "permissions": ("user.manage",)},
            True,
            ("not own staff, which the portal demands",),
        ),
        ({"person": "master", "portal": "ohp", "permissions": ("user.manage",)}, False, ()),
        ({"person": "master"}, None, ()),
    ],
)
def test_who_must_not_administer(fields: dict[str, object], expected: bool | None, words: tuple[str, ...]) -> None:
    one, here = account(**fields), world()
    assert authorization.unfit_administrator(one, here) is expected
    assert authorization.administrator_objections(one, here) == words


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        (practice(fte=24), False),
        (practice(fte=25), True),
        (practice(fte=5, billing_company=True), True),
        (practice(), None),
    ],
)
def test_the_dual_role_is_for_small_practices(home: Practice, expected: bool | None) -> None:
    dual = account(portal="nmp", person="master", native_roles=("DUAL  role", "Eligibility"))
    assert authorization.forbidden_dual_role(dual, world(home=home)) is expected
    assert authorization.unfit_administrator(dual, world(home=home)) is expected
    assert authorization.forbidden_dual_role(account(portal="nmp"), world(home=home)) is False


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
    assert [authorization.second_primary(one, here) for one in (first, second, other)] == [None, True, False]
    assert authorization.administrator_objections(second, here) == ("the portal has exactly one primary administrator",)
    assert authorization.administrator_objections(other, here) == ("administrator 3 of 3 there",)


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ({"created_on": "2020-01-07"}, {"created_on": "2020-01-08"}, [False, True]),
        ({"created_on": "2020-01-07", "native_roles": None}, {"created_on": "2020-01-08"}, [False, None]),
        ({"created_on": "2020-01-09", "native_roles": None}, {"created_on": "2020-01-08"}, [False, False]),
        (
            {"created_on": "2020-01-07", "native_roles": ("Standard User",)},
            {"created_on": "2020-01-08"},
            [False, False],
        ),
    ],
)
def test_who_was_the_primary_administrator_first(
    older: dict[str, object], newer: dict[str, object], expected: list[bool | None]
) -> None:
    plain = {"portal": "uhc", "native_roles": ("Primary Access Administrator",)}
    first = account("a", **{**plain, "person": "admin", **older})
    second = account("b", **{**plain, "person": "admin", **newer})
    here = world(first, second)
    assert [authorization.second_primary(one, here) for one in (first, second)] == expected


def test_a_place_among_administrators_is_certain_only_where_everything_about_it_is_written() -> None:
    first = account("a", person="admin", created_on="2020-01-07", permissions=("user.manage",))
    silent = account("b", person="admin", created_on="2020-01-06")
    undated = account("c", person="admin", permissions=("user.manage",))
    here = world(first, silent, undated)
    ranks = [
        (authorization.administrator_rank(one, here), authorization.administrator_rank_at_most(one, here))
        for one in (first, silent, undated)
    ]
    assert ranks == [(1, 3), (0, 0), (2, 3)]
    assert [authorization.administrator_rank_known(one, here) for one in (first, silent, undated)] == [None, True, None]

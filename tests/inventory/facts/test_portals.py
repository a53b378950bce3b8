import pytest

from portalaudit.inventory.facts import portals
from portalaudit.inventory.records import Account, Engagement, Grant, Person, Portal, Review
from portalaudit.inventory.records.portal_records import Registration
from portalaudit.inventory.records.staff_records import Leave
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

ANA, KIM = person("ana", ("2018-02-05", None), name="Ana Ruiz"), person("k-lee", ("2020-01-06", None))
LEFT = person("left", ("2018-02-05", "2026-08-14"))
UNDATED = person("undated")


def away(start: str, *, continuous: bool | None = None) -> Person:
    spell = Engagement(kind="employee", start="2018-02-05", leave=(Leave(start=start, continuous=continuous),))
    return Person(id="away", name="Avery Way", engagements=(spell,))


def portal(**fields: object) -> Portal:
    return Portal(**{"id": "cco", "name": "Rimrock CCO", "kind": "standalone", **fields})  # type: ignore[arg-type]


def admin(account_id: str, who: str, **fields: object) -> Account:
    plain = {"permissions": ("user.manage",), "last_login_on": "2026-11-18"}
    return account(account_id, person=who, **{**plain, **fields})


def world(one: Portal, *accounts: Account, staff: tuple[Person, ...] = (ANA, KIM, LEFT, UNDATED)) -> World:
    return world_of(portals=(one,), staff=staff, accounts=accounts)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"closed_on": "2026-11-20"}, True),
        ({"closed_on": "2026-11-21"}, False),
        ({"registration": Registration(status="closed")}, True),
        ({"registration": Registration(status="verified")}, False),
    ],
)
def test_a_portal_is_closed_from_its_day_on_or_with_its_registration(fields: dict[str, object], expected: bool) -> None:
    one = portal(**fields)
    facts = world(one, account())
    assert (portals.closed(one, facts), portals.in_use(one, facts)) == (expected, not expected)


def test_a_portal_with_ended_accounts_only_is_not_in_use() -> None:
    one = portal()
    facts = world(one, account("a", status="deleted"), account("b", status="suspended"))
    assert (portals.live_accounts(one, facts), portals.in_use(one, facts)) == ((), False)


@pytest.mark.parametrize(
    ("who", "fields", "expected"),
    [
        ("ana", {}, ("ana",)),
        ("ana", {"permissions": ("eligibility.view",)}, ()),
        ("ana", {"permissions": None}, ("ana",)),
        ("k-lee", {"permissions": None}, ()),
        ("ana", {"type": "break_glass"}, ()),
        ("ana", {"status": "pending"}, ()),
        ("ana", {"status": "suspended"}, ()),
        ("ana", {"last_login_on": "never", "created_on": "2026-11-01"}, ()),
        ("ana", {"last_login_on": "2026-10-21"}, ()),
        ("ana", {"last_login_on": "2026-10-22"}, ("ana",)),
        ("ana", {"last_login_on": None}, None),
        ("left", {}, ()),
        ("undated", {}, None),
        ("nobody", {}, ()),
    ],
)
def test_an_administrator_is_employed_and_signed_in_lately(
    who: str, fields: dict[str, object], expected: tuple[str, ...] | None
) -> None:
    one = portal(profile="noridian_nmp", administrators=("ana",))
    facts = world(one, admin("a", who, **fields), account("b", permissions=("eligibility.view",)))
    (found,) = portals.administrations(one, facts)
    assert [p.id for p in found.administrators] == list(expected or ())
    assert found.count == (None if expected is None else len(expected))


@pytest.mark.parametrize(("start", "continuous", "expected"), [("2026-11-20", None, ()), ("2026-01-01", False, (ANA,))])
def test_somebody_on_leave_administers_nothing(start: str, continuous: bool | None, expected: object) -> None:
    one = portal()
    facts = world(one, admin("a", "away"), staff=(away(start, continuous=continuous),))
    assert len(portals.live_administrators(one, facts)) == len(expected)  # type: ignore[arg-type]


def test_each_organization_counts_its_own_administrators_and_those_of_all() -> None:
    one = portal()
    accounts = (
        admin("a", "ana", organization="North"),
        admin("b", "k-lee"),
        admin("c", "k-lee", organization="South", permissions=("eligibility.view",)),
    )
    facts = world(one, *accounts)
    found = {a.organization: [p.id for p in a.administrators] for a in portals.administrations(one, facts)}
    assert found == {"North": ["ana", "k-lee"], "South": ["k-lee"]}
    assert [p.id for p in portals.live_administrators(one, facts)] == ["ana", "k-lee"]
    assert portals.administrator_names(one, facts) == "Ana Ruiz and Kim Lee"


def test_two_accounts_of_one_person_are_one_administrator() -> None:
    one = portal()
    (found,) = portals.administrations(one, world(one, admin("a", "ana"), admin("b", "ana", last_login_on=None)))
    assert found.count == 1


def test_a_portal_without_administrators_names_nobody() -> None:
    one = portal()
    assert portals.administrator_names(one, world(one, account())) == "no one"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"created_on": "2024-03-05", "last_login_on": "2020-01-01"}, "2024-03-05"),
        ({"created_on": None}, None),
        ({"created_on": None, "last_login_on": "never"}, None),
        ({"created_on": None, "last_login_on": "2026-08-10T09:00:00-07:00"}, "2026-08-10"),
        (
            {"created_on": None, "last_login_on": "2026-08-10", "grants": (Grant(granted_on="2025-01-01"),)},
            "2025-01-01",
        ),
    ],
)
def test_an_account_is_known_since_its_creation_or_its_earliest_trace(
    fields: dict[str, object], expected: str | None
) -> None:
    assert portals.known_since(account(**fields)) == expected


def test_a_review_counts_once_it_is_completed() -> None:
    reviews = (
        Review(id="q2", portal="cco", completed_on="2026-06-28"),
        Review(id="q3", portal="cco", completed_on="2026-09-28"),
        Review(id="open", portal="cco", opened_on="2026-11-10"),
        Review(id="planned", portal="cco", completed_on="2026-11-21"),
        Review(id="other", portal="else", completed_on="2026-11-01"),
    )
    one = portal()
    facts = world_of(portals=(one, portal(id="else")), accounts=(account(created_on="2020-01-01"),), reviews=reviews)
    assert portals.last_review_on(one, facts) == "2026-09-28"
    assert portals.last_review_on(one, world_of(portals=(one,))) is None


def test_a_portal_is_as_old_as_its_oldest_account() -> None:
    one = portal()
    facts = world(one, account("a", created_on="2024-03-05"), account("b", created_on="2021-03-05", status="deleted"))
    assert portals.first_account_on(one, facts) == "2021-03-05"
    assert portals.first_account_on(one, world(one, account())) is None

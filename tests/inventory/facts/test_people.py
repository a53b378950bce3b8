import pytest

from portalaudit.inventory.derived import derived_facts
from portalaudit.inventory.facts import accounts, people
from portalaudit.inventory.records import Engagement, Person, Role, Vendor
from portalaudit.inventory.records.staff_records import Leave
from tests.inventory.facts.small_worlds import account, held, person, world_of


@pytest.mark.parametrize(
    ("spells", "employed", "has_left", "left_on"),
    [
        ([("2024-01-01", None)], True, False, None),
        ([("2024-01-01", "2026-11-20")], True, False, None),
        ([("2024-01-01", "2026-11-19")], False, True, "2026-11-19"),
        ([("2026-11-21", None)], False, False, None),
        ([("2024-01-01", "2024-06-30"), ("2025-01-01", None)], True, False, None),
        ([("2025-01-01", "2025-06-30"), ("2024-01-01", "2024-06-30")], False, True, "2025-06-30"),
        ([("2024-01-01", "2024-06-30"), ("2026-12-01", None)], False, True, "2024-06-30"),
        ([("2024-01-01", "2026-11-20T03:00:00+00:00")], False, True, "2026-11-19"),
    ],
)
def test_who_works_here_and_who_has_left(
    spells: list[tuple[str, str | None]], employed: bool, has_left: bool, left_on: str | None
) -> None:
    one, world = person("k-lee", *spells), world_of()
    assert people.employed(one, world) is employed
    assert people.has_left(one, world) is has_left
    assert people.left_on(one, world) == left_on


def test_without_engagements_nothing_is_known() -> None:
    one, world = person(), world_of()
    assert people.employed(one, world) is None
    assert people.has_left(one, world) is None
    assert people.left_on(one, world) is None
    assert people.on_leave(one, world) is None
    assert people.external(one, world) is None


def test_engagements_without_a_gap_are_one_spell() -> None:
    one = person("k", ("2025-01-01", None), ("2024-01-01", "2024-12-31"), ("2020-01-01", "2020-12-31"))
    spells = people.spells_of(one, world_of())
    assert spells is not None
    assert [(s.last == people.FOREVER, s.index) for s in spells] == [(False, 2), (True, 0)]


def test_the_last_working_day_is_written_at_its_engagement() -> None:
    one = person("k", ("2025-01-01", "2025-12-31"), ("2020-01-01", "2020-12-31"))
    written_at = derived_facts()["person"]["left_on"].written_at
    assert written_at is not None
    assert written_at(one, world_of()) == ("engagements", 0, "end")
    assert written_at(person("here", ("2025-01-01", None)), world_of()) == ("engagements",)


@pytest.mark.parametrize(
    ("leave", "expected"),
    [
        (Leave(start="2026-11-20"), True),
        (Leave(start="2026-11-01", end="2026-11-20"), True),
        (Leave(start="2026-11-01", end="2026-11-19"), False),
        (Leave(start="2026-11-21"), False),
        (Leave(start="2026-11-01", continuous=False), False),
    ],
)
def test_leave_covers_the_day_unless_it_is_intermittent(leave: Leave, expected: bool) -> None:
    one = Person(id="k", name="K", engagements=(Engagement(kind="employee", start="2020-01-01", leave=(leave,)),))
    assert people.on_leave(one, world_of()) is expected


@pytest.mark.parametrize(
    ("kind", "vendor", "expected"),
    [
        ("employee", None, False),
        ("locum", None, False),
        ("contractor", None, True),
        ("vendor", None, True),
        ("vendor", "keystone", True),
        ("employee", "keystone", True),
        ("vendor", "agency", False),
    ],
)
def test_own_staff_is_whom_the_practice_directs(kind: str, vendor: str | None, expected: bool) -> None:
    vendors = (Vendor(id="keystone", name="K"), Vendor(id="agency", name="A", workforce=True))
    one = Person(id="k", name="K", vendor=vendor, engagements=(Engagement(kind=kind, start="2020-01-01"),))  # type: ignore[arg-type]
    assert people.external(one, world_of(vendors=vendors)) is expected
    assert people.vendor_unknown(one, world_of(vendors=vendors)) is (kind == "vendor" and vendor is None)


def test_roles_are_those_held_on_the_day() -> None:
    roles = (Role(id="desk", title="Desk"), Role(id="rn", title="RN", category="clinical"), Role(id="old", title="Old"))
    one = person(
        "k", roles=(held("desk"), held("rn", "2026-11-20"), held("old", None, "2026-11-19"), held("new", "2026-11-21"))
    )
    world = world_of(roles=roles)
    assert people.role_ids(one, world) == ("desk", "rn")
    assert people.role_ids(person("other"), world) is None


def test_live_accounts_are_those_that_the_person_signs_in_with() -> None:
    accounts = (
        account("a"),
        account("b", status="suspended"),
        account("c", type="service"),
        account("d", person=None, persons=("k-lee", "x"), type="shared_legacy"),
    )
    found = people.live_accounts(person(), world_of(accounts=accounts))
    assert [one.id for one in found] == ["a", "d"]


LEFT = person("left", ("2024-01-01", "2026-08-14"))
HERE = person("here", ("2024-01-01", None))
UNDATED = person("undated")


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        (("left",), ()),
        (("here",), ("here",)),
        (("undated",), ("undated",)),
        (("left", "here", "undated"), ("here", "undated")),
        ((), None),
    ],
)
def test_who_has_left_is_no_present_user(users: tuple[str, ...], expected: tuple[str, ...] | None) -> None:
    one = account(person=None, persons=users or None)
    found = people.present_users(one, world_of(staff=(LEFT, HERE, UNDATED)))
    assert (found if found is None else tuple(who.id for who in found)) == expected


def test_where_all_are_here_the_present_users_are_the_users() -> None:
    one, world = account(person="here"), world_of(staff=(HERE,))
    assert people.present_users(one, world) is accounts.users(one, world)

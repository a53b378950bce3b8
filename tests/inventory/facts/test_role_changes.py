import pytest

from portalaudit.inventory.facts import role_changes
from portalaudit.inventory.records import Decision, Engagement, Grant, HeldRole, Person, Review
from portalaudit.inventory.records.staff_records import Leave, Posting
from tests.inventory.facts.small_worlds import account, held, world_of

LEAVE = (Leave(start="2026-06-01", end="2026-06-14"), Leave(start="2026-07-01", end="2026-07-13"))


def worker(*roles: HeldRole, engagements: tuple[Engagement, ...] = (), **fields: object) -> Person:
    given = engagements or (Engagement(kind="employee", start="2024-01-01"),)
    return Person(id="k-lee", name="Kim Lee", engagements=given, roles=roles, **fields)  # type: ignore[arg-type]


def engaged(start: str, end: str | None = None, kind: str = "employee", **fields: object) -> Engagement:
    return Engagement(kind=kind, start=start, end=end, **fields)  # type: ignore[arg-type]


def site(location: str, start: str | None = None, end: str | None = None) -> Posting:
    return Posting(location=location, **{"from": start, "to": end})


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (worker(held("a", "2024-01-01")), []),
        (worker(held("a")), []),
        (
            worker(held("a", None, "2026-05-31"), held("b", "2026-06-01")),
            [("new role", "2026-06-01", ("roles", 1, "from"))],
        ),
        (worker(held("a", None, "2026-05-31"), held("a", "2026-06-01")), []),
        (worker(held("a", None, "2026-05-31")), [("new role", "2026-06-01", ("roles", 0, "to"))]),
        (worker(held("a"), held("b", "2026-12-01")), []),
        (
            worker(locations=(site("x", None, "2026-05-31"), site("y", "2026-06-01"))),
            [("new site", "2026-06-01", ("locations", 1, "from"))],
        ),
        (worker(manager_since="2026-06-01"), [("new supervisor", "2026-06-01", ("manager_since",))]),
        (worker(manager_since="2024-01-01"), []),
        (
            worker(engagements=(engaged("2026-06-01", kind="contractor"), engaged("2024-01-01", "2026-05-31"))),
            [("new kind of engagement", "2026-06-01", ("engagements", 0, "start"))],
        ),
        (worker(engagements=(engaged("2024-01-01", "2026-05-31"), engaged("2026-06-01"))), []),
        (
            worker(
                held("a", None, "2025-12-31"),
                held("b", "2026-06-01"),
                engagements=(engaged("2024-01-01", "2025-12-31"), engaged("2026-06-01")),
            ),
            [("rehire", "2026-06-01", ("engagements", 1, "start"))],
        ),
        (
            worker(engagements=(engaged("2024-01-01", leave=LEAVE),)),
            [("return from leave", "2026-06-15", ("engagements", 0, "leave", 0, "end"))],
        ),
        (worker(engagements=(engaged("2024-01-01", leave=(Leave(start="2026-06-01", end="2026-12-14"),)),)), []),
        (worker(engagements=(engaged("2024-01-01", "2026-06-14", leave=LEAVE[:1]),)), []),
        (
            worker(engagements=(engaged("2024-01-01", leave=(Leave(start="2026-06-15"), LEAVE[0])),)),
            [],
        ),
        (
            worker(engagements=(engaged("2024-01-01", leave=(Leave(start="2026-06-15", end="2026-06-20"), LEAVE[0])),)),
            [("return from leave", "2026-06-21", ("engagements", 0, "leave", 0, "end"))],
        ),
        (
            worker(engagements=(engaged("2024-01-01", leave=(LEAVE[0], Leave(start="2026-06-02", end="2026-06-09"))),)),
            [("return from leave", "2026-06-15", ("engagements", 0, "leave", 0, "end"))],
        ),
    ],
)
def test_changes_are_found_where_they_are_written(
    one: Person, expected: list[tuple[str, str, tuple[object, ...]]]
) -> None:
    found = role_changes.access_kept(one, world_of(staff=(one,), accounts=(account("a"),)))
    assert found is not None
    assert [(kept.kind, kept.on, kept.written_at.route) for kept in found] == expected
    assert all(kept.written_at.record is one and kept.account.id == "a" for kept in found)


def test_without_engagements_nothing_is_known_and_without_roles_not_everything() -> None:
    back = Person(id="k-lee", name="Kim Lee", engagements=(engaged("2024-01-01", "2025-12-31"), engaged("2026-06-01")))
    here = world_of(accounts=(account("a"),))
    found = role_changes.access_kept(back, here)
    assert found is not None
    assert [kept.kind for kept in found] == ["rehire"]
    undated = Person(id="k-lee", name="Kim Lee", roles=())
    assert role_changes.access_kept(undated, world_of(accounts=(account("a"),))) is None


MOVED = worker(held("a", None, "2026-05-31"), held("b", "2026-06-01", None, "2026-06-10"))


@pytest.mark.parametrize(
    ("fields", "decided_on", "reviewed_on"),
    [
        ({}, None, [None]),
        ({"created_on": "2026-05-31"}, None, [None]),
        ({"created_on": "2026-06-01"}, None, []),
        ({"status": "suspended"}, None, []),
        ({}, "2026-05-31", [None]),
        ({}, "2026-06-01", ["2026-06-01"]),
        ({}, "2026-06-13", ["2026-06-13"]),
        ({}, "2026-12-13", [None]),
        ({"approved_on": "2026-06-12"}, None, ["2026-06-12"]),
        ({"approved_on": "2026-06-12"}, "2026-06-11", ["2026-06-11"]),
        ({"grants": (Grant(kind="modify", granted_on="2026-06-12"),)}, None, ["2026-06-12"]),
        ({"grants": (Grant(kind="grant", granted_on="2026-06-12"),)}, None, ["2026-06-12"]),
        ({"grants": (Grant(kind="grant", granted_on="2026-06-12", permissions=("cob.view",)),)}, None, [None]),
        ({"grants": (Grant(kind="enable", granted_on="2026-06-12", approved_by="x"),)}, None, [None]),
    ],
)
def test_an_account_from_before_is_reviewed_since(
    fields: dict[str, object], decided_on: str | None, reviewed_on: list[str | None]
) -> None:
    decision = Decision(account="a", decision="keep", decided_on=decided_on)
    reviews = (Review(id="r", portal="cco", decisions=(decision,)),)
    found = role_changes.access_kept(
        MOVED, world_of(staff=(MOVED,), accounts=(account("a", **fields),), reviews=reviews)
    )
    assert found is not None
    assert [kept.reviewed_on for kept in found] == reviewed_on
    assert {kept.counted_from for kept in found} <= {"2026-06-10"}


def test_a_decision_without_a_day_counts_with_the_review() -> None:
    reviews = (
        Review(id="r", portal="cco", completed_on="2026-06-12", decisions=(Decision(account="a", decision="keep"),)),
    )
    found = role_changes.access_kept(MOVED, world_of(staff=(MOVED,), accounts=(account("a"),), reviews=reviews))
    assert found is not None
    assert [kept.reviewed_on for kept in found] == ["2026-06-12"]


@pytest.mark.parametrize(
    ("fields", "reviewed_on"),
    [
        ({}, [None]),
        ({"created_on": "2025-12-31"}, [None]),
        ({"created_on": "2026-01-01"}, []),
        ({"approved_on": "2026-05-20"}, ["2026-05-20"]),
        ({"approved_on": "2025-12-31"}, [None]),
        ({"grants": (Grant(kind="modify", granted_on="2026-06-12"),)}, [None]),
        ({"grants": (Grant(kind="enable", granted_on="2026-06-12", approved_by="x"),)}, ["2026-06-12"]),
        ({"grants": (Grant(kind="emergency", granted_on="2026-06-12", approved_by="x"),)}, [None]),
    ],
)
def test_after_a_rehire_only_a_new_approval_counts(fields: dict[str, object], reviewed_on: list[str | None]) -> None:
    back = worker(engagements=(engaged("2024-01-01", "2025-12-31"), engaged("2026-06-01")))
    found = role_changes.access_kept(back, world_of(staff=(back,), accounts=(account("a", **fields),)))
    assert found is not None
    assert [kept.reviewed_on for kept in found] == reviewed_on


def test_accounts_of_a_change_stand_in_the_order_of_their_ids() -> None:
    found = role_changes.access_kept(MOVED, world_of(staff=(MOVED,), accounts=(account("b"), account("a"))))
    assert found is not None
    assert [kept.account.id for kept in found] == ["a", "b"]


@pytest.mark.parametrize(
    ("grant", "reviewed_on"),
    [
        (Grant(kind="enable", granted_on="2026-06-15", approved_by="x"), "2026-06-15"),
        (Grant(kind="enable", granted_on="2026-06-14", approved_by="x"), None),
        (Grant(kind="enable", granted_on="2026-06-15"), None),
        (Grant(kind="enable", granted_on="2026-06-15", approved_by="x", permissions=("cob.view",)), None),
        (Grant(kind="emergency", granted_on="2026-06-15", approved_by="x"), None),
        (Grant(kind="modify", granted_on="2026-06-15"), "2026-06-15"),
    ],
)
def test_after_a_leave_an_approval_to_switch_on_again_counts(grant: Grant, reviewed_on: str | None) -> None:
    back = worker(engagements=(engaged("2024-01-01", leave=LEAVE[:1]),))
    found = role_changes.access_kept(back, world_of(staff=(back,), accounts=(account("a", grants=(grant,)),)))
    assert found is not None
    assert [kept.reviewed_on for kept in found] == [reviewed_on]

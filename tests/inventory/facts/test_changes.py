import pytest

from portalaudit.inventory.derived import derived_facts
from portalaudit.inventory.facts import changes
from portalaudit.inventory.records import Decision, Engagement, Grant, HeldRole, Person, Review
from portalaudit.inventory.records.people import Leave, Posting
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
    found = changes.changes(one, world_of(staff=(one,)))
    assert found is not None
    assert [(c.kind, c.on) for c in found] == [(kind, on) for kind, on, _ in expected]
    written_at = derived_facts()["person"]["changes"].written_at
    assert written_at is not None
    assert [written_at(one, world_of(staff=(one,)))] == ([route for *_, route in expected] or [("roles",)])


def test_without_engagements_nothing_is_known_and_without_roles_not_everything() -> None:
    back = Person(id="k-lee", name="Kim Lee", engagements=(engaged("2024-01-01", "2025-12-31"), engaged("2026-06-01")))
    found = changes.changes(back, world_of())
    assert found is not None
    assert [change.kind for change in found] == ["rehire"]
    assert changes.roles_written(back, world_of()) is None
    nobody = Person(id="k-lee", name="Kim Lee", roles=())
    assert changes.changes(nobody, world_of()) is None
    assert changes.roles_written(nobody, world_of()) is True


MOVED = worker(held("a", None, "2026-05-31"), held("b", "2026-06-01", None, "2026-06-10"))


@pytest.mark.parametrize(
    ("fields", "decided_on", "unreviewed", "days"),
    [
        ({}, None, ("a",), 163),
        ({"created_on": "2026-05-31"}, None, ("a",), 163),
        ({"created_on": "2026-06-01"}, None, (), 0),
        ({"status": "suspended"}, None, (), 0),
        ({}, "2026-05-31", ("a",), 163),
        ({}, "2026-06-01", (), 0),
        ({}, "2026-06-13", (), 3),
        ({}, "2026-12-13", ("a",), 163),
        ({"approved_on": "2026-06-12"}, None, (), 2),
        ({"grants": (Grant(kind="modify", granted_on="2026-06-12"),)}, None, (), 2),
        ({"grants": (Grant(kind="grant", granted_on="2026-06-12"),)}, None, (), 2),
        ({"grants": (Grant(kind="grant", granted_on="2026-06-12", permissions=("cob.view",)),)}, None, ("a",), 163),
        ({"grants": (Grant(kind="enable", granted_on="2026-06-12", approved_by="x"),)}, None, ("a",), 163),
    ],
)
def test_an_account_from_before_needs_a_look_since(
    fields: dict[str, object], decided_on: str | None, unreviewed: tuple[str, ...], days: int
) -> None:
    decision = Decision(account="a", decision="keep", decided_on=decided_on)
    reviews = (Review(id="r", portal="cco", decisions=(decision,)),)
    found = changes.changes(MOVED, world_of(staff=(MOVED,), accounts=(account("a", **fields),), reviews=reviews))
    assert found is not None
    ((change,),) = (found,)
    assert (change.counted_from, change.unreviewed, change.days_to_review) == ("2026-06-10", unreviewed, days)


def test_a_decision_without_a_day_counts_with_the_review() -> None:
    reviews = (
        Review(id="r", portal="cco", completed_on="2026-06-12", decisions=(Decision(account="a", decision="keep"),)),
    )
    found = changes.changes(MOVED, world_of(staff=(MOVED,), accounts=(account("a"),), reviews=reviews))
    assert found is not None
    assert found[0].days_to_review == 2


@pytest.mark.parametrize(
    ("fields", "unreviewed"),
    [
        ({}, ("a",)),
        ({"created_on": "2025-12-31"}, ("a",)),
        ({"created_on": "2026-01-01"}, ()),
        ({"approved_on": "2026-05-20"}, ()),
        ({"approved_on": "2025-12-31"}, ("a",)),
        ({"grants": (Grant(kind="modify", granted_on="2026-06-12"),)}, ("a",)),
        ({"grants": (Grant(kind="enable", granted_on="2026-06-12", approved_by="x"),)}, ()),
        ({"grants": (Grant(kind="emergency", granted_on="2026-06-12", approved_by="x"),)}, ("a",)),
    ],
)
def test_after_a_rehire_only_a_new_approval_counts(fields: dict[str, object], unreviewed: tuple[str, ...]) -> None:
    back = worker(engagements=(engaged("2024-01-01", "2025-12-31"), engaged("2026-06-01")))
    found = changes.changes(back, world_of(staff=(back,), accounts=(account("a", **fields),)))
    assert found is not None
    assert [c.unreviewed for c in found] == [unreviewed]


def test_the_note_names_what_waits_or_else_what_waited_longest() -> None:
    waiting = world_of(staff=(MOVED,), accounts=(account("b"), account("a")))
    assert changes.change_note(MOVED, waiting) == "new role on 2026-06-01, not reviewed since: a, b"
    done = world_of(staff=(MOVED,), accounts=(account("a", approved_on="2026-06-30"),))
    assert changes.change_note(MOVED, done) == "new role on 2026-06-01, reviewed after 20 days"
    assert changes.change_note(worker(held("a")), world_of()) == ""

import pytest

from portalaudit.inventory.facts import evidence
from portalaudit.inventory.records import Decision, Person, Portal, Practice, Review, Vendor
from portalaudit.inventory.records.portals import Export
from portalaudit.inventory.records.practice import MasterPortalAdministrator
from portalaudit.inventory.records.reviews import Snapshot
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import person, world_of

HOME = Practice(id="p", name="P", timezone="America/Los_Angeles")
ANA = person("ana", ("2018-02-05", None), name="Ana Ruiz")
BO = person("bo", ("2018-02-05", None), name="Bo Chen")
VIC = person("vic", ("2018-02-05", None), name="Vic Stone", vendor="keystone")
KEYSTONE = Vendor(id="keystone", name="Keystone RCM")
LIST = {"taken_on": "2026-09-20", "source": "users.csv", "method": "download", "sha256": "ab12", "accounts": ("a",)}
KEEP = Decision(account="a", decision="keep", reviewer="ana", decided_on="2026-09-25")  # type: ignore[call-arg]


def review(*decisions: Decision, listed: dict[str, object] | None = None, **fields: object) -> Review:
    plain = {"completed_on": "2026-09-28", "signed_by": "bo", "signed_on": "2026-09-28"}
    taken = Snapshot(**{**LIST, **(listed or {})})  # type: ignore[arg-type]
    given = {"snapshot": taken, "decisions": decisions or (KEEP,), **plain, **fields}
    return Review(id="q3", portal="cco", **given)  # type: ignore[arg-type]


def world(one: Review, *others: Person, exports: tuple[Export, ...] | None = None) -> World:
    portal = Portal(id="cco", name="P", kind="mac", exports=exports)
    return world_of(HOME, portals=(portal,), staff=(ANA, BO, VIC, *others), vendors=(KEYSTONE,), reviews=(one,))


def gaps(one: Review, *others: Person, exports: tuple[Export, ...] | None = None) -> tuple[str, ...]:
    return evidence.evidence_gaps(one, world(one, *others, exports=exports))


def crowd(number: int) -> tuple[Person, ...]:
    return tuple(person(f"p{i}", ("2020-01-06", None)) for i in range(number))


def test_who_works_here_is_counted() -> None:
    left, undated = person("left", ("2018-02-05", "2026-11-19")), person("undated")
    assert evidence.headcount(HOME, world_of(HOME, staff=(ANA, BO, VIC, left, undated))) == 3


@pytest.mark.parametrize(
    ("snapshot", "expected"),
    [
        ({}, ()),
        ({"taken_on": None}, ("the user list has no day",)),
        ({"source": None}, ("the user list has no source",)),
        ({"method": None, "sha256": None}, ("the user list has no way it was taken and no SHA-256",)),
        ({"method": "Screen-shot", "sha256": None}, ()),
        ({"method": "screenshot", "sha256": None, "accounts": None}, ("the user list has no SHA-256",)),
        ({"method": "screenshot", "sha256": None, "accounts": ()}, ("the user list has no SHA-256",)),
        ({"method": "screenshot", "sha256": None, "source": None}, ("the user list has no source and no SHA-256",)),
    ],
)
def test_the_user_list(snapshot: dict[str, object], expected: tuple[str, ...]) -> None:
    assert gaps(review(listed=snapshot)) == expected


def test_no_user_list_at_all() -> None:
    assert gaps(review(snapshot=None)) == ("no user list",)


@pytest.mark.parametrize(
    ("source", "sha256", "differs"),
    [
        ("users.csv", "cd34", True),
        ("users.csv", "AB12", False),
        ("other.csv", "cd34", False),
        ("users.csv", None, False),
    ],
)
def test_the_same_file_in_the_exports(source: str, sha256: str | None, differs: bool) -> None:
    export = Export(taken_on="2026-09-20", source=source, sha256=sha256)  # type: ignore[call-arg]
    words = ("the user list has another SHA-256 than the same file in the portal's exports",)
    assert gaps(review(), exports=(export,)) == (words if differs else ())


def decided(reviewer: str | None = "ana", decided_on: str | None = "2026-09-25") -> Decision:
    return Decision(account="a", decision="keep", reviewer=reviewer, decided_on=decided_on)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("decisions", "fields", "expected"),
    [
        ((decided(None),), {}, ("no reviewer of 1 decision",)),
        ((decided(None),), {"reviewer": "ana"}, ()),
        ((decided(None), decided(None)), {}, ("no reviewer of 2 decisions",)),
        ((decided(decided_on=None),), {}, ("no day of 1 decision",)),
        ((decided(decided_on="2026-09-29"),), {}, ("1 decision taken after the sign-off of 2026-09-28",)),
        ((decided(decided_on="2026-09-28"),), {}, ()),
        ((KEEP,), {"signed_by": None}, ("no sign-off by a manager",)),
        ((KEEP,), {"signed_on": None}, ("no day of the sign-off",)),
        ((KEEP,), {"signed_on": "2026-11-21"}, ("the sign-off lies in the future",)),
        ((KEEP,), {"signed_on": "2026-11-20"}, ()),
        ((KEEP,), {"signed_by": "vic"}, ("Vic Stone, who signed it off, is not the practice's own staff",)),
        ((KEEP,), {"signed_by": "ana"}, ()),
    ],
)
def test_decisions_and_sign_off(
    decisions: tuple[Decision, ...], fields: dict[str, object], expected: tuple[str, ...]
) -> None:
    assert gaps(review(*decisions, **fields)) == expected


def test_nothing_decided() -> None:
    assert gaps(review(decisions=())) == ("no decisions",)


@pytest.mark.parametrize(
    ("home", "supervisor", "is_gap"),
    [
        ({}, None, False),
        ({}, "ana", True),
        ({}, "bo", False),
        ({"compliance_officer": "ana"}, None, True),
        ({"compliance_officer": "bo"}, "ana", False),
        ({"approvers": ("bo",)}, "ana", False),
        ({"master_portal_administrator": MasterPortalAdministrator(person="bo")}, "ana", False),  # type: ignore[call-arg]
        ({"master_portal_administrator": MasterPortalAdministrator(person="ana", deputy="bo")}, "ana", False),  # type: ignore[call-arg]
    ],
)
def test_a_manager_signs_where_any_is_recorded(home: dict[str, object], supervisor: str | None, is_gap: bool) -> None:
    practice = Practice(id="p", name="P", timezone="America/Los_Angeles", **home)  # type: ignore[arg-type]
    portal = Portal(id="cco", name="P", kind="mac")
    staff = (ANA, BO, person("kim", ("2020-01-06", None), manager=supervisor))
    found = evidence.evidence_gaps(review(), world_of(practice, portals=(portal,), staff=staff, reviews=(review(),)))
    words = ("Bo Chen, who signed it off, is not recorded as managing anybody or anything",)
    assert found == (words if is_gap else ())


@pytest.mark.parametrize(
    ("others", "decisions", "is_gap"),
    [(12, (KEEP,), False), (13, (KEEP,), True), (13, (KEEP, decided("bo")), False), (13, (decided("bo"),), False)],
)
def test_a_large_practice_has_somebody_else_sign(others: int, decisions: tuple[Decision, ...], is_gap: bool) -> None:
    found = gaps(review(*decisions, signed_by="ana"), *crowd(others))
    assert found == (("Ana Ruiz signed off what nobody else had reviewed",) if is_gap else ())


SECOND = "2026-09-25T10:00:07-07:00"


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([SECOND] * 26, True),
        ([SECOND] * 25, False),
        ([*[SECOND] * 26, "2026-09-25T10:00:08-07:00"], False),
        (["2026-09-25"] * 26, False),
        ([None] * 26, False),
    ],
)
def test_decisions_in_one_second(times: list[str | None], expected: bool) -> None:
    one = review(*(decided(decided_on=time) for time in times))
    assert evidence.rubber_stamped(one, world(one)) is expected


def test_a_review_without_decisions_is_not_stamped() -> None:
    one = review(decisions=())
    assert evidence.rubber_stamped(one, world(one)) is False


def test_the_note_tells_both() -> None:
    one = review(*(decided(decided_on=SECOND) for _ in range(26)), signed_by=None)
    assert evidence.evidence_note(one, world(one)) == (
        "no sign-off by a manager; all its decisions were taken in the same second"
    )
    assert evidence.evidence_note(review(), world(review())) == ""

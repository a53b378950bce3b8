import pytest

from portalaudit.inventory.facts import reviews
from portalaudit.inventory.records import Account, Decision, Engagement, Person, Portal, Practice, Review
from portalaudit.inventory.records.practice import MasterPortalAdministrator
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

ANA = person("ana", ("2018-02-05", None), name="Ana Ruiz")
KIM = person("k-lee", ("2020-01-06", None), manager="ana")
LEFT = person("left", ("2018-02-05", "2026-08-14"))
UNDATED = person("undated")
VENDOR = [
    Person(id=i, name=i, vendor="keystone", engagements=(Engagement(kind="vendor", start="2020-01-01"),))
    for i in ("vic", "val")
]
STAFF = (ANA, KIM, LEFT, UNDATED, *VENDOR)
PORTALS = (Portal(id="cco", name="Rimrock CCO", kind="standalone"), Portal(id="nmp", name="NMP", kind="mac"))
OLD = "2020-01-07"


def decide(name: str, decision: str = "keep", **fields: object) -> Decision:
    return Decision(account=name, decision=decision, **fields)  # type: ignore[arg-type]


def review_of(*decisions: Decision, **fields: object) -> Review:
    plain = {"id": "q3", "portal": "cco", "completed_on": "2026-09-28"}
    return Review(decisions=decisions, **{**plain, **fields})  # type: ignore[arg-type]


def world(
    one: Review, *accounts: Account, practice: Practice | None = None, staff: tuple[Person, ...] = STAFF
) -> World:
    return world_of(practice, portals=PORTALS, staff=staff, accounts=accounts, reviews=(one,))


@pytest.mark.parametrize(
    ("day", "expected"), [(None, False), ("2026-11-20", True), ("2026-11-21", False), ("2025-01-01", True)]
)
def test_a_review_is_completed_from_its_day_on(day: str | None, expected: bool) -> None:
    one = review_of(completed_on=day)
    assert reviews.completed(one, world(one)) is expected


# ---------------------------------------------------------------- decisions


def test_the_reviewer_and_the_day_come_from_the_review_where_the_decision_has_none() -> None:
    own, plain = decide("a", reviewer="ana", decided_on="2026-09-25"), decide("a")
    one = review_of(own, plain, reviewer="k-lee")
    facts = world(one, account())
    assert [reviews.reviewer(d, facts) for d in (own, plain)] == [ANA, KIM]
    assert [reviews.settled_on(d, facts) for d in (own, plain)] == ["2026-09-25", "2026-09-28"]
    assert reviews.review(own, facts) is one


@pytest.mark.parametrize(
    ("decision", "fields", "expected"),
    [
        (decide("a", reviewer="k-lee"), {}, True),
        (decide("a", reviewer="ana"), {}, False),
        (decide("a", reviewer="ana"), {"persons": ("ana", "k-lee")}, True),
        (decide("a"), {}, None),
        (decide("a", reviewer="ana"), {"person": None}, None),
        (decide("a", reviewer="ana"), {"person": None, "match": "unmatched"}, False),
        (decide("a", "unknown_user", reviewer="ana"), {"person": None}, False),
    ],
)
def test_nobody_decides_on_the_own_account(
    decision: Decision, fields: dict[str, object], expected: bool | None
) -> None:
    assert reviews.self_review(decision, world(review_of(decision), account(**fields))) is expected


def test_a_second_signature_counts_in_a_practice_of_one_person() -> None:
    signed, plain = decide("a", reviewer="k-lee", second_signature="Pat Quill, CPA"), decide("a", reviewer="k-lee")
    one = review_of(signed, plain)
    alone, not_alone = world(one, account(), staff=(KIM, *VENDOR)), world(one, account(), staff=(KIM, ANA))
    assert [reviews.countersigned(d, alone) for d in (signed, plain)] == [True, False]
    assert reviews.countersigned(signed, not_alone) is False


@pytest.mark.parametrize(
    ("who", "day", "expected"),
    [
        ("ana", None, True),
        ("left", None, False),
        ("left", "2026-08-14", True),
        ("undated", None, None),
        (None, None, None),
    ],
)
def test_the_reviewer_worked_here_on_the_day(who: str | None, day: str | None, expected: bool | None) -> None:
    decision = decide("a", reviewer=who, decided_on=day)
    assert reviews.reviewer_employed(decision, world(review_of(decision), account())) is expected


def test_in_an_open_review_the_day_of_the_check_counts() -> None:
    decision = decide("a", reviewer="left")
    assert reviews.reviewer_employed(decision, world(review_of(decision, completed_on=None), account())) is False


PRACTICE = Practice(
    id="p",
    name="P",
    timezone="America/Los_Angeles",
    master_portal_administrator=MasterPortalAdministrator(person="master", deputy="deputy"),
    compliance_officer="officer",
    approvers=("approver",),
)
RUN = Portal(id="cco", name="C", kind="hub", administrators=("admin",), primary_administrator="primary")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        *((who, True) for who in ("ana", "master", "deputy", "officer", "approver", "admin", "primary", "named")),
        ("k-lee", False),
        ("somebody", False),
        (None, None),
    ],
)
def test_who_may_review(who: str | None, expected: bool | None) -> None:
    names = ("master", "deputy", "officer", "approver", "admin", "primary", "named", "somebody")
    decision = decide("a", reviewer=who)
    one = review_of(decision, reviewer="named" if who else None)
    staff = (*STAFF, *(person(i, ("2020-01-01", None)) for i in names))
    facts = world_of(PRACTICE, portals=(RUN,), staff=staff, accounts=(account(),), reviews=(one,))
    assert reviews.reviewer_appointed(decision, facts) is expected


@pytest.mark.parametrize(
    ("who", "owner", "expected"),
    [("val", "vic", True), ("ana", "vic", False), ("val", "k-lee", False), (None, "vic", None)],
)
def test_a_vendor_does_not_review_its_own_people(who: str | None, owner: str, expected: bool | None) -> None:
    decision = decide("a", reviewer=who)
    assert reviews.reviewed_own_company(decision, world(review_of(decision), account(person=owner))) is expected


@pytest.mark.parametrize(
    ("who", "owner", "expected"),
    [("k-lee", "ana", True), ("ana", "k-lee", False), ("ana", "ana", False), (None, "ana", None)],
)
def test_nobody_reviews_the_own_supervisor(who: str | None, owner: str, expected: bool | None) -> None:
    decision = decide("a", reviewer=who)
    assert reviews.reviewed_own_manager(decision, world(review_of(decision), account(person=owner))) is expected


def independent(decisions: tuple[Decision, ...], *, is_admin: bool = True, signed_by: str | None = None) -> bool | None:
    one = review_of(*decisions, signed_by=signed_by)
    accounts = (
        account("a", person="ana", permissions=("user.manage",) if is_admin else ("eligibility.view",)),
        account("b", person="left", permissions=("user.manage",)),
        account("c", person="k-lee", permissions=("user.manage",), portal="nmp"),
    )
    return reviews.needs_independent_reviewer(decisions[0], world(one, *accounts))


def test_an_administrator_needs_a_reviewer_who_does_not_administer_the_portal() -> None:
    by_colleague, by_kim = decide("a", reviewer="left"), decide("a", reviewer="k-lee")
    assert independent((by_colleague,)) is True
    assert independent((by_kim,)) is False
    assert independent((by_colleague, by_kim)) is False
    assert independent((by_colleague,), signed_by="k-lee") is False
    assert independent((by_colleague,), signed_by="ana") is True
    assert independent((by_colleague,), is_admin=False) is False
    assert independent((decide("a"),)) is None


def test_a_designated_administrator_is_not_independent_even_without_an_account() -> None:
    decision = decide("a", reviewer="admin")
    staff, accounts = (*STAFF, person("admin")), (account(person="ana", permissions=("user.manage",)),)
    facts = world_of(portals=(RUN,), staff=staff, accounts=accounts, reviews=(review_of(decision),))
    assert reviews.needs_independent_reviewer(decision, facts) is True


def test_objections_are_told_in_words() -> None:
    good, own = decide("a", reviewer="ana"), decide("a", reviewer="k-lee")
    one = review_of(good, own)
    facts = world(one, account())
    assert reviews.objections(good, facts) == ""
    assert reviews.objections(own, facts) == "is the user of this account, and is not named as a reviewer for it"
    late = decide("a", reviewer="left")
    assert reviews.objections(late, world(review_of(late, reviewer="left"), account())) == (
        "did not work here on that day"
    )

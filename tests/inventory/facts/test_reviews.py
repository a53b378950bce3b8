import pytest

from portalaudit.inventory.facts import reviews
from portalaudit.inventory.records import Account, Decision, Person, Portal, Review
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

ANA = person("ana", ("2018-02-05", None), name="Ana Ruiz")
KIM = person("k-lee", ("2020-01-06", None), manager="ana")
LEFT = person("left", ("2018-02-05", "2026-08-14"))
STAFF = (ANA, KIM, LEFT)
PORTALS = (Portal(id="cco", name="Rimrock CCO", kind="standalone"), Portal(id="nmp", name="NMP", kind="mac"))


def decide(name: str, decision: str = "keep", **fields: object) -> Decision:
    return Decision(account=name, decision=decision, **fields)  # type: ignore[arg-type]


def review_of(*decisions: Decision, **fields: object) -> Review:
    plain = {"id": "q3", "portal": "cco", "completed_on": "2026-09-28"}
    return Review(decisions=decisions, **{**plain, **fields})  # type: ignore[arg-type]


def world(one: Review, *accounts: Account, staff: tuple[Person, ...] = STAFF) -> World:
    return world_of(None, portals=PORTALS, staff=staff, accounts=accounts, reviews=(one,))


@pytest.mark.parametrize(
    ("day", "expected"), [(None, False), ("2026-11-20", True), ("2026-11-21", False), ("2025-01-01", True)]
)
def test_a_review_is_completed_from_its_day_on(day: str | None, expected: bool) -> None:
    one = review_of(completed_on=day)
    assert reviews.completed(one, world(one)) is expected


def test_the_reviewer_and_the_day_come_from_the_review_where_the_decision_has_none() -> None:
    own, plain = decide("a", reviewer="ana", decided_on="2026-09-25"), decide("a")
    one = review_of(own, plain, reviewer="k-lee")
    facts = world(one, account())
    assert [reviews.reviewer(d, facts) for d in (own, plain)] == [ANA, KIM]
    assert [reviews.settled_on(d, facts) for d in (own, plain)] == ["2026-09-25", "2026-09-28"]
    assert reviews.review(own, facts) is one

import datetime

import pytest

from portalaudit.inventory.facts import review_gaps
from portalaudit.inventory.records.reviews import Snapshot
from tests.inventory.facts.small_worlds import account, person
from tests.inventory.facts.test_reviews import OLD, STAFF, decide, review_of, world


@pytest.mark.parametrize(
    ("decision", "fields", "is_unsafe"),
    [
        ("keep", {"person": "k-lee"}, False),
        ("keep", {"person": "left"}, True),
        ("keep", {"person": None, "persons": ("left",)}, True),
        ("revoke", {"person": "left"}, False),
        ("keep", {"type": "service", "person": "ana", "persons": ("left",)}, False),
        ("keep", {"persons": ("ana", "k-lee")}, True),
        ("keep", {"type": "shared_legacy"}, True),
        ("keep", {"type": "break_glass", "persons": ("ana", "k-lee")}, False),
    ],
)
def test_an_account_is_kept_unsafely(decision: str, fields: dict[str, object], is_unsafe: bool) -> None:
    made = decide("a", decision)
    one = review_of(made)
    assert review_gaps.kept_unsafely(one, world(one, account(**fields))) == ((made,) if is_unsafe else ())


def test_whether_the_owner_had_left_is_not_known_without_days_of_work() -> None:
    one = review_of(decide("a"))
    assert review_gaps.kept_unsafely(one, world(one, account(person="undated"))) is None


@pytest.mark.parametrize(
    ("spells", "is_unsafe"),
    [
        ((("2026-10-15", None),), False),
        ((("2020-01-06", "2026-09-27"), ("2026-10-15", None)), True),
        ((("2020-01-06", "2026-09-28"), ("2026-10-15", None)), False),
    ],
)
def test_who_has_yet_to_begin_has_not_left(spells: tuple[tuple[str, str | None], ...], is_unsafe: bool) -> None:
    made = decide("a")
    one = review_of(made)
    facts = world(one, account(person="p"), staff=(*STAFF, person("p", *spells)))
    assert review_gaps.kept_unsafely(one, facts) == ((made,) if is_unsafe else ())


def test_somebody_who_left_after_the_decision_could_be_kept() -> None:
    one = review_of(decide("a", decided_on="2026-08-14T17:00:00-07:00"))
    assert review_gaps.kept_unsafely(one, world(one, account(person="left"))) == ()


BACK = person("back", ("2018-02-05", "2026-03-02"), ("2026-06-01", None))


@pytest.mark.parametrize(
    ("fields", "is_unsafe"),
    [
        ({"last_login_on": "2026-03-02"}, False),
        ({"last_login_on": "2026-03-03"}, False),
        ({"last_login_on": "2026-03-04"}, True),
        ({"last_login_on": "2026-06-01"}, False),
    ],
)
def test_what_was_used_after_leaving_is_kept_unsafely(fields: dict[str, str], is_unsafe: bool) -> None:
    made = decide("a")
    one = review_of(made)
    facts = world(one, account(person="back", **fields), staff=(*STAFF, BACK))
    assert review_gaps.kept_unsafely(one, facts) == ((made,) if is_unsafe else ())


@pytest.mark.parametrize("fields", [{}, {"last_login_on": "2026-05-04", "last_login_source": "admin_unlock"}])
def test_whether_it_was_used_between_two_times_of_work_is_not_known_without_a_login(fields: dict[str, str]) -> None:
    one = review_of(decide("a"))
    assert review_gaps.kept_unsafely(one, world(one, account(person="back", **fields), staff=(*STAFF, BACK))) is None


@pytest.mark.parametrize(("used_on", "is_unsafe"), [("2026-09-28", True), ("2026-09-29", False)])
def test_a_review_cannot_know_of_later_uses(used_on: str, is_unsafe: bool) -> None:
    gone_again = person("back", ("2018-02-05", "2026-09-20"), ("2026-10-05", None))
    made, earlier = decide("a"), decide("a", decided_on="2026-09-20")
    one = review_of(made, earlier)
    facts = world(one, account(person="back", last_login_on=used_on), staff=(*STAFF, gone_again))
    assert earlier not in (review_gaps.kept_unsafely(one, facts) or ())
    assert review_gaps.surely_used_until(account(person="back", last_login_on=used_on), DAY, facts) is is_unsafe


DAY = datetime.date(2026, 9, 28).toordinal()


@pytest.mark.parametrize(
    ("fields", "is_unsafe"),
    [
        ({}, True),
        ({"login": "DESK "}, True),
        ({"login": "desk2"}, False),
        ({"person": "k-lee"}, False),
        ({"portal": "nmp"}, False),
        ({"type": "service"}, False),
        ({"status": "deleted", "deactivated_on": "2026-09-27"}, False),
        ({"status": "deleted", "deactivated_on": "2026-10-01"}, True),
        ({"status": "deleted"}, False),
        ({"created_on": "2026-09-29"}, False),
    ],
)
def test_one_login_in_the_records_of_two_people_is_shared(fields: dict[str, str], is_unsafe: bool) -> None:
    made = decide("a")
    one = review_of(made)
    other = account("b", **{"login": "desk", "person": "ana", "created_on": OLD, **fields})
    facts = world(one, account(login="desk", person="k-lee", created_on=OLD), other)
    assert review_gaps.kept_unsafely(one, facts) == ((made,) if is_unsafe else ())


def test_gaps_name_what_is_missing_and_no_more_than_twenty() -> None:
    one = review_of(decide("kept"), snapshot=Snapshot(taken_on="2026-09-20"))
    many = [account(f"a{i:02}", login=f"user{i:02}", created_on=OLD) for i in range(22)]
    facts = world(one, account("kept", login="lpark", person="left", created_on=OLD), *many)
    names = ", ".join(f"user{i:02}" for i in range(20))
    assert review_gaps.gaps(one, facts) == (
        f"no decision on: {names} and 2 more; "
        "kept although the owner had left, it was used after leaving, or the login is shared: lpark"
    )

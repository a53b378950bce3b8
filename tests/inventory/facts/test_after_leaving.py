import pytest

from portalaudit.inventory.derived import derived_facts
from portalaudit.inventory.facts import after_leaving
from portalaudit.inventory.records import Account, Decision, Grant, Review, Use
from portalaudit.source.document import Route
from tests.inventory.facts.small_worlds import account, world_of
from tests.inventory.facts.test_leaving import BACK, GONE, HERE, TIMED, UNDATED, world


@pytest.mark.parametrize(
    ("who", "login", "source", "used", "surely"),
    [
        ("k-lee", "2026-08-14", None, False, False),
        ("k-lee", "2026-08-15", None, True, False),
        ("k-lee", "2026-08-16", None, True, True),
        ("k-lee", "2026-08-15T00:30", None, True, False),
        ("k-lee", "2026-08-15T00:30:00-07:00", None, True, True),
        ("k-lee", "2026-08-15T05:30:00Z", None, False, False),
        ("k-lee", "never", None, False, False),
        ("k-lee", None, None, None, None),
        ("k-lee", "2026-08-16", "import", None, None),
        ("k-lee", "2026-08-10", "admin_unlock", False, False),
        ("timed", "2026-08-14T17:30", None, True, False),
        ("timed", "2026-08-14T17:30:00-07:00", None, True, True),
        ("timed", "2026-08-14", None, False, False),
        ("back", "2026-05-01", None, True, True),
        ("back", "2026-11-01", None, False, False),
        ("here", "2026-11-01", None, False, False),
        ("undated", "2026-11-01", None, None, None),
        (None, "2026-11-01", None, None, None),
    ],
)
def test_a_use_after_leaving_is_certain_where_no_clock_explains_it(
    who: str | None, login: str | None, source: str | None, used: bool | None, surely: bool | None
) -> None:
    one = account(person=who, last_login_on=login, last_login_source=source)
    assert after_leaving.used_after_leaving(one, world()) is used
    assert after_leaving.surely_used_after_leaving(one, world()) is surely


@pytest.mark.parametrize(
    ("fields", "used"),
    [
        ({"person": "k-lee", "deactivated_on": "2026-08-14"}, False),
        ({"person": "k-lee", "deactivated_on": "2026-08-15"}, None),
        ({"person": "k-lee"}, None),
        ({"person": "back", "deactivated_on": "2026-03-02"}, False),
        ({"persons": ("here", "k-lee"), "deactivated_on": "2026-08-14"}, None),
    ],
)
def test_an_account_that_stopped_in_time_was_not_used_later(fields: dict[str, object], used: bool | None) -> None:
    one = account(**{"person": None, "status": "deactivated", **fields})
    assert after_leaving.used_after_leaving(one, world()) is used


def test_emergency_uses_count_for_whoever_made_them() -> None:
    uses = (Use(on="2026-10-03", by="here"), Use(on="2026-10-03", by="k-lee"))
    one = account(person="here", type="break_glass", uses=uses)
    assert after_leaving.ever_left(one, world()) is True
    assert after_leaving.used_after_leaving(one, world()) is True
    assert after_leaving.use_after_leaving(one, world()) == "used on 2026-10-03, when Kim Lee had left"
    assert after_leaving.ever_left(account(person="here", type="break_glass", uses=uses[:1]), world()) is False


def test_a_doubtful_use_says_so() -> None:
    one = account(last_login_on="2026-08-15")
    expected = "used on 2026-08-15, when Kim Lee had left; by another clock that may still be the last working day"
    assert after_leaving.use_after_leaving(one, world()) == expected
    assert after_leaving.use_after_leaving(account(last_login_on="2026-08-14"), world()) == ""


@pytest.mark.parametrize(("who", "expected"), [("k-lee", True), ("back", True), ("here", False), ("undated", None)])
def test_who_ever_left_may_have_used_it_since(who: str, expected: bool | None) -> None:
    assert after_leaving.ever_left(account(person=who), world()) is expected


LATE = "2026-09-01"


@pytest.mark.parametrize(
    ("fields", "words", "route"),
    [
        ({"provisioned_by": "k-lee", "created_on": LATE}, "created", ("provisioned_by",)),
        ({"approved_by": "k-lee", "approved_on": LATE}, "approved", ("approved_by",)),
        ({"deactivated_by": "k-lee", "deactivated_on": LATE}, "closed", ("deactivated_by",)),
        ({"grants": (Grant(), Grant(performed_by="k-lee", granted_on=LATE))}, "changed", ("grants", 1, "performed_by")),
        (
            {"grants": (Grant(approved_by="k-lee", approved_on=LATE),)},
            "approved for a change",
            ("grants", 0, "approved_by"),
        ),
    ],
)
def test_what_a_leaver_did_to_an_account_is_told(fields: dict[str, object], words: str, route: Route) -> None:
    one = account(person="here", **fields)
    assert after_leaving.handled_by_leaver(one, world()) is True
    assert after_leaving.used_after_leaving(one, world()) is True
    assert after_leaving.surely_used_after_leaving(one, world()) is True
    assert after_leaving.use_after_leaving(one, world()) == f"{words} on 2026-09-01 by Kim Lee, who had left"
    assert place_of(one) == route


def place_of(one: Account) -> Route:
    written_at = derived_facts()["account"]["use_after_leaving"].written_at
    assert written_at is not None
    return written_at(one, world())


@pytest.mark.parametrize(
    ("who", "day", "used", "surely"),
    [
        ("k-lee", "2026-08-14", False, False),
        ("k-lee", "2026-08-15", True, False),
        ("k-lee", "2026-08-16", True, True),
        ("k-lee", None, False, False),
        ("back", "2026-05-01", True, True),
        ("back", "2026-11-01", False, False),
        ("here", LATE, False, False),
        (None, LATE, False, False),
    ],
)
def test_what_was_done_before_leaving_or_after_a_return_is_nothing(
    who: str | None, day: str | None, used: bool, surely: bool
) -> None:
    one = account(person="here", deactivated_by=who, deactivated_on=day)
    assert after_leaving.handled_by_leaver(one, world()) is used
    assert after_leaving.used_after_leaving(one, world()) is used
    assert after_leaving.surely_used_after_leaving(one, world()) is surely


@pytest.mark.parametrize(("day", "expected"), [(LATE, None), (None, False)])
def test_whether_somebody_without_days_of_work_had_left_is_not_known(day: str | None, expected: bool | None) -> None:
    one = account(person="here", deactivated_by="undated", deactivated_on=day)
    assert after_leaving.handled_by_leaver(one, world()) is expected


def test_a_use_is_told_before_a_change() -> None:
    one = account(last_login_on="2026-08-15", deactivated_by="k-lee", deactivated_on=LATE)
    expected = "used on 2026-08-15, when Kim Lee had left; by another clock that may still be the last working day"
    assert after_leaving.use_after_leaving(one, world()) == expected
    assert after_leaving.surely_used_after_leaving(one, world()) is True
    assert place_of(one) == ("last_login_on",)
    assert place_of(account(person="here")) == ("last_login_on",)


def test_decisions_in_reviews_that_a_leaver_made_or_carried_out() -> None:
    made = Decision(account="a", decision="keep", decided_on=LATE)
    done = Decision(account="a", decision="revoke", reviewer="here", executed_on="2026-08-20", executed_by="k-lee")
    undated = Decision(account="a", decision="keep", reviewer="k-lee")
    review = Review(id="r", portal="cco", reviewer="k-lee", completed_on=LATE, decisions=(made, done, undated))
    one = account(person="here")
    facts = world_of(staff=(GONE, BACK, HERE, TIMED, UNDATED), accounts=(one,), reviews=(review,))
    assert after_leaving.late_decisions(one, facts) == (made, done)
    expected = "decided on in a review on 2026-09-01 by Kim Lee, who had left"
    assert after_leaving.use_after_leaving(one, facts) == expected
    assert after_leaving.late_decisions(account("other", person="here"), facts) == ()

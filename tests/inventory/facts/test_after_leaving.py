import pytest

from portalaudit.inventory.facts import after_leaving
from portalaudit.inventory.facts.after_leaving import LeaverAct
from portalaudit.inventory.records import Account, Decision, Grant, Review, Use
from portalaudit.source.document import Route
from tests.inventory.facts.small_worlds import account, person, world_of
from tests.inventory.facts.test_leaving import BACK, GONE, HERE, TIMED, UNDATED, world


def acts(one: Account) -> list[LeaverAct]:
    return list(after_leaving.leaver_acts(one, world()))


@pytest.mark.parametrize(
    ("who", "login", "source", "had_left", "certain"),
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
        ("undated", "2026-11-01", None, None, None),
    ],
)
def test_a_use_after_leaving_is_certain_where_no_clock_explains_it(
    who: str, login: str | None, source: str | None, had_left: bool | None, certain: bool | None
) -> None:
    (act,) = acts(account(person=who, last_login_on=login, last_login_source=source))
    assert act.what == "used"
    assert act.by.id == who
    assert act.had_left is had_left
    assert act.certain is certain


@pytest.mark.parametrize("fields", [{"person": "here"}, {"person": None}, {"person": "k-lee", "type": "service"}])
def test_the_login_of_who_never_left_or_of_no_one_is_left_out(fields: dict[str, str | None]) -> None:
    assert acts(account(**{"last_login_on": "2026-11-01", **fields})) == []


@pytest.mark.parametrize(
    ("fields", "had_left"),
    [
        ({"person": "k-lee", "deactivated_on": "2026-08-14"}, False),
        ({"person": "k-lee", "deactivated_on": "2026-08-15"}, None),
        ({"person": "k-lee"}, None),
        ({"person": "back", "deactivated_on": "2026-03-02"}, False),
        ({"persons": ("here", "k-lee"), "deactivated_on": "2026-08-14"}, None),
    ],
)
def test_an_account_that_stopped_in_time_was_not_used_later(fields: dict[str, object], had_left: bool | None) -> None:
    (act,) = acts(account(**{"person": None, "status": "deactivated", **fields}))
    assert act.had_left is had_left


@pytest.mark.parametrize(
    ("login", "had_left", "by", "left_on"),
    [
        ("2026-02-01", True, "first", "2026-01-31"),
        ("2026-09-01", True, "k-lee", "2026-08-14"),
        ("2026-05-01", False, "k-lee", None),
    ],
)
def test_of_several_users_the_last_to_leave_counts(login: str, had_left: bool, by: str, left_on: str | None) -> None:
    first, second = person("first", ("2020-01-01", "2026-01-31")), person("k-lee", ("2026-03-01", "2026-08-14"))
    one = account(person=None, persons=("k-lee", "first"), last_login_on=login)
    (act,) = after_leaving.leaver_acts(one, world_of(staff=(first, second)))
    assert (act.had_left, act.by.id, act.left_on) == (had_left, by, left_on)


def test_emergency_uses_count_for_whoever_made_them() -> None:
    uses = (Use(on="2026-10-03", by="here"), Use(on="2026-10-03", by="k-lee"), Use(on="2026-05-03", by="k-lee"))
    found = acts(account(person="here", type="break_glass", uses=uses))
    assert [(act.what, act.by.id, act.on, act.had_left) for act in found] == [
        ("used in an emergency", "k-lee", "2026-10-03", True),
        ("used in an emergency", "k-lee", "2026-05-03", False),
    ]
    assert [act.written_at.route for act in found] == [("uses", 1, "on"), ("uses", 2, "on")]


@pytest.mark.parametrize(("who", "expected"), [(GONE, True), (BACK, True), (HERE, False), (UNDATED, None)])
def test_who_ever_left_may_have_come_back(who: object, expected: bool | None) -> None:
    assert after_leaving.ever_left(who, world()) is expected  # type: ignore[arg-type]


LATE = "2026-09-01"


@pytest.mark.parametrize(
    ("fields", "what", "route"),
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
def test_what_a_leaver_did_to_an_account_is_told(fields: dict[str, object], what: str, route: Route) -> None:
    (act,) = acts(account(person="here", **fields))
    assert (act.what, act.by.id, act.on, act.had_left, act.left_on) == (what, "k-lee", LATE, True, "2026-08-14")
    assert act.certain is True
    assert act.written_at.route == route


@pytest.mark.parametrize(
    ("who", "day", "had_left", "certain"),
    [
        ("k-lee", "2026-08-14", False, False),
        ("k-lee", "2026-08-15", True, False),
        ("k-lee", "2026-08-16", True, True),
        ("back", "2026-05-01", True, True),
        ("back", "2026-11-01", False, False),
        ("undated", LATE, None, None),
    ],
)
def test_what_was_done_before_leaving_or_after_a_return_is_nothing(
    who: str, day: str, had_left: bool | None, certain: bool | None
) -> None:
    (act,) = acts(account(person="here", deactivated_by=who, deactivated_on=day))
    assert act.had_left is had_left
    assert act.certain is certain


@pytest.mark.parametrize(("who", "day"), [("k-lee", None), ("here", LATE), (None, LATE), ("undated", None)])
def test_a_step_without_a_day_or_by_someone_who_stayed_is_left_out(who: str | None, day: str | None) -> None:
    assert acts(account(person="here", deactivated_by=who, deactivated_on=day)) == []


def test_decisions_in_reviews_that_a_leaver_made_or_carried_out() -> None:
    made = Decision(account="a", decision="keep", decided_on=LATE)
    done = Decision(account="a", decision="revoke", reviewer="here", executed_on="2026-08-20", executed_by="k-lee")
    undated = Decision(account="a", decision="keep", reviewer="k-lee")
    review = Review(id="r", portal="cco", reviewer="k-lee", completed_on=LATE, decisions=(made, done, undated))
    one = account(person="here")
    facts = world_of(staff=(GONE, BACK, HERE, TIMED, UNDATED), accounts=(one,), reviews=(review,))
    found = after_leaving.leaver_acts(one, facts)
    assert [(act.what, act.on) for act in found] == [
        ("decided on in a review", LATE),
        ("changed after a review", "2026-08-20"),
    ]
    assert [act.written_at.record for act in found] == [made, done]
    assert after_leaving.leaver_acts(account("other", person="here"), facts) == ()

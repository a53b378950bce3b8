import pytest

from portalaudit.inventory.facts import departures
from portalaudit.inventory.records import Account, Engagement, Person, Portal
from tests.inventory.facts.small_worlds import account, person, world_of

LEAVER = person("k-lee", ("2020-01-01", "2026-11-25"))
STAYS = person("stays", ("2020-01-01", None), name="Sta Ys")


@pytest.mark.parametrize(
    ("spells", "expected", "in_sight"),
    [
        ([("2020-01-01", "2026-11-25")], "2026-11-25", True),
        ([("2020-01-01", "2026-11-20")], "2026-11-20", True),
        ([("2020-01-01", "2026-11-25T12:00:00-08:00")], "2026-11-25", True),
        ([("2020-01-01", "2026-11-25"), ("2026-11-26", "2027-06-30")], "2027-06-30", True),
        ([("2020-01-01", "2026-11-25"), ("2026-11-26", None)], None, False),
        ([("2020-01-01", "2026-11-19")], None, False),
        ([("2026-11-21", "2026-12-31")], None, False),
        ([("2020-01-01", None)], None, False),
    ],
)
def test_the_last_day_is_that_of_the_present_time_of_work(
    spells: list[tuple[str, str | None]], expected: str | None, in_sight: bool
) -> None:
    one = person("k-lee", *spells)
    world = world_of(staff=(one,))
    assert departures.leaves_on(one, world) == expected
    assert departures.end_in_sight(one, world) is in_sight


def test_without_engagements_no_end_can_be_seen() -> None:
    assert departures.end_in_sight(person("k-lee"), world_of()) is None


@pytest.mark.parametrize(
    ("planned", "unscheduled", "early"),
    [
        (None, True, False),
        ("2026-11-19", True, False),
        ("2026-11-20", False, True),
        ("2026-11-24", False, True),
        ("2026-11-25", False, False),
        ("2026-11-26", True, False),
    ],
)
def test_a_plan_holds_from_today_to_the_last_day(planned: str | None, unscheduled: bool, early: bool) -> None:
    one = account(scheduled_deactivation_on=planned)
    world = world_of(staff=(LEAVER,), accounts=(one,))
    assert departures.unscheduled_accounts(LEAVER, world) == ((one,) if unscheduled else ())
    assert departures.early_schedules(LEAVER, world) == ((one,) if early else ())


def test_who_is_let_go_may_lose_access_before_the_last_day() -> None:
    spell = Engagement(kind="employee", start="2020-01-01", end="2026-11-25", involuntary=True)
    one = Person(id="k-lee", name="Kim Lee", engagements=(spell,))
    world = world_of(staff=(one,), accounts=(account(scheduled_deactivation_on="2026-11-24"),))
    assert departures.early_schedules(one, world) == ()


def test_who_stays_has_nothing_to_plan() -> None:
    world = world_of(staff=(STAYS,), accounts=(account(person="stays", scheduled_deactivation_on="2026-11-24"),))
    assert departures.unscheduled_accounts(STAYS, world) == ()
    assert departures.early_schedules(STAYS, world) == ()
    assert departures.portals_left_alone(STAYS, world) == ()


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"type": "shared_legacy", "persons": ("k-lee", "stays")}, False),
        ({"type": "shared_legacy"}, True),
        ({"persons": ("k-lee", "stays")}, True),
        ({"type": "service"}, False),
        ({"status": "suspended"}, False),
    ],
)
def test_what_others_go_on_using_is_left_out(fields: dict[str, object], counts: bool) -> None:
    one = account(**fields)
    world = world_of(staff=(LEAVER, STAYS), accounts=(one,))
    assert departures.unscheduled_accounts(LEAVER, world) == ((one,) if counts else ())


MANAGES = ("user.manage",)


@pytest.mark.parametrize(
    ("named", "accounts", "left_alone"),
    [
        (("k-lee",), (account(),), True),
        (("k-lee", "stays"), (account(),), False),
        (("k-lee", "leaves"), (account(),), True),
        (("k-lee", "undated"), (account(),), True),
        (("k-lee", "later"), (account(),), False),
        ((), (account(permissions=MANAGES),), True),
        ((), (account(permissions=("eligibility.view",)),), False),
        (
            (),
            (
                account(permissions=MANAGES),
                account("b", person="stays", permissions=MANAGES, last_login_on="2026-11-19"),
            ),
            False,
        ),
        (("k-lee",), (account(status="revoked"),), False),
    ],
)
def test_somebody_who_stays_longer_must_be_designated(
    named: tuple[str, ...], accounts: tuple[Account, ...], left_alone: bool
) -> None:
    portal = Portal(id="cco", name="Rimrock CCO", kind="standalone", administrators=named)
    staff = (
        LEAVER,
        STAYS,
        person("leaves", ("2020-01-01", "2026-11-25")),
        person("later", ("2020-01-01", "2026-11-26")),
        person("undated"),
    )
    world = world_of(portals=(portal,), staff=staff, accounts=accounts)
    assert departures.portals_left_alone(LEAVER, world) == ((portal,) if left_alone else ())


def test_what_is_not_arranged_in_words() -> None:
    portal = Portal(id="cco", name="Rimrock CCO", kind="standalone", administrators=("k-lee",))
    planned = account("b", scheduled_deactivation_on="2026-11-23")
    world = world_of(portals=(portal,), staff=(LEAVER,), accounts=(account(), planned))
    assert departures.departure_note(LEAVER, world) == (
        "no end planned by then for a; nobody who stays is designated to administer Rimrock CCO; "
        "planned to end before that day: b (planned for 2026-11-23)"
    )

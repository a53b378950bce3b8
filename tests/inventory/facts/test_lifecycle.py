import pytest

from portalaudit.inventory.facts import lifecycle
from portalaudit.inventory.records import Account, Engagement, Person, Portal
from portalaudit.inventory.records.portal_records import Export, ExportedAccount, Inactivity
from portalaudit.inventory.records.staff_records import Leave
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, person, world_of

ROWS = (ExportedAccount(login="Listed", last_login_on="2026-10-20"), ExportedAccount(login="bare"))
PORTALS = (
    Portal(id="cco", name="Rimrock CCO", kind="standalone"),
    Portal(id="nmp", name="NMP", kind="mac", profile="noridian_nmp"),
    Portal(id="own", name="Own", kind="mac", profile="noridian_nmp", inactivity=Inactivity(disable_days=60)),
    Portal(id="off", name="Off", kind="mac", profile="noridian_nmp", inactivity=Inactivity(disable_days=0)),
    Portal(id="exported", name="E", kind="hub", exports=(Export(taken_on="2026-10-01"), Export(taken_on="2026-11-03"))),
    Portal(id="rows", name="Rows", kind="hub", exports=(Export(taken_on="2026-11-03", accounts=ROWS),)),
)


def away(continuous: bool | None = None) -> Person:
    leave = (Leave(start="2026-10-01", end="2026-10-31", continuous=continuous), Leave(start="2026-11-15"))
    return Person(
        id="k-lee", name="Kim Lee", engagements=(Engagement(kind="employee", start="2020-01-01", leave=leave),)
    )


def world(one: Person | None = None, *accounts: Account) -> World:
    return world_of(portals=PORTALS, staff=(one or person("k-lee", ("2020-01-01", None)),), accounts=accounts)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"last_login_on": "2026-11-20"}, 0),
        ({"last_login_on": "2026-11-10"}, 10),
        ({"last_login_on": "2026-11-10T23:30:00-08:00"}, 10),
        ({"last_login_on": "2026-11-11T03:00:00+00:00"}, 10),
        ({}, None),
        ({"last_login_on": "never"}, None),
        ({"last_login_on": "never", "created_on": "2026-11-01"}, 19),
        ({"last_login_on": "2026-11-21"}, None),
        ({"last_login_on": "2026-11-10", "last_login_source": "import"}, None),
        ({"last_login_on": "2026-11-10", "last_login_source": "admin_unlock"}, None),
        ({"last_login_on": "2026-11-03", "last_login_source": "export", "portal": "exported"}, 0),
        ({"last_login_on": "2026-10-20", "last_login_source": "export", "portal": "exported"}, 14),
        ({"last_login_on": "2026-10-20", "portal": "exported"}, 31),
        (
            {"last_login_on": "never", "created_on": "2026-11-01", "last_login_source": "export", "portal": "exported"},
            2,
        ),
        (
            {"last_login_on": "never", "created_on": "2026-11-10", "last_login_source": "export", "portal": "exported"},
            0,
        ),
        (
            {
                "last_login_on": "2026-05-10",
                "enabled_on": "2026-11-01",
                "last_login_source": "export",
                "portal": "exported",
            },
            2,
        ),
        ({"last_login_on": "2026-11-04", "last_login_source": "export", "portal": "exported"}, None),
        ({"last_login_on": "2026-11-04", "last_login_source": "portal", "portal": "exported"}, 16),
        ({"last_login_on": "2026-11-04", "last_login_source": "export"}, None),
        ({"login": "listed", "last_login_on": "2026-10-20", "portal": "rows"}, 14),
        ({"login": "listed", "last_login_on": "2026-10-21", "portal": "rows"}, 30),
        ({"login": "listed", "last_login_on": "2026-10-20", "last_login_source": "portal", "portal": "rows"}, 31),
        ({"login": "bare", "last_login_on": "2026-10-20", "portal": "rows"}, 31),
        ({"login": "unlisted", "last_login_on": "2026-10-20", "portal": "rows"}, 31),
        ({"last_login_on": "2026-05-10", "enabled_on": "2026-11-10"}, 10),
        ({"last_login_on": "2026-11-15", "enabled_on": "2026-11-10"}, 5),
        ({"last_login_on": "2026-05-10", "enabled_on": "2026-12-10"}, 0),
    ],
)
def test_idle_days_count_from_the_last_use_that_can_be_believed(fields: dict[str, str], expected: int | None) -> None:
    one = account(**fields)
    assert lifecycle.days_idle(one, world(None, one)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, 0),
        ({"last_login_source": "portal", "portal": "exported"}, 0),
        ({"last_login_source": "export", "portal": "exported"}, 17),
        ({"last_login_source": "export"}, None),
        ({"login": "listed", "portal": "rows"}, 17),
        ({"login": "bare", "portal": "rows"}, 0),
    ],
)
def test_how_old_the_list_is_from_which_the_last_login_is_known(fields: dict[str, str], expected: int | None) -> None:
    one = account(last_login_on="2026-10-20", **fields)
    assert lifecycle.list_age_days(one, world(None, one)) == expected


@pytest.mark.parametrize(
    ("suspended_on", "continuous", "expected"),
    [
        (None, None, 71),
        ("2026-09-30", None, 71 - 31 - 6),
        ("2026-10-11", None, 71 - 20 - 6),
        ("2026-09-30", False, 71 - 6),
    ],
)
def test_leave_after_a_suspension_does_not_count(
    suspended_on: str | None, continuous: bool | None, expected: int
) -> None:
    one = account(last_login_on="2026-09-10", suspended_on=suspended_on)
    assert lifecycle.days_idle(one, world(away(continuous))) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "suspended", "suspended_on": "2026-11-10"}, 10),
        ({"status": "disabled", "suspended_on": "2026-11-10"}, 10),
        ({"status": "suspended"}, None),
        ({"status": "active", "suspended_on": "2026-11-10"}, None),
        ({"status": "deleted", "suspended_on": "2026-11-10"}, None),
    ],
)
def test_parked_days_count_from_the_suspension(fields: dict[str, str], expected: int | None) -> None:
    assert lifecycle.days_parked(account(**fields), world()) == expected


def test_parked_days_leave_out_the_leave_from_its_first_day() -> None:
    one = account(status="suspended", suspended_on="2026-10-01")
    assert lifecycle.days_parked(one, world(away())) == 50 - 31 - 6


@pytest.mark.parametrize(
    ("portal", "login", "expected"),
    [
        ("cco", "2020-01-01", False),
        ("nmp", "2026-10-22", False),
        ("nmp", "2026-10-21", True),
        ("own", "2026-10-21", False),
        ("own", "2026-09-21", True),
        ("off", "2020-01-01", False),
        ("nmp", None, None),
        ("cco", None, False),
    ],
)
def test_the_portals_own_clock_comes_from_portal_then_profile(portal: str, login: str | None, expected: bool) -> None:
    assert lifecycle.past_portal_limit(account(portal=portal, last_login_on=login), world()) is expected


@pytest.mark.parametrize(("portal", "expected"), [("cco", 0), ("nmp", 30), ("own", 60), ("off", 0), ("nowhere", 0)])
def test_the_idle_limit_is_the_portals_own_or_its_profiles(portal: str, expected: int) -> None:
    assert lifecycle.portal_idle_limit(account(portal=portal), world()) == expected


@pytest.mark.parametrize(("login", "expected"), [(None, None), ("never", True), ("2026-11-20", False)])
def test_never_used_is_what_is_written(login: str | None, expected: bool | None) -> None:
    assert lifecycle.never_used(account(last_login_on=login), world()) is expected

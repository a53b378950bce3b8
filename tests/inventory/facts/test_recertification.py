import pytest

from portalaudit.inventory.facts import recertification
from portalaudit.inventory.records import Account, Portal
from portalaudit.inventory.records.portals import Recertification, Registration
from portalaudit.inventory.world import World
from tests.inventory.facts.small_worlds import account, world_of


def portal(profile: str | None, verified_on: str | None = None, **last: str) -> Portal:
    return Portal(
        id="cco",
        name="P",
        kind="mac",
        profile=profile,
        registration=Registration(verified_on=verified_on) if verified_on else None,  # type: ignore[call-arg]
        recertification=Recertification(**last) if last else None,  # type: ignore[call-arg]
    )


def world(one: Portal, *accounts: Account) -> World:
    return world_of(portals=(one,), accounts=accounts)


def clocks(one: Portal, *accounts: Account) -> list[tuple[str, str | None]]:
    return [(each.what, each.due_on) for each in recertification.confirmations(one, world(one, *accounts))]


@pytest.mark.parametrize("profile", [None, "uhc", "novitasphere", "wps_gha"])
def test_no_clock_where_nobody_has_verified_one(profile: str | None) -> None:
    assert clocks(portal(profile, last_on="2025-12-10"), account(recertified_on="2020-01-01")) == []


@pytest.mark.parametrize(
    ("verified_on", "last", "due"),
    [
        (None, {"last_on": "2025-12-10"}, "2026-12-10"),
        ("2026-06-01", {"last_on": "2025-12-10"}, "2026-12-10"),
        ("2026-06-01", {}, "2027-06-01"),
        ("2025-11-20", {}, "2026-11-20"),
        ("2025-11-19", {}, None),
        ("2020-02-11", {"by": "ana"}, None),
        (None, {}, None),
    ],
)
def test_one_clock_for_all_users(verified_on: str | None, last: dict[str, str], due: str | None) -> None:
    assert clocks(portal("ngsconnex", verified_on, **last), account(recertified_on="2020-01-01")) == [
        ("all users", due)
    ]


@pytest.mark.parametrize(
    ("last", "fields", "due"),
    [
        ({}, {"recertified_on": "2025-12-08", "created_on": "2020-02-11"}, "2026-12-08"),
        ({"last_on": "2026-05-01"}, {"recertified_on": "2025-12-08", "created_on": "2020-02-11"}, "2026-12-08"),
        ({"last_on": "2026-05-01"}, {"created_on": "2026-05-01"}, "2027-05-01"),
        ({"last_on": "2026-05-01"}, {"created_on": "2026-05-02"}, "2027-05-02"),
        ({"last_on": "2026-05-01"}, {}, "2027-05-01"),
        ({}, {"created_on": "2025-11-20"}, "2026-11-20"),
        ({}, {"created_on": "2025-11-19"}, None),
        ({}, {}, None),
    ],
)
def test_each_user_has_a_clock(last: dict[str, str], fields: dict[str, str], due: str | None) -> None:
    found = clocks(portal("noridian_nmp", **last), account(**fields))
    assert found == [("each user" if due else "a user", due)]


def test_the_first_user_counts_and_an_unknown_one_is_told() -> None:
    accounts = (
        account("a", recertified_on="2026-03-01"),
        account("b", recertified_on="2026-01-01"),
        account("c"),
        account("d", status="suspended", recertified_on="2024-01-01"),
        account("e", status="pending", recertified_on="2024-01-01"),
        account("f", type="service", recertified_on="2024-01-01"),
    )
    assert clocks(portal("noridian_nmp"), *accounts) == [("each user", "2027-01-01"), ("a user", None)]


def test_the_profile_has_a_clock_of_its_own() -> None:
    one = portal("mycgs", "2020-01-01", last_on="2026-09-01", profile_verified_on="2026-04-01")
    assert clocks(one) == [("all users", "2027-08-27"), ("the profile", "2026-12-07")]
    assert clocks(portal("mycgs", "2026-04-01")) == [("all users", "2027-03-27"), ("the profile", "2026-12-07")]


def test_users_of_the_first_sixty_days_are_named() -> None:
    one = portal("noridian_nmp")
    accounts = (
        account("late", login="LATE", recertified_on="2026-01-18"),
        account("last", login="LAST", recertified_on="2026-01-17"),
        account("first", login="FIRST", recertified_on="2025-11-18"),
        account("new", login="NEW"),
    )
    facts = world(one, *accounts)
    assert [each.id for each in recertification.accounts_to_confirm(one, facts)] == ["first", "last"]
    expected = "each user: FIRST overdue since 2026-11-18, LAST by 2027-01-17"
    assert recertification.confirmation_note(one, facts) == expected


def test_many_users_are_counted() -> None:
    one = portal("noridian_nmp")
    accounts = [account(f"a{i:02}", login=f"U{i:02}", recertified_on="2025-12-08") for i in range(12)]
    note = recertification.confirmation_note(one, world(one, *accounts))
    assert note.startswith("each user: U00 by 2026-12-08, ")
    assert note.endswith("U09 by 2026-12-08 and 2 more")


def test_the_note_of_a_clock_for_all() -> None:
    one = portal("mycgs", last_on="2025-11-24", profile_verified_on="2026-04-01")
    assert (
        recertification.confirmation_note(one, world(one))
        == "all users overdue since 2026-11-19; the profile by 2026-12-07"
    )
    assert recertification.confirmation_note(portal("ngsconnex"), world_of()) == ""

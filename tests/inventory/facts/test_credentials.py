import pytest

from portalaudit.inventory.facts import credentials
from portalaudit.inventory.records import Account, Portal, Practice
from tests.inventory.facts.small_worlds import account, person, world_of

STAFF = (person("k-lee"), person("a-sato", name="Amber Sato"))
NMP = Portal(id="nmp", name="Noridian", kind="mac", profile="noridian_nmp")
WORLD = world_of(staff=STAFF, portals=(NMP, Portal(id="cco", name="Rimrock CCO", kind="standalone")))


PRACTICE = Practice(id="case", name="A practice", timezone="America/Los_Angeles")


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        ((), True),
        ((account(type="service"), account("b", status="deleted")), True),
        ((account(),), None),
        ((account(), account("b", credential_custody="paper")), False),
        ((account(credential_custody="paper"), account("b", credential_custody="personal_vault")), True),
        ((account(credential_custody="paper"), account("b", credential_custody="shared_vault")), True),
        ((account(credential_custody="paper"), account("b", credential_custody="sso")), False),
        ((account(), account("b", credential_custody="sso")), True),
        ((account(), account("b", vault_readers=())), True),
        ((account(), account("b", credential_custody="paper", status="deleted")), None),
        ((account(), account("b", credential_custody="paper", type="shared_legacy")), None),
    ],
)
def test_a_vault_is_used_once_one_account_says_it(accounts: tuple[Account, ...], expected: bool | None) -> None:
    assert credentials.vault_used(PRACTICE, world_of(accounts=accounts)) is expected


@pytest.mark.parametrize(
    ("fields", "expires", "last_day"),
    [
        ({}, False, None),
        ({"password_changed_on": "2020-01-01"}, False, None),
        ({"password_expires_on": "2026-11-20"}, True, "2026-11-20"),
        ({"portal": "nmp"}, True, None),
        ({"portal": "nmp", "password_changed_on": "2025-11-20"}, True, "2026-11-20"),
        ({"portal": "nmp", "password_changed_on": "2026-11-20"}, True, "2027-11-20"),
        ({"portal": "nmp", "password_changed_on": "2026-11-21"}, True, None),
        (
            {"portal": "nmp", "password_changed_on": "2025-11-20", "password_expires_on": "2027-01-05"},
            True,
            "2027-01-05",
        ),
        ({"portal": "nmp", "mfa": "sso"}, False, None),
        ({"password_expires_on": "2026-11-21", "credential_custody": "sso"}, False, "2026-11-21"),
    ],
)
def test_a_password_expires_on_a_written_day_or_after_the_portals_time(
    fields: dict[str, object], expires: bool, last_day: str | None
) -> None:
    one = account(**fields)
    assert credentials.password_expires(one, WORLD) is expires
    assert credentials.password_last_day(one, WORLD) == last_day


def test_ages_of_passwords_are_asked_for_once_until_one_is_written() -> None:
    two = account("b", portal="nmp"), account("c", portal="nmp")
    changed = {"password_changed_on": "2026-11-02"}
    endless, closed = account("a", portal="cco", **changed), account("a2", portal="nmp", status="deleted", **changed)
    world = world_of(portals=(NMP,), accounts=(endless, closed, *two))
    assert [credentials.password_age_asked(each, world) for each in two] == [True, False]
    for day in ("password_changed_on", "password_expires_on"):
        one = account("d", portal="nmp", **{day: "2026-11-02"})
        world = world_of(portals=(NMP,), accounts=(*two, one))
        assert [credentials.password_age_asked(each, world) for each in two] == [True, True]

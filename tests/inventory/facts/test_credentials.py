import pytest

from portalaudit.inventory.facts import credentials
from portalaudit.inventory.records import Account, Portal, Practice
from portalaudit.inventory.records.practice import CredentialVault
from tests.inventory.facts.small_worlds import account, person, world_of

STAFF = (person("k-lee"), person("a-sato", name="Amber Sato"))
NMP = Portal(id="nmp", name="Noridian", kind="mac", profile="noridian_nmp")
WORLD = world_of(staff=STAFF, portals=(NMP, Portal(id="cco", name="Rimrock CCO", kind="standalone")))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"credential_custody": "personal_vault"}, False),
        ({"credential_custody": "shared_vault"}, True),
        ({"credential_custody": "shared_vault", "vault_readers": ("k-lee",)}, False),
        ({"vault_readers": ()}, False),
        ({"vault_readers": ("k-lee", "k-lee")}, False),
        ({"vault_readers": ("a-sato",)}, True),
        ({"vault_readers": ("k-lee", "a-sato")}, True),
        ({"person": None, "vault_readers": ("k-lee",)}, False),
        ({"person": None, "vault_readers": ("k-lee", "a-sato")}, True),
    ],
)
def test_a_secret_is_shared_when_somebody_else_can_read_it(fields: dict[str, object], expected: bool) -> None:
    assert credentials.secret_shared(account(**fields), WORLD) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "kept nobody wrote down where"),
        ({"credential_custody": "sso"}, "kept by the sign-on"),
        ({"credential_custody": "memory"}, "kept in somebody's head"),
        ({"credential_custody": "unknown"}, "kept nobody knows where"),
        ({"credential_custody": "paper", "vault_readers": ("k-lee",)}, "written on paper"),
        ({"vault_readers": ("k-lee", "a-sato")}, "kept in a vault, where Amber Sato can read it"),
        (
            {"credential_custody": "shared_vault", "vault_readers": ("k-lee", "a-sato", "gone")},
            "kept in a shared vault, where Amber Sato can read it",
        ),
    ],
)
def test_a_note_says_where_a_password_is(fields: dict[str, object], expected: str) -> None:
    assert credentials.custody_note(account(**fields), WORLD) == expected


def practice(vault: CredentialVault | None) -> Practice:
    return Practice(id="case", name="A practice", timezone="America/Los_Angeles", credential_vault=vault)


@pytest.mark.parametrize(
    ("vault", "has_vault", "plan", "note"),
    [
        (None, None, None, "no password manager of the practice is recorded"),
        (CredentialVault(product=" None "), False, None, "the practice has no password manager"),
        (
            CredentialVault(product="1Password", plan=" Enterprise ", mfa=True),
            True,
            "enterprise",
            "the practice's password manager is 1Password, plan  Enterprise , with a second factor",
        ),
        (
            CredentialVault(product="Dashlane", mfa=False),
            True,
            None,
            "the practice's password manager is Dashlane, plan not recorded, without a second factor",
        ),
        (
            CredentialVault(product="Dashlane", plan="team"),
            True,
            "team",
            "the practice's password manager is Dashlane, plan team, second factor not recorded",
        ),
    ],
)
def test_a_vault_is_read_as_people_write_it(
    vault: CredentialVault | None, has_vault: bool | None, plan: str | None, note: str
) -> None:
    one = practice(vault)
    found = (credentials.has_vault(one, WORLD), credentials.vault_plan(one, WORLD), credentials.vault_note(one, WORLD))
    assert found == (has_vault, plan, note)


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
    assert credentials.vault_used(practice(None), world_of(accounts=accounts)) is expected


def test_a_note_says_that_nobody_uses_the_vault() -> None:
    one = practice(CredentialVault(product="Dashlane", plan="team", mfa=True))
    world = world_of(accounts=(account(credential_custody="paper"),))
    assert credentials.vault_note(one, world) == (
        "the practice's password manager is Dashlane, plan team, with a second factor, and no password is kept in it"
    )


@pytest.mark.parametrize(
    ("fields", "expires", "left", "note"),
    [
        ({}, False, None, "has a password of which nobody wrote down the age"),
        ({"password_changed_on": "2020-01-01"}, False, None, "has a password of which nobody wrote down the age"),
        ({"password_expires_on": "2026-11-20"}, True, 0, "has a password that expires on 2026-11-20"),
        ({"password_expires_on": "2026-11-19"}, True, -1, "has a password that expired on 2026-11-19"),
        ({"portal": "nmp"}, True, None, "has a password of which nobody wrote down the age"),
        ({"portal": "nmp", "password_changed_on": "2025-11-20"}, True, 0, "has a password that expires on 2026-11-20"),
        (
            {"portal": "nmp", "password_changed_on": "2026-11-20"},
            True,
            365,
            "has a password that expires on 2027-11-20",
        ),
        (
            {"portal": "nmp", "password_changed_on": "2026-11-21"},
            True,
            None,
            "has a password of which nobody wrote down the age",
        ),
        ({"portal": "nmp", "mfa": "sso"}, False, None, "has a password of which nobody wrote down the age"),
        (
            {"password_expires_on": "2026-11-21", "credential_custody": "sso"},
            False,
            1,
            "has a password that expires on 2026-11-21",
        ),
    ],
)
def test_a_password_expires_on_a_written_day_or_after_the_portals_time(
    fields: dict[str, object], expires: bool, left: int | None, note: str
) -> None:
    one = account(**fields)
    assert credentials.password_expires(one, WORLD) is expires
    assert credentials.password_days_left(one, WORLD) == left
    assert credentials.password_note(one, WORLD) == note


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

import pytest

from portalaudit.inventory.facts import credentials
from portalaudit.inventory.records import Account, Practice
from tests.inventory.facts.small_worlds import account, world_of

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

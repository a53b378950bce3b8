"""Derived facts of the password vault. Never a password."""

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import individual, live
from portalaudit.inventory.records import Practice
from portalaudit.inventory.world import World

IN_VAULT = frozenset({"personal_vault", "shared_vault"})
"""Where a password is kept that is in the password manager."""


@derived(needs=("accounts.credential_custody",))
def vault_used(_practice: Practice, world: World) -> bool | None:
    """Whether the password of some live account of a person is kept in a vault; also where there is none to keep.

    Not known where no live account of a person has `credential_custody` or `vault_readers`.
    """
    accounts = world.inventory.tables["accounts"].records
    personal = [account for account in accounts if live(account, world) and individual(account, world)]
    told = [a for a in personal if a.credential_custody is not None or a.vault_readers is not None]
    if personal and not told:
        return None
    kept = [account for account in told if account.credential_custody != "sso"]
    return not kept or any(a.credential_custody in IN_VAULT or a.vault_readers is not None for a in kept)

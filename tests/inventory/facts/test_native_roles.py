from portalaudit.inventory.facts.native_roles import held_native_roles
from portalaudit.inventory.records import Portal
from tests.inventory.facts.small_worlds import account, world_of

AVAILITY = Portal(id="ava", name="Availity", kind="hub", profile="availity")
BARE = Portal(id="cco", name="Rimrock CCO", kind="standalone")


def test_each_role_of_live_accounts_stands_once_with_what_the_profile_says() -> None:
    accounts = (
        account("1", portal="ava", native_roles=("Claim Status", "Something New")),
        account("2", portal="ava", native_roles=("something  new",)),
        account("3", portal="ava", status="deleted", native_roles=("Gone",)),
    )
    world = world_of(portals=(AVAILITY, BARE), accounts=accounts)
    assert [(role.name, role.permissions, role.confirmed) for role in held_native_roles(AVAILITY, world)] == [
        ("Claim Status", ("claim_status.view", "claim_detail.view"), False),
        ("Something New", None, False),
    ]


def test_without_roles_there_is_nothing_to_translate() -> None:
    world = world_of(portals=(BARE,), accounts=(account(native_roles=()), account("b", permissions=("cob.view",))))
    assert held_native_roles(BARE, world) == ()

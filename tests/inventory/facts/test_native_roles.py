from portalaudit.inventory.facts import native_roles
from portalaudit.inventory.records import Portal
from tests.inventory.facts.small_worlds import account, world_of

AVAILITY = Portal(id="ava", name="Availity", kind="hub", profile="availity")
BARE = Portal(id="cco", name="Rimrock CCO", kind="standalone")


def test_roles_of_live_accounts_are_told_apart_by_what_their_profile_says() -> None:
    accounts = (
        account("1", portal="ava", native_roles=("Claim Status", "Something New")),
        account("2", portal="ava", native_roles=("something  new",)),
        account("3", portal="ava", status="deleted", native_roles=("Gone",)),
    )
    world = world_of(portals=(AVAILITY, BARE), accounts=accounts)
    assert native_roles.has_native_roles(AVAILITY, world) is True
    assert native_roles.untranslated_roles(AVAILITY, world) == ("Something New",)
    assert native_roles.unconfirmed_roles(AVAILITY, world) == ("Claim Status",)
    assert native_roles.translation_note(AVAILITY, world) == (
        "nobody has translated these roles: Something New; translated, but not read in a source: Claim Status"
    )


def test_without_roles_there_is_nothing_to_translate() -> None:
    world = world_of(portals=(BARE,), accounts=(account(native_roles=()), account("b", permissions=("cob.view",))))
    assert native_roles.has_native_roles(BARE, world) is False
    assert native_roles.untranslated_roles(BARE, world) == ()
    assert native_roles.translation_note(BARE, world) == ""

from portalaudit.inventory.facts.files import suspected_kinds
from portalaudit.inventory.world import File, SuspectedSecret
from tests.inventory.facts.small_worlds import world_of


def test_each_kind_is_named_once_in_the_order_of_the_file() -> None:
    found = tuple(SuspectedSecret(kind, line) for line, kind in enumerate(("password", "PIN", "password"), 1))
    assert suspected_kinds(File("a.csv", found), world_of()) == ("password", "PIN")
    assert suspected_kinds(File("b.csv", ()), world_of()) == ()

import pytest

from portalaudit.inventory.facts import repeats
from portalaudit.inventory.records import Account, Portal
from portalaudit.inventory.subjects import Group
from tests.inventory.facts.small_worlds import account, person, world_of

STAFF = (person("k-lee"), person("a-sato", name="Amber Sato"))
NMP = Portal(id="nmp", name="Noridian", kind="mac", profile="noridian_nmp")
PALMETTO = Portal(id="pal", name="Palmetto", kind="mac", profile="palmetto_eservices")
WORLD = world_of(staff=STAFF, portals=(NMP, PALMETTO, Portal(id="cco", name="Rimrock CCO", kind="standalone")))


def group(*accounts: Account) -> Group:
    return Group(("x",), accounts)


def test_only_accounts_with_others_beside_them_are_several() -> None:
    one, closed = account("1"), account("2", status="deleted")
    assert repeats.several(group(one), WORLD) == ()
    assert repeats.several(group(one, closed), WORLD) == (one, closed)


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("kL", ("U+006B latin small letter k", "U+004C latin capital letter l")),
        ("  k ", ("U+0020 space", "U+0020 space (2)", "U+006B latin small letter k", "U+0020 space (3)")),
        ("k\x07", ("U+006B latin small letter k", "U+0007 no name")),
    ],
)
def test_characters_of_a_login_are_named_and_counted(login: str, expected: tuple[str, ...]) -> None:
    assert repeats.login_characters(account(login=login), WORLD) == expected

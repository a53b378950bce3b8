import pytest

from portalaudit.inventory.facts import nonhuman
from portalaudit.inventory.records import Portal, Use
from tests.inventory.facts.small_worlds import account, world_of

PALMETTO = Portal(id="pal", name="Palmetto", kind="mac", profile="palmetto_eservices")
OPEN = Portal(id="open", name="Open", kind="mac", profile="palmetto_eservices", automation_allowed=True)
NMP = Portal(id="nmp", name="Noridian", kind="mac", profile="noridian_nmp")
CCO = Portal(id="cco", name="Rimrock CCO", kind="standalone")


def test_robots_are_allowed_as_the_portal_says_before_its_profile() -> None:
    portals = (PALMETTO, OPEN, NMP, CCO)
    world = world_of(portals=portals)
    assert [nonhuman.robots_allowed(portal, world) for portal in portals] == [False, True, None, None]


@pytest.mark.parametrize(
    ("use", "rotated_on", "expected"),
    [
        ({}, None, True),
        ({"rotated_on": None}, None, False),
        ({"rotated_on": "2026-03-04"}, None, False),
        ({"rotated_on": None}, "2026-03-04", False),
        ({"rotated_on": None}, "2026-03-05", True),
        ({"rotated_on": "2026-03-05T08:59:00-08:00"}, None, True),
        ({"on": "2026-03-05T09:00:00-08:00"}, None, True),
        ({"on": "2026-03-05T09:00:00-08:00", "rotated_on": "2026-03-05T09:00:00-08:00"}, None, True),
        ({"on": "2026-03-05T09:00:00-08:00", "rotated_on": "2026-03-05T08:59:00-08:00"}, None, False),
    ],
)
def test_a_password_is_changed_after_a_use(use: dict[str, object], rotated_on: str | None, *, expected: bool) -> None:
    one = Use(**{"on": "2026-03-05", "by": "k-lee", "rotated_on": "2026-03-05", **use})  # type: ignore[arg-type]
    other = Use(on="2026-03-05", by="k-lee")  # type: ignore[call-arg]
    accounts = (account("a", uses=(other,)), account("b", type="break_glass", uses=(one,), rotated_on=rotated_on))
    assert nonhuman.password_changed(one, world_of(accounts=accounts)) is expected

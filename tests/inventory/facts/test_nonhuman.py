import pytest

from portalaudit.inventory.facts import nonhuman
from portalaudit.inventory.records import Use
from tests.inventory.facts.small_worlds import account, world_of


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

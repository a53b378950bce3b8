import pytest

from portalaudit.inventory.facts import evidence
from portalaudit.inventory.records import Decision, Review
from tests.inventory.facts.small_worlds import world_of


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([], 0),
        (["2026-09-25T10:00:07-07:00"] * 3, 3),
        (["2026-09-25T10:00:07-07:00", "2026-09-25T10:00:08-07:00"], 0),
        (["2026-09-25"] * 3, 0),
        ([None] * 3, 0),
        (["2026-09-25T10:00:07-07:00", None], 0),
    ],
)
def test_decisions_in_one_second_are_counted(times: list[str | None], expected: int) -> None:
    decisions = tuple(Decision(account=f"a{i}", decision="keep", decided_on=on) for i, on in enumerate(times))  # type: ignore[call-arg]
    review = Review(id="q3", portal="cco", decisions=decisions)  # type: ignore[call-arg]
    assert evidence.decided_together(review, world_of()) == expected

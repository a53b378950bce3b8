import pytest

from portalaudit.inventory.facts import practice_people as facts
from portalaudit.inventory.records import Engagement, Person, Practice
from tests.inventory.facts.small_worlds import person, world_of

ANA = person("ana", ("2018-02-05", None), name="Ana Ruiz", email="ana@example.org")
KIM = person("k-lee", ("2020-01-06", None), email="kim@example.org")
LEFT = person("left", ("2018-02-05", "2026-08-14"), email="left@example.org")
UNDATED = person("undated", email="undated@example.org")
VENDOR = Person(
    id="vic",
    name="V",
    vendor="keystone",
    email="v@example.org",
    engagements=(Engagement(kind="vendor", start="2020-01-01"),),
)
HERE = Practice(id="p", name="P", timezone="America/Los_Angeles")


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        ((ANA,), True),
        ((ANA, LEFT), True),
        ((ANA, VENDOR), True),
        ((ANA, KIM), False),
        ((ANA, KIM, UNDATED), False),
        ((ANA, UNDATED), None),
        ((UNDATED,), None),
        ((), False),
    ],
)
def test_a_practice_of_one_person(staff: tuple[Person, ...], expected: bool | None) -> None:
    assert facts.solo(HERE, world_of(HERE, staff=staff)) is expected

import pytest

from portalaudit.inventory.facts import exclusions
from portalaudit.inventory.records import Person
from tests.inventory.facts.small_worlds import account, person, world_of

GONE = person("gone", ("2018-02-05", "2026-01-01"))
IDLE = person("idle", ("2018-02-05", None))
KIM = person("kim", ("2018-02-05", None))
UNTOLD = person("untold")
ACCOUNTS = tuple(account(one.id, person=one.id) for one in (GONE, KIM, UNTOLD))


@pytest.mark.parametrize(
    ("staff", "asked"),
    [
        ((GONE, IDLE, KIM, UNTOLD), ["kim"]),
        ((GONE, UNTOLD, KIM), ["untold"]),
        ((GONE, IDLE), []),
    ],
)
def test_one_person_stands_for_a_practice_that_writes_no_checks_down(
    staff: tuple[Person, ...], asked: list[str]
) -> None:
    world = world_of(staff=staff, accounts=ACCOUNTS)
    assert [one.id for one in staff if exclusions.exclusion_asked(one, world)] == asked


def test_everybody_is_asked_where_one_check_is_written() -> None:
    checked = person("checked", ("2018-02-05", None), exclusion_checked_on="2026-01-05")
    world = world_of(staff=(checked, GONE, KIM), accounts=ACCOUNTS)
    assert all(exclusions.exclusion_asked(one, world) for one in (checked, GONE, KIM))
    assert exclusions.exclusion_note(checked, world) == "was last looked up in the OIG exclusion list on 2026-01-05"
    assert exclusions.exclusion_note(KIM, world) == (
        "was never looked up in the OIG exclusion list, as far as is written"
    )


def test_where_nobody_was_looked_up_the_note_says_so() -> None:
    assert exclusions.exclusion_note(KIM, world_of(staff=(KIM,))) == (
        "was never looked up in the OIG exclusion list, as far as is written, and neither was anybody else"
    )

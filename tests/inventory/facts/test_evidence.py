from typing import Any

import pytest

from portalaudit.inventory.facts import evidence
from portalaudit.inventory.records import Decision, Practice, Review
from portalaudit.inventory.records.practice import MasterPortalAdministrator
from tests.inventory.facts.small_worlds import person, world_of

HOME = Practice(id="p", name="P", timezone="America/Los_Angeles")
ANA = person("ana", ("2018-02-05", None), name="Ana Ruiz")
BO = person("bo", ("2018-02-05", None), name="Bo Chen")
VIC = person("vic", ("2018-02-05", None), name="Vic Stone", vendor="keystone")


def test_who_works_here_is_counted() -> None:
    left, undated = person("left", ("2018-02-05", "2026-11-19")), person("undated")
    assert evidence.headcount(HOME, world_of(HOME, staff=(ANA, BO, VIC, left, undated))) == 3


@pytest.mark.parametrize(
    ("fields", "supervisor", "expected"),
    [
        ({}, None, []),
        ({}, "bo", ["bo"]),
        ({"approvers": ("vic", "ana")}, "bo", ["ana", "bo", "vic"]),
        ({"compliance_officer": "bo"}, "bo", ["bo"]),
        ({"master_portal_administrator": MasterPortalAdministrator(person="vic", deputy="ana")}, None, ["ana", "vic"]),
    ],
)
def test_managers_are_all_who_are_recorded_as_such(
    fields: dict[str, Any], supervisor: str | None, expected: list[str]
) -> None:
    practice = Practice(id="p", name="P", timezone="UTC", **fields)
    kim = person(manager=supervisor)
    found = evidence.managers(practice, world_of(practice, staff=(ANA, BO, VIC, kim)))
    assert [each.id for each in found] == expected


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

# ruff: noqa: ISC004  problems are shown as they are told, one a line
"""Waivers have files of their own: what is wrong in them, and where they do not belong."""

import pytest

from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.tables import Inventory
from portalaudit.model import Problem
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load
from tests.evaluate.practices import no_reference

PRACTICE = "practice: {id: cr, name: Cascade Ridge, timezone: America/Los_Angeles}\nstaff: [{id: mo, name: Mo Ortiz}]\n"
WAIVER = "waivers:\n  - id: w\n    rule: r\n    subject: a\n"


def document(text: str, path: str) -> Document:
    found, problems = load(Text(path, text.encode()))
    assert problems == ()
    assert found is not None
    return found


def read(waivers: str, more: str = "") -> tuple[Inventory, tuple[Problem, ...]]:
    return resolve(
        [document(PRACTICE + more, "a.yaml")], no_reference().ids, waivers=[document(waivers, "waivers.yaml")]
    )


def told(waivers: str, more: str = "") -> list[str]:
    return [f"{p.place} {p.code}: {p.message} | {p.hint}" for p in read(waivers, more)[1]]


def test_a_short_waiver_is_read() -> None:
    inventory, problems = read(WAIVER)
    assert problems == ()
    assert [waiver.id for waiver in inventory.tables["waivers"].records] == ["w"]
    assert read("{}\n")[1] == read("waivers: []\n")[1] == ()


def test_waivers_in_the_inventory_are_told_where_they_belong() -> None:
    assert told("{}\n", WAIVER) == [
        "a.yaml:3:1 unknown-section: waivers do not stand in the inventory | "
        "move them to waivers.yaml in the policies folder"
    ]


@pytest.mark.parametrize("section", ["rules", "packs"])
def test_what_belongs_into_the_policy_is_told_where_it_goes(section: str) -> None:
    assert told("{}\n", f"{section}: {{}}\n") == [
        f"a.yaml:3:1 unknown-section: {section} do not stand in the inventory | "
        "move them to policy.yaml in the policies folder"
    ]


def test_a_file_of_waivers_holds_nothing_else() -> None:
    hint = "such a file holds only 'waivers', a list"
    assert told("waiver: []\nstaff: []\n") == [
        f"waivers.yaml:1:1 unknown-key: unknown key 'waiver' in a file of waivers; did you mean 'waivers'? | {hint}",
        f"waivers.yaml:2:1 unknown-key: unknown key 'staff' in a file of waivers | {hint}",
    ]


def test_people_of_a_waiver_are_people_of_the_practice() -> None:
    people = (
        "    requested_by: m\n    approved_by: mo\n    compensating_control: {text: Watched, performer: m}\n"
        "    renewals: [{approved_by: xyzzy, approved_on: 2026-01-01, expires_on: 2026-02-01}]\n"
    )
    hint = "add it to 'staff', or correct the reference"
    assert told(WAIVER + people) == [
        f"waivers.yaml:5:19 unknown-reference: 'm' is not the id of any record in 'staff'; did you mean 'mo'? | {hint}",
        f"waivers.yaml:7:54 unknown-reference: 'm' is not the id of any record in 'staff'; did you mean 'mo'? | {hint}",
        f"waivers.yaml:8:30 unknown-reference: 'xyzzy' is not the id of any record in 'staff' | {hint}",
    ]


def test_a_waiver_that_cannot_be_read_is_told_and_left_out() -> None:
    days = "    approved_on: 2026-02-30\n    compensating_control: ''\n    renewals: [{approved_by: mo}]\n"
    inventory, problems = read(WAIVER + days)
    assert inventory.tables["waivers"].records == []
    assert [(p.place.line, p.place.column, p.code) for p in problems] == [
        (5, 18, "invalid-value"),
        (6, 5, "empty-value"),
        (7, 17, "missing-key"),
        (7, 17, "missing-key"),
    ]


def test_an_id_is_given_once() -> None:
    assert told(WAIVER + "  - {id: w, rule: r, subject: b}\n") == [
        "waivers.yaml:5:10 duplicate-id: the id 'w' is given twice in 'waivers' | "
        "give each record its own id, or remove one of the two"
    ]

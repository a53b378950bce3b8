"""One moment is one local day, in whatever offset it is written; the ends of the calendar end no run."""

from typing import Any

import pytest
import yaml

from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.tables import Inventory
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.source.document import Document
from portalaudit.source.files import Text
from portalaudit.source.load import load

ZONES = ("America/Los_Angeles", "Pacific/Guam", "Pacific/Kiritimati", "Pacific/Pago_Pago")


def document(text: str) -> Document:
    found, problems = load(Text("p.yaml", text.encode()))
    assert problems == ()
    assert found is not None
    return found


def read(text: str, zone: str) -> tuple[Inventory, tuple[Problem, ...]]:
    practice = f"practice: {{id: p, name: P, timezone: {zone}}}\n"
    return resolve(
        [document(practice + text)], dict.fromkeys(("permissions", "profiles", "sod_pairs", "jurisdictions"), ())
    )


def written(**sections: Any) -> str:
    return yaml.safe_dump(sections)


def records(moment: str) -> str:
    """Every field that may hold a time, with the same one."""
    account = {"id": "a", "portal": "u", "login": "k1", "type": "break_glass", "status": "active"}
    use = {"on": moment, "by": "k", "rotated_on": moment}
    spell = {"kind": "employee", "start": "2020-01-01", "end": moment}
    return written(
        portals=[{"id": "u", "name": "U", "kind": "hub"}],
        staff=[{"id": "k", "name": "K", "engagements": [spell]}],
        accounts=[{**account, "deactivated_on": moment, "last_login_on": moment, "uses": [use]}],
        reviews=[{"id": "r", "portal": "u", "decisions": [{"account": "a", "decision": "keep", "decided_on": moment}]}],
    )


def times(inventory: Inventory) -> set[str]:
    (person,), (account,) = inventory.tables["staff"].records, inventory.tables["accounts"].records
    (review,) = inventory.tables["reviews"].records
    (spell,), (use,), (decision,) = person.engagements, account.uses, review.decisions
    return {spell.end, account.deactivated_on, account.last_login_on, use.on, use.rotated_on, decision.decided_on}


@pytest.mark.parametrize(
    ("zone", "local"),
    [("America/Los_Angeles", "2026-11-20T19:00:00-08:00"), ("Pacific/Guam", "2026-11-21T13:00:00+10:00")],
)
@pytest.mark.parametrize("moment", ["2026-11-21T03:00:00Z", "2026-11-20T19:00:00-08:00", "2026-11-21 13:00+10:00"])
def test_every_time_is_read_as_the_clocks_of_the_practice_show_it(moment: str, zone: str, local: str) -> None:
    inventory, problems = read(records(moment), zone)
    assert (times(inventory), problems) == ({local}, ())


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("moment", ["2026-11-20", "2026-11-20T19:00:00"])
def test_a_day_and_a_time_without_an_offset_are_local(moment: str, zone: str) -> None:
    assert times(read(records(moment), zone)[0]) == {moment}


def spell(start: str, end: str, zone: str) -> tuple[list[str], list[tuple[Place, str, str]]]:
    engagements = "engagements: [{kind: locum, start: START, end: 'END'}]".replace("START", start).replace("END", end)
    inventory, problems = read(f"staff:\n  - {{id: a, name: A}}\n  - {{id: k, name: K, {engagements}}}\n", zone)
    kept = [person.id for person in inventory.tables["staff"].records]
    assert all(problem.code is ProblemCode.INVALID_VALUE for problem in problems)
    return kept, [(problem.place, problem.message, problem.hint) for problem in problems]


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("Pacific/Guam", "2026-11-19T23:00:00Z"),
        ("Pacific/Guam", "2026-11-20T00:00:00+10:00"),
        ("America/Los_Angeles", "2026-11-20T08:00:00Z"),
        ("America/Los_Angeles", "2026-11-19T23:00:00-10:00"),
        ("America/Los_Angeles", "9999-12-31T23:59:59-08:00"),
        ("Pacific/Guam", "9999-12-31T23:59:59Z"),
        ("Pacific/Pago_Pago", "9999-12-31T23:59:59Z"),
    ],
)
def test_who_leaves_on_the_local_day_of_the_start_or_later_is_kept(zone: str, end: str) -> None:
    assert spell("2026-11-20", end, zone) == (["a", "k"], [])


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("America/Los_Angeles", "2026-11-20T03:00:00Z"),
        ("America/Los_Angeles", "2026-11-20T07:59:59Z"),
        ("Pacific/Guam", "2026-11-19T13:59:59Z"),
        ("Pacific/Guam", "2026-11-20T00:00:00+11:00"),
    ],
)
def test_who_leaves_on_a_local_day_before_the_start_is_told(zone: str, end: str) -> None:
    kept, problems = spell("2026-11-20", end, zone)
    place = Place("p.yaml", 4, 74, 76 + len(end))
    assert problems == [(place, "'end' ends before it starts, on 2026-11-20", "correct one of the two days")]
    assert kept == ["a"]

"""Small worlds out of hand-made records, with the reference data that ships."""

import datetime
from functools import cache
from pathlib import Path
from typing import Any

from portalaudit.inventory.records import Account, Engagement, HeldRole, Person, Portal, Practice
from portalaudit.inventory.reference import Reference, load_reference
from portalaudit.inventory.resolve import LISTS
from portalaudit.inventory.shape import ENTITY_OF_SECTION
from portalaudit.inventory.tables import Inventory, Table
from portalaudit.inventory.world import World
from portalaudit.source.files import read_folder
from portalaudit.source.load import load_all

AS_OF = datetime.date(2026, 11, 20)
PORTALS = (Portal(id="cco", name="Rimrock CCO", kind="standalone"),)


@cache
def shipped_reference() -> Reference:
    texts, _ = read_folder(Path(__file__).parents[3] / "policies")
    documents, _ = load_all(texts, 1)
    reference, problems = load_reference(documents)
    assert not problems
    return reference


def world_of(practice: Practice | None = None, **sections: tuple[Any, ...]) -> World:
    """A world of these records, in Los Angeles on 2026-11-20 unless the practice says otherwise."""
    sections.setdefault("portals", PORTALS)
    tables = {name: _table(name, sections.pop(name, ())) for name in LISTS}
    assert not sections, sections
    home = practice or Practice(id="case", name="A practice", timezone="America/Los_Angeles")
    return World(Inventory((), tables, home, None), shipped_reference(), AS_OF)


def _table(section: str, records: tuple[Any, ...]) -> Table:
    table = Table(section, ENTITY_OF_SECTION[section], (section,))
    for record in records:
        table.rows[getattr(record, "id", str(len(table.rows)))] = len(table.records)
        table.documents.append(0)
        table.indexes.append(len(table.records))
        table.records.append(record)
    return table


def account(account_id: str = "a", **fields: Any) -> Account:
    """An active individual account of k-lee at the standalone portal, except for the fields given."""
    plain = {"portal": "cco", "login": "klee", "type": "individual", "status": "active", "person": "k-lee"}
    return Account(id=account_id, **{**plain, **fields})


def person(person_id: str = "k-lee", *spells: tuple[str, str | None], name: str = "Kim Lee", **fields: Any) -> Person:
    """A person with engagements as employee from and to these days."""
    if spells:
        fields["engagements"] = tuple(Engagement(kind="employee", start=start, end=end) for start, end in spells)
    return Person(id=person_id, name=name, **fields)


def held(role: str, start: str | None = None, end: str | None = None, recorded_on: str | None = None) -> HeldRole:
    """A role held from and to these days."""
    given: dict[str, Any] = {"from": start, "to": end}
    return HeldRole(role=role, recorded_on=recorded_on, **given)

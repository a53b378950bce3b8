"""What a fact gives for many records at once is what it gives for each of them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from portalaudit.cli.folders import read_policies
from portalaudit.evaluate.cases import ready_cases
from portalaudit.inventory.backward import worked_out_facts
from portalaudit.inventory.derived import DerivedFact
from portalaudit.inventory.rows import is_row
from portalaudit.inventory.shape import entity_name
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import World
from portalaudit.model.values import fields
from portalaudit.pipeline.proving import compile_suite

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).resolve().parents[2]
LOGINS = (("identity_domain",), ("login_key",))


def worlds() -> Iterator[World]:
    """The world of every case of every rule."""
    policies, _ = read_policies(REPOSITORY / "policies")
    suite, problems = compile_suite(policies, None)
    assert problems == ()
    every = [written.rule for written in suite.rules]
    for written in suite.rules:
        assert written.cases is not None
        ready = ready_cases(written.rule, written.cases, suite.reference, every, suite.facts[0].every)
        yield from (case.world for case in ready.cases)


def several(world: World) -> Iterator[Sequence[Record]]:
    for entity in (*(table.entity for table in world.inventory.tables.values()), "decision", "practice"):
        yield world.subjects(entity).records
    yield world.subjects_of("group", LOGINS).records


def told(value: Any) -> Any:
    """A value as something that equals another one with the same in it: rows of facts are no one else's."""
    if isinstance(value, tuple):
        return tuple(map(told, value))
    if hasattr(value, "__value_fields__") and is_row(type(value)):
        return type(value), tuple(told(getattr(value, field.name)) for field in fields(value))
    return id(value) if hasattr(value, "__value_fields__") else value


def together(world: World, records: Sequence[Record]) -> Mapping[str, DerivedFact]:
    entity = entity_name(type(records[0])) if records else ""
    every = {**worked_out_facts().get(entity, {}), **world.shared.get(entity, {})}
    return {name: fact for name, fact in every.items() if fact.compute_all is not None}


def test_a_fact_of_many_records_is_that_of_each() -> None:
    seen: set[str] = set()
    for world in worlds():
        for records in several(world):
            for name, fact in together(world, records).items():
                found = [told(value) for value in world.values(records, name)]
                assert found == [told(fact.compute(record, world)) for record in records], name
                seen.update(f"{fact.entity}.{name}" for value in found if value)
    assert {"account.late_training", "account.user_access", "account.leaver_acts", "account.leaving"} <= seen

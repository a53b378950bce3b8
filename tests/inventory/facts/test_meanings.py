"""A fact of the program that may be unknown says which written fields would make it known."""

import typing
from collections.abc import Iterator, Sequence

import pytest

from portalaudit.inventory.derived import DerivedFact, derived_facts
from portalaudit.inventory.inventory_vocabulary import vocabulary
from portalaudit.inventory.needs import Needs
from portalaudit.inventory.rows import is_row
from portalaudit.inventory.shape import entity_name, fields_of, nested_classes

EVERY = {f"{fact.entity}.{fact.name}": fact for facts in derived_facts().values() for fact in facts.values()}
UNTOLD = [name for name, fact in EVERY.items() if type(None) in typing.get_args(fact.compute.__annotations__["return"])]


def rows() -> Iterator[tuple[str, DerivedFact, Needs]]:
    """The needs of what rows hold, with the fact that gives the rows."""
    for fact in EVERY.values():
        cls = fact.shape.nested
        if cls is not None and is_row(cls):
            yield from ((f"{fact.name}.{shape.name}", fact, shape.needs) for shape in fields_of(cls).values())


ROWS = [(name, fact, needs) for name, fact, needs in rows() if needs]


def leads_somewhere(entity: str, route: Sequence[str]) -> bool:
    """Whether every name of a route is a fact of the record before it."""
    for name in route:
        known = vocabulary().entities.get(entity)
        if known is None or name not in known.facts:
            return False
        entity = known.facts[name].type.entity
    return True


def start(entity: str, route: str) -> tuple[str, Sequence[str]]:
    """A route that begins with the word practice starts there."""
    first, *rest = route.split(".")
    return ("practice", rest) if first == "practice" else (entity, [first, *rest])


def test_there_are_such_facts_and_rows() -> None:
    assert len(UNTOLD) > 40
    assert len(ROWS) > 10


@pytest.mark.parametrize("name", UNTOLD)
def test_a_fact_that_may_be_unknown_says_what_it_needs(name: str) -> None:
    fact = EVERY[name]
    depends_on_the_record = fact.missing is not EVERY["account.live"].missing
    assert fact.needs or depends_on_the_record


@pytest.mark.parametrize("name", EVERY)
def test_what_a_fact_needs_is_there_to_be_written(name: str) -> None:
    fact = EVERY[name]
    assert [one for group in fact.needs for one in group if not leads_somewhere(*start(fact.entity, one))] == []


@pytest.mark.parametrize(("name", "fact", "needs"), ROWS, ids=[name for name, _, _ in ROWS])
def test_what_a_row_needs_is_of_it_or_of_the_record_that_gives_it(name: str, fact: DerivedFact, needs: Needs) -> None:
    entities = (fact.shape.type.entity, fact.entity)
    routes = [one for group in needs for one in group]
    astray = [route for route in routes if not any(leads_somewhere(*start(entity, route)) for entity in entities)]
    assert astray == [], name


def test_alternatives_are_fields_of_one_record() -> None:
    groups = [group for fact in EVERY.values() for group in fact.needs if len(group) > 1]
    assert [group for group in groups if any("." in one for one in group)] == []


def test_what_a_derived_record_holds_is_worked_out() -> None:
    own = {entity_name(cls) for cls in nested_classes()}
    made = {name: one for name, one in vocabulary().entities.items() if name not in own}
    assert all(fact.derived for name in ("administration", "access_kept") for fact in made[name].facts.values())

"""A verdict that cannot be reached prints a sentence of a fact: it has to name what somebody can write down."""

import re
import typing

import pytest

from portalaudit.inventory.derived import DerivedFact, derived_facts
from portalaudit.inventory.shape import ENTITY_OF_SECTION, entity_name, fields_of, nested_classes
from portalaudit.inventory.vocabulary import vocabulary

WRITTEN = {name for cls in nested_classes() for name in fields_of(cls)} | set(ENTITY_OF_SECTION) | {"county"}
UNTOLD = [
    fact
    for facts in derived_facts().values()
    for fact in facts.values()
    if type(None) in typing.get_args(fact.compute.__annotations__["return"])
]


def test_there_are_such_facts() -> None:
    assert len(UNTOLD) > 50


@pytest.mark.parametrize("fact", UNTOLD, ids=lambda fact: f"{fact.entity}.{fact.name}")
def test_a_fact_that_may_be_unknown_says_what_to_write(fact: DerivedFact) -> None:
    if fact.needs:
        return
    sentences = re.split(r"(?<=\.)\s+", " ".join(fact.meaning.split()))
    conditions = [sentence for sentence in sentences if sentence.startswith(("Not known", "Unknown"))]
    assert len(conditions) == 1, fact.meaning
    assert WRITTEN.intersection(re.findall(r"`(\w+)`", conditions[0])), conditions[0]


def test_what_a_derived_record_holds_is_worked_out() -> None:
    own = {entity_name(cls) for cls in nested_classes()}
    made = {name: one for name, one in vocabulary().entities.items() if name not in own}
    assert all(fact.derived for name in ("administration", "access_kept") for fact in made[name].facts.values())

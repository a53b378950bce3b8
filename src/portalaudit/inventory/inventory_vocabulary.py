"""All facts of an inventory in the words that the policy layer understands."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from portalaudit.inventory.backward import worked_out_facts
from portalaudit.inventory.records import Training
from portalaudit.inventory.shape import entity_name, fields_of, nested_classes, with_nested
from portalaudit.inventory.subjects import File, Group
from portalaudit.model import Entity, Fact, Kind, Vocabulary
from portalaudit.model.values import replace
from portalaudit.source.record_types import record_fields
from portalaudit.source.secrets import Suspicion

if TYPE_CHECKING:
    from portalaudit.inventory.attributes.attribute_schema import AttributeSchema

SUBJECTS = frozenset(
    {
        "account",
        "person",
        "portal",
        "payer",
        "role",
        "review",
        "decision",
        "vendor",
        "practice",
        "module",
        "completion",
        "document",
        "file",
        "waiver",
    }
)
"""The entities that a rule may be `for:`."""

_UNREACHABLE = frozenset({Training, Suspicion})
"""The section that only holds modules and completions, and what no rule may see of a secret."""

_HIDDEN = frozenset({"key", "suspicions"})


@cache
def vocabulary() -> Vocabulary:
    """Every entity with its written and derived facts."""
    entities = {}
    pending = [*nested_classes(), Group, File, *_derived_records()]
    for cls in dict.fromkeys(each for each in pending if each not in _UNREACHABLE):
        name = entity_name(cls)
        facts = {fact.name: fact for fact in _facts(cls)}
        entities[name] = Entity(name, (cls.__doc__ or "").split("\n", 1)[0], facts, name in SUBJECTS)
    return Vocabulary(entities)


def with_attributes(schemas: "Mapping[str, AttributeSchema]") -> Vocabulary:
    """The same with what a practice's schemas say of attributes, by section."""
    if not schemas:
        return vocabulary()
    entities = dict(vocabulary().entities)
    for schema in schemas.values():
        entity = entities[schema.entity]
        entities[entity.name] = replace(entity, facts={**entity.facts, schema.fact.name: schema.fact})
        entities.update(schema.entities)
    return Vocabulary(entities)


def _facts(cls: type) -> Iterator[Fact]:
    worked_out = record_fields(cls) is None
    for field in fields_of(cls).values():
        if field.name not in _HIDDEN:
            yield Fact(field.name, field.shape.type, field.meaning, derived=worked_out)
    for fact in worked_out_facts().get(entity_name(cls), {}).values():
        yield Fact(fact.name, fact.shape.type, fact.meaning, derived=True)


def _derived_records() -> Iterator[type]:
    """Record types that only derived facts and files hold."""
    classes = [fact.shape.nested for facts in worked_out_facts().values() for fact in facts.values()]
    classes += [field.shape.nested for field in fields_of(File).values() if field.shape.type.kind is Kind.RECORD]
    for cls in classes:
        if cls is not None:
            yield from with_nested(cls)

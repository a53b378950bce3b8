"""The facts that rules may name, described without the records behind them.

The inventory layer describes its records in these words, and the policy layer type-checks expressions against them,
so that neither has to see the other.
"""

from collections.abc import Mapping
from enum import StrEnum

from portalaudit.model.values import dataclass


class Kind(StrEnum):
    """The type of one value. Dates are ISO 8601 text in expressions, so they compare as text does."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    RECORD = "record"
    LABELS = "labels"


@dataclass(frozen=True, slots=True)
class FactType:
    """A kind, the entity of a record, whether there are several, and the closed set of words where there is one."""

    kind: Kind
    entity: str = ""
    many: bool = False
    choices: tuple[str, ...] = ()

    def __str__(self) -> str:
        name = self.entity if self.kind is Kind.RECORD else self.kind.value
        return f"list of {name}" if self.many else name


@dataclass(frozen=True, slots=True)
class Fact:
    """One name that an expression may read. `derived` facts are computed, the others are written in the inventory."""

    name: str
    type: FactType
    meaning: str
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of record, its facts by name, and whether a rule may be `for:` it."""

    name: str
    meaning: str
    facts: Mapping[str, Fact]
    is_subject: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every entity by name."""

    entities: Mapping[str, Entity]

    def fact(self, entity: str, route: tuple[str, ...]) -> Fact | None:
        """The fact at the end of a route of names such as `("person", "left_on")`; None where a name does not exist."""
        found: Fact | None = None
        for name in route:
            facts = self.entities[entity].facts if entity in self.entities else {}
            found = facts.get(name)
            if found is None:
                return None
            entity = found.type.entity
        return found

"""Facts written in YAML: nouns that several rules need, each an expression over the facts of one kind of record.

They stand in `facts/ENTITY.yaml` of a pack. A fact says its type, so that everything which reads it can be checked
whatever state its expression is in; it may read every other fact, but not itself on any way.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath

from portalaudit.model import Fact, FactType, Place, Vocabulary
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.expressions import Expression
from portalaudit.policy.readtree import ReadTree, Route
from portalaudit.policy.tree_answers import Tree

FOLDER = "facts"


@dataclass(frozen=True, slots=True)
class Choice:
    """The items of one list of which a condition holds, or how many they are."""

    items: str
    tree: ReadTree
    name: str
    condition: str
    condition_tree: Tree | None
    is_counted: bool


@dataclass(frozen=True, slots=True)
class SharedFact:
    """One fact, ready to be worked out. Pickles. `expression` is None where it has a mistake: then it is not known.

    `choice` says what it chooses, where it does no more than that.
    """

    entity: str
    name: str
    type: FactType
    meaning: str
    expression: Expression | None
    written_at: Route
    place: Place
    choice: Choice | None = None

    @property
    def full_name(self) -> str:
        """Its name with that of its record, as a rule for such records writes it."""
        return f"{self.entity}.{self.name}"


def is_facts(path: str) -> bool:
    """Whether a YAML file of a policies folder, which is no file of cases, holds facts."""
    return PurePosixPath(path).parent.name == FOLDER


def with_facts(vocabulary: Vocabulary, facts: Iterable[SharedFact]) -> Vocabulary:
    """The vocabulary with these facts too."""
    entities = dict(vocabulary.entities)
    for one in facts:
        entity = entities[one.entity]
        fact = Fact(one.name, one.type, one.meaning, derived=True)
        entities[one.entity] = replace(entity, facts={**entity.facts, one.name: fact})
    return replace(vocabulary, entities=entities)

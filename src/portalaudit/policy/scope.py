"""What an expression of one rule may name: its subject, the practice, the day, its parameters, and a group's key."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from portalaudit.model import Entity, Fact, FactType, Kind, Vocabulary
from portalaudit.policy.descriptors import Descriptors
from portalaudit.policy.engine import cel, extensions
from portalaudit.policy.functions import declarations

GROUP = "group"
PRACTICE = "practice"
KEY = "key"
PARAMS = "params"
AS_OF = "as_of"
PRACTICE = "practice"


@dataclass(frozen=True)
class Scope:
    """The variables of one rule with their types, and every entity that can be reached from them."""

    variables: Mapping[str, FactType]
    entities: Mapping[str, Entity]
    language: "Language"

    @cached_property
    def environment(self) -> cel.Env:
        """The CEL environment that type-checks this rule's expressions."""
        return self.language.environment(self)

    def below(self, kind: FactType) -> Mapping[str, Fact]:
        """The facts of a record; nothing for every other type."""
        return self.entities[kind.entity].facts if kind.kind is Kind.RECORD else {}


class Language:
    """A vocabulary made ready for checking expressions. Make one for each run: it holds the descriptors."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.entities = {GROUP: _GROUP, **vocabulary.entities}
        self._plain: dict[str, Scope] = {}

    def scope(self, subject: str, params: Mapping[str, FactType] | None = None) -> Scope:
        """What a rule for this subject may name: an entity's name, or `group`. Rules without params share one."""
        if params:
            return self._make(subject, params)
        if subject not in self._plain:
            self._plain[subject] = self._make(subject, {})
        return self._plain[subject]

    def _make(self, subject: str, params: Mapping[str, FactType]) -> Scope:
        entities = self.entities
        records = [name for name in dict.fromkeys((subject, PRACTICE)) if name in entities]
        variables = {name: FactType(Kind.RECORD, name) for name in records}
        variables[AS_OF] = FactType(Kind.DATE)
        if subject == GROUP:
            variables[KEY] = FactType(Kind.TEXT, many=True)
        if params:
            facts = {name: Fact(name, kind, "") for name, kind in params.items()}
            entities = {**entities, PARAMS: Entity(PARAMS, "The rule's own parameters", facts)}
            variables[PARAMS] = FactType(Kind.RECORD, PARAMS)
        return Scope(variables, entities, self)

    @cached_property
    def _descriptors(self) -> Descriptors:
        return Descriptors(self.entities)

    def environment(self, scope: Scope) -> cel.Env:
        """A CEL environment with the scope's variables."""
        names = self._descriptors
        params = scope.entities.get(PARAMS) if PARAMS in scope.variables else None
        return cel.NewEnv(
            descriptor_pool=names.pool,
            variables={
                name: names.params_type(params) if params and name == PARAMS else names.cel_type(kind)
                for name, kind in scope.variables.items()
            },
            functions=declarations(),
            extensions=extensions(),
        )


_GROUP = Entity(
    GROUP,
    "Accounts that share a key",
    {
        "accounts": Fact(
            "accounts", FactType(Kind.RECORD, "account", many=True), "The accounts of the group", derived=True
        )
    },
)

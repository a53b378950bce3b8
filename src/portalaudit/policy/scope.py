"""What an expression of one rule may name: its subject, the practice, the day, its parameters, and a group's key."""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from portalaudit.model import Entity, Fact, FactType, Kind, Vocabulary
from portalaudit.model.values import dataclass

if TYPE_CHECKING:
    from portalaudit.policy.engine import cel

GROUP = "group"
KEY = "key"
PARAMS = "params"
AS_OF = "as_of"
_NO_PARAMS: Mapping[str, FactType] = MappingProxyType({})
PRACTICE = "practice"


class Checker:
    """A CEL environment with typed variables, made when the first expression needs it."""

    def __init__(self, variables: Mapping[str, FactType], entities: Mapping[str, Entity]) -> None:
        self.variables = variables
        self._entities = entities

    @cached_property
    def environment(self) -> "cel.Env":
        """The environment. It takes ten times as long to make as to check an expression, so it is shared."""
        from portalaudit.policy.declarations import declarations  # noqa: PLC0415 -- a run that compiles nothing goes without
        from portalaudit.policy.descriptors import Descriptors  # noqa: PLC0415 -- as above
        from portalaudit.policy.engine import cel, extensions  # noqa: PLC0415 -- as above

        described = Descriptors(self._entities, self.variables)
        return cel.NewEnv(
            descriptor_pool=described.pool,
            variables=described.variables,
            functions=declarations(),
            extensions=extensions(),
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables of one rule with their types, and every entity that can be reached from them.

    `checker` may know the variables and parameters of other rules too; `reading` refuses those.
    """

    variables: Mapping[str, FactType]
    entities: Mapping[str, Entity]
    checker: Checker

    def below(self, kind: FactType) -> Mapping[str, Fact]:
        """The facts of a record; nothing for every other type."""
        return self.entities[kind.entity].facts if kind.kind is Kind.RECORD else {}


class Language:
    """A vocabulary made ready for checking expressions. Make one for each run.

    `params` are the parameters that the rules of the run declare, as far as rules agree on their types: such rules
    share one environment.
    """

    def __init__(self, vocabulary: Vocabulary, params: Mapping[str, FactType] = _NO_PARAMS) -> None:
        self.entities = {GROUP: _GROUP, **vocabulary.entities}
        self._params = params
        self._checker = Checker(self._every_variable(), _with_params(self.entities, params))

    def scope(self, subject: str, params: Mapping[str, FactType] = _NO_PARAMS) -> Scope:
        """What a rule with these parameters may name, for an entity's name or `group`; a fact of an entity likewise."""
        variables = self._variables(subject, params)
        entities = _with_params(self.entities, params) if params else self.entities
        agrees = all(name in self._params and _same_type(self._params[name], kind) for name, kind in params.items())
        shares = agrees and subject in self._checker.variables
        return Scope(variables, entities, self._checker if shares else Checker(variables, entities))

    def _variables(self, subject: str, params: Mapping[str, FactType]) -> Mapping[str, FactType]:
        records = [name for name in dict.fromkeys((subject, PRACTICE)) if name in self.entities]
        variables = {name: FactType(Kind.RECORD, name) for name in records}
        if subject == GROUP:
            variables[KEY] = FactType(Kind.TEXT, many=True)
        variables[AS_OF] = FactType(Kind.DATE)
        if params:
            variables[PARAMS] = FactType(Kind.RECORD, PARAMS)
        return variables

    def _every_variable(self) -> Mapping[str, FactType]:
        subjects = [name for name, entity in self.entities.items() if entity.is_subject]
        found: dict[str, FactType] = {}
        for subject in (*subjects, GROUP):
            found.update(self._variables(subject, self._params))
        return found


def _with_params(entities: Mapping[str, Entity], params: Mapping[str, FactType]) -> Mapping[str, Entity]:
    facts = {name: Fact(name, kind, "") for name, kind in params.items()}
    return {**entities, PARAMS: Entity(PARAMS, "The rule's own parameters", facts)}


def _same_type(one: FactType, other: FactType) -> bool:
    return (one.kind, one.many) == (other.kind, other.many)


_GROUP = Entity(
    GROUP,
    "Accounts that share a key",
    {
        "accounts": Fact(
            "accounts", FactType(Kind.RECORD, "account", many=True), "The accounts of the group", derived=True
        )
    },
)

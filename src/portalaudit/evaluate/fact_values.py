"""Facts written in YAML, worked out: each once for every distinct combination of what its expression reads.

What a fact gives may be records. Two records that an expression cannot tell apart give records in the same places of
what is read, so the places are kept and shared, and each record finds its own there. A fact that chooses from one
list, or counts what it chooses, asks once of all items that it cannot tell apart, however long the list.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import Any

from portalaudit.evaluate.coder import ABSENT, Coder
from portalaudit.evaluate.columns import Coders, coders_of
from portalaudit.evaluate.record_reads import MARK, facts, freeze
from portalaudit.inventory.derived import DerivedFact
from portalaudit.inventory.shape import Shape
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Facts, Value, World
from portalaudit.model import Kind
from portalaudit.model.values import dataclass
from portalaudit.policy.evaluation import Evaluator, Failure, Missing, Question
from portalaudit.policy.expressions import Expression
from portalaudit.policy.readtree import ReadTree
from portalaudit.policy.scope import PRACTICE
from portalaudit.policy.shared_facts import Choice, SharedFact


def worked_out(shared: Iterable[SharedFact], as_of: datetime.date) -> Facts:
    """The facts for worlds of that day. They hold what they worked out, for all worlds together."""
    day = _Day(as_of)
    found: dict[str, dict[str, DerivedFact]] = {}
    for one in shared:
        found.setdefault(one.entity, {})[one.name] = _derived(one, day)
    return found


def _derived(fact: SharedFact, day: "_Day") -> DerivedFact:
    route = fact.written_at
    values = _Values(fact, fact.expression, day) if fact.expression else None
    return DerivedFact(
        entity=fact.entity,
        name=fact.name,
        shape=Shape(fact.type),
        meaning=fact.meaning,
        compute=values.of if values else _not_known,
        written_at=(lambda _record, _world: route) if route else None,
        missing=values.missing if values else _nothing_missing,
        compute_all=values.of_all if values and not values.gives_records else None,
    )


def _not_known(_record: Record, _world: World) -> None:
    """The value of a fact whose expression has a mistake, which is a problem of its own."""


def _nothing_missing(_record: Record, _world: World) -> tuple[str, ...]:
    return ()


class _Day:
    def __init__(self, as_of: datetime.date) -> None:
        self._as_of = as_of

    @cached_property
    def evaluator(self) -> Evaluator:
        """Made when the first fact is needed: it takes longer than many answers."""
        return Evaluator(self._as_of)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A record that an expression gives: its number among the records that are read."""

    number: int


class _Values:
    """The values of one fact."""

    def __init__(self, fact: SharedFact, expression: Expression, day: _Day) -> None:
        self._entity, self._expression, self._choice, self._day = fact.entity, expression, fact.choice, day
        self._tree: ReadTree = expression.reads.get(fact.entity, {})
        self.gives_records = fact.type.kind is Kind.RECORD
        self._known: dict[Any, Value] = {}

    @cached_property
    def _question(self) -> Question:
        return self._day.evaluator.prepare(self._expression)

    @cached_property
    def _sifted(self) -> "_Sifted | None":
        choice = self._choice
        if choice is None:
            return None
        part = self._day.evaluator.part(choice.condition, choice.condition_tree, self._expression, {})
        return _Sifted(choice, part)

    def of(self, record: Record, world: World) -> Value:
        """The value for a record; None where the inventory does not tell."""
        if self._sifted is not None:
            return self._sifted.of(record, world)
        if self._entity == PRACTICE and not self.gives_records and _has_many_records(world):
            return self.of_all((record,), world)[0]
        key = self._key(record, world)
        if key not in self._known:
            self._known[key] = self._asked(record, world)
        value = self._known[key]
        return self._records(value, record, world) if self.gives_records and value is not None else value

    def of_all(self, records: Sequence[Record], world: World) -> Sequence[Value]:
        """The value for each record, in one go."""
        if not records:
            return ()
        known = coders_of(world).facts
        found = known.get(self)
        if found is None:
            found = known[self] = self._for_many(type(records[0]), coders_of(world))
        return found(records)

    def _for_many(self, cls: type, coders: Coders) -> Callable[[Sequence[Record]], Sequence[Value]]:
        practice = self._of_practice(coders.world, None)
        made = [coders.coder(cls, name, tree) for name, tree in self._tree.items()]
        return _Together(self._entity, tuple(self._tree), made, practice, self._answered).of

    def missing(self, record: Record, world: World) -> tuple[str, ...]:
        """The facts of a record that the expression could not find, as routes from it."""
        answer = self._question.value(self._activation(record, world, []))
        start = f"{self._entity}."
        names = answer.names if isinstance(answer, Missing) else ()
        return tuple(name.removeprefix(start) for name in names if name.startswith(start))

    def _key(self, record: Record, world: World) -> Any:
        own = freeze(world, record, self._tree)
        if not self._reads_practice:
            return own
        practice = world.inventory.practice
        return own, None if practice is None else freeze(world, practice, self._expression.reads[PRACTICE])

    @property
    def _reads_practice(self) -> bool:
        return PRACTICE in self._expression.reads and self._entity != PRACTICE

    def _asked(self, record: Record, world: World) -> Value:
        return self._answered(self._activation(record, world, []))

    def _answered(self, activation: Mapping[str, Any]) -> Value:
        answer = self._question.value(activation)
        return None if isinstance(answer, Missing | Failure) else _kept(answer)

    def _activation(self, record: Record, world: World, known: list[Record]) -> Mapping[str, Any]:
        return {self._entity: facts(world, record, self._tree, known), **self._of_practice(world, known)}

    def _of_practice(self, world: World, known: list[Record] | None) -> Mapping[str, Any]:
        if not self._reads_practice:
            return {}
        practice = world.inventory.practice
        tree = self._expression.reads[PRACTICE]
        return {PRACTICE: facts(world, practice, tree, known) if practice else {}}

    def _records(self, value: Value, record: Record, world: World) -> Value:
        known: list[Record] = []
        self._activation(record, world, known)
        return _placed(value, known)


class _Sifted:
    """The values of one fact that chooses from a list."""

    def __init__(self, choice: Choice, question: Question) -> None:
        self._choice, self._question = choice, question

    def of(self, record: Record, world: World) -> Value:
        """The value for a record; None where the list is not known, or of one of its items whether it is chosen."""
        choice, items = self._choice, world.value(record, self._choice.items)
        coder = coders_of(world).coder(type(record), choice.items, choice.tree)
        if items is None or coder.kinds is None:
            return None
        numbers = coder.kinds.of(items)
        asked = {one: self._question.evaluate({choice.name: coder.kinds.shown[one]}) for one in dict.fromkeys(numbers)}
        if not set(asked.values()) <= {True, False}:
            return None
        chosen = tuple(compress(items, map(asked.__getitem__, numbers)))
        return len(chosen) if choice.is_counted else chosen


class _Together:
    """The values of one fact for many records of one world."""

    def __init__(
        self,
        entity: str,
        names: Sequence[str],
        coders: Sequence[Coder],
        practice: Mapping[str, Any],
        answer: Callable[[Mapping[str, Any]], Value],
    ) -> None:
        self._entity, self._names, self._coders = entity, names, coders
        self._practice, self._answer = practice, answer
        self._known: dict[tuple[int, ...], Value] = {}

    def of(self, records: Sequence[Record]) -> Sequence[Value]:
        """The value for each record, asked once for all that the expression cannot tell apart."""
        columns = [coder.of(records) for coder in self._coders]
        keys = list(zip(*columns, strict=True)) if columns else [()] * len(records)
        for key in dict.fromkeys(keys):
            if key not in self._known:
                self._known[key] = self._answer({**self._practice, self._entity: self._seen(key)})
        return list(map(self._known.__getitem__, keys))

    def _seen(self, key: tuple[int, ...]) -> Mapping[str, Any]:
        values = ((name, coder.shown[at]) for name, coder, at in zip(self._names, self._coders, key, strict=True))
        return {name: value for name, value in values if value is not ABSENT}


def _has_many_records(world: World) -> bool:
    """Whether lists of the practice are so long that what looks alike in them is better read once."""
    return len(world.inventory.tables["accounts"].records) >= MANY_RECORDS


MANY_RECORDS = 500


def _kept(answer: Any) -> Value:
    """An answer as a fact holds it, records as their spots."""
    if isinstance(answer, list):
        return tuple(map(_kept, answer))
    return _Spot(answer[MARK]) if isinstance(answer, dict) and MARK in answer else answer


def _placed(value: Value, known: list[Record]) -> Value:
    if isinstance(value, tuple):
        return tuple(_placed(item, known) for item in value)
    return known[value.number]

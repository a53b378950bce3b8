"""What there is to say of one subject: which items of its lists fail a check, and the values of a rule's variables.

Verdicts are shared between subjects that a rule cannot tell apart; sentences and places are each subject's own. They
are worked out for the few subjects that fail, over facts that know which record each of them belongs to.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from portalaudit.evaluate.columns import coders_of
from portalaudit.evaluate.record_reads import MARK, facts, frozen
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value, World
from portalaudit.model.values import dataclass
from portalaudit.policy.evaluation import Evaluator, Failure, Missing, Outcome, Question
from portalaudit.policy.expressions import Expression
from portalaudit.policy.readtree import AskedTree
from portalaudit.policy.rules import Check, Rule
from portalaudit.policy.scope import KEY, PRACTICE
from portalaudit.policy.tree_answers import Tree


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a check's list: the record or value itself, and whether what is required of it holds."""

    value: Value
    outcome: Outcome


LONG_LIST = 100
"""A list of more records is read by what its records have in common."""


class Questions:
    """What one rule asks for details, each question made ready once for all subjects."""

    def __init__(self, rule: Rule, evaluator: Evaluator) -> None:
        self.rule, self._evaluator = rule, evaluator
        self._ready: dict[str, Question] = {}

    def of(self, expression: Expression) -> Question:
        """An expression of the rule."""
        return self.part(expression.text, expression.tree, expression)

    def part(self, text: str, tree: Tree | None, whole: Expression) -> Question:
        """A part of an expression."""
        found = self._ready.get(text)
        if found is None:
            found = self._ready[text] = self._evaluator.part(text, tree, whole, self.rule.params)
        return found


class Detail:
    """One rule and one of its subjects. Answers as the verdict was reached, item by item."""

    def __init__(self, questions: Questions, record: Record, world: World) -> None:
        self._questions, self._rule = questions, questions.rule
        self._record, self._world = record, world
        self._known: list[Record] = []
        self._values: dict[str, Value] = {}
        self._activations: dict[Any, Mapping[str, Any]] = {}
        self._lists: dict[Any, Any] = {}

    def variable(self, name: str) -> Value:
        """The value of one of the rule's variables; None where it cannot be told."""
        if name not in self._values:
            self._values[name] = self._variable(name)
        return self._values[name]

    def _variable(self, name: str) -> Value:
        computed = self._rule.variables[name]
        given = self._questions.of(computed.expression).value(self._activation(computed.expression.reads))
        return None if isinstance(given, Missing | Failure) else self._own(given)

    def items(self, check: Check) -> Iterator[Item]:
        """Every item of the check's list; none where the list cannot be told."""
        items = check.asked.items
        if items is None:
            return
        listed = items.every.text, frozen(items.reads)
        if listed not in self._lists:
            self._lists[listed] = self._questions.of(items.every).value(self._activation(items.reads))
        given = self._lists[listed]
        if isinstance(given, Missing | Failure):
            return
        held = self._questions.part(items.held, items.tree, check.asked.holds)
        # Nothing else of the subject: its lists would be handed over once for each of their items.
        beside = self._beside(items.beside)
        for one in given:
            yield Item(self._own(one), held.evaluate({**beside, items.name: one}))

    def _activation(self, reads: AskedTree) -> Mapping[str, Any]:
        """The facts that are read; the checks of a rule go through the same few lists."""
        key = frozen(reads)
        if key not in self._activations:
            self._activations[key] = self._read(reads)
        return self._activations[key]

    def _read(self, reads: AskedTree) -> Mapping[str, Any]:
        """The facts that are read, records marked with their position among those that are known here."""
        variable = self._rule.variable
        found: dict[str, Any] = {
            variable: facts(self._world, self._record, reads.get(variable, {}), self._known),
        }
        practice = self._world.inventory.practice
        if PRACTICE in reads and variable != PRACTICE:
            found[PRACTICE] = facts(self._world, practice, reads[PRACTICE], self._known) if practice else {}
        if self._rule.group_by:
            found[KEY] = list(self._record.key)
        return found

    def _beside(self, reads: AskedTree) -> Mapping[str, Any]:
        """What is read beside an item. None of its records is named, so long lists are shown as judges see them."""
        variable = self._rule.variable
        long = {name: below for name, below in reads.get(variable, {}).items() if below and self._is_long(name)}
        if not long:
            return self._activation(reads)
        coders, record = coders_of(self._world), [self._record]
        others = {name: below for name, below in reads[variable].items() if name not in long}
        found = self._activation({**reads, variable: others})
        read = {name: coders.coder(type(self._record), name, below) for name, below in long.items()}
        shown = {name: coder.shown[coder.of(record)[0]] for name, coder in read.items()}
        return {**found, variable: {**found[variable], **shown}}

    def _is_long(self, name: str) -> bool:
        value = self._world.value(self._record, name)
        return isinstance(value, tuple) and len(value) > LONG_LIST

    def _own(self, given: Any) -> Value:
        """The records and values themselves, for what CEL made of them."""
        if isinstance(given, list):
            return tuple(map(self._own, given))
        if isinstance(given, dict):
            return self._known[given[MARK]] if MARK in given else given
        return given

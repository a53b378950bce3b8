"""What an expression may cost at most, worked out before anything is read: no rule can eat the memory or the day.

CEL itself stops an expression after some ten thousand rounds of its loops. It does not count what is done in one round:
`['x'].map(s, s + s)` doubles a text, thirty of them in a row fill every memory, and comparing lists of lists of lists
takes as long. So the size of every value and the work of every step are estimated from the checked expression, as
Kubernetes does for the same language, and an expression above the budget is refused where it is written. An estimate
gives the same answer on every computer and costs a run nothing; a clock would do neither.

Facts count as `TEXT` characters and `LIST` items. A practice with longer ones takes longer in proportion, no more.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from portalaudit.model.values import dataclass, field, replace
from portalaudit.policy.cel_patterns import MAX_COPIES, copies
from portalaudit.policy.cel_syntax import Call, Constant, Fold, Items, Made, Name, Node, Select
from portalaudit.policy.extents import GIVEN, MADE, ONE, TEXT, Extent, either, extent_of, looked_at, of_param
from portalaudit.policy.fault import Fault
from portalaudit.policy.functions import BY_NAME
from portalaudit.policy.scope import PARAMS, Scope
from portalaudit.source.patterns import late

MOST_ROUNDS = 10_000
"""Where CEL itself stops."""

MAX_SIZE = 100_000
"""Characters and items in one value."""

MAX_WORK = 100_000_000
"""Characters and items looked at in one answer: less than a second."""


Names: TypeAlias = Mapping[str, Extent]

_LOOPS = late(
    r"\b(?:map|filter|exists\w*|all|matches|transform\w*|bind|opt\w+|format|join|quote|replace|split"
    rf"|{'|'.join(BY_NAME)})\b"
)
"""What makes an expression dearer than it is long."""

_SMALLER = "ask for less at once, or make a fact of it"
_PATTERN = "write the pattern as text, or make it a parameter with `format: pattern`"
_REPEATED = f"write numbers in braces that come to {MAX_COPIES} signs at most, or compare the length with `size`"


@dataclass(frozen=True, slots=True)
class Cost:
    """What is wrong with an expression's cost, and the parameters that it uses as patterns."""

    faults: tuple[Fault, ...] = ()
    patterns: frozenset[str] = frozenset()


def cost_of(text: str, tree: Node, scope: Scope) -> Cost:
    """The cost of a checked expression. One without a loop or a pattern is as cheap as it is short."""
    if not _LOOPS.search(text):
        return Cost()
    estimate = _Estimate(scope)
    names = {name: extent_of(kind) for name, kind in scope.variables.items()}
    try:
        estimate.of(tree, names, 1)
    except _OverBudgetError as over:
        return Cost((over.fault,))
    return Cost(patterns=frozenset(estimate.patterns))


class _OverBudgetError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass(slots=True)
class _Estimate:
    """A walk through an expression that adds up its work. Raises `_OverBudgetError` at the first step too many."""

    scope: Scope
    work: int = 0
    patterns: set[str] = field(default_factory=set)

    def of(self, node: Node, names: Names, rounds: int) -> Extent:
        """How big the node's value can be, where it is worked out in that many rounds of the loops around it."""
        found = _EXTENTS[type(node)](self, node, names, rounds)
        if found.size > MAX_SIZE:
            raise _OverBudgetError(
                Fault(node.offset, f"this can make a value of more than {MAX_SIZE:,} characters", _SMALLER)
            )
        return found

    def _spend(self, node: Node, steps: int, rounds: int) -> None:
        self.work += steps * rounds
        if self.work > MAX_WORK:
            raise _OverBudgetError(Fault(node.offset, "this expression takes too much work up to here", _SMALLER))

    def constant(self, node: Constant, _names: Names, _rounds: int) -> Extent:
        return ONE if node.text is None else Extent(max(len(node.text), 1), pattern=max(copies(node.text), 1))

    def name(self, node: Name, names: Names, _rounds: int) -> Extent:
        return names.get(node.name, ONE)

    def select(self, node: Select, names: Names, rounds: int) -> Extent:
        operand = self.of(node.operand, names, rounds)
        self._spend(node, 1, rounds)
        return ONE if node.tests else self._below(operand, node.field)

    def _below(self, operand: Extent, name: str) -> Extent:
        """A fact of a record, or one of labels."""
        kind = operand.type
        if kind is None:
            return ONE
        fact = self.scope.below(kind).get(name)
        if fact is not None:
            return of_param(name, fact.type) if kind.entity == PARAMS else extent_of(fact.type)
        return Extent(TEXT)

    def call(self, node: Call, names: Names, rounds: int) -> Extent:
        arguments = [self.of(argument, names, rounds) for argument in node.arguments]
        if node.function == "matches":
            self._match(node, arguments, rounds)
            return ONE
        self._spend(node, 1 + looked_at(node.function, arguments), rounds)
        if node.function == "_?._" and isinstance(node.arguments[1], Constant):
            return self._below(arguments[0], node.arguments[1].text or "")
        made, given = MADE.get(node.function), GIVEN.get(node.function)
        if made:
            return made(node, arguments)
        return given(arguments) if given else ONE

    def _match(self, node: Call, arguments: Sequence[Extent], rounds: int) -> None:
        text, pattern = arguments
        where = node.arguments[1].offset
        if not pattern.pattern:
            raise _OverBudgetError(Fault(where, "`matches` needs a pattern that the rule itself says", _PATTERN))
        if pattern.pattern > MAX_COPIES:
            raise _OverBudgetError(Fault(where, "this pattern repeats too much", _REPEATED))
        self.patterns |= pattern.params
        self._spend(node, text.size * pattern.pattern, rounds)

    def items(self, node: Items, names: Names, rounds: int) -> Extent:
        found = [self.of(element, names, rounds) for element in node.elements]
        self._spend(node, 1 + len(found), rounds)
        size = sum(item.size for item in found) + 1
        return Extent(size, len(found), either(found))

    def made(self, node: Made, names: Names, rounds: int) -> Extent:
        found = [self.of(part, names, rounds) for part in node.parts]
        self._spend(node, 1 + len(found), rounds)
        return Extent(sum(part.size for part in found) + 1, len(found), either(found))

    def fold(self, node: Fold, names: Names, rounds: int) -> Extent:
        over = self.of(node.range, names, rounds)
        start = self.of(node.start, names, rounds)
        if isinstance(node.range, Items) and not node.range.elements:  # `cel.bind`: no step is ever taken
            return self.of(node.result, {**names, node.gathered: start}, rounds)
        inside = min(rounds * max(over.length, 1), MOST_ROUNDS)
        element = over.item or Extent(TEXT)
        around = {**names, node.element: element, node.index: ONE, node.gathered: Extent(0)}
        self.of(node.condition, around, inside)
        step = self.of(node.step, around, inside)
        many = min(max(over.length, 1), MOST_ROUNDS)
        gathered = replace(step, size=step.size * many, length=step.length * many) if step.item else step
        return self.of(node.result, {**names, node.gathered: gathered}, rounds)


_EXTENTS: Mapping[type, Callable[[_Estimate, Any, Names, int], Extent]] = {
    Constant: _Estimate.constant,
    Name: _Estimate.name,
    Select: _Estimate.select,
    Call: _Estimate.call,
    Items: _Estimate.items,
    Made: _Estimate.made,
    Fold: _Estimate.fold,
}

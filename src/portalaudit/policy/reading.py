"""What a checked expression reads, and the mistakes that CEL's type checker cannot see."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from portalaudit.model import FactType, Kind
from portalaudit.model.spelling import choice_meant
from portalaudit.model.values import dataclass, field, replace
from portalaudit.policy.complaints import unknown_name, unknown_param
from portalaudit.policy.fault import Fault
from portalaudit.policy.functions import FUNCTIONS, day_of
from portalaudit.policy.patterns import reason
from portalaudit.policy.readtree import ReadTree, Route, tree_of
from portalaudit.policy.scope import AS_OF, PARAMS, Scope
from portalaudit.policy.spelling import did_you_mean, with_article
from portalaudit.policy.syntax import Call, Constant, Fold, Items, Made, Name, Node, Select


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the facts that a value may come from. The elements of a list share the list's route."""

    route: Route
    type: FactType


Spots: TypeAlias = tuple[Spot, ...]
Names: TypeAlias = Mapping[str, Spots]

_SAME_VALUE = {"==", "!=", "in"}
_ORDER = {"<", "<=", ">", ">="}
_PASSING = {"size", "@not_strictly_false", "_&&_", "_||_", "!_"}
_LONGEST_SHOWN = 40
_NEVER_HINT = "a date that is `never` is not known to expressions; ask for the fact `never_used`"
_DATE_FUNCTIONS = {function.name for function in FUNCTIONS}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one expression reads. `needed` leaves out what is only asked for with `has()`, and names single labels.

    `type` is that of the facts that it gives, where it gives facts.
    """

    reads: ReadTree
    needed: ReadTree
    params: frozenset[str]
    faults: tuple[Fault, ...]
    type: FactType | None = None


def read(tree: Node, scope: Scope) -> Reading:
    """Follow an expression through its variables, those of `exists`, `filter` and the like included."""
    reader = _Reader(scope)
    given = reader.spots(tree, {name: (Spot((name,), kind),) for name, kind in scope.variables.items()})
    return Reading(
        reads=tree_of(reader.reads),
        needed=tree_of(reader.needed),
        params=frozenset(reader.params),
        faults=tuple(sorted(set(reader.faults))),
        type=given[0].type if given else None,
    )


def _one(spots: Iterable[Spot]) -> Spots:
    return tuple(dict.fromkeys(replace(spot, type=replace(spot.type, many=False)) for spot in spots))


def _many(spots: Iterable[Spot]) -> Spots:
    return tuple(dict.fromkeys(replace(spot, type=replace(spot.type, many=True)) for spot in spots))


@dataclass(slots=True)
class _Reader:
    scope: Scope
    reads: set[Route] = field(default_factory=set)
    needed: set[Route] = field(default_factory=set)
    params: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    written: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    """The texts that a loop's variable stands for, where the loop goes through texts that are written out."""

    def spots(self, node: Node, names: Names) -> Spots:
        """Where the node's value may come from, marking everything that is read on the way."""
        follow = _FOLLOWING.get(type(node))
        return follow(self, node, names) if follow else ()

    def _mark(self, route: Route, *, tested: bool = False) -> None:
        if route[0] == PARAMS:
            self.params.add(route[1])
        elif route[0] != AS_OF:
            self.reads.add(route)
            if not tested:
                self.needed.add(route)

    def name(self, node: Name, names: Names) -> Spots:
        if node.name not in names and node.name in self.scope.checker.variables:
            self.faults.append(unknown_name(node.name, node.offset, self.scope))
        spots = names.get(node.name, ())
        for spot in spots:
            if len(spot.route) == 1 and spot.type.kind is not Kind.RECORD:
                self._mark(spot.route)
        return spots

    def select(self, node: Select, names: Names) -> Spots:
        found: list[Spot] = []
        for spot in self.spots(node.operand, names):
            route = (*spot.route, node.field)
            fact = self.scope.below(spot.type).get(node.field)
            if fact:
                self._mark(route, tested=node.tests)
                found.append(Spot(route, fact.type))
            elif spot.type.kind is Kind.LABELS and not node.tests:
                found.append(self._label(spot, node.field))
            elif spot.route == (PARAMS,):
                start = node.operand.offset
                self.faults.append(unknown_param(node.field, start + len("params."), self.scope, start))
        return () if node.tests else tuple(found)

    def _label(self, labels: Spot, name: str) -> Spot:
        route = (*labels.route, name)
        self.needed.add(route)
        return Spot(route, FactType(Kind.TEXT))

    def call(self, node: Call, names: Names) -> Spots:
        arguments = [self.spots(argument, names) for argument in node.arguments]
        match node.function:
            case "_?_:_":
                return tuple(dict.fromkeys(arguments[1] + arguments[2]))
            case "_[_]":
                return self._index(node, arguments[0])
            case "_+_" if any(spot.type.many for spots in arguments for spot in spots):
                return tuple(dict.fromkeys(arguments[0] + arguments[1]))
        self._literals(node)
        if node.function not in _PASSING:
            self._constants(node, arguments)
            self._refuse_records(zip(node.arguments, arguments, strict=True))
        return ()

    def _literals(self, node: Call) -> None:
        """A number or a pattern written out that can only fail."""
        if node.function == "matches":
            self._check_pattern(node.arguments[1])
        elif node.function in ("_/_", "_%_") and node.arguments[1] == Constant(node.arguments[1].offset, None, 0):
            self.faults.append(Fault(node.offset, "nothing can be divided by 0", length=1))

    def _check_pattern(self, node: Node) -> None:
        pattern = _spelled(node)
        wrong = reason(pattern) if pattern is not None else ""
        if pattern is not None and wrong:
            shown = pattern if len(pattern) <= _LONGEST_SHOWN else f"{pattern[:_LONGEST_SHOWN]}…"
            length = len(pattern) + 2 if isinstance(node, Constant) else 0
            self.faults.append(Fault(_start(node), f"`{shown}` {wrong}", length=length))

    def _index(self, node: Call, spots: Spots) -> Spots:
        index = node.arguments[1]
        if isinstance(index, Constant) and index.text is not None:
            return tuple(self._label(spot, index.text) for spot in spots if spot.type.kind is Kind.LABELS)
        return _one(spot for spot in spots if spot.type.many)

    def items(self, node: Items, names: Names) -> Spots:
        return _many(spot for element in node.elements for spot in self.spots(element, names))

    def made(self, node: Made, names: Names) -> Spots:
        if node.message:
            self.faults.append(Fault(node.offset, "a record cannot be made inside an expression"))
        self._refuse_records([(part, self.spots(part, names)) for part in node.parts])
        return ()

    def fold(self, node: Fold, names: Names) -> Spots:
        elements = _one(spot for spot in self.spots(node.range, names) if spot.type.many)
        outer = self.written
        self.written = {**outer, node.element: _texts(node.range)}
        inside = {**names, node.element: elements, node.index: ()}
        # No macro starts with a fact: what is gathered comes from the steps alone.
        self.spots(node.start, names)
        self.spots(node.condition, {**inside, node.gathered: ()})
        gathered = self.spots(node.step, {**inside, node.gathered: ()})
        self.written = outer
        return self.spots(node.result, {**names, node.gathered: gathered})

    def _refuse_records(self, arguments: Iterable[tuple[Node, Spots]]) -> None:
        for argument, spots in arguments:
            whole = next((spot for spot in spots if spot.type.kind is Kind.RECORD), None)
            if whole:
                self.faults.append(self._whole(argument, whole))

    def _whole(self, argument: Node, spot: Spot) -> Fault:
        entity = spot.type.entity
        written = ".".join(spot.route)
        if spot.type.many:
            hint = "go through it with `exists` or `all`, or ask for its `size`"
            return Fault(
                _start(argument),
                f"`{written}` is a list of whole {entity} records, and only facts can stand here",
                hint,
            )
        hint = f"name one of its facts, such as `{written}.id`"
        return Fault(
            _start(argument), f"`{written}` is a whole {entity} record, and only its facts can stand here", hint
        )

    def _constants(self, node: Call, arguments: list[Spots]) -> None:
        operator = node.function.strip("_").removeprefix("@")
        if node.function in _DATE_FUNCTIONS:
            self._check(node.arguments, (FactType(Kind.DATE),), operator)
            self._expect_dates(node, arguments)
        elif operator in _SAME_VALUE | _ORDER and len(arguments) == 2:
            for constants, spots in ((node.arguments[0], arguments[1]), (node.arguments[1], arguments[0])):
                self._check((constants,), tuple(spot.type for spot in spots), operator)

    def _expect_dates(self, node: Call, arguments: list[Spots]) -> None:
        """Days are counted from dates: from any other text they could not be, for some record or for all."""
        for argument, spots in zip(node.arguments, arguments, strict=True):
            wrong = next((spot for spot in spots if spot.type.kind is not Kind.DATE), None)
            if wrong or not (spots or self._is_written(argument)):
                what = (
                    f"`{'.'.join(wrong.route)}` is {with_article(str(wrong.type))}" if wrong else "this is put together"
                )
                hint = "name a fact that is a date, `as_of`, or a day like '2026-01-31'"
                self.faults.append(Fault(_start(argument), f"`{node.function}` needs a date, and {what}", hint))

    def _is_written(self, node: Node) -> bool:
        """Whether a value is one of those that the expression itself spells out."""
        if isinstance(node, Call) and node.function == "_?_:_":
            return all(map(self._is_written, node.arguments[1:]))
        return isinstance(node, Constant) or (isinstance(node, Name) and node.name in self.written)

    def _check(self, nodes: Iterable[Node], types: tuple[FactType, ...], operator: str) -> None:
        for node in nodes:
            if isinstance(node, Items):
                self._check(node.elements, types, operator)
            elif isinstance(node, Call) and node.function == "_?_:_":
                self._check(node.arguments[1:], types, operator)
            elif isinstance(node, Name):
                self._check(self.written.get(node.name, ()), types, operator)
            elif isinstance(node, Constant) and node.text is not None and types:
                self._check_text(node.offset, node.text, types, operator)

    def _check_text(self, offset: int, text: str, types: tuple[FactType, ...], operator: str) -> None:
        choices = tuple(dict.fromkeys(word for kind in types for word in kind.choices))
        if all(kind.choices for kind in types):
            if operator in _SAME_VALUE and text not in choices:
                allowed = ", ".join(choices)
                hint = did_you_mean(text, choices, f"it can be {allowed}", look=choice_meant)
                message = f"`{text}` is never the value here; it can be {allowed}"
                self.faults.append(Fault(offset, message, hint, len(text) + 2))
        elif all(kind.kind is Kind.DATE for kind in types) and text not in choices and not _is_day(text):
            message = f"`{text}` is not a day of the calendar"
            hint = _NEVER_HINT if text == "never" else "write it as YYYY-MM-DD, like 2026-01-31"
            self.faults.append(Fault(offset, message, hint, len(text) + 2))


_FOLLOWING: Mapping[type, Callable[[_Reader, Any, Names], Spots]] = {
    Name: _Reader.name,
    Select: _Reader.select,
    Call: _Reader.call,
    Items: _Reader.items,
    Made: _Reader.made,
    Fold: _Reader.fold,
}


def _spelled(node: Node) -> str | None:
    """The text that is written out here, in one piece or in several; None for any other."""
    if isinstance(node, Constant):
        return node.text
    if not isinstance(node, Call) or node.function != "_+_":
        return None
    one, other = map(_spelled, node.arguments)
    return None if one is None or other is None else one + other


def _texts(node: Node) -> tuple[Node, ...]:
    """The texts of a list of texts that is written out."""
    elements = node.elements if isinstance(node, Items) else ()
    return elements if all(isinstance(each, Constant) and each.text is not None for each in elements) else ()


def _is_day(text: str) -> bool:
    try:
        day_of(text)
    except ValueError:
        return False
    return True


def _start(node: Node) -> int:
    """Where a node's text begins: CEL places a selection at its dot."""
    if isinstance(node, Select):
        return _start(node.operand)
    if isinstance(node, Call) and node.function == "_[_]":
        return _start(node.arguments[0])
    return node.offset

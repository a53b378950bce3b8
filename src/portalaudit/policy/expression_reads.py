"""What a checked expression reads, and the mistakes that CEL's type checker cannot see."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from portalaudit.model import FactType, Kind
from portalaudit.model.spelling import choice_meant
from portalaudit.model.values import dataclass, field
from portalaudit.policy.cel_patterns import reason
from portalaudit.policy.cel_syntax import Call, Constant, Fold, Items, Made, Name, Node, Select
from portalaudit.policy.complaints import unknown_name, unknown_param
from portalaudit.policy.fact_spots import HANDED_ON, Spot, Spots, each_once, many, one, optional
from portalaudit.policy.fault import Fault
from portalaudit.policy.functions import BY_NAME, Function, Given, day_of
from portalaudit.policy.message_spelling import did_you_mean, with_article
from portalaudit.policy.readtree import ReadTree, Route, tree_of
from portalaudit.policy.scope import AS_OF, PARAMS, Scope

Names: TypeAlias = Mapping[str, Spots]

_SAME_VALUE = {"==", "!=", "in"}
_ORDER = {"<", "<=", ">", ">="}
_LISTS = {"without", "common"}
_ELSE = {"_?_:_", "orValue"}
"""Calls that give one of their arguments, the first of which says which."""
_PASSING = {"size", "hasValue", "@not_strictly_false", "_&&_", "_||_", "!_"}
_LONGEST_SHOWN = 40
_NEVER_HINT = "a date that is `never` is not known to expressions; ask for the fact `never_used`"


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


@dataclass(slots=True)
class _Reader:
    scope: Scope
    reads: set[Route] = field(default_factory=set)
    needed: set[Route] = field(default_factory=set)
    params: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    written: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    """The texts that a variable stands for: one of `cel.bind`, or of a loop through texts that are written out."""

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
        spots = self._below(node, self.spots(node.operand, names), node.field, tested=node.tests)
        return () if node.tests else spots

    def _below(self, node: Select | Call, spots: Spots, name: str, *, tested: bool) -> Spots:
        """Where the fact of that name is, below each of the places."""
        found: list[Spot] = []
        for spot in spots:
            route = (*spot.route, name)
            fact = self.scope.below(spot.type).get(name)
            if fact:
                self._mark(route, tested=tested or spot.optional)
                found.append(Spot(route, fact.type, spot.optional))
            elif spot.type.kind is Kind.LABELS and not tested:
                found.append(self._label(spot, name))
            elif spot.route == (PARAMS,):
                start = (node.operand if isinstance(node, Select) else node.arguments[0]).offset
                self.faults.append(unknown_param(name, start + len("params."), self.scope, start))
        return tuple(found)

    def _label(self, labels: Spot, name: str) -> Spot:
        route = (*labels.route, name)
        if not labels.optional:
            self.needed.add(route)
        return Spot(route, FactType(Kind.TEXT), labels.optional)

    def call(self, node: Call, names: Names) -> Spots:
        arguments = [self.spots(argument, names) for argument in node.arguments]
        match node.function:
            case "_[_]" | "_[?_]":
                return self._index(node, optional(arguments[0]) if node.function == "_[?_]" else arguments[0])
            case "_?._":
                return self._optional_fact(node, optional(arguments[0]))
            case "_+_" if any(spot.type.many for spots in arguments for spot in spots):
                return each_once(arguments[0] + arguments[1])
            case "value":
                self.needed.update(spot.route for spot in arguments[0] if spot.route[0] not in (PARAMS, AS_OF))
        handed_on = HANDED_ON.get(node.function)
        if handed_on is None or node.function in BY_NAME:
            self._weigh(node, arguments)
        return each_once(handed_on(arguments)) if handed_on else ()

    def _weigh(self, node: Call, arguments: list[Spots]) -> None:
        """What is wrong with the arguments of a call that looks at their values."""
        self._literals(node)
        if node.function not in _PASSING:
            self._constants(node, arguments)
            self._refuse_records(zip(node.arguments, arguments, strict=True))

    def _optional_fact(self, node: Call, spots: Spots) -> Spots:
        """`record.?fact`: the fact is read, and may be missing."""
        name = node.arguments[1]
        return self._below(node, spots, name.text or "", tested=False) if isinstance(name, Constant) else ()

    def _literals(self, node: Call) -> None:
        """A number or a pattern written out that can only fail."""
        if node.function == "matches":
            self._check_pattern(node.arguments[1])
        elif node.function in ("_/_", "_%_") and node.arguments[1] == Constant(node.arguments[1].offset, 0):
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
        return one(spot for spot in spots if spot.type.many)

    def items(self, node: Items, names: Names) -> Spots:
        return many(spot for element in node.elements for spot in self.spots(element, names))

    def made(self, node: Made, names: Names) -> Spots:
        if node.message:
            self.faults.append(Fault(node.offset, "a record cannot be made inside an expression"))
        self._refuse_records([(part, self.spots(part, names)) for part in node.parts])
        return ()

    def fold(self, node: Fold, names: Names) -> Spots:
        elements = one(spot for spot in self.spots(node.range, names) if spot.type.many)
        outer = self.written
        # A loop gathers in its steps what it has not at the start; `cel.bind` starts with its value and has no step.
        start = self.spots(node.start, names)
        self.written = {**outer, node.element: self._texts(node.range)}
        inside = {**names, node.element: elements, node.index: (), node.gathered: ()}
        self.spots(node.condition, inside)
        gathered = start + self.spots(node.step, inside)
        self.written = {**outer, node.gathered: self._texts(node.start)}
        result = self.spots(node.result, {**names, node.gathered: gathered})
        self.written = outer
        return result

    def _texts(self, node: Node) -> tuple[Node, ...]:
        """The texts that are written out here, alone or in a list; none where anything else is among them."""
        if isinstance(node, Name):
            return self.written.get(node.name, ())
        elements = node.elements if isinstance(node, Items) else (node,)
        return elements if all(isinstance(each, Constant) and each.text is not None for each in elements) else ()

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
        function = BY_NAME.get(node.function)
        if function:
            self._expect_dates(node, function, arguments)
        if operator in _SAME_VALUE | _ORDER | _LISTS and len(arguments) == 2:
            for constants, spots in ((node.arguments[0], arguments[1]), (node.arguments[1], arguments[0])):
                self._check((constants,), tuple(spot.type for spot in spots), operator)

    def _expect_dates(self, node: Call, function: Function, arguments: list[Spots]) -> None:
        """Days are counted from dates: from any other text they could not be, for some record or for all."""
        for argument, spots, kind in zip(node.arguments, arguments, function.parameters.values(), strict=True):
            if not kind.is_day:
                continue
            self._check((argument,), (FactType(Kind.DATE),), function.name)
            wrong = next((spot for spot in spots if spot.type.kind is not Kind.DATE), None)
            if wrong or not (spots or self._is_written(argument)):
                what = (
                    f"`{'.'.join(wrong.route)}` is {with_article(str(wrong.type))}" if wrong else "this is put together"
                )
                hint = "name a fact that is a date, `as_of`, or a day like '2026-01-31'"
                needs = "dates" if kind is Given.DATES else "a date"
                self.faults.append(Fault(_start(argument), f"`{function.name}` needs {needs}, and {what}", hint))

    def _is_written(self, node: Node) -> bool:
        """Whether a value is one of those that the expression itself spells out, or a day that a function gives."""
        match node:
            case Constant():
                return True
            case Name():
                return bool(self.written.get(node.name))
            case Items():
                return all(map(self._is_written, node.elements))
            case Call(function="_?_:_"):
                return all(map(self._is_written, node.arguments[1:]))
            case Call():
                return node.function in BY_NAME and BY_NAME[node.function].gives is Given.DATE
        return False

    def _check(self, nodes: Iterable[Node], types: tuple[FactType, ...], operator: str) -> None:
        for node in nodes:
            if isinstance(node, Items):
                self._check(node.elements, types, operator)
            elif isinstance(node, Call) and node.function in _ELSE:
                self._check(node.arguments[1:], types, operator)
            elif isinstance(node, Name):
                self._check(self.written.get(node.name, ()), types, operator)
            elif isinstance(node, Constant) and node.text is not None and types:
                self._check_text(node.offset, node.text, types, operator)

    def _check_text(self, offset: int, text: str, types: tuple[FactType, ...], operator: str) -> None:
        choices = tuple(dict.fromkeys(word for kind in types for word in kind.choices))
        if all(kind.choices for kind in types):
            if operator in _SAME_VALUE | _LISTS and text not in choices:
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
    first, last = map(_spelled, node.arguments)
    return None if first is None or last is None else first + last


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
    if isinstance(node, Call) and node.function in ("_[_]", "_[?_]", "_?._"):
        return _start(node.arguments[0])
    return node.offset

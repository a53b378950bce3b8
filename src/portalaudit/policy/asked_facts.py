"""Which facts a part of an expression looks at, and which it only looks for.

An expression reads a list with everything that any of its parts reads of the items. One part alone reads less: of
`visits.filter(visit, visit.open)` it is whether each is open, and of `size(visits)` only how many there are. The less a
part reads, the fewer records differ in what it sees.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeAlias

from portalaudit.model.values import dataclass
from portalaudit.policy.outline import Form, Part, tokens
from portalaudit.policy.readtree import AskedTree, ReadTree, Route, one_of_each, routes_of
from portalaudit.source.patterns import late


@dataclass(frozen=True, slots=True)
class _Value:
    """What a part may give: the fact at the end of a route, with what the whole expression reads below it."""

    route: Route
    below: ReadTree


_Values: TypeAlias = tuple[_Value, ...]
_Known: TypeAlias = Mapping[str, _Values]
"""What each name stands for."""


def asked_of_part(part: Part, text: str, reads: ReadTree) -> AskedTree:
    """What a part of an expression asks of the facts that the expression reads."""
    reader = _Reader(text)
    reader.look_at(reader.values(part, {name: (_Value((name,), below),) for name, below in reads.items()}))
    return _tree(reader.whole, reader.tested)


_AFTER = late(r"\s*(?:\.\s*\??\s*(?P<name>\w+|`[^`]*`)\s*(?P<call>\()?|(?P<sign>\[))")
_CALL = late(r"\s*(\w+)\s*\(")


class _Reader:
    """Goes through a text and notes what is read. What a part gives is looked at where something is made of it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.whole: set[Route] = set()
        self.tested: set[Route] = set()

    def look_at(self, values: _Values) -> None:
        """Note that everything of these is looked at."""
        for value in values:
            self.whole.update((*value.route, *rest) for rest in routes_of(value.below))
            if not value.below:
                self.whole.add(value.route)

    def _pass(self, values: _Values) -> None:
        """Note that it counts whether there are these, and how many."""
        self.whole.update(value.route for value in values)

    def values(self, part: Part, known: _Known) -> _Values:
        """What a part may give that nothing was made of yet."""
        way = _Reader._WAYS.get(part.form, _Reader._answered) if part.parts else _Reader._named
        return way(self, part, known)

    def _answered(self, part: Part, known: _Known) -> _Values:
        """Yes or no, made of all that its parts give."""
        self.look_at(tuple(value for each in part.parts for value in self.values(each, known)))
        return ()

    def _in_brackets(self, part: Part, known: _Known) -> _Values:
        return self.values(part.parts[0], known)

    def _chosen(self, part: Part, known: _Known) -> _Values:
        condition, *choices = part.parts
        self.look_at(self.values(condition, known))
        return tuple(value for each in choices for value in self.values(each, known))

    def _bound(self, part: Part, known: _Known) -> _Values:
        value = self.values(part.parts[0], known)
        self._pass(value)
        return self.values(part.parts[1], {**known, part.variable: value})

    def _of_each(self, part: Part, known: _Known) -> _Values:
        """What a macro gives: a filter the items that it leaves, `map` what it makes of each, and others yes or no."""
        items = self.values(part.parts[0], known)
        self._pass(items)
        inner = {**known, part.variable: items}
        *conditions, last = (self.values(each, inner) for each in part.parts[1:])
        for condition in conditions:
            self.look_at(condition)
        name = self._name_after(part.parts[0])
        if name in _MAKING:
            return last
        self.look_at(last)
        return items if name == "filter" else ()

    def _made(self, part: Part, known: _Known) -> _Values:
        """What a field, a call, a sum or a list gives."""
        first, *others = part.parts
        if first.start > part.start:
            return self._called(part, known)
        given = self.values(first, known)
        after = _AFTER.match(self._text, first.end)
        if after is not None and after["name"] and not after["call"]:
            return self._field(given, after["name"])
        rest = tuple(each for other in others for each in self.values(other, known))
        if after is None or (after["call"] and after["name"] == "orValue"):
            return *given, *rest
        self.look_at(rest)
        if after["sign"]:
            return given
        self.look_at(given)
        return ()

    def _field(self, given: _Values, name: str) -> _Values:
        found = tuple(_Value((*value.route, name), value.below[name]) for value in given if name in value.below)
        self.look_at(tuple(value for value in given if name not in value.below))
        return found

    def _called(self, part: Part, known: _Known) -> _Values:
        """What a function or a list that is written out gives."""
        given = tuple(value for each in part.parts for value in self.values(each, known))
        if self._text[part.start] == "[":
            return given
        call = _CALL.match(self._text, part.start)
        if call is not None and call[1] == "size":
            self._pass(given)
        else:
            self.look_at(given)
        return ()

    def _named(self, part: Part, known: _Known) -> _Values:
        """What a name stands for; of `has` and of what has no outline, everything that is named there."""
        text = part.of(self._text)
        if text in known:
            return known[text]
        every = tokens(text)
        is_test = [token.text for token in every[:2]] == ["has", "("]
        for at, token in enumerate(every):
            if token.kind != "name" or token.text not in known or (at and every[at - 1].text in (".", "?")):
                continue
            for value in known[token.text]:
                route, below, end = _followed([each.text for each in every], at + 1, value)
                if is_test and [each.text for each in every[end:]] == [")", ""]:
                    self.tested.add(route)
                else:
                    self.look_at((_Value(route, below),))
        return ()

    def _name_after(self, target: Part) -> str:
        found = _AFTER.match(self._text, target.end)
        return str(found["name"]) if found else ""

    _WAYS: ClassVar[Mapping[Form, "Callable[[_Reader, Part, _Known], _Values]"]] = {
        Form.BRACKETS: _in_brackets,
        Form.CHOICE: _chosen,
        Form.BIND: _bound,
        Form.MACRO: _of_each,
        Form.OPTION: _of_each,
        Form.OTHER: _made,
        Form.PARAM: _made,
    }


_MAKING = frozenset({"map", "optMap", "optFlatMap"})


def _followed(every: list[str], at: int, value: _Value) -> tuple[Route, ReadTree, int]:
    """As far as the names from here on are names of facts: the route, what is read below it, and the next token."""
    route, below = value.route, value.below
    while every[at] == ".":
        name = at + 1 + (every[at + 1] == "?")
        if every[name] not in below:
            break
        route, below, at = (*route, every[name]), below[every[name]], name + 1
    return route, below, at


def _tree(whole: set[Route], tested: set[Route]) -> AskedTree:
    """One tree of both; where a fact is looked at, it is not only looked for."""
    root: dict[str, Any] = {}
    for route in sorted(whole):
        _branch(root, route).setdefault(route[-1], {})
    for route in sorted(tested, key=len, reverse=True):
        _branch(root, route).setdefault(route[-1], None)
    return one_of_each(root)


def _branch(root: dict[str, Any], route: Route) -> dict[str, Any]:
    for name in route[:-1]:
        root = root.setdefault(name, {})
    return root

"""What does not fit of one record, each mismatch as a problem at its exact place."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from portalaudit.model import Problem, ProblemCode
from portalaudit.model.spelling import nearest
from portalaudit.source import known_keys, value_problems
from portalaudit.source.document import Node, Route, Written
from portalaudit.source.record_types import Reader
from portalaudit.source.statements import is_missing

Error = Mapping[str, Any]

_UNKNOWN_KEY = frozenset({"unexpected_keyword_argument", "extra_forbidden"})
_MISSING = frozenset({"missing", "missing_argument", "missing_keyword_only_argument"})


class Mismatches:
    """One set of pydantic errors and the data that they are about."""

    def __init__(  # noqa: PLR0917 - what is read comes first, as in `typed.read`
        self, document: Written, route: Route, data: Node, reader: Reader[Any], noun: str, errors: Sequence[Error]
    ) -> None:
        self._document, self._route, self._data = document, route, data
        self._reader, self._noun = reader, noun
        self._errors = self._by_route(errors)

    def problems(self) -> tuple[Problem, ...]:
        """One problem for each place, in the order of the errors.

        A key that is missing because it is misspelt is told once, where it is misspelt.
        """
        meant = {self._meant(route) for route in self._unknown_routes()}
        return tuple(
            self._problem(route, found)
            for route, found in self._errors.items()
            if route not in meant or _counting(found)["type"] not in _MISSING
        )

    def are_unknown_keys(self) -> bool:
        """Whether nothing is wrong but keys that the type does not have."""
        return len(self._unknown_routes()) == len(self._errors)

    def _unknown_routes(self) -> list[Route]:
        return [route for route, found in self._errors.items() if _counting(found)["type"] in _UNKNOWN_KEY]

    def _meant(self, route: Route) -> Route:
        """The route of the key that stands in place of an unknown one; empty where none is near."""
        near = nearest(str(route[-1]), self._unused(route))
        return () if near is None else (*route[:-1], near)

    def without_unknown_keys(self) -> Node:
        """The data without the keys that its type does not have."""
        return functools.reduce(_without, self._unknown_routes(), self._data)

    def _by_route(self, errors: Sequence[Error]) -> dict[Route, list[Error]]:
        """The errors of each place.

        A union reports once for each of its types. Where one of them got further into the data than the others, only
        what it says counts; else a type that likes the shape and not the value comes before one that likes neither.
        """
        by_route: dict[Route, list[Error]] = {}
        for error in errors:
            by_route.setdefault(self._locate(error), []).append(error)
        deeper = {route[:length] for route in by_route for length in range(len(route))}
        return {
            route: found
            for route, found in by_route.items()
            if route not in deeper or not all(map(value_problems.is_about_shape, found))
        }

    def _locate(self, error: Error) -> Route:
        """The part of an error's location that is written in the data, with the key that is missing; no union tags."""
        node: Node = self._data
        route: list[str | int] = []
        for part in error["loc"]:
            if isinstance(node, dict) and part in node:
                node = node[str(part)]
            elif isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node):
                node = node[part]
            else:
                continue
            route.append(part)
        if error["type"] in _MISSING and error["loc"]:
            route.append(str(error["loc"][-1]))
        return tuple(route)

    def _problem(self, route: Route, errors: Sequence[Error]) -> Problem:
        error = _counting(errors)
        if error["type"] in _MISSING:
            return self._missing(route)
        if error["type"] in _UNKNOWN_KEY:
            return self._unknown(route)
        if isinstance(error["input"], str) and is_missing(error["input"]):
            return self._empty(route, error["input"])
        said = (
            self._shape(route, errors)
            if value_problems.is_about_shape(error)
            else value_problems.of_value(_name(route), error)
        )
        return self._at(ProblemCode.INVALID_VALUE, said, route)

    def _shape(self, route: Route, errors: Sequence[Error]) -> value_problems.Said:
        return value_problems.of_shape(
            self._holder(route), errors, known_keys.at(self._reader, route), known_keys.needed(self._reader, route)
        )

    def _missing(self, route: Route) -> Problem:
        key = str(route[-1])
        said = value_problems.Said(
            f"{self._holder(route[:-1])} needs the key {value_problems.quoted(key)}", f"add `{key}:` with a value"
        )
        return self._at(ProblemCode.MISSING_KEY, said, route)

    def _unknown(self, route: Route) -> Problem:
        said = value_problems.of_unknown_key(str(route[-1]), self._holder(route[:-1]), self._unused(route))
        return self._at(ProblemCode.UNKNOWN_KEY, said, route, key=True)

    def _unused(self, route: Route) -> list[str]:
        """The keys that could still stand beside the one at a route."""
        holder = self._node(route[:-1])
        known = known_keys.at(self._reader, route[:-1])
        return [key for key in known if not isinstance(holder, dict) or key not in holder]

    def _empty(self, route: Route, written: str) -> Problem:
        whole = (*self._route, *route)
        is_key = not whole or isinstance(whole[-1], str)
        needs = bool(route) and is_key and route[-1] in known_keys.needed(self._reader, route[:-1])
        holder = self._holder(route[:-1]) if needs else ""
        said = value_problems.of_empty(self._holder(route), written, is_key=is_key, needed_by=holder)
        # Where nothing is written in place of the value, the key shows better what is meant.
        return self._at(ProblemCode.EMPTY_VALUE, said, route, key=is_key and not written)

    def _at(self, code: ProblemCode, said: value_problems.Said, route: Route, *, key: bool = False) -> Problem:
        place = self._document.place((*self._route, *route), key=key)
        return Problem(code, said.message, place, said.hint)

    def _node(self, route: Route) -> Node:
        node: Any = self._data
        for part in route:
            node = node[part]
        return node  # type: ignore[no-any-return]

    def _holder(self, route: Route) -> str:
        """The record that a route leads to, in words: an account, 'contract', an item of 'used_by'."""
        if not route:
            return value_problems.with_article(self._noun)
        return _name(route) if isinstance(route[-1], str) else f"an item of {_name(route)}"


def _counting(errors: Sequence[Error]) -> Error:
    """Of the errors of one place the one to tell."""
    return next((error for error in errors if not value_problems.is_about_shape(error)), errors[0])


def _without(node: Node, route: Route) -> Node:
    """A copy of a node that lacks the key at a route; everything beside the route is shared with it."""
    step, below = route[0], route[1:]
    if isinstance(node, list):
        return [_without(item, below) if index == step else item for index, item in enumerate(node)]
    if isinstance(node, str):
        return node
    if below:
        return {key: _without(value, below) if key == step else value for key, value in node.items()}
    return {key: value for key, value in node.items() if key != step}


def _name(route: Route) -> str:
    """The last key of a route, in quotes; empty for the record itself."""
    return next((value_problems.quoted(part) for part in reversed(route) if isinstance(part, str)), "")

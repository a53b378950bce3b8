"""The JSON Schema of the attributes of one section: what it reads, refuses, and offers to rules."""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from portalaudit.inventory.attributes.attribute_problems import problems_of
from portalaudit.inventory.attributes.attribute_scalars import read_as
from portalaudit.inventory.attributes.attribute_values import Attributes
from portalaudit.inventory.attributes.blanks import blank_attributes
from portalaudit.inventory.attributes.limits import LimitedValidator, TooMuchError
from portalaudit.inventory.attributes.parts import Part, Source
from portalaudit.model import Entity, Fact, FactType, Kind, Problem, ProblemCode, Related
from portalaudit.model.problem import in_order
from portalaudit.source.document import Document, Node, Route, Written
from portalaudit.source.record_types import with_values

ATTRIBUTES = "attributes"
_DEEPEST = 4
"""Mappings below mappings that rules can follow. A schema may contain itself."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KINDS = {"string": Kind.TEXT, "integer": Kind.INTEGER, "number": Kind.NUMBER, "boolean": Kind.BOOLEAN}

Record = TypeVar("Record")


class AttributeSchema:
    """What a practice says of the attributes of one section. `entity` is that of the section's records."""

    def __init__(self, entity: str, document: Document, schema: Any, validator: LimitedValidator) -> None:
        self.entity = entity
        self._document = document
        self._schema = schema
        self._validator = validator
        self._part = Part(Source(schema, validator.matching), schema)

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """The attributes as a kind of record, and every kind of record in them."""
        return dict(_entities(f"{self.entity}_{ATTRIBUTES}", self._part, 0))

    def count_facts(self, most: int) -> int:
        """How many attributes rules can name, those inside of others too; counted as far as one beyond `most`."""
        return sum(1 for _ in itertools.islice(_facts_below(self._part, 0), most + 1))

    def errors(self, value: Any) -> Sequence[Any]:
        """What is wrong with typed attributes. Raises TooMuchError where that takes too many steps."""
        return self._validator.errors(value)

    @property
    def fact(self) -> Fact:
        """The fact that leads from a record to its attributes."""
        kind = FactType(Kind.RECORD, f"{self.entity}_{ATTRIBUTES}")
        return Fact(ATTRIBUTES, kind, "Facts of the practice's own, as its schema describes them")

    def read(self, document: Written, route: Route, written: Node | None) -> tuple[Attributes, tuple[Problem, ...]]:
        """The attributes of the record at a route, None where it has none, and what is wrong with them."""
        value = _typed(self._part, written or {})
        try:
            errors = self._validator.errors(value)
        except TooMuchError:
            return Attributes({}), (self._too_much(document, (*route, ATTRIBUTES)),)
        blank = blank_attributes(document, route, value)
        told = {document.place((*route, ATTRIBUTES, *below)) for below in blank}
        found = problems_of(errors, self._validator.extras, document, (*route, ATTRIBUTES), self._document)
        others = (one for one in found if one.place not in told)
        return _facts(self._part, value, 0), tuple(in_order((*blank.values(), *others)))

    def _too_much(self, document: Written, route: Route) -> Problem:
        """The problem of attributes that cannot be checked within the budget."""
        message = f"the attributes of this {self.entity} take too many steps to be checked by the practice's schema"
        related = (Related(self._document.place(()), "the practice's schema"),)
        hint = "shorten the attributes, or let the schema say less"
        return Problem(ProblemCode.INVALID_VALUE, message, document.place(route, key=True), hint, related)

    @cached_property
    def _nothing(self) -> Attributes:
        return Attributes({})

    @cached_property
    def _may_be_absent(self) -> bool:
        return not self._validator.errors({})

    def applied(
        self, document: Written, section: Route, items: Sequence[tuple[int, Record]]
    ) -> tuple[list[tuple[int, Record]], tuple[Problem, ...]]:
        """The records of a list whose attributes are right, with these typed, and every problem with the others."""
        good: list[tuple[int, Record]] = []
        wrong: list[Problem] = []
        for index, record in items:
            typed, problems = self.typed(document, (*section, index), record)
            wrong += problems
            if not problems:
                good.append((index, typed))
        return good, tuple(wrong)

    def typed(self, document: Written, route: Route, record: Record) -> tuple[Record, tuple[Problem, ...]]:
        """The record with its attributes typed, and what is wrong with them."""
        written = getattr(record, ATTRIBUTES)
        if written is None and self._may_be_absent:
            return with_values(record, {ATTRIBUTES: self._nothing}), ()
        attributes, problems = self.read(document, route, written)
        return with_values(record, {ATTRIBUTES: attributes}), problems


def _typed(part: Part, node: Node) -> Any:
    """The data as JSON, scalars typed as far as the schema says."""
    if isinstance(node, dict):
        return {key: _typed(part.at(key), value) for key, value in node.items()}
    if isinstance(node, list):
        items = part.items
        return [_typed(items, value) for value in node]
    return read_as(node, part.types)


def _facts_below(part: Part, depth: int) -> Iterator[str]:
    for key in part.names:
        yield key
        below = part.at(key)
        for inner in (below, below.items):
            if inner.names and depth + 1 < _DEEPEST:
                yield from _facts_below(inner, depth + 1)


def _entities(name: str, part: Part, depth: int) -> Iterator[tuple[str, Entity]]:
    facts = {}
    for key in part.names:
        kind = _fact_type(f"{name}.{key}", part.at(key), depth)
        if kind is None or not _NAME.fullmatch(key):
            continue
        facts[key] = Fact(key, kind, part.at(key).meaning() or "An attribute of the practice's own.")
        if kind.kind is Kind.RECORD:
            below = part.at(key).items if kind.many else part.at(key)
            yield from _entities(kind.entity, below, depth + 1)
    yield name, Entity(name, part.meaning() or "Facts of the practice's own.", facts)


def _fact_type(entity: str, part: Part, depth: int) -> FactType | None:
    """The type of an attribute as rules see it; None where no expression could hold it."""
    only = _only_type(part)
    if only == "array":
        # Of lists of lists no expression can hold the items, and a list may be described as a list of itself.
        item = _fact_type(entity, part.items, depth) if _only_type(part.items) != "array" else None
        if item is None or item.kind is Kind.LABELS:
            return None
        return FactType(item.kind, item.entity, many=True, choices=item.choices)
    if only == "object":
        if not part.names:
            return FactType(Kind.LABELS)
        return FactType(Kind.RECORD, entity) if depth < _DEEPEST else None
    if only == "string" and part.is_date:
        return FactType(Kind.DATE)
    words = part.words
    choices = tuple(words) if only == "string" and all(isinstance(word, str) for word in words) else ()
    return FactType(_KINDS[only], choices=choices)


def _only_type(part: Part) -> str:
    """The type of a value; text where it may be of several."""
    types = part.types - {"null"}
    (only,) = types if len(types) == 1 else ("string",)
    return only


def _facts(part: Part, value: Any, depth: int) -> Attributes:
    """What rules may read of typed attributes."""
    found = {}
    for key, inner in value.items() if isinstance(value, dict) else ():
        kind = _fact_type("", part.at(key), depth) if key in part.names else None
        fact = None if kind is None else _fact(kind, part.at(key), inner, depth)
        if fact is not None:
            found[key] = fact
    return Attributes(found)


def _fact(kind: FactType, part: Part, value: Any, depth: int) -> Any:
    """One value as an expression may hold it; None for what is not of its kind."""
    if kind.many:
        if not isinstance(value, list):
            return None
        single = FactType(kind.kind, kind.entity)
        items = (_fact(single, part.items, item, depth) for item in value)
        return tuple(item for item in items if item is not None)
    if kind.kind is Kind.RECORD:
        return _facts(part, value, depth + 1) if isinstance(value, dict) else None
    return _PLAIN[kind.kind](value)


def _labels(value: Any) -> Mapping[str, str] | None:
    return {key: text for key, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _integer(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


_PLAIN: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.DATE: _text,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.BOOLEAN: lambda value: value if isinstance(value, bool) else None,
    Kind.LABELS: _labels,
}

"""Validation by a practice's schema within a budget of steps, so that no schema can hang a run.

A schema of ten lines can double its work with every line (`allOf` with the same `$ref` twice, whose target does so in
its turn), and so take years for one value. Every keyword at every value is one step here.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators
from referencing import Registry

from portalaudit.inventory.attributes.matching import Matching

MAX_STEPS = 100_000
"""Keywords asked for the attributes of one record, each with the items that it looks at."""

MAX_LEVELS = 64
"""Schemas asked inside each other."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMATS = ("email", "ipv4", "ipv6", "uuid")

Keyword = Callable[[Any, Any, Any, Any], Any]


class TooMuchError(Exception):
    """A schema asks for more steps than it may."""


class LimitedValidator:
    """Asks a schema of values. Raises `TooMuchError` where one value takes too many steps."""

    def __init__(self, schema: Any, matching: Matching) -> None:
        self._steps = self._levels = 0
        self.matching = matching
        own = {
            "pattern": self._pattern,
            "patternProperties": self._pattern_properties,
            "additionalProperties": self._additional_properties,
            "uniqueItems": _unique_items,
        }
        counted = {word: self._counted(ask) for word, ask in {**Draft202012Validator.VALIDATORS, **own}.items()}
        # A `$schema` inside would bring back the keywords of the library, which count nothing.
        plain = {key: value for key, value in schema.items() if key != "$schema"}
        # An empty registry fetches nothing: a reference that leads out of the file is refused before it comes here.
        limited: Any = validators.extend(Draft202012Validator, counted)  # type: ignore[no-untyped-call]
        self._validator = limited(plain, registry=Registry(), format_checker=_formats(matching))

    def errors(self, value: Any) -> Sequence[ValidationError]:
        """Everything that is wrong with a value."""
        self._steps = self._levels = 0
        return tuple(self._validator.iter_errors(value))

    def _counted(self, ask: Keyword) -> Keyword:
        def counted(validator: Any, asked: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
            self._spend(1 + _length(asked) + _length(value))
            self._levels += 1
            try:
                yield from ask(validator, asked, value, schema) or ()
            finally:
                self._levels -= 1

        return counted

    def _spend(self, steps: int) -> None:
        self._steps += steps
        if self._steps > MAX_STEPS or self._levels >= MAX_LEVELS:
            raise TooMuchError

    def _pattern(self, validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
        if validator.is_type(value, "string") and not self.matching.matches(pattern, value):
            yield ValidationError(f"{value!r} does not match {pattern!r}")

    def _pattern_properties(self, validator: Any, asked: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
        if validator.is_type(value, "object"):
            for pattern, below in asked.items():
                for name, inner in value.items():
                    self._spend(1)
                    if self.matching.matches(pattern, name):
                        yield from validator.descend(inner, below, path=name, schema_path=pattern)

    def _additional_properties(self, validator: Any, asked: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
        extras = self.extras(value, schema) if validator.is_type(value, "object") else []
        if isinstance(asked, dict):
            for name in extras:
                yield from validator.descend(value[name], asked, path=name)
        elif extras and not asked:
            yield ValidationError("some of the keys are not expected")

    def extras(self, value: Any, schema: Any) -> list[str]:
        """The keys of a mapping that a schema does not describe."""
        described, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
        return [
            name
            for name in value
            if name not in described and not any(self.matching.matches(pattern, name) for pattern in patterns)
        ]


def _length(value: Any) -> int:
    return len(value) if isinstance(value, dict | list) else 0


def _unique_items(validator: Any, asked: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if asked and validator.is_type(value, "array") and len({_frozen(item) for item in value}) < len(value):
        yield ValidationError("the list has the same item twice")


def _frozen(value: Any) -> Any:
    """A stand-in that is equal for values which JSON Schema calls equal: 1 is 1.0, and true is not 1."""
    if isinstance(value, dict):
        return "object", frozenset((key, _frozen(each)) for key, each in value.items())
    if isinstance(value, list):
        return "array", tuple(map(_frozen, value))
    return isinstance(value, bool), value


def _formats(matching: Matching) -> FormatChecker:
    checker = FormatChecker(_FORMATS)
    checker.checks("date", raises=ValueError)(_is_date)
    checker.checks("regex")(lambda value: not isinstance(value, str) or not matching.wrong(value))
    return checker


def _is_date(value: object) -> bool:
    """Raises ValueError for a day that no calendar has."""
    return not isinstance(value, str) or bool(_DATE.fullmatch(value) and datetime.date.fromisoformat(value))

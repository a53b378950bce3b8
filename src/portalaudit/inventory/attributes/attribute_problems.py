"""What a practice's schema refuses, in plain words and at its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from portalaudit.model import Place, Problem, ProblemCode, Related
from portalaudit.model.problem import in_order
from portalaudit.model.spelling import nearest
from portalaudit.model.values import dataclass
from portalaudit.source import value_problems
from portalaudit.source.document import Document, Route, Written

_LONGEST = 200
"""Characters of the library's own words."""

TYPES: Mapping[str, str] = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "empty",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One complaint: the part of the attributes that it is about, in words, with what to do next."""

    route: Route
    message: str
    hint: str
    code: ProblemCode = ProblemCode.INVALID_VALUE


Extras = Callable[[Any, Any], Sequence[str]]
"""The keys of a mapping that a schema does not describe."""


def problems_of(
    errors: Iterable[Any], extras: Extras, document: Written, route: Route, schema: Document
) -> Iterator[Problem]:
    """Every problem of typed attributes, by place. `route` is that of the attributes in the document."""
    found = [
        _problem(said, document, route, schema.place(tuple(error.absolute_schema_path), key=True))
        for error in errors
        for said in _said(error, extras)
    ]
    yield from in_order(found)


def _problem(said: Said, document: Written, route: Route, asked: Place) -> Problem:
    whole = (*route, *said.route)
    is_key = said.code is ProblemCode.UNKNOWN_KEY
    place = document.place(whole if said.code is not ProblemCode.MISSING_KEY else whole[:-1], key=is_key)
    return Problem(said.code, said.message, place, said.hint, (Related(asked, "the practice's schema asks for this"),))


def _said(error: Any, extras: Extras) -> Iterator[Said]:
    route = tuple(error.absolute_path)
    if error.validator in _KEYS:
        yield from _KEYS[error.validator](error, route, extras)
        return
    name, asked, value = _name(route), error.validator_value, error.instance
    if error.validator in _WORDS:
        message, hint = _WORDS[error.validator](asked, value)
    elif error.validator in _TEMPLATES:
        message, hint = (text.format(asked=asked, shown=_shown(value)) for text in _TEMPLATES[error.validator])
    else:
        message, hint = f"does not fit the practice's schema: {_lowered(error.message[:_LONGEST])}", "correct the value"
    yield Said(route, f"{name} {message}", hint)


def _missing(error: Any, route: Route, _extras: Extras) -> Iterator[Said]:
    for name in error.validator_value:
        if name not in error.instance:
            message = f"the attribute '{name}' is missing" + (f" in {_name(route)}" if route else "")
            yield Said((*route, name), message, f"add `{name}:` with a value", ProblemCode.MISSING_KEY)


def _surplus(error: Any, route: Route, extras: Extras) -> Iterator[Said]:
    known = error.schema.get("properties", {})
    for name in extras(error.instance, error.schema):
        said = value_problems.of_unknown_key(name, _name(route), [key for key in known if key not in error.instance])
        yield Said((*route, name), said.message, said.hint, ProblemCode.UNKNOWN_KEY)


_KEYS: Mapping[str, Callable[[Any, Route, Extras], Iterator[Said]]] = {
    "required": _missing,
    "additionalProperties": _surplus,
}


def _type(allowed: Any, value: Any) -> tuple[str, str]:
    names = [allowed] if isinstance(allowed, str) else allowed
    return f"must be {' or '.join(TYPES[name] for name in names)}, not {_shown(value)}", "correct the value"


def _choice(allowed: Any, value: Any) -> tuple[str, str]:
    words = [_plain(word) for word in allowed]
    near = nearest(value, words) if isinstance(value, str) else None
    hint = f"did you mean '{near}'?" if near else "correct the value"
    return f"can be {', '.join(words)}, not {_shown(value)}", hint


def _format(name: Any, value: Any) -> tuple[str, str]:
    if name == "date":
        return f"is not a date: {_shown(value)}", "write it as YYYY-MM-DD, like 2026-01-31"
    return f"is not a valid {name}: {_shown(value)}", "correct the value"


_WORDS: Mapping[str, Callable[[Any, Any], tuple[str, str]]] = {
    "type": _type,
    "enum": _choice,
    "const": lambda allowed, value: _choice([allowed], value),
    "format": _format,
}
_TEMPLATES: Mapping[str, tuple[str, str]] = {
    "minimum": ("must be {asked} or more, not {shown}", "correct the value"),
    "maximum": ("must be {asked} or less, not {shown}", "correct the value"),
    "exclusiveMinimum": ("must be more than {asked}, not {shown}", "correct the value"),
    "exclusiveMaximum": ("must be less than {asked}, not {shown}", "correct the value"),
    "minLength": ("is too short: it needs at least {asked} characters", "write more"),
    "maxLength": ("is too long: it may have at most {asked} characters", "write less"),
    "pattern": ("does not look as it should: {shown}", "the schema asks for {asked}"),
    "minItems": ("is too short: the list needs at least {asked}", "add what is missing"),
    "maxItems": ("is too long: the list may have at most {asked}", "remove some"),
    "uniqueItems": ("has the same item twice", "remove one of the two"),
}


def _name(route: Route) -> str:
    """An attribute as messages name it."""
    words = ["attributes", *map(str, route)]
    return f"'{'.'.join(words)}'"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "nothing" if value is None else str(value)


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    return f"'{_plain(value)}'" if value != "" else "nothing"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]

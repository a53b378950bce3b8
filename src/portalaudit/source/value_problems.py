"""Sentences about values that do not fit: what is wrong, and what to do next."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from portalaudit.model.spelling import choice_meant, did_you_mean, nearest
from portalaudit.source import secrets
from portalaudit.source.patterns import late

Error = Mapping[str, Any]

_LONGEST_ECHO = 40
_MOST_KEYS = 15
_MOST_SHOWN = 2
_LOOK_SECRET = ("Sommer2024x", "4711")
_CHOICE = late(r"'((?:[^'\\]|\\.)*)'")


class Said(NamedTuple):
    """A message and the next step."""

    message: str
    hint: str = ""


_A_TEXT, _A_LIST, _A_MAPPING = "a single value", "a list", "a mapping"
_SHAPES = {
    "string_type": _A_TEXT,
    "string_sub_type": _A_TEXT,
    "list_type": _A_LIST,
    "tuple_type": _A_LIST,
    "set_type": _A_LIST,
    "frozen_set_type": _A_LIST,
    "iterable_type": _A_LIST,
    "dict_type": _A_MAPPING,
    "mapping_type": _A_MAPPING,
    "model_type": _A_MAPPING,
    "model_attributes_type": _A_MAPPING,
    "dataclass_type": _A_MAPPING,
    "dataclass_exact_type": _A_MAPPING,
    "int_type": _A_TEXT,
    "float_type": _A_TEXT,
    "bool_type": _A_TEXT,
    "date_type": _A_TEXT,
    "datetime_type": _A_TEXT,
}
_CHOICES = frozenset({"literal_error", "enum"})
_SHAPE_HINTS = {
    _A_TEXT: "write one value behind the colon",
    _A_LIST: "write it as [a, b], or with a dash before each item",
    _A_MAPPING: "write it as `key: value` on lines of their own, indented",
}
_VALUES = {
    "int_parsing": Said("is not a whole number", "write digits only, like 30"),
    "int_from_float": Said("is not a whole number", "write digits only, like 30"),
    "int_parsing_size": Said("is too large a number", "write a smaller one"),
    "float_parsing": Said("is not a number", "write digits, with a point where needed, like 0.5"),
    "bool_parsing": Said("is neither true nor false", "write true or false"),
    "string_pattern_mismatch": Said("is not written in the form that is needed", "{form}"),
    "string_too_long": Said("is longer than {max_length} characters", "shorten it"),
    "string_too_short": Said("is shorter than {min_length} characters", "write it in full"),
    "too_short": Said("has fewer than {min_length} items", "add what is missing"),
    "too_long": Said("has more than {max_length} items", "leave out what is not needed"),
    "greater_than": Said("is not above {gt}", "write a larger number"),
    "greater_than_equal": Said("is below {ge}", "write {ge} or more"),
    "less_than": Said("is not below {lt}", "write a smaller number"),
    "less_than_equal": Said("is above {le}", "write {le} or less"),
}
FORMS: Mapping[str, str] = {
    r"^[A-Z]{2}$": "write the two-letter code in capitals, like OR",
    r"^[A-Za-z0-9][A-Za-z0-9._@+-]*$": "write letters, digits and - _ . @ + without spaces, like front-desk",
    r"^[0-9a-f]{64}$": "it has 64 digits and small letters from a to f, as portalaudit writes it",
    r"^[a-z0-9][a-z0-9-]*$": "write small letters, digits and hyphens without spaces, like front-desk",
    r"^[a-z0-9-]+(\.[a-z0-9-]+)+$": "write the name of the site alone, in small letters, like www.example.org",
    r"^https?://[^\s]+$": "write the whole address without spaces, like https://www.example.org/login",
}
"""What to write where a text has one of the patterns of this program's records; people do not read patterns."""


def is_about_shape(error: Error) -> bool:
    """Whether a pydantic error says that a value, a list or a mapping is needed where another of them stands."""
    return error["type"] in _SHAPES or (error["type"] in _CHOICES and not isinstance(error["input"], str))


def of_shape(holder: str, errors: Sequence[Error], keys: Sequence[str] = (), needed: Sequence[str] = ()) -> Said:
    """A list where a value belongs, and the like. Several errors are the choices of a union.

    `keys` are those that a mapping has here, `needed` those that it must have.
    """
    shapes = list(dict.fromkeys(_SHAPES.get(error["type"], _A_TEXT) for error in errors))
    hints = [_choices_hint(_choices(error)) if error["type"] in _CHOICES else None for error in errors]
    hint = next((said for said in hints if said), " or ".join(_SHAPE_HINTS[shape] for shape in shapes))
    if shapes == [_A_MAPPING] and keys:
        hint = f"write it as {_example(errors[0]['input'], [*needed, *(key for key in keys if key not in needed)])}"
    return Said(f"{holder} needs {' or '.join(shapes)}, and this is {_shape_of(errors[0]['input'])}", hint)


def of_value(name: str, error: Error) -> Said:
    """A value of the right shape that means nothing here."""
    value, context = error["input"], error.get("ctx", {})
    if error["type"] in _CHOICES:
        return _of_choice(name, str(value), _choices(error))
    if error["type"] in ("value_error", "assertion_error"):
        message, _, hint = str(context.get("error", "is not valid")).partition("; ")
        return Said(f"{_subject(name, value)} {message}", hint)
    template = _VALUES.get(error["type"])
    if template is None:
        return Said(f"{_subject(name, value)} does not fit: {_lowered(error['msg'])}", "correct the value")
    pattern = str(context.get("pattern"))
    context = {**context, "form": FORMS.get(pattern, f"the form is {pattern}")}
    return Said(f"{_subject(name, value)} {template.message.format(**context)}", template.hint.format(**context))


def of_unknown_key(key: str, holder: str, known: Sequence[str]) -> Said:
    """A key that a record does not have. `known` are the keys that it could still take."""
    near = nearest(key, known)
    if (near is None or near.startswith(key)) and _names_a_secret(key):
        hint = "remove the line: never write a password, or another secret, into these files"
        return Said(f"unknown key {quoted(key)} in {holder}", hint)
    message = f"unknown key {quoted(key)} in {holder}{did_you_mean(near)}"
    if near is None and 0 < len(known) <= _MOST_KEYS:
        return Said(message, f"leave it out; the keys that may still stand here are {listed(known)}")
    free = "; text of your own goes under `labels:`" if "labels" in known else ""
    return Said(message, f"{'correct the key or leave it out' if near else 'leave it out'}{free}")


def of_empty(holder: str, written: str, *, is_key: bool, needed_by: str = "") -> Said:
    """A key or an item without a value, or with a word for that. `needed_by` is a record that cannot be without it."""
    word = written.strip()
    message = f"{holder} has no value" + (f", only '{word}'" if word.isprintable() and word else "")
    if needed_by:
        return Said(message, f"write a value; {needed_by} needs one")
    return Said(message, f"give a value or leave the {'key' if is_key else 'item'} out")


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence."""
    return ", ".join(words)


def quoted(text: str) -> str:
    """A key in single quotes, cut where it is long."""
    return f"'{_cut(text)}'"


def with_article(noun: str) -> str:
    """`an account`, `a review`."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def _names_a_secret(key: str) -> bool:
    """Whether a value behind this key would be taken for a secret."""
    lines = [f"{key}: {value}" for value in _LOOK_SECRET] if len(key) <= _LONGEST_ECHO else []
    return any(secrets.redact(line) != line for line in lines)


def _example(written: object, keys: Sequence[str]) -> str:
    """A mapping as someone writes it, with what is written as the value of its first key."""
    value = written if isinstance(written, str) and _echo(keys[0], written) else "…"
    shown = [f"{keys[0]}: {value}", *(f"{key}: …" for key in keys[1:_MOST_SHOWN])]
    return "`{" + ", ".join(shown) + "}`"


def _of_choice(name: str, value: str, choices: Sequence[str]) -> Said:
    of_name = f"the values of {name}" if name else "the values that may stand here"
    near = did_you_mean(choice_meant(value, choices))
    return Said(f"{_echo(name, value) or 'this'} is not one of {of_name}{near}", _choices_hint(choices))


def _choices(error: Error) -> list[str]:
    return _CHOICE.findall(str(error.get("ctx", {}).get("expected", "")))


def _choices_hint(choices: Sequence[str]) -> str:
    return f"write one of: {listed(choices)}" if choices else "correct the value"


def _subject(name: str, value: object) -> str:
    echo = _echo(name, value)
    if not name:
        return echo or "this"
    return f"{name}: {echo}" if echo else f"the value of {name}"


def _echo(name: str, value: object) -> str | None:
    """A value in quotes; None where it is no short text on one line, or looks like a secret."""
    if not isinstance(value, str) or len(value) > _LONGEST_ECHO or not value.isprintable():
        return None
    line = f"{name.strip(chr(39))}: {value}"
    return f"'{value}'" if secrets.redact(line) == line else None


def _shape_of(value: object) -> str:
    if isinstance(value, dict):
        return _A_MAPPING
    return _A_LIST if isinstance(value, list | tuple) else _A_TEXT


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"

"""Texts that say something. A blank, `null` or `n/a` stands where something is missing, and must not pass for it."""

from typing import Annotated

from portalaudit.source.patterns import late
from portalaudit.source.record_types import AfterValidator, WithJsonSchema, remembering

_NULLS = frozenset({"null", "~"})
_PLACEHOLDERS = frozenset({"n/a", "n.a", "tbd", "t.b.d", "tba", "none"})
_NO_REASONS = _PLACEHOLDERS | {
    "na",
    "nil",
    "no reason",
    "not applicable",
    "not available",
    "ok",
    "pending",
    "reason",
    "to be decided",
    "to be defined",
    "to be determined",
    "to be done",
    "to do",
    "todo",
    "unknown",
}
_LETTER = late(r"[^\W_]")
_EDGES = " \t\r\n.,;:!?-_()[]<>*\"'"
_SAYS_NOTHING = "says nothing; say it in words or leave it out"


def is_missing(text: str) -> bool:
    """Whether a text is blank, even if only to the eye, or one of YAML's words for nothing."""
    if text.strip().casefold() in _NULLS:
        return True
    return _LETTER.search(text) is None and all(mark.isspace() or not mark.isprintable() for mark in text)


def _filled(text: str) -> str:
    if is_missing(text):
        raise ValueError(_SAYS_NOTHING)
    return text


def telling(text: str) -> str:
    """The text. Raises ValueError where it says nothing, as a placeholder does."""
    return _without(text, _PLACEHOLDERS)


def _reasoned(text: str) -> str:
    return _without(text, _NO_REASONS)


def _without(text: str, placeholders: frozenset[str]) -> str:
    """The text. Raises ValueError where it has no letter and no digit, or is nothing but a word for what is missing."""
    plain = text.strip(_EDGES).casefold()
    if plain in placeholders or plain in _NULLS or _LETTER.search(text) is None:
        raise ValueError(_SAYS_NOTHING)
    return text


_SCHEMA = WithJsonSchema({"type": "string", "minLength": 1, "pattern": r"\S"})

Filled = Annotated[str, AfterValidator(remembering(_filled)), _SCHEMA]
"""A text as someone else writes it: anything that is neither blank nor `null`."""

Telling = Annotated[str, AfterValidator(remembering(telling)), _SCHEMA]
"""A text that is no placeholder such as `-`, `n/a`, `none` or `TBD` either."""

Reason = Annotated[str, AfterValidator(remembering(_reasoned)), _SCHEMA]
"""Why something was done or is accepted: no placeholder, and no word like `unknown`."""

"""Patterns of a schema, matched by what the policy layer brings: in a time that grows with the text and not beyond.

Python's own expressions go back in a text as often as a pattern asks for, so `^(a+)+$` takes years over forty letters.
"""

from collections.abc import Callable

from portalaudit.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Matching:
    """How patterns are matched. `wrong` says why a pattern cannot be used, in words that follow it; empty if it can."""

    wrong: Callable[[str], str]
    matches: Callable[[str, str], bool]


def _refuse(_pattern: str) -> str:
    return "cannot be used: no patterns are read here"


NO_PATTERNS = Matching(_refuse, lambda _pattern, _text: False)
"""For reading that meets no pattern."""

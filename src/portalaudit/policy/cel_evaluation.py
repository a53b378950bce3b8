"""Expressions answered by CEL itself: those that are not interpreted, and what interpreted answers are held against."""

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any

from portalaudit.model.values import dataclass
from portalaudit.policy.cel_syntax import read_parsed
from portalaudit.policy.declarations import declarations
from portalaudit.policy.engine import cel, extensions
from portalaudit.policy.kept_trees import kept_tree
from portalaudit.policy.tree_answers import Tree

_ENDED = {
    "budget exceeded": "the expression takes too many steps; ask less of a long list",
    "duplicate key in map": "a map that is written out has the same key twice",
}
"""What CEL raises for, whatever else the expression asks, and what to say of it."""


_WHEN_USED, _AT_ONCE = b"\x0a\x07#unused", b"\x0a\x07@unused"
"""The item of the loop over nothing that `cel.bind` and `optMap` are, as it is serialized: its tag, length and name.

By that name CEL knows them, and works the value out where it is first used; but it takes for the value what an `all` or
`exists` before it that was soon decided left behind: the item it ended at. By another name it works the value out at
once, and an error in it is still one only where it is used.
"""


def why_it_ended(error: RuntimeError) -> str:
    """Why CEL gave up an expression whole. Raises the error again where that is our own mistake."""
    for words, meaning in _ENDED.items():
        if words in str(error):
            return meaning
    raise error


class Cel:
    """CEL with its functions for one day. The types of what it is given were checked where it stands in a rule."""

    def __init__(self, as_of: datetime.date) -> None:
        self._environment = cel.NewEnv(functions=declarations(as_of), extensions=extensions())
        self.ready = cache(self._ready)

    def tree(self, text: str) -> Tree | None:
        """The tree of an expression; None for one that only CEL itself works out."""
        return kept_tree(read_parsed(self._parsed(text).serialize()))

    def _ready(self, text: str) -> "Ready":
        """An expression made ready to be answered."""
        return Ready(self._parsed(text))

    def _parsed(self, text: str) -> cel.Expression:
        compiled = self._environment.compile(text, disable_check=True)
        written = compiled.serialize()
        at_once = written.replace(_WHEN_USED, _AT_ONCE)
        return compiled if at_once == written else self._environment.deserialize(at_once)


@dataclass(frozen=True, slots=True)
class Given:
    """What CEL answers: a value as Python has it, or an error in its words."""

    value: Any = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """One expression that CEL is ready to answer."""

    compiled: cel.Expression

    def answer(self, data: Mapping[str, object]) -> Given:
        """The answer over these values of all names."""
        try:
            given = self.compiled.eval(data=dict(data))
        except RuntimeError as error:
            # CEL raises for very little, and answers with an error value everywhere else.
            return Given(error=why_it_ended(error))
        if given.type() == cel.Type.ERROR:
            return Given(error=str(given.value()))
        return Given(given.plain_value())

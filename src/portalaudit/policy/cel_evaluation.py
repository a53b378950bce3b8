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

_BUDGET = "budget exceeded"


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
        return self._environment.compile(text, disable_check=True)


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
            # CEL raises where its own budget ends, and answers with an error value everywhere else.
            if _BUDGET not in str(error):
                raise
            return Given(error="the expression takes too many steps; ask less of a long list")
        if given.type() == cel.Type.ERROR:
            return Given(error=str(given.value()))
        return Given(given.plain_value())

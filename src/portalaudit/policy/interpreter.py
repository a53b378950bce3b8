"""Works out kept trees over the facts of one subject, exactly as CEL does, without loading CEL.

CEL checks every expression before it is kept, and stays the reference: whatever is not certain here is left to it, by
raising `BeyondError`, or by any error of Python that is not for want of a fact. What is certain are truth values,
texts, whole numbers and lists of them, each compared with its like only.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portalaudit.policy.tree_answers import (
    CALL,
    FIELD,
    ITS,
    JOINING,
    KINDS,
    NAME,
    TEST,
    VALUE,
    Answer,
    Tree,
    compared,
    strict,
    value_of,
)


class Interpreter:
    """Makes answers of trees. `functions` answer calls, by name. Equal trees share what was made of them."""

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self._functions = functions
        self._made: dict[int, tuple[Tree, Answer | None]] = {}

    def answer(self, tree: Tree) -> Answer | None:
        """What works a tree out; None where it calls what only CEL knows."""
        known = self._made.get(id(tree))
        if known is None:
            # With the tree itself, so that no other one ever has its identity.
            known = self._made[id(tree)] = tree, self._answer(tree)
        return known[1]

    def _answer(self, tree: Tree) -> Answer | None:
        kind = tree[0]
        if kind == NAME:
            return operator.itemgetter(tree[1])
        if kind == VALUE:
            return value_of(tree[1])
        if kind in (FIELD, TEST) and tree[1][0] == NAME:
            return ITS[kind](tree[1][1], tree[2])
        if kind == CALL:
            return self._call(tree[1], tree[2])
        answers = self._all(tree)
        return None if answers is None else KINDS[kind](answers, *[each for each in tree[1:] if type(each) is str])

    def _all(self, trees: Iterable[Any]) -> list[Answer] | None:
        """The answers of those that are trees; None where one has none."""
        found = []
        for each in trees:
            if type(each) is tuple:
                answer = self.answer(each)
                if answer is None:
                    return None
                found.append(answer)
        return found

    def _call(self, function: str, arguments: Tree) -> Answer | None:
        if function in ("_&&_", "_||_"):
            arguments = _chain(function, arguments)
        answers = self._all(arguments)
        if answers is None:
            return None
        joining = JOINING.get(function)
        if joining is not None:
            return joining(answers)
        found = self._functions.get(function)
        if found is None:
            return None
        written = arguments[-1]
        if function in ("_==_", "_!=_") and written[0] == VALUE and type(written[1]) is str:
            return compared(answers[0], written[1], is_equal=function == "_==_")
        return strict(found, answers)


def _chain(function: str, arguments: Tree) -> Tree:
    """The parts of `a && b && c`, which CEL joins two by two."""
    found: list[Tree] = []
    for each in arguments:
        found += _chain(function, each[2]) if each[:2] == (CALL, function) else (each,)
    return tuple(found)

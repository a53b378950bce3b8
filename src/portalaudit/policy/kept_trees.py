"""The tree of an expression in the form in which it is kept and interpreted: nested tuples, without types and places.

Equal trees are one object wherever they stand, because rules ask the same of the same facts again and again.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from portalaudit.policy.cel_syntax import Call, Constant, Fold, Items, Made, Name, Node, Select
from portalaudit.policy.tree_answers import (
    ALL,
    BIND,
    CALL,
    EXISTS,
    FIELD,
    JOINED,
    LIST,
    MAP,
    MAPPING,
    NAME,
    ONE,
    OPTION,
    PRESENT,
    TEST,
    VALUE,
    Tree,
)

_END = "\x00"
"""A text that holds this ends there where it is handed to a function of ours."""


class _UnknownError(Exception):
    """Nothing that is kept as a tree."""


def kept_tree(node: Node | None) -> Tree | None:
    """The tree of an expression; None for one in which there is something that only CEL itself works out."""
    if node is None:
        return None
    try:
        return _tree(node)
    except _UnknownError:
        return None


_KNOWN: dict[tuple[Any, ...], Tree] = {}


def _one(*parts: Any) -> Tree:
    """One object for all trees of these parts, and for equal texts; `True` is not 1, though Python calls them equal."""
    parts = tuple(sys.intern(part) if type(part) is str else part for part in parts)
    key = tuple(id(part) if isinstance(part, tuple) else (type(part), part) for part in parts)
    return _KNOWN.setdefault(key, parts)


def _tree(node: Node) -> Tree:
    made = _WAYS.get(type(node))
    if made is None:
        raise _UnknownError
    return made(node)


def _list(node: Items) -> Tree:
    elements = tuple(map(_tree, node.elements))
    if not node.optional:
        return _one(LIST, *elements)
    each = (
        _one(CALL, PRESENT, _one(one)) if at in node.optional else _one(LIST, one) for at, one in enumerate(elements)
    )
    return _one(CALL, JOINED, _one(*each))


def _mapping(node: Made) -> Tree:
    half = len(node.parts) // 2
    keys = [key.text for key in node.parts[:half] if isinstance(key, Constant)]
    if node.message or node.may_miss or None in keys or len(set(keys)) < half or len(node.parts) % 2:
        raise _UnknownError
    return _one(MAPPING, *keys, *map(_tree, node.parts[half:]))


def _value(node: Constant) -> Tree:
    if node.value is None or (node.text is not None and _END in node.text):
        raise _UnknownError
    return _one(VALUE, node.value)


def _field(node: Select) -> Tree:
    operand = _tree(node.operand)
    if operand[:2] == (CALL, OPTION):
        if node.tests:
            raise _UnknownError
        return _one(CALL, OPTION, _one(operand, _one(VALUE, node.field)))
    return _one(TEST if node.tests else FIELD, operand, node.field)


def _fold(fold: Fold) -> Tree:
    """A macro, told by the loop that CEL makes of it."""
    if isinstance(fold.range, Items) and not fold.range.elements:
        return _one(BIND, fold.gathered, _tree(fold.start), _tree(fold.result))
    for kind, parts in _macros(fold):
        if parts is not None:
            return _one(kind, fold.element, _tree(fold.range), *map(_tree, parts))
    raise _UnknownError


def _macros(fold: Fold) -> Iterator[tuple[str, tuple[Node, ...] | None]]:
    """What each macro would be made of, None where the loop is not its own."""
    step, start, gathered = fold.step, fold.start, Name(0, fold.gathered)
    if fold.index:
        return
    is_gathering = _same(fold.result, gathered)
    yes_or_no = {True: (ALL, "_&&_"), False: (EXISTS, "_||_")}
    if is_gathering and isinstance(start, Constant) and isinstance(start.value, bool):
        kind, joining = yes_or_no[start.value]
        yield kind, _arguments(step, joining, gathered)
    condition, added = _chosen(step, gathered)
    if is_gathering and isinstance(start, Items) and not start.elements:
        made = _arguments(added, "_+_", gathered)
        if made is not None and isinstance(made[0], Items) and len(made[0].elements) == 1:
            yield MAP, (*made[0].elements, *condition)
    if _is_one(fold.result, gathered) and condition and _arguments(added, "_+_", gathered) is not None:
        yield ONE, condition


def _chosen(step: Node, gathered: Node) -> tuple[tuple[Node, ...], Node]:
    """The condition of a step that is not taken for every item, and what is done where it holds."""
    if isinstance(step, Call) and step.function == "_?_:_" and _same(step.arguments[2], gathered):
        return (step.arguments[0],), step.arguments[1]
    return (), step


def _arguments(node: Node, function: str, gathered: Node) -> tuple[Node, ...] | None:
    """What is joined to what was gathered."""
    if isinstance(node, Call) and node.function == function and _same(node.arguments[0], gathered):
        return node.arguments[1:]
    return None


def _is_one(node: Node, gathered: Node) -> bool:
    if not isinstance(node, Call) or node.function != "_==_" or not _same(node.arguments[0], gathered):
        return False
    one = node.arguments[1]
    return isinstance(one, Constant) and one.value == 1


def _same(node: Node, other: Node) -> bool:
    return isinstance(node, Name) and isinstance(other, Name) and node.name == other.name


_WAYS: Mapping[type, Callable[..., Tree]] = {
    Constant: _value,
    Name: lambda node: _one(NAME, node.name),
    Select: _field,
    Call: lambda node: _one(CALL, node.function, _one(*map(_tree, node.arguments))),
    Items: _list,
    Made: _mapping,
    Fold: _fold,
}

"""Works out kept trees over the facts of one subject, exactly as CEL does, without loading CEL.

CEL checks every expression before it is kept, and stays the reference: whatever is not certain here is left to it, by
raising `BeyondError`, or by any error of Python that is not for want of a fact. What is certain are truth values,
texts, whole numbers and lists of them, each compared with its like only.

A fact that is not given is a `KeyError` with its name, as a mapping raises it. `&&`, `||`, `all` and `exists` go on
after one and give an answer where another part decides, as three-valued logic has it; else they raise the first one.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from portalaudit.policy.kept_trees import (
    ALL,
    BIND,
    CALL,
    EXISTS,
    FIELD,
    LIST,
    MAP,
    MAPPING,
    NAME,
    ONE,
    TEST,
    VALUE,
    Tree,
)

Env: TypeAlias = dict[Any, Any]
"""What each name stands for; one for each evaluation, because macros add the names of items."""

Answer: TypeAlias = Callable[[Env], Any]

STEPS = 0
"""The key under which an evaluation counts items; no name is a number."""
MOST_STEPS = 9_999
"""CEL works through no more items in one evaluation; it says itself what it thinks of more."""

PLAIN = frozenset({str, int, bool})
"""Types whose values are compared as CEL compares them, each with its like."""


class BeyondError(Exception):
    """Only CEL itself knows the answer."""


class Present:
    """A value that might be missing and is not; `MISSING` stands for one that is."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


MISSING = object()


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
        kind, *parts = tree
        if kind == VALUE:
            return _value(parts[0])
        if kind == NAME:
            return operator.itemgetter(parts[0])
        names = [part for part in parts if not isinstance(part, tuple)]
        trees = parts[-1] if kind == CALL else [part for part in parts if isinstance(part, tuple)]
        answers = [self.answer(each) for each in trees]
        known = [each for each in answers if each is not None]
        if len(known) < len(answers):
            return None
        if kind == CALL:
            return self._call(names[0], known)
        return _KINDS[kind](known, *names)

    def _call(self, function: str, arguments: list[Answer]) -> Answer | None:
        joining = _JOINING.get(function)
        if joining is not None:
            return joining(arguments)
        found = self._functions.get(function)
        return None if found is None else _strict(found, arguments)


def _value(value: Any) -> Answer:
    return lambda _env: value


def _strict(function: Callable[..., Any], arguments: list[Answer]) -> Answer:
    """A call for which all arguments are worked out first."""
    if len(arguments) == 1:
        (only,) = arguments
        return lambda env: function(only(env))
    if len(arguments) == 2:
        one, other = arguments
        return lambda env: function(one(env), other(env))
    return lambda env: function(*[each(env) for each in arguments])


def _field(parts: list[Answer], name: str) -> Answer:
    (operand,) = parts
    return lambda env: operand(env)[name]


def _test(parts: list[Answer], name: str) -> Answer:
    (operand,) = parts

    def answer(env: Env) -> bool:
        record = operand(env)
        if type(record) is not dict:
            raise BeyondError
        return name in record

    return answer


def _option(parts: list[Answer]) -> Answer:
    operand, field = parts

    def answer(env: Env) -> Any:
        record = operand(env)
        if type(record) is Present:
            record = record.value
        if record is MISSING:
            return MISSING
        if type(record) is not dict:
            raise BeyondError
        name = field(env)
        return Present(record[name]) if name in record else MISSING

    return answer


def _or_value(parts: list[Answer]) -> Answer:
    option, otherwise = parts

    def answer(env: Env) -> Any:
        found = option(env)
        if found is MISSING:
            return otherwise(env)
        if type(found) is not Present:
            raise BeyondError
        return found.value

    return answer


def _not(parts: list[Answer]) -> Answer:
    (part,) = parts

    def answer(env: Env) -> bool:
        return not truth(part(env))

    return answer


def truth(value: Any) -> bool:
    """A truth value as it is; anything else is beyond what is certain."""
    if value is True or value is False:
        return bool(value)
    raise BeyondError


def _choice(parts: list[Answer]) -> Answer:
    condition, one, other = parts
    return lambda env: one(env) if truth(condition(env)) else other(env)


def _either(parts: list[Answer], *, decides: bool) -> Answer:
    """`||` where True decides, `&&` where False does."""
    one, other = parts

    def answer(env: Env) -> bool:
        try:
            first = one(env)
        except KeyError as error:
            if _decides(other, env, error) is decides:
                return decides
            raise
        if truth(first) is decides:
            return decides
        return truth(other(env))

    return answer


def _decides(answer: Answer, env: Env, first: KeyError) -> bool:
    """A truth value; where it is missing, the first error counts."""
    try:
        return truth(answer(env))
    except KeyError:
        raise first from None


def _list(parts: list[Answer]) -> Answer:
    return lambda env: [each(env) for each in parts]


def _mapping(parts: list[Answer], *keys: str) -> Answer:
    return lambda env: {key: each(env) for key, each in zip(keys, parts, strict=True)}


def _has_value(parts: list[Answer]) -> Answer:
    (option,) = parts

    def answer(env: Env) -> bool:
        found = option(env)
        if found is not MISSING and type(found) is not Present:
            raise BeyondError
        return found is not MISSING

    return answer


def _bind(parts: list[Answer], name: str) -> Answer:
    value, made = parts

    def answer(env: Env) -> Any:
        try:
            known = value(env)
        except KeyError:
            raise BeyondError from None  # it counts only where the name is used
        before, env[name] = env.get(name, MISSING), known
        try:
            return made(env)
        finally:
            _put_back(env, name, before)

    return answer


def _put_back(env: Env, name: str, before: Any) -> None:
    if before is MISSING:
        del env[name]
    else:
        env[name] = before


def _items(env: Env, every: Answer) -> Sequence[Any]:
    items = every(env)
    if type(items) is not list:
        raise BeyondError
    env[STEPS] = steps = env.get(STEPS, 0) + len(items)
    if steps > MOST_STEPS:
        raise BeyondError
    return items


def _of_each(parts: list[Answer], name: str, *, decides: bool) -> Answer:
    """`exists` where True decides, `all` where False does."""
    every, ask = parts

    def answer(env: Env) -> bool:
        items, before, lost = _items(env, every), env.get(name, MISSING), None
        if not items:
            return not decides
        try:
            for env[name] in items:
                try:
                    if truth(ask(env)) is decides:
                        return decides
                except KeyError as error:
                    lost = lost or error
        finally:
            _put_back(env, name, before)
        if lost is not None:
            raise lost
        return not decides

    return answer


def _made_of_each(parts: list[Answer], name: str) -> Answer:
    """`map`, with a condition or without one."""
    every, make, *conditions = parts
    is_counted: Answer = conditions[0] if conditions else (lambda _env: True)

    def answer(env: Env) -> list[Any]:
        items, before = _items(env, every), env.get(name, MISSING)
        if not items:
            return []
        try:
            return [make(env) for env[name] in items if truth(is_counted(env))]
        finally:
            _put_back(env, name, before)

    return answer


def _exactly_one(parts: list[Answer], name: str) -> Answer:
    gathered = _made_of_each([parts[0], lambda _env: True, parts[1]], name)
    return lambda env: len(gathered(env)) == 1


_KINDS: Mapping[str, Callable[..., Answer]] = {
    FIELD: _field,
    TEST: _test,
    LIST: _list,
    MAPPING: _mapping,
    BIND: _bind,
    ALL: lambda parts, name: _of_each(parts, name, decides=False),
    EXISTS: lambda parts, name: _of_each(parts, name, decides=True),
    MAP: _made_of_each,
    ONE: _exactly_one,
}

_JOINING: Mapping[str, Callable[[list[Answer]], Answer]] = {
    "_&&_": lambda parts: _either(parts, decides=False),
    "_||_": lambda parts: _either(parts, decides=True),
    "!_": _not,
    "_?_:_": _choice,
    "_?._": _option,
    "orValue": _or_value,
    "hasValue": _has_value,
}
"""Calls that may answer though one of their arguments is missing, and those whose argument may be."""

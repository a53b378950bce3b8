"""What each kind of node in a kept tree answers, made of what its parts answer.

A fact that is not given is a `KeyError` with its name, as a mapping raises it. `&&`, `||`, `all` and `exists` go on
after one and give an answer where another part decides, as three-valued logic has it; else they raise the first one.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Tree: TypeAlias = tuple[Any, ...]
"""What a node is, and what it is made of: values of Python and other trees."""

VALUE, NAME, FIELD, TEST, CALL, LIST, MAPPING, BIND = (
    *("value", "name", "field", "test", "call", "list", "mapping", "bind"),
)
ALL, EXISTS, ONE, MAP = "all", "exists", "exists_one", "map"
"""Macros: the name of an item, the list, and what is asked or made of each. `filter` is `map` that makes nothing."""


OPTION = "_?._"
"""What CEL calls `record.?fact`; a fact of what may be missing may be missing itself."""


PRESENT, JOINED = "[?]", "[...]"
"""What is made of `[?this, that]`: a list of one or none for each, and all of them in one."""


class BeyondError(Exception):
    """Only CEL itself knows the answer."""


class Env(dict[Any, Any]):
    """What each name stands for; one for each evaluation, because macros add the names of items."""

    def __missing__(self, name: object) -> Any:
        """CEL may know the name still: of a type, or of a variable by `.name`."""
        raise BeyondError


Answer: TypeAlias = Callable[[Env], Any]

STEPS = 0
"""The key under which an evaluation counts items, from 0 on; no name is a number."""
MOST_STEPS = 9_999
"""CEL works through no more items in one evaluation; it says itself what it thinks of more."""

PLAIN = frozenset({str, int, bool})
"""Types whose values are compared as CEL compares them, each with its like."""


class Present:
    """A value that might be missing and is not; `MISSING` stands for one that is."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


MISSING = object()


def value_of(value: Any) -> Answer:
    """A value that is written out."""
    return lambda _env: value


def compared(one: Answer, text: str, *, is_equal: bool) -> Answer:
    """A comparison with a text that is written out."""

    def answer(env: Env) -> bool:
        value = one(env)
        if type(value) is not str:
            raise BeyondError
        return (value == text) is is_equal

    return answer


def strict(function: Callable[..., Any], arguments: list[Answer]) -> Answer:
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


def _field_of(variable: str, name: str) -> Answer:
    return lambda env: env[variable][name]


def _test_of(variable: str, name: str) -> Answer:
    return _test([operator.itemgetter(variable)], name)


ITS: Mapping[str, Callable[[str, str], Answer]] = {FIELD: _field_of, TEST: _test_of}
"""What is asked of a variable itself, most often."""


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
    """`||` where True decides, `&&` where False does: the first part that does; else what is missing first, if any."""
    continues = not decides

    def answer(env: Env) -> bool:
        lost = None
        for part in parts:
            try:
                value: object = part(env)
            except KeyError as error:
                # Its name alone: an error that is kept keeps the frame that keeps it, and all that the frame sees.
                lost = error.args[0] if lost is None else lost
                continue
            if value is decides:
                return decides
            if value is not continues:
                raise BeyondError
        if lost is not None:
            raise KeyError(lost)
        return continues

    return answer


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
        env.pop(name, None)
    else:
        env[name] = before


def _counted(env: Env, items: Any) -> None:
    """Note that so many items are worked through. Raises BeyondError where CEL may find them too many."""
    if type(items) is not list:
        raise BeyondError
    env[STEPS] = steps = env[STEPS] + len(items)
    if steps > MOST_STEPS:
        raise BeyondError


def _of_each(parts: list[Answer], name: str, *, decides: bool) -> Answer:
    """`exists` where True decides, `all` where False does."""
    every, ask = parts
    continues = not decides

    def answer(env: Env) -> bool:
        items = every(env)
        _counted(env, items)
        if not items:
            return continues
        before, lost = env.get(name, MISSING), None
        try:
            for env[name] in items:
                try:
                    value: object = ask(env)
                except KeyError as error:
                    lost = error.args[0] if lost is None else lost
                    continue
                if value is decides:
                    return decides
                if value is not continues:
                    raise BeyondError
        finally:
            _put_back(env, name, before)
        if lost is not None:
            raise KeyError(lost)
        return continues

    return answer


def _made_of_each(parts: list[Answer], name: str) -> Answer:
    """`map`, with a condition or without one."""
    every, make, *conditions = parts
    if conditions:
        return _made_of_some(every, make, conditions[0], name)

    def answer(env: Env) -> list[Any]:
        items = every(env)
        _counted(env, items)
        before = env.get(name, MISSING)
        try:
            return [make(env) for env[name] in items]
        finally:
            _put_back(env, name, before)

    return answer


def _made_of_some(every: Answer, make: Answer, is_chosen: Answer, name: str) -> Answer:
    """What is made of the items of which a condition holds; where several miss something, what the last one does."""

    def answer(env: Env) -> list[Any]:
        items = every(env)
        _counted(env, items)
        before, lost, made = env.get(name, MISSING), None, []
        try:
            for env[name] in items:
                try:
                    if truth(is_chosen(env)) and lost is None:
                        made.append(make(env))
                except KeyError as error:
                    lost = error.args[0]
        finally:
            _put_back(env, name, before)
        if lost is not None:
            raise KeyError(lost)
        return made

    return answer


def _exactly_one(parts: list[Answer], name: str) -> Answer:
    gathered = _made_of_each([parts[0], lambda _env: True, parts[1]], name)
    return lambda env: len(gathered(env)) == 1


KINDS: Mapping[str, Callable[..., Answer]] = {
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

JOINING: Mapping[str, Callable[[list[Answer]], Answer]] = {
    "_&&_": lambda parts: _either(parts, decides=False),
    "_||_": lambda parts: _either(parts, decides=True),
    "!_": _not,
    "_?_:_": _choice,
    "_?._": _option,
    "orValue": _or_value,
    "hasValue": _has_value,
}
"""Calls that may answer though one of their arguments is missing, and those whose argument may be."""

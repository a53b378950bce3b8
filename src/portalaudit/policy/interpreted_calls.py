"""What the calls in kept trees do, exactly as CEL does it; whatever is not certain is `BeyondError`.

Texts are of any characters, and where CEL and Python know other sets of them, only plain ASCII is certain.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

from portalaudit.policy.functions import BY_NAME, Function, Given, implementations
from portalaudit.policy.interpreted_patterns import certain
from portalaudit.policy.tree_answers import JOINED, MISSING, PLAIN, PRESENT, BeyondError, Present

_LEAST, _MOST = -(2**63), 2**63 - 1
_BLANKS = " \t\n\v\f\r"
_LONGEST = 18
"""Digits of a number that surely is one for CEL too."""
_MOST_SEARCHED = 1000
"""Characters of a text that Python looks through soon, whatever the pattern; CEL needs no longer for each of more."""


def calls(as_of: datetime.date) -> Mapping[str, Callable[..., Any]]:
    """The functions and operators by the names that CEL gives them, on a day."""
    own = {name: _own(BY_NAME[name], function) for name, function in implementations(as_of).items()}
    return {**_CALLS, **own}


def _own(known: Function, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of ours over what CEL would hand to it."""
    expected = [_EXPECTED[given] for given in known.parameters.values()]

    def call(*arguments: Any) -> Any:
        for expect, each in zip(expected, arguments, strict=True):
            expect(each)
        return function(*arguments)

    return call


def _expect(*values: Any) -> None:
    if not PLAIN.issuperset(map(type, values)):
        raise BeyondError


def _are_texts(*values: Any) -> None:
    for value in values:
        if type(value) is not str:
            raise BeyondError


def _are_numbers(*values: Any) -> None:
    for value in values:
        if type(value) is not int:
            raise BeyondError


def _are_listed(expect: Callable[..., None]) -> Callable[[Any], None]:
    def call(items: Any) -> None:
        if type(items) is not list:
            raise BeyondError
        expect(*items)

    return call


_EXPECTED: Mapping[Given, Callable[[Any], None]] = {
    Given.DATE: _are_texts,
    Given.DATES: _are_listed(_are_texts),
    Given.NUMBER: _are_numbers,
    Given.LIST: _are_listed(_expect),
}
"""What CEL hands to a function of ours; it refuses anything else."""


def _equal(one: Any, other: Any) -> bool:
    kind = type(one)
    if kind is not type(other):
        raise BeyondError
    if kind is list:
        return len(one) == len(other) and all(map(_equal, one, other))
    _expect(one)
    return bool(one == other)


def _unequal(one: Any, other: Any) -> bool:
    return not _equal(one, other)


def _in_order(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def call(one: Any, other: Any) -> bool:
        kind = type(one)
        if kind is not type(other) or kind not in PLAIN:
            raise BeyondError
        return compare(one, other)

    return call


def _is_in(item: Any, items: Any) -> bool:
    kind = type(item)
    if kind is str and type(items) in (list, dict):
        return item in items
    if type(items) is not list or kind not in PLAIN or not {kind}.issuperset(map(type, items)):
        raise BeyondError
    return item in items


def _present(option: Any) -> list[Any]:
    if type(option) is Present:
        return [option.value]
    if option is MISSING:
        return []
    raise BeyondError


def _size(of: Any) -> int:
    if type(of) not in (list, str):
        raise BeyondError
    return len(of)


def _number(value: int) -> int:
    if not _LEAST <= value <= _MOST:
        raise BeyondError
    return value


def _sum(one: Any, other: Any) -> Any:
    kind = type(one)
    if kind is not type(other) or kind not in (list, str, int):
        raise BeyondError
    return _number(one + other) if kind is int else one + other


def _difference(one: Any, other: Any) -> int:
    _are_numbers(one, other)
    return _number(one - other)


def _negative(value: Any) -> int:
    _are_numbers(value)
    return _number(-value)


def _at(items: Any, index: Any) -> Any:
    if type(items) is dict and type(index) is str:
        return items[index]
    if type(items) is not list or type(index) is not int or not 0 <= index < len(items):
        raise BeyondError
    return items[index]


def _largest(*numbers: Any) -> int:
    given: Sequence[Any] = numbers[0] if len(numbers) == 1 and type(numbers[0]) is list else numbers
    _are_numbers(*given)
    if not given:
        raise BeyondError
    return int(max(given))


def _plain(text: Any) -> str:
    if type(text) is not str or not text.isascii():
        raise BeyondError
    return text


def _replaced(text: Any, old: Any, new: Any) -> str:
    _are_texts(text, old, new)
    if not old:
        raise BeyondError
    return str(text.replace(old, new))


def _split(text: Any, sign: Any) -> list[str]:
    _are_texts(text, sign)
    if not sign:
        raise BeyondError
    return list(text.split(sign))


def _joined(items: Any, sign: Any = "") -> str:
    if type(items) is not list:
        raise BeyondError
    _are_texts(sign, *items)
    return str(sign.join(items))


def _substring(text: Any, start: Any, end: Any = None) -> str:
    _are_texts(text)
    _are_numbers(start, start if end is None else end)
    # CEL refuses an end that is written where the text ends.
    last = len(text) if end is None else min(end, len(text) - 1)
    if not 0 <= start <= last or end not in (None, last):
        raise BeyondError
    return str(text[start:last])


def _contains(text: Any, part: Any) -> bool:
    _are_texts(text, part)
    return part in text


def _matches(text: Any, pattern: Any) -> bool:
    _are_texts(text, pattern)
    search = certain(pattern)
    if search is None or not text.isascii() or len(text) > _MOST_SEARCHED:
        raise BeyondError
    return search(text) is not None


def _number_in(text: Any) -> int:
    if not (_plain(text).isdigit() and len(text) <= _LONGEST):
        raise BeyondError
    return int(text)


def _text_of(value: Any) -> str:
    if type(value) not in (str, int):
        raise BeyondError
    return str(value)


_CALLS: Mapping[str, Callable[..., Any]] = {
    "_==_": _equal,
    "_!=_": _unequal,
    "_<_": _in_order(lambda one, other: one < other),
    "_<=_": _in_order(lambda one, other: one <= other),
    "_>_": _in_order(lambda one, other: one > other),
    "_>=_": _in_order(lambda one, other: one >= other),
    "@in": _is_in,
    PRESENT: _present,
    JOINED: lambda *lists: list(chain.from_iterable(lists)),
    "_+_": _sum,
    "_-_": _difference,
    "-_": _negative,
    "_[_]": _at,
    "size": _size,
    "math.@max": _largest,
    "contains": _contains,
    "matches": _matches,
    "join": _joined,
    "lowerAscii": lambda text: _plain(text).lower(),
    "replace": _replaced,
    "split": _split,
    "substring": _substring,
    "trim": lambda text: _plain(text).strip(_BLANKS),
    "int": _number_in,
    "string": _text_of,
}

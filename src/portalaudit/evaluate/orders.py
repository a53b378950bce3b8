"""Texts by their order: where an expression only compares them, it cannot tell more of them than that.

Whether an account was approved before it was made is one question for all accounts, whatever the days: there are only
three answers to how two days lie. Where every value holds one text at most, all keys are gone through at once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

MOST_COLUMNS = 6
"""Up to so many columns are compared pair by pair."""


class Orders:
    """The orders of the texts in keys. `shown` are the values of each column by number; a group's key has none."""

    def __init__(self, shown: Sequence[Sequence[Any]], constants: Iterable[str]) -> None:
        self._columns = [_Column(each, sorted(set(constants))) for each in shown]
        self._constants = sorted(set(constants))

    def of(self, keys: Sequence[Any]) -> Sequence[Any]:
        """What is equal for keys that an expression cannot tell apart by comparing texts."""
        if not self._columns:
            return keys
        cells = [keys] if len(self._columns) == 1 else list(zip(*keys, strict=True))
        for column, numbers in zip(self._columns, cells, strict=True):
            column.learn(numbers)
        if len(cells) > MOST_COLUMNS:
            return [self._order(numbers) for numbers in zip(*cells, strict=True)]
        found = self._in_pairs(cells)
        mixed = [map(column.several.__contains__, numbers) for column, numbers in self._with(cells) if column.several]
        for at in {at for flags in mixed for at, flag in enumerate(flags) if flag}:
            found[at] = self._order([numbers[at] for numbers in cells])
        return found

    def _in_pairs(self, cells: Sequence[Sequence[Any]]) -> list[Any]:
        """The orders of keys whose values hold one text each: each two of those compared."""
        kinds = [list(map(column.kinds.__getitem__, numbers)) for column, numbers in self._with(cells)]
        texts = [list(map(column.first.__getitem__, numbers)) for column, numbers in self._with(cells)]
        pairs = [(one, other) for at, one in enumerate(texts) for other in texts[at + 1 :]]
        signs = [[(a > b) - (a < b) for a, b in zip(one, other, strict=True)] for one, other in pairs]
        return list(zip(*kinds, *signs, strict=True))

    def _with(self, cells: Sequence[Sequence[Any]]) -> "Iterable[tuple[_Column, Sequence[Any]]]":
        return zip(self._columns, cells, strict=True)

    def _order(self, numbers: Sequence[Any]) -> Any:
        texts = [*self._constants]
        for column, number in zip(self._columns, numbers, strict=True):
            texts += column.texts[number]
        ranks = {text: rank for rank, text in enumerate(sorted(set(texts)))}
        kinds = (column.kinds[number] for column, number in zip(self._columns, numbers, strict=True))
        return *kinds, "ranks", *map(ranks.__getitem__, texts)


class _Column:
    """The values of a column taken apart into their texts and all else."""

    def __init__(self, shown: Sequence[Any], constants: Sequence[str]) -> None:
        self._shown, self._constants = shown, constants
        self._numbers: dict[Any, int] = {}
        self.texts: dict[Any, Sequence[str]] = {}
        self.first: dict[Any, str] = {}
        """The one text of a value; an empty one where it has none."""
        self.kinds: dict[Any, int] = {}
        """What a value is apart from its texts and where the first of them lies among the constants, as a number."""
        self.several: set[Any] = set()
        """The numbers of values with more than one text."""

    def learn(self, numbers: Iterable[Any]) -> None:
        """Take apart the values that are new."""
        for number in [each for each in dict.fromkeys(numbers) if each not in self.texts]:
            value = self._shown[number] if self._shown else number
            texts: list[str] = []
            # Most values are one text.
            shape = (str, len(value)) if type(value) is str else _shape(value, texts)
            self.texts[number] = texts = [value] if type(value) is str else texts
            self.first[number] = first = texts[0] if texts else ""
            place = bisect_left(self._constants, first) + bisect_right(self._constants, first)
            self.kinds[number] = self._numbers.setdefault((shape, place), len(self._numbers))
            if len(texts) > 1:
                self.several.add(number)


def texts_in(value: Any) -> Sequence[str]:
    """Every text in a value."""
    found: list[str] = []
    _shape(value, found)
    return found


def _shape(value: Any, texts: list[str]) -> Any:
    """What a value is apart from its texts, which are noted in their order: of those only how long they are."""
    if isinstance(value, str):
        texts.append(value)
        return str, len(value)
    if isinstance(value, list | tuple):
        return tuple([_shape(each, texts) for each in value])
    if isinstance(value, dict):
        return tuple([(name, _shape(each, texts)) for name, each in value.items()])
    return type(value), value

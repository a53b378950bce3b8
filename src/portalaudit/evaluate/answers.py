"""The answers of one question, each shared between all that it cannot tell apart."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import Any, TypeAlias

from portalaudit.evaluate.columns import ABSENT
from portalaudit.evaluate.selection import Mask, Selection, mask_of, mask_where
from portalaudit.evaluate.subject_columns import Column
from portalaudit.policy.evaluation import Failure, Missing, Question
from portalaudit.policy.scope import KEY

Told: TypeAlias = tuple[Mask, Mask]
"""For which subjects a question holds, and for which it does not."""

Untold: TypeAlias = Missing | Failure
"""Why a question cannot be told."""

MOST_KEPT = 4_096
"""Answers of one question that are kept by what it saw; those by subject are kept in any case."""

FEW = 16
"""Up to so many are asked as they come: looking for those that are alike would take as long."""

_FALSE, _TRUE, _UNTOLD = range(3)
_ONES = [bytes(value == wanted for value in range(256)) for wanted in (_FALSE, _TRUE, _UNTOLD)]
_DIGITS = [bytes(b"01"[value] for value in ones) for ones in _ONES]
"""Tables that make the flags of one answer the digits of a mask."""


class View:
    """What an expression sees: some columns, and what is the same for all. `variables` are the names of records."""

    def __init__(
        self, common: Mapping[str, Any], variables: Iterable[str], columns: Sequence[tuple[str, str, Column]]
    ) -> None:
        self._common, self._variables = common, tuple(variables)
        self.columns = columns
        self._shapes = [_Shapes(column) for _, _, column in columns]

    @property
    def facts(self) -> Iterable[tuple[str, str]]:
        """Every fact that it sees, with the name of its record."""
        return ((variable, name) for variable, name, _ in self.columns)

    @property
    def is_free(self) -> bool:
        """Whether there may be names among its values that a practice chose."""
        return any(column.is_free for _, _, column in self.columns)

    def constants(self, more: Iterable[str]) -> Sequence[str]:
        """These texts and those that are the same for all."""
        texts = list(more)
        _shape(self._common, texts)
        return sorted(set(texts))

    @property
    def cost(self) -> int:
        """How many facts have to be worked out for it."""
        return sum(not column.is_cheap for _, _, column in self.columns)

    def keys(self, chosen: Selection) -> Sequence[Any]:
        """What tells these apart, one key each: a number, or several."""
        cells = [column.at(chosen) for _, _, column in self.columns]
        if len(cells) == 1:
            return cells[0]
        return list(zip(*cells, strict=True)) if cells else [()] * chosen.count

    def order(self, key: Any, constants: Sequence[str]) -> Any:
        """What tells a key apart from others where texts are only compared: which of them are alike or come first."""
        shapes, texts = [], [*constants]
        for known, number in zip(self._shapes, (key,) if len(self.columns) == 1 else key, strict=True):
            shape, found = known.of(number)
            shapes.append(shape)
            texts += found
        ranks = {text: rank for rank, text in enumerate(sorted(set(texts)))}
        return tuple(shapes), tuple(map(ranks.__getitem__, texts))

    def seen(self, key: Any) -> Mapping[str, Any]:
        """What the expression sees of all that have a key."""
        found: dict[str, Any] = {**self._common, **{variable: {} for variable in self._variables}}
        for (variable, name, column), number in zip(
            self.columns, (key,) if len(self.columns) == 1 else key, strict=True
        ):
            if variable == KEY:
                found[KEY] = list(number)
            elif (value := column.shown[number]) is not ABSENT:
                found[variable][name] = value
        return found


class _Shapes:
    """The values of a column taken apart into their texts and all else."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._known: dict[Any, tuple[Any, Sequence[str]]] = {}

    def of(self, number: Any) -> tuple[Any, Sequence[str]]:
        """The texts of a value in order, and what the value is apart from them."""
        found = self._known.get(number)
        if found is None:
            texts: list[str] = []
            value = self._column.shown[number] if self._column.shown else number
            found = self._known[number] = (_shape(value, texts), texts)
        return found


def _shape(value: Any, texts: list[str]) -> Any:
    if isinstance(value, str):
        texts.append(value)
        return str
    if isinstance(value, list | tuple):
        return tuple([_shape(each, texts) for each in value])
    if isinstance(value, dict):
        return tuple([(name, _shape(each, texts)) for name, each in value.items()])
    return type(value), value


class Answers:
    """The answers of one question, for those of whom it was asked."""

    def __init__(
        self,
        question: Question,
        view: View,
        size: int,
        *,
        compared: Sequence[str] | None = None,
        keeps_untold: bool = False,
    ) -> None:
        self._question, self.view, self._size = question, view, size
        self._compared = compared
        self._alike: dict[Any, int] = {}
        self._keeps_untold = keeps_untold
        self._known: dict[Any, int] = {}
        self._reasons: dict[Any, Untold] = {}
        self._asked: Mask = 0
        self._holds: Mask = 0
        self._fails: Mask = 0
        self.untold: dict[int, Untold] = {}
        """Why it cannot be told, by position."""

    def new(self, among: Mask) -> Mask:
        """Those of whom it was not asked yet."""
        return among & ~self._asked

    def told(self, among: Mask) -> Told:
        """The answers for these, asking what was not asked yet."""
        new = self.new(among)
        if new:
            chosen = Selection(new, self._size)
            self.ask(chosen, self.view.keys(chosen))
        return self.among(among)

    def among(self, mask: Mask) -> Told:
        """The answers for these, of whom it was asked."""
        return mask & self._holds, mask & self._fails

    def note(self, asked: Mask, told: Told) -> None:
        """Keep answers that were found another way."""
        self._asked |= asked
        self._holds |= told[0]
        self._fails |= told[1]

    def ask(self, chosen: Selection, keys: Sequence[Any]) -> None:
        """Ask of these, who have these keys: once for each key."""
        new = [key for key in dict.fromkeys(keys) if key not in self._known]
        if self._compared is not None and len(new) > FEW and not self.view.is_free:
            self._ask_orders(new, self.view.constants((*self._compared, *self._question.texts)))
        else:
            self._known.update((key, self._answer(key)) for key in new)
        flags = bytes(map(self._known.__getitem__, keys))
        self.note(chosen.mask, (_where(chosen, flags, _TRUE), _where(chosen, flags, _FALSE)))
        if self._reasons:
            lacking = flags.translate(_ONES[_UNTOLD])
            untold = zip(compress(chosen.positions, lacking), compress(keys, lacking), strict=True)
            self.untold.update((position, self._reasons[key]) for position, key in untold)
        if len(self._known) > MOST_KEPT:
            self._known.clear()
            self._reasons.clear()

    def _ask_orders(self, keys: Iterable[Any], constants: Sequence[str]) -> None:
        """Ask once for all keys with texts in the same order: more than that the question cannot tell."""
        for key in keys:
            order = self.view.order(key, constants)
            known = self._alike.get(order)
            if known is None:
                known = self._alike[order] = self._answer(key)
            self._known[key] = known

    def _answer(self, key: Any) -> int:
        outcome = self._question.evaluate(self.view.seen(key))
        if outcome is True or outcome is False:
            return _TRUE if outcome else _FALSE
        if self._keeps_untold:
            self._reasons[key] = outcome
        return _UNTOLD


def _where(chosen: Selection, flags: bytes, wanted: int) -> Mask:
    """Where the flags of these are the wanted ones."""
    count = flags.count(wanted)
    if count == chosen.count:
        return chosen.mask
    if chosen.is_all:
        return mask_where(flags, _DIGITS[wanted])
    return mask_of(compress(chosen.positions, flags.translate(_ONES[wanted])), chosen.size) if count else 0

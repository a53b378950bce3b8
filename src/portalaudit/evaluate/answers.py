"""The answers of one question, each shared between all that it cannot tell apart."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress, repeat
from typing import TYPE_CHECKING, Any, TypeAlias

from portalaudit.evaluate.coder import ABSENT
from portalaudit.evaluate.selection import Mask, Selection, mask_of, mask_where
from portalaudit.evaluate.subject_columns import Column
from portalaudit.policy.evaluation import Failure, Missing, Question
from portalaudit.policy.scope import KEY

if TYPE_CHECKING:
    from portalaudit.evaluate.orders import Orders

Told: TypeAlias = tuple[Mask, Mask]
"""For which subjects a question holds, and for which it does not."""

Undetermined: TypeAlias = Missing | Failure
"""Why a question cannot be told."""

MOST_KEPT = 4_096
"""Answers of one question that are kept by what it saw; those by subject are kept in any case."""

FEW = 64
"""Up to so many are asked as they come: looking for those that are alike would take as long."""

_FALSE, _TRUE, _UNDETERMINED = range(3)
_ONES = [bytes(value == wanted for value in range(256)) for wanted in (_FALSE, _TRUE, _UNDETERMINED)]
_DIGITS = [bytes(b"01"[value] for value in ones) for ones in _ONES]
"""Tables that make the flags of one answer the digits of a mask."""


class View:
    """What an expression sees: some columns, and what is the same for all. `variables` are the names of records."""

    def __init__(
        self, common: Mapping[str, Any], variables: Iterable[str], columns: Sequence[tuple[str, str, Column]]
    ) -> None:
        self._common, self._variables = common, tuple(variables)
        self.columns = columns

    @property
    def is_free(self) -> bool:
        """Whether there may be names among its values that a practice chose."""
        return any(column.is_free for _, _, column in self.columns)

    def orders(self, constants: Iterable[str]) -> "Orders":
        """What tells keys apart where texts are only compared, these among them."""
        from portalaudit.evaluate.orders import Orders, texts_in  # noqa: PLC0415 -- only many subjects need it

        return Orders([column.shown for _, _, column in self.columns], (*constants, *texts_in(self._common)))

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


class Answers:
    """The answers of one question, for those of whom it was asked."""

    def __init__(
        self,
        question: Question,
        view: Callable[[], View],
        size: int,
        *,
        compared: Sequence[str] | None = None,
        keeps_undetermined: bool = False,
    ) -> None:
        self._question, self._make_view, self._size = question, view, size
        self._view: View | None = None
        self.facts: frozenset[tuple[str, str]] = frozenset()
        """Every fact that it has looked at, with the name of its record."""
        self._compared = compared
        self._alike: dict[Any, int] = {}
        self._orders: Orders | None = None
        self._keeps_undetermined = keeps_undetermined
        self._known: dict[Any, int] = {}
        self._reasons: dict[Any, Undetermined] = {}
        self._asked: Mask = 0
        self._holds: Mask = 0
        self._fails: Mask = 0
        self.undetermined: dict[int, Undetermined] = {}
        """Why it cannot be told, by position."""

    @property
    def view(self) -> View:
        """What the question sees."""
        if self._view is None:
            self._view = self._make_view()
            self.facts = frozenset((variable, name) for variable, name, _ in self._view.columns)
        return self._view

    @property
    def leads_on(self) -> bool:
        """Whether it holds columns of records that facts lead to."""
        return self._view is not None and any(column.leads_on for _, _, column in self._view.columns)

    def rest(self) -> None:
        """Keep what was answered, and give back what it was answered from."""
        self._view = self._orders = None
        for each in (self._known, self._alike, self._reasons):
            each.clear()

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
        new = [key for key in (set(keys) if isinstance(keys, bytes) else dict.fromkeys(keys)) if key not in self._known]
        if self._compared is not None and len(new) > FEW and not self.view.is_free:
            self._ask_orders(new, self._compared)
        else:
            self._known.update((key, self._answer(key)) for key in new)
        flags = _translated(keys, self._known) if isinstance(keys, bytes) else bytes(map(self._known.__getitem__, keys))
        self.note(chosen.mask, _told(chosen, flags))
        if self._reasons:
            lacking = flags.translate(_ONES[_UNDETERMINED])
            undetermined = zip(compress(chosen.positions, lacking), compress(keys, lacking), strict=True)
            self.undetermined.update((position, self._reasons[key]) for position, key in undetermined)
        if len(self._known) > MOST_KEPT:
            self._known.clear()
            self._reasons.clear()
            self._orders = None

    def _ask_orders(self, keys: Sequence[Any], constants: Sequence[str]) -> None:
        """Ask once for all keys with texts in the same order: more than that the question cannot tell."""
        if self._orders is None:
            self._orders = self.view.orders(constants)
        for key, order in zip(keys, self._orders.of(keys), strict=True):
            known = self._alike.get(order)
            if known is None:
                known = self._alike[order] = self._answer(key)
            self._known[key] = known

    def _answer(self, key: Any) -> int:
        outcome = self._question.evaluate(self.view.seen(key))
        if outcome is True or outcome is False:
            return _TRUE if outcome else _FALSE
        if self._keeps_undetermined:
            self._reasons[key] = outcome
        return _UNDETERMINED


def _translated(keys: bytes, known: Mapping[Any, int]) -> bytes:
    """What is known of each of these keys, where each is a byte."""
    return keys.translate(bytes(map(known.get, range(256), repeat(0))))


def _told(chosen: Selection, flags: bytes) -> Told:
    """Where the flags of these say yes, and where no; what most of them say is told from the others."""
    counts = [flags.count(value) for value in (_FALSE, _TRUE, _UNDETERMINED)]
    most = counts.index(max(counts))
    masks = [_where(chosen, flags, value) if counts[value] and value != most else 0 for value in range(3)]
    masks[most] = chosen.mask & ~(masks[_FALSE] | masks[_TRUE] | masks[_UNDETERMINED])
    return masks[_TRUE], masks[_FALSE]


def _where(chosen: Selection, flags: bytes, wanted: int) -> Mask:
    """Where the flags of these are the wanted ones."""
    if chosen.is_all:
        return mask_where(flags, _DIGITS[wanted])
    return mask_of(compress(chosen.positions, flags.translate(_ONES[wanted])), chosen.size)

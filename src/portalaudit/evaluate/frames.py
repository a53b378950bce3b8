"""Many things of which questions are asked piece by piece: subjects, or the items of their lists.

`&&`, `||`, `!` and `?:` of the answers are those of three-valued logic, as CEL has them, and so are `all` and `exists`.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from portalaudit.evaluate.answers import Answers, Told, View
from portalaudit.evaluate.columns import Coders
from portalaudit.evaluate.item_lists import Items, lists_behind
from portalaudit.evaluate.record_reads import frozen
from portalaudit.evaluate.selection import Mask, Selection, everything
from portalaudit.evaluate.subject_columns import Column, SpreadColumn
from portalaudit.inventory.world import Value
from portalaudit.model.rule_summary import ParamValue
from portalaudit.model.values import dataclass
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.expressions import Expression
from portalaudit.policy.outline import Form
from portalaudit.policy.readtree import AskedTree, Route
from portalaudit.policy.scope import AS_OF

if TYPE_CHECKING:
    from portalaudit.policy.splitting import ItemList, Piece

FEW_KEYS = 50
"""Up to so many different ones, lists are asked about whole; beyond that, about each of their items."""

Params: TypeAlias = Mapping[str, ParamValue]


@dataclass(frozen=True, slots=True)
class Asking:
    """The expression that a piece is of, and the parameters of its rule."""

    whole: Expression
    params: Params
    evaluator: Evaluator


class Frame(ABC):
    """Many things, by position, of which questions are asked."""

    has_long_lists = False
    """Whether lists are asked about item by item however few there are."""

    def __init__(self, coders: Coders, size: int) -> None:
        self.size = size
        self._coders = coders
        self._parts: dict[Any, Answers] = {}
        self._columns: dict[tuple[str, str, Any], Column] = {}
        self._items: dict[Route, Items] = {}
        self._frames: dict[tuple[Route, frozenset[str]], ItemFrame] = {}

    @abstractmethod
    def knows(self, variable: str) -> bool:
        """Whether a name stands for something here, whatever it is that a question goes through."""

    @abstractmethod
    def common(self, reads: AskedTree) -> Mapping[str, Any]:
        """What an expression sees that is the same for all."""

    @abstractmethod
    def made(self, variable: str, name: str, tree: AskedTree | None) -> Column:
        """A column that is not there yet."""

    @abstractmethod
    def values(self, variable: str, name: str, chosen: Selection) -> Sequence[Value] | None:
        """The records or lists of records that one fact gives; None where it gives none."""

    def column(self, variable: str, name: str, tree: AskedTree | None) -> Column:
        """One fact, with what is read of the records behind it."""
        key = variable, name, frozen(tree)
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = self.made(variable, name, tree)
        return found

    def view(self, reads: AskedTree) -> View:
        """What an expression sees here."""
        common = self.common(reads)
        own = {variable: tree or {} for variable, tree in reads.items() if variable not in common}
        columns = [
            (variable, name, self.column(variable, name, below))
            for variable, tree in own.items()
            for name, below in (tree or {variable: {}}).items()
        ]
        return View(common, own, columns)

    def leave_items(self) -> None:
        """Give back the memory of the items of lists, whose frames and answers know each other."""
        for frame in self._frames.values():
            frame.leave_items()
            frame.forget_answers()
        self._frames.clear()
        self._items.clear()

    def forget_answers(self) -> None:
        """Give back the memory of everything that was asked here."""
        self._parts.clear()
        self._columns.clear()

    def told(self, piece: "Piece", asking: Asking, among: Mask) -> Told:
        """For which of these a piece holds, and for which it does not."""
        if not among:
            return 0, 0
        match piece.form:
            case Form.NOT:
                holds, fails = self.told(piece.parts[0], asking, among)
                return fails, holds
            case Form.AND:
                return self._all(piece, asking, among)
            case Form.OR:
                fails, holds = self._all(piece, asking, among, turned=True)
                return holds, fails
            case Form.CHOICE:
                first, second = self.told(piece.parts[0], asking, among)
                one, other = self.told(piece.parts[1], asking, first), self.told(piece.parts[2], asking, second)
                return one[0] | other[0], one[1] | other[1]
        return self._asked(piece, asking, among)

    def _all(self, piece: "Piece", asking: Asking, among: Mask, *, turned: bool = False) -> Told:
        """Where all parts hold and where one fails; turned, where all fail and where one holds."""
        holds, fails, left = among, 0, among
        for part in sorted(piece.parts, key=lambda each: self._cost(each, asking)):
            told = self.told(part, asking, left)
            one, other = told[::-1] if turned else told
            holds &= one
            fails |= other
            left &= ~other
        return holds, fails

    def _cost(self, piece: "Piece", asking: Asking) -> int:
        """How many facts have to be worked out for a piece."""
        if piece.form is Form.OTHER:
            return self._answers(piece, asking).view.cost
        return sum(self._cost(each, asking) for each in piece.parts)

    def _asked(self, piece: "Piece", asking: Asking, among: Mask) -> Told:
        answers = self._answers(piece, asking)
        new = answers.new(among)
        if new:
            told = self._of_items(piece, piece.items, asking, new) if piece.items else None
            if told is None:
                self._ask_whole(answers, piece, asking, new)
            else:
                answers.note(new, told)
        return answers.among(among)

    def _ask_whole(self, answers: Answers, piece: "Piece", asking: Asking, new: Mask) -> None:
        """Ask about whole lists; of their items where the lists are few and all else is not."""
        chosen = Selection(new, self.size)
        keys = answers.view.keys(chosen)
        told = None
        if piece.items and len(set(keys)) > FEW_KEYS:
            told = self._of_items(piece, piece.items, asking, new, however_few=True)
        if told is None:
            answers.ask(chosen, keys)
        else:
            answers.note(new, told)

    def _answers(self, piece: "Piece", asking: Asking) -> Answers:
        key = piece.text, values_of(asking.params, piece.params)
        found = self._parts.get(key)
        if found is None:
            used = {name: asking.params[name] for name in piece.params}
            question = asking.evaluator.of_item(piece.text, asking.whole, used)
            constants = None if piece.compared is None else (*piece.compared, *_texts(used.values(), asking, piece))
            found = self._parts[key] = Answers(question, partial(self.view, piece.reads), self.size, compared=constants)
        return found

    def _of_items(
        self, piece: "Piece", items: "ItemList", asking: Asking, among: Mask, *, however_few: bool = False
    ) -> Told | None:
        """Where `all` or `exists` holds, told from each item; None where items cannot be had, or of few lists."""
        every = self._items.get(items.route)
        if every is None or among & ~every.covers:
            covers = among if every is None else among | every.covers
            made = self._gathered(items.route, Selection(covers, self.size), however_few=however_few)
            if made is None:
                return None
            for key in [key for key in self._frames if key[0] == items.route]:
                frame = self._frames.pop(key)
                frame.leave_items()
                frame.forget_answers()
            self._items[items.route] = made
        return self._frame(items).gathered(items, piece.parts[0], asking, among)

    def _frame(self, items: "ItemList") -> "ItemFrame":
        """The items of a list that was gathered, under the names that they go by."""
        key = items.route, items.names
        found = self._frames.get(key)
        if found is None:
            found = self._frames[key] = ItemFrame(self, self._coders, self._items[items.route], items.names)
        return found

    def failing_items(self, piece: "Piece", asking: Asking, among: Mask) -> Mapping[int, Sequence[int]]:
        """By position, where in their lists the items stand that fail a piece; nothing where that cannot be told."""
        if piece.items is None or self._of_items(piece, piece.items, asking, among, however_few=True) is None:
            return {}
        return self._frame(piece.items).failing(piece.items, piece.parts[0], asking, among)

    def _gathered(self, route: Route, chosen: Selection, *, however_few: bool) -> Items | None:
        """Every item of the lists that a route leads to; None where it leads to none, and of few lists."""
        variable, name, *names = route
        found = self.values(variable, name, chosen) if self.knows(variable) else None
        lists = None if found is None else lists_behind(self._coders.world, found, names)
        if lists is None:
            return None
        few = not (however_few or self.has_long_lists) and len(set(map(id, lists))) <= FEW_KEYS
        return None if few else Items(self._coders, self.size, chosen, lists)


class ItemFrame(Frame):
    """Every item of a list of each subject. What is known further out is known here of the item's owner."""

    def __init__(self, outer: Frame, coders: Coders, items: Items, names: frozenset[str]) -> None:
        super().__init__(coders, items.size)
        self._outer, self._every, self._names = outer, items, names

    def gathered(self, items: "ItemList", body: "Piece", asking: Asking, among: Mask) -> Told:
        """Where `all` or `exists` of the items holds, and where it does not."""
        undetermined = self._every.lost | (0 if items.may_miss else self._every.absent)
        left = self._of_owners(among)
        for _, condition in items.conditions:
            holds, fails = self.told(condition, asking, left)
            undetermined |= self._owning(left & ~holds & ~fails)
            left = holds
        holds, fails = self.told(body, asking, left)
        if not items.every:
            holds, fails = fails, holds
        sure = among & ~undetermined
        whole, broken = sure & ~self._owning(left & ~holds), sure & self._owning(fails)
        return (whole, broken) if items.every else (broken, whole)

    def failing(self, items: "ItemList", body: "Piece", asking: Asking, owners: Mask) -> Mapping[int, Sequence[int]]:
        """By owner, where in its list the items stand that fail; not for whom it cannot be told which ones count."""
        left, lost = self._of_owners(owners), self._every.lost | self._every.absent
        for _, condition in items.conditions:
            holds, fails = self.told(condition, asking, left)
            lost |= self._owning(left & ~holds & ~fails)
            left = holds
        fails, whose = self.told(body, asking, left)[1], self._every.belonging.owners
        found: dict[int, list[int]] = {at: [] for at in Selection(owners & ~lost, self._outer.size).positions}
        for position in Selection(fails, self.size).positions:
            owner = whose[position]
            if owner in found:
                found[owner].append(position - bisect_left(whose, owner))
        return found

    def _of_owners(self, mask: Mask) -> Mask:
        """The items of these owners."""
        if not self._every.covers & ~mask:
            return everything(self.size)
        return self._every.belonging.owned(Selection(mask, self._outer.size))

    def _owning(self, mask: Mask) -> Mask:
        """The owners of these items."""
        return self._every.belonging.owning(Selection(mask, self.size)) if mask else 0

    def knows(self, variable: str) -> bool:
        """Whether it is one of the items, or known further out."""
        return variable in self._names or self._outer.knows(variable)

    def common(self, reads: AskedTree) -> Mapping[str, Any]:
        """What is the same further out."""
        return self._outer.common(reads)

    def made(self, variable: str, name: str, tree: AskedTree | None) -> Column:
        """A column of the items, or of their owners."""
        if variable in self._names:
            return self._every.column(name, tree)
        return SpreadColumn(self._outer.column(variable, name, tree), self._every.belonging)

    def values(self, variable: str, name: str, chosen: Selection) -> Sequence[Value] | None:
        """What one fact of the items or of their owners gives."""
        every, is_own = self._every, variable in self._names
        belonging = every.among_records if is_own else every.belonging
        wanted = Selection(belonging.owning(chosen), belonging.size)
        found = every.facts.values(name, wanted) if is_own else self._outer.values(variable, name, wanted)
        return None if found is None else belonging.spread(found, wanted, chosen)


def _texts(params: Iterable[ParamValue], asking: Asking, piece: "Piece") -> Iterable[str]:
    """The texts among the parameters of a piece, and the day where it names it."""
    several = (each if isinstance(each, tuple) else (each,) for each in params)
    yield from (text for values in several for text in values if isinstance(text, str))
    yield from (asking.evaluator.as_of.isoformat(),) if AS_OF in piece.text else ()


def values_of(params: Params, names: Iterable[str]) -> tuple[Any, ...]:
    """The parameters of these names; a number is not the truth value that equals it."""
    return tuple((name, type(params[name]), params[name]) for name in sorted(names))

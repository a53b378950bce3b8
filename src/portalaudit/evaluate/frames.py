"""Many things of which questions are asked piece by piece: subjects, or the items of their lists.

`&&`, `||`, `!` and `?:` of the answers are those of three-valued logic, as CEL has them, and so are `all` and `exists`.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from portalaudit.evaluate.answers import Answers, Told, View
from portalaudit.evaluate.coder import Coder
from portalaudit.evaluate.item_lists import ABSENT_LIST, ItemNumbers, items_of, kinds_of_items
from portalaudit.evaluate.kinds import Kinds
from portalaudit.evaluate.record_reads import frozen
from portalaudit.evaluate.selection import Mask, Selection, everything, mask_of, mask_where
from portalaudit.evaluate.subject_columns import Column, ItemColumn, OuterColumn, RawItemColumn
from portalaudit.model.rule_summary import ParamValue
from portalaudit.model.values import dataclass
from portalaudit.policy.asked_facts import AskedTree, joined
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.expressions import Expression
from portalaudit.policy.outline import Form
from portalaudit.policy.readtree import Route
from portalaudit.policy.scope import AS_OF
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

    def __init__(self, size: int) -> None:
        self.size = size
        self._parts: dict[Any, Answers] = {}
        self._columns: dict[tuple[str, str, Any], Column] = {}
        self._items: dict[tuple[Route, frozenset[str]], ItemFrame] = {}

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
    def raw(self, variable: str, name: str, tree: AskedTree) -> tuple[Column, Coder] | None:
        """One fact as its coder numbers it; None where no record tells how."""

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
        for frame in self._items.values():
            frame.leave_items()
            frame.forget_answers()
        self._items.clear()

    def forget_answers(self) -> None:
        """Give back the memory of everything that was asked here."""
        self._parts.clear()
        self._columns.clear()

    def told(self, piece: Piece, asking: Asking, among: Mask) -> Told:
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

    def _all(self, piece: Piece, asking: Asking, among: Mask, *, turned: bool = False) -> Told:
        """Where all parts hold and where one fails; turned, where all fail and where one holds."""
        holds, fails, left = among, 0, among
        for part in sorted(piece.parts, key=lambda each: self._cost(each, asking)):
            told = self.told(part, asking, left)
            one, other = told[::-1] if turned else told
            holds &= one
            fails |= other
            left &= ~other
        return holds, fails

    def _cost(self, piece: Piece, asking: Asking) -> int:
        """How many facts have to be worked out for a piece."""
        if piece.form is Form.OTHER:
            return self._answers(piece, asking).view.cost
        return sum(self._cost(each, asking) for each in piece.parts)

    def _asked(self, piece: Piece, asking: Asking, among: Mask) -> Told:
        answers = self._answers(piece, asking)
        new = answers.new(among)
        if new:
            told = self._of_items(piece, piece.items, asking, new) if piece.items else None
            if told is None:
                self._ask_whole(answers, piece, asking, new)
            else:
                answers.note(new, told)
        return answers.among(among)

    def _ask_whole(self, answers: Answers, piece: Piece, asking: Asking, new: Mask) -> None:
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

    def _answers(self, piece: Piece, asking: Asking) -> Answers:
        key = piece.text, values_of(asking.params, piece.params)
        found = self._parts.get(key)
        if found is None:
            used = {name: asking.params[name] for name in piece.params}
            question = asking.evaluator.of_item(piece.text, asking.whole, used)
            constants = None if piece.compared is None else (*piece.compared, *_texts(used.values(), asking, piece))
            found = self._parts[key] = Answers(question, partial(self.view, piece.reads), self.size, compared=constants)
        return found

    def _of_items(
        self, piece: Piece, items: ItemList, asking: Asking, among: Mask, *, however_few: bool = False
    ) -> Told | None:
        """Where `all` or `exists` holds, told from each item; None where items cannot be had, or of few lists."""
        key, tree = (items.route, items.names), items.asked[items.route]
        frame = self._items.get(key)
        if frame is None or among & ~frame.covers or not frame.sees(tree):
            covers = among if frame is None else among | frame.covers
            tree = tree if frame is None else joined(frame.tree, tree)
            made = self._framed(items, tree, Selection(covers, self.size), however_few=however_few)
            if made is None:
                return None
            if frame is not None:
                frame.leave_items()
                frame.forget_answers()
            self._items[key] = frame = made
        return frame.gathered(items, piece.parts[0], asking, among)

    def failing_items(self, piece: Piece, asking: Asking, among: Mask) -> Mapping[int, Sequence[int]]:
        """By position, where in their lists the items stand that fail a piece; nothing where that cannot be told."""
        if piece.items is None or self._of_items(piece, piece.items, asking, among, however_few=True) is None:
            return {}
        return self._items[piece.items.route, piece.items.names].failing(piece.items, piece.parts[0], asking, among)

    def _framed(self, items: ItemList, tree: AskedTree, chosen: Selection, *, however_few: bool) -> "ItemFrame | None":
        """Every item of the lists that a route leads to, with what is asked of them."""
        variable, name, *names = items.route
        for each in reversed(names):
            tree = {each: tree}
        raw = self.raw(variable, name, tree) if self.knows(variable) else None
        if raw is None:
            return None
        # Reading them first: what a record is numbered by is known once there is one.
        numbers = raw[0].at(chosen)
        kinds = kinds_of_items(raw[1], names)
        few = not (however_few or self.has_long_lists) and len(set(numbers)) <= FEW_KEYS
        if kinds is None or few:
            return None
        lists = {number: items_of(raw[1], number, names) for number in dict.fromkeys(numbers)}
        return ItemFrame(self, kinds, items.names, chosen, list(map(lists.__getitem__, numbers)))


def _holds(tree: AskedTree, other: AskedTree) -> bool:
    """Whether a tree reads all that another one reads."""
    return all(
        name in tree and (below is None or (tree[name] is not None and _holds(tree[name], below)))
        for name, below in other.items()
    )


class ItemFrame(Frame):
    """Every item of a list of each subject. What is known further out is known here of the item's owner."""

    def __init__(
        self, outer: Frame, kinds: Kinds, names: frozenset[str], chosen: Selection, lists: Sequence[ItemNumbers]
    ) -> None:
        self._outer, self._kinds, self._names = outer, kinds, names
        self.covers = chosen.mask
        self._owners: list[int] = []
        self._numbers: list[int] = []
        absent, lost = [], []
        for position, items in zip(chosen.positions, lists, strict=True):
            if items is None:
                lost.append(position)
            elif items is ABSENT_LIST:
                absent.append(position)
            else:
                self._owners += [position] * len(items)
                self._numbers += items
        self._absent, self._lost = mask_of(absent, outer.size), mask_of(lost, outer.size)
        super().__init__(len(self._owners))

    def gathered(self, items: ItemList, body: Piece, asking: Asking, among: Mask) -> Told:
        """Where `all` or `exists` of the items holds, and where it does not."""
        undetermined = self._lost | (0 if items.may_miss else self._absent)
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

    def failing(self, items: ItemList, body: Piece, asking: Asking, owners: Mask) -> Mapping[int, Sequence[int]]:
        """By owner, where in its list the items stand that fail; not for whom it cannot be told which ones count."""
        left, lost = self._of_owners(owners), self._lost | self._absent
        for _, condition in items.conditions:
            holds, fails = self.told(condition, asking, left)
            lost |= self._owning(left & ~holds & ~fails)
            left = holds
        fails = self.told(body, asking, left)[1]
        found: dict[int, list[int]] = {at: [] for at in Selection(owners & ~lost, self._outer.size).positions}
        for position in Selection(fails, self.size).positions:
            owner = self._owners[position]
            if owner in found:
                found[owner].append(position - bisect_left(self._owners, owner))
        return found

    @property
    def tree(self) -> AskedTree:
        """What is read of the items."""
        return self._kinds.tree

    def sees(self, tree: AskedTree) -> bool:
        """Whether all of this is read of the items."""
        return _holds(self._kinds.tree, tree)

    def _of_owners(self, mask: Mask) -> Mask:
        """The items of these owners."""
        if not self.covers & ~mask:
            return everything(self.size)
        flags = Selection(mask, self._outer.size).flags
        return mask_where(bytes(map(flags.__getitem__, self._owners)), _AS_DIGITS)

    def _owning(self, mask: Mask) -> Mask:
        """The owners of these items."""
        return mask_of(Selection(mask, self.size).of(self._owners), self._outer.size) if mask else 0

    def knows(self, variable: str) -> bool:
        """Whether it is one of the items, or known further out."""
        return variable in self._names or self._outer.knows(variable)

    def common(self, reads: AskedTree) -> Mapping[str, Any]:
        """What is the same further out."""
        return self._outer.common(reads)

    def made(self, variable: str, name: str, tree: AskedTree | None) -> Column:
        """A column of the items, or of their owners."""
        if variable not in self._names:
            return OuterColumn(self._outer.column(variable, name, tree), self._owners, self._outer.size)
        return ItemColumn(self._kinds.part(name, tree), self._numbers)

    def raw(self, variable: str, name: str, tree: AskedTree) -> tuple[Column, Coder] | None:
        """One fact of the items or of their owners."""
        if variable not in self._names:
            outer = self._outer.raw(variable, name, tree)
            return None if outer is None else (OuterColumn(outer[0], self._owners, self._outer.size), outer[1])
        coder = self._kinds.coder(name)
        return None if coder is None else (RawItemColumn(self._kinds, name, self._numbers), coder)


_AS_DIGITS = bytes(b"01"[min(value, 1)] for value in range(256))


def _texts(params: Iterable[ParamValue], asking: Asking, piece: Piece) -> Iterable[str]:
    """The texts among the parameters of a piece, and the day where it names it."""
    several = (each if isinstance(each, tuple) else (each,) for each in params)
    yield from (text for values in several for text in values if isinstance(text, str))
    yield from (asking.evaluator.as_of.isoformat(),) if AS_OF in piece.text else ()


def values_of(params: Params, names: Iterable[str]) -> tuple[Any, ...]:
    """The parameters of these names; a number is not the truth value that equals it."""
    return tuple((name, type(params[name]), params[name]) for name in sorted(names))

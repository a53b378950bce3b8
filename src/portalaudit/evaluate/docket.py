"""Questions asked of all subjects of one kind, each answer shared between those that an expression cannot tell apart.

An expression is pure, so its answer depends only on what it sees. Where there are many subjects it is taken apart, and
each piece is asked once for everything that the piece can see. Where the pieces give neither yes nor no, the expression
is asked as a whole, so that what is missing is told as CEL tells it.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from portalaudit.evaluate.answers import Answers, Told, Undetermined
from portalaudit.evaluate.columns import Coders
from portalaudit.evaluate.frames import Asking, Frame, Params, values_of
from portalaudit.evaluate.record_columns import RecordColumns
from portalaudit.evaluate.record_reads import facts, frozen
from portalaudit.evaluate.selection import Mask, Selection
from portalaudit.evaluate.subject_columns import Column, KeyColumn, PresenceColumn
from portalaudit.inventory.subjects import Subjects
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.expressions import Expression
from portalaudit.policy.readtree import AskedTree, Route
from portalaudit.policy.scope import KEY, PRACTICE

if TYPE_CHECKING:
    from portalaudit.policy.splitting import Piece

FEW_SUBJECTS = 150
"""Up to so many an expression is asked whole: taking it apart takes as long as asking it a few times."""

MANY_ACCOUNTS = 500
"""From so many on, a portal or a review has long lists of them."""


class Docket(Frame):
    """The subjects of one kind, and every question that was asked of them."""

    def __init__(self, coders: Coders, subjects: Subjects, variable: str, evaluator: Evaluator) -> None:
        super().__init__(coders, len(subjects.records))
        self._subjects, self._variable, self._evaluator = subjects, variable, evaluator
        self._facts = RecordColumns(coders, subjects.records)
        self._pieces: dict[str, Piece] = {}
        self._wholes: dict[Any, Answers] = {}
        self._practice: dict[Any, Mapping[str, Any]] = {}
        accounts = len(coders.world.inventory.tables["accounts"].records)
        self.has_long_lists = self.size <= FEW_SUBJECTS and accounts >= MANY_ACCOUNTS

    def answers(self, expression: Expression, params: Params, among: Mask) -> Told:
        """For which of these subjects an expression holds, and for which not. For the others it cannot be told."""
        if not among:
            return 0, 0
        if self._is_asked_whole(expression):
            return self._whole(expression, params).told(among)
        holds, fails = self._in_pieces(expression, params, among)
        left = among & ~holds & ~fails
        if left:
            more = self._whole(expression, params).told(left)
            return holds | more[0], fails | more[1]
        return holds, fails

    def holding(self, expression: Expression, params: Params, among: Mask) -> Mask:
        """For which of these subjects an expression surely holds, where no one asks why for others it does not."""
        if self._is_asked_whole(expression):
            return self.answers(expression, params, among)[0]
        return self._in_pieces(expression, params, among)[0]

    def failing(self, check: Expression, params: Params, among: Mask) -> Mapping[int, Sequence[Record]]:
        """The records in a check's list that fail it, by position; nothing where only whole lists were asked."""
        if self._is_asked_whole(check):
            return {}
        piece = self._piece(check)
        places = self.failing_items(piece, Asking(check, params, self._evaluator), among)
        route = piece.items.route if piece.items else ()
        return {at: self._picked(self._subjects.records[at], route[1:], every) for at, every in places.items()}

    def _picked(self, found: Any, route: Route, places: Sequence[int]) -> Sequence[Record]:
        """The records at these places of the list at the end of a route."""
        for name in route:
            found = self._coders.world.value(found, name)
        return [found[place] for place in places]

    def undetermined(self, expression: Expression, params: Params) -> Mapping[int, Undetermined]:
        """Why an expression cannot be told, by position, for the subjects of which it was asked."""
        return self._whole(expression, params).undetermined

    def forget(self, names: Iterable[str]) -> None:
        """Give back the memory of facts that no question will read any more, and of what facts lead to.

        What is read of the people behind accounts is nearly each rule's own. Few subjects take no memory to speak of.
        """
        if self.size <= FEW_SUBJECTS and not self.has_long_lists:
            return
        gone = {(self._variable, name) for name in names}
        self.leave_items()
        for _, name in gone:
            self._facts.forget(name)
        leading = {key for key, column in self._columns.items() if column.leads_on}
        for key in [key for key in self._columns if key[:2] in gone or key in leading]:
            del self._columns[key]
        for every in (self._wholes, self._parts):
            for key in [key for key, one in every.items() if not gone.isdisjoint(one.facts)]:
                del every[key]
            for one in every.values():
                if one.leads_on:
                    one.rest()

    def _is_asked_whole(self, expression: Expression) -> bool:
        """Whether taking an expression apart would take longer than asking it of each subject."""
        return self.size <= FEW_SUBJECTS and not (self.has_long_lists and _reads_lists(expression))

    def _in_pieces(self, expression: Expression, params: Params, among: Mask) -> Told:
        return self.told(self._piece(expression), Asking(expression, params, self._evaluator), among)

    def _piece(self, expression: Expression) -> "Piece":
        piece = self._pieces.get(expression.text)
        if piece is None:
            piece = self._pieces[expression.text] = self._evaluator.pieces(expression)
        return piece

    def _whole(self, expression: Expression, params: Params) -> Answers:
        key = expression.text, values_of(params, expression.params)
        found = self._wholes.get(key)
        if found is None:
            many = self.size > FEW_SUBJECTS
            reads = self._evaluator.asked_of(expression) if many else expression.reads
            question = self._evaluator.prepare(expression, params)
            found = self._wholes[key] = Answers(question, partial(self.view, reads), self.size, keeps_undetermined=True)
        return found

    def knows(self, variable: str) -> bool:
        """Whether it is the subject, the practice or a group's key."""
        return variable in (self._variable, KEY, PRACTICE)

    def made(self, variable: str, name: str, tree: AskedTree | None) -> Column:
        """A column of the subjects."""
        if variable == KEY:
            return KeyColumn(self._subjects.records)
        if tree is None:
            return PresenceColumn(self.column(variable, name, {}))
        return self._facts.column(name, tree)

    def values(self, variable: str, name: str, chosen: Selection) -> Sequence[Value] | None:
        """What one fact of the subjects gives; None for the practice, which is the same for all."""
        return self._facts.values(name, chosen) if variable == self._variable else None

    def common(self, reads: AskedTree) -> Mapping[str, Any]:
        """What is seen of the practice."""
        if PRACTICE not in reads or self._variable == PRACTICE:
            return {}
        key = frozen(reads[PRACTICE])
        if key not in self._practice:
            world = self._coders.world
            practice = world.inventory.practice
            self._practice[key] = {PRACTICE: facts(world, practice, reads[PRACTICE] or {}) if practice else {}}
        return self._practice[key]


def _reads_lists(expression: Expression) -> bool:
    return ".all(" in expression.text or ".exists(" in expression.text

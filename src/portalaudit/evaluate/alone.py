"""Questions asked of each subject on its own: what sharing answers must come to."""

from collections.abc import Iterable, Mapping, Sequence

from portalaudit.evaluate.answers import Told, Undetermined
from portalaudit.evaluate.frames import Params
from portalaudit.evaluate.record_reads import facts
from portalaudit.evaluate.selection import Mask, Selection, mask_of
from portalaudit.inventory.subjects import Subjects
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import World
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.expressions import Expression
from portalaudit.policy.scope import KEY, PRACTICE


class Alone:
    """The subjects of one kind, each asked everything anew."""

    def __init__(self, world: World, subjects: Subjects, variable: str, evaluator: Evaluator) -> None:
        self._world, self._subjects, self._variable, self._evaluator = world, subjects, variable, evaluator
        self._undetermined: dict[int, Undetermined] = {}

    def answers(self, expression: Expression, params: Params, among: Mask) -> Told:
        """For which of these subjects an expression holds, and for which not. For the others it cannot be told."""
        size = len(self._subjects.records)
        question = self._evaluator.prepare(expression, params)
        found = {at: question.evaluate(self._seen(at, expression)) for at in Selection(among, size).positions}
        self._undetermined = {at: one for at, one in found.items() if one is not True and one is not False}
        holds, fails = (mask_of((at for at, one in found.items() if one is wanted), size) for wanted in (True, False))
        return holds, fails

    def holding(self, expression: Expression, params: Params, among: Mask) -> Mask:
        """For which of these subjects an expression surely holds."""
        return self.answers(expression, params, among)[0]

    def undetermined(self, expression: Expression, params: Params) -> Mapping[int, Undetermined]:
        """Why an expression cannot be told, by position."""
        self.answers(expression, params, (1 << len(self._subjects.records)) - 1)
        return self._undetermined

    def failing(self, _check: Expression, _params: Params, _among: Mask) -> Mapping[int, Sequence[Record]]:
        """Nothing is known: no list was asked of item by item."""
        return {}

    def forget(self, names: Iterable[str]) -> None:
        """Nothing is remembered of any fact."""

    def _seen(self, position: int, expression: Expression) -> Mapping[str, object]:
        """What an expression sees of a subject."""
        reads, record, practice = expression.reads, self._subjects.records[position], self._world.inventory.practice
        found: dict[str, object] = {self._variable: facts(self._world, record, reads.get(self._variable, {}))}
        if PRACTICE in reads and self._variable != PRACTICE:
            found[PRACTICE] = facts(self._world, practice, reads[PRACTICE]) if practice else {}
        return {**found, KEY: list(record.key)} if KEY in reads else found

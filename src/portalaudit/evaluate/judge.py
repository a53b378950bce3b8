"""Every rule asked of each of its subjects.

An expression's answer depends only on the facts that it reads. A hundred thousand accounts have a few hundred distinct
combinations of those, so each combination is judged once and the answer shared.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from portalaudit.evaluate.findings import Answer, Writer
from portalaudit.evaluate.not_enough import written_later
from portalaudit.evaluate.reading import ReadTree, facts, keys
from portalaudit.inventory.world import Subjects, World
from portalaudit.model import Severity, Status
from portalaudit.model.report import STATUSES, Ruling
from portalaudit.model.values import replace
from portalaudit.policy.evaluation import Evaluator, Failure, Missing, Outcome, Question
from portalaudit.policy.rules import Rule
from portalaudit.policy.scope import KEY, PRACTICE

_PASS = STATUSES.index(Status.PASS)
_NOT_APPLICABLE = STATUSES.index(Status.NOT_APPLICABLE)


def subjects_of(rule: Rule, world: World) -> Subjects:
    """What a rule is asked of."""
    return world.groups(rule.group_by) if rule.group_by else world.subjects(rule.variable)


def judge(
    rules: Sequence[Rule], world: World, evaluator: Evaluator, *, share: bool = True, forget: bool = True
) -> Iterator[Ruling]:
    """One ruling for each rule, in the order given.

    With `share=False` every subject is evaluated on its own; the rulings are the same, later. With `forget` a derived
    fact is dropped after the last rule that reads it.
    """
    left = Counter(fact for rule in rules for fact in _read_of_subject(rule))
    for rule in rules:
        yield _ruling(rule, world, evaluator, share=share)
        left.subtract(_read_of_subject(rule))
        for variable, name in _read_of_subject(rule):
            if forget and not left[variable, name] and not rule.group_by:
                for each in filter(None, (world, world.other)):
                    each.forget(variable, name)


def _ruling(rule: Rule, world: World, evaluator: Evaluator, *, share: bool) -> Ruling:
    """The answers of one rule; not known where the two readings of a day give different ones."""
    bench = _Bench(rule, world, evaluator, share=share)
    ruling = bench.ruling()
    if world.other is None:
        return ruling
    world.other.waiving = world.waiving
    other = _Bench(rule, world.other, evaluator, share=share).ruling()
    answers = dict(zip(other.subjects.ids, other.outcomes, strict=True))
    known = zip(ruling.subjects.ids, ruling.outcomes, strict=True)
    in_doubt = (not _agree(outcome, answers.get(name, outcome)) for name, outcome in known)
    return bench.doubted(ruling, [position for position, doubt in enumerate(in_doubt) if doubt])


def _agree(first: int, second: int) -> bool:
    """Whether two outcomes say the same; that a rule does not apply says no less than that it holds."""
    clean = (_PASS, _NOT_APPLICABLE)
    return first == second or (first in clean and second in clean)


def _read_of_subject(rule: Rule) -> list[tuple[str, str]]:
    """The facts that a rule reads of its subjects."""
    return [(rule.variable, name) for name in rule.reads.get(rule.variable, {})]


class _Bench:
    """One rule, its subjects, and its expressions made ready.

    The work goes in three steps, each for fewer subjects: does the rule apply, does what it requires hold, and how
    severe is a finding. A fact that only a later step reads is never computed for a subject that does not get there.
    """

    def __init__(self, rule: Rule, world: World, evaluator: Evaluator, *, share: bool) -> None:
        self.rule = rule
        self.world = world
        self.share = share
        self.subjects = subjects_of(rule, world)
        self.when = evaluator.prepare(rule.when, rule.params) if rule.when else None
        self.evaluator = evaluator
        self.checks = [evaluator.prepare(check.asked.holds, rule.params) for check in rule.checks]
        self.together = evaluator.prepare(rule.together, rule.params) if rule.together else None
        self.changes = [
            (evaluator.prepare(change.when, rule.params), change.severity)
            for change in (*rule.escalate, *rule.downgrade)
        ]
        self.writer = Writer(rule, self.subjects, world, evaluator)
        self.outcomes = bytearray([_NOT_APPLICABLE]) * len(self.subjects.records)
        self.findings: dict[int, Answer] = {}

    def ruling(self) -> Ruling:
        """The rule's answers for all subjects."""
        concerned: Sequence[int] = range(len(self.subjects.records))
        if self.when is not None:
            concerned, _ = self._step(self.when, concerned)
        for position, failed in self._checked(concerned):
            self._answer(position, failed)
        return Ruling(
            rule=self.rule.summary,
            subjects=self.subjects.listed,
            outcomes=bytes(self.outcomes),
            verdicts={
                position: self.writer.verdict(position, self.findings[position]) for position in sorted(self.findings)
            },
            evidence=self.writer.evidence,
        )

    def doubted(self, ruling: Ruling, positions: Sequence[int]) -> Ruling:
        """The ruling with these answers not known, because what was written later leaves them open."""
        if not positions:
            return ruling
        outcomes, verdicts = bytearray(ruling.outcomes), dict(ruling.verdicts)
        for position in positions:
            outcomes[position] = STATUSES.index(Status.UNKNOWN)
            verdict = self.writer.verdict(position, Answer(Status.UNKNOWN, self.rule.severity))
            message = written_later(self.world.calendar.as_of)
            verdicts[position] = replace(verdict, message=message, left_open=True)
        return replace(ruling, outcomes=bytes(outcomes), verdicts=dict(sorted(verdicts.items())))

    def _answer(self, position: int, answer: Answer) -> None:
        self.findings[position] = answer
        self.outcomes[position] = STATUSES.index(answer.status)

    def _step(self, question: Question, positions: Sequence[int]) -> tuple[list[int], list[int]]:
        """The positions for which a question holds, and those for which it does not.

        A subject for which it cannot be told gets its answer here and is in neither.
        """
        told = list(zip(positions, self._asked(question, positions), strict=True))
        holds = [position for position, outcome in told if outcome is True]
        fails = [position for position, outcome in told if outcome is False]
        if len(holds) + len(fails) < len(told):
            for position, outcome in told:
                if outcome is not True and outcome is not False:
                    self._answer(position, self._untold(outcome))
        return holds, fails

    def _checked(self, positions: Sequence[int]) -> Iterator[tuple[int, Answer]]:
        """The answer for each position that does not pass; the others are noted as passes."""
        if self.together is not None:
            positions = self._not_passing(self.together, positions)
        every = [self._asked(check, positions) for check in self.checks]
        failed: dict[int, Answer] = {}
        all_hold = (True,) * len(every)
        for position, outcomes in zip(positions, zip(*every, strict=True), strict=True):
            if outcomes == all_hold:
                self.outcomes[position] = _PASS
                continue
            answer = self._of(outcomes)
            if answer.status is Status.FAIL:
                failed[position] = answer
            else:
                yield position, answer
        for position, severity in self._weighed(list(failed)):
            yield position, replace(failed[position], severity=severity or failed[position].severity)

    def _not_passing(self, together: Question, positions: Sequence[int]) -> list[int]:
        """The positions for which not every check holds; the others are noted as passes."""
        told = list(zip(positions, self._asked(together, positions), strict=True))
        for position, outcome in told:
            if outcome is True:
                self.outcomes[position] = _PASS
        return [position for position, outcome in told if outcome is not True]

    def _of(self, outcomes: tuple[Outcome, ...]) -> Answer:
        """What the outcomes of all checks of a subject come to, where not all of them hold."""
        failed = tuple(index for index, outcome in enumerate(outcomes) if outcome is False)
        untold = tuple(index for index, outcome in enumerate(outcomes) if outcome not in (True, False))
        missing = dict.fromkeys(name for one in outcomes if isinstance(one, Missing) for name in one.names)
        if failed:
            severities = (self.rule.checks[index].severity or self.rule.severity for index in failed)
            worst = min(severities, key=lambda severity: severity.rank)
            return Answer(Status.FAIL, worst, tuple(missing), failed=failed, untold=untold)
        failure = next((one for one in outcomes if isinstance(one, Failure)), None)
        answer = self._untold(failure or Missing(tuple(missing)))
        return replace(answer, untold=untold)

    def _weighed(self, failed: Sequence[int]) -> Iterator[tuple[int, Severity | None]]:
        """The severity of each fail: of the first change whose condition holds, raising ones before lowering ones.

        A condition that cannot be told changes nothing; None where none of them holds.
        """
        left = list(failed)
        for condition, severity in self.changes:
            outcomes = self._asked(condition, left)
            yield from ((position, severity) for position, told in zip(left, outcomes, strict=True) if told is True)
            left = [position for position, told in zip(left, outcomes, strict=True) if told is not True]
        yield from ((position, None) for position in left)

    def _asked(self, question: Question, positions: Sequence[int]) -> list[Outcome]:
        """The outcome at each position; subjects that the expression cannot tell apart are evaluated once."""
        reads = question.expression.reads
        tree: ReadTree = reads.get(self.rule.variable, {})
        common = self._common(reads)
        found = list(self._keys(reads, tree, positions))
        first = dict(zip(reversed(found), reversed(positions), strict=True))
        known = {key: question.evaluate(self._activation(first[key], tree, common)) for key in dict.fromkeys(found)}
        return list(map(known.__getitem__, found))

    def _keys(self, reads: ReadTree, tree: ReadTree, positions: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        if not self.share:
            return ((position,) for position in positions)
        columns = [self.world.cells(self.subjects, name, positions) for name in tree]
        trees = list(tree.values())
        if KEY in reads:
            columns.append([self.subjects.records[position].key for position in positions])
            trees.append({})
        return keys(self.world, columns, trees) if columns else itertools.repeat((), len(positions))

    def _common(self, reads: ReadTree) -> dict[str, Any]:
        """What all subjects share: the practice."""
        practice = self.world.inventory.practice
        if PRACTICE not in reads or self.rule.variable == PRACTICE:
            return {}
        return {PRACTICE: facts(self.world, practice, reads[PRACTICE]) if practice else {}}

    def _activation(self, position: int, tree: ReadTree, common: Mapping[str, Any]) -> Mapping[str, Any]:
        record = self.subjects.records[position]
        kept = self.world.kept(self.subjects, position, tree)
        found = {**common, self.rule.variable: facts(self.world, record, tree, kept=kept)}
        if self.rule.group_by:
            found[KEY] = list(record.key)
        return found

    def _untold(self, outcome: Missing | Failure) -> Answer:
        if isinstance(outcome, Missing):
            return Answer(Status.UNKNOWN, self.rule.severity, missing=outcome.names)
        return Answer(Status.ERROR, self.rule.severity, failure=outcome.text)

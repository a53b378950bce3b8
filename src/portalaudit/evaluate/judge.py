"""Every rule asked of each of its subjects.

An expression's answer depends only on the facts that it reads. A hundred thousand accounts have a few hundred distinct
combinations of those, so each combination is judged once and the answer shared.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portalaudit.evaluate.reading import Freezer, ReadTree, facts
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value, World
from portalaudit.model import Place, Related, Severity, Status, Subject, Verdict, fingerprint
from portalaudit.model.report import STATUSES, Ruling
from portalaudit.policy.evaluation import Evaluator, Failure, Missing, Outcome, Question
from portalaudit.policy.readtree import Route
from portalaudit.policy.rules import Rule
from portalaudit.policy.scope import AS_OF, KEY, PARAMS, PRACTICE


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says of every subject with the same facts."""

    status: Status
    severity: Severity
    missing: tuple[str, ...] = ()
    failure: str = ""


def judge(rules: Sequence[Rule], world: World, evaluator: Evaluator, *, share: bool = True) -> Iterator[Ruling]:
    """One ruling for each rule, in the order given.

    With `share=False` every subject is evaluated on its own; the rulings are the same, later.
    """
    for rule in rules:
        yield _Bench(rule, world, evaluator, share=share).ruling()


class _Bench:
    """One rule, its subjects, and its expressions made ready.

    The work goes in three steps, each for fewer subjects: does the rule apply, does what it requires hold, and how
    severe is a finding. A fact that only a later step reads is never computed for a subject that does not get there.
    """

    def __init__(self, rule: Rule, world: World, evaluator: Evaluator, *, share: bool) -> None:
        self.rule = rule
        self.world = world
        self.share = share
        self.freezer = Freezer(world)
        self.subjects = world.groups(rule.group_by) if rule.group_by else world.subjects(rule.variable)
        self.when = evaluator.prepare(rule.when, rule.params) if rule.when else None
        self.require = evaluator.prepare(rule.require, rule.params)
        self.changes = [
            (evaluator.prepare(change.when, rule.params), change.severity)
            for change in (*rule.escalate, *rule.downgrade)
        ]

    def ruling(self) -> Ruling:
        """The rule's answers for all subjects."""
        everybody = range(len(self.subjects.records))
        answers = [Answer(Status.NOT_APPLICABLE, self.rule.severity)] * len(everybody)
        concerned = self._step(self.when, everybody, answers, Status.NOT_APPLICABLE) if self.when else everybody
        passed = self._step(self.require, concerned, answers, Status.FAIL)
        for position in passed:
            answers[position] = Answer(Status.PASS, self.rule.severity)
        self._weigh([p for p in concerned if answers[p].status is Status.FAIL], answers)
        found = [p for p, answer in enumerate(answers) if answer.status.is_finding]
        codes = {answer: STATUSES.index(answer.status) for answer in set(answers)}
        return Ruling(
            rule=self.rule.summary,
            subjects=self.subjects.listed,
            outcomes=bytes([codes[answer] for answer in answers]),
            verdicts={position: self._verdict(position, answers[position]) for position in found},
        )

    def _step(
        self, question: Question, positions: Sequence[int], answers: list[Answer], when_false: Status
    ) -> list[int]:
        """Ask one question of the subjects at these positions; give those for which it holds, answer the others."""
        holds = []
        for position, result in zip(positions, self._asked(question, positions), strict=True):
            if result is True:
                holds.append(position)
            else:
                answers[position] = self._other(result, when_false)
        return holds

    def _weigh(self, failed: Sequence[int], answers: list[Answer]) -> None:
        """Give each fail its severity: the first change whose condition holds, raising ones before lowering ones.

        A condition that cannot be told changes nothing.
        """
        left = list(failed)
        for condition, severity in self.changes:
            results = list(zip(left, self._asked(condition, left), strict=True))
            for position, result in results:
                if result is True:
                    answers[position] = Answer(Status.FAIL, severity)
            left = [position for position, result in results if result is not True]

    def _asked(self, question: Question, positions: Sequence[int]) -> Iterator[Outcome]:
        """The outcome at each position; subjects that the expression cannot tell apart are evaluated once."""
        tree: ReadTree = question.expression.reads.get(self.rule.variable, {})
        common = self._common(question.expression.reads)
        known: dict[tuple[Any, ...], Outcome] = {}
        for position, key in zip(positions, self._keys(question, tree, positions), strict=True):
            outcome = known.get(key)
            if outcome is None:
                outcome = known[key] = question.evaluate(self._activation(position, tree, common))
            yield outcome

    def _keys(self, question: Question, tree: ReadTree, positions: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        if not self.share:
            return ((position,) for position in positions)
        columns = [self.world.cells(self.subjects, name, positions) for name in tree]
        trees = list(tree.values())
        if KEY in question.expression.reads:
            columns.append([self.subjects.records[position].key for position in positions])
            trees.append({})
        return self.freezer.keys(columns, trees) if columns else itertools.repeat((), len(positions))

    def _common(self, reads: ReadTree) -> dict[str, Any]:
        """What all subjects share: the practice."""
        practice = self.world.inventory.practice
        if practice is None or PRACTICE not in reads or self.rule.variable == PRACTICE:
            return {}
        return {PRACTICE: facts(self.world, practice, reads[PRACTICE])}

    def _activation(self, position: int, tree: ReadTree, common: Mapping[str, Any]) -> Mapping[str, Any]:
        record = self.subjects.records[position]
        found = {**common, self.rule.variable: facts(self.world, record, tree)}
        if self.rule.group_by:
            found[KEY] = list(record.key)
        return found

    def _other(self, result: Outcome, when_false: Status) -> Answer:
        if isinstance(result, Missing):
            return Answer(Status.UNKNOWN, self.rule.severity, missing=result.names)
        if isinstance(result, Failure):
            return Answer(Status.ERROR, self.rule.severity, failure=result.text)
        return Answer(when_false, self.rule.severity)

    def _verdict(self, position: int, answer: Answer) -> Verdict:
        record = self.subjects.records[position]
        subject = Subject(self.rule.variable, self.subjects.ids[position])
        place, related = self._places(position, record, answer)
        return Verdict(
            rule=self.rule.id,
            subject=subject,
            status=answer.status,
            severity=answer.severity,
            message=self._message(record, answer),
            place=place,
            fingerprint=fingerprint(self.rule.id, self._practice_id(), subject),
            related=related,
            missing=answer.missing,
        )

    def _practice_id(self) -> str:
        practice = self.world.inventory.practice
        return practice.id if practice else ""

    def _message(self, record: Record, answer: Answer) -> str:
        if answer.status is Status.UNKNOWN:
            return f"cannot be told, because the inventory does not give {', '.join(answer.missing)}"
        if answer.status is Status.ERROR:
            return f"the rule could not be evaluated: {answer.failure}"
        return self.rule.message.render(lambda route: self._lookup(record, route))

    def _lookup(self, record: Record, route: Route) -> Value:
        variable, *names = route
        if variable == PARAMS:
            return self.rule.params[names[0]]
        if variable in (AS_OF, KEY):
            return self.world.calendar.as_of.isoformat() if variable == AS_OF else record.key
        value = record if variable == self.rule.variable else self.world.inventory.practice
        for name in names:
            value = _step(self.world, value, name)
        return value

    def _places(self, position: int, record: Record, answer: Answer) -> tuple[Place, tuple[Related, ...]]:
        if answer.status is Status.UNKNOWN:
            place, subject = self._missing_place(position, record, answer.missing), self.subjects.place(position)
            return place, () if place == subject else (Related(subject, "needed here"),)
        places = self.world.places(record, self.rule.point_at) or [self.subjects.place(position)]
        more = [Related(place, "here too") for place in places[1:]]
        for second in self.rule.related:
            more += [Related(place, second.label) for place in self.world.places(record, second.point_at)]
        return places[0], tuple(dict.fromkeys(r for r in more if r.place != places[0]))

    def _missing_place(self, position: int, record: Record, missing: Sequence[str]) -> Place:
        """Where the first missing fact would be written."""
        for name in missing:
            variable, *route = name.split(".")
            if variable == self.rule.variable and route:
                places = self.world.places(record, tuple(route))
                if places:
                    return places[0]
        return self.subjects.place(position)


def _step(world: World, value: Value, name: str) -> Value:
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(found for item in value if (found := world.value(item, name)) is not None)
    return world.value(value, name)

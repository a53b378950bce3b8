"""Every rule asked of each of its subjects.

An expression's answer depends only on the facts that it reads. A hundred thousand accounts have a few hundred distinct
combinations of those, so each combination is judged once and the answer shared.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portalaudit.evaluate.reading import ReadTree, facts, keys
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value, World
from portalaudit.model import Place, Related, Severity, Status, Subject, Verdict, fingerprint
from portalaudit.model.report import STATUSES, Ruling, SubjectList
from portalaudit.policy.evaluation import Evaluator, Failure, Missing, Outcome
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
        yield _Bench(rule, world, evaluator).ruling(share=share)


class _Bench:
    """One rule, its subjects, and the evaluation of its expressions."""

    def __init__(self, rule: Rule, world: World, evaluator: Evaluator) -> None:
        self.rule = rule
        self.world = world
        self.when = evaluator.prepare(rule.when, rule.params) if rule.when else None
        self.require = evaluator.prepare(rule.require, rule.params)
        self.changes = [
            (evaluator.prepare(change.when, rule.params), change.severity)
            for change in (*rule.escalate, *rule.downgrade)
        ]
        self.subjects = world.groups(rule.group_by) if rule.group_by else world.subjects(rule.variable)
        self.tree: ReadTree = rule.reads.get(rule.variable, {})
        self.common = self._common()

    def _common(self) -> dict[str, Any]:
        """What all subjects share: the practice."""
        found: dict[str, Any] = {}
        practice = self.world.inventory.practice
        if practice is not None and self.rule.variable != PRACTICE:
            found[PRACTICE] = facts(self.world, practice, self.rule.reads.get(PRACTICE, {}))
        return found

    def ruling(self, *, share: bool) -> Ruling:
        answers = self._shared() if share else [self._answer(record) for record in self.subjects.records]
        codes = {answer: STATUSES.index(answer.status) for answer in set(answers)}
        verdicts = {
            position: self._verdict(position, answer)
            for position, answer in enumerate(answers)
            if answer.status.is_finding
        }
        subjects = SubjectList(self.rule.variable, self.subjects.ids, self.subjects.place)
        return Ruling(self.rule.summary, subjects, bytes(codes[answer] for answer in answers), verdicts)

    def _shared(self) -> list[Answer]:
        known: dict[tuple[Any, ...], Answer] = {}
        answers = []
        for key, record in zip(self._keys(), self.subjects.records, strict=True):
            answer = known.get(key)
            if answer is None:
                answer = known[key] = self._answer(record)
            answers.append(answer)
        return answers

    def _keys(self) -> Sequence[tuple[Any, ...]]:
        columns = [self._column(name) for name in self.tree]
        trees = list(self.tree.values())
        if KEY in self.rule.reads:
            columns.append([record.key for record in self.subjects.records])
            trees.append({})
        return keys(self.world, columns, trees) if columns else [()] * len(self.subjects.records)

    def _column(self, name: str) -> Sequence[Value]:
        if self.rule.group_by:
            return [self.world.value(record, name) for record in self.subjects.records]
        return self.world.column(self.rule.variable, name)

    def _activation(self, record: Record) -> Mapping[str, Any]:
        found = {**self.common, self.rule.variable: facts(self.world, record, self.tree)}
        if self.rule.group_by:
            found[KEY] = list(record.key)
        return found

    def _answer(self, record: Record) -> Answer:
        activation = self._activation(record)
        applies = self.when.evaluate(activation) if self.when else True
        if applies is not True:
            return self._other(applies, Status.NOT_APPLICABLE)
        holds = self.require.evaluate(activation)
        if holds is True:
            return Answer(Status.PASS, self.rule.severity)
        answer = self._other(holds, Status.FAIL)
        return replace(answer, severity=self._severity(activation)) if answer.status is Status.FAIL else answer

    def _other(self, result: Outcome, when_false: Status) -> Answer:
        if isinstance(result, Missing):
            return Answer(Status.UNKNOWN, self.rule.severity, missing=result.names)
        if isinstance(result, Failure):
            return Answer(Status.ERROR, self.rule.severity, failure=result.text)
        return Answer(when_false, self.rule.severity)

    def _severity(self, activation: Mapping[str, Any]) -> Severity:
        """The rule's severity, raised by the first `escalate` that holds, else lowered by the first `downgrade`.

        A condition that cannot be told changes nothing.
        """
        for condition, severity in self.changes:
            if condition.evaluate(activation) is True:
                return severity
        return self.rule.severity

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

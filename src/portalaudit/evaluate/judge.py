"""Every rule asked of each of its subjects.

An expression's answer depends only on the facts that it reads. A hundred thousand accounts have a few hundred distinct
combinations of those, so each combination is judged once and the answer shared.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from portalaudit.evaluate.reading import ReadTree, facts, keys
from portalaudit.evaluate.untold import cannot_be_told
from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Subjects, Value, World
from portalaudit.model import Place, Related, Severity, Status, Subject, Verdict, fingerprint
from portalaudit.model.report import STATUSES, Ruling
from portalaudit.model.values import dataclass
from portalaudit.policy.evaluation import Evaluator, Failure, Missing, Outcome, Question
from portalaudit.policy.readtree import Route
from portalaudit.policy.rules import Rule
from portalaudit.policy.scope import AS_OF, KEY, PARAMS, PRACTICE
from portalaudit.source.masking import masked

_PASS = STATUSES.index(Status.PASS)
_NOT_APPLICABLE = STATUSES.index(Status.NOT_APPLICABLE)
MAX_RELATED = 10
"""Second places of one finding; more would hide what they are to show, and are counted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be said of a subject that needs somebody."""

    status: Status
    severity: Severity
    missing: tuple[str, ...] = ()
    failure: str = ""


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
        yield _Bench(rule, world, evaluator, share=share).ruling()
        left.subtract(_read_of_subject(rule))
        for variable, name in _read_of_subject(rule):
            if forget and not left[variable, name] and not rule.group_by:
                world.forget(variable, name)


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
        self.require = evaluator.prepare(rule.require, rule.params)
        self.changes = [
            (evaluator.prepare(change.when, rule.params), change.severity)
            for change in (*rule.escalate, *rule.downgrade)
        ]
        self.may_hold_secrets = any(file.suspected_secrets for file in world.files)
        self.outcomes = bytearray([_NOT_APPLICABLE]) * len(self.subjects.records)
        self.findings: dict[int, Answer] = {}

    def ruling(self) -> Ruling:
        """The rule's answers for all subjects."""
        concerned: Sequence[int] = range(len(self.subjects.records))
        if self.when is not None:
            concerned, _ = self._step(self.when, concerned)
        passed, failed = self._step(self.require, concerned)
        for position in passed:
            self.outcomes[position] = _PASS
        for position, severity in self._weighed(failed):
            self._answer(position, Answer(Status.FAIL, severity))
        return Ruling(
            rule=self.rule.summary,
            subjects=self.subjects.listed,
            outcomes=bytes(self.outcomes),
            verdicts={position: self._verdict(position, self.findings[position]) for position in sorted(self.findings)},
        )

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

    def _weighed(self, failed: Sequence[int]) -> Iterator[tuple[int, Severity]]:
        """The severity of each fail: of the first change whose condition holds, raising ones before lowering ones.

        A condition that cannot be told changes nothing.
        """
        left = list(failed)
        for condition, severity in self.changes:
            outcomes = self._asked(condition, left)
            yield from ((position, severity) for position, told in zip(left, outcomes, strict=True) if told is True)
            left = [position for position, told in zip(left, outcomes, strict=True) if told is not True]
        yield from ((position, self.rule.severity) for position in left)

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
        found = {**common, self.rule.variable: facts(self.world, record, tree)}
        if self.rule.group_by:
            found[KEY] = list(record.key)
        return found

    def _untold(self, outcome: Missing | Failure) -> Answer:
        if isinstance(outcome, Missing):
            return Answer(Status.UNKNOWN, self.rule.severity, missing=outcome.names)
        return Answer(Status.ERROR, self.rule.severity, failure=outcome.text)

    def _verdict(self, position: int, answer: Answer) -> Verdict:
        record = self.subjects.records[position]
        subject = Subject(self.rule.variable, self.subjects.ids[position])
        place, related, more = self._places(position, record, answer)
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
            more=more,
        )

    def _practice_id(self) -> str:
        practice = self.world.inventory.practice
        return practice.id if practice else ""

    def _message(self, record: Record, answer: Answer) -> str:
        if answer.status is Status.UNKNOWN:
            return cannot_be_told(answer.missing, {name: self._because(record, name) for name in answer.missing})
        if answer.status is Status.ERROR:
            return f"the rule could not be evaluated: {masked(answer.failure)}"
        return self.rule.message.render(lambda route: self._shown(self._lookup(record, route)))

    def _because(self, record: Record, name: str) -> str:
        """Why a fact of the subject counts as missing, where its meaning alone does not say it."""
        variable, *route = name.split(".")
        if variable != self.rule.variable or len(route) != 1:
            return ""
        if self.world.value(record, route[0]) == NEVER:
            return f"{name} is `{NEVER}`, which is not a day"
        return masked(self.world.why_unknown(record, route[0]))

    def _shown(self, value: Value) -> Value:
        """A value as a message may show it: with secrets masked, where there is any in the files."""
        if not self.may_hold_secrets:
            return value
        if isinstance(value, str):
            return masked(value)
        if isinstance(value, tuple | list):
            return tuple(map(self._shown, value))
        return {key: self._shown(each) for key, each in value.items()} if isinstance(value, dict) else value

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

    def _places(self, position: int, record: Record, answer: Answer) -> tuple[Place, tuple[Related, ...], int]:
        """Where a finding is, its second places, and how many more of those there are."""
        if answer.status is Status.UNKNOWN:
            place, subject = self._missing_place(position, record, answer.missing), self.subjects.place(position)
            is_same_line = (place.path, place.line) == (subject.path, subject.line)
            return place, () if is_same_line else (Related(subject, "needed here"),), 0
        places = self.world.places(record, self.rule.point_at) or [self.subjects.place(position)]
        more = [Related(place, "here too") for place in places[1:]]
        for second in self.rule.related:
            more += [Related(place, second.label) for place in self.world.places(record, second.point_at)]
        seconds = dict.fromkeys(second for second in more if second.place != places[0])
        return places[0], tuple(seconds)[:MAX_RELATED], max(len(seconds) - MAX_RELATED, 0)

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
        return tuple(found for item in value if (found := _step(world, item, name)) is not None)
    return world.value(value, name)

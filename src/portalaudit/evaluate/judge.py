"""Every rule asked of each of its subjects.

An expression's answer depends only on the facts that it reads. A hundred thousand accounts have a few hundred distinct
combinations of those, so each combination is judged once and the answer shared.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from portalaudit.evaluate.alone import Alone
from portalaudit.evaluate.columns import Coders, coders_of
from portalaudit.evaluate.docket import Docket
from portalaudit.evaluate.findings import Answer, Writer
from portalaudit.evaluate.not_enough import written_later
from portalaudit.evaluate.selection import Mask, Selection, everything, mask_of
from portalaudit.inventory.kept import give_back
from portalaudit.inventory.subjects import Subjects
from portalaudit.inventory.world import World
from portalaudit.model import Severity, Status
from portalaudit.model.report import STATUSES, Ruling
from portalaudit.model.values import replace
from portalaudit.policy.evaluation import Evaluator, Failure, Missing, Outcome
from portalaudit.policy.expressions import Expression
from portalaudit.policy.rules import Rule

_PASS = STATUSES.index(Status.PASS)
_NOT_APPLICABLE = STATUSES.index(Status.NOT_APPLICABLE)
_RESOLVED = STATUSES.index(Status.RESOLVED)


def subjects_of(rule: Rule, world: World) -> Subjects:
    """What a rule is asked of."""
    return world.subjects_of(rule.variable, rule.group_by)


def judge(rules: Sequence[Rule], world: World, evaluator: Evaluator, *, share: bool = True) -> Iterator[Ruling]:
    """One ruling for each rule, in the order given.

    With `share=False` every subject is evaluated on its own; the rulings are the same, later. What was worked out of a
    fact is dropped after the last rule that reads it.
    """
    court = Court(world, evaluator, share=share)
    left = Counter(fact for rule in rules for fact in _read_of_subjects(rule))
    for rule in rules:
        yield court.ruling(rule)
        left.subtract(_read_of_subjects(rule))
        court.forget(rule, [str(fact[-1]) for fact in _read_of_subjects(rule) if not left[fact]])


def _read_of_subjects(rule: Rule) -> list[tuple[object, ...]]:
    """The facts that a rule reads of its subjects, with what these are."""
    return [(rule.variable, rule.group_by, name) for name in rule.reads.get(rule.variable, {})]


class Court:
    """Where rules are asked of one practice. What one rule asked is known to the next."""

    def __init__(self, world: World, evaluator: Evaluator, *, share: bool = True) -> None:
        self._world, self._evaluator = world, evaluator
        readings = (world,) if world.other is None else (world, world.other)
        self._halls = [_Hall(each, evaluator, share=share) for each in readings]

    def ruling(self, rule: Rule) -> Ruling:
        """The answers of one rule; not known where the two readings of a day give different ones."""
        bench = _Bench(rule, self._halls[0], self._evaluator)
        ruling = bench.ruling()
        if self._world.other is None:
            return ruling
        other = _Bench(rule, self._halls[1], self._evaluator).ruling()
        answers = dict(zip(other.subjects.ids, other.outcomes, strict=True))
        known = zip(ruling.subjects.ids, ruling.outcomes, strict=True)
        in_doubt = (not _agree(outcome, answers.get(name, outcome)) for name, outcome in known)
        return bench.doubted(ruling, [position for position, doubt in enumerate(in_doubt) if doubt])

    def forget(self, rule: Rule, names: Sequence[str]) -> None:
        """Give back the memory of what was kept for this rule, and of these facts, which no rule will read any more."""
        for hall in self._halls:
            hall.docket(rule).forget(names)
            give_back(hall.world)


class _Hall:
    """One reading of a practice, with a docket for each kind of subject."""

    def __init__(self, world: World, evaluator: Evaluator, *, share: bool) -> None:
        self.world = world
        self._evaluator, self._share = evaluator, share
        self._dockets: dict[object, Docket | Alone] = {}

    @cached_property
    def _coders(self) -> Coders:
        return coders_of(self.world)

    @cached_property
    def as_recorded(self) -> "_Hall | None":
        """The same of the records as they are written; None where they are no other than those of the day."""
        world = self.world
        if world.recorded is world.inventory:
            return None
        as_of = world.calendar.as_of
        written = World(world.recorded, world.reference, as_of, world.files, world.shared, standings=world.standings)
        return _Hall(written, self._evaluator, share=self._share)

    def docket(self, rule: Rule) -> Docket | Alone:
        """Where a rule's questions are asked."""
        key = rule.variable, rule.group_by
        found = self._dockets.get(key)
        if found is None:
            subjects = subjects_of(rule, self.world)
            found = self._dockets[key] = (
                Docket(self._coders, subjects, rule.variable, self._evaluator)
                if self._share
                else Alone(self.world, subjects, rule.variable, self._evaluator)
            )
        return found


def _agree(first: int, second: int) -> bool:
    """Whether two outcomes say the same; that a rule does not apply says no less than that it holds."""
    clean = (_PASS, _NOT_APPLICABLE, _RESOLVED)
    return first == second or (first in clean and second in clean)


class _Bench:
    """One rule, its subjects, and its expressions made ready.

    The work goes in three steps, each for fewer subjects: does the rule apply, does what it requires hold, and how
    severe is a finding. A fact that only a later step reads is never computed for a subject that does not get there.
    """

    def __init__(self, rule: Rule, hall: _Hall, evaluator: Evaluator) -> None:
        self.rule = rule
        self.hall = hall
        self.world = hall.world
        self.subjects = subjects_of(rule, hall.world)
        self.size = len(self.subjects.records)
        self.docket = hall.docket(rule)
        self.writer = Writer(rule, self.subjects, hall.world, evaluator, self.docket.failing)
        self.passing: Mask = 0
        self.findings: dict[int, Answer] = {}

    def ruling(self) -> Ruling:
        """The rule's answers for all subjects."""
        concerned = everything(self.size)
        if self.rule.when is not None:
            concerned = self._concerned(self.rule.when)
        if self.rule.begun is not None:
            concerned = self._begun(self.rule.begun, concerned)
        self.findings.update(self._checked(concerned))
        self.findings.update(self._resolved())
        self.writer.expect(self.findings)
        outcomes = bytearray(self._where_passing())
        for position, answer in self.findings.items():
            outcomes[position] = STATUSES.index(answer.status)
        return Ruling(
            rule=self.rule.summary,
            subjects=self.subjects.listed,
            outcomes=bytes(outcomes),
            verdicts={
                position: self.writer.verdict(position, self.findings[position]) for position in sorted(self.findings)
            },
            evidence=self.writer.evidence,
        )

    def _where_passing(self) -> bytes:
        """The outcome of each subject where no one needs to look: it passes, or the rule does not apply."""
        flags = Selection(self.passing, self.size).flags
        return flags.translate(bytes([_NOT_APPLICABLE, _PASS, *bytes(254)]))

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

    def _concerned(self, when: Expression) -> Mask:
        """The subjects to which the rule applies. Those of whom that cannot be told get their answer here."""
        every = everything(self.size)
        holds, fails = self.docket.answers(when, self.rule.params, every)
        undetermined = every & ~holds & ~fails
        if undetermined:
            why = self.docket.undetermined(when, self.rule.params)
            for position in Selection(undetermined, self.size).positions:
                self.findings[position] = self._undetermined(why[position])
        return holds

    def _begun(self, begun: Expression, concerned: Mask) -> Mask:
        """Those to whom the rule applies; the first alone where none shows that the practice records this at all."""
        if not concerned or self.docket.answers(begun, self.rule.params, concerned)[0] or self._begun_later(begun):
            return concerned
        return 1 << (concerned.bit_length() - 1)

    def _begun_later(self, begun: Expression) -> bool:
        """Whether what is written of a later day shows that the practice records such things."""
        written = self.hall.as_recorded
        if written is None:
            return False
        docket = written.docket(self.rule)
        every = everything(len(subjects_of(self.rule, written.world).records))
        concerned = docket.answers(self.rule.when, self.rule.params, every)[0] if self.rule.when else every
        return docket.answers(begun, self.rule.params, concerned)[0] != 0

    def _checked(self, concerned: Mask) -> Iterator[tuple[int, Answer]]:
        """The answer for each subject that does not pass; the others are noted as passes."""
        params, left = self.rule.params, concerned
        if self.rule.together is not None:
            left &= ~self.docket.holding(self.rule.together, params, left)
        checks = [check.asked.holds for check in self.rule.checks]
        told = [self.docket.answers(check, params, left) for check in checks]
        passing = left
        for holds, _ in told:
            passing &= holds
        left &= ~passing
        open_ = Selection(left, self.size)
        self.passing = concerned & ~left
        every = [self._outcomes(check, one, open_) for check, one in zip(checks, told, strict=True)]
        failed: dict[int, Answer] = {}
        for position, outcomes in zip(open_.positions, zip(*every, strict=True), strict=True):
            answer = self._of(outcomes)
            if answer.status is Status.FAIL:
                failed[position] = answer
            else:
                yield position, answer
        for position, severity in self._weighed(list(failed)):
            yield position, replace(failed[position], severity=severity or failed[position].severity)

    def _resolved(self) -> Iterator[tuple[int, Answer]]:
        """Those in order of which something was looked into and decided; where that cannot be told, they pass."""
        if self.rule.resolved is not None:
            holds, _ = self.docket.answers(self.rule.resolved, self.rule.params, self.passing)
            answer = Answer(Status.RESOLVED, self.rule.severity)
            yield from ((position, answer) for position in Selection(holds, self.size).positions)

    def _outcomes(self, check: Expression, told: tuple[Mask, Mask], where: Selection) -> list[Outcome]:
        """What came of a check for each of these subjects."""
        holds, fails = (where.of(Selection(mask, self.size).flags) for mask in told)
        is_told = not where.mask & ~told[0] & ~told[1]
        why = {} if is_told else self.docket.undetermined(check, self.rule.params)
        return [
            True if one else False if other else why[position]
            for position, one, other in zip(where.positions, holds, fails, strict=True)
        ]

    def _of(self, outcomes: tuple[Outcome, ...]) -> Answer:
        """What the outcomes of all checks of a subject come to, where not all of them hold."""
        failed = tuple(index for index, outcome in enumerate(outcomes) if outcome is False)
        undetermined = tuple(index for index, outcome in enumerate(outcomes) if outcome not in (True, False))
        missing = dict.fromkeys(name for one in outcomes if isinstance(one, Missing) for name in one.names)
        if failed:
            severities = (self.rule.checks[index].severity or self.rule.severity for index in failed)
            worst = min(severities, key=lambda severity: severity.rank)
            return Answer(Status.FAIL, worst, tuple(missing), failed=failed, undetermined=undetermined)
        failure = next((one for one in outcomes if isinstance(one, Failure)), None)
        answer = self._undetermined(failure or Missing(tuple(missing)))
        return replace(answer, undetermined=undetermined)

    def _weighed(self, failed: Sequence[int]) -> Iterator[tuple[int, Severity | None]]:
        """The severity of each fail: of the first change whose condition holds, raising ones before lowering ones.

        A condition that cannot be told changes nothing; None where none of them holds.
        """
        left = mask_of(failed, self.size)
        for change in (*self.rule.escalate, *self.rule.downgrade):
            holds, _ = self.docket.answers(change.when, self.rule.params, left)
            yield from ((position, change.severity) for position in Selection(holds, self.size).positions)
            left &= ~holds
        yield from ((position, None) for position in Selection(left, self.size).positions)

    def _undetermined(self, outcome: Missing | Failure) -> Answer:
        if isinstance(outcome, Missing):
            return Answer(Status.UNKNOWN, self.rule.severity, missing=outcome.names)
        return Answer(Status.ERROR, self.rule.severity, failure=outcome.text)

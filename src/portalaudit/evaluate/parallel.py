"""Rules asked by several processes at once. The rulings are those of one process, sooner."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from portalaudit.evaluate.findings import Writer
from portalaudit.evaluate.judge import Court, judge, subjects_of
from portalaudit.inventory.world import World
from portalaudit.model import Verdict
from portalaudit.model.report import Ruling
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.rules import Rule
from portalaudit.source import workers

MANY_SUBJECTS = 20_000
"""Below this many accounts, starting workers takes longer than they save."""


def judge_with(jobs: int, rules: Sequence[Rule], world: World, evaluator: Evaluator) -> Iterator[Ruling]:
    """One ruling for each rule, in the order given, by up to `jobs` processes where that helps."""
    is_big = len(world.subjects("account").ids) >= MANY_SUBJECTS
    if jobs < 2 or not is_big or not workers.can_fork():
        yield from judge(rules, world, evaluator)
        return
    # Made before the workers are forked, so that all have them.
    apart = evaluator.known
    subjects = [subjects_of(rule, world) for rule in rules]

    @cache
    def court() -> Court:
        return Court(world, Evaluator(world.calendar.as_of, lambda _compiled: apart))  # one in each process

    def answered(number: int) -> tuple[bytes, Mapping[int, Verdict]]:
        ruling = court().ruling(rules[number])
        return ruling.outcomes, ruling.verdicts

    every = workers.share(answered, len(rules), jobs)
    for rule, of, (outcomes, verdicts) in zip(rules, subjects, every, strict=True):
        yield Ruling(rule.summary, of.listed, outcomes, verdicts, Writer(rule, of, world, evaluator).evidence)

"""Rules asked by several processes at once. The rulings are those of one process, sooner."""

from collections.abc import Iterator, Mapping, Sequence

from portalaudit.evaluate.judge import judge, subjects_of
from portalaudit.inventory.world import World
from portalaudit.model import Verdict
from portalaudit.model.report import Ruling
from portalaudit.model.values import dataclass
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.rules import Rule

START = "fork"
"""Workers share the world that their parent built, which only a forked process can."""

MANY_SUBJECTS = 20_000
"""Below this many accounts, starting workers takes longer than they save."""


@dataclass(frozen=True, slots=True)
class Task:
    """What every worker finds in its memory when it is forked."""

    rules: Sequence[Rule]
    world: World


_tasks: list[Task] = []


def judge_with(jobs: int, rules: Sequence[Rule], world: World, evaluator: Evaluator) -> Iterator[Ruling]:
    """One ruling for each rule, in the order given, by up to `jobs` processes where that helps."""
    is_big = len(world.subjects("account").ids) >= MANY_SUBJECTS
    if jobs < 2 or not is_big:
        yield from judge(rules, world, evaluator)
        return
    import multiprocessing  # noqa: PLC0415  slow to import, and needed for a big practice only

    if START not in multiprocessing.get_all_start_methods():
        yield from judge(rules, world, evaluator)
        return
    subjects = {rule.id: subjects_of(rule, world) for rule in rules}
    _tasks.append(Task(rules, world))
    try:
        with multiprocessing.get_context(START).Pool(min(jobs, len(rules))) as pool:
            for rule, (outcomes, verdicts) in zip(rules, pool.imap(_answered, range(len(rules))), strict=True):
                yield Ruling(rule.summary, subjects[rule.id].listed, outcomes, verdicts)
    finally:
        _tasks.clear()


def _answered(number: int) -> tuple[bytes, Mapping[int, Verdict]]:
    task = _tasks[0]
    (ruling,) = judge([task.rules[number]], task.world, Evaluator(task.world.calendar.as_of), forget=False)
    return ruling.outcomes, ruling.verdicts

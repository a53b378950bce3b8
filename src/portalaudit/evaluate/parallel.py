"""Rules asked by several processes at once. The rulings are those of one process, sooner."""

from collections.abc import Iterator, Mapping, Sequence

from portalaudit.evaluate.judge import judge, subjects_of
from portalaudit.inventory.world import World
from portalaudit.model import Verdict
from portalaudit.model.report import Ruling
from portalaudit.model.values import dataclass
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.rules import Rule
from portalaudit.source.workers import die_quietly

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
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415  as above

    if START not in multiprocessing.get_all_start_methods():
        yield from judge(rules, world, evaluator)
        return
    answered = 0
    _tasks.append(Task(rules, world))
    try:
        for ruling in _together(jobs, rules, world):
            yield ruling
            answered += 1
    except BrokenProcessPool:
        # A worker that the system killed, for want of memory as a rule, costs time and not the result.
        yield from judge(rules[answered:], world, evaluator)
    finally:
        _tasks.clear()


def _together(jobs: int, rules: Sequence[Rule], world: World) -> Iterator[Ruling]:
    import multiprocessing  # noqa: PLC0415  as above
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  as above

    subjects = {rule.id: subjects_of(rule, world) for rule in rules}
    context = multiprocessing.get_context(START)
    pool = ProcessPoolExecutor(min(jobs, len(rules)), mp_context=context, initializer=die_quietly)
    try:
        futures = [pool.submit(_answered, number) for number in range(len(rules))]
        for rule, future in zip(rules, futures, strict=True):
            outcomes, verdicts = future.result()
            yield Ruling(rule.summary, subjects[rule.id].listed, outcomes, verdicts)
    finally:
        pool.shutdown(cancel_futures=True)


def _answered(number: int) -> tuple[bytes, Mapping[int, Verdict]]:
    task = _tasks[0]
    (ruling,) = judge([task.rules[number]], task.world, Evaluator(task.world.calendar.as_of), forget=False)
    return ruling.outcomes, ruling.verdicts

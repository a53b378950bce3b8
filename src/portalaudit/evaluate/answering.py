"""Rules asked in their order: all others first, with waivers applied, and at last those that judge waivers.

These want to know what each waiver is needed for.
"""

from collections.abc import Iterable, Iterator, Sequence

from portalaudit.evaluate.judge import judge
from portalaudit.evaluate.parallel import judge_with
from portalaudit.inventory.world import World
from portalaudit.model import Status
from portalaudit.model.report import Ruling
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.rules import Rule
from portalaudit.waivers.application import WAIVER, Applied, Exceptions, Standings, written


def ordered(asked: Iterable[Rule], every: Sequence[Rule], world: World) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules to judge, and after them those that judge waivers; each by id.

    Where a rule judges waivers, the rules that waivers name are judged too, asked or not.
    """
    wanted = {rule.id: rule for rule in asked}
    last = tuple(wanted[name] for name in sorted(wanted) if wanted[name].variable == WAIVER)
    if last:
        named = {waiver.rule for waiver in written(world)}
        wanted = {**{rule.id: rule for rule in every if rule.id in named}, **wanted}
    return tuple(wanted[name] for name in sorted(wanted) if wanted[name].variable != WAIVER), last


def answered(  # noqa: PLR0917 -- the rules, what they judge, and how, in this order everywhere
    first: Sequence[Rule],
    last: Sequence[Rule],
    world: World,
    exceptions: Exceptions,
    evaluator: Evaluator,
    jobs: int = 1,
) -> Iterator[Ruling]:
    """One ruling for each rule: fails with a waiver that counts are waived, and rules for waivers come last."""
    standings = standings_before(world, exceptions, evaluator)
    after = dict(standings)
    for applied in applied_to(first, world, exceptions, standings, evaluator, jobs):
        after |= applied.standings
        yield applied.ruling
    yield from judge_with(1, last, world.with_standings(after), evaluator)


def applied_to(  # noqa: PLR0917 -- as above
    rules: Sequence[Rule],
    world: World,
    exceptions: Exceptions,
    standings: Standings,
    evaluator: Evaluator,
    jobs: int = 1,
) -> Iterator[Applied]:
    """The rulings of rules that judge no waivers, with waivers applied."""
    for ruling in judge_with(jobs, rules, world, evaluator):
        yield exceptions.applied(ruling, standings)


def standings_before(world: World, exceptions: Exceptions, evaluator: Evaluator) -> Standings:
    """What each waiver is worth before its rule is asked."""
    return exceptions.standings(_voided(world, exceptions.about_waivers, evaluator) if written(world) else ())


def _voided(world: World, rules: Iterable[Rule], evaluator: Evaluator) -> frozenset[str]:
    """The waivers that fail a check without which none counts."""
    voiding = {rule.id: {check.id for check in rule.checks if check.voids} for rule in rules}
    asked = [rule for rule in rules if voiding[rule.id]]
    return frozenset(
        verdict.subject.id
        for ruling in judge(asked, world, evaluator)
        for verdict in ruling.verdicts.values()
        if verdict.status is Status.FAIL and voiding[ruling.rule.id] & {*verdict.checks}
    )

"""The main job: files in, report out, one stage after the other."""

from collections.abc import Iterator, Sequence
from functools import partial

from portalaudit.actions.asking import questions
from portalaudit.actions.plan import plan
from portalaudit.evaluate.answering import answered, ordered
from portalaudit.inventory.world import World
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.access import Access
from portalaudit.model.report import Report, Ruling
from portalaudit.model.values import replace
from portalaudit.pipeline.assignment import Assignment
from portalaudit.pipeline.comparing import shipping
from portalaudit.pipeline.narrowing import before_secrets
from portalaudit.pipeline.opening import Opened, open_practice
from portalaudit.pipeline.reading import Lines, Reading
from portalaudit.policy.evaluation import Evaluator
from portalaudit.waivers.application import WAIVER


def check(assignment: Assignment) -> Report:
    """Judge one practice and report.

    What could be read is judged even where there are problems; the report holds both.
    """
    return judged(assignment, open_practice(assignment))


def judged(assignment: Assignment, opened: Opened) -> Report:
    """Ask the chosen rules of a practice that is open."""
    return _reported(assignment, opened, _rulings(assignment, opened))


def judged_with_waivers(assignment: Assignment, opened: Opened, with_others: Opened) -> Report:
    """The same, but for rules about waivers: these are asked of the same practice with other waivers.

    So others may be looked at that excuse nothing yet.
    """
    about_others = replace(assignment, chosen=lambda rule: assignment.chosen(rule) and rule.variable == WAIVER)
    others = _rulings(about_others, with_others)
    rulings = (one for one in _rulings(assignment, opened) if one.rule.subject != WAIVER)
    return _reported(assignment, with_others, tuple(sorted((*rulings, *others), key=lambda one: one.rule.id)))


def _reported(assignment: Assignment, opened: Opened, rulings: tuple[Ruling, ...]) -> Report:
    problems = opened.problems or tuple(_nothing_judged(rulings, opened.reading))
    return before_secrets(_report(assignment, opened, rulings, problems), opened.reading.files)


def _rulings(assignment: Assignment, opened: Opened) -> tuple[Ruling, ...]:
    every, world = opened.policies.rules.rules, opened.world
    chosen = {rule.id: rule for rule in every if assignment.chosen(rule)}
    first, last = ordered(chosen.values(), every, world)
    accounts = len(world.subjects("account").ids)
    evaluator = Evaluator(world.calendar.as_of, opened.policies.apart)
    jobs = assignment.jobs(accounts * BYTES_OF_AN_ACCOUNT, len(first))
    rulings = answered(first, last, world, opened.exceptions, evaluator, jobs)
    seen = assignment.watch.judging(accounts, (*first, *last), rulings)
    return tuple(sorted((one for one in seen if one.rule.id in chosen), key=lambda ruling: ruling.rule.id))


def _access(world: World) -> Access:
    """Who can log in where, for the reports that say so."""
    from portalaudit.inventory.who_logs_in import access_of  # noqa: PLC0415 -- few reports do

    return access_of(world)


BYTES_OF_AN_ACCOUNT = 250
"""About what an account takes in a file, so that work on accounts can be weighed like work on files."""


def _nothing_judged(rulings: Sequence[Ruling], reading: Reading) -> Iterator[Problem]:
    """A run that asked nothing must not look like a run that found nothing."""
    if not reading.documents:
        message = "the inventory folder holds no YAML file"
        hint = "name the folder that holds the practice's files, for example `portalaudit check inventory/my-practice`"
        yield Problem(ProblemCode.NOTHING_TO_JUDGE, message, Place("."), hint)
    elif not rulings:
        hint = "check --select and --ignore, and that the policies folder holds a pack"
        yield Problem(ProblemCode.NOTHING_TO_JUDGE, "no rules were selected", Place("."), hint)
    elif not any(ruling.outcomes for ruling in rulings):
        message = "no selected rule applies to anything in this inventory"
        hint = "add accounts, staff and portals, or select other rules"
        yield Problem(ProblemCode.NOTHING_TO_JUDGE, message, Place("."), hint)


def _report(
    assignment: Assignment, opened: Opened, rulings: tuple[Ruling, ...], problems: tuple[Problem, ...]
) -> Report:
    rules = opened.policies.rules
    planned = plan(rulings, rules.rules, opened.world)
    evaluated = {ruling.rule.id for ruling in rulings}
    return Report(
        tool_version=assignment.version,
        as_of=opened.world.calendar.as_of,
        practice=opened.practice,
        inputs=opened.reading.inputs,
        rulings=planned.rulings,
        problems=problems,
        line=Lines(assignment, opened.reading).line,
        from_here=assignment.from_here,
        from_root=assignment.from_root,
        left_out=tuple(one.summary for one in rules.left_out),
        frameworks=rules.frameworks,
        settings=assignment.settings,
        later_records=opened.world.later,
        access=partial(_access, opened.world),
        in_repository=assignment.in_repository,
        actions=planned.actions,
        questions=questions(rulings, opened.world),
        run=replace(
            assignment.run,
            not_evaluated=tuple(rule.summary for rule in rules.rules if rule.id not in evaluated),
            shipping=shipping(assignment.policies, rules),
        ),
    )

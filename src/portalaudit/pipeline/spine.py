"""The main job: files in, report out, one stage after the other."""

from collections.abc import Iterator, Sequence

from portalaudit.evaluate.parallel import judge_with
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.tables import Inventory
from portalaudit.inventory.world import World
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.problem import in_order
from portalaudit.model.report import PracticeName, Report, Ruling
from portalaudit.model.values import replace
from portalaudit.pipeline.assignment import Assignment
from portalaudit.pipeline.concealing import without_secrets
from portalaudit.pipeline.policies import Policies, compile_all
from portalaudit.pipeline.reading import Lines, Reading, read_inventory
from portalaudit.policy.evaluation import Evaluator


def check(assignment: Assignment) -> Report:
    """Judge one practice and report.

    What could be read is judged even where there are problems; the report holds both.
    """
    policies, in_policies = compile_all(assignment.policies)
    reading, unread = read_inventory(assignment)
    is_whole = not any(problem.code in _LOSING for problem in unread)
    inventory, unresolved = resolve(reading.documents, policies.reference.ids, is_whole=is_whole)
    world = _world(assignment, policies, reading, inventory)
    rulings = _rulings(assignment, policies, world)
    if not reading.documents or not is_whole:
        unresolved = tuple(problem for problem in unresolved if problem.code is not ProblemCode.MISSING_SECTION)
    problems = in_order((*in_policies, *unread, *unresolved)) or tuple(_nothing_judged(rulings, reading))
    report = _report(assignment, reading, world, rulings, problems)
    left_out = tuple(one.summary for one in policies.rules.left_out)
    report = replace(report, left_out=left_out, frameworks=policies.rules.frameworks)
    return without_secrets(report, reading.files, Lines(assignment, reading).written)


_LOSING = frozenset(
    {
        ProblemCode.UNREADABLE_FILE,
        ProblemCode.FILE_TOO_LARGE,
        ProblemCode.LINK_LEAVES_FOLDER,
        ProblemCode.BAD_ENCODING,
        ProblemCode.SYNTAX,
        ProblemCode.TOO_DEEP,
        ProblemCode.NOT_A_MAPPING,
        ProblemCode.SEVERAL_DOCUMENTS,
    }
)
"""Problems that lose a whole file, so that what it holds is not known."""


def _world(assignment: Assignment, policies: Policies, reading: Reading, inventory: Inventory) -> World:
    timezone = inventory.practice.timezone if inventory.practice else None
    return World(inventory, policies.reference, assignment.as_of(timezone), reading.files)


def _rulings(assignment: Assignment, policies: Policies, world: World) -> tuple[Ruling, ...]:
    rules = [rule for rule in policies.rules.rules if assignment.chosen(rule)]
    accounts = len(world.subjects("account").ids)
    jobs = assignment.jobs(accounts * BYTES_OF_AN_ACCOUNT, len(rules))
    rulings = judge_with(jobs, rules, world, Evaluator(world.calendar.as_of))
    return tuple(assignment.watch.judging(accounts, rules, rulings))


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
        yield Problem(ProblemCode.NOTHING_TO_JUDGE, "no rule was asked", Place("."), hint)
    elif not any(ruling.outcomes for ruling in rulings):
        message = "the inventory holds nothing that a rule is asked of"
        hint = "add accounts, staff and portals, or ask other rules"
        yield Problem(ProblemCode.NOTHING_TO_JUDGE, message, Place("."), hint)


def _report(
    assignment: Assignment,
    reading: Reading,
    world: World,
    rulings: tuple[Ruling, ...],
    problems: tuple[Problem, ...],
) -> Report:
    practice = world.inventory.practice
    return Report(
        tool_version=assignment.version,
        as_of=world.calendar.as_of,
        practice=PracticeName(practice.id, practice.name) if practice else PracticeName("", ""),
        inputs=reading.inputs,
        rulings=rulings,
        problems=problems,
        line=Lines(assignment, reading).line,
        inventory_root=assignment.inventory.as_posix(),
        policy_roots=tuple(sorted(set(assignment.policies.roots.values()))),
    )

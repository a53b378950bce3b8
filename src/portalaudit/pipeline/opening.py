"""A practice opened: policies compiled, files read, records joined, and the day known."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from portalaudit.evaluate.fact_values import worked_out
from portalaudit.inventory.checksums_recorded import recorded_files
from portalaudit.inventory.days import world_on
from portalaudit.inventory.resolve import resolve
from portalaudit.inventory.tables import Inventory
from portalaudit.inventory.world import World
from portalaudit.model import Problem, ProblemCode, Related
from portalaudit.model.problem import in_order
from portalaudit.model.recorded import RecordedFile
from portalaudit.model.report import PracticeName, Way
from portalaudit.model.values import dataclass, field, replace
from portalaudit.pipeline.assignment import Assignment
from portalaudit.pipeline.kept_lists import read_kept_lists
from portalaudit.pipeline.naming import practice_name
from portalaudit.pipeline.policies import Policies, compile_all
from portalaudit.pipeline.reading import Reading, read_inventory
from portalaudit.source.checksums import Checksums
from portalaudit.source.document import Document
from portalaudit.source.passed_over import without
from portalaudit.waivers.application import Exceptions
from portalaudit.waivers.unknown import unknown_checks, unknown_rules


@dataclass(frozen=True, slots=True)
class Opened:
    """What can be asked about one practice, as far as its files could be read, and every problem with them.

    `from_here` and `from_root` lead to its folders from where the command runs, and from the top of its repository.
    """

    policies: Policies
    reading: Reading
    world: World
    exceptions: Exceptions
    problems: tuple[Problem, ...]
    practice: PracticeName
    from_here: Way = field(default_factory=Way)
    from_root: Way = field(default_factory=Way)


def open_practice(assignment: Assignment) -> Opened:
    """Read everything that a run needs. What could be read is there even where there are problems."""
    policies, in_policies = compile_all(assignment.policies, shelf=assignment.shelf)
    reading, unread = read_inventory(assignment)
    several = tuple(_several_practices(reading.documents))
    if several:
        reading, unread = replace(reading, documents=()), (*unread, *several)
    is_whole = not any(problem.code in _LOSING for problem in unread)
    reference = policies.reference
    inventory, unresolved = resolve(
        reading.documents,
        reference.ids,
        is_whole=is_whole,
        waivers=policies.waivers,
        schemas=reference.attributes,
    )
    if not reading.documents or not is_whole:
        unresolved = tuple(problem for problem in unresolved if problem.code is not ProblemCode.MISSING_SECTION)
    recorded, not_as_recorded = _recorded(assignment, inventory)
    reading = _with_recorded(reading, recorded)
    as_of = assignment.as_of(inventory.practice.timezone if inventory.practice else None)
    in_maps = read_kept_lists(inventory, recorded, reference, assignment.inventory, as_of)
    world = _world(as_of, policies, reading, inventory)
    in_waivers = _waiver_problems(policies, world) if is_whole else ()
    problems = in_order((*in_policies, *unread, *unresolved, *not_as_recorded, *in_maps, *in_waivers))
    exceptions = _exceptions(policies, world)
    name = practice_name(inventory, reading.documents, assignment.inventory.resolve().name)
    ways = assignment.from_here, assignment.from_root
    return Opened(policies, reading, world, exceptions, problems, name, *ways)


def on_day(opened: Opened, day: datetime.date) -> Opened:
    """The same files on another day. Their problems are not looked for again."""
    world = _world(day, opened.policies, opened.reading, opened.world.recorded)
    return replace(opened, world=world, exceptions=_exceptions(opened.policies, world))


def _exceptions(policies: Policies, world: World) -> Exceptions:
    rules = policies.rules
    return Exceptions(rules.rules, world, rules.authority, rules.frameworks)


def _recorded(assignment: Assignment, inventory: Inventory) -> tuple[tuple[RecordedFile, ...], tuple[Problem, ...]]:
    """The files whose SHA-256 is recorded; those that lie in a folder now are not those that a commit recorded."""
    return ((), ()) if assignment.stored else recorded_files(inventory, Checksums(assignment.inventory))


def _with_recorded(reading: Reading, recorded: tuple[RecordedFile, ...]) -> Reading:
    """A file that a record names is not read as inventory, and has its place all the same."""
    not_read = without(reading.inputs.not_read, {one.path for one in recorded})
    return replace(reading, inputs=replace(reading.inputs, not_read=not_read, recorded=recorded))


_LOSING = frozenset(
    {
        ProblemCode.UNREADABLE_FILE,
        ProblemCode.FILE_NOT_READ,
        ProblemCode.FILE_TOO_LARGE,
        ProblemCode.LINK_LEAVES_FOLDER,
        ProblemCode.ENCRYPTED_FILE,
        ProblemCode.POINTER_FILE,
        ProblemCode.OTHER_FORMAT,
        ProblemCode.EMPTY_FILE,
        ProblemCode.MERGE_CONFLICT,
        ProblemCode.BAD_ENCODING,
        ProblemCode.SYNTAX,
        ProblemCode.TOO_DEEP,
        ProblemCode.NOT_A_MAPPING,
        ProblemCode.SEVERAL_DOCUMENTS,
    }
)
"""Problems that lose a whole file, so that what it holds is not known."""


def _several_practices(documents: Sequence[Document]) -> Iterator[Problem]:
    """A problem where the folder holds practices in folders of their own: read as one they would be nonsense."""
    found = [document for document in documents if "practice" in document.data]
    folders = sorted({PurePosixPath(document.path).parent.as_posix() for document in found})
    if len(folders) < 2:
        return
    named = ", ".join(folders[:MOST_NAMED]) + (", …" if len(folders) > MOST_NAMED else "")
    second = next(d for d in found if PurePosixPath(d.path).parent != PurePosixPath(found[0].path).parent)
    yield Problem(
        ProblemCode.SEVERAL_PRACTICES,
        f"this folder holds {len(folders)} practices, and an inventory describes one: {named}",
        second.place(("practice",), key=True),
        "name the folder of one of them, for example `portalaudit check inventory/my-practice`",
        (Related(found[0].place(("practice",), key=True), "the first one"),),
    )


MOST_NAMED = 8
"""Folders that a message names."""


def _waiver_problems(policies: Policies, world: World) -> Iterator[Problem]:
    """What waivers and the policy name and there is not."""
    yield from unknown_rules(world, policies.rules.authority)
    yield from unknown_checks(world, policies.rules.rules)
    staff, roles = (world.inventory.tables[section].rows for section in ("staff", "roles"))
    yield from policies.rules.authority.problems(staff, roles)


def _world(as_of: datetime.date, policies: Policies, reading: Reading, inventory: Inventory) -> World:
    shared = worked_out(policies.rules.facts, as_of)
    return world_on(inventory, policies.reference, as_of, reading.files, shared)

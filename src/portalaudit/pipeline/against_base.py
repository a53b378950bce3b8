"""A practice held against the commit that its branch is to be merged into, by the policies and waivers of that commit.

A waiver that the branch adds excuses nothing of it; what is wrong with that waiver is found all the same.
"""

from collections.abc import Callable, Collection, Iterator

from portalaudit.inventory.subjects import GROUP
from portalaudit.inventory.world import World
from portalaudit.model import Verdict
from portalaudit.model.comparison import Base, Comparison, PolicyChange, changed, needs_someone, worst_first
from portalaudit.model.report import Report
from portalaudit.model.values import dataclass, replace
from portalaudit.model.verdict import Status
from portalaudit.model.whereabouts import place_from
from portalaudit.pipeline.assignment import Assignment, PolicyFiles
from portalaudit.pipeline.opening import Opened
from portalaudit.pipeline.policy_changes_made import policy_changes
from portalaudit.pipeline.reading import Lines
from portalaudit.pipeline.spine import judged, judged_with_waivers
from portalaudit.policy.packs import is_waivers

Opening = Callable[[Assignment], Opened]


@dataclass(frozen=True, slots=True)
class Against:
    """What to hold a practice against: the assignment to judge the base by, and what the base is called.

    `has_same_policies` says that no file of the policies differs; `settings` is what differs of the config file.
    """

    base: Base
    assignment: Assignment
    has_same_policies: bool
    settings: tuple[PolicyChange, ...] = ()


def judged_against(assignment: Assignment, against: Against, opening: Opening) -> Report:
    """Judge a practice by the policies of its base, and say how each finding and question compares with that.

    `opening` opens what is to be judged. Problems are those of the practice's own files and policies.
    """
    opened = opening(assignment)
    base = replace(against.assignment, as_of=lambda _timezone: opened.world.calendar.as_of)
    opened_base = opening(base)
    before = judged(base, opened_base) if against.base.has_inventory else None
    report = _judged_by_base(assignment, opened, base, against, opening)
    known = {one.fingerprint: one for one in _of_interest(before)} if before else {}
    now = {one.fingerprint: one for one in _of_interest(report) if needs_someone(one)}
    lost = {name: one for name, one in known.items() if needs_someone(one) and name not in now}
    unrecorded = set(_unrecorded(before, report, opened.world, lost)) if before else set()
    comparison = Comparison(
        base=replace(against.base, notes=(*against.base.notes, *_notes(report, before, opened_base, against.base))),
        changes={name: changed(one, known.get(name)) for name, one in now.items()},
        fixed=worst_first(one for name, one in lost.items() if name not in unrecorded),
        unrecorded=worst_first(one for name, one in lost.items() if name in unrecorded),
        policies=(*_policies(against, opened_base, opened, assignment), *against.settings),
    )
    return replace(
        report,
        comparison=comparison,
        line=Lines(assignment, opened.reading).line,
        from_here=replace(report.from_here, beside=assignment.from_here.policies),
        from_root=replace(report.from_root, beside=assignment.from_root.policies),
    )


def _policies(against: Against, before: Opened, now: Opened, assignment: Assignment) -> Iterator[PolicyChange]:
    if not against.has_same_policies:
        yield from policy_changes(before, now, assignment, against.assignment)


def _judged_by_base(
    assignment: Assignment, opened: Opened, base: Assignment, against: Against, opening: Opening
) -> Report:
    """The practice judged by the base's policies and waivers."""
    if against.has_same_policies:
        return judged(assignment, opened)
    by_base = replace(
        assignment,
        policies=base.policies,
        policies_used=base.policies_used,
        from_root=base.from_root,
        not_used=base.not_used,
        left_out=tuple(dict.fromkeys((*assignment.left_out, *base.left_out))),
    )
    with_new_waivers = replace(by_base, policies=_with_waivers(base.policies, assignment.policies))
    # What is wrong in the base's policies is no fault of the branch, which may be the one that corrects it.
    by_old, by_new = (replace(opening(one), problems=opened.problems) for one in (by_base, with_new_waivers))
    return judged_with_waivers(by_base, by_old, by_new)


def _with_waivers(policies: PolicyFiles, of: PolicyFiles) -> PolicyFiles:
    """The policies with the waivers of others in place of their own."""
    waivers = tuple(text for text in of.texts if is_waivers(text.inside))
    return replace(policies, texts=(*(text for text in policies.texts if not is_waivers(text.inside)), *waivers))


def _of_interest(report: Report) -> Iterator[Verdict]:
    """Findings, questions and what is waived, by rule and subject."""
    found = (one for ruling in report.rulings for _, one in sorted(ruling.verdicts.items()))
    return (one for one in found if needs_someone(one) or one.status is Status.WAIVED)


def _unrecorded(before: Report, now: Report, world: World, lost: Collection[str]) -> Iterator[str]:
    """Of what is there no more, what was about a record that is gone: whoever deletes one has repaired nothing."""
    accounts = set(world.subjects("account").ids)
    subjects = {ruling.rule.id: ruling.subjects.ids for ruling in now.rulings}
    for ruling in before.rulings:
        found = [(at, one.fingerprint) for at, one in ruling.verdicts.items() if one.fingerprint in lost]
        recorded = set(subjects.get(ruling.rule.id, ())) if found else set()
        for position, name in found:
            is_there = ruling.subjects.type == GROUP or ruling.subjects.ids[position] in recorded
            if not (is_there and accounts.issuperset(ruling.subjects.whose(position).accounts)):
                yield name


def _notes(report: Report, before: Report | None, opened: Opened, base: Base) -> Iterator[str]:
    """What limits the comparison, in sentences without their full stops."""
    if before is None:
        yield f"{base.ref} holds no inventory in {base.folder or 'its top folder'}, so everything is new"
        return
    if opened.problems:
        first = opened.problems[0]
        number = "1 problem" if len(opened.problems) == 1 else f"{len(opened.problems)} problems"
        yield (
            f"the files at {base.ref} have {number}, so the comparison is incomplete; the first: "
            f"{place_from(first.place, opened.from_root)}: "
            f"{first.message}"
        )
    if before.practice.id != report.practice.id:
        yield f"the practice's id at {base.ref} is '{before.practice.id}', so everything counts as new"

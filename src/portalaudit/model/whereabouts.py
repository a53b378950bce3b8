"""Places as the user finds them from where a command ran.

In a report, paths of the inventory lead from its folder, and those of policies from the folder that holds them, so that
the same files give the same report from wherever it is made. A person at a terminal, and a build server that opens a
file at a line, want them from where they are.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from portalaudit.model.not_read import NotRead
from portalaudit.model.origin import Origin
from portalaudit.model.place import Place, Related
from portalaudit.model.problem import Problem
from portalaudit.model.report import LeftOutRule, Report, RuleSummary, Ruling, Run, SubjectList
from portalaudit.model.values import dataclass, replace
from portalaudit.model.verdict import Verdict, Waiver


def from_where_it_ran(report: Report) -> Report:
    """The same report with every path as the user finds it from where the command ran.

    Below an absolute folder they stay relative to it, so that the same files give the same report on any machine.
    """
    way = _Way(report.inventory_root, report.policy_roots)
    if way.leads_nowhere:
        return report
    line = report.line
    return replace(
        report,
        inputs=replace(report.inputs, not_read=tuple(map(way.not_read, report.inputs.not_read))),
        rulings=way.rulings(report.rulings),
        problems=tuple(map(way.problem, report.problems)),
        left_out=tuple(map(way.left_out, report.left_out)),
        run=way.run(report.run),
        line=lambda place: line(way.back(place)),
        inventory_root="",
        policy_roots={at: at for at in report.policy_roots.values()},
    )


def problems_from_where_it_ran(
    problems: Iterable[Problem], inventory_root: str, policy_roots: Mapping[str, str]
) -> tuple[Problem, ...]:
    """The same problems, each path as `from_where_it_ran` has it."""
    way = _Way(inventory_root, policy_roots)
    return tuple(problems) if way.leads_nowhere else tuple(map(way.problem, problems))


@dataclass(frozen=True, slots=True)
class _Way:
    """From where the command ran to the folders that it read."""

    inventory: str
    policies: Mapping[str, str]

    @property
    def leads_nowhere(self) -> bool:
        if self.inventory == "" or PurePath(self.inventory).is_absolute():
            return True
        return self.inventory == "." and all(name == at for name, at in self.policies.items())

    def place(self, place: Place) -> Place:
        for name, at in self.policies.items():
            if place.path.startswith(f"{name}/"):
                return replace(place, path=f"{at}{place.path[len(name) :]}")
        if self.inventory == ".":
            return place
        return replace(place, path=self.inventory if place.path == "." else f"{self.inventory}/{place.path}")

    def not_read(self, one: NotRead) -> NotRead:
        return replace(one, path=self.place(Place(one.path)).path)

    def back(self, place: Place) -> Place:
        for name, at in self.policies.items():
            if place.path.startswith(f"{at}/"):
                return replace(place, path=f"{name}{place.path[len(at) :]}")
        return replace(place, path=place.path.removeprefix(f"{self.inventory}/"))

    def rulings(self, rulings: tuple[Ruling, ...]) -> tuple[Ruling, ...]:
        """Rulings that shared their subjects share them afterwards."""
        subjects = {id(ruling.subjects): self._subjects(ruling.subjects) for ruling in rulings}
        return tuple(
            replace(
                ruling,
                rule=self._rule(ruling.rule),
                subjects=subjects[id(ruling.subjects)],
                verdicts={position: self._verdict(verdict) for position, verdict in ruling.verdicts.items()},
            )
            for ruling in rulings
        )

    def _subjects(self, subjects: SubjectList) -> SubjectList:
        place = subjects.place
        return replace(subjects, place=lambda position: self.place(place(position)))

    def _rule(self, rule: RuleSummary) -> RuleSummary:
        change = rule.severity_changed
        return replace(
            rule,
            place=self.place(rule.place),
            loosened=tuple(replace(one, origin=self._origin(one.origin)) for one in rule.loosened),
            severity_changed=change and replace(change, origin=self._origin(change.origin)),
        )

    def run(self, run: Run) -> Run:
        """The files that stand in the place of shipped ones."""
        deviations = tuple(replace(one, place=one.place and self.place(one.place)) for one in run.shipping.deviations)
        rules = tuple(map(self._rule, run.not_evaluated))
        return replace(run, not_evaluated=rules, shipping=replace(run.shipping, deviations=deviations))

    def left_out(self, rule: LeftOutRule) -> LeftOutRule:
        return replace(rule, origin=self._origin(rule.origin))

    def _origin(self, origin: Origin | None) -> Origin | None:
        return origin and replace(origin, place=self.place(origin.place))

    def _verdict(self, verdict: Verdict) -> Verdict:
        place, related = self.place(verdict.place), self._related(verdict.related)
        return replace(verdict, place=place, related=related, waiver=self._waiver(verdict.waiver))

    def _waiver(self, waiver: Waiver | None) -> Waiver | None:
        return waiver and replace(waiver, place=self.place(waiver.place))

    def problem(self, problem: Problem) -> Problem:
        return replace(problem, place=self.place(problem.place), related=self._related(problem.related))

    def _related(self, related: tuple[Related, ...]) -> tuple[Related, ...]:
        return tuple(Related(self.place(one.place), one.label) for one in related)

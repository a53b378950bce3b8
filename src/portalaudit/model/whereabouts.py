"""Places as reports show them.

While a practice is judged, paths of the inventory lead from its folder, and those of policies from the folder that
holds them. Every format but the console writes them from one root: the top of the repository that holds the inventory,
or without one the folder that holds it. The same files then give the same bytes from wherever a report is made, and a
build server opens them. A person at a terminal wants them from where they are.
"""

from collections.abc import Iterable
from pathlib import PurePath

from portalaudit.model.access import Access
from portalaudit.model.comparison import Comparison, PolicyChange, PolicyPart
from portalaudit.model.not_read import NotRead
from portalaudit.model.origin import Origin
from portalaudit.model.place import Place, Related
from portalaudit.model.problem import Problem
from portalaudit.model.question import Question
from portalaudit.model.recorded import RecordedFile
from portalaudit.model.report import FileInput, Inputs, PoliciesUsed, Report, Ruling, Run, Setting, SubjectList, Way
from portalaudit.model.rule_summary import LeftOutRule, RuleSummary
from portalaudit.model.values import dataclass, field, replace
from portalaudit.model.verdict import Verdict, Waiver


def from_where_it_ran(report: Report) -> Report:
    """The same report with every path as the user finds it from where the command ran.

    Below an absolute folder they stay as they are, so that the same files give the same report on any machine.
    """
    if report.from_here.inventory == "." and report.from_root != Way():
        # Then no path leads from the root any more, also where this changes none.
        report = replace(report, from_root=Way())
    return _moved(report, report.from_here)


def from_root(report: Report) -> Report:
    """The same report with every path from its root, whatever the folder where the command ran."""
    return _moved(report, report.from_root)


def problems_from_where_it_ran(problems: Iterable[Problem], from_here: Way) -> tuple[Problem, ...]:
    """The same problems, each path as `from_where_it_ran` has it."""
    mover = _Mover(from_here)
    return tuple(problems) if mover.leads_nowhere else tuple(map(mover.problem, problems))


def place_from(place: Place, way: Way) -> Place:
    """The same place as a report that is told by this way has it."""
    mover = _Mover(way)
    return place if mover.leads_nowhere else mover.place(place)


def _moved(report: Report, way: Way) -> Report:
    mover = _Mover(way)
    if mover.leads_nowhere:
        return report
    line, access, branch = report.line, report.access, mover.of_branch
    return replace(
        report,
        inputs=mover.inputs(report.inputs),
        rulings=mover.rulings(report.rulings),
        problems=tuple(map(branch.problem, report.problems)),
        left_out=tuple(map(mover.left_out, report.left_out)),
        run=mover.run(report.run),
        settings=tuple(map(mover.setting, report.settings)),
        line=lambda place: line(branch.back(place)),
        access=lambda: mover.access(access()),
        questions=tuple(map(mover.question, report.questions)),
        comparison=report.comparison and branch.comparison(report.comparison),
        from_here=Way(),
        from_root=Way(),
    )


@dataclass(frozen=True, slots=True)
class _Mover:
    """Puts a way before each path."""

    way: Way
    _known: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def of_branch(self) -> "_Mover":
        """That of the branch's own policies, which may lie elsewhere than those of the base that it is judged by."""
        if not self.way.beside:
            return self
        return _Mover(replace(self.way, policies={**self.way.policies, **self.way.beside}, beside={}))

    @property
    def leads_nowhere(self) -> bool:
        if self.way.inventory == "" or PurePath(self.way.inventory).is_absolute():
            return True
        if "/" in self.way.settings:
            return False
        folders = (*self.way.policies.items(), *self.way.beside.items())
        return self.way.inventory == "." and all(name == at for name, at in folders)

    def inputs(self, inputs: Inputs) -> Inputs:
        return replace(
            inputs,
            files=tuple(map(self._file, inputs.files)),
            not_read=tuple(map(self._not_read, inputs.not_read)),
            recorded=tuple(map(self._recorded, inputs.recorded)),
            inventory=self._path(inputs.inventory),
            policies=PoliciesUsed(
                tuple(self.way.policies.values()) or inputs.policies.folders,
                self.way.not_used or inputs.policies.not_used,
            ),
        )

    def _file(self, file: FileInput) -> FileInput:
        return replace(file, path=self.place(Place(file.path)).path)

    def place(self, place: Place) -> Place:
        path = self._known.get(place.path)
        if path is None:
            path = self._known[place.path] = self._path(place.path)
        return Place(path, place.line, place.column, place.end_column)

    def _path(self, path: str) -> str:
        for name, at in self.way.folders.items():
            if path.startswith(f"{name}/"):
                return f"{at}{path[len(name) :]}"
        if self.way.inventory == ".":
            return path
        return self.way.inventory if path == "." else f"{self.way.inventory}/{path}"

    def _not_read(self, one: NotRead) -> NotRead:
        return replace(one, path=self.place(Place(one.path)).path)

    def _recorded(self, one: RecordedFile) -> RecordedFile:
        path = self._path(one.path) if one.path else ""
        return replace(one, place=self.place(one.place), path=path)

    def back(self, place: Place) -> Place:
        for name, at in self.way.folders.items():
            if place.path.startswith(f"{at}/"):
                return replace(place, path=f"{name}{place.path[len(at) :]}")
        return replace(place, path=place.path.removeprefix(f"{self.way.inventory}/"))

    def rulings(self, rulings: tuple[Ruling, ...]) -> tuple[Ruling, ...]:
        """Rulings that shared their subjects share them afterwards."""
        movers = {"waiver": self.of_branch}  # rules about waivers judge those of the branch
        by = [movers.get(ruling.rule.subject, self) for ruling in rulings]
        subjects = {id(one.subjects): mover.subjects(one.subjects) for one, mover in zip(rulings, by, strict=True)}
        return tuple(
            replace(
                one,
                rule=self._rule(one.rule),
                subjects=subjects[id(one.subjects)],
                verdicts={position: mover.verdict(verdict) for position, verdict in one.verdicts.items()},
            )
            for one, mover in zip(rulings, by, strict=True)
        )

    def subjects(self, subjects: SubjectList) -> SubjectList:
        """The places of subjects."""
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
        deviations = tuple(
            replace(one, place=one.place and self.place(one.place), of=self.way.policies.get(one.of, one.of))
            for one in run.shipping.deviations
        )
        rules = tuple(map(self._rule, run.not_evaluated))
        return replace(run, not_evaluated=rules, shipping=replace(run.shipping, deviations=deviations))

    def setting(self, setting: Setting) -> Setting:
        """The place in the config file."""
        return replace(setting, place=self._in_settings(setting.place))

    def _in_settings(self, place: Place) -> Place:
        return replace(place, path=self.way.settings or place.path)

    def left_out(self, rule: LeftOutRule) -> LeftOutRule:
        return replace(rule, origin=self._origin(rule.origin))

    def access(self, access: Access) -> Access:
        """The places of logins."""
        return replace(access, logins=tuple(replace(one, place=self.place(one.place)) for one in access.logins))

    def question(self, question: Question) -> Question:
        """The places of the records that a fact is missing from."""
        return replace(question, records=tuple(replace(one, place=self.place(one.place)) for one in question.records))

    def comparison(self, comparison: Comparison) -> Comparison:
        """The places of what changes in the policies."""
        return replace(comparison, policies=tuple(map(self.policy_change, comparison.policies)))

    def policy_change(self, one: PolicyChange) -> PolicyChange:
        """The place in a policy file, or in the config file."""
        place = self._in_settings if one.part is PolicyPart.SETTINGS else self.place
        return replace(one, place=one.place and place(one.place))

    def _origin(self, origin: Origin | None) -> Origin | None:
        return origin and replace(origin, place=self.place(origin.place))

    def verdict(self, verdict: Verdict) -> Verdict:
        """The places of an answer."""
        place, related = self.place(verdict.place), self._related(verdict.related)
        return replace(verdict, place=place, related=related, waiver=self._waiver(verdict.waiver))

    def _waiver(self, waiver: Waiver | None) -> Waiver | None:
        return waiver and replace(waiver, place=self.place(waiver.place))

    def problem(self, problem: Problem) -> Problem:
        return replace(problem, place=self.place(problem.place), related=self._related(problem.related))

    def _related(self, related: tuple[Related, ...]) -> tuple[Related, ...]:
        return tuple(Related(self.place(one.place), one.label) for one in related)

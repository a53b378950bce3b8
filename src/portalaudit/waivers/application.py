"""Waivers applied: a fail whose waiver counts and covers it is shown as waived.

A waiver only ever touches a fail of its own rule and subject, and no waiver touches the findings about waivers.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from portalaudit.inventory.called import called
from portalaudit.inventory.facts.waiver_terms import term_of
from portalaudit.inventory.records import Waiver
from portalaudit.inventory.subjects import Subjects
from portalaudit.inventory.waiver_standing import Answer, Defect, RuleState, WaiverStanding
from portalaudit.inventory.world import World
from portalaudit.model import Severity, Status, Verdict
from portalaudit.model.framework import Framework
from portalaudit.model.report import STATUSES, Ruling
from portalaudit.model.rule_summary import RuleSummary
from portalaudit.model.spelling import nearest
from portalaudit.model.values import dataclass, replace
from portalaudit.model.verdict import RequiredControl
from portalaudit.model.verdict import Waiver as Acceptance
from portalaudit.policy.rules import Rule
from portalaudit.policy.waiving import Authority
from portalaudit.waivers.acceptance import acceptance
from portalaudit.waivers.worth import concerned_by, defects, too_long

WAIVER = "waiver"
"""What rules for waivers judge."""

MOST_COMPARED = 5_000
"""Ids among which a misspelt one is looked for: comparing takes about 10 microseconds each."""

Standings = Mapping[str, WaiverStanding]
"""What each waiver is worth, by its id."""

Wanted = dict[str, list[Waiver]]
"""The waivers of one rule by the subject that they name."""

_ANSWERS: Mapping[Status, Answer] = {
    Status.FAIL: "fail",
    Status.UNKNOWN: "unknown",
    Status.ERROR: "error",
    Status.PASS: "pass",
    Status.RESOLVED: "resolved",
    Status.NOT_APPLICABLE: "not_applicable",
}


@dataclass(frozen=True, slots=True)
class Applied:
    """A ruling with its accepted fails waived, and what the waivers of its rule are worth now that it has answered."""

    ruling: Ruling
    standings: Standings


class Exceptions:
    """The waivers of one practice, made ready. `rules` are those in use; nothing that is done changes any of it."""

    def __init__(
        self, rules: Sequence[Rule], world: World, authority: Authority, frameworks: Iterable[Framework] = ()
    ) -> None:
        self.about_waivers = tuple(rule for rule in rules if rule.variable == WAIVER)
        self._world = world
        self._authority = authority
        self._required = {
            (framework.id, control.id): RequiredControl(framework.id, control.id, control.title)
            for framework in frameworks
            for control in framework.controls
            if control.is_required
        }
        self._rules = {rule.id: rule for rule in rules}
        self._is_limited = any(check.voids for rule in self.about_waivers for check in rule.checks)
        self._wanted: dict[str, Wanted] = {}
        for waiver in written(world):
            self._wanted.setdefault(waiver.rule, {}).setdefault(waiver.subject, []).append(waiver)

    def standings(self, voided: Container[str] = ()) -> Standings:
        """What each waiver is worth before its rule is asked. `voided` are those that fail a check that voids them."""
        return {
            waiver.id: replace(standing, voided=waiver.id in voided)
            for rule, wanted in self._wanted.items()
            for waiver, standing in self._standings(self._rules.get(rule), wanted)
        }

    def applied(self, ruling: Ruling, standings: Standings) -> Applied:
        """The ruling of a rule with what its waivers do to it."""
        wanted = self._wanted.get(ruling.rule.id)
        if not wanted:
            return Applied(ruling, {})
        known = {
            waiver.id: replace(standings[waiver.id], answer=_ANSWERS.get(STATUSES[ruling.outcomes[position]]))
            for subject, position in _positions(ruling.subjects.ids, wanted).items()
            for waiver in wanted[subject]
        }
        changed: dict[int, Verdict] = {}
        for position, verdict in ruling.verdicts.items():
            if verdict.status is Status.FAIL and verdict.subject.id in wanted:
                good = [waiver for waiver in wanted[verdict.subject.id] if known[waiver.id].counts]
                changed[position], beyond = self._accepted(verdict, good, ruling.rule)
                known |= {name: _beyond(known[name], what) for name, what in beyond.items()}
        outcomes = bytearray(ruling.outcomes)
        for position, verdict in changed.items():
            outcomes[position] = STATUSES.index(verdict.status)
        waived = replace(ruling, outcomes=bytes(outcomes), verdicts={**ruling.verdicts, **changed})
        return Applied(waived if changed else ruling, known)

    def _standings(self, rule: Rule | None, wanted: Wanted) -> Iterator[tuple[Waiver, WaiverStanding]]:
        subjects = self._world.subjects_of(rule.variable, rule.group_by) if rule else None
        found = _positions(subjects.ids, wanted) if subjects else {}
        for subject, waivers in wanted.items():
            concerned = self._concerned(subjects, found.get(subject))
            near = self._meant(subject, rule, subjects) if rule and subjects and subject not in found else None
            for waiver in waivers:
                wrong = (
                    *defects(waiver, concerned, self._authority, self._world),
                    *self._not_allowed(rule),
                    *(() if self._is_limited else too_long(waiver, self._world)),
                )
                yield waiver, WaiverStanding(wrong, rule_state=self._state(waiver.rule), meant=near)

    def _concerned(self, subjects: Subjects | None, position: int | None) -> frozenset[str]:
        if subjects is None or position is None:
            return frozenset()
        return frozenset(concerned_by(subjects.records[position], self._world))

    def _meant(self, subject: str, rule: Rule, subjects: Subjects) -> str | None:
        """The subject with this name or login, else the one whose id is most like it.

        None where several have the name, and where there are too many ids to compare.
        """
        named = called(subject, self._world, (rule.variable,)).get(rule.variable, frozenset())
        if named:
            return min(named) if len(named) == 1 else None
        return nearest(subject, subjects.ids) if len(subjects.ids) <= MOST_COMPARED else None

    def _not_allowed(self, rule: Rule | None) -> tuple[Defect, ...]:
        allowed = rule is None or rule.waivable or any(one.id == rule.id for one in self._authority.allowed)
        return () if allowed and (rule is None or rule.variable != WAIVER) else ("rule allows no waivers",)

    def _state(self, rule: str) -> RuleState:
        if rule in self._rules:
            return "in use"
        if rule in self._authority.left_out:
            return "left out"
        return "pack not in use" if rule in self._authority.rules else "unknown"

    def _accepted(
        self, verdict: Verdict, good: Sequence[Waiver], rule: RuleSummary
    ) -> tuple[Verdict, Mapping[str, "Beyond"]]:
        """A fail waived where one of these waivers covers it; one that is worse than what was accepted says so."""
        beyond = {waiver.id: what for waiver in good if (what := _what_is_beyond(waiver, verdict, rule))}
        covering = [waiver for waiver in good if waiver.id not in beyond]
        if covering:
            best = max(covering, key=lambda one: (term_of(one, self._world).expires_on or "", one.id))
            accepted = self._with_controls(acceptance(best, self._world), best, rule)
            return replace(verdict, status=Status.WAIVED, waiver=accepted), {}
        said = "".join(f"; the waiver {name} {what.words}" for name, what in beyond.items())
        return replace(verdict, message=f"{verdict.message}{said}"), beyond

    def _with_controls(self, accepted: Acceptance, waiver: Waiver, rule: RuleSummary) -> Acceptance:
        named = ((framework, each) for framework, ids in rule.controls.items() for each in ids)
        required = tuple(self._required[one] for one in named if one in self._required)
        return replace(accepted, severity=_covered(waiver, rule), required=required)


@dataclass(frozen=True, slots=True)
class Beyond:
    """In what a fail goes beyond what a waiver accepts: its severity, or the checks that fail."""

    covers_up_to: str | None
    uncovered: tuple[str, ...]
    names_checks: bool

    @property
    def words(self) -> str:
        """The same for people."""
        if self.covers_up_to:
            return f"covers findings up to {self.covers_up_to} only"
        if self.names_checks:
            return f"does not cover {', '.join(self.uncovered)}"
        return f"names no checks; what it accepts is written like `checks: [{', '.join(self.uncovered)}]`"


def _what_is_beyond(waiver: Waiver, verdict: Verdict, rule: RuleSummary) -> Beyond | None:
    """None where the waiver covers the fail."""
    covered = _covered(waiver, rule)
    if covered.rank > verdict.severity.rank:
        return Beyond(covered.value, (), names_checks=False)
    others = tuple(name for name in verdict.checks if name not in (waiver.checks or ()))
    return Beyond(None, others, names_checks=waiver.checks is not None) if others else None


def _beyond(standing: WaiverStanding, what: Beyond) -> WaiverStanding:
    return replace(standing, covers_up_to=what.covers_up_to, uncovered=what.uncovered)


def _covered(waiver: Waiver, rule: RuleSummary) -> Severity:
    """The worst that a waiver covers: what it names, else the rule's own, and none that a finding is raised to."""
    return Severity(waiver.severity) if waiver.severity else rule.severity


def written(world: World) -> Sequence[Waiver]:
    """The practice's waivers, in the order of their files."""
    return world.inventory.tables["waivers"].records


def _positions(ids: Sequence[str], wanted: Container[str]) -> Mapping[str, int]:
    return {subject: position for position, subject in enumerate(ids) if subject in wanted}

"""Findings that somebody accepted in writing: a fail whose waiver counts is shown as waived.

A waiver only ever touches a fail of its own rule and subject. Rules that judge waivers are asked after all others,
because they want to know what each waiver is needed for, and no waiver touches their findings.
"""

import datetime
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from portalaudit.evaluate.judge import subjects_of
from portalaudit.evaluate.parallel import judge_with
from portalaudit.inventory.facts.waivers import counts, term_of
from portalaudit.inventory.records import Account, Completion, Decision, Person, Review, Waiver
from portalaudit.inventory.records.waivers import WaiverControl
from portalaudit.inventory.tables import Record
from portalaudit.inventory.waiving import LONGEST_DAYS, MOST_RENEWALS, Standing, Waiving
from portalaudit.inventory.world import Group, Subjects, World
from portalaudit.model import Problem, ProblemCode, Severity, Status, Verdict
from portalaudit.model.frameworks import Framework
from portalaudit.model.report import STATUSES, RuleSummary, Ruling
from portalaudit.model.spelling import nearest
from portalaudit.model.values import replace
from portalaudit.model.verdict import CompensatingControl, Named, RequiredControl
from portalaudit.model.verdict import Waiver as Acceptance
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.rules import Rule
from portalaudit.policy.waiving import Authority, unknown_rule

WAIVER = "waiver"
LONGEST_PARAM = "waiver_max_days"
"""The parameter of a rule for waivers that says how long one may last."""
RENEWALS_PARAM = "max_renewals"

MOST_COMPARED = 5_000
"""Ids among which a misspelt one is looked for: comparing takes about 10 microseconds each."""


def ordered(asked: Iterable[Rule], every: Sequence[Rule], world: World) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules to judge, and after them those that judge waivers; each by id.

    Where a rule judges waivers, the rules that waivers name are judged too, asked or not.
    """
    wanted = {rule.id: rule for rule in asked}
    last = tuple(wanted[name] for name in sorted(wanted) if wanted[name].variable == WAIVER)
    if last:
        named = {waiver.rule for waiver in _written(world)}
        wanted = {**{rule.id: rule for rule in every if rule.id in named}, **wanted}
    return tuple(wanted[name] for name in sorted(wanted) if wanted[name].variable != WAIVER), last


def answered(  # noqa: PLR0917 -- the rules, what they judge, and how, in this order everywhere
    first: Sequence[Rule],
    last: Sequence[Rule],
    world: World,
    exceptions: "Exceptions",
    evaluator: Evaluator,
    jobs: int = 1,
) -> Iterator[Ruling]:
    """One ruling for each rule: fails with a waiver that counts are waived, and rules for waivers come last."""
    for ruling in judge_with(jobs, first, world, evaluator):
        yield exceptions.applied(ruling)
    exceptions.close()
    yield from judge_with(1, last, world, evaluator)


def unknown_rules(world: World, rules: Authority) -> Iterator[Problem]:
    """A problem for each waiver of a rule that there is not."""
    table = world.inventory.tables["waivers"]
    for row, waiver in enumerate(table.records):
        if waiver.rule not in rules.rules:
            yield unknown_rule(waiver.rule, world.inventory.place(table.origin(row), ("rule",)), rules.rules)


Wanted = dict[str, list[Waiver]]
"""The waivers of one rule by the subject that they name."""


class Exceptions:
    """The waivers of one practice, made ready. Tells the world their standing, and what they match once it is known."""

    def __init__(
        self, rules: Sequence[Rule], world: World, authority: Authority, frameworks: Iterable[Framework] = ()
    ) -> None:
        self._world = world
        self._authority = authority
        self._required = {
            (framework.id, control.id): RequiredControl(framework.id, control.id, control.title)
            for framework in frameworks
            for control in framework.controls
            if control.is_required
        }
        self._rules = {rule.id: rule for rule in rules}
        self._allowed = {one.id for one in authority.allowed}
        self._wanted: dict[str, Wanted] = {}
        for waiver in _written(world):
            self._wanted.setdefault(waiver.rule, {}).setdefault(waiver.subject, []).append(waiver)
        self._standings = {
            waiver.id: standing
            for rule, wanted in self._wanted.items()
            for waiver, standing in self._standing(self._rules.get(rule), wanted)
        }
        world.waiving = Waiving(
            approvers=frozenset(one.id for one in authority.approvers),
            approver_roles=frozenset(one.id for one in authority.approver_roles),
            longest_days=_least(rules, LONGEST_PARAM, LONGEST_DAYS),
            most_renewals=_least(rules, RENEWALS_PARAM, MOST_RENEWALS),
            standings=dict(self._standings),
        )

    def applied(self, ruling: Ruling) -> Ruling:
        """The ruling with its accepted fails waived."""
        wanted = self._wanted.get(ruling.rule.id)
        if not wanted:
            return ruling
        self._note_answers(ruling, wanted)
        changed = {
            position: self._accepted(verdict, wanted[verdict.subject.id], ruling.rule)
            for position, verdict in ruling.verdicts.items()
            if verdict.status is Status.FAIL and verdict.subject.id in wanted
        }
        outcomes = bytearray(ruling.outcomes)
        for position, verdict in changed.items():
            outcomes[position] = STATUSES.index(verdict.status)
        return replace(ruling, outcomes=bytes(outcomes), verdicts={**ruling.verdicts, **changed})

    def close(self) -> None:
        """Tell the world what the rules answered; every rule that a waiver may name was asked by now."""
        self._world.waiving = replace(self._world.waiving, standings=dict(self._standings))

    def _note_answers(self, ruling: Ruling, wanted: "Wanted") -> None:
        for subject, position in _positions(ruling.subjects.ids, wanted).items():
            answer = STATUSES[ruling.outcomes[position]]
            for waiver in wanted[subject]:
                self._standings[waiver.id] = replace(self._standings[waiver.id], answer=answer)

    def _standing(self, rule: Rule | None, wanted: "Wanted") -> Iterator[tuple[Waiver, Standing]]:
        """The standing of each waiver of a rule before the rule is asked."""
        subjects = subjects_of(rule, self._world) if rule else None
        found = self._about(subjects, wanted) if subjects else {}
        may_waive = rule is None or (rule.variable != WAIVER and (rule.waivable or rule.id in self._allowed))
        for subject, waivers in wanted.items():
            for waiver in waivers:
                near = _meant(subject, subjects.ids) if subjects and subject not in found else ""
                not_asked = "" if rule else self._why_not_asked(waiver.rule)
                yield waiver, Standing(may_waive, found.get(subject, frozenset()), near=near, not_asked=not_asked)

    def _why_not_asked(self, rule: str) -> str:
        """Why a rule that there is is not in force."""
        if rule in self._authority.left_out:
            return "its rule is left out by policy.yaml"
        return "its rule is in a pack that is not in use" if rule in self._authority.rules else ""

    def _about(self, subjects: Subjects, wanted: "Wanted") -> Mapping[str, frozenset[str]]:
        """The people whom a finding is about, for each of the subjects that the rule judges."""
        return {
            subject: frozenset(_people(subjects.records[position], self._world))
            for subject, position in _positions(subjects.ids, wanted).items()
        }

    def _accepted(self, verdict: Verdict, waivers: Iterable[Waiver], rule: RuleSummary) -> Verdict:
        """A fail waived where a waiver that counts covers it; one that is worse than what was accepted says so."""
        good = [waiver for waiver in waivers if counts(waiver, self._world)]
        covering = [waiver for waiver in good if not _beyond(waiver, verdict, rule)]
        if covering:
            best = max(covering, key=lambda one: (term_of(one, self._world).expires_on or "", one.id))
            accepted = acceptance(best, self._world)
            return replace(verdict, status=Status.WAIVED, waiver=self._with_controls(accepted, best, rule))
        beyond = {waiver.id: _beyond(waiver, verdict, rule) for waiver in good}
        for name, what in beyond.items():
            self._standings[name] = replace(self._standings[name], beyond=what)
        said = "".join(f"; the waiver {name} {what}" for name, what in beyond.items())
        return replace(verdict, message=f"{verdict.message}{said}")

    def _with_controls(self, accepted: Acceptance, waiver: Waiver, rule: RuleSummary) -> Acceptance:
        named = ((framework, each) for framework, ids in rule.controls.items() for each in ids)
        required = tuple(self._required[one] for one in named if one in self._required)
        return replace(accepted, severity=_covered(waiver, rule), required=required)


def unknown_checks(world: World, rules: Iterable[Rule]) -> Iterator[Problem]:
    """A problem for each check that a waiver names and its rule does not have."""
    checks = {rule.id: [check.id for check in rule.checks if check.id] for rule in rules}
    table = world.inventory.tables["waivers"]
    for row, waiver in enumerate(table.records):
        for index, name in enumerate(waiver.checks or ()):
            known = checks.get(waiver.rule)
            if known is not None and name not in known:
                place = world.inventory.place(table.origin(row), ("checks", index))
                meant = nearest(name, known)
                has = ", ".join(known) or "one requirement and no checks to name"
                hint = f"did you mean '{meant}'?" if meant else f"it has {has}"
                message = f"the rule `{waiver.rule}` has no check '{name}'"
                yield Problem(ProblemCode.UNKNOWN_REFERENCE, message, place, hint)


def _beyond(waiver: Waiver, verdict: Verdict, rule: RuleSummary) -> str:
    """In what a fail goes beyond what a waiver accepts, in words; empty where the waiver covers it."""
    if _covered(waiver, rule).rank > verdict.severity.rank:
        return f"covers findings up to {_covered(waiver, rule)} only"
    others = [name for name in verdict.checks if name not in (waiver.checks or ())]
    if others and waiver.checks is None:
        return f"names no checks; what it accepts is written like `checks: [{', '.join(others)}]`"
    return f"does not cover {', '.join(others)}" if others else ""


def _covered(waiver: Waiver, rule: RuleSummary) -> Severity:
    """The worst that a waiver covers: what it names, else the rule's own, and none that a finding is raised to."""
    return Severity(waiver.severity) if waiver.severity else rule.severity


def acceptance(waiver: Waiver, world: World) -> Acceptance:
    """What reports say of a waiver that counts."""
    term = term_of(waiver, world)
    ends = _day(term.expires_on)
    table = world.inventory.tables["waivers"]
    return Acceptance(
        id=waiver.id,
        reason=waiver.reason or "",
        requested_by=_named(waiver.requested_by, world),
        approved_by=_named(term.approved_by, world),
        approved_on=_day(term.approved_on),
        expires_on=ends,
        days_left=(ends - world.calendar.as_of).days,
        place=world.inventory.place(table.origin(table.rows[waiver.id])),
        ticket=waiver.ticket or "",
        compensating_control=_control(waiver.compensating_control, world),
        renewals=sum(world.calendar.days_since(each.approved_on) >= 0 for each in waiver.renewals or ()),
    )


def _control(control: WaiverControl | None, world: World) -> CompensatingControl | None:
    if control is None:
        return None
    performer = _named(control.performer, world) if control.performer else None
    last = _day(control.last_performed_on) if control.last_performed_on else None
    return CompensatingControl(control.text, performer, control.every_days, last)


def _named(person_id: str | None, world: World) -> Named:
    person = world.indexes.person(person_id)
    return Named(person_id or "", person.name if person else person_id or "")


def _day(text: str | None) -> datetime.date:
    return datetime.date.fromisoformat(text) if text else datetime.date.min


def _written(world: World) -> Sequence[Waiver]:
    return world.inventory.tables["waivers"].records


def _least(rules: Sequence[Rule], param: str, otherwise: int) -> int:
    """The least value that the rules for waivers give a parameter."""
    found = (rule.params.get(param) for rule in rules if rule.variable == WAIVER)
    return min((value for value in found if isinstance(value, int)), default=otherwise)


def _positions(ids: Sequence[str], wanted: Container[str]) -> Mapping[str, int]:
    return {subject: position for position, subject in enumerate(ids) if subject in wanted}


def _meant(subject: str, ids: Sequence[str]) -> str:
    """The subject whose id is most like a misspelt one; nothing where there are too many to compare."""
    return (nearest(subject, ids) or "") if len(ids) <= MOST_COMPARED else ""


def _people(record: Record, world: World) -> Iterator[str]:
    """Ids of the people of a record: of an account its owners, of a decision those and who decided."""
    if isinstance(record, Person):
        yield record.id
    elif isinstance(record, Account):
        yield from (person for person in (record.person, *(record.persons or ())) if person)
    elif isinstance(record, Group):
        for account in record.accounts:
            yield from _people(account, world)
    elif isinstance(record, Completion):
        yield record.person
    elif isinstance(record, Review):
        yield from (record.reviewer,) if record.reviewer else ()
    elif isinstance(record, Decision):
        yield from (record.reviewer,) if record.reviewer else ()
        yield from _people(world.indexes.account(record.account), world)

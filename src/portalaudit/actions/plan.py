"""Findings grouped by what is done about them. One cause is told once.

Going through the verbs in their order, the findings that name one are its action; what is done to a login, person,
portal or vendor then settles the later findings about the same, so that these stand in no other action. A finding about
several logins is settled where all of them are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from portalaudit.actions.concerned import accounts_of, done_to, name_of, subject_of, told_apart
from portalaudit.actions.nouns import counted_each
from portalaudit.inventory.reference import ActionVerb
from portalaudit.inventory.tables import Record
from portalaudit.inventory.whose import whose
from portalaudit.inventory.world import World
from portalaudit.model import Severity, Status, Subject, Verdict
from portalaudit.model.action import Action, Doer, Due, Target
from portalaudit.model.report import Ruling
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.rules import Rule

OTHER = ActionVerb(  # type: ignore[call-arg]  # the plugin does not see the defaults
    id="other",
    singular="Settle another finding",
    plural="Settle other findings about {objects}",
    order=10_000,
    due="this month",
    by="manager",
)
"""What is done about a rule that names no action."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The rulings with each fail marked by its action, or by the earlier one that settles it; and the actions."""

    rulings: tuple[Ruling, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """One fail: where its verdict stands, its verb, what is acted on, and which things it is about."""

    ruling: int
    position: int
    verdict: Verdict
    verb: ActionVerb
    settles: tuple[str, ...]
    objects: Mapping[Subject, Record]
    about: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class _Settled:
    """What the actions before settle, each by the verb that does."""

    logins: dict[Subject, str]
    others: dict[Subject, str]

    def by(self, case: _Case) -> str:
        """The verb that settles a case; empty where none does."""
        if case.verb.stands_alone:
            return ""
        if case.verdict.subject in self.others:
            return self.others[case.verdict.subject]
        verbs = [self.logins.get(login, "") for login in case.about]
        return verbs[0] if verbs and all(verbs) else ""

    def add(self, case: _Case) -> None:
        """What is done about a case settles what its rule says."""
        for target in case.objects:
            if target.type in case.settles:
                (self.logins if target.type == "account" else self.others).setdefault(target, case.verb.id)


def plan(rulings: Sequence[Ruling], rules: Iterable[Rule], world: World) -> Plan:
    """What to do about the fails of a run; what is waived makes no action. `rules` are those that were evaluated."""
    by_verb: dict[str, list[_Case]] = {}
    for case in _cases(rulings, {rule.id: rule for rule in rules}, world):
        by_verb.setdefault(case.verb.id, []).append(case)
    settled = _Settled({}, {})
    marked: dict[int, dict[int, Verdict]] = {}
    left: dict[str, list[_Case]] = {}
    ended: dict[str, list[str]] = {}
    for verb, cases in sorted(by_verb.items(), key=lambda each: (each[1][0].verb.order, each[0])):
        found = [(case, settled.by(case)) for case in cases]
        for case, by in found:
            marked.setdefault(case.ruling, {})[case.position] = replace(case.verdict, action=verb, settled_by=by)
            (ended.setdefault(by, []) if by else []).append(case.verdict.fingerprint)
        left[verb] = [case for case, by in found if not by]
        for case in left[verb]:
            settled.add(case)
    actions = [_action(cases, ended.get(verb, ()), world) for verb, cases in left.items() if cases]
    return Plan(tuple(_marked(rulings, marked)), tuple(sorted(actions, key=_little_last)))


def _little_last(action: Action) -> int:
    """What matters little waits for everything else, wherever it stands in the table."""
    return max(action.severity.rank, Severity.MEDIUM.rank)


def _marked(rulings: Sequence[Ruling], marked: Mapping[int, Mapping[int, Verdict]]) -> Iterator[Ruling]:
    for number, ruling in enumerate(rulings):
        yield replace(ruling, verdicts={**ruling.verdicts, **marked[number]}) if number in marked else ruling


def _cases(rulings: Sequence[Ruling], rules: Mapping[str, Rule], world: World) -> Iterator[_Case]:
    for number, ruling in enumerate(rulings):
        rule = rules[ruling.rule.id]
        records = world.subjects_of(rule.variable, rule.group_by).records
        for position, verdict in ruling.verdicts.items():
            if verdict.status is Status.FAIL:
                yield _case(number, position, verdict, rule, records[position], world)


def _case(  # noqa: PLR0917 -- a verdict, where it stands, and what it is about
    number: int, position: int, verdict: Verdict, rule: Rule, record: Record, world: World
) -> _Case:
    wanted = rule.action
    objects = done_to(record, wanted.group_by, world) if wanted else (record,)
    verb = world.reference.actions.get(wanted.verb, OTHER) if wanted else OTHER
    return _Case(
        ruling=number,
        position=position,
        verdict=verdict,
        verb=verb,
        settles=wanted.settles if wanted else (),
        objects={verdict.subject if one is record else subject_of(one): one for one in objects},
        about=tuple(sorted(map(subject_of, accounts_of(record, world)))),
    )


def _action(cases: Sequence[_Case], ended: Iterable[str], world: World) -> Action:
    verb = cases[0].verb
    objects: dict[Subject, Record] = {}
    findings: dict[Subject, list[Verdict]] = {}
    for case in cases:
        for subject, record in case.objects.items():
            objects.setdefault(subject, record)
            findings.setdefault(subject, []).append(case.verdict)
    targets = [_target(subject, record, findings[subject], world) for subject, record in objects.items()]
    ordered = tuple(sorted(targets, key=lambda one: (one.severity.rank, -len(one.findings), one.of)))
    return Action(
        verb=verb.id,
        title=_title(verb, ordered),
        due=Due(verb.due),
        by=Doer(verb.by),
        severity=ordered[0].severity,
        targets=ordered,
        settles=tuple(ended),
    )


def _title(verb: ActionVerb, targets: Sequence[Target]) -> str:
    if len(targets) == 1:
        return verb.singular
    return verb.plural.replace("{objects}", counted_each(target.of.type for target in targets))


def _target(subject: Subject, record: Record, verdicts: Sequence[Verdict], world: World) -> Target:
    owner = whose(record, world)
    return Target(
        of=subject,
        name=name_of(record, world),
        severity=min((verdict.severity for verdict in verdicts), key=lambda severity: severity.rank),
        findings=tuple(verdict.fingerprint for verdict in verdicts),
        person=owner.person and told_apart(owner.person, world),
        portal=owner.portal,
    )

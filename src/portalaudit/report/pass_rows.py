"""What each rule was asked of and what it answered, as rows for the page: passes are the evidence, so each says why."""

from collections.abc import Iterator

from portalaudit.model.report import STATUSES, Report, Ruling
from portalaudit.model.values import dataclass
from portalaudit.model.verdict import Status
from portalaudit.report import wording
from portalaudit.report.characters import prose, visible
from portalaudit.report.claims import Claim, claims, rule_anchor

MOST_NAMED = 15_000
"""Up to so many subjects that pass or are not concerned are named in the page; of more, only the first of each rule."""
FIRST_OF_RULE = 50


@dataclass(frozen=True, slots=True)
class PassRow:
    """A subject that passes, and why, where the rule says so."""

    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Population:
    """One rule and everything that it was asked of.

    `applies_to` says in words of what it is asked; `when`, the expression that says so, stands in for a rule that has
    no words. `passes` and `not_applicable` may be cut: `counts` says how many there are.
    """

    id: str
    anchor: str
    title: str
    severity: str
    subject: str
    applies_to: str
    when: str
    claims: tuple[Claim, ...]
    version: str
    maturity: str
    url: str
    params: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]
    passed: int
    passes: tuple[PassRow, ...]
    spared: int
    not_applicable: tuple[str, ...]


def populations(report: Report) -> tuple[Population, ...]:
    """Every rule that was evaluated, by id."""
    named = report.count(Status.PASS) + report.count(Status.NOT_APPLICABLE)
    most = None if named <= MOST_NAMED else FIRST_OF_RULE
    return tuple(_population(ruling, most) for ruling in report.rulings)


def _population(ruling: Ruling, most: int | None) -> Population:
    rule = ruling.rule
    return Population(
        id=visible(rule.id),
        anchor=rule_anchor(rule.id),
        title=prose(rule.title),
        severity=rule.severity.value,
        subject=visible(rule.subject.replace("_", " ")),
        applies_to=prose(rule.population),
        when="" if rule.population else prose(rule.when),
        claims=claims(rule),
        version=visible(rule.version),
        maturity=rule.maturity.value,
        url=rule.url,
        params=tuple((visible(name), wording.value(value)) for name, value in rule.params.items()),
        counts=tuple((wording.STATUS_LABELS[status], ruling.count(status)) for status in Status),
        passed=ruling.count(Status.PASS),
        passes=tuple(
            PassRow(_name(ruling, position), prose(ruling.evidence(position)))
            for position in list(_positions(ruling, Status.PASS))[:most]
        ),
        spared=ruling.count(Status.NOT_APPLICABLE),
        not_applicable=tuple(
            _name(ruling, position) for position in list(_positions(ruling, Status.NOT_APPLICABLE))[:most]
        ),
    )


def _positions(ruling: Ruling, status: Status) -> Iterator[int]:
    wanted = STATUSES.index(status)
    return (position for position, outcome in enumerate(ruling.outcomes) if outcome == wanted)


def _name(ruling: Ruling, position: int) -> str:
    return visible(ruling.subjects.shown(position))

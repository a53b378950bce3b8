"""The waivers of a practice as a list: what each accepts now, until when, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from portalaudit.evaluate.answering import applied_to, ordered, standings_before
from portalaudit.evaluate.judge import judge
from portalaudit.inventory.facts.waiver_terms import begun, term_of
from portalaudit.inventory.records import Waiver, WaiverControl
from portalaudit.inventory.waiver_standing import WaiverStanding
from portalaudit.inventory.world import World
from portalaudit.model import Status
from portalaudit.model.listing import Listing, Table
from portalaudit.model.report import Ruling, Way
from portalaudit.model.values import dataclass, field
from portalaudit.model.verdict import Verdict
from portalaudit.model.whereabouts import place_from
from portalaudit.pipeline.opening import Opened
from portalaudit.policy.evaluation import Evaluator
from portalaudit.policy.rules import Rule
from portalaudit.report import wording
from portalaudit.waivers.acceptance import renewal_count
from portalaudit.waivers.application import WAIVER

COLUMNS = (
    "Waiver",
    "Rule",
    "Subject",
    "Accepts now",
    "Accepts at most",
    "Required by regulation",
    "Reason",
    "Asked for by",
    "Approved by",
    "Approved on",
    "Last day",
    "Days left",
    "Renewed",
    "Done instead",
    "Last done on",
    "Ticket",
    "To mend",
    "Written at",
)
_INVALID = "The findings that these name stand as if there were no waiver."
_NOT_NEEDED = "Nothing is left to accept. Take them away, or correct the rule or the subject that they name."


class State(StrEnum):
    """What a waiver does today."""

    IN_FORCE = "In force"
    INVALID = "Do not count"
    NOT_NEEDED = "Not needed"
    LATER = "Approved later than the day looked at"


@dataclass(frozen=True, slots=True)
class Line:
    """One waiver, its state, the finding that it accepts, None where it accepts none, and what is wrong with it."""

    waiver: Waiver
    state: State
    accepts: Verdict | None
    days_left: int | None
    to_mend: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Every waiver by id. `within` is a number of days: a waiver in force that ends in them is `ending`.

    `way` leads to the files that hold them.
    """

    lines: tuple[Line, ...]
    world: World
    within: int | None = None
    way: Way = field(default_factory=Way)

    @property
    def ending(self) -> tuple[Line, ...]:
        """The waivers in force that end soon, the next one first."""
        if self.within is None:
            return ()
        soon = [(line.days_left, line) for line in self.lines if line.state is State.IN_FORCE]
        found = [(left, line) for left, line in soon if left is not None and left <= self.within]
        return tuple(line for _, line in sorted(found, key=lambda pair: (pair[0], pair[1].waiver.id)))

    @property
    def needs_attention(self) -> bool:
        """Whether a waiver does not count, or ends soon."""
        return bool(self.ending) or any(line.state is State.INVALID for line in self.lines)

    def listing(self) -> Listing:
        """The same for people."""
        practice = self.world.inventory.practice
        return Listing(
            "Waivers",
            tuple(self._tables()),
            about=practice.name if practice else "",
            as_of=self.world.calendar.as_of,
        )

    def _tables(self) -> Iterator[Table]:
        ending = self.ending
        if self.within is not None:
            yield self._table(f"In force, and over within {self.within} days", ending)
        rest = [line for line in self.lines if line not in ending]
        for state, intro in ((State.IN_FORCE, ""), (State.INVALID, _INVALID), (State.NOT_NEEDED, _NOT_NEEDED)):
            title = "In force for longer" if ending and state is State.IN_FORCE else str(state)
            yield self._table(title, [line for line in rest if line.state is state], intro)
        later = [line for line in rest if line.state is State.LATER]
        if later:
            yield self._table(State.LATER, later)

    def _table(self, title: str, lines: Iterable[Line], intro: str = "") -> Table:
        rows = tuple(_row(line, self.world, self.way) for line in lines)
        return Table(title, COLUMNS, rows, intro=intro if rows else "")


def overview(opened: Opened, within: int | None = None, way: Way | None = None) -> Overview:
    """Every waiver of an opened practice, told from where the command runs or by `way`.

    Only the rules that they name are asked, and those for waivers.
    """
    world, every, evaluator = (
        opened.world,
        opened.policies.rules.rules,
        Evaluator(opened.world.calendar.as_of, opened.policies.apart),
    )
    table = world.inventory.tables["waivers"]
    named = {waiver.rule for waiver in table.records}
    first, _ = ordered((rule for rule in every if rule.id in named and rule.variable != WAIVER), every, world)
    standings = standings_before(world, opened.exceptions, evaluator)
    applied = tuple(applied_to(first, world, opened.exceptions, standings, evaluator))
    after = {**standings, **{name: each for one in applied for name, each in one.standings.items()}}
    mend = _to_mend(opened.exceptions.about_waivers, world.with_standings(after), evaluator)
    accepted = _accepted(one.ruling for one in applied)
    waivers = (table.records[table.rows[name]] for name in sorted(table.rows))
    lines = tuple(_line(waiver, after[waiver.id], accepted, mend, world) for waiver in waivers)
    return Overview(lines, world, within, opened.from_here if way is None else way)


def _accepted(rulings: Iterable[Ruling]) -> Mapping[tuple[str, str], Verdict]:
    """All accepted findings, by rule and subject."""
    return {
        (verdict.rule, verdict.subject.id): verdict
        for ruling in rulings
        for verdict in ruling.verdicts.values()
        if verdict.status is Status.WAIVED
    }


def _to_mend(rules: Sequence[Rule], world: World, evaluator: Evaluator) -> Mapping[str, str]:
    """What rules for waivers find, by the waiver's id."""
    found: dict[str, list[str]] = {}
    for ruling in judge(rules, world, evaluator):
        for verdict in ruling.verdicts.values():
            if verdict.status is Status.FAIL:
                found.setdefault(verdict.subject.id, []).append(verdict.message)
    return {name: "; ".join(messages) for name, messages in found.items()}


def _line(
    waiver: Waiver,
    standing: WaiverStanding,
    accepted: Mapping[tuple[str, str], Verdict],
    mend: Mapping[str, str],
    world: World,
) -> Line:
    state = _state(waiver, standing, world)
    accepts = accepted.get((waiver.rule, waiver.subject)) if state is State.IN_FORCE else None
    end = term_of(waiver, world).expires_on
    left = None if end is None else -world.calendar.days_since(end)
    return Line(waiver, state, accepts, left, mend.get(waiver.id, "; ".join(standing.defects)))


def _state(waiver: Waiver, standing: WaiverStanding, world: World) -> State:
    if not begun(waiver, world):
        return State.LATER
    if standing.answer != "fail":
        return State.NOT_NEEDED
    is_beyond = bool(standing.covers_up_to or standing.uncovered)
    return State.IN_FORCE if standing.counts and not is_beyond else State.INVALID


def _row(line: Line, world: World, way: Way) -> tuple[str, ...]:
    waiver, term = line.waiver, term_of(line.waiver, world)
    control = waiver.compensating_control
    table = world.inventory.tables["waivers"]
    renewed = renewal_count(waiver, world)
    accepted = line.accepts.waiver if line.accepts else None
    return (
        waiver.id,
        waiver.rule,
        waiver.subject,
        line.accepts.message if line.accepts else "",
        str((accepted.severity if accepted else waiver.severity) or ""),
        wording.waiver_required(accepted) if accepted else "",
        waiver.reason or "",
        _person(waiver.requested_by, world),
        _person(term.approved_by, world),
        term.approved_on or "",
        term.expires_on or "",
        _left(line.days_left),
        str(renewed) if renewed else "",
        _done_instead(control, world),
        (control.last_performed_on or "") if control else "",
        waiver.ticket or "",
        line.to_mend,
        str(place_from(world.inventory.place(table.origin(table.rows[waiver.id])), way)),
    )


def _person(person_id: str | None, world: World) -> str:
    person = world.indexes.person(person_id)
    return f"{person.name} ({person.id})" if person else person_id or ""


def _done_instead(control: WaiverControl | None, world: World) -> str:
    if control is None:
        return ""
    by = f"by {_person(control.performer, world)}" if control.performer else ""
    often = f"every {control.every_days} days" if control.every_days else ""
    details = ", ".join(filter(None, (by, often)))
    return f"{control.text} ({details})" if details else control.text


def _left(days: int | None) -> str:
    if days is None:
        return ""
    return str(days) if days >= 0 else f"none: over for {-days} {'day' if days == -1 else 'days'}"

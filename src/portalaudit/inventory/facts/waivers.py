"""Derived facts of waivers: which term runs, who approved it, and why a waiver does not count."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.people import held_today
from portalaudit.inventory.records import Person, Waiver
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.waiving import Standing
from portalaudit.inventory.world import World
from portalaudit.model import Status
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True)
class Term:
    """One approval of a waiver; `route` is where it stands in the waiver."""

    approved_by: str | None
    approved_on: str | None
    expires_on: str | None
    route: Route = ()


@dataclass(frozen=True, slots=True)
class Objection:
    """Something that is wrong with a waiver, and the route of what says so."""

    text: str
    route: Route


def term_of(waiver: Waiver, world: World) -> Term:
    """The term that counts: of those approved by the day the one that ends last, else the first one."""
    own = Term(waiver.approved_by, waiver.approved_on, waiver.expires_on)
    approved = [term for term in (own, *_renewals(waiver)) if _has_begun(term, world)]
    return max(approved, key=lambda term: (term.expires_on or "", term.approved_on or ""), default=own)


def _has_begun(term: Term, world: World) -> bool:
    return term.approved_on is None or world.calendar.days_since(term.approved_on) >= 0


def _renewals(waiver: Waiver) -> Iterator[Term]:
    for index, renewal in enumerate(waiver.renewals or ()):
        yield Term(renewal.approved_by, renewal.approved_on, renewal.expires_on, ("renewals", index))


def _at_last_day(waiver: Waiver, world: World) -> Route:
    return (*term_of(waiver, world).route, "expires_on")


def _at_approver(waiver: Waiver, world: World) -> Route:
    return (*term_of(waiver, world).route, "approved_by")


@derived(written_at=_at_last_day)
def last_day(waiver: Waiver, world: World) -> Date | None:
    """The last day of the term that counts, inclusive. Not known where no `expires_on` is written."""
    return term_of(waiver, world).expires_on


@derived(written_at=_at_last_day)
def days_left(waiver: Waiver, world: World) -> int | None:
    """Days until its last day; 0 on that day, negative afterwards. Not known where no `expires_on` is written."""
    end = term_of(waiver, world).expires_on
    return None if end is None else -world.calendar.days_since(end)


@derived(written_at=_at_last_day)
def term_days(waiver: Waiver, world: World) -> int | None:
    """Days from the approval to the last day. Not known where `approved_on` or `expires_on` is not written."""
    term = term_of(waiver, world)
    if term.approved_on is None or term.expires_on is None:
        return None
    return world.calendar.day(term.expires_on) - world.calendar.day(term.approved_on)


@derived(written_at=_at_approver)
def approver(waiver: Waiver, world: World) -> Person | None:
    """Who approved the term that counts. Not known where no `approved_by` is written."""
    return world.indexes.person(term_of(waiver, world).approved_by)


@derived(written_at="approved_on")
def begun(waiver: Waiver, world: World) -> bool:
    """Whether it was approved by the day. Where the approval has no day it counts as approved."""
    own = Term(waiver.approved_by, waiver.approved_on, waiver.expires_on)
    return any(_has_begun(term, world) for term in (own, *_renewals(waiver)))


@derived(written_at="renewals")
def renewal_count(waiver: Waiver, world: World) -> int:
    """How often it was renewed by the day."""
    return sum(world.calendar.days_since(renewal.approved_on) >= 0 for renewal in waiver.renewals or ())


@derived(written_at="compensating_control")
def control_overdue(waiver: Waiver, world: World) -> bool:
    """Whether what is to be done instead, every so many days, was last done longer ago than that.

    Where it was never done, the days count from the approval.
    """
    control = waiver.compensating_control
    if control is None or control.every_days is None:
        return False
    since = control.last_performed_on or waiver.approved_on
    return since is None or world.calendar.days_since(since) > control.every_days


@derived(written_at="subject")
def matches(waiver: Waiver, world: World) -> bool:
    """Whether its rule finds something to accept: a waiver without a finding is not needed any more."""
    return _standing(waiver, world).answer is Status.FAIL


@derived()
def faults(waiver: Waiver, world: World) -> tuple[str, ...]:
    """Why it does not count, however long its term: what is missing, over, or approved by somebody who may not."""
    return tuple(objection.text for objection in _faults(waiver, world))


def _first_route(waiver: Waiver, world: World) -> Route:
    return next((objection.route for objection in _objections(waiver, world)), ())


@derived(written_at=_first_route)
def objections(waiver: Waiver, world: World) -> tuple[str, ...]:
    """Everything that is wrong with it, the worst first."""
    return tuple(objection.text for objection in _objections(waiver, world))


def counts(waiver: Waiver, world: World) -> bool:
    """Whether the waiver, by all that it says, turns a finding into an accepted one on the day."""
    return not faults(waiver, world) and not _is_too_long(waiver, world)


def _standing(waiver: Waiver, world: World) -> Standing:
    return world.waiving.standings.get(waiver.id, Standing())


def _is_too_long(waiver: Waiver, world: World) -> bool:
    days = term_days(waiver, world)
    return days is not None and days > world.waiving.longest_days


def _objections(waiver: Waiver, world: World) -> Iterator[Objection]:
    yield from _faults(waiver, world)
    if _is_too_long(waiver, world):
        limit = world.waiving.longest_days
        text = f"it lasts {term_days(waiver, world)} days, and at most {limit} are allowed"
        yield Objection(text, _at_last_day(waiver, world))
    yield from _weaknesses(waiver, world)
    if not matches(waiver, world):
        yield Objection(_why_not_needed(_standing(waiver, world)), ("subject",))


def _weaknesses(waiver: Waiver, world: World) -> Iterator[Objection]:
    if waiver.compensating_control is None:
        yield Objection("it does not say what is done instead", ("compensating_control",))
    if control_overdue(waiver, world):
        yield Objection("what is done instead is overdue", ("compensating_control",))
    times = renewal_count(waiver, world)
    if times > world.waiving.most_renewals:
        yield Objection(f"it was renewed {times} times: repair what it accepts", ("renewals",))


def _why_not_needed(standing: Standing) -> str:
    answer = standing.answer
    if standing.not_asked:
        return standing.not_asked
    if answer is None:
        meant = f"; did you mean {standing.near}?" if standing.near else ""
        return f"its rule judges no such subject{meant}"
    if answer in (Status.UNKNOWN, Status.ERROR):
        return f"its rule answers '{answer}', which nobody can accept"
    return "its rule finds nothing there any more"


def _faults(waiver: Waiver, world: World) -> Iterator[Objection]:
    term = term_of(waiver, world)
    if waiver.reason is None:
        yield Objection("it gives no reason", ())
    if waiver.requested_by is None:
        yield Objection("it does not say who asked for it", ())
    yield from _faults_of_days(term, world)
    yield from _faults_of_approval(waiver, term, world)
    standing = _standing(waiver, world)
    if not standing.may_waive:
        yield Objection("findings of its rule may not be accepted", ("rule",))
    if standing.beyond:
        yield Objection(f"it {standing.beyond}", ("severity",) if "up to" in standing.beyond else ("checks",))


def _faults_of_days(term: Term, world: World) -> Iterator[Objection]:
    if term.approved_on is None:
        yield Objection("it does not say when it was approved", ())
    elif world.calendar.days_since(term.approved_on) < 0:
        yield Objection(f"it is approved on {term.approved_on} only", (*term.route, "approved_on"))
    if term.expires_on is None:
        yield Objection("it has no last day", ())
    elif world.calendar.days_since(term.expires_on) > 0:
        yield Objection(f"it ended on {term.expires_on}", (*term.route, "expires_on"))


def _faults_of_approval(waiver: Waiver, term: Term, world: World) -> Iterator[Objection]:
    if term.approved_by is None:
        yield Objection("nobody approved it", ())
        return
    at = (*term.route, "approved_by")
    name = _name(term.approved_by, world)
    if term.approved_by == waiver.requested_by:
        yield Objection(f"{name} asked for it and approved it", at)
    if term.approved_by in _standing(waiver, world).about:
        yield Objection(f"{name} approved it and is whom the finding is about", at)
    if not _may_approve(term, world):
        yield Objection(f"{name} may not approve waivers", at)


def _name(person_id: str, world: World) -> str:
    person = world.indexes.person(person_id)
    return person.name if person else person_id


def _may_approve(term: Term, world: World) -> bool:
    """Whether the policy names the approver, or a role that the approver held on the day of the approval."""
    waiving = world.waiving
    if not waiving.approvers and not waiving.approver_roles:
        return term.approved_by in _named_by_practice(world)
    person = world.indexes.person(term.approved_by)
    day = term.approved_on or world.calendar.text(world.today)
    roles = (held for held in (person.roles if person else None) or () if held.role in waiving.approver_roles)
    return term.approved_by in waiving.approvers or any(held_today(held, day) for held in roles)


def _named_by_practice(world: World) -> frozenset[str | None]:
    practice = world.inventory.practice
    return frozenset((practice.compliance_officer, *(practice.approvers or ()))) if practice else frozenset()

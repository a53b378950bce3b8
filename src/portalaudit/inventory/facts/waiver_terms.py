"""Derived facts of waivers: which term runs, and what the policies and the other rules say of it."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Person, Waiver
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.waiver_standing import WaiverStanding
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True)
class Term:
    """One approval of a waiver; `route` is where it stands in the waiver."""

    approved_by: str | None
    approved_on: str | None
    expires_on: str | None
    route: Route = ()


def term_of(waiver: Waiver, world: World) -> Term:
    """The term that counts: of those approved by the day the one that ends last, else the first one."""
    own, *renewals = _terms(waiver)
    approved = [term for term in (own, *renewals) if _has_begun(term, world)]
    return max(approved, key=lambda term: (term.expires_on or "", term.approved_on or ""), default=own)


def _terms(waiver: Waiver) -> Iterator[Term]:
    yield Term(waiver.approved_by, waiver.approved_on, waiver.expires_on)
    for index, renewal in enumerate(waiver.renewals or ()):
        yield Term(renewal.approved_by, renewal.approved_on, renewal.expires_on, ("renewals", index))


def _has_begun(term: Term, world: World) -> bool:
    return term.approved_on is None or world.calendar.days_since(term.approved_on) >= 0


def _at_last_day(waiver: Waiver, world: World) -> Route:
    return (*term_of(waiver, world).route, "expires_on")


def _at_approver(waiver: Waiver, world: World) -> Route:
    return (*term_of(waiver, world).route, "approved_by")


@derived(written_at=_at_last_day, needs=["expires_on"])
def last_day(waiver: Waiver, world: World) -> Date | None:
    """The last day of the term that counts, inclusive. Not known where no `expires_on` is recorded."""
    return term_of(waiver, world).expires_on


@derived(written_at=_at_last_day, needs=["approved_on", "expires_on"])
def term_days(waiver: Waiver, world: World) -> int | None:
    """Days from the approval to the last day. Not known where `approved_on` or `expires_on` is not recorded."""
    term = term_of(waiver, world)
    if term.approved_on is None or term.expires_on is None:
        return None
    return world.calendar.day(term.expires_on) - world.calendar.day(term.approved_on)


@derived(written_at=_at_approver, needs=["approved_by"])
def approver(waiver: Waiver, world: World) -> Person | None:
    """Who approved the term that counts. Not known where no `approved_by` is recorded."""
    return world.indexes.person(term_of(waiver, world).approved_by)


@derived(written_at="approved_on")
def begun(waiver: Waiver, world: World) -> bool:
    """Whether it was approved by the day. Where the approval has no day it counts as approved."""
    return any(_has_begun(term, world) for term in _terms(waiver))


@derived()
def standing(waiver: Waiver, world: World) -> WaiverStanding | None:
    """What it is worth on the day, by the policies and by what its rule says. Not known before its rule was asked."""
    return world.standings.get(waiver.id)

"""Derived facts of waivers: which term runs, and what the policies and the other rules say of it."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Person, Waiver
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.rows import Written
from portalaudit.inventory.waiver_standing import WaiverStanding
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
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


@dataclass(frozen=True, slots=True, eq=False)
class WaiverTerm:
    """The approval of a waiver that counts on the day."""

    begun: bool = field(
        metadata={"meaning": "Whether any approval was given by the day; one without a day counts as given"}
    )
    approved_by: Person | None = field(metadata={"needs": ("approved_by",), "meaning": "Who approved it"})
    expires_on: Date | None = field(metadata={"needs": ("expires_on",), "meaning": "Its last day, inclusive"})
    days: int | None = field(
        metadata={
            "needs": ("approved_on", "expires_on"),
            "meaning": "Days from the approval to the last day. Not known where `approved_on` or `expires_on` is not "
            "recorded",
        }
    )
    standing: WaiverStanding | None = field(
        metadata={
            "meaning": "What it is worth, by the policies and by what its rule says. Not known before its rule was "
            "asked"
        }
    )
    written_at: Written


@derived()
def term(waiver: Waiver, world: World) -> WaiverTerm:
    """The approval that counts: of those given by the day the one that ends last, else the first one."""
    found = term_of(waiver, world)
    person = world.indexes.person(found.approved_by)
    return WaiverTerm(
        begun(waiver, world),
        person,
        found.expires_on,
        term_days(found, world),
        world.standings.get(waiver.id),
        Written(waiver, found.route),
    )


def begun(waiver: Waiver, world: World) -> bool:
    """Whether any approval was given by the day; one without a day counts as given."""
    return any(_has_begun(term, world) for term in _terms(waiver))


def term_days(term: Term, world: World) -> int | None:
    """Days from an approval to its last day; None where either is not recorded."""
    if term.approved_on is None or term.expires_on is None:
        return None
    return world.calendar.day(term.expires_on) - world.calendar.day(term.approved_on)

"""Derived facts of people who are not employed here: is there a last day, and was the term renewed."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Engagement, Person, Vendor
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route

EMPLOYEE = "employee"


@dataclass(frozen=True, slots=True)
class _Term:
    """The time for which somebody may work here, in ordinals; `why` says what ends it."""

    kind: str
    renewed: int
    is_renewed: bool
    end: int | None
    why: str
    route: Route


def _covering(person: Person, world: World) -> list[tuple[int, Engagement]]:
    day, today = world.calendar.day, world.today
    given = enumerate(person.engagements or ())
    return [(i, e) for i, e in given if day(e.start) <= today and (e.end is None or today <= day(e.end))]


def _term(person: Person, world: World) -> _Term | None:
    """The term of somebody whose engagements of the day are all other than as employee."""
    covering = _covering(person, world)
    if not covering or any(engagement.kind == EMPLOYEE for _, engagement in covering):
        return None
    index, engagement = max(covering, key=lambda pair: pair[1].end or "9999")
    vendor = world.inventory.tables["vendors"].get(person.vendor)
    day = world.calendar.day
    renewals = [day(text) for text in (engagement.renewed_on, _vendor_renewal(vendor)) if text is not None]
    renewals = [renewal for renewal in renewals if renewal <= world.today]
    ends = [(day(text), words) for text, words in _ends(engagement, vendor)]
    end, why = min(ends, default=(None, ""))
    key = "start" if engagement.end is None else "end"
    route: Route = ("engagements", index, key)
    return _Term(engagement.kind, max((day(engagement.start), *renewals)), bool(renewals), end, why, route)


def _vendor_renewal(vendor: Vendor | None) -> str | None:
    return vendor.agreement.renewed_on if vendor and vendor.agreement else None


def _ends(engagement: Engagement, vendor: Vendor | None) -> Iterator[tuple[str, str]]:
    """Every day on which the right to work here ends, and what ends then."""
    if engagement.end is not None:
        yield engagement.end, "the engagement"
    if vendor is None:
        return
    if vendor.agreement is not None and vendor.agreement.ends_on is not None:
        yield vendor.agreement.ends_on, f"the agreement with {vendor.name}"
    if vendor.baa is not None:
        days = (vendor.baa.expires_on, vendor.baa.terminated_on)
        yield from ((day, f"the business associate agreement with {vendor.name}") for day in days if day is not None)


def _route(person: Person, world: World) -> Route:
    term = _term(person, world)
    return ("engagements",) if term is None else term.route


@derived(written_at="engagements")
def outsider(person: Person, world: World) -> bool | None:
    """Whether the person works here today, and not as an employee: contractor, vendor, locum, student or volunteer.

    Not known where no `engagements` are written.
    """
    return None if person.engagements is None else _term(person, world) is not None


@derived(written_at=_route)
def term_settled(person: Person, world: World) -> bool:
    """Whether the work of somebody not employed here has a last day to come, or at least was renewed.

    The engagement ends with the vendor's agreement or business associate agreement, where that is earlier. True for
    everybody else.
    """
    term = _term(person, world)
    if term is None:
        return True
    return term.is_renewed if term.end is None else world.today <= term.end


@derived(written_at=_route)
def term_days(person: Person, world: World) -> int:
    """Days from the last renewal, or else the start, to the last day; without one to today. 0 for employees."""
    term = _term(person, world)
    if term is None:
        return 0
    return (world.today if term.end is None else term.end) - term.renewed


@derived(written_at=_route)
def term_note(person: Person, world: World) -> str:
    """The kind of engagement, its last day and its last renewal in words, for messages."""
    term = _term(person, world)
    if term is None:
        return ""
    renewed = f"renewed on {world.calendar.text(term.renewed)}" if term.is_renewed else "never renewed"
    if term.end is None:
        return f"{term.kind} without a last day, {renewed}"
    word = "ended" if term.end < world.today else "ends"
    return f"{term.kind}, {renewed}; {term.why} {word} on {world.calendar.text(term.end)}"

"""The Medicare contractors of a state, and their portals."""

from collections.abc import Iterator

from portalaudit.inventory.lists.sources import read_in
from portalaudit.inventory.reference import Profile, Reference
from portalaudit.inventory.reference.reference_records import Contractor, Jurisdiction, SpecialtyJurisdiction
from portalaudit.model.listing import Cell, Link, Listing, Table

PARTS = ("A", "B")
SPECIAL = ("HHH", "DME")
COLUMNS = ("For", "Contractor", "Jurisdiction", "Portal", "Address", "Idle logins", "Confirmation of users", "Read in")
_CAUTION = (
    "Contractors change. Check 'Who are the MACs' at cms.gov before you register; national chains may have another "
    "one, and a claim for equipment goes by the state where the patient lives."
)


def states(reference: Reference) -> tuple[str, ...]:
    """Two-letter codes of all states and territories of the table."""
    return tuple(sorted({state for one in reference.jurisdictions.values() for state in one.states}))


def divided_places(state: str, reference: Reference) -> tuple[str, ...]:
    """Counties and independent cities whose Part B goes to another contractor than the rest of the state."""
    found = (e for one in reference.jurisdictions.values() for e in one.part_b_exceptions or ())
    return tuple(e.county for e in found if e.state == state)


def contractors_listing(state: str, county: str | None, reference: Reference) -> Listing:
    """Who handles Medicare Part A and B, home health and hospice, and equipment in a state, and who serves them all."""
    special = tuple(
        _row(one.scope, one, reference) for one in reference.specialty_jurisdictions.values() if one.national
    )
    where = f"{county}, {state}" if county else state
    tables = (
        Table("", COLUMNS, (*_rows(state, county, reference), *_special_rows(state, reference))),
        Table("In every state", COLUMNS, special),
    )
    return Listing(f"Medicare contractor of {where}", tables, notes=tuple(_notes(state, county, reference)))


def _rows(state: str, county: str | None, reference: Reference) -> Iterator[tuple[Cell, ...]]:
    found = {part: reference.jurisdiction_for(state, county, part) for part in PARTS}
    if found["A"] is found["B"] and found["A"] is not None:
        yield _row("Part A and Part B", found["A"], reference)
        return
    for part, jurisdiction in found.items():
        if jurisdiction is not None:
            yield _row(f"Part {part}", jurisdiction, reference)
        else:
            others = " or ".join(f"{one.contractor} ({one.id})" for one in _possible(state, reference))
            yield (f"Part {part}", f"depends on the county: {others}", *([""] * (len(COLUMNS) - 2)))


def _special_rows(state: str, reference: Reference) -> Iterator[tuple[Cell, ...]]:
    for part in SPECIAL:
        found = reference.contractor_for(state, None, part)
        if isinstance(found, SpecialtyJurisdiction):
            yield _row(found.scope, found, reference)


def _possible(state: str, reference: Reference) -> list[Jurisdiction]:
    """Contractors that serve any county of a state."""
    return [
        one
        for one in reference.jurisdictions.values()
        if state in one.states or any(e.state == state for e in one.part_b_exceptions or ())
    ]


def _row(what: str, one: Contractor, reference: Reference) -> tuple[Cell, ...]:
    profile = reference.profile(one.portal)
    return (
        what,
        one.contractor,
        one.id,
        profile.name if profile else one.portal,
        Link(profile.login_url, profile.login_url) if profile and profile.login_url else "",
        _idle(profile),
        _confirmed(profile),
        read_in(one, reference),
    )


def _idle(profile: Profile | None) -> str:
    clock = profile.inactivity if profile else None
    if clock is None or not clock.disable_days:
        return "not known"
    deleted = f", deleted after {clock.delete_days}" if clock.delete_days else ""
    return f"disabled after {clock.disable_days} days{deleted}"


def _confirmed(profile: Profile | None) -> str:
    interval = profile.recertification.interval_days if profile and profile.recertification else None
    return f"every {interval} days" if interval else "not known"


def _notes(state: str, county: str | None, reference: Reference) -> Iterator[str]:
    places = divided_places(state, reference)
    if places and county is None:
        yield f"Part B of {', '.join(places)} goes to another contractor than the rest of the state: say which county."
    yield _CAUTION

"""What reports say of a waiver that counts."""

import datetime

from portalaudit.inventory.facts.waiver_terms import term_of
from portalaudit.inventory.records import Waiver, WaiverControl
from portalaudit.inventory.world import World
from portalaudit.model.verdict import CompensatingControl, Named
from portalaudit.model.verdict import Waiver as Acceptance


def acceptance(waiver: Waiver, world: World) -> Acceptance:
    """The waiver as a report shows it beside the finding that it covers."""
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
        renewals=renewal_count(waiver, world),
    )


def renewal_count(waiver: Waiver, world: World) -> int:
    """How often it was renewed by the day."""
    return sum(world.calendar.days_since(each.approved_on) >= 0 for each in waiver.renewals or ())


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

"""Derived facts of the practice: who answers for its portals, and whether that person can."""

from collections.abc import Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.accounts import live
from portalaudit.inventory.facts.people import employed, on_leave, spells_of, vendor_unknown
from portalaudit.inventory.facts.permissions import effective_permissions
from portalaudit.inventory.facts.portals import in_use
from portalaudit.inventory.records import Document, Module, Person, Portal, Practice
from portalaudit.inventory.records.common import Date
from portalaudit.inventory.records.people import Leave
from portalaudit.inventory.records.practice import MasterPortalAdministrator
from portalaudit.inventory.world import World

OVERSIGHT = frozenset({"user.manage", "user.view", "audit_log.view"})
"""Permissions with which somebody oversees a portal without being its administrator."""

MASTER = "master_portal_administrator"


@derived()
def solo(_practice: Practice, world: World) -> bool | None:
    """Whether one person alone works for the practice today, people of vendors not counted.

    Unknown where somebody's `engagements` are not written.
    """
    states = [employed(person, world) for person in world.inventory.tables["staff"].records if person.vendor is None]
    return None if None in states and states.count(True) <= 1 else states.count(True) == 1


@derived(written_at=MASTER)
def master_administrator(practice: Practice, world: World) -> Person | None:
    """The person who answers for all portals. Not known where `master_portal_administrator` is not written."""
    master = practice.master_portal_administrator
    return world.indexes.person(master.person) if master else None


@derived(written_at=MASTER)
def portals_without_master(practice: Practice, world: World) -> tuple[Portal, ...]:
    """Portals in use that the master administrator neither is recorded to administer nor can oversee."""
    master = master_administrator(practice, world)
    portals = [portal for portal in world.inventory.tables["portals"].records if in_use(portal, world)]
    return tuple(portal for portal in portals if master is None or not _oversees(master, portal, world))


def _oversees(master: Person, portal: Portal, world: World) -> bool:
    if master.id in (portal.administrators or ()) or master.id == portal.primary_administrator:
        return True
    own = (a for a in world.indexes.accounts_of_person.get(master.id, ()) if a.portal == portal.id)
    return any(live(a, world) and not OVERSIGHT.isdisjoint(effective_permissions(a, world) or ()) for a in own)


@derived(written_at=MASTER)
def master_email_shared(practice: Practice, world: World) -> bool | None:
    """Whether the master administrator's mailbox is shared: a shared mailbox of the practice, or somebody else's too.

    Unknown where the master administrator's `email` is not written.
    """
    master = master_administrator(practice, world)
    if master is None or master.email is None:
        return None
    own = _mailbox(master.email)
    others = (p.email for p in world.inventory.tables["staff"].records if p.id != master.id and p.email)
    return own in {_mailbox(address) for address in (*(practice.shared_mailboxes or ()), *others)}


def _mailbox(address: str) -> str:
    """An address without case and `+tag`, so that aliases of one mailbox are equal."""
    local, _, domain = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


@derived(written_at=MASTER)
def master_days_away(practice: Practice, world: World) -> int | None:
    """Days since the master administrator's present leave began; 0 at work. Intermittent leave does not count.

    Not known where `master_portal_administrator` is not written.
    """
    master = master_administrator(practice, world)
    if master is None:
        return None
    leaves = (leave for spell in master.engagements or () for leave in spell.leave or ())
    days = [world.calendar.days_since(leave.start) for leave in leaves if _is_away(leave, world)]
    return max(days, default=0)


def _is_away(leave: Leave, world: World) -> bool:
    day, today = world.calendar.day, world.today
    began = leave.continuous is not False and day(leave.start) <= today
    return began and (leave.end is None or today <= day(leave.end))


@derived(written_at=MASTER)
def master_leaves_on(practice: Practice, world: World) -> Date | None:
    """The master administrator's last working day.

    Not known where the last of the master administrator's `engagements` has no `end`.
    """
    master = master_administrator(practice, world)
    return _last_day(master, world) if master else None


def _last_day(person: Person, world: World) -> str | None:
    """The end of somebody's last time of work; None for an open one."""
    spells = spells_of(person, world)
    return world.calendar.text(spells[-1].last) if spells and spells[-1].end else None


@derived(written_at=MASTER)
def deputy_ready(practice: Practice, world: World) -> bool | None:
    """Whether a deputy is named, employed, at work, and stays longer than the master administrator.

    Not known where the deputy's `engagements` are not written.
    """
    master = practice.master_portal_administrator
    deputy = world.indexes.person(master.deputy) if master else None
    if deputy is None:
        return False
    here, away = employed(deputy, world), on_leave(deputy, world)
    if here is False or away is True or not _stays_longer(deputy, practice, world):
        return False
    return None if here is None or away is None else True


def _stays_longer(deputy: Person, practice: Practice, world: World) -> bool:
    leaves, deputy_leaves = master_leaves_on(practice, world), _last_day(deputy, world)
    return deputy_leaves is None or leaves is None or deputy_leaves > leaves


@derived(written_at=MASTER)
def master_gaps(practice: Practice, world: World) -> tuple[str, ...]:
    """What the appointment of the master administrator surely lacks, in words; empty where nothing is known to lack.

    It asks for a named person who works here, is not from a vendor, was appointed on a known day by a signed document,
    has a mailbox of their own, and is recorded on every portal in use. What is not written (`engagements` and `email`
    of the person, `signed_on` of the document) counts for nothing here; a rule has to ask for it.
    """
    master = practice.master_portal_administrator
    if master is None:
        return ("nobody is named",)
    missing = portals_without_master(practice, world)
    return (
        *(words for words, lacks in _lacks(master, practice, world) if lacks),
        *(f"not recorded as administrator of {portal.name}" for portal in missing),
    )


def _lacks(master: MasterPortalAdministrator, practice: Practice, world: World) -> Iterator[tuple[str, bool | None]]:
    """Each thing that an appointment may lack, in words, and whether it is known to."""
    person = world.indexes.person(master.person)
    if person is not None:
        yield "the person named does not work here any more", employed(person, world) is False
        yield "the person named works for a vendor", person.vendor is not None or vendor_unknown(person, world)
    yield "there is no day of designation", not _reached(master.designated_on, world)
    yield "there is no document of designation", master.document is None
    document = world.inventory.tables["documents"].get(master.document)
    if document is not None:
        signed = document.signed_on
        yield "the designation is not signed yet", signed is not None and not _reached(signed, world)
    yield "the mailbox is shared with others", master_email_shared(practice, world)


def _reached(day: str | None, world: World) -> bool:
    return day is not None and world.calendar.day(day) <= world.today


@derived(written_at=MASTER)
def master_state(practice: Practice, world: World) -> str:
    """What is wrong with the appointment of the master administrator, or will be, in words."""
    words = list(master_gaps(practice, world))
    if deputy_ready(practice, world) is not True:
        if master_days_away(practice, world):
            words.append(f"on leave for {master_days_away(practice, world)} days, and no deputy acts")
        leaves = master_leaves_on(practice, world)
        if leaves and world.calendar.days_since(leaves) <= 0:
            words.append(f"leaves on {leaves}, and no deputy stays")
    return "; ".join(words) or "nothing is lacking"


# ---------------------------------------------------------------- checks of the practice as a whole


@derived()
def records_exclusion_checks(_practice: Practice, world: World) -> bool:
    """Whether the day of a check against the OIG exclusion list is written for anybody."""
    return any(person.exclusion_checked_on is not None for person in world.recorded.tables["staff"].records)


@derived()
def modules(_practice: Practice, world: World) -> tuple[Module, ...] | None:
    """Every training module, optional ones too. Not known where the inventory has no `modules`."""
    return tuple(world.subjects("module").records) if world.inventory.tables["modules"].is_recorded else None


@derived()
def documents(_practice: Practice, world: World) -> tuple[Document, ...] | None:
    """Every document, also those that were replaced. Not known where the inventory has no `documents`."""
    return tuple(world.subjects("document").records) if world.inventory.tables["documents"].is_recorded else None

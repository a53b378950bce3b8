"""Derived facts of tax IDs and National Provider Identifiers: the practice's own, and those given to portals."""

import re
from collections.abc import Iterable, Iterator

from portalaudit.inventory.derived import derived
from portalaudit.inventory.facts.portals import closed, live_accounts
from portalaudit.inventory.records import Portal, Practice
from portalaudit.inventory.records.practice import Provider
from portalaudit.inventory.world import World
from portalaudit.source.document import Route

ISSUED_PREFIXES = frozenset(
    f"{number:02}"
    for first, last in (
        (1, 6), (10, 16), (20, 27), (30, 48), (50, 68), (71, 77), (80, 88), (90, 95), (98, 99),
    )
    for number in range(first, last + 1)
)  # fmt: skip
"""First two digits with which the IRS numbers employers, by its list of 2019."""

_EIN = re.compile(r"\d{2}-?\d{7}", re.ASCII)
_SOCIAL_SECURITY = re.compile(r"\d{3}-\d{2}-\d{4}", re.ASCII)
_MASKED = re.compile(r"\*{3}-\*{2}-\d{4}", re.ASCII)
_NPI = re.compile(r"\d{10}", re.ASCII)
_PREFIX_SUM = 24
"""What the digits 80840, which stand before every NPI on a card, add to its check sum."""

REGISTERED = ("submitted", "verified", "rejected")
"""States of a registration in which the portal has been given numbers."""


def is_npi(text: str) -> bool:
    """Whether text is ten digits of which the last is the check digit of the others (Luhn over 80840 and the NPI)."""
    if not _NPI.fullmatch(text):
        return False
    doubled = (divmod(int(digit) * 2, 10) for digit in text[-2::-2])
    return (_PREFIX_SUM + sum(map(sum, doubled)) + sum(map(int, text[::-2]))) % 10 == 0


def _number(text: str) -> str:
    return text.replace("-", "")


def _portals(world: World) -> list[Portal]:
    return [portal for portal in world.inventory.tables["portals"].records if not closed(portal, world)]


def _registered(world: World) -> list[Portal]:
    """Open portals that have been given the practice's numbers."""
    portals = _portals(world)
    return [portal for portal in portals if portal.registration and portal.registration.status in REGISTERED]


# ---------------------------------------------------------------- what is wrong


def _first_missing(practice: Practice, _world: World) -> Route:
    """What of the practice's own identity is not written, so that a question about it points where the answer goes."""
    names = ("legal_name", "tax_ids", "npis")
    return (next((name for name in names if getattr(practice, name) is None), "tax_ids"),)


@derived(written_at=_first_missing)
def identifier_faults(practice: Practice, world: World) -> tuple[str, ...] | None:
    """What is wrong with the practice's tax IDs and NPIs and with those given to portals, in words.

    Numbers of a wrong form or check digit, one NPI for two providers, a provider's NPI in place of the practice's, and
    numbers in a portal's registration that are not the practice's. Unknown where none is found and the `legal_name`,
    `tax_ids` or `npis` of the practice are not written, or a portal's `registration` holds neither of the two numbers.
    """
    faults = tuple(
        dict.fromkeys(
            (
                *_tax_id_faults(practice, world),
                *_npi_faults(practice, world),
                *_double_npis(practice),
                *_foreign_numbers(practice, world),
            )
        )
    )
    return faults if faults or _written(practice, world) else None


def _written(practice: Practice, world: World) -> bool:
    own = (practice.legal_name, practice.tax_ids, practice.npis)
    given = (portal.registration for portal in _registered(world))
    return None not in own and all(each and (each.tax_ids or each.npis) for each in given)


def _tax_ids(practice: Practice, world: World) -> list[str]:
    """Every tax ID that is written, each once."""
    sites = (site.tax_id for site in practice.locations or () if site.tax_id)
    given = (
        tax_id for portal in _registered(world) if portal.registration for tax_id in portal.registration.tax_ids or ()
    )
    return list(dict.fromkeys((*(practice.tax_ids or ()), *sites, *given)))


def _tax_id_faults(practice: Practice, world: World) -> Iterator[str]:
    if practice.tax_ids == ():
        yield "the practice has no tax ID"
    for tax_id in _tax_ids(practice, world):
        if _SOCIAL_SECURITY.fullmatch(tax_id):
            yield "a tax ID has the form of a Social Security number; write it as ***-**-1234"
        elif not _EIN.fullmatch(tax_id) and not _MASKED.fullmatch(tax_id):
            yield f"the tax ID {tax_id} is not two digits, a hyphen and seven digits"


def _npi_faults(practice: Practice, world: World) -> Iterator[str]:
    if practice.npis == ():
        yield "the practice has no NPI"
    given = (npi for portal in _registered(world) if portal.registration for npi in portal.registration.npis or ())
    people = (person.npi for person in world.inventory.tables["staff"].records if person.npi)
    providers = (provider.npi for provider in practice.providers or ())
    for npi in dict.fromkeys((*(practice.npis or ()), *providers, *people, *given)):
        if not is_npi(npi):
            yield f"the NPI {npi} is not ten digits with the right check digit"


def _double_npis(practice: Practice) -> Iterator[str]:
    holders: dict[str, Provider] = {}
    for provider in practice.providers or ():
        first = holders.setdefault(provider.npi, provider)
        if first is not provider:
            yield f"{first.name} and {provider.name} have the same NPI {provider.npi}"
    if len(practice.providers or ()) > 1:
        for npi in practice.npis or ():
            if npi in holders:
                yield f"the NPI {npi} of {holders[npi].name} stands in place of the practice's own"


def _foreign_numbers(practice: Practice, world: World) -> Iterator[str]:
    sites = (site.tax_id for site in practice.locations or () if site.tax_id)
    tax_ids = {_number(tax_id) for tax_id in (*(practice.tax_ids or ()), *sites)}
    people = (person.npi for person in world.inventory.tables["staff"].records)
    npis = {*(practice.npis or ()), *(provider.npi for provider in practice.providers or ()), *people}
    for portal in _registered(world):
        if portal.registration is None:
            continue
        if practice.tax_ids is not None:
            strange = [each for each in portal.registration.tax_ids or () if _number(each) not in tax_ids]
            yield from _foreign(portal, "tax ID", strange)
        if practice.npis is not None:
            yield from _foreign(portal, "NPI", [each for each in portal.registration.npis or () if each not in npis])


def _foreign(portal: Portal, kind: str, numbers: Iterable[str]) -> Iterator[str]:
    for number in numbers:
        shown = "a number" if _SOCIAL_SECURITY.fullmatch(number) else number
        yield f"{portal.name} is registered with the {kind} {shown}, which is not the practice's"


@derived(written_at="tax_ids")
def doubtful_tax_ids(practice: Practice, world: World) -> tuple[str, ...]:
    """Tax IDs of the right form that begin with two digits which the IRS is not known to use."""
    found = (tax_id for tax_id in _tax_ids(practice, world) if _EIN.fullmatch(tax_id))
    return tuple(tax_id for tax_id in found if tax_id[:2] not in ISSUED_PREFIXES)


# ---------------------------------------------------------------- what is not finished


@derived(written_at="tax_ids")
def registration_gaps(_practice: Practice, world: World) -> tuple[str, ...] | None:
    """Registrations that were rejected, and portals that people use unverified or after they were closed, in words.

    Unknown where there is none, and a portal with live accounts has no `registration` with a `status`.
    """
    gaps = tuple(gap for portal in world.inventory.tables["portals"].records for gap in _gaps(portal, world))
    silent = (portal for portal in _portals(world) if portal.registration is None or portal.registration.status is None)
    return None if not gaps and any(live_accounts(portal, world) for portal in silent) else gaps


def _gaps(portal: Portal, world: World) -> Iterator[str]:
    status = portal.registration.status if portal.registration else None
    if closed(portal, world):
        if live_accounts(portal, world):
            yield f"{portal.name} is closed, and somebody still has a live account there"
    elif status == "rejected":
        yield f"the registration with {portal.name} was rejected"
    elif status in ("not_started", "submitted") and live_accounts(portal, world):
        yield f"{portal.name} is used although its registration is {status.replace('_', ' ')}"


@derived(written_at="tax_ids")
def registration_waits_days(_practice: Practice, world: World) -> int | None:
    """Days since the oldest registration that is still under way was submitted; 0 where none is.

    Unknown where such a `registration` has no `submitted_on`.
    """
    waits = [world.calendar.days_since(day) if day else None for _, day in _waiting(world)]
    known = [days for days in waits if days is not None]
    return max(known, default=0) if None not in waits else None


def _waiting(world: World) -> list[tuple[Portal, str | None]]:
    portals = ((portal, portal.registration) for portal in _portals(world))
    return [(portal, each.submitted_on) for portal, each in portals if each and each.status == "submitted"]


@derived(written_at="tax_ids")
def identifier_note(practice: Practice, world: World) -> str:
    """What is wrong, doubtful or unfinished in the practice's identifiers and registrations, in words."""
    doubtful = [
        f"the tax ID {each} begins with digits not known to be issued" for each in doubtful_tax_ids(practice, world)
    ]
    waiting = [
        f"{portal.name} has not answered the registration of {day or 'an unknown day'}"
        for portal, day in _waiting(world)
    ]
    found = (
        *(identifier_faults(practice, world) or ()),
        *(registration_gaps(practice, world) or ()),
        *waiting,
        *doubtful,
    )
    return "; ".join(found) or "nothing is wrong"

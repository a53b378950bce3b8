"""Derived facts of tax IDs and National Provider Identifiers: the practice's own, and those given to portals."""

from collections.abc import Iterator
from typing import Literal

from portalaudit.inventory.derived import derived
from portalaudit.inventory.records import Portal, Practice
from portalaudit.inventory.rows import Written
from portalaudit.inventory.world import World
from portalaudit.model.values import dataclass, field
from portalaudit.source.patterns import late

Kind = Literal["tax ID", "NPI"]

_NPI = late(r"(?a)\d{10}")
_PREFIX_SUM = 24
"""What the digits 80840, which stand before every NPI on a card, add to its check sum."""


@dataclass(frozen=True, slots=True, eq=False)
class Identifier:
    """One number by which the practice is known, or by which a portal knows it."""

    kind: Kind = field(metadata={"meaning": "What it is"})
    number: str = field(metadata={"meaning": "The number as it is recorded"})
    check_digit_fits: bool | None = field(
        metadata={"meaning": "Whether it is ten digits of which the last checks the others. Not known of a tax ID"}
    )
    own: bool = field(
        metadata={
            "meaning": "Whether it is a number of the practice, its sites, providers or staff; hyphens do not count"
        }
    )
    portal: Portal | None = field(
        metadata={"meaning": "The portal that has been given it; none where it is recorded as own"}
    )
    written_at: Written


def is_npi(text: str) -> bool:
    """Whether text is ten digits of which the last is the check digit of the others (Luhn over 80840 and the NPI)."""
    if not _NPI.fullmatch(text):
        return False
    doubled = (divmod(int(digit) * 2, 10) for digit in text[-2::-2])
    return (_PREFIX_SUM + sum(map(sum, doubled)) + sum(map(int, text[::-2]))) % 10 == 0


_Site = tuple[Kind, str, Written, Portal | None]
"""A number, where it is written, and the portal that has been given it."""


@derived()
def identifiers(practice: Practice, world: World) -> tuple[Identifier, ...]:
    """Every tax ID and NPI: those of the practice, its sites, providers and staff, then those given to each portal."""
    staff = world.inventory.tables["staff"].records
    own = list(_of_practice(practice))
    own += (("NPI", one.npi, Written(one, ("npi",)), None) for one in staff if one.npi is not None)
    known = {(kind, _digits(number)) for kind, number, _, _ in own}
    given = (site for portal in world.inventory.tables["portals"].records for site in _given(portal))
    return tuple(
        Identifier(
            kind=kind,
            number=number,
            check_digit_fits=is_npi(number) if kind == "NPI" else None,
            own=(kind, _digits(number)) in known,
            portal=portal,
            written_at=written,
        )
        for kind, number, written, portal in (*own, *given)
    )


def _digits(number: str) -> str:
    return number.replace("-", "")


def _of_practice(practice: Practice) -> Iterator[_Site]:
    for index, tax_id in enumerate(practice.tax_ids or ()):
        yield "tax ID", tax_id, Written(practice, ("tax_ids", index)), None
    for index, place in enumerate(practice.locations or ()):
        if place.tax_id is not None:
            yield "tax ID", place.tax_id, Written(practice, ("locations", index, "tax_id")), None
    for index, npi in enumerate(practice.npis or ()):
        yield "NPI", npi, Written(practice, ("npis", index)), None
    for index, provider in enumerate(practice.providers or ()):
        yield "NPI", provider.npi, Written(practice, ("providers", index, "npi")), None


def _given(portal: Portal) -> Iterator[_Site]:
    registration = portal.registration
    if registration is not None:
        for index, tax_id in enumerate(registration.tax_ids or ()):
            yield "tax ID", tax_id, Written(portal, ("registration", "tax_ids", index)), portal
        for index, npi in enumerate(registration.npis or ()):
            yield "NPI", npi, Written(portal, ("registration", "npis", index)), portal

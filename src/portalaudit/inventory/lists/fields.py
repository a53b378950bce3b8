"""What a clearinghouse answers and what the payer's portal adds."""

from collections.abc import Sequence

from portalaudit.inventory.lists.sources import titles
from portalaudit.inventory.reference import Reference
from portalaudit.inventory.reference.reference_records import Element
from portalaudit.model.listing import Listing, Table

COLUMNS = ("Question", "The clearinghouse says", "The portal shows", "Look in the portal when", "Triggers", "Needs")


def names(reference: Reference) -> tuple[str, ...]:
    """Every question and trigger that can be asked for."""
    return tuple(name for one in reference.element_comparison.values() for name in (one.id, *(one.triggers or ())))


def elements(name: str | None, reference: Reference) -> tuple[Element, ...]:
    """The questions of this id, or with this trigger; all of them for None."""
    known = reference.element_comparison.values()
    return tuple(one for one in known if name in (None, one.id, *(one.triggers or ())))


def fields_listing(chosen: Sequence[Element], reference: Reference) -> Listing:
    """The questions as a list, with where that was read."""
    rows = tuple(_row(one) for one in chosen)
    note = (
        f"Practice advice, as read in: {titles(chosen, reference)}. What a payer answers differs from this; try each "
        "payer once."
    )
    return Listing("Clearinghouse or portal", (Table("", COLUMNS, rows),), notes=(note,))


def _row(one: Element) -> tuple[str, ...]:
    return (
        f"{one.title} ({one.id})",
        one.batch,
        one.portal,
        "; ".join(one.pivot_when or ()),
        ", ".join(one.triggers or ()),
        ", ".join(one.permissions or ()),
    )

"""Rows of derived facts: what is put together from several fields still knows where it is written.

A record of a derived fact may have a field `written_at: Written`. No expression sees it. A finding that points at such
a row, or at one of its facts, points at the field of that name below it.
"""

from typing import Any

from portalaudit.inventory.shape import WRITTEN_AT
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A record, and the route in it to where a row is written: without one, the record is all that the row is of."""

    record: Any
    route: Route = ()


def written(row: object) -> Written | None:
    """Where a row is written; None for everything that does not say so."""
    found = getattr(row, WRITTEN_AT, None)
    return found if isinstance(found, Written) else None

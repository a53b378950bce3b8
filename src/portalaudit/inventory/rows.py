"""Rows of derived facts: what is put together from several fields still knows where it is written.

A record of a derived fact may have a field `written_at: Written`. No expression sees it. A finding that points at such
a row, or at one of its facts, points at the field of that name below it.
"""

from typing import Any

from portalaudit.inventory.attributes.attribute_values import Attributes
from portalaudit.inventory.shape import WRITTEN_AT
from portalaudit.model.values import dataclass
from portalaudit.source.document import Route
from portalaudit.source.record_types import record_fields


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A record, and the route in it to where a row is written: without one, the record is all that the row is of."""

    record: Any
    route: Route = ()


def written(row: object) -> Written | None:
    """Where a row is written; None for everything that does not say so."""
    found = getattr(row, WRITTEN_AT, None)
    return found if isinstance(found, Written) else None


def is_row(cls: type) -> bool:
    """Whether records of a type are put together by a derived fact, and written in no file as they are."""
    return cls is not Attributes and record_fields(cls) is None

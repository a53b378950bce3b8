"""The records of one inventory, by section, each knowing where it is written."""

from array import array
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from portalaudit.inventory.records import Practice
from portalaudit.model import Place
from portalaudit.model.values import dataclass, field
from portalaudit.source.document import Route, Written

Record = Any
"""Any record type; the section tells which."""


@dataclass(slots=True)
class Table:
    """The records of one section, in the order of the files. `is_written` says that a file has the section at all.

    `rows` finds a record's position by id. Where the i-th record is written is kept as two numbers (document, index in
    its list), because a practice may hold a hundred thousand accounts.
    """

    section: str
    entity: str
    route: Route
    records: list[Record] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    documents: "array[int]" = field(default_factory=lambda: array("I"))
    indexes: "array[int]" = field(default_factory=lambda: array("I"))
    is_written: bool = False

    @property
    def is_recorded(self) -> bool:
        """Whether the practice tells of these records, if only that there are none."""
        return self.is_written or bool(self.records)

    def get(self, record_id: str | None) -> Record | None:
        """The record with this id, or None."""
        row = self.rows.get(record_id) if record_id is not None else None
        return None if row is None else self.records[row]

    def origin(self, row: int) -> tuple[int, Route]:
        """The document's number and the route of the row's record in it."""
        return self.documents[row], (*self.route, self.indexes[row])

    def leave_out(self, rows: Collection[int]) -> None:
        """Take the records at these positions out of the table."""
        kept = [row for row in range(len(self.records)) if row not in rows]
        names = {row: name for name, row in self.rows.items()}
        self.records = [self.records[row] for row in kept]
        self.documents = array("I", (self.documents[row] for row in kept))
        self.indexes = array("I", (self.indexes[row] for row in kept))
        self.rows = {names[row]: position for position, row in enumerate(kept)}


@dataclass(frozen=True, slots=True)
class Inventory:
    """One practice's records with every reference known to lead somewhere.

    `tables` are by section; `practice_origin` is the document number of the practice, or None where it has none.
    `kept_parts` gives by section and id which of a review's decisions, or of an account's uses, as they are numbered
    in the file, are there, where some are left out.
    """

    documents: Sequence[Written]
    tables: Mapping[str, Table]
    practice: Practice | None
    practice_document: int | None
    kept_parts: Mapping[tuple[str, str], Sequence[int]] = field(default_factory=dict)

    def place(self, origin: tuple[int, Route], route: Route = (), *, key: bool = False) -> Place:
        """Where a route below a record is written, or its nearest written ancestor."""
        document, start = origin
        return self.documents[document].place((*start, *route), key=key)

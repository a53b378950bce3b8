"""The facts of many records of one type, each a column."""

from collections.abc import Sequence

from portalaudit.evaluate.columns import Coders
from portalaudit.evaluate.selection import Selection
from portalaudit.evaluate.subject_columns import FactColumn, Worked
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value
from portalaudit.policy.readtree import AskedTree


class RecordColumns:
    """The columns of some records. What a fact gives that leads to records is worked out once for all of them."""

    def __init__(self, coders: Coders, records: Sequence[Record]) -> None:
        self._coders, self._records = coders, records
        self._worked: dict[str, Worked] = {}

    def column(self, name: str, tree: AskedTree) -> FactColumn:
        """One fact, with what is read of the records behind it."""
        coder = self._coders.coder(type(self._records[0]), name, tree)
        has_worked = coder.kinds is not None and not coder.is_lasting
        return FactColumn(coder, self._records, self._given(name) if has_worked else None)

    def values(self, name: str, chosen: Selection) -> Sequence[Value] | None:
        """What a fact gives that leads to records, for these; None where it leads to none."""
        world, cls = self._coders.world, type(self._records[0])
        if not world.leads_on(cls, name):
            return None
        if world.worked_out(cls, name) is None:
            return world.values(chosen.of(self._records), name)
        return self._given(name).at(chosen)

    def forget(self, name: str) -> None:
        """Give back the memory of what a fact gave."""
        self._worked.pop(name, None)

    def _given(self, name: str) -> Worked:
        found = self._worked.get(name)
        if found is None:
            world = self._coders.world
            found = self._worked[name] = Worked(lambda records: world.values(records, name), self._records)
        return found

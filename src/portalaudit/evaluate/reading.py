"""What an expression reads of a record: as a key to tell subjects apart, and as data to evaluate over."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value, World

ReadTree = Mapping[str, Any]
"""Names of facts, each with the names read of the record behind it: `{"person": {"employed": {}}}`."""

_PLAIN = (str, int, bool)
_PLAIN_TYPES = frozenset({str, int, bool, type(None)})


class Freezer:
    """Makes hashable stand-ins that are equal exactly where an expression reads the same.

    A record that many subjects share is read once for each tree of names.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[tuple[int, int], tuple[Record, Any]] = {}

    def keys(self, columns: Sequence[Sequence[Value]], trees: Sequence[ReadTree]) -> Iterable[tuple[Any, ...]]:
        """One key for each subject from its cells; with equal keys an expression cannot tell the subjects apart."""
        return zip(*map(self._column, columns, trees), strict=True)

    def _column(self, column: Sequence[Value], tree: ReadTree) -> Sequence[Any]:
        if not tree and set(map(type, column)) <= _PLAIN_TYPES:
            return column
        return [self.freeze(value, tree) for value in column]

    def freeze(self, value: Value, tree: ReadTree) -> Any:
        """The stand-in of one value."""
        if value is None or isinstance(value, _PLAIN):
            return value
        if isinstance(value, tuple):
            return tuple([self.freeze(item, tree) for item in value])
        if isinstance(value, dict):
            return tuple(sorted(value.items()))
        key = (id(value), id(tree))
        known = self._known.get(key)
        if known is None:
            # The record is kept with its stand-in, so that its identity is not given to another one.
            known = self._known[key] = (value, self._record(value, tree))
        return known[1]

    def _record(self, record: Record, tree: ReadTree) -> tuple[Any, ...]:
        read = self._world.value
        return ("record", *(self.freeze(read(record, name), below) for name, below in tree.items()))


def plain(world: World, value: Value, tree: ReadTree) -> Any:
    """The value as an expression sees it: records as mappings of the facts read, facts that are not known left out."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, tuple):
        return [plain(world, item, tree) for item in value]
    if isinstance(value, dict):
        return value
    return facts(world, value, tree)


def facts(world: World, record: Record, tree: ReadTree) -> dict[str, Any]:
    """The facts of a record that `tree` reads and that are known."""
    found = {}
    for name, below in tree.items():
        value = world.value(record, name)
        if value is not None:
            found[name] = plain(world, value, below)
    return found

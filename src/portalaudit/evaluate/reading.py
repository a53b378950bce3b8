"""What an expression reads of a record: as a key to tell subjects apart, and as data to evaluate over."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value, World

ReadTree = Mapping[str, Any]
"""Names of facts, each with the names read of the record behind it: `{"person": {"employed": {}}}`."""

_PLAIN = (str, int, float, bool)
_PLAIN_TYPES = frozenset({str, int, float, bool, type(None)})
_TUPLE_TYPES = frozenset({tuple, type(None)})


def keys(world: World, columns: Sequence[Sequence[Value]], trees: Sequence[ReadTree]) -> Iterable[tuple[Any, ...]]:
    """One key for each subject from its cells; with equal keys an expression cannot tell the subjects apart."""
    return zip(*(_frozen(world, column, tree) for column, tree in zip(columns, trees, strict=True)), strict=True)


def _frozen(world: World, column: Sequence[Value], tree: ReadTree) -> Sequence[Any]:
    """The column with records replaced by what is read of them. The same record in many cells is read once."""
    if not tree and _is_hashable(column):
        return column
    known: dict[int, Any] = {}
    found = []
    for value in column:
        identity = id(value)
        if identity not in known:
            known[identity] = freeze(world, value, tree)
        found.append(known[identity])
    return found


def _is_hashable(column: Sequence[Value]) -> bool:
    """Whether the values of a column are their own stand-ins: plain ones, or tuples of plain ones."""
    types = set(map(type, column))
    if types <= _PLAIN_TYPES:
        return True
    # All values of a fact are of one type, so one item tells.
    item = next((value[0] for value in column if value), None) if types <= _TUPLE_TYPES else column
    return item is None or isinstance(item, _PLAIN)


def freeze(world: World, value: Value, tree: ReadTree) -> Any:
    """A hashable stand-in that is equal for two values exactly where `tree` reads the same of both."""
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, tuple):
        return tuple([freeze(world, item, tree) for item in value])
    if isinstance(value, dict):
        return tuple(sorted(value.items()))
    return ("record", *[freeze(world, world.value(value, name), below) for name, below in tree.items()])


MARK = "#"
"""Under this key, which no expression can name, the facts of a record tell which record they belong to."""

Known = list[Record]
"""Records by the number under `MARK`."""


def plain(world: World, value: Value, tree: ReadTree, known: Known | None = None) -> Any:
    """The value as an expression sees it: records as mappings of the facts read, facts that are not known left out."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, tuple):
        return [plain(world, item, tree, known) for item in value]
    if isinstance(value, dict):
        return value
    return facts(world, value, tree, known)


def _may_be_no_day(text: str) -> bool:
    return text == NEVER or (len(text) > len("2026-01-31") and text[4] == "-")


def facts(
    world: World,
    record: Record,
    tree: ReadTree,
    known: Known | None = None,
    kept: Mapping[str, Value] = MappingProxyType({}),
) -> dict[str, Any]:
    """The facts of a record that `tree` reads and that are known. With `known` each record is noted there and marked.

    Facts that are `kept` are not worked out again. A fact called a date is a day: a time gives the practice's local
    day, and `never`, which as text would be later than every day, is not known.
    """
    found: dict[str, Any] = {}
    if known is not None:
        found[MARK] = len(known)
        known.append(record)
    for name, below in tree.items():
        value = kept[name] if name in kept else world.value(record, name)
        if isinstance(value, str) and _may_be_no_day(value) and world.is_date(record, name):
            value = None if value == NEVER else world.calendar.text(world.calendar.day(value))
        if value is not None:
            found[name] = plain(world, value, below, known)
    return found

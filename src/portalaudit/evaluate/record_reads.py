"""What an expression reads of a record: as a key to tell subjects apart, and as data to evaluate over."""

from typing import Any

from portalaudit.inventory.records.common import NEVER
from portalaudit.inventory.tables import Record
from portalaudit.inventory.world import Value, World
from portalaudit.policy.readtree import AskedTree

_PLAIN = (str, int, float, bool)


_FROZEN: dict[int, tuple[AskedTree, Any]] = {}
"""Stand-ins by the identity of their tree, which is here with them: rules ask of the same few trees all the time."""
_MOST_FROZEN = 20_000


def frozen(tree: AskedTree | None) -> Any:
    """A hashable stand-in for a tree."""
    if tree is None:
        return None
    known = _FROZEN.get(id(tree))
    if known is None:
        if len(_FROZEN) >= _MOST_FROZEN:
            _FROZEN.clear()
        known = _FROZEN[id(tree)] = tree, tuple([(name, frozen(below)) for name, below in tree.items()])
    return known[1]


def freeze(world: World, value: Value, tree: AskedTree) -> Any:
    """A hashable stand-in that is equal for two values exactly where `tree` reads the same of both."""
    if value is None or isinstance(value, _PLAIN):
        return type(value), value
    if isinstance(value, tuple):
        return tuple([freeze(world, item, tree) for item in value])
    if isinstance(value, dict):
        return tuple(sorted(value.items()))
    return ("record", *[freeze(world, world.value(value, name), below or {}) for name, below in tree.items()])


MARK = "#"
"""Under this key, which no expression can name, the facts of a record tell which record they belong to."""

Known = list[Record]
"""Records by the number under `MARK`."""


def plain(world: World, value: Value, tree: AskedTree, known: Known | None = None) -> Any:
    """The value as an expression sees it: records as mappings of the facts read, facts that are not known left out."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, tuple):
        return [plain(world, item, tree, known) for item in value]
    if isinstance(value, dict):
        return value
    return facts(world, value, tree, known)


def day_told(text: str, world: World) -> str | None:
    """The day that a fact called a date tells: of a time the practice's local day, of `never` none.

    As text, `never` would be later than every day.
    """
    if text == NEVER:
        return None
    return world.calendar.text(world.calendar.day(text)) if _may_be_no_day(text) else text


def _may_be_no_day(text: str) -> bool:
    return text == NEVER or (len(text) > len("2026-01-31") and text[4] == "-")


def facts(world: World, record: Record, tree: AskedTree, known: Known | None = None) -> dict[str, Any]:
    """The known facts of a record that `tree` reads. With `known` each record is noted there and marked."""
    found: dict[str, Any] = {}
    if known is not None:
        found[MARK] = len(known)
        known.append(record)
    for name, below in tree.items():
        value = world.value(record, name)
        if isinstance(value, str) and _may_be_no_day(value) and world.is_date(record, name):
            value = day_told(value, world)
        if value is not None:
            found[name] = plain(world, value, below or {}, known)
    return found

"""What facts share: worked out once for each world, however many records ask for it."""

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from portalaudit.inventory.world import World

R = TypeVar("R")
T = TypeVar("T")

_UNASKED: Any = object()


def once(work: "Callable[[World], T]") -> "Callable[[World], T]":
    """What follows from a whole world, worked out when it is first asked for. It may be a table that others fill."""

    def kept(world: "World") -> T:
        found: T = world.kept.get(work, _UNASKED)
        if found is _UNASKED:
            found = world.kept[work] = work(world)
        return found

    return update_wrapper(kept, work)


def once_each(work: "Callable[[R, World], T]") -> "Callable[[R, World], T]":
    """What follows from one record of a section, worked out when it is first asked for."""

    def kept(record: Any, world: "World") -> T:
        known: dict[str, T] | None = world.kept.get(work)
        if known is None:
            known = world.kept[work] = {}
        name: str = record.id
        if name not in known:
            known[name] = work(record, world)
        return known[name]

    return update_wrapper(kept, work)


def each_of(work: "Callable[[R, World], T]", records: Sequence[R], world: "World") -> list[T]:
    """What `once_each` keeps, of many records."""
    known: dict[str, T] = world.kept.setdefault(work.__wrapped__, {})  # type: ignore[attr-defined]
    every: Sequence[Any] = records
    return [known[one.id] if one.id in known else work(one, world) for one in every]


_PASSING: set[object] = set()
K = TypeVar("K", bound=Callable[..., Any])


def passing(kept: K) -> K:
    """Marks what is kept for one rule only: it is large, and no more than a rule or two ask for it."""
    _PASSING.add(kept.__wrapped__)  # type: ignore[attr-defined]
    return kept


def give_back(world: "World") -> None:
    """Give back the memory of what was kept for one rule only."""
    for work in _PASSING & world.kept.keys():
        del world.kept[work]

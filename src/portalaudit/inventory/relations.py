"""The records that refer to a record, for every relation that somebody asks for."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from portalaudit.inventory.backward import Backward, worked_out_facts
from portalaudit.inventory.holders import Holder, parts_of
from portalaudit.inventory.shape import ENTITY_OF_SECTION, entity_name, fields_of
from portalaudit.inventory.tables import Record

if TYPE_CHECKING:
    from portalaudit.inventory.world import World

_Found = Mapping[str, tuple[Record, ...]]


class Relations:
    """The relations of one world. Each is gathered in one walk through its section, when it is first asked for."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._gathered: dict[Backward, _Found] = {}

    def of(self, record: Record, name: str) -> tuple[Record, ...]:
        """A relation of a record by its name, also of one that is in no section; none where it is not known."""
        return worked_out_facts()[entity_name(type(record))][name].compute(record, self._world) or ()

    def leading(self, backward: Backward) -> _Found:
        """What refers to each record, by its id; each once, in order. What nothing refers to is not there."""
        found = self._gathered.get(backward)
        if found is None:
            found = self._gathered[backward] = self._gather(backward)
        return found

    def _gather(self, backward: Backward) -> _Found:
        holder, itself = backward.holder, backward.itself
        if not holder.path and len(backward.fields) == 1 and self._is_single(backward.owner, backward.fields[0]):
            return self._gather_single(
                holder, operator.attrgetter(fields_of(backward.owner)[backward.fields[0]].attribute)
            )
        readers = [self._reader(backward.owner, name) for name in backward.fields]
        found: dict[str, dict[int, Record]] = {}
        for record in self._records(holder):
            for part, _ in parts_of(record, holder.path):
                giving = part if itself else record
                for read in readers:
                    for target in read(part):
                        found.setdefault(target, {})[id(giving)] = giving
        return {target: tuple(giving.values()) for target, giving in found.items()}

    def _is_single(self, owner: type, name: str) -> bool:
        """Whether a field holds one id at most, and no derived fact takes its place."""
        is_derived = name in worked_out_facts().get(entity_name(owner), {})
        return not is_derived and not fields_of(owner)[name].shape.type.many

    def _gather_single(self, holder: Holder, get: Callable[[Record], str | None]) -> _Found:
        """The same for records that refer to one other at most."""
        found: dict[str, list[Record]] = {}
        for record in self._records(holder):
            target = get(record)
            if target is not None:
                found.setdefault(target, []).append(record)
        return {target: tuple(records) for target, records in found.items()}

    def _records(self, holder: Holder) -> Sequence[Record]:
        return self._world.subjects(ENTITY_OF_SECTION[holder.section]).records

    def _reader(self, owner: type, name: str) -> Callable[[Record], Iterable[str]]:
        """The ids in a field. Where a derived fact takes the field's place, those of the records that it gives."""
        derived = worked_out_facts().get(entity_name(owner), {}).get(name)
        if derived is not None:
            return lambda part: (each.id for each in _several(derived.compute(part, self._world)))
        get = operator.attrgetter(fields_of(owner)[name].attribute)
        return lambda part: _several(get(part))


def _several(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)

"""The records that refer to a record, for every relation that someone asks for."""

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
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
        readers = [self._reader(backward.owner, name) for name in backward.fields]
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self._records(holder):
            parts = [part for part, _ in parts_of(record, holder.path)] if holder.path else (record,)
            for part in parts:
                giving = part if itself else record
                for target in chain.from_iterable(filter(None, [read(part) for read in readers])):
                    several = found[target]
                    if not several or several[-1] is not giving:
                        several.append(giving)
        return {target: tuple(several) for target, several in found.items()}

    def _records(self, holder: Holder) -> Sequence[Record]:
        return self._world.subjects(ENTITY_OF_SECTION[holder.section]).records

    def _reader(self, owner: type, name: str) -> Callable[[Record], Iterable[str] | None]:
        """The ids in a field. Where a derived fact takes the field's place, those of the records that it gives."""
        derived = worked_out_facts().get(entity_name(owner), {}).get(name)
        if derived is not None:
            return lambda part: (each.id for each in _several(derived.compute(part, self._world)))
        field = fields_of(owner)[name]
        get = operator.attrgetter(field.attribute)
        return get if field.shape.type.many else lambda part: None if (one := get(part)) is None else (one,)


def _several(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)

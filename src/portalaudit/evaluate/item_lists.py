"""Lists of records that routes lead to, as the numbers of their items."""

from collections.abc import Sequence
from typing import TypeAlias

from portalaudit.evaluate.coder import NOT_KNOWN, Coder
from portalaudit.evaluate.columns import RecordLists
from portalaudit.evaluate.kinds import Kinds

ItemNumbers: TypeAlias = "tuple[int, ...] | None"
ABSENT_LIST: ItemNumbers = (-1,)
"""Stands for a list that is not known, where None is one of a record that is not known."""


def kinds_of_items(coder: Coder | None, names: Sequence[str]) -> Kinds | None:
    """What is read of the items of the list at the end of a route; None where there is none of records."""
    for name in names:
        if coder is None or coder.kinds is None or isinstance(coder, RecordLists):
            return None
        coder = coder.kinds.coder(name)
    return coder.kinds if isinstance(coder, RecordLists) else None


def items_of(coder: Coder, number: int, names: Sequence[str]) -> ItemNumbers:
    """The numbers of the items of the list at the end of a route from a number."""
    for name in names:
        kinds = coder.kinds if number != NOT_KNOWN else None
        below = kinds.coder(name) if kinds is not None else None
        if kinds is None or below is None:
            return None
        coder, number = below, kinds.keys[number][kinds.index(name)]
    return ABSENT_LIST if number == NOT_KNOWN or not isinstance(coder, RecordLists) else coder.items[number]

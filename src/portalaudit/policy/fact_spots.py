"""The places in the facts that a value may come from, and what calls do to them."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from portalaudit.model import FactType
from portalaudit.model.values import dataclass, replace
from portalaudit.policy.functions import FUNCTIONS, Function, Given
from portalaudit.policy.readtree import Route


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the facts that a value may come from. The elements of a list share the list's route.

    What is `optional` may be missing without spoiling an answer, and so may all that follows it.
    """

    route: Route
    type: FactType
    optional: bool = False


Spots: TypeAlias = tuple[Spot, ...]


def each_once(spots: Iterable[Spot]) -> Spots:
    """The places without those that stand there twice."""
    return tuple(dict.fromkeys(spots))


def one(spots: Iterable[Spot]) -> Spots:
    """One item of lists."""
    return each_once(replace(spot, type=replace(spot.type, many=False)) for spot in spots)


def many(spots: Iterable[Spot]) -> Spots:
    """A list of such values."""
    return each_once(replace(spot, type=replace(spot.type, many=True)) for spot in spots)


def optional(spots: Iterable[Spot]) -> Spots:
    """The same, as what may be missing."""
    return each_once(replace(spot, optional=True) for spot in spots)


def _there(spots: Iterable[Spot]) -> Spots:
    """The same, as what is there."""
    return each_once(replace(spot, optional=False) for spot in spots)


HandOn = Callable[[Sequence[Spots]], Spots]


def _hand_on(function: Function) -> HandOn | None:
    """What a function of our own hands on: days, or the items of lists."""
    days = [index for index, kind in enumerate(function.parameters.values()) if kind.is_day]
    if function.gives is Given.DATE:
        return lambda given: one(itertools.chain.from_iterable(given[index] for index in days))
    return (lambda given: given[0]) if function.gives is Given.LIST else None


HANDED_ON: Mapping[str, HandOn] = {
    "_?_:_": lambda given: given[1] + given[2],
    "orValue": lambda given: _there(given[0]) + given[1],
    "or": lambda given: given[0] + given[1],
    "value": lambda given: _there(given[0]),
    "optional.of": lambda given: optional(given[0]),
    "optional.ofNonZeroValue": lambda given: optional(given[0]),
    "first": lambda given: one(optional(given[0])),
    "last": lambda given: one(optional(given[0])),
    **{function.name: hand_on for function in FUNCTIONS if (hand_on := _hand_on(function))},
}
"""Calls that give something of what they are given, by name."""

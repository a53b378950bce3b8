"""Which facts an expression reads, as a tree of names."""

import sys
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Route: TypeAlias = tuple[str, ...]
ReadTree: TypeAlias = "Mapping[str, ReadTree]"
"""Names below names: `{"account": {"live": {}, "person": {"employed": {}}}}`.

A leaf stands for the whole value, except that a record which is a leaf is only asked whether it is there and a list of
records only how many it has: no expression may use a record whole.
"""

AskedTree = Mapping[str, Any]
"""A tree of names in which None stands where it is only asked whether a fact is known."""

_Growing: TypeAlias = "dict[str, _Growing]"


def tree_of(routes: Iterable[Route]) -> ReadTree:
    """The tree that holds every route, names in order."""
    root: _Growing = {}
    for route in sorted(routes):
        branch = root
        for name in route:
            branch = branch.setdefault(name, {})
    return one_of_each(root)


_KNOWN: dict[tuple[object, ...], Mapping[str, Any]] = {}


def one_of_each(tree: Mapping[str, Any]) -> Mapping[str, Any]:
    """A tree like this one, each part of it one object wherever it stands: rules read the same facts again and again.

    What is kept of compiled rules has a fifth of the trees then, and is sooner read.
    """
    made = {sys.intern(name): None if below is None else one_of_each(below) for name, below in tree.items()}
    return _KNOWN.setdefault(tuple((name, id(below)) for name, below in made.items()), made)


def routes_of(tree: ReadTree) -> tuple[Route, ...]:
    """Every route that ends in a leaf."""
    found: list[Route] = []
    for name, below in tree.items():
        found += [(name, *rest) for rest in routes_of(below)] if below else [(name,)]
    return tuple(found)


def merged(trees: Iterable[ReadTree]) -> ReadTree:
    """One tree that reads what any of them reads."""
    return tree_of(route for tree in trees for route in routes_of(tree))

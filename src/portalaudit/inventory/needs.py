"""What a fact needs to be known, as its declaration says it: routes of written fields, each with its alternatives."""

from collections.abc import Sequence

Needs = tuple[tuple[str, ...], ...]
"""Of each group any one route will do; without the groups the fact is not known."""


def needs_of(written: Sequence[str]) -> Needs:
    """The groups of routes; between alternatives stands a `|`."""
    return tuple(tuple(name.strip() for name in need.split("|")) for need in written)

"""The derived facts. Importing this package registers them all."""

from portalaudit.inventory.facts import (
    accounts,
    authorization,
    directory,
    files,
    identity,
    lifecycle,
    people,
    portals,
    practice,
    reviews,
    training,
)

__all__ = [
    "accounts",
    "authorization",
    "directory",
    "files",
    "identity",
    "lifecycle",
    "people",
    "portals",
    "practice",
    "reviews",
    "training",
]

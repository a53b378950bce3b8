"""The derived facts. Importing this package registers them all."""

from portalaudit.inventory.facts import (
    accounts,
    authorization,
    changes,
    directory,
    files,
    identity,
    job_roles,
    leaving,
    lifecycle,
    people,
    permissions,
    portals,
    practice,
    reviews,
    training,
)

__all__ = [
    "accounts",
    "authorization",
    "changes",
    "directory",
    "files",
    "identity",
    "job_roles",
    "leaving",
    "lifecycle",
    "people",
    "permissions",
    "portals",
    "practice",
    "reviews",
    "training",
]

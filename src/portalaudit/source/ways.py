"""Paths as outputs name them on every system: with forward slashes, and from one folder to another."""

import os
from pathlib import Path

_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)


def slashed(path: str) -> str:
    """A path of this system with forward slashes."""
    return path.replace(os.sep, "/")


def way(path: str | Path, start: str | Path = os.curdir) -> str:
    """How one leads from a folder to a path. No way leads to another drive of Windows: then it is the full path."""
    try:
        found = os.path.relpath(path, start)
    except ValueError:
        found = os.path.abspath(path)  # noqa: PTH100 -- resolve() would follow links
    return slashed(found)


def is_reserved(name: str) -> bool:
    """Whether Windows takes a name, with any ending, for a device, so that no file can bear it there."""
    return name.partition(".")[0].rstrip().lower() in _RESERVED


def file_stem(record_id: str) -> str:
    """The name of a record's own file, without its ending: its id, where every system can have such a file."""
    return f"{record_id}-" if is_reserved(record_id) else record_id

"""Which practice a file belongs to, and which file a place is in."""

import re
from collections.abc import Iterator
from pathlib import Path

from portalaudit.model import Place
from portalaudit.model.report import SHIPPED
from portalaudit.pipeline import Assignment

_INVENTORY = "inventory"
_YAML = (".yaml", ".yml")
_NAMES_A_PRACTICE = re.compile(rb"^practice[ \t]*:", re.MULTILINE)


def inventory_of(file: Path) -> Path | None:
    """The inventory that a file belongs to; None where it lies in none and beside none.

    It is the nearest folder from the file upward with a file that has the section `practice`, or a folder `inventory/`
    on the way that is, or holds, one such folder. The search ends at the top of the git clone.
    """
    for folder in file.parents:
        found = next(_inventories(folder, file), None)
        if found is not None or (folder / ".git").exists():
            return found
    return None


def _inventories(folder: Path, file: Path) -> Iterator[Path]:
    if _names_practice(folder):
        yield folder
    below = folder / _INVENTORY
    if not below.is_dir():
        return
    if _names_practice(below) or below in file.parents:
        yield below
    within = [one for one in sorted(below.iterdir()) if one.is_dir() and _names_practice(one)]
    if len(within) == 1:
        yield within[0]


def _names_practice(folder: Path) -> bool:
    """Whether a file right in the folder has the section `practice`. What cannot be read has none."""
    try:
        files = [one for one in folder.iterdir() if one.suffix.lower() in _YAML and one.is_file()]
        return any(_NAMES_A_PRACTICE.search(one.read_bytes()) for one in files)
    except OSError:
        return False


def file_of(place: Place, assignment: Assignment) -> Path | None:
    """The file of a place as a report has it, without links; None for what ships with the tool and for a folder."""
    if place.path.startswith(f"{SHIPPED}/"):
        return None
    for name, at in assignment.policies.folders.items():
        if place.path.startswith(f"{name}/"):
            return Path(at, place.path.removeprefix(f"{name}/")).resolve()
    path = (assignment.inventory / place.path).resolve()
    return path if path.is_file() else None

"""Which policies folder belongs to an inventory.

It is the nearest folder `policies/` in the inventory's folder, beside it or above it, up to the top of the git clone
that holds it, the home folder, or the top of the file system. So the same inventory is judged by the same rules from
wherever a command is typed. `--policies` says otherwise.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from portalaudit.model.values import dataclass

POLICIES = "policies"

_OWN_FILES = ("policy.yaml", "policy.yml", "waivers.yaml", "waivers.yml")
_PACK_FILES = ("pack.yaml", "pack.yml")
_YAML = (".yaml", ".yml")
_OWN_FOLDERS = ("attributes", "facts", "frameworks", "reference")


@dataclass(frozen=True, slots=True)
class Found:
    """The policies folder of an inventory, None where there is none, and others that were seen on the way up."""

    folder: Path | None
    others: tuple[Path, ...]


def find_policies(inventory: Path) -> Found:
    """Look for the policies of an inventory, from its folder upward. Paths are absolute.

    A folder of that name which holds no policies, such as one with a folder for each client, is passed over: it is
    among the others.
    """
    typed = Path(os.path.abspath(inventory))  # noqa: PTH100 -- resolve() would follow links: what lies beside one counts
    real = Path(os.path.realpath(inventory))
    seen = [
        folder / POLICIES
        for start in dict.fromkeys((typed, real))
        for folder in _upward(start)
        if is_folder(folder / POLICIES)
    ]
    each = list({os.path.realpath(folder): folder for folder in reversed(seen)}.values())[::-1]
    inside = {typed / POLICIES, real / POLICIES}
    used = next((folder for folder in each if _holds_policies(folder, for_certain=folder in inside)), None)
    return Found(used, tuple(folder for folder in each if folder != used and folder not in inside))


def _upward(start: Path) -> Iterator[Path]:
    """The folder, the one that holds it, and those above up to the top of what belongs together."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 -- expanduser() of a path fails where there is no home
    for number, folder in enumerate((start, *start.parents)):
        yield folder
        if number and (folder == home or _exists(folder / ".git") or _exists(start / ".git")):
            return


def _holds_policies(folder: Path, *, for_certain: bool) -> bool:
    """Whether files in it mean to be policies. In the inventory, records may lie in a folder of that name too."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 -- names are all that is needed
    except OSError:
        return True  # reading it says what is wrong
    if any(name in _OWN_FILES or any(_exists(folder / name / pack) for pack in _PACK_FILES) for name in names):
        return True
    if for_certain:
        return False
    if any(name.lower().endswith(_YAML) or name in _OWN_FOLDERS for name in names):
        return True
    return not policies_within(folder) and holds_yaml(folder)


def policies_within(folder: Path) -> tuple[str, ...]:
    """The folders right below that hold policies of their own, such as one for each client."""
    return tuple(each.name for each in _folders_in(folder) if any(_exists(each / name) for name in _OWN_FILES))


def _folders_in(folder: Path) -> list[Path]:
    try:
        return sorted(each for each in folder.iterdir() if is_folder(each) and not each.name.startswith("."))
    except OSError:
        return []


def holds_yaml(folder: Path) -> bool:
    """Whether there is a YAML file in the folder or below it."""
    return any(name.lower().endswith(_YAML) for _, _, names in os.walk(folder) for name in names)


def is_folder(path: Path) -> bool:
    """Whether there is such a folder, as far as may be seen. A name that is too long is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False

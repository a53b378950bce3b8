"""Which policies folder belongs to an inventory.

It is the nearest folder `policies/` in the inventory's folder, beside it or above it, up to the top of the git clone
that holds it, the home folder, or the top of the file system. So the same inventory is judged by the same rules from
wherever a command is typed. `--policies` says otherwise.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from portalaudit.cli.trees import DISK, Tree
from portalaudit.model.values import dataclass

POLICIES = "policies"
INVENTORY = "inventory"

_OWN_FILES = ("policy.yaml", "policy.yml", "waivers.yaml", "waivers.yml")
_PACK_FILES = ("pack.yaml", "pack.yml")
_YAML = (".yaml", ".yml")
_OWN_FOLDERS = ("attributes", "facts", "frameworks", "reference")


@dataclass(frozen=True, slots=True)
class Found:
    """The policies folder of an inventory, None where there is none, and others that were seen on the way up."""

    folder: Path | None
    others: tuple[Path, ...]


def find_policies(inventory: Path, tree: Tree = DISK) -> Found:
    """Look for the policies of an inventory, from its folder upward. Paths are absolute.

    A folder of that name which holds no policies, such as one with a folder for each client, is passed over: it is
    among the others.
    """
    typed = Path(os.path.abspath(inventory))  # noqa: PTH100 -- resolve() would follow links: what lies beside one counts
    real = tree.real(inventory)
    seen = [
        folder / POLICIES
        for start in dict.fromkeys((typed, real))
        for folder in upward(start, tree)
        if tree.is_folder(folder / POLICIES)
    ]
    each = list({tree.real(folder): folder for folder in reversed(seen)}.values())[::-1]
    inside = {typed / POLICIES, real / POLICIES}
    used = next((folder for folder in each if _holds_policies(folder, tree, for_certain=folder in inside)), None)
    return Found(used, tuple(folder for folder in each if folder != used and folder not in inside))


def upward(start: Path, tree: Tree = DISK) -> Iterator[Path]:
    """The folder, the one that holds it, and those above up to the top of what belongs together."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 -- expanduser() of a path fails where there is no home
    for number, folder in enumerate((start, *start.parents)):
        yield folder
        if number and (folder == home or tree.exists(folder / ".git") or tree.exists(start / ".git")):
            return


def _holds_policies(folder: Path, tree: Tree, *, for_certain: bool) -> bool:
    """Whether files in it mean to be policies. In the inventory, records may lie in a folder of that name too."""
    names = tree.names(folder)
    if names is None:
        return True  # reading it says what is wrong
    if any(name in _OWN_FILES or any(tree.exists(folder / name / pack) for pack in _PACK_FILES) for name in names):
        return True
    if for_certain:
        return False
    if any(name.lower().endswith(_YAML) or name in _OWN_FOLDERS for name in names):
        return True
    return not policies_within(folder, tree) and holds_yaml(folder, tree)


def policies_within(folder: Path, tree: Tree = DISK) -> tuple[str, ...]:
    """The folders right below that hold policies of their own, such as one for each client."""
    inside = (folder / name for name in tree.names(folder) or () if not name.startswith("."))
    return tuple(
        each.name for each in inside if tree.is_folder(each) and any(tree.exists(each / name) for name in _OWN_FILES)
    )


def is_yaml(name: str) -> bool:
    """Whether a file of that name is one of YAML that a practice may write: none that is hidden."""
    return name.lower().endswith(_YAML) and not name.startswith(".")


def holds_yaml(folder: Path, tree: Tree = DISK) -> bool:
    """Whether there is a YAML file in the folder or below it."""
    return any(name.lower().endswith(_YAML) for name in tree.below(folder))


def inventory_in(folder: Path, tree: Tree = DISK) -> Path:
    """The inventory of a practice's folder, as `portalaudit start` lays it out; the folder itself where it is one.

    It is one where YAML lies in it beside `inventory/` and `policies/`.
    """
    inner = folder / INVENTORY
    if not tree.is_folder(inner) or not holds_yaml(inner, tree):
        return folder
    others = [name for name in tree.names(folder) or () if name not in (INVENTORY, POLICIES) and name[0] != "."]
    is_one = any(is_yaml(name) or holds_yaml(folder / name, tree) for name in others)
    return folder if is_one else inner

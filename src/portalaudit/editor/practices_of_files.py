"""Which practices a file belongs to: an inventory's file to one, a policy file to each that goes by it."""

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from portalaudit.editor.judging import Assigner, UnusableError
from portalaudit.editor.locating import inventory_of
from portalaudit.model.report import SHIPPED
from portalaudit.pipeline import Assignment


class PracticesOfFiles:
    """Knows the practices of a config file, by their inventories, and those that were judged."""

    def __init__(self, listed: Sequence[Path], assign: Assigner) -> None:
        self._listed, self._assign = listed, assign
        self._judged: dict[Path, tuple[Path, ...]] = {}
        self._policies: dict[Path, tuple[Path, ...]] = {}

    def keep(self, inventory: Path, assignment: Assignment) -> None:
        """Know a practice that was judged, and the policies that it goes by now."""
        self._judged[inventory] = _folders(assignment.policies.folders)

    def inventories(self, file: Path) -> tuple[Path, ...]:
        """The inventories that are to be judged when a file changes; none where it belongs to no practice.

        Of the practices that share a policy file, these are those that were judged before, else the first one.
        """
        holding = next((one for one in self._listed if file.is_relative_to(one)), None)
        if holding is not None:
            return (holding,)
        sharing = [one for one in self._judged if _holds(self._judged[one], file)]
        first = sharing or [one for one in self._listed if one not in self._judged and self._goes_by(one, file)][:1]
        nearest = None if first else inventory_of(file)
        return tuple(first) if nearest is None else (nearest,)

    def _goes_by(self, inventory: Path, file: Path) -> bool:
        if inventory not in self._policies:
            self._policies[inventory] = ()
            with contextlib.suppress(UnusableError):
                assignment, _ = self._assign(inventory)
                self._policies[inventory] = _folders(assignment.policies.folders)
        return _holds(self._policies[inventory], file)


def _folders(policies: Mapping[str, str]) -> tuple[Path, ...]:
    return tuple(Path(at).resolve() for name, at in policies.items() if name != SHIPPED)


def _holds(folders: Sequence[Path], file: Path) -> bool:
    return any(file.is_relative_to(folder) for folder in folders)

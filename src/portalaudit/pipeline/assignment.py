"""What a run is asked to do. Everything that it may know of the world outside comes in here."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from portalaudit.model import Place
from portalaudit.model.report import GitState, Ruling
from portalaudit.model.values import dataclass, field, replace
from portalaudit.policy.rules import Rule
from portalaudit.source.files import Text


class Watch:
    """Sees how far a run is. This one shows nothing; a terminal has another."""

    def reading(self, files: int, total_bytes: int) -> None:
        """So many files are about to be read."""

    def judging(self, accounts: int, rules: Sequence[Rule], rulings: Iterable[Ruling]) -> Iterable[Ruling]:  # noqa: ARG002
        """Pass the rulings of these rules on, one after the other."""
        return rulings


@dataclass(frozen=True, slots=True)
class PolicyFiles:
    """Files of the policies folders, each path relative to its own folder. `roots` gives the folder of each path."""

    texts: tuple[Text, ...]
    roots: Mapping[str, str]

    def shown(self, place: Place) -> Place:
        """The place as the user finds it."""
        root = self.roots.get(place.path)
        return place if root is None else replace(place, path=f"{root}/{place.path}")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which folder to judge, by what, as of when.

    `left_out` is a folder below the inventory that is not read, relative to it. `as_of` gives the day in a time zone;
    `chosen` says which rules to ask; `jobs` how many processes to use for so many bytes in so many files.
    """

    inventory: Path
    policies: PolicyFiles
    as_of: Callable[[str | None], datetime.date]
    chosen: Callable[[Rule], bool]
    version: str
    jobs: Callable[[int, int], int] = lambda _bytes, _files: 1
    watch: Watch = field(default_factory=Watch)
    git: GitState | None = None
    left_out: str | None = None

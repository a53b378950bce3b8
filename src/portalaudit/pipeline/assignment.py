"""What a run is asked to do. Everything that it may know of the world outside comes in here."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from portalaudit.model import Problem
from portalaudit.model.not_read import NotRead
from portalaudit.model.report import GitState, PoliciesUsed, Ruling, Run, Setting, Way
from portalaudit.model.shipping import Deviation
from portalaudit.model.values import dataclass, field
from portalaudit.pipeline.groundwork import Shelf
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
    """Files of the policies folders, each with its folder.

    `folders` has every folder as reports name it, nearest first, one without a file too, and says where the user finds
    it. `bases` are the paths of the policies that the practice's own extends, nearest first. `replaced` are the packs
    and files in whose place others of the same name stand.
    """

    texts: tuple[Text, ...]
    bases: tuple[str, ...] = ()
    folders: Mapping[str, str] = field(default_factory=dict)
    replaced: tuple[Deviation, ...] = ()
    not_read: tuple[NotRead, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read, where it is from the current folder, and its bytes."""

    path: Path
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stored:
    """What is read in place of a folder: its files as a commit holds them, and what could not be read."""

    texts: tuple[Text, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which folder to judge, by what, as of when.

    `left_out` are folders below the inventory that are not read, relative to it. `as_of` gives the day in a time zone;
    `settings` are the flags that a config file set, and `settings_file` is that file.
    `chosen` says which rules to evaluate and `run` why; `jobs` how many processes to use for so many bytes in so many
    files. `git` says what commit the files of the inventory are of, and with them everything else that was read;
    `in_repository` says whether they lie in a git repository. On the `shelf` lies what earlier runs compiled, where
    that is wanted. `not_used` are policies folders that were seen, as the user finds them. `stored` is read in place of
    the inventory's folder; `unsaved` in place of those of its files that an editor holds, by their path from there.
    """

    inventory: Path
    policies: PolicyFiles
    as_of: Callable[[str | None], datetime.date]
    chosen: Callable[[Rule], bool]
    version: str
    jobs: Callable[[int, int], int] = lambda _bytes, _files: 1
    watch: Watch = field(default_factory=Watch)
    git: Callable[[Iterable[FileRead]], GitState | None] = lambda _files: None
    left_out: tuple[str, ...] = ()
    from_root: Way = field(default_factory=Way)
    policies_used: PoliciesUsed = field(default_factory=PoliciesUsed)
    settings: tuple[Setting, ...] = ()
    settings_file: FileRead | None = None
    run: Run = field(default_factory=Run)
    shelf: Shelf | None = None
    in_repository: bool = False
    not_used: tuple[str, ...] = ()
    stored: Stored | None = None
    unsaved: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def from_here(self) -> Way:
        """The way from where the command runs to the folders that it reads."""
        config = self.settings_file.path.as_posix() if self.settings_file else ""
        return Way(self.inventory.as_posix(), self.policies.folders, self.not_used, settings=config)

"""A practice as it is being typed: what an editor holds is judged in the place of what was saved."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from portalaudit.editor.locating import file_of
from portalaudit.model import Place, Problem
from portalaudit.model.problem import in_order
from portalaudit.model.report import SHIPPED, Report
from portalaudit.model.values import dataclass, replace
from portalaudit.pipeline import Assignment, PolicyFiles
from portalaudit.pipeline.opening import Opened, open_practice
from portalaudit.pipeline.reading import unsaved
from portalaudit.pipeline.spine import judged
from portalaudit.report.entries import Entry, entries
from portalaudit.source.files import Text

Buffers = Mapping[Path, str]
"""What the editor holds, by file without links."""

Assigner = Callable[[Path], tuple[Assignment, tuple[Problem, ...]]]
"""Gives what is needed to judge an inventory, and the policy files that cannot be read. Raises UnusableError."""


class UnusableError(Exception):
    """A practice cannot be judged at all, such as where its policies folder is gone; the message says why."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A practice that was judged with what the editor held then."""

    assignment: Assignment
    opened: Opened
    report: Report

    def by_file(self) -> Mapping[Path | None, tuple[Entry, ...]]:
        """Problems, findings and questions by file; under None those of no file, such as of the folder."""
        found: dict[Path | None, list[Entry]] = {}
        for entry in entries(self.report):
            file = file_of(entry.place, self.assignment) if entry.has_line else None
            found.setdefault(file, []).append(entry)
        return {file: tuple(several) for file, several in found.items()}

    def loses(self, file: Path) -> bool:
        """Whether the file could not be read, so that nothing is known of what is in it."""
        return any(file_of(Place(path), self.assignment) == file for path in self.opened.reading.lost)


def judge(inventory: Path, buffers: Buffers, assign: Assigner) -> Judged:
    """Judge a practice as of today. Raises UnusableError."""
    assignment, unread = assign(inventory)
    assignment = _with_buffers(assignment, {file: text.encode(errors="replace") for file, text in buffers.items()})
    opened = open_practice(assignment)
    report = judged(assignment, opened)
    return Judged(assignment, opened, replace(report, problems=in_order((*report.problems, *unread))))


def _with_buffers(assignment: Assignment, held: Mapping[Path, bytes]) -> Assignment:
    own = dict(_below(assignment.inventory, held))
    policies = replace(assignment.policies, texts=tuple(_policy_texts(assignment.policies, held)))
    return replace(assignment, unsaved=own, policies=policies)


def _policy_texts(policies: PolicyFiles, held: Mapping[Path, bytes]) -> Iterator[Text]:
    below = {name: dict(_below(Path(at), held)) for name, at in policies.folders.items() if name != SHIPPED}
    for text in policies.texts:
        yield from unsaved((text,), below.get(text.folder, {}))


def _below(folder: Path, held: Mapping[Path, bytes]) -> Iterator[tuple[str, bytes]]:
    """What is held of the files below a folder, by the path from there."""
    top = folder.resolve()
    for file, data in held.items():
        if file.is_relative_to(top):
            yield file.relative_to(top).as_posix(), data

"""The first stages: files to documents, with what a report has to know of the files themselves."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from portalaudit.imports.side_files import is_map, is_unfinished
from portalaudit.inventory.records import SECTIONS
from portalaudit.inventory.subjects import File, SuspectedSecret
from portalaudit.model import Place, Problem, ProblemCode
from portalaudit.model.not_read import NotRead
from portalaudit.model.report import FileInput, Inputs, SourceLine
from portalaudit.model.values import dataclass, replace
from portalaudit.pipeline.assignment import Assignment, FileRead, PolicyFiles
from portalaudit.policy.packs import is_waivers
from portalaudit.source.document import Document
from portalaudit.source.files import Text, read_folder
from portalaudit.source.load import load_and_search, search
from portalaudit.source.masking import Cover
from portalaudit.source.passed_over import Expected, passed_over
from portalaudit.source.secrets import Secret, Suspicion, hidden, secret_at

YAML = (".yaml", ".yml")
OTHER_TEXT = (".csv", ".tsv", ".txt", ".md", ".json", ".ini", ".env", ".cfg", ".toml", ".xml", ".html", ".log")
"""Files that are no records but may hold a secret: they are searched, never read as inventory."""
SEARCHED = (*YAML, *OTHER_TEXT)
INVENTORY = Expected((*SECTIONS, "waivers"), are_sections=True)
"""What a file holds that was meant to be read as inventory."""
_OF_POLICIES = (
    "id title for require packs rules waivers extends given cases type properties permissions profiles sources"
)
POLICIES = Expected(_OF_POLICIES.split(), are_sections=False)
"""The same of a policies folder."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of an inventory folder. `lost` are files that gave no document; the others' bytes are let go."""

    documents: tuple[Document, ...]
    files: tuple[File, ...]
    inputs: Inputs
    lost: Mapping[str, bytes]


def read_inventory(assignment: Assignment) -> tuple[Reading, tuple[Problem, ...]]:
    """Everything below the inventory folder: YAML as documents, all text searched for secrets, waivers too."""
    found, unread, not_read = _found(assignment)
    texts = [text for text in found if not any(_is_below(folder, text.path) for folder in assignment.left_out)]
    records = [text for text in texts if text.path.lower().endswith(YAML) and not is_map(text)]
    total_bytes = sum(len(text.data) for text in records)
    assignment.watch.reading(len(records), total_bytes)
    documents, problems, suspicions = load_and_search(records, jobs=assignment.jobs(total_bytes, len(records)))
    searched = {record.path: found for record, found in zip(records, suspicions, strict=True)}
    whole = {document.path for document in documents}
    reading = Reading(
        documents=documents,
        files=(
            *(_file(text, searched[text.path] if text.path in searched else search(text)) for text in texts),
            *_waivers(assignment.policies),
        ),
        inputs=_inputs(assignment, texts, not_read),
        lost={text.path: text.data for text in texts if text.path not in whole},
    )
    return reading, (*unread, *problems, *_empty(documents, problems))


def _found(assignment: Assignment) -> tuple[tuple[Text, ...], tuple[Problem, ...], tuple[NotRead, ...]]:
    """The files to read, what could not be read or has a wrong name, and those passed over."""
    if assignment.stored:
        return assignment.stored.texts, assignment.stored.problems, ()
    on_disk, unread = read_folder(assignment.inventory, SEARCHED)
    found = unsaved(on_disk, assignment.unsaved)
    not_read, misnamed = passed_over(assignment.inventory, INVENTORY, assignment.left_out)
    return found, (*unread, *misnamed, *_unfinished(assignment.inventory)), not_read


def unsaved(texts: Iterable[Text], held: Mapping[str, bytes]) -> tuple[Text, ...]:
    """The files of a folder with what an editor holds of them, by their own path, in the place of what was saved."""
    return tuple(replace(one, data=held[one.own_path]) if one.own_path in held else one for one in texts)


def _unfinished(root: Path) -> Iterator[Problem]:
    """A problem where an import was cut short: some files may be old and some new."""
    if is_unfinished(root):
        message = "an import was cut short while it replaced files, so some are old and some new"
        hint = "run the same `portalaudit import` again, which finishes it first"
        yield Problem(ProblemCode.UNFINISHED_IMPORT, message, Place("."), hint)


def _empty(documents: Iterable[Document], problems: Iterable[Problem]) -> Iterator[Problem]:
    """A problem for each file without a section: what was in it may be lost."""
    told = {problem.place.path for problem in problems}
    for document in documents:
        if not document.data and document.path not in told:
            holds = "only comments" if "#" in document.text else "nothing"
            hint = "delete it, or add a section such as `accounts:`; it may have been saved empty by mistake"
            yield Problem(ProblemCode.EMPTY_FILE, f"this file holds {holds}", Place(document.path), hint)


def _is_below(folder: str, path: str) -> bool:
    return path.startswith(f"{folder}/")


def _waivers(policies: PolicyFiles) -> Iterator[File]:
    """The files of waivers: people write into them what they write into an inventory."""
    for text in policies.texts:
        if is_waivers(text.inside):
            yield _file(text, search(text))


def _file(text: Text, found: tuple[Suspicion, ...]) -> File:
    in_name = (SuspectedSecret(f"{kind} in its name", 1) for kind in text.suspected)
    return File(text.path, (*in_name, *(SuspectedSecret(s.kind, s.line) for s in found)), found)


def _inputs(assignment: Assignment, texts: Sequence[Text], not_read: tuple[NotRead, ...]) -> Inputs:
    texts, policies = (sorted(every, key=lambda text: text.inside) for every in (texts, assignment.policies.texts))
    git = assignment.git(FileRead(assignment.inventory / text.own_path, text.data) for text in texts)
    searched = {text.path for text in texts}
    passed_by = *(replace(one, is_searched=one.path in searched) for one in not_read), *assignment.policies.not_read
    sums = {text.path: hashlib.sha256(text.data).hexdigest() for text in (*texts, *policies)}
    files = tuple(
        FileInput(text.path, sums[text.path], text.path.lower().endswith(YAML)) for text in (*texts, *policies)
    )
    in_all = _digest(texts, sums), _digest(policies, sums)
    return Inputs(*in_all, files, git, assignment.policies_used, passed_by)


def _digest(texts: Iterable[Text], sums: Mapping[str, str]) -> str:
    """One hash over names and contents."""
    return hashlib.sha256("".join(f"{sums[text.path]}  {text.inside}\n" for text in texts).encode()).hexdigest()


LONG = 4_000
"""A line with more characters is shown in part."""


class Lines:
    """Source lines for excerpts, with anything that looks like a secret masked."""

    def __init__(self, assignment: Assignment, reading: Reading) -> None:
        self._documents: Mapping[str, Document] = {document.path: document for document in reading.documents}
        self._files = {file.path: file for file in reading.files}
        self._texts = dict(reading.lost)
        self._texts |= {text.path: text.data for text in assignment.policies.texts}
        self._split: dict[str, Sequence[str]] = {}
        self._last: tuple[tuple[str, int], str | None] = ("", 0), None
        self._covers: dict[tuple[str, int], Cover] = {}

    def line(self, place: Place) -> SourceLine | None:
        """The line of a place, and the place's columns in what is shown of it; None where there is none.

        A mask is marked as a whole, so that the marks do not tell how long a secret is. Of a very long line only the
        part around the place is given: a file may have thousands of places on one line.
        """
        text = self.written(place)
        if text is None:
            return None
        start = max(place.column - 1 - LONG // 4, 0) if len(text) > LONG else 0
        cover = self._cover(place, text).within(start, start + LONG)
        text = text[start : start + LONG]
        begin, end = place.column - 1 - start, place.end_column - 1 - start
        first = cover.before(begin)
        last = cover.after(max(begin, end)) if end > begin or cover.hides(begin) else -1
        return SourceLine(cover.over(text), first + 1, last + 1)

    def _cover(self, place: Place, text: str) -> Cover:
        """The masks over a whole line; those of long lines are kept, because looking for them takes long."""
        at = place.path, place.line
        if at in self._covers:
            return self._covers[at]
        file = self._files.get(place.path)
        cover = Cover(hidden(text, [s for s in file.suspicions if s.line == place.line] if file else ()))
        if len(text) > LONG:
            self._covers[at] = cover
        return cover

    def secrets(self) -> Iterator[Secret]:
        """Everything in the files that looks like a secret."""
        for file in self._files.values():
            for one in file.suspicions:
                yield secret_at(self.written(Place(file.path, one.line)) or "", one)

    def written(self, place: Place) -> str | None:
        """The line of a place as it is in the file, with everything that no report may show."""
        at = place.path, place.line
        if self._last[0] != at:
            document = self._documents.get(place.path)
            self._last = at, document.line(place.line) if document is not None else self._line_of_text(place)
        return self._last[1]

    def _line_of_text(self, place: Place) -> str | None:
        if place.path not in self._split:
            self._split[place.path] = self._texts.get(place.path, b"").decode("utf-8", errors="replace").split("\n")
        lines = self._split[place.path]
        return lines[place.line - 1] if 0 < place.line <= len(lines) else None

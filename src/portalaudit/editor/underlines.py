"""Problems, findings and questions as an editor underlines them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from lsprotocol.types import (
    CodeDescription,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    Location,
)
from pygls.uris import from_fs_path
from pygls.workspace import PositionCodec

from portalaudit.editor.judging import Judged
from portalaudit.editor.locating import file_of
from portalaudit.editor.ranges import extent
from portalaudit.model import Severity
from portalaudit.model.place import Place, Related
from portalaudit.report.entries import PROBLEM, QUESTION, Entry

SOURCE = "portalaudit"
LEVELS: Mapping[str, DiagnosticSeverity] = {
    PROBLEM: DiagnosticSeverity.Error,
    Severity.CRITICAL.value: DiagnosticSeverity.Error,
    Severity.HIGH.value: DiagnosticSeverity.Error,
    Severity.MEDIUM.value: DiagnosticSeverity.Warning,
    Severity.LOW.value: DiagnosticSeverity.Warning,
    Severity.INFO.value: DiagnosticSeverity.Information,
    QUESTION: DiagnosticSeverity.Information,
}
"""How an editor marks what a report labels so."""

Lines = Callable[[Path], Sequence[str]]
"""The lines of a file as they were judged."""


def diagnostics(judged: Judged, lines: Lines, codec: PositionCodec, typed_in: Path) -> Mapping[Path, list[Diagnostic]]:
    """What to underline in each file of a practice. What is in no file stands at the top of the one typed in."""
    told = _Told(judged, lines, codec)
    found: dict[Path, list[Diagnostic]] = {}
    for file, several in judged.by_file().items():
        at = file or typed_in
        found.setdefault(at, []).extend(
            told.one(entry, at, Place("") if file is None else entry.place) for entry in several
        )
    return found


class _Told:
    """Entries of one practice in the words of the protocol."""

    def __init__(self, judged: Judged, lines: Lines, codec: PositionCodec) -> None:
        self._assignment, self._lines, self._codec = judged.assignment, lines, codec

    def one(self, entry: Entry, file: Path, place: Place) -> Diagnostic:
        return Diagnostic(
            range=extent(place, self._lines(file), self._codec),
            message=entry.message,
            severity=LEVELS[entry.label],
            code=entry.name,
            code_description=CodeDescription(entry.url) if entry.url else None,
            source=SOURCE,
            related_information=list(self._related(entry.related)) or None,
        )

    def _related(self, related: Sequence[Related]) -> Iterator[DiagnosticRelatedInformation]:
        for one in related:
            file = file_of(one.place, self._assignment)
            uri = from_fs_path(str(file)) if file is not None else None
            if file is not None and uri is not None:
                where = Location(uri, extent(one.place, self._lines(file), self._codec))
                yield DiagnosticRelatedInformation(where, one.label)

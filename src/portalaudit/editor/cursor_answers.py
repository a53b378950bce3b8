"""What an editor is answered at a cursor: ids to go on with, where a record is written, and what is said of it."""

from collections.abc import Iterator

from lsprotocol import types
from pygls.uris import from_fs_path
from pygls.workspace import PositionCodec

from portalaudit.editor.cursor import begun_at, text_at
from portalaudit.editor.hovering import hover_text
from portalaudit.editor.judging import Judged
from portalaudit.editor.locating import file_of
from portalaudit.editor.ranges import extent, lines_of
from portalaudit.editor.references import ids_of, section_meant, written_at
from portalaudit.editor.underlines import Lines
from portalaudit.model import Place
from portalaudit.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a file as it is being typed, as the client counts."""

    text: str
    position: types.Position
    codec: PositionCodec

    @property
    def at(self) -> tuple[int, int]:
        """Line and column in characters, counted from 0."""
        found = self.codec.position_from_client_units(lines_of(self.text), self.position)
        return found.line, found.character


def completions(cursor: Cursor, judged: Judged) -> Iterator[types.CompletionItem]:
    """The ids that may stand where the cursor is; none where no reference is."""
    begun = begun_at(cursor.text, *cursor.at)
    section = section_meant(begun.route, is_key=begun.is_key) if begun is not None else ""
    if begun is None or not section:
        return
    before = cursor.codec.client_num_units(begun.text)
    start = types.Position(cursor.position.line, cursor.position.character - before)
    for name, said in ids_of(section, judged.opened).items():
        yield types.CompletionItem(
            label=name,
            kind=types.CompletionItemKind.Reference,
            detail=said or None,
            text_edit=types.TextEdit(types.Range(start, cursor.position), name),
        )


def hover(cursor: Cursor, judged: Judged) -> types.Hover | None:
    """What there is to say of the text under the cursor."""
    found = hover_text(cursor.text, *cursor.at, judged)
    if found is None:
        return None
    said, at = found
    where = Place("", at.start[0] + 1, at.start[1] + 1, at.end[1] + 1 if at.end[0] == at.start[0] else 0)
    content = types.MarkupContent(types.MarkupKind.PlainText, said)
    return types.Hover(content, extent(where, lines_of(cursor.text), cursor.codec))


def definition(cursor: Cursor, judged: Judged, lines: Lines) -> types.Location | None:
    """Where the record is written that a reference names."""
    found = text_at(cursor.text, *cursor.at)
    section = section_meant(found.route, is_key=found.is_key) if found is not None else ""
    place = written_at(section, found.text, judged.opened) if found is not None and section else None
    file = file_of(place, judged.assignment) if place is not None else None
    uri = from_fs_path(str(file)) if file is not None else None
    if place is None or file is None or uri is None:
        return None
    return types.Location(uri, extent(place, lines(file), cursor.codec))

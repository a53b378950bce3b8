"""The language server: what an editor asks and is told. Nothing but the editor's own stream is read or written."""

import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path
from pygls.workspace import TextDocument

from portalaudit.editor.cursor_answers import Cursor, completions, definition, hover
from portalaudit.editor.judging import Assigner, Judged, UnusableError, judge
from portalaudit.editor.practices_of_files import PracticesOfFiles
from portalaudit.editor.ranges import lines_of
from portalaudit.editor.underlines import Lines, diagnostics

PAUSE = 0.3
"""Seconds without a keystroke after which a practice is judged."""

_NAME = "portalaudit"
_MOST_WAITING = 32


def file_at(document: TextDocument) -> Path:
    """The file of a document, without links."""
    return Path(document.path).resolve()


class Server(LanguageServer):
    """A server with the practices that were judged, by their folder. `assign` gives what is needed to judge one.

    `listed` are the inventories of a config file that lists several practices.
    """

    def __init__(self, version: str, assign: Assigner, listed: Sequence[Path], pause: float) -> None:
        super().__init__(_NAME, version, max_workers=_MOST_WAITING)
        self._assign, self._pause = assign, pause
        self._belonging = PracticesOfFiles(listed, assign)
        self._lock = threading.Lock()
        self._newest: dict[str, object] = {}
        self._published: dict[Path, Mapping[Path, list[types.Diagnostic]]] = {}
        self._known: dict[Path, Judged] = {}

    def look_again(self, uri: str, *, at_once: bool = False) -> None:
        """Judge the practice of a file and publish what is found, unless more is typed meanwhile."""
        turn = self._newest[uri] = object()
        if not at_once:
            time.sleep(self._pause)
        with self._lock:
            if self._newest.get(uri) is turn:
                file = file_at(self.workspace.get_text_document(uri))
                self._judge(file, self._belonging.inventories(file))

    def known(self, document: TextDocument) -> Judged | None:
        """What is known of a file's practice: as it was when the file that was typed in could last be read."""
        inventories = self._belonging.inventories(file_at(document))
        return next((self._known[one] for one in inventories if one in self._known), None)

    def lines(self) -> Lines:
        """The lines of files as they are now."""
        return _Lines({file_at(one): one.source for one in [*self.workspace.text_documents.values()]}).of

    def cursor(self, document: TextDocument, position: types.Position) -> Cursor:
        """A place in a document."""
        return Cursor(document.source, position, self.workspace.position_codec)

    def _judge(self, file: Path, inventories: Sequence[Path]) -> None:
        """Judge what belongs to a file that was typed in, and then say what is found anew or no more."""
        held = {file_at(one): one for one in [*self.workspace.text_documents.values()]}
        texts = {path: one.source for path, one in held.items()}
        versions = {path: one.version for path, one in held.items()}
        changed: set[Path] = set()
        for inventory in inventories:
            try:
                judged = judge(inventory, texts, self._assign)
            except UnusableError as fault:
                self.window_log_message(types.LogMessageParams(types.MessageType.Error, str(fault)))
                continue
            self._belonging.keep(inventory, judged.assignment)
            if inventory not in self._known or not judged.loses(file):
                self._known[inventory] = judged
            found = diagnostics(judged, _Lines(texts).of, self.workspace.position_codec, file)
            # What is mended is told too, and that there is nothing in a file that was just judged.
            changed |= {file, *found, *self._published.get(inventory, ())}
            self._published[inventory] = found
        for path in (*sorted(changed - {file}), *changed & {file}):
            uri = held[path].uri if path in held else from_fs_path(str(path)) or ""
            told = types.PublishDiagnosticsParams(uri, self._told_of(path), versions.get(path))
            self.text_document_publish_diagnostics(told)

    def _told_of(self, file: Path) -> list[types.Diagnostic]:
        """What the practices that were judged find in a file: several may share it, and find the same."""
        told: list[types.Diagnostic] = []
        for found in self._published.values():
            told += [one for one in found.get(file, ()) if one not in told]
        return told


class _Lines:
    """The lines of files as the editor holds them, else as they are on disk."""

    def __init__(self, held: dict[Path, str]) -> None:
        self._held = held
        self._known: dict[Path, Sequence[str]] = {}

    def of(self, file: Path) -> Sequence[str]:
        if file not in self._known:
            self._known[file] = lines_of(self._held[file] if file in self._held else _on_disk(file))
        return self._known[file]


def _on_disk(file: Path) -> str:
    try:
        return file.read_bytes().decode(errors="replace")
    except OSError:
        return ""


def make_server(version: str, assign: Assigner, listed: Sequence[Path] = (), pause: float = PAUSE) -> Server:
    """A server that is ready to start."""
    server = Server(version, assign, listed, pause)
    _follow(server)
    _answer(server)
    return server


def _follow(server: Server) -> None:
    """Judge what is typed. Each judging has a thread, so that questions are answered meanwhile."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @server.thread()
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.look_again(params.text_document.uri, at_once=True)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @server.thread()
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.look_again(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @server.thread()
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.look_again(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    @server.thread()
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.look_again(params.text_document.uri)


def _answer(server: Server) -> None:
    """Answer what is asked about a place in a file."""

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" ", "[", ","]))
    def complete(params: types.CompletionParams) -> list[types.CompletionItem]:
        document = server.workspace.get_text_document(params.text_document.uri)
        known = server.known(document)
        return [] if known is None else list(completions(server.cursor(document, params.position), known))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def define(params: types.DefinitionParams) -> types.Location | None:
        document = server.workspace.get_text_document(params.text_document.uri)
        known = server.known(document)
        return None if known is None else definition(server.cursor(document, params.position), known, server.lines())

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def say(params: types.HoverParams) -> types.Hover | None:
        document = server.workspace.get_text_document(params.text_document.uri)
        known = server.known(document)
        return None if known is None else hover(server.cursor(document, params.position), known)

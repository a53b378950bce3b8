"""The language server: what an editor asks and is told. Nothing but the editor's own stream is read or written."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path
from pygls.workspace import TextDocument

from portalaudit.editor.diagnostics import diagnostics
from portalaudit.editor.extents import lines_of
from portalaudit.editor.judging import Assigner, Judged, UnusableError, judge
from portalaudit.editor.locating import inventory_of

PAUSE = 0.3
"""Seconds without a keystroke after which a practice is judged."""

_NAME = "portalaudit"
_MOST_WAITING = 32


def file_at(document: TextDocument) -> Path:
    """The file of a document, without links."""
    return Path(document.path).resolve()


class Server(LanguageServer):
    """A server with the practices that were judged, by their folder. `assign` gives what is needed to judge one."""

    def __init__(self, version: str, assign: Assigner, pause: float = PAUSE) -> None:
        super().__init__(_NAME, version, max_workers=_MOST_WAITING)
        self._assign, self._pause = assign, pause
        self._lock = threading.Lock()
        self._newest: dict[str, object] = {}
        self._published: dict[Path, set[Path]] = {}
        self.judged: dict[Path, Judged] = {}

    def look_again(self, uri: str, *, at_once: bool = False) -> None:
        """Judge the practice of a file and publish what is found, unless more is typed meanwhile."""
        turn = self._newest[uri] = object()
        if not at_once:
            time.sleep(self._pause)
        with self._lock:
            if self._newest.get(uri) is turn:
                self._judge(Path(self.workspace.get_text_document(uri).path).resolve())

    def _judge(self, file: Path) -> None:
        inventory = inventory_of(file)
        if inventory is None:
            return
        held = {file_at(one): one for one in [*self.workspace.text_documents.values()]}
        texts = {path: one.source for path, one in held.items()}
        versions = {path: one.version for path, one in held.items()}
        try:
            judged = judge(inventory, texts, self._assign)
        except UnusableError as fault:
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, str(fault)))
            return
        self.judged[inventory] = judged
        found = diagnostics(judged, _Lines(texts).of, self.workspace.position_codec, file)
        # What is mended is told too, and that there is nothing in a file that was just judged.
        for path in (*sorted({*found, *self._published.get(inventory, ())} - {file}), file):
            uri = held[path].uri if path in held else from_fs_path(str(path)) or ""
            told = types.PublishDiagnosticsParams(uri, found.get(path, []), versions.get(path))
            self.text_document_publish_diagnostics(told)
        self._published[inventory] = set(found)


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


def make_server(version: str, assign: Assigner, pause: float = PAUSE) -> Server:
    """A server that is ready to start."""
    server = Server(version, assign, pause)

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

    return server

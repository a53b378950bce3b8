"""An editor of the tests: it starts `portalaudit lsp` and talks to it over its standard streams."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

PATIENCE = 20


class Editor(LanguageClient):
    """A client that keeps what is published, and waits for it."""

    def __init__(self, root: Path) -> None:
        super().__init__("tests", "1")
        self.root, self.told = root, asyncio.Condition()
        self.shown: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self.versions: dict[str, int] = {}
        self.messages: list[str] = []
        self._listen()

    def _listen(self) -> None:
        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        async def published(params: types.PublishDiagnosticsParams) -> None:
            async with self.told:
                self.shown.setdefault(params.uri, []).append(params)
                self.told.notify_all()

        @self.feature(types.WINDOW_LOG_MESSAGE)
        async def logged(params: types.LogMessageParams) -> None:
            await self._said(params.message)

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        async def said(params: types.ShowMessageParams) -> None:
            await self._said(params.message)

    async def _said(self, message: str) -> None:
        async with self.told:
            self.messages.append(message)
            self.told.notify_all()

    async def hears(self) -> None:
        """Wait for a message."""
        async with self.told:
            await asyncio.wait_for(self.told.wait_for(lambda: bool(self.messages)), PATIENCE)

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def open(self, path: str, text: str | None = None) -> None:
        text = (self.root / path).read_text(encoding="utf-8") if text is None else text
        self.versions[path] = 1
        item = types.TextDocumentItem(self.uri(path), "yaml", 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, path: str, text: str) -> int:
        """Replace the whole text, and give the version that it then has."""
        self.versions[path] += 1
        identity = types.VersionedTextDocumentIdentifier(self.versions[path], self.uri(path))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(types.DidChangeTextDocumentParams(identity, [change]))
        return self.versions[path]

    async def seen(self, path: str, version: int | None = 1) -> list[types.Diagnostic]:
        """What is underlined in a file once that version of it was judged."""
        uri = self.uri(path)

        def is_there() -> bool:
            return any(one.version == version for one in self.shown.get(uri, ()))

        async with self.told:
            await asyncio.wait_for(self.told.wait_for(is_there), PATIENCE)
        return list([one for one in self.shown[uri] if one.version == version][-1].diagnostics)

    def document(self, path: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(path))


def with_editor(root: Path, does: Callable[[Editor], Awaitable[None]], *flags: str) -> Editor:
    """Let an editor that was started in a folder do something with the server, and end both as editors do."""

    async def session() -> Editor:
        editor = Editor(root)
        await editor.start_io(sys.executable, "-m", "portalaudit", "lsp", "--no-cache", *flags, cwd=str(root))
        capabilities = types.ClientCapabilities()
        params = types.InitializeParams(capabilities, process_id=os.getpid(), root_uri=root.as_uri())
        await asyncio.wait_for(editor.initialize_async(params), PATIENCE)
        editor.initialized(types.InitializedParams())
        try:
            await does(editor)
        finally:
            await asyncio.wait_for(editor.shutdown_async(None), PATIENCE)
            editor.exit(None)
            await asyncio.wait_for(editor.stop(), PATIENCE)
        return editor

    return asyncio.run(session())

"""A session with the real language server: a client, a directory, and helpers for the tests."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from lsprotocol import types
from pytest_lsp import ClientServerConfig, client_capabilities

ROOT = Path(__file__).resolve().parent.parent


class Session:
    """One client with its directory."""

    def __init__(self, client, folder: Path, started: types.InitializeResult, watched: list[str], shown: dict[str, int | None]) -> None:
        self.client = client
        self.folder = folder
        self.capabilities = started.capabilities
        self.watched = watched
        self._versions: dict[str, int] = {}
        self._shown = shown

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of the server up to now, as Linux counts them: other programs on the machine do not lengthen them."""
        fields = Path(f"/proc/{self.client._server.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    async def open(self, name: str, text: str, language: str = "midjourney") -> list[types.Diagnostic]:
        """Open a document; the diagnostics that come."""
        uri = self.uri(name)
        self._versions[uri] = 1
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text)))
        return await self.published(name)

    async def edit(self, name: str, text: str) -> list[types.Diagnostic]:
        """Replace the text of a document; the diagnostics that come."""
        self.change(name, text)
        return await self.published(name)

    def change(self, name: str, text: str) -> None:
        """Replace the text of a document, and wait for nothing."""
        uri = self.uri(name)
        self._versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(version=self._versions[uri], uri=uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def insert(self, name: str, *edits: tuple[tuple[int, int], tuple[int, int], str]) -> None:
        """Make edits, each from one place to another, in the units that were agreed on; wait for nothing."""
        uri = self.uri(name)
        self._versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(version=self._versions[uri], uri=uri)
        changes = [
            types.TextDocumentContentChangePartial(range=types.Range(types.Position(*start), types.Position(*end)), text=text)
            for start, end, text in edits
        ]
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))

    def save(self, name: str) -> None:
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(self.uri(name))))

    async def close(self, name: str) -> list[types.Diagnostic]:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri(name))))
        return await self.published(name)

    async def published(self, name: str) -> list[types.Diagnostic]:
        """The diagnostics that are published next for the document as it is now: those of an earlier text may come late."""
        uri = self.uri(name)
        self.client.diagnostics.pop(uri, None)
        async with asyncio.timeout(10):
            while uri not in self.client.diagnostics or self._shown[uri] not in (None, self._versions[uri]):
                await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        return list(self.client.diagnostics[self.uri(name)])

    async def actions(self, name: str, line: int, character: int, only: list[str] | None = None) -> list[types.CodeAction]:
        place = types.Position(line, character)
        context = types.CodeActionContext(diagnostics=[], only=only)
        params = types.CodeActionParams(types.TextDocumentIdentifier(self.uri(name)), types.Range(place, place), context)
        return await self.client.text_document_code_action_async(params) or []

    async def hover(self, name: str, line: int, character: int) -> types.Hover | None:
        params = types.HoverParams(types.TextDocumentIdentifier(self.uri(name)), types.Position(line, character))
        return await self.client.text_document_hover_async(params)

    async def complete(self, name: str, line: int, character: int) -> list[types.CompletionItem]:
        params = types.CompletionParams(types.TextDocumentIdentifier(self.uri(name)), types.Position(line, character))
        found = await self.client.text_document_completion_async(params)
        return [] if found is None else sorted(found.items, key=lambda item: item.sort_text)

    async def format(self, name: str) -> list[types.TextEdit]:
        params = types.DocumentFormattingParams(types.TextDocumentIdentifier(self.uri(name)), types.FormattingOptions(2, True))
        return await self.client.text_document_formatting_async(params) or []

    def edits(self, action: types.CodeAction, name: str) -> list[types.TextEdit]:
        return list(action.edit.changes[self.uri(name)])


@asynccontextmanager
async def session(
    folder: Path, *, encodings: list[str] | None = None, options: dict | None = None, settings: str = "", shared: bool = False
):
    """A started server with a directory of its own, and without the settings of the user who runs the tests.

    A `shared` one serves every test of the file, not only the one that happens to start it.
    """
    folder.mkdir(exist_ok=True)
    (folder / "promptlint.toml").write_text(settings, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(folder / "none"), "XDG_CACHE_HOME": str(folder / "cache")}
    if shared:
        environment["PYTEST_CURRENT_TEST"] = os.environ["PYTEST_CURRENT_TEST"].partition("::")[0]
    config = ClientServerConfig(server_command=[sys.executable, "-m", "promptlint", "lsp", "--stdio"], server_env=environment)
    client = await config.start()
    watched: list[str] = []

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        for registration in params.registrations:
            options = registration.register_options
            watchers = options["watchers"] if isinstance(options, dict) else options.watchers
            watched.extend(each["globPattern"] if isinstance(each, dict) else each.glob_pattern for each in watchers)

    shown: dict[str, int | None] = {}
    client.protocol.fm.features.pop(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # the one that is there keeps no versions

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def publish(params: types.PublishDiagnosticsParams) -> None:
        client.diagnostics[params.uri] = params.diagnostics
        shown[params.uri] = params.version

    capabilities = client_capabilities("visual-studio-code")
    if encodings is not None:
        capabilities.general.position_encodings = encodings
    params = types.InitializeParams(capabilities=capabilities, root_uri=folder.as_uri(), initialization_options=options)
    started = await client.initialize_session(params)
    try:
        yield Session(client, folder, started, watched, shown)
    finally:
        await client.shutdown_session()
        await client.stop()


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """The text with edits made; positions count code points, so for texts of plain letters."""
    lines = [0]
    for line in text.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    for edit in sorted(edits, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True):
        start = lines[edit.range.start.line] + edit.range.start.character
        end = lines[edit.range.end.line] + edit.range.end.character
        text = text[:start] + edit.new_text + text[end:]
    return text

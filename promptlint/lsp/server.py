"""The language server, based on pygls."""

from __future__ import annotations

import asyncio
import gc
from importlib import import_module
from urllib.parse import unquote

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from promptlint.errors import ConfigError
from promptlint.project.link_results import ONLINE
from promptlint.rules.selection import enabled_rules
from promptlint.version import __version__

from .configuration import Configuration, is_read
from .document import Document
from .protocol import Protocol
from .publication import publication
from .synced_text import SyncedText
from .view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from promptlint.settings_file.reading import Settings

    from .publication import Shown

__all__ = ["PromptServer"]

_PAUSE = 0.075  # seconds without an edit, after which a document is linted: quick keys give one publication
_SETTLED = 0.5  # seconds after which it is read whole, where only the edited prompt was linted; no less than reading it takes
_REST = 1.0  # seconds without anything, after which memory is tidied


class _Open:
    """An open document with its state and pending work."""

    def __init__(self, document: Document, settings: Settings) -> None:
        self.document = document
        self.settings = settings
        self.published: Sequence[Shown] | None = None
        self.reading: asyncio.TimerHandle | None = None
        self.asking: asyncio.Task[None] | None = None

    def stop_reading(self) -> None:
        """Forget the reading that was put off."""
        if self.reading is not None:
            self.reading.cancel()
            self.reading = None

    def stop_asking(self) -> None:
        """Cancel the check of the links."""
        if self.asking is not None:
            self.asking.cancel()
            self.asking = None


class PromptServer(LanguageServer):
    """The server with its documents. `links` determines whether links are checked when a file is saved."""

    def __init__(self) -> None:
        """Create a server without documents."""
        super().__init__("promptlint", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Incremental, protocol_cls=Protocol)
        self.links = True
        self.configuration = Configuration(self._complain)
        self._open: dict[str, _Open] = {}
        self._resting: asyncio.TimerHandle | None = None

    # ── documents ──

    def open(self, item: types.TextDocumentItem) -> None:
        """Lint a document that was opened."""
        uri = item.uri
        path = to_fs_path(uri) or uri.rpartition(":")[2]
        encoding = _encoding(self)
        self.workspace.text_documents[unquote(uri)] = SyncedText(item, encoding)
        self._open[uri] = _Open(Document(path, encoding), self.configuration.of(path))
        self.read(uri)

    def close(self, uri: str) -> None:
        """Forget a document, and take its findings away."""
        opened = self._open.pop(uri, None)
        if opened is not None:
            opened.stop_reading()
            opened.stop_asking()
            self._publish(uri, ())

    def edited(self, uri: str) -> None:
        """Lint a document when the keys pause."""
        opened = self._open[uri]
        opened.stop_asking()
        self._read_later(uri, _PAUSE, whole=False)

    def _read_later(self, uri: str, seconds: float, *, whole: bool) -> None:
        opened = self._open[uri]
        opened.stop_reading()
        opened.reading = asyncio.get_running_loop().call_later(seconds, lambda: self.read(uri, whole=whole, again=whole))

    def read(self, uri: str, *, whole: bool = False, again: bool = False) -> None:
        """Lint a document and publish its findings.

        With `whole` all of it is read; `again` says that findings which are published already need not be sent once more.
        """
        opened = self._open.get(uri)
        if opened is None:
            return
        opened.stop_reading()
        opened.settings = self.configuration.of(opened.document.path)
        linted = is_read(opened.document.path, opened.settings)
        found = opened.document.shown(self._text(uri), opened.settings, whole=whole) if linted else ()
        if linted and not opened.document.settled:
            self._read_later(uri, max(_SETTLED, opened.document.took), whole=True)
        if not (again and found == opened.published):
            opened.published = found
            self._publish(uri, found)
            self._rest_later()

    def read_changed(self) -> None:
        """Lint every open document again for which other settings hold now."""
        for uri, opened in list(self._open.items()):
            if self.configuration.of(opened.document.path) != opened.settings:
                self.read(uri)

    def current(self, uri: str, rows: range | None = None) -> View | None:
        """The document as it is now, or the part of it that `rows` need, or None if it is not open or has no prompts there."""
        opened = self._open.get(uri)
        if opened is None or not is_read(opened.document.path, opened.settings):
            return None
        text = self._text(uri)
        rows = range(len(text)) if rows is None else rows
        view = View(opened.document, opened.settings.config, opened.document.window(text, opened.settings, rows))
        return view if view.analysis.prompts else None

    # ── links ──

    def saved(self, uri: str) -> None:
        """Check the links of a document in the background; the next edit cancels it."""
        opened = self._open.get(uri)
        if opened is None:
            return
        self.read(uri)
        if not is_read(opened.document.path, opened.settings):
            return
        analysis = opened.document.analyse(self._text(uri), opened.settings)
        urls = list(dict.fromkeys(link.url for judged in analysis.prompts for link in judged.report.prompt.links))
        opened.stop_asking()
        if self.links and urls and not enabled_rules(opened.settings.config).isdisjoint(ONLINE):
            opened.asking = asyncio.get_running_loop().create_task(self._ask(uri, opened, urls))

    async def _ask(self, uri: str, opened: _Open, urls: Sequence[str]) -> None:
        from promptlint.links.options import from_settings

        check = await asyncio.to_thread(import_module, "promptlint.links.online.check")
        config = opened.settings.config
        try:
            run = check.LinkRun(urls, from_settings(config.links), now=config.now)
            await run.run()
        except ConfigError as error:
            self._complain(str(error))
            return
        for note in run.notes:
            self._log(note)
        opened.asking = None
        opened.document.take_links(run)
        self.read(uri)

    # ── to the editor ──

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Report an error that no response can carry: a message that is not JSON, or a bug of ours in a notification."""
        if source is JsonRpcException:
            self._log(f"a message was ignored: {error}")
        elif source is not FeatureRequestError:
            self._complain(f"internal error: this is a bug in promptlint ({type(error).__name__}: {error})")

    def _text(self, uri: str) -> str:
        return self.workspace.get_text_document(uri).source

    def _rest_later(self) -> None:
        """Run the garbage collector while the user is not typing: with thousands of prompts it takes longer than an edit may."""
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(_REST, gc.collect)

    def _publish(self, uri: str, found: Iterable[Shown]) -> None:
        version = self.workspace.get_text_document(uri).version if uri in self._open else None
        writer = self.protocol.writer
        assert writer is not None
        writer.write(publication(uri, version, found))

    def _complain(self, message: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"promptlint: {message}"))

    def _log(self, message: str) -> None:
        self.window_log_message(types.LogMessageParams(types.MessageType.Info, f"promptlint: {message}"))


def _encoding(ls: PromptServer) -> str:
    """The unit in which the editor counts columns."""
    agreed = ls.server_capabilities.position_encoding or types.PositionEncodingKind.Utf16
    return str(getattr(agreed, "value", agreed))

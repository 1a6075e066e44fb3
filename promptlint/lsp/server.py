"""The language server, based on pygls."""

from __future__ import annotations

import asyncio
import gc
from importlib import import_module
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from promptlint.errors import ConfigError
from promptlint.project.link_results import ONLINE
from promptlint.rules.selection import enabled_rules
from promptlint.text.namedtuple import NamedTuple
from promptlint.version import __version__

from .actions import FIX_ALL, QUICK_FIX, REWRITE, Action, actions, fix_all, format_all
from .complete import Completion, completions
from .configuration import WATCHED, Configuration, is_read
from .document import Document, Window, prompt_at
from .hover import hover
from .publication import fields, publication
from .synced_text import SyncedText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic, Edit
    from promptlint.project.pipeline import Judged
    from promptlint.settings_file.reading import Settings

    from .document import Analysis
    from .positions import Lines
    from .publication import Shown

__all__ = ["PromptServer", "make"]

_PAUSE = 0.075  # seconds without an edit, after which a document is linted: quick keys give one publication
_SETTLED = 0.5  # seconds after which it is read whole, where only the edited prompt was linted; no less than reading it takes
_REST = 1.0  # seconds without anything, after which memory is tidied

_KINDS = {
    "parameter": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.Value,
    "model": types.CompletionItemKind.EnumMember,
}


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
        super().__init__("promptlint", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Incremental)
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

    def current(self, uri: str, rows: range | None = None) -> _View | None:
        """The document as it is now, or the part of it that `rows` need, or None if it is not open or has no prompts there."""
        opened = self._open.get(uri)
        if opened is None or not is_read(opened.document.path, opened.settings):
            return None
        text = self._text(uri)
        rows = range(len(text)) if rows is None else rows
        view = _View(opened.document, opened.settings.config, opened.document.window(text, opened.settings, rows))
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


def make() -> PromptServer:
    """Return a server that handles all it announces."""
    server = PromptServer()
    _follow_documents(server)
    _follow_settings(server)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[QUICK_FIX, REWRITE, FIX_ALL]))(_code_actions)
    server.feature(types.TEXT_DOCUMENT_FORMATTING)(_formatting)
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["-", "—", " "]))(_completion)
    return server


def _follow_documents(server: PromptServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: PromptServer, params: types.DidOpenTextDocumentParams) -> None:
        ls.open(params.text_document)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(ls: PromptServer, params: types.DidChangeTextDocumentParams) -> None:
        ls.edited(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(ls: PromptServer, params: types.DidSaveTextDocumentParams) -> None:
        ls.saved(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: PromptServer, params: types.DidCloseTextDocumentParams) -> None:
        ls.close(params.text_document.uri)


def _follow_settings(server: PromptServer) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(ls: PromptServer, params: types.InitializeParams) -> None:
        options = params.initialization_options
        ls.links = not (isinstance(options, dict) and options.get("links") is False)

    @server.feature(types.INITIALIZED)
    async def initialized(ls: PromptServer, _params: types.InitializedParams) -> None:
        workspace = ls.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching is None or not watching.dynamic_registration:
            return  # changed settings are seen at the next edit
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(glob_pattern=WATCHED)])
        registration = types.Registration("promptlint-settings", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        await ls.client_register_capability_async(types.RegistrationParams([registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(ls: PromptServer, _params: types.DidChangeWatchedFilesParams) -> None:
        ls.read_changed()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(ls: PromptServer, _params: types.DidChangeConfigurationParams) -> None:
        ls.read_changed()


# ── requests ──


class _View:
    """A document for a request, as it is now: a window of it, and how positions in it are the editor's."""

    def __init__(self, document: Document, config: Config, window: Window) -> None:
        self.document = document
        self.config = config
        self.analysis: Analysis = window.analysis
        self.lines: Lines = window.lines
        self._row = window.row

    def offset(self, position: types.Position) -> int:
        """The offset in the window's text."""
        return self.lines.offset(position.line - self._row, position.character)

    def rows(self, span: types.Range) -> range:
        """The rows of the window."""
        return range(span.start.line - self._row, span.end.line - self._row + 1)

    def at(self, offset: int) -> types.Position:
        """The editor's position of an offset."""
        return self._position(*self.lines.at(offset))

    def position(self, line: int, column: int) -> types.Position:
        """The editor's position of a line and column of a prompt."""
        return self._position(*self.lines.position(line, column))

    def _position(self, row: int, character: int) -> types.Position:
        return types.Position(row + self._row, character)

    def edit(self, edit: Edit) -> types.TextEdit:
        """An edit of the window's text, for the editor."""
        return types.TextEdit(types.Range(self.at(edit.start), self.at(edit.end)), edit.text)


def _code_actions(ls: PromptServer, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    uri = params.text_document.uri
    wanted = params.context.only
    made: list[types.CodeAction] = []
    if _asked(QUICK_FIX, wanted) or _asked(REWRITE, wanted):
        view = ls.current(uri, range(params.range.start.line, params.range.end.line + 1))
        if view is not None:
            touches = _Touch(view, params)
            found = actions(view.document, view.analysis, view.config, view.rows(params.range), touches)
            made += [_code_action(uri, view, action, touches) for action in found if _asked(action.kind, wanted)]
    unasked = not wanted and params.context.trigger_kind == types.CodeActionTriggerKind.Automatic
    if _asked(FIX_ALL, wanted) and not unasked:  # editors request this at each move of the cursor, and fixing a long file takes a while
        view = ls.current(uri)
        edits = fix_all(view.document, view.analysis.text) if view is not None else ()
        if view is not None and edits:
            made.append(_code_action(uri, view, Action("Apply all safe fixes in this file", FIX_ALL, tuple(edits)), None))
    return made


def _asked(kind: str, wanted: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Return whether the editor requested this kind, by its name or a prefix of it (`source.fixAll`)."""
    if not wanted:
        return True
    names = [str(getattr(each, "value", each)) for each in wanted]
    return any(not name or kind == name or kind.startswith(name + ".") for name in names)


class _Touch:
    """Selects the findings of the editor's request: those in its range, and those it names."""

    def __init__(self, view: _View, params: types.CodeActionParams) -> None:
        self._view = view
        self._start = view.offset(params.range.start)
        self._end = view.offset(params.range.end)
        self._named = params.context.diagnostics

    def __call__(self, judged: Judged, diagnostic: Diagnostic) -> bool:
        """Return whether the request includes this finding."""
        shown = self.shown(judged, diagnostic)
        if any(each.code == shown.code and each.range == shown.range for each in self._named):
            return True
        return self._view.offset(shown.range.start) <= self._end and self._start <= self._view.offset(shown.range.end)

    def shown(self, judged: Judged, diagnostic: Diagnostic) -> types.Diagnostic:
        """The finding as the editor has it."""
        start, end = (self._view.position(*judged.source.position(at)) for at in (diagnostic.start, diagnostic.end))
        about = fields(diagnostic)
        return types.Diagnostic(
            range=types.Range(start, start if diagnostic.start == diagnostic.end else end),
            message=about["message"],
            severity=types.DiagnosticSeverity(about["severity"]),
            code=about["code"],
            code_description=types.CodeDescription(**about["codeDescription"]),
            source=about["source"],
        )


def _code_action(uri: str, view: _View, action: Action, touches: _Touch | None) -> types.CodeAction:
    about = [touches.shown(*action.finding)] if touches is not None and action.finding is not None else None
    return types.CodeAction(
        title=action.title,
        kind=action.kind,
        diagnostics=about,
        edit=types.WorkspaceEdit(changes={uri: [view.edit(edit) for edit in action.edits]}),
        is_preferred=action.preferred,
    )


def _formatting(ls: PromptServer, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
    view = ls.current(params.text_document.uri)
    if view is None:
        return None
    edits, left = format_all(view.document, view.analysis, view.config)
    if left:
        more = f" (and {len(left) - 1} more)" if len(left) > 1 else ""
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, f"promptlint: {left[0]}{more}"))
    return [view.edit(edit) for edit in edits]


class _Spot(NamedTuple):
    """The prompt at a position: the document, the prompt, the position in the prompt's text and in the window's."""

    view: _View
    judged: Judged
    at: int
    offset: int


def _spot(ls: PromptServer, uri: str, position: types.Position) -> _Spot | None:
    view = ls.current(uri, range(position.line, position.line + 1))
    if view is None:
        return None
    offset = view.offset(position)
    found = prompt_at(view.analysis, offset)
    return None if found is None else _Spot(view, *found, offset)


def _hover(ls: PromptServer, params: types.HoverParams) -> types.Hover | None:
    spot = _spot(ls, params.text_document.uri, params.position)
    told = hover(spot.judged.report, spot.at) if spot is not None else None
    if spot is None or told is None:
        return None
    start, end = (spot.view.position(*spot.judged.source.position(at)) for at in (told.start, told.end))
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, told.text), types.Range(start, end))


def _completion(ls: PromptServer, params: types.CompletionParams) -> types.CompletionList | None:
    spot = _spot(ls, params.text_document.uri, params.position)
    if spot is None:
        return None
    report = spot.judged.report
    offers = completions(report.prompt, spot.at, report.model)
    return types.CompletionList(is_incomplete=False, items=[_item(number, offer, spot) for number, offer in enumerate(offers)])


def _item(number: int, offer: Completion, spot: _Spot) -> types.CompletionItem:
    # The replaced text is one word without escapes, so a code point of the prompt is one of the file.
    start, end = (spot.view.at(spot.offset + place - spot.at) for place in (offer.start, offer.end))
    return types.CompletionItem(
        label=offer.label,
        kind=_KINDS[offer.kind],
        detail=offer.detail,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, offer.documentation) if offer.documentation else None,
        sort_text=f"{'a' if offer.good else 'z'}{number:03}",
        filter_text=offer.label,
        text_edit=types.TextEdit(types.Range(start, end), offer.text),
        command=types.Command("Suggest", "editor.action.triggerSuggest") if offer.again else None,
    )


def _encoding(ls: PromptServer) -> str:
    """The unit in which the editor counts columns."""
    agreed = ls.server_capabilities.position_encoding or types.PositionEncodingKind.Utf16
    return str(getattr(agreed, "value", agreed))

"""The language server, based on pygls.

Each edit sends the whole document: pygls splits partial edits by its own definition of a line, which is not the protocol's.
"""

from __future__ import annotations

import asyncio
import gc
from importlib import import_module

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from promptlint.errors import ConfigError
from promptlint.output.wording import visible
from promptlint.project.link_results import ONLINE
from promptlint.rules.selection import enabled_rules
from promptlint.rules.support.pages import finding_url
from promptlint.text.namedtuple import NamedTuple
from promptlint.version import __version__

from .actions import FIX_ALL, QUICK_FIX, REWRITE, Action, actions, fix_all, format_all
from .complete import Completion, completions
from .configuration import FILES, Configuration, is_read
from .document import Analysis, Document, prompt_at
from .hover import hover
from .positions import Lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from promptlint.diagnostics import Diagnostic, Edit
    from promptlint.findings import Finding
    from promptlint.project.pipeline import Judged
    from promptlint.settings_file.reading import Settings

__all__ = ["PromptServer", "make"]

_SLOW = 0.005  # seconds; a document that takes longer to read is linted when the keys pause, a quicker one with each edit
_PAUSE = 0.03  # seconds without an edit before it is linted: fast typing causes one publication
_SETTLED = 0.5  # seconds after which it is read whole, where only the prompt was linted that an edit touched
_REST = 1.0  # seconds without anything, after which memory is tidied

_SEVERITY = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
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
        self.analysis = Analysis("", (), ())
        self.lines = Lines("")
        self.reading: asyncio.TimerHandle | None = None
        self.asking: asyncio.Task[None] | None = None

    def stop_reading(self) -> None:
        """Forget the reading that was put off."""
        if self.reading is not None:
            self.reading.cancel()
            self.reading = None

    def stop_asking(self) -> None:
        """Break off the check of the links."""
        if self.asking is not None:
            self.asking.cancel()
            self.asking = None


class PromptServer(LanguageServer):
    """The server with its documents. `links` determines whether links are checked when a file is saved."""

    def __init__(self) -> None:
        """Create a server without documents."""
        super().__init__("promptlint", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.links = True
        self.configuration = Configuration(self._complain)
        self._open: dict[str, _Open] = {}
        self._resting: asyncio.TimerHandle | None = None

    # ── documents ──

    def open(self, uri: str) -> None:
        """Lint a document that was opened."""
        path = to_fs_path(uri) or uri.rpartition(":")[2]
        self._open[uri] = _Open(Document(path), self.configuration.of(path))
        self.read(uri)

    def close(self, uri: str) -> None:
        """Forget a document, and take its findings away."""
        opened = self._open.pop(uri, None)
        if opened is not None:
            opened.stop_reading()
            opened.stop_asking()
            self._publish(uri, ())

    def edited(self, uri: str) -> None:
        """Lint a document after an edit, one that takes long to read when the keys pause."""
        opened = self._open[uri]
        opened.stop_asking()
        opened.stop_reading()
        if opened.document.took < _SLOW:
            self.read(uri)
        else:
            opened.reading = asyncio.get_running_loop().call_later(_PAUSE, self._catch_up, uri)

    def _catch_up(self, uri: str) -> None:
        """Lint the prompt that the edits since the last reading touched, and all where they touched more than one."""
        opened = self._open[uri]
        same = self.configuration.of(opened.document.path) == opened.settings
        analysis = opened.document.edited(opened.analysis, self._text(uri)) if same else None
        if analysis is None:
            self.read(uri)
            return
        self._take(uri, analysis)
        opened.reading = asyncio.get_running_loop().call_later(_SETTLED, self._settle, uri)

    def _settle(self, uri: str) -> None:
        """Lint the whole of a document of which only a prompt was linted after the last edit."""
        self.read(uri, settling=True)

    def read(self, uri: str, *, settling: bool = False) -> None:
        """Lint the whole of a document. `settling` means that its findings are already published, so only changes are sent."""
        opened = self._open.get(uri)
        if opened is None:
            return
        opened.stop_reading()
        opened.settings = self.configuration.of(opened.document.path)
        text = self._text(uri)
        if is_read(opened.document.path, opened.settings):
            self._take(uri, opened.document.analyse(text, opened.settings), settling=settling)
        else:
            self._take(uri, Analysis(text, (), ()))

    def read_all(self) -> None:
        """Lint every open document again, as the settings may have changed."""
        for uri in list(self._open):
            self.read(uri)

    def current(self, uri: str) -> _Open | None:
        """A document as it is now, or None if it is not open or not to be linted."""
        opened = self._open.get(uri)
        if opened is None:
            return None
        if opened.reading is not None:
            self.read(uri)
        return opened if opened.analysis.prompts else None

    # ── links ──

    def saved(self, uri: str) -> None:
        """Check the links of a document in the background; the next edit cancels it."""
        opened = self._open.get(uri)
        if opened is None:
            return
        self.read(uri)
        urls = list(dict.fromkeys(link.url for judged in opened.analysis.prompts for link in judged.report.prompt.links))
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
        opened.document.links = run
        self.read(uri)

    # ── to the editor ──

    def _text(self, uri: str) -> str:
        return self.workspace.get_text_document(uri).source

    def _rest_later(self) -> None:
        """Run the garbage collector while the user is not typing: with thousands of prompts it takes longer than an edit may."""
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(_REST, gc.collect)

    def _take(self, uri: str, analysis: Analysis, *, settling: bool = False) -> None:
        opened = self._open[uri]
        known, opened.analysis = opened.analysis, analysis
        if opened.lines.text != analysis.text:
            agreed = self.server_capabilities.position_encoding or types.PositionEncodingKind.Utf16
            opened.lines = Lines(analysis.text, str(getattr(agreed, "value", agreed)))
        if settling and analysis.findings == known.findings:
            return  # reading the whole file confirmed the result for the edited prompt
        self._publish(uri, [_diagnostic(finding, opened.lines) for finding in analysis.findings])
        self._rest_later()

    def _publish(self, uri: str, diagnostics: Iterable[types.Diagnostic]) -> None:
        version = self.workspace.get_text_document(uri).version if uri in self._open else None
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, list(diagnostics), version))

    def _complain(self, message: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"promptlint: {message}"))

    def _log(self, message: str) -> None:
        self.window_log_message(types.LogMessageParams(types.MessageType.Info, f"promptlint: {message}"))


def make() -> PromptServer:
    """The server with everything it answers to."""
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
        ls.open(params.text_document.uri)

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
            return  # then a change of the settings is seen with the next edit
        watchers = [types.FileSystemWatcher(glob_pattern=f"**/{name}") for name in FILES]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration("promptlint-settings", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        await ls.client_register_capability_async(types.RegistrationParams([registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(ls: PromptServer, _params: types.DidChangeWatchedFilesParams) -> None:
        ls.read_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(ls: PromptServer, _params: types.DidChangeConfigurationParams) -> None:
        ls.read_all()


# ── requests ──


def _code_actions(ls: PromptServer, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    uri = params.text_document.uri
    opened = ls.current(uri)
    if opened is None:
        return None
    wanted = params.context.only
    made: list[types.CodeAction] = []
    if _asked(QUICK_FIX, wanted) or _asked(REWRITE, wanted):
        rows = range(params.range.start.line, params.range.end.line + 1)
        touches = _Touch(opened, params)
        found = actions(opened.document, opened.analysis, opened.settings.config, rows, touches)
        made += [_code_action(uri, opened, action, touches) for action in found if _asked(action.kind, wanted)]
    if _asked(FIX_ALL, wanted):
        edits = fix_all(opened.document, opened.analysis.text)
        if edits:
            made.append(_code_action(uri, opened, Action("Apply all safe fixes in this file", FIX_ALL, tuple(edits)), None))
    return made


def _asked(kind: str, wanted: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Return whether the editor requested this kind, by its name or a prefix of it (`source.fixAll`)."""
    if not wanted:
        return True
    names = [str(getattr(each, "value", each)) for each in wanted]
    return any(not name or kind == name or kind.startswith(name + ".") for name in names)


class _Touch:
    """Selects the findings of the editor's request: those in its range, and those it names."""

    def __init__(self, opened: _Open, params: types.CodeActionParams) -> None:
        lines = opened.lines
        self._lines = lines
        self._start = lines.offset(params.range.start.line, params.range.start.character)
        self._end = lines.offset(params.range.end.line, params.range.end.character)
        self._named = params.context.diagnostics

    def __call__(self, judged: Judged, diagnostic: Diagnostic) -> bool:
        """Return whether the request includes this finding."""
        shown = self.shown(judged, diagnostic)
        if any(each.code == shown.code and each.range == shown.range for each in self._named):
            return True
        start, end = (self._lines.offset(place.line, place.character) for place in (shown.range.start, shown.range.end))
        return start <= self._end and self._start <= end

    def shown(self, judged: Judged, diagnostic: Diagnostic) -> types.Diagnostic:
        """The finding as the editor has it."""
        start = judged.source.position(diagnostic.start)
        end = judged.source.position(diagnostic.end) if diagnostic.end != diagnostic.start else start
        return _shown(diagnostic, self._lines, (*start, *end))


def _code_action(uri: str, opened: _Open, action: Action, touches: _Touch | None) -> types.CodeAction:
    edits = [_text_edit(edit, opened.lines) for edit in action.edits]
    about = [touches.shown(*action.finding)] if touches is not None and action.finding is not None else None
    return types.CodeAction(
        title=action.title,
        kind=action.kind,
        diagnostics=about,
        edit=types.WorkspaceEdit(changes={uri: edits}),
        is_preferred=action.preferred,
    )


def _formatting(ls: PromptServer, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
    opened = ls.current(params.text_document.uri)
    if opened is None:
        return None
    edits, left = format_all(opened.document, opened.analysis, opened.settings.config)
    if left:
        more = f" (and {len(left) - 1} more)" if len(left) > 1 else ""
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, f"promptlint: {left[0]}{more}"))
    return [_text_edit(edit, opened.lines) for edit in edits]


class _Spot(NamedTuple):
    """The document, the prompt, the position in the prompt's text and in the file."""

    opened: _Open
    judged: Judged
    at: int
    offset: int


def _spot(ls: PromptServer, uri: str, place: types.Position) -> _Spot | None:
    opened = ls.current(uri)
    if opened is None:
        return None
    offset = opened.lines.offset(place.line, place.character)
    found = prompt_at(opened.analysis, offset)
    return None if found is None else _Spot(opened, *found, offset)


def _hover(ls: PromptServer, params: types.HoverParams) -> types.Hover | None:
    spot = _spot(ls, params.text_document.uri, params.position)
    told = hover(spot.judged.report, spot.at) if spot is not None else None
    if spot is None or told is None:
        return None
    source = spot.judged.source
    start, end = (types.Position(*spot.opened.lines.position(*source.position(at))) for at in (told.start, told.end))
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
    lines = spot.opened.lines
    start, end = (types.Position(*lines.at(spot.offset + place - spot.at)) for place in (offer.start, offer.end))
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


# ── places and findings ──


def _diagnostic(finding: Finding, lines: Lines) -> types.Diagnostic:
    return _shown(finding.diagnostic, lines, (finding.line, finding.column, finding.end_line, finding.end_column))


def _shown(diagnostic: Diagnostic, lines: Lines, place: tuple[int, int, int, int]) -> types.Diagnostic:
    start, end = lines.position(place[0], place[1]), lines.position(place[2], place[3])
    return types.Diagnostic(
        range=types.Range(types.Position(*start), types.Position(*end)),
        message=_message(diagnostic),
        severity=_SEVERITY[diagnostic.severity],
        code=diagnostic.code,
        code_description=types.CodeDescription(finding_url(diagnostic.code, diagnostic.name)),
        source="promptlint",
    )


def _message(diagnostic: Diagnostic) -> str:
    """The message and the help of a finding, as sentences."""
    sentences = (each if each.endswith(".") else each + "." for each in (diagnostic.message, diagnostic.help) if each)
    return visible(" ".join(sentences))


def _text_edit(edit: Edit, lines: Lines) -> types.TextEdit:
    return types.TextEdit(types.Range(types.Position(*lines.at(edit.start)), types.Position(*lines.at(edit.end))), edit.text)

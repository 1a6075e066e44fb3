"""The announced features: documents and settings are followed, requests are answered in the types of the protocol."""

from __future__ import annotations

from lsprotocol import types

from promptlint.text.namedtuple import NamedTuple

from .actions import FIX_ALL, QUICK_FIX, REWRITE, Action, actions, fix_all, format_all
from .complete import Completion, completions
from .configuration import WATCHED
from .document import prompt_at
from .hover import hover
from .publication import fields
from .server import PromptServer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from promptlint.diagnostics import Diagnostic
    from promptlint.project.judged import Judged

    from .view import View

__all__ = ["make"]

_KINDS = {
    "parameter": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.Value,
    "model": types.CompletionItemKind.EnumMember,
}


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

    def __init__(self, view: View, params: types.CodeActionParams) -> None:
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


def _code_action(uri: str, view: View, action: Action, touches: _Touch | None) -> types.CodeAction:
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

    view: View
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

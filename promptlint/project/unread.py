"""Report what was not read: prompts that the syntax of their file cuts off, and places with parameters in no prompt."""

from __future__ import annotations

from promptlint.findings import Finding
from promptlint.rules.running import run_rule
from promptlint.sources.unread import Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.diagnostics import Diagnostic

    from .pipeline import FileState, Scope

__all__ = ["unread_findings"]


def unread_findings(scope: Scope, state: FileState) -> Iterator[Finding]:
    """The findings on what was not read so far; `state.unread` counts the places that no comment and no setting leaves out.

    A prompt that is cut off counts as such a place where the rule about it does not run.
    """
    if state.found is None:
        return
    reports_cuts = "MJ912" in scope.enabled
    for cut in state.found.cut_off:
        if not reports_cuts:
            state.unread += 1
            continue
        for diagnostic in run_rule("cut-off-prompt", cut.kind, cut.text):
            if not _is_hidden(state, diagnostic.code, cut.line, cut.end_line) and scope.shows(diagnostic):
                yield Finding(diagnostic, scope.unit.path, cut.line, cut.column, cut.end_line, cut.end_column)
    for place in state.found.unread:
        if _is_hidden(state, "MJ911", place.line, place.end_line):
            continue
        state.unread += 1
        for diagnostic in run_rule("unread-parameters", place.text, place.reason, enabled=scope.enabled):
            if scope.shows(diagnostic):
                yield _located(scope, place, diagnostic)


def _located(scope: Scope, place: Unread, diagnostic: Diagnostic) -> Finding:
    end = place.column + len(place.text.split("\n", 1)[0]) if place.end_line == place.line else 1
    line = place.end_line if place.end_line == place.line else place.end_line + 1
    return Finding(diagnostic, scope.unit.path, place.line, place.column, line, end)


def _is_hidden(state: FileState, code: str, line: int, end_line: int) -> bool:
    """Whether a comment on one of these lines or on the line above, or about the file, or a setting leaves it out."""
    if state.suppressions is None or state.found is None:
        return False
    near = [each for each in state.found.ignores if each.scope == "prompt" and line - 1 <= each.line <= end_line]
    return state.suppressions.hides(code, range(line, end_line + 1), near)

"""A document for one request of the editor, in the editor's positions."""

from __future__ import annotations

from lsprotocol import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.config import Config
    from promptlint.diagnostics import Edit

    from .document import Analysis, Document, Window
    from .positions import Lines

__all__ = ["View"]


class View:
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

"""The text of an open document, kept up to date with the edits that the editor sends."""

from __future__ import annotations

from lsprotocol import types
from pygls.workspace import TextDocument

from .positions import Lines

__all__ = ["SyncedText"]


class SyncedText(TextDocument):
    """A document of pygls whose lines end where the protocol says.

    pygls also ends lines at U+2028, form feeds and others, which occur in prompts pasted from the web: edits after them would
    change other lines.
    """

    def __init__(self, item: types.TextDocumentItem, encoding: str) -> None:
        """Take a document as it was opened."""
        super().__init__(item.uri, item.text, item.version, item.language_id)
        self._text = item.text
        self._encoding = encoding

    @property
    def source(self) -> str:
        """The text."""
        return self._text

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Make an edit, or take a whole new text."""
        if isinstance(change, types.TextDocumentContentChangePartial):
            lines = Lines(self._text, self._encoding)
            # Editors may send a selection that was made backwards.
            start, end = sorted(lines.index(each.line, each.character) for each in (change.range.start, change.range.end))
            self._text = self._text[:start] + change.text + self._text[end:]
        else:
            self._text = change.text

"""Find the prompts of a file and map each character back to it. One host format a module; this is the face of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..diagnostics import Edit

__all__ = ["Position", "PromptText"]


class Position(NamedTuple):
    """A place in a file: line and column from 1, the column in code points."""

    line: int
    column: int


class PromptText(Protocol):
    """One prompt as it stands in its host, with the way back."""

    text: str
    line: int
    end_line: int
    form: str
    template: bool
    model: str | None
    target: str | None

    def position(self, offset: int) -> Position:
        """The place in the file of the code point `offset` of `text` (`len(text)` is the end)."""

    def source_line(self, line: int) -> str:
        """The text of a line of the file, without its line ending, for an excerpt."""

    def host_edits(self, edits: Sequence[Edit]) -> tuple[Edit, ...] | None:
        """The same edits in code points of the file's text, re-escaped for the host; None where that is not exact."""

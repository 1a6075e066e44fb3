"""The nodes of a file with keys, or of a program: texts, lists of nodes, and maps of keys to nodes."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

from .source_map import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .source_map import SourceText

__all__ = ["Decoded", "MapNode", "Node", "Text"]

Decoded = tuple[str, list[Mapping]]


class Text(NamedTuple):
    """A value of the host. `start` and `end` bound it in the host with its quotes; `decode` returns its text and positions.

    `decode` is None for a value that is not a string (a number, `true`), whose text is its source. `wrapped` means that line
    breaks in it may be the host's. `comment` bounds the comment directly after it.
    """

    start: int
    end: int
    decode: Callable[[], Decoded] | None
    wrapped: bool = False
    comment: tuple[int, int] | None = None

    def text(self, host: SourceText) -> str:
        """The text of the value."""
        return self.decode()[0] if self.decode else host.text[self.start : self.end]


class MapNode(NamedTuple):
    """Keys with their values, in order. `start` is where it begins in the host."""

    start: int
    items: list[tuple[str, Node]]


Node = Text | MapNode | list["Node"]

"""Text → `Prompt`. Every string parses, in linear time; a mistake is a node of the model and never an exception."""

from __future__ import annotations

from promptlint.midjourney import tables

from . import builder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Prompt

__all__ = ["parse"]


def parse(source: str, vocabulary: Vocabulary | None = None) -> Prompt:
    """Parse one prompt. Never raises for a string; offsets are code points of `source`."""
    return builder.read(source, vocabulary or tables.vocabulary())

"""Text → `Prompt`. Every string parses, in linear time; a mistake is a node of the model and never an exception.

Most prompts are plain words and plain parameters, and `plain` reads those; `anyform` reads all others, and is imported
when there is one.
"""

from __future__ import annotations

from promptlint.midjourney import tables

from .plain import plain_end, read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Prompt

__all__ = ["parse", "read"]


def parse(source: str, vocabulary: Vocabulary | None = None) -> Prompt:
    """Parse one prompt. Never raises for a str; offsets are code points of `source`."""
    require_text(source)
    words = vocabulary or tables.vocabulary()
    return read(source, words, plain_end(source, words))


def read(source: str, vocabulary: Vocabulary, end: int) -> Prompt:
    """Parse a prompt whose plain text ends at `end`, -1 where it is not plain."""
    prompt = read_plain(source, end, vocabulary) if end >= 0 else None
    if prompt is not None:
        return prompt
    from .anyform import read_any

    return read_any(source, vocabulary)

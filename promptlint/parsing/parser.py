"""Text → `Prompt`. Every string parses, in linear time; a mistake is a node of the model and never an exception."""

from __future__ import annotations

from promptlint.errors import require_text
from promptlint.midjourney import tables

from .lalr import pattern
from .plain import plain_end, read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Prompt

__all__ = ["parse", "read"]


def parse(prompt: str) -> Prompt:
    """Parse one prompt. Never raises for a str; offsets are code points of `prompt`. Raises TypeError for anything else."""
    require_text(prompt)
    return read(prompt, tables.vocabulary())


def read(source: str, vocabulary: Vocabulary, end: int | None = None) -> Prompt:
    """Parse a prompt under another vocabulary than the compiled one. `end` is what `plain_end` says of it, if that is known."""
    if end is None:
        end = plain_end(source, vocabulary)
    prompt = read_plain(source, end, vocabulary)
    if prompt is not None:
        return prompt
    from .builder import build

    if not source.isascii():
        hidden = [match.span() for match in pattern("INVISIBLE").finditer(source)]
        if hidden:
            from .invisible import read_without

            return read_without(source, hidden, lambda text: build(text, vocabulary))
    return build(source, vocabulary)

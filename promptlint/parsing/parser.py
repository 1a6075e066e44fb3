"""Text → `Prompt`. Every string parses, in linear time; a mistake is a node of the model and never an exception."""

from __future__ import annotations

from functools import cache

from promptlint.errors import require_text
from promptlint.midjourney import tables

from .lalr import pattern
from .plain import plain_end, plain_prompt, read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Prompt

    from .plain import Plain

__all__ = ["parse", "read"]


def parse(prompt: str) -> Prompt:
    """Parse one prompt. Never raises for a str; offsets are code points of `prompt`. Raises TypeError for anything else."""
    require_text(prompt)
    return read(prompt, tables.vocabulary())


def read(source: str, vocabulary: Vocabulary, end: int | None = None) -> Prompt:
    """Parse a prompt with another vocabulary than the compiled one. `end` is the result of `plain_end`, if the caller has it."""
    if end is None:
        end = plain_end(source, vocabulary)
    plain = None
    if end:
        parameters, rest = read_plain(source, end, vocabulary)
        if rest == len(source):
            return plain_prompt(source, end, parameters)
        plain = end, parameters, rest
    if not source.isascii() and pattern("INVISIBLE").search(source, end):
        from .invisible import read_without

        return read_without(source, vocabulary)
    return _builder()(source, vocabulary, plain)


@cache
def _builder() -> Callable[[str, Vocabulary, Plain | None], Prompt]:
    """Import the builder, which a run over plain prompts does without."""
    from .builder import build

    return build

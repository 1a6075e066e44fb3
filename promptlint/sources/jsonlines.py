"""JSON Lines: one JSON value a line, read line by line, so that memory holds one line whatever the file's size.

A line that is no JSON does not hide the others: they are read, and the first bad one is told at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from .decoding import LineReader
from .jsonc import scan
from .place import HostText, PromptText, SourceError
from .trees import prompts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import SourceSettings

__all__ = ["find"]

FORM = "jsonl-key"


def find(stream: BinaryIO, _name: str, settings: SourceSettings) -> Iterator[PromptText]:
    """The prompts of a JSON Lines file. Raises SourceError, after the last prompt, where a line is no JSON."""
    first: SourceError | None = None
    bad = 0
    for number, offset, text in LineReader(stream, settings.encoding):
        if not text.strip():
            continue
        host = HostText(text.rstrip("\r\n"), offset, number)
        try:
            yield from prompts(scan(host), host, settings.prompt_keys, FORM)
        except SourceError as error:
            first = first or error
            bad += 1
    if first is not None:
        others = f" {bad - 1} more line{'s are' if bad > 2 else ' is'} no JSON either." if bad > 1 else ""
        raise SourceError(first.message + others, first.line, first.column)

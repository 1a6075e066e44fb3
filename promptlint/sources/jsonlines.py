"""JSON Lines: one JSON value per line, read line by line, so that memory holds one line whatever the file's size.

A line that is not JSON does not hide the others: they are read, and the first bad one is reported at the end.
"""

from __future__ import annotations

from functools import partial

from promptlint.errors import SourceError

from .decoding import LineReader
from .jsonc import scan
from .keyed import KIND, prompts, reasons_in
from .source_map import SourceText
from .unread import with_unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from .hosts import ReadOptions
    from .unread import Item

__all__ = ["KIND", "find", "prompts_in", "unreadable"]

FORM = "jsonl-key"


def find(stream: BinaryIO, _name: str, settings: ReadOptions) -> Iterator[Item]:
    """The prompts of a JSON Lines file. Raises SourceError, after the last prompt, if a line is not JSON."""
    bad: list[SourceError] = []
    yield from prompts_in(LineReader(stream, settings.encoding), settings.prompt_keys, bad)
    if bad:
        raise unreadable(bad[0], len(bad))


def prompts_in(lines: Iterable[tuple[int, int, str]], keys: Sequence[str], bad: list[SourceError]) -> Iterator[Item]:
    """The prompts of lines `(number, offset, text)`; errors of lines that are not JSON are added to `bad`."""
    for number, offset, text in lines:
        if not text.strip():
            continue
        host = SourceText(text.rstrip("\r\n"), offset, number)
        try:
            root = scan(host)
            yield from with_unread(host, prompts(root, host, keys, FORM), partial(reasons_in, [root]))
        except SourceError as error:
            bad.append(error)


def unreadable(first: SourceError, count: int) -> SourceError:
    """The error about a file with `count` lines that are not JSON."""
    others = f"; {count - 1} more line{'s are' if count > 2 else ' is'} not JSON either" if count > 1 else ""
    return SourceError(first.message + others, first.line, first.column)

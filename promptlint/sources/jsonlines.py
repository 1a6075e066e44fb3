"""JSON Lines: one JSON value per line, read line by line, so that memory does not grow with the file.

Which keys hold prompts, apart from those that are named for them, is learned from the first lines. A line that is not JSON does not
hide the others: they are read, and the first bad one is reported at the end.
"""

from __future__ import annotations

from functools import partial

from promptlint.errors import SourceError

from .decoding import LineReader
from .json_scanner import scan
from .keyed import KIND, evidence, prompts, proven, reasons_in
from .source_map import SourceText
from .unread import with_unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO

    from .hosts import ReadOptions
    from .keyed import Family
    from .unread import Item

    Line = tuple[int, int, str]
    """Number, offset and text."""

__all__ = ["KIND", "context_of", "end_of_rows", "evidence_of", "families", "find", "prompts_in", "sample", "unreadable"]

FORM = "jsonl-key"
_SAMPLE = 200  # lines
_SAMPLE_SIZE = 256 << 10  # code points


def find(stream: BinaryIO, _name: str, settings: ReadOptions) -> Iterator[Item]:
    """The prompts of a JSON Lines file. Raises SourceError, after the last prompt, if a line is not JSON."""
    lines = iter(LineReader(stream, settings.encoding))
    head: list[Line] = []
    bad: list[SourceError] = []
    known = settings.families
    try:
        head += sample(lines) if known is None else ()
    finally:  # what cannot be read further on hides no prompt before it
        known = families(head, settings.prompt_keys) if known is None else known
        yield from prompts_in(head, settings.prompt_keys, bad, known)
    yield from prompts_in(lines, settings.prompt_keys, bad, known)
    if bad:
        raise unreadable(bad[0], len(bad))


def context_of(stream: BinaryIO, _name: str, settings: ReadOptions) -> tuple[str, frozenset[Family]] | None:
    """Return what it takes to read lines without those before them: no text above, and the keys that the first lines teach.

    `None` if there are not enough lines to know them.
    """
    lines = iter(LineReader(stream, settings.encoding))
    head = list(sample(lines))
    return ("", families(head, settings.prompt_keys)) if next(lines, None) else None


def end_of_rows(block: bytes) -> int:
    """Return the end of the last whole line in a part of a file; 0 if there is none."""
    return block.rfind(b"\n") + 1


def sample(lines: Iterator[Line]) -> Iterator[Line]:
    """Yield the first lines of a file, from which `families` are learned."""
    number = size = 0
    for line in lines:
        yield line
        written = line[2].rstrip("\r\n")
        number += bool(written)
        size += len(written)
        if number >= _SAMPLE or size >= _SAMPLE_SIZE:
            return


def evidence_of(line: str) -> list[tuple[Family, str]]:
    """Return the evidence for `families` in a line; none in one that is not JSON."""
    host = SourceText(line.rstrip("\r\n"))
    try:
        return evidence(scan(host), host) if line.strip() else []
    except SourceError:
        return []


def families(head: Iterable[Line], keys: Sequence[str], look: Callable[[str], list[tuple[Family, str]]] = evidence_of) -> frozenset[Family]:
    """Return the other keys whose values are prompts in a file that begins with these lines, none if `keys` name them all."""
    return frozenset() if keys else proven(each for line in head for each in look(line[2]))


def prompts_in(
    lines: Iterable[Line], keys: Sequence[str], bad: list[SourceError], known: frozenset[Family] = frozenset()
) -> Iterator[Item]:
    """The prompts of lines; errors of lines that are not JSON are added to `bad`. `known` are the `families` of the file."""
    for number, offset, text in lines:
        if not text.strip():
            continue
        host = SourceText(text.rstrip("\r\n"), offset, number)
        try:
            root = scan(host)
            yield from with_unread(host, prompts(root, host, keys, FORM, known), partial(reasons_in, [root]), ours=_always)
        except SourceError as error:
            bad.append(error)


def _always() -> bool:
    """Each line is looked through alone, so whether the file is about Midjourney is not known: all parameters count."""
    return True


def unreadable(first: SourceError, count: int) -> SourceError:
    """The error about a file with `count` lines that are not JSON."""
    others = f"; {count - 1} more line{'s are' if count > 2 else ' is'} not JSON either" if count > 1 else ""
    return SourceError(first.message + others, first.line, first.column)

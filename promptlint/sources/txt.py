"""Plain text: one prompt a line, or a document in which prompts stand among headings and prose.

A list of prompts is the rule; what tells a document is in `_is_document`. `#` begins a comment. Where the settings say so,
blank lines part the prompts and each block is one.
"""

from __future__ import annotations

import re

from .comments import MARK
from .heuristics import bare_words, complete, has_slots, strip_decoration, word_count
from .source_map import Mapping, PromptText, SourceText, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .hosts import SourceSettings

__all__ = ["comments", "find"]

FORM = "txt-line"

_NUMBER = re.compile(r"\s*+(?:[-*+•]\s++|\d{1,3}[.)]\s++)")
_TRAILING = re.compile(r"(?<=\s)#\s*+(?=promptlint:)")
_EXPLAINS = re.compile(r"[^\s:：][^:：\n]{0,60}[:：](?!:)(?!//)")


def find(host: SourceText, name: str, settings: SourceSettings) -> Iterator[PromptText]:
    """The prompts of a text file."""
    if settings.blocks:
        yield from _blocks(host)
        return
    if _is_document(host.text):
        from .markdown import find as in_document

        yield from in_document(host, name, settings, form=FORM, joins=False)
        return
    for line in range(host.line, host.line + len(host.starts)):
        found = _line(host, *host.line_span(line))
        if found is not None:
            yield found


def comments(host: SourceText) -> Iterator[tuple[int, int]]:
    """The lines that begin with `#`, and HTML comments, as a text file may be Markdown by another name."""
    for line in range(host.line, host.line + len(host.starts)):
        start, end = host.line_span(line)
        if host.text[start:end].lstrip().startswith(("#", "<!--")):
            yield start, end
        elif (at := _comment(host.text, start, end)) < end and not _is_document(host.text):
            yield at, end


def _comment(text: str, start: int, end: int) -> int:
    """Where a comment for promptlint at the end of a line begins, `end` if there is none: any other `#` is text of the prompt."""
    mark = text.find(MARK, start, end)
    match = _TRAILING.search(text, start, end) if mark >= 0 else None
    return match.start() if match else end


def _is_document(text: str) -> bool:
    """Whether a file is a document with prompts in it and not a list of prompts.

    Signs are fences, headings and rules of Markdown; lines that end in a colon (`Detail Shots:`); numbered lines among
    others that are no prompts; lines that begin with `/imagine` among others that do not; and a file most of whose lines
    explain something (`Vary: …`) while hardly any ends in parameters.
    """
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not (line.startswith("#") and not line.startswith("##"))]
    if len(lines) < 2:
        return False
    if any(line.startswith(("```", "~~~", "## ", "### ")) or (len(line) > 2 and not line.strip("-=*_")) for line in lines):
        return True
    numbered = sum(bool(_NUMBER.match(line)) for line in lines)
    if 2 < numbered < len(lines) and sum(not _NUMBER.match(line) and not complete(line) for line in lines) > 2:
        return True
    commands = sum(line.lower().startswith("/imagine") for line in lines)
    labels = sum(line.endswith((":", "：")) and not line.endswith("::") for line in lines)
    if labels and (commands or labels * 8 >= len(lines)):
        return True
    if 0 < commands < len(lines) and not all(line.lower().startswith("/imagine") or complete(line) for line in lines):
        return True
    whole = sum(complete(line) for line in lines)
    explains = sum(bool(_EXPLAINS.match(line)) for line in lines)
    return len(lines) > 3 and explains * 2 > len(lines) and whole * 3 < len(lines)


def _line(host: SourceText, start: int, end: int) -> PromptText | None:
    """The prompt of one line, None for a blank line or a comment. A number or bullet in front is not part of it."""
    text = host.text
    end = _comment(text, start, end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end or text[start] == "#" or text.startswith("<!--", start):
        return None
    number = _NUMBER.match(text, start, end)
    if number and number.end() < end:
        own = start, end = strip_decoration(text, start, end)
    else:
        own = strip_decoration(text, start, end, bullets=False)
    value = text[start:end]
    mappings = (Mapping(0, start, end, "plain", "line"),)
    return PromptText(value, FORM, host, mappings, (own[0] - start, own[1] - start), has_slots(value))


def _blocks(host: SourceText) -> Iterator[PromptText]:
    """One prompt for each run of lines between blank lines, joined by spaces."""
    parts: list[tuple[str, list[Mapping]]] = []
    for line in range(host.line, host.line + len(host.starts) + 1):
        start, end = host.line_span(line)
        end = _comment(host.text, start, end)
        piece = strip_decoration(host.text, start, end, bullets=not parts) if start < end else None
        if piece is not None and piece.start < piece.end:
            if host.text[piece.start] == "#":
                continue
            parts.append((host.text[piece.start : piece.end], [Mapping(0, piece.start, piece.end, "plain", "line")]))
        elif parts:
            text, mappings = joined(parts)
            if bare_words(text) and word_count(text):
                yield PromptText(text, "txt-block", host, tuple(mappings), (0, len(text)), has_slots(text), len(parts) > 1)
            parts = []

"""Plain text: one prompt a line, or a document in which prompts stand among headings and prose.

A list of prompts is the rule. `.prompt` and `.mj` files and standard input are always one; other text files are documents
where most of their lines are (`_is_document`). Blank lines, lines that begin with `#` and lines of rule characters are no
prompts. Where the settings say so, blank lines part the prompts and each block is one.
"""

from __future__ import annotations

import re

from .command_lines import is_shell_command
from .comments import MARK
from .heuristics import (
    bare_words,
    complete,
    has_slots,
    is_command,
    is_prose,
    parameter_start,
    parameters_only,
    strip_decoration,
    word_count,
)
from .source_map import Mapping, PromptText, SourceText, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .hosts import SourceSettings
    from .unread import Item

__all__ = ["comments", "find", "reasons"]

FORM = "txt-line"
# Files that hold nothing but prompts, by their extension; `-` is standard input.
LISTS = (".prompt", ".prompts", ".mj")

_NUMBER = re.compile(r"\s*+(?:(?:\[[\w.-]{1,60}\]\s++)?\[\d{1,3}\]\s++|[-*+•]\s++|\d{1,3}[.)]\s++)")
_TRAILING = re.compile(r"(?<=\s)#\s*+(?=promptlint:)")
_EXPLAINS = re.compile(r"[^\s:：][^:：\n]{0,60}[:：](?!:)(?!//)")
_RULE = re.compile(r"[-=*_~─━–—]{3,}+")
_LABEL = re.compile(r"[^\s:：][^:：\n]{0,60}[:：]")
_FENCE = ("```", "~~~")


def find(host: SourceText, name: str, settings: SourceSettings) -> Iterator[Item]:
    """The prompts of a text file."""
    if settings.blocks:
        yield from _blocks(host)
        return
    strict = _is_list(name)
    if not strict and _is_document(host.text):
        from .markdown import find as in_document

        yield from in_document(host, name, settings, form=FORM, joins=False)
        return
    for line in range(host.line, host.line + len(host.starts)):
        found = _line(host, *host.line_span(line), strict=strict)
        if found is not None:
            yield found


def _is_list(name: str) -> bool:
    """Whether a file holds nothing but prompts, one a line."""
    return name == "-" or name.lower().endswith(LISTS)


def reasons(host: SourceText, name: str) -> Callable[[int], str]:
    """Say where in the file an index stands: in a comment, on a line of parameters alone, in prose."""
    if not _is_list(name) and _is_document(host.text):
        from .markdown import reasons as in_document

        return in_document(host, name)

    def reason(index: int) -> str:
        line = host.line_text(host.position(index).line).strip()
        if line.startswith(("#", "<!--")):
            return "in a comment"
        return "parameters without a prompt" if parameters_only(line) else "in prose"

    return reason


def comments(host: SourceText, _name: str) -> Iterator[tuple[int, int]]:
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
    """Whether a file is a document with prompts in it and not a list of prompts: the weight of its lines decides.

    Rules only part what they stand between. Lines of a document are fences with what is in them, headings, lines that end in
    a colon (`Detail Shots:`), lines that explain something (`Vary: …`), and sentences. One of them never makes a document;
    where half of the lines are such, or a fourth below several headings, it is one.
    """
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not (line.startswith("#") and not line.startswith("##"))]
    fences = sum(line.startswith(_FENCE) and len(line.strip("`~")) < 20 for line in lines)
    if fences > 1 or any(line.startswith(_FENCE) and line.endswith(_FENCE) and len(line) > 6 for line in lines):
        return True
    lines = [line for line in lines if not _RULE.fullmatch(line)]
    signs = sum(_is_of_document(line) for line in lines)
    if signs < 2:
        return False
    if signs * 2 >= len(lines):
        return True
    headings = sum(line.startswith(("## ", "### ")) for line in lines)
    return headings > 1 and signs * 4 >= len(lines)


def _is_of_document(line: str) -> bool:
    """Whether a line is one of a document and no prompt by itself."""
    if complete(line) or is_command(line):
        return False
    if line.startswith(("## ", "### ")) or _is_label(line) or is_prose(line):
        return True
    return bool(_EXPLAINS.match(line)) or (line.endswith((".", "!", "。")) and word_count(line) > 5) or line.startswith(("- [", "* ["))


def _is_label(line: str) -> bool:
    """Whether a line is a short one that ends in a colon, such as `Animals:`."""
    return bool(_LABEL.fullmatch(line)) and not line.endswith("::") and word_count(line) <= 10


def _line(host: SourceText, start: int, end: int, *, strict: bool) -> PromptText | None:
    """The prompt of one line, None for a line that is none. A number or bullet in front is not part of it.

    In a file that may hold anything (not `strict`), labels, sentences, commands and lines of parameters alone are no prompts.
    """
    text = host.text
    end = _comment(text, start, end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end or text[start] == "#" or text.startswith("<!--", start):
        return None
    whole = text[start:end]
    if _RULE.fullmatch(whole) or (not strict and (parameters_only(whole) or is_prose(whole) or (_is_label(whole) and whole[0].isupper()))):
        return None
    number = _NUMBER.match(text, start, end)
    if number and number.end() < end:
        own = start, end = strip_decoration(text, start, end)
    else:
        own = strip_decoration(text, start, end, bullets=False)
    value = text[start:end]
    shown = text[own[0] : own[1]]
    if not strict and (at := parameter_start(shown)) >= 0 and is_shell_command(shown, at):
        return None
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

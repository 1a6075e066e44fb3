"""Plain text: one prompt per line, or a document with prompts among headings and prose.

A list of prompts is the rule. `.prompt` and `.mj` files and standard input are always one; other text files are documents if most
of their lines are (`is_document`). Blank lines, lines that begin with `#` and lines of rule characters are not prompts. With
`blocks`, blank lines separate the prompts, and each block is one.
"""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest

from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .command_lines import is_shell_command
from .comments import MARK
from .heuristics import (
    about_midjourney,
    bare_words,
    complete,
    ends_in_bare_form,
    has_parameter,
    has_slots,
    holds_command,
    holds_parameter,
    instructs,
    instructs_writer,
    is_known,
    is_markup,
    is_prose,
    is_rule,
    parameter_start,
    parameters_only,
    strip_decoration,
    word_count,
)
from .source_map import Mapping, PromptText, SourceText, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .hosts import ReadOptions
    from .unread import Item

__all__ = ["Weight", "comments", "find", "has_prompt", "is_document", "is_list", "lines", "reasons", "reasons_in_list", "weigh"]

FORM = "txt-line"
# Files that contain only prompts, by their extension; `-` is standard input.
LISTS = (".prompt", ".prompts", ".mj")

_NUMBER = lazy_pattern(r"\s*+(?:(?:\[[\w.-]{1,60}\]\s++)?\[\d{1,3}\]\s++|[-*+•]\s++|\d{1,3}[.)/]\s++)")
_TRAILING = lazy_pattern(r"(?<=\s)#\s*+(?=promptlint:)")
_EXPLAINS = lazy_pattern(r"(?!\S*--)[^\s:：](?:(?!\s--)[^:：\n]){0,60}[:：](?!:)(?!//)")
# What a line about prompts says; one that names them too is never a prompt.
_ABOUT_PROMPTS = lazy_pattern(r"\b(?:for|in|by|with) midjourney\b|\bmidjourney prompts?\b", re.IGNORECASE)
_NAMES_PROMPTS = lazy_pattern(r"\b(?:prompt|parameter)s?\b", re.IGNORECASE)
# A heading, in Markdown, in capitals or with a Chinese number: `## Animals`, `WILD ANIMALS:`, `一、动物`.
_TITLE = lazy_pattern(r"#{2,3} |[A-Z][A-Z\d ]{3,60}:$|[一二三四五六七八九十]{1,3}、(?!.*--)")
_LABEL = lazy_pattern(r"[^\s:：][^:：\n]{0,60}[:：]")
# Parameters as items of a list, what one means (`--s: from 50 to 250`), and a line of code.
_LISTED = lazy_pattern(r"[-*•·]\s++(?=\S*--\w)")
_EXPLAINED = lazy_pattern(r"(?:[-*•·]\s++)?[`*\"]{0,3}--\w++[`*\"]{0,3}\s*+(?:[:：=→]|[–—-]\s)")
_CODE = lazy_pattern(r"(?:[\w)\]}];|[{}(])$")
_FENCE = ("```", "~~~")


def find(host: SourceText, name: str, settings: ReadOptions) -> Iterator[Item]:
    """The prompts of a text file."""
    if settings.blocks:
        yield from _blocks(host)
        return
    if is_list(name):
        yield from lines(host, name)
        return
    weight, kinds = _weighed(host)
    if is_document(weight, name):
        from .markdown import find as in_document

        yield from in_document(host, name, settings, form=FORM, joins=False)
        return
    yield from lines(host, name, kinds)


def lines(host: SourceText, name: str, kinds: Iterable[str] = ()) -> Iterator[PromptText]:
    """Yield the prompts of a text that is a list, whatever its lines look like. `kinds` are those of its lines, if known."""
    strict = is_list(name)
    for line, kind in zip_longest(range(host.line, host.line + len(host.starts)), kinds):
        found = _line(host, *host.line_span(line), strict=strict, is_whole=kind == _WHOLE)
        if found is not None:
            yield found


def has_prompt(line: str, name: str) -> bool:
    """Return whether a line of a list is a prompt."""
    return _line(SourceText(line), 0, len(line), strict=is_list(name)) is not None


def is_list(name: str) -> bool:
    """Return whether a file contains only prompts, one per line."""
    return name == "-" or name.lower().endswith(LISTS)


def reasons(host: SourceText, name: str) -> Callable[[int], str]:
    """Return the location of an index in the file, in words: in a comment, on a line of parameters alone, in prose."""
    if not is_list(name) and is_document(weigh(host), name):
        from .markdown import reasons as in_document

        return in_document(host, name)
    return reasons_in_list(host)


def reasons_in_list(host: SourceText) -> Callable[[int], str]:
    """Return the location of an index in a list, in words."""

    def reason(index: int) -> str:
        line = host.line_text(host.position(index).line).strip()
        if line.startswith(("#", "<!--")):
            return "in a comment"
        return "parameters without a prompt" if parameters_only(line) else "in prose"

    return reason


def comments(host: SourceText, name: str) -> Iterator[tuple[int, int]]:
    """The lines that begin with `#`, and HTML comments, as a text file may be Markdown by another name."""
    document: bool | None = None
    for line in range(host.line, host.line + len(host.starts)):
        start, end = host.line_span(line)
        if host.text[start:end].lstrip().startswith(("#", "<!--")):
            yield start, end
        elif (at := _comment(host.text, start, end)) < end:
            document = is_document(weigh(host), name) if document is None else document
            if not document:
                yield at, end


def _comment(text: str, start: int, end: int) -> int:
    """The start of a comment for promptlint at the end of a line, or `end`: any other `#` is text of the prompt."""
    mark = text.find(MARK, start, end)
    match = _TRAILING.search(text, start, end) if mark >= 0 else None
    return match.start() if match else end


class Weight(NamedTuple):
    """The lines of a text by kind, for `is_document`; the counts of its parts add up to those of the whole text.

    `lines` are those that are neither blank nor comments nor rules; `fences` open or close a block, `blocks` are whole blocks on
    one line. Of the lines, `headings` and `labels` (`Animals:`) are titles, `rules` are about parameters, `signs` are others of a
    document, `sentences` end in a full stop, `marked` are commands, and `unmarked` have parameters without a command.
    """

    lines: int = 0
    fences: int = 0
    blocks: int = 0
    headings: int = 0
    labels: int = 0
    rules: int = 0
    signs: int = 0
    sentences: int = 0
    marked: int = 0
    unmarked: int = 0


def weigh(host: SourceText) -> Weight:
    """Count the lines of a text by kind."""
    return _weighed(host)[0]


def _weighed(host: SourceText) -> tuple[Weight, list[str]]:
    """The weight of a text, and the kind of each of its lines; no kinds of a document that shows by its fences."""
    rows = [host.text[start:stop].strip() for start, stop in pairwise([*host.starts, len(host.text)])]
    fences = sum(line.startswith(_FENCE) and len(line.strip("`~")) < 20 for line in rows)
    blocks = sum(line.startswith(_FENCE) and line.endswith(_FENCE) and len(line) > 6 for line in rows)
    if fences > 1 or blocks:
        return Weight(0, fences, blocks), []  # a document, whatever the other lines are
    kinds = list(map(_kind, rows))
    weight = Weight(len(kinds) - kinds.count(_SEPARATES), fences, blocks, *map(kinds.count, Weight._fields[3:]))
    return weight._replace(unmarked=weight.unmarked + kinds.count(_WHOLE)), kinds


def is_document(weight: Weight, name: str) -> bool:
    """Return whether a file is a document with prompts in it and not a list of prompts: the weight of its lines decides.

    Rules only separate. Lines of a document are fences with their content, headings, tags, lines that end in a colon
    (`Detail Shots:`), lines that explain something (`Vary: …`) or say which parameters to use, and sentences among those. One of
    them never makes a document; half of the lines do, or a fourth with several headings or rules about parameters among them;
    one does if less than a third of the lines have parameters (two if none has), unless the file's name says that it has prompts.
    A file in which all prompts with parameters are commands marks its prompts, and its other lines are none. One of nothing but
    titles and lines with parameters is a list in sections.
    """
    if weight.fences > 1 or weight.blocks:
        return True
    if weight.marked and not weight.unmarked:
        return weight.lines > weight.marked
    titles, telling = weight.headings + weight.labels, weight.headings + weight.rules
    if weight.unmarked and titles + weight.marked + weight.unmarked == weight.lines:
        return False
    others = telling + weight.labels + weight.signs
    signs = others + (weight.sentences if others * 8 >= weight.sentences else 0)
    if signs > 1 and (signs * 2 >= weight.lines or (telling > 1 and signs * 4 >= weight.lines)):
        return True
    if "prompts" in name.lower().replace("\\", "/").rpartition("/")[2]:
        return False
    proven = weight.marked + weight.unmarked
    return others > (0 if proven else 1) and proven * 3 < weight.lines


_SEPARATES = "separates"
_WHOLE = "whole"


def _kind(line: str) -> str:
    """The field of `Weight` that counts a line, or empty for one that says nothing of the text.

    `_SEPARATES` for one that is no line of the text, `_WHOLE` for an unmarked one that is a whole prompt.
    """
    if not line or (line.startswith("#") and not line.startswith("##")) or is_rule(line):
        return _SEPARATES
    if instructs_writer(line) or _is_about_prompts(line):
        return "signs"
    if holds_command(line):
        return "marked"
    is_suffix = parameters_only(line) and is_known(line.lstrip("-").partition(" ")[0])
    if complete(f"a prompt {line}" if is_suffix else line):
        return "unmarked" if is_suffix else _WHOLE
    if ends_in_bare_form(line):
        return "unmarked"
    if _TITLE.match(line):
        return "headings"
    if instructs(line) or _EXPLAINED.match(line):
        return "rules"
    if _is_label(line):
        return "labels"
    if line.startswith(("【", "- [", "* [")) or is_prose(line) or is_markup(line) or _EXPLAINS.match(line):
        return "signs"
    if _LISTED.match(line) or _CODE.search(line):
        return "signs"
    if line.endswith((".", "!", "。")) and word_count(line) > 5:
        return "sentences"
    return "unmarked" if holds_parameter(line) else ""


def _is_about_prompts(line: str, *, names: bool = False) -> bool:
    """Return whether a line without parameters mentions Midjourney, and, for `names`, prompts or parameters."""
    if not about_midjourney(line) or has_parameter(line):
        return False
    return bool((_NAMES_PROMPTS if names else _ABOUT_PROMPTS).search(line))


def _is_label(line: str) -> bool:
    """Return whether a line is a short one that ends in a colon, such as `Animals:`."""
    return bool(_LABEL.fullmatch(line)) and not line.endswith("::") and word_count(line) <= 10


def _line(host: SourceText, start: int, end: int, *, strict: bool, is_whole: bool = False) -> PromptText | None:
    """The prompt of one line, or None. A number or bullet before it is not part of it.

    In a file that may contain anything (not `strict`), labels, sentences, commands and lines of parameters alone are not prompts.
    Of a line that `is_whole`, as `complete` says, some of it need not be asked.
    """
    text = host.text
    stop = end
    end = _comment(text, start, end)
    is_whole = is_whole and end == stop
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end or text[start] == "#" or text.startswith("<!--", start):
        return None
    whole = text[start:end]
    if is_rule(whole) or (not strict and _is_no_prompt(whole, is_whole=is_whole)):
        return None
    number = _NUMBER.match(text, start, end)
    if number and number.end() < end:
        own = start, end = strip_decoration(text, start, end)
    else:
        own = strip_decoration(text, start, end, bullets=False)
    value = text[start:end]
    shown = text[own[0] : own[1]]
    if not strict and not (is_whole and shown == whole) and (at := parameter_start(shown)) >= 0 and is_shell_command(shown, at):
        return None
    mappings = (Mapping(0, start, end, "plain", "line"),)
    return PromptText(value, FORM, host, mappings, (own[0] - start, own[1] - start), has_slots(value))


def _is_no_prompt(line: str, *, is_whole: bool) -> bool:
    """Return whether a line of a text is parameters alone, a sentence or title about prompts, or a label: `Animals:`."""
    if parameters_only(line) or (_is_label(line) and not line[0].islower()):
        return True
    return not is_whole and (is_prose(line) or _is_about_prompts(line, names=True))


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

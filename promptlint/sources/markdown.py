"""Markdown, and text files written like it: prompts in fences, code spans, tables, lists, quotes and paragraphs.

markdown-it finds the blocks and their lines; the text itself is always taken from the file, so every character keeps its
position. docs/sources.md describes the precedence and the reasons.
"""

from __future__ import annotations

import re

from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .command_lines import is_command_line
from .comments import MARK
from .fences import NEUTRAL_LANGUAGES, PROMPT_LANGUAGES, Line, kind_of, prompts_of, recognized, text_of
from .heuristics import (
    Piece,
    about_midjourney,
    convincing,
    has_parameter,
    has_slots,
    is_command,
    telling_parameters,
)
from .markdown_blocks import FRONT_MATTER, HTML, Block, blocks_of
from .markdown_prompts import CODE_KINDS, BlockReader, Candidate
from .names import PROMPT_NAMES
from .source_map import Directive, Mapping, PromptText, SourceText, carried, escaped_mappings, joined, units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from .hosts import ReadOptions
    from .unread import Item

__all__ = ["comments", "find", "reasons"]

_INNER_FENCE = lazy_pattern(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*+(?:```|~~~)")
_CODE_SPAN = lazy_pattern(r"(?<!`)(`++)(?!`).+?(?<!`)\1(?!`)")
_VERSION_LINE = lazy_pattern(
    r"(?:midjourney|\bmj)\W{0,3}(?:version|model)?\W{0,6}\bv?(?P<told>\d(?:\.\d)?)\b(?!\d|[./-]\d)"
    r"|^\W*(?:model )?version\W{1,8}(?P<bare>niji ?[4-7]|v?[678](?:\.\d)?)\W*$",
    re.IGNORECASE,
)
# In a table, a bar is written with a backslash; elsewhere all characters are themselves.
_BAR, _NOTHING = lazy_pattern(r"\\\|"), lazy_pattern(r"(?!)")
HEADER_LINES = 30
_MAX_DEPTH = 3
# One of these is in each command that submits a prompt.
_COMMANDS = ("imagine", "--prompt", "curl")
# What begins or is in code.
_CODE_MARKS = lazy_pattern(r"\s*+(?:[#'\[(<@$]|//|(?:import|from|def|return|export|print)\b)|[^\"`=;{}]*+[\"`=;{}]|[^']*[:=(\[,]\s*'")


def find(host: SourceText, name: str, settings: ReadOptions, form: str = "", *, joins: bool = True) -> Iterator[Item]:
    """The prompts of a Markdown file.

    `form` replaces the forms of lines outside code, `joins` is whether the lines of a paragraph may be one prompt; both are for
    text files.
    """
    yield from _found(host, settings, _Reading(about_midjourney(name.replace("_", " ")), form, joins))


class _Reading(NamedTuple):
    """The options of reading a document: `form` and `joins` as in `find`.

    `ours` means that it is about Midjourney, `depth` is the number of fences around it.
    """

    ours: bool
    form: str
    joins: bool
    depth: int = 0


def _found(host: SourceText, settings: ReadOptions, reading: _Reading) -> Iterator[Item]:
    told, habits, found = _read(host, settings, reading)
    while found:  # an item is not kept while its findings are
        item = found.pop()
        if not isinstance(item, Candidate):
            yield item
        elif item.certain or item.form in habits:
            prompt = _prompt(host, item, reading.form if reading.form and item.form in ("paragraph", "heading") else item.form)
            yield prompt._replace(siblings=told)


def _read(host: SourceText, settings: ReadOptions, reading: _Reading) -> tuple[Directive, Collection[str], list[Item | Candidate]]:
    """The model that the document names, the forms of its prompts, and its candidates and the prompts in fences, the first one last."""
    blocks = list(blocks_of(host))
    host.places = _places(host, blocks)
    titles = [host.text[line.start : line.end] for block in blocks if block.kind == "heading" for line in block.lines]
    reading = reading._replace(ours=reading.ours or any(map(about_midjourney, titles[:1])))
    told = Directive(_header_model(host)) if reading.ours else Directive()
    reader = BlockReader(host, ours=reading.ours, joins=reading.joins)
    kinds = [(block, _fence_kind(host, block, settings, reading)) for block in blocks]
    candidates = reader.candidates(block for block, kind in kinds if not kind)
    candidates += reader.siblings(blocks, candidates)
    candidates += reader.sections(blocks) if not any(candidate.certain for candidate in candidates) else []
    habits = _habits(candidates)
    fences = [(block, kind) for block, kind in kinds if kind not in ("", "-")]
    fences += [(block, "yaml") for block in _front_matter(host, reading)]
    found: list[tuple[int, Item | Candidate]] = [(candidate.pieces[0].start, candidate) for candidate in candidates]
    for block, kind in fences:
        found += [(block.lines[0].start, item) for item in _fenced(host, block, kind, settings, reading)]
    found.sort(key=lambda each: each[0])
    return told, habits, [item for _, item in reversed(found)]


def _fenced(host: SourceText, block: Block, kind: str, settings: ReadOptions, reading: _Reading) -> Iterator[Item]:
    """The prompts in a fence of code, or in a fence that contains fences, where nothing is written."""
    if block.kind == "front":  # its titles and descriptions may quote prompts
        settings = settings._replace(prompt_keys=settings.prompt_keys or tuple(PROMPT_NAMES))
    if kind != "md":
        is_session, lines = _python_lines(host, block.lines) if kind == "py" else (False, block.lines)
        for item in prompts_of(text_of(host, lines, block.first), kind, settings, ours=reading.ours):
            is_written = kind_of(block.language) == kind and not is_session
            yield item if is_written or not isinstance(item, PromptText) else item.locked
    elif reading.depth < _MAX_DEPTH:
        content = text_of(host, block.lines, block.first)
        for item in _found(SourceText(content.text), settings, reading._replace(depth=reading.depth + 1)):
            if isinstance(item, PromptText):
                yield carried(item, content).locked


def _front_matter(host: SourceText, reading: _Reading) -> Iterator[Block]:
    """The front matter as a fence of YAML, if it or the document is about Midjourney."""
    front = FRONT_MATTER.match(host.text)
    if front and not reading.depth and (reading.ours or next(telling_parameters(front[0]), None) is not None):
        last = host.position(len(front[0].rstrip())).line
        yield Block("front", host.line, tuple(Line(*host.line_span(line)) for line in range(host.line + 1, last)), "yaml")


def _python_lines(host: SourceText, lines: Sequence[Line]) -> tuple[bool, list[Line]]:
    """Return whether lines are a session, and the lines of code without the white space that all of them begin with."""
    texts = [host.text[line.start : line.end] for line in lines]
    if any(text.startswith(">>> ") for text in texts):
        return True, [Line(line.start + 4, line.end) for line, text in zip(lines, texts, strict=True) if text.startswith((">>> ", "... "))]
    common = min((len(text) - len(text.lstrip(" \t")) for text in texts if text.strip()), default=0)
    return False, [Line(min(line.start + common, line.end), line.end) for line in lines]


def _fence_kind(host: SourceText, block: Block, settings: ReadOptions, reading: _Reading) -> str:
    """The reader of the code in a block: a file extension, `sh` for commands, `md` for a fence with fences; empty for prompts.

    `-` is a language that is not read.
    """
    if block.kind not in ("fence", "code") or not block.lines:
        return ""
    kind = kind_of(block.language)
    if kind == "sh" and any(is_command(host.text[line.start : line.end].strip()) for line in block.lines):
        return ""  # Discord's commands, which authors mark as shell commands
    if kind in CODE_KINDS and _is_prompt_in_code(" ".join(host.text[line.start : line.end] for line in block.lines)):
        return ""
    if kind:
        return kind
    if block.language not in PROMPT_LANGUAGES | NEUTRAL_LANGUAGES:
        return "-"
    texts = [host.text[line.start : line.end] for line in block.lines]
    if any(map(_INNER_FENCE.match, texts)):
        return "md"
    if block.language not in NEUTRAL_LANGUAGES:
        return ""
    if _holds_commands("\n".join(texts)):
        return "sh"
    kind = recognized("\n".join(texts))
    if kind and any(_fenced(host, block, kind, settings, reading)):
        return kind
    return "-" if kind in CODE_KINDS else ""


def _is_prompt_in_code(text: str) -> bool:
    """Return whether the text of a fence of code is one whole prompt that its author marked as code for the colors."""
    if _CODE_MARKS.match(text) or not convincing(text) or is_command_line(text):
        return False
    return next(telling_parameters(text), None) is not None


def _holds_commands(text: str) -> bool:
    """Return whether a fence without a language has shell commands that submit prompts."""
    if not any(word in text for word in _COMMANDS):
        return False
    from .shell import find as find_commands

    return next(find_commands(SourceText(text), (), with_program=True), None) is not None


def _habits(candidates: Sequence[Candidate]) -> set[str]:
    """The forms in which this file has prompts without parameters.

    If fences end in parameters, one that does not is a fragment; if most have none, that is the file's form.
    """
    kept = set()
    for form in {candidate.form for candidate in candidates}:
        certain = sum(candidate.certain for candidate in candidates if candidate.form == form)
        if sum(candidate.form == form for candidate in candidates) - certain >= certain:
            kept.add(form)
    # A line of code in three back-ticks among others that are prompts is one of the list.
    if sum(candidate.certain for candidate in candidates if candidate.form == "code-line") > 1:
        kept.add("code-line")
    return kept


def _prompt(host: SourceText, found: Candidate, form: str) -> PromptText:
    written = _BAR if "cell" in found.escape else _NOTHING
    parts = [escaped_mappings(units(host.text, *piece, written, lambda _: "|"), found.escape) for piece in found.pieces]
    text, mappings = joined(parts)
    wrapped = len(parts) > 1
    prompt = PromptText(
        text, "fence-wrapped" if wrapped and form == "fence" else form, host, tuple(mappings), (0, len(text)), has_slots(text), wrapped,
        block=found.block,
    )  # fmt: skip
    if found.suffix is None or (has_parameter(text) and found.form != "table-cell"):
        return prompt
    return _with_suffix(host, prompt, found.suffix)


def _with_suffix(host: SourceText, prompt: PromptText, suffix: Piece) -> PromptText:
    """A prompt with the parameters noted above it, or in another cell."""
    from .keyed import with_parameters

    escape = "code" if host.text[suffix.end : suffix.end + 1] == "`" else "prose"
    parameters = host.text[suffix.start : suffix.end], [Mapping(0, suffix.start, suffix.end, "plain", escape)]
    text, mappings = with_parameters((prompt.text, list(prompt.mappings)), parameters)
    return prompt._replace(text=text, mappings=tuple(mappings), template=has_slots(text))


def comments(host: SourceText, _name: str) -> Iterator[tuple[int, int]]:
    """HTML comments outside fences, and lines of the front matter, with a directive."""
    front = FRONT_MATTER.match(host.text)
    if front and MARK in front[0]:
        at = host.text.index(MARK, 0, front.end())
        yield host.line_span(host.position(at).line)
    fences = [(block.lines[0].start, block.lines[-1].end) for block in blocks_of(host) if block.kind in ("fence", "code") and block.lines]
    at = host.text.find("<!--")
    line = 0
    spans: Iterator[tuple[int, int]] = iter(())
    span: tuple[int, int] = (0, 0)
    while at >= 0 and (stop := host.text.find("-->", at)) >= 0:
        here = host.position(at).line
        if here != line:
            line, spans, span = here, _code_spans_of_line(host, here), (0, 0)
        while span[1] <= at and (following := next(spans, None)) is not None:
            span = following
        is_text = span[0] < at < span[1] or host.text.endswith("\\", 0, at) or any(start <= at < end for start, end in fences)
        if not is_text and host.text.find(MARK, at, stop) >= 0:
            yield at, stop
        at = host.text.find("<!--", stop)


def _code_spans_of_line(host: SourceText, line: int) -> Iterator[tuple[int, int]]:
    """Start and end of each code span of a line."""
    return (match.span() for match in _CODE_SPAN.finditer(host.text, *host.line_span(line)))


def _header_model(host: SourceText) -> str | None:
    """The model that the head of a file names: `# … Midjourney v7 …`, `Version | 8.1`, or None."""
    from .keyed import model_of

    for line in range(1, min(HEADER_LINES, len(host.starts)) + 1):
        text = host.line_text(line)
        match = _VERSION_LINE.search(text) if len(text) < 160 and "--" not in text else None
        if match and (match["bare"] or text.lstrip().startswith(("#", "|", "*", "-", ">")) or line < 5):
            return model_of(match["told"] or match["bare"])
    return None


def reasons(host: SourceText, _name: str) -> Callable[[int], str]:
    """Return the location of an index in the file, in words: in a fence, a table, a heading, prose or a comment."""
    places = host.places or _places(host, blocks_of(host))
    return lambda index: places[host.position(index).line - host.line]


def _places(host: SourceText, blocks: Iterable[Block]) -> list[str]:
    """The location of each line in words."""
    where = ["in a comment or in HTML"] * len(host.starts)
    if front := FRONT_MATTER.match(host.text):
        last = host.position(front.end()).line - host.line
        where[:last] = ["in the front matter"] * last
    for block in blocks:
        if block.kind == "paragraph" and block.language == HTML:
            continue
        text = _WHERE.get(block.kind, "in prose")
        if block.kind == "fence" and block.language:
            text = f"in a fence of `{block.language}`{_lacking(block.language)}"
        for line in block.lines:
            where[host.position(line.start).line - host.line] = text
    return where


def _lacking(language: str) -> str:
    """The missing package that a fence in a language requires."""
    if kind_of(language) not in ("jsx", "ts", "tsx"):
        return ""
    from .javascript_file import is_installed

    return "" if is_installed() else " (`pip install 'midjourney-promptlint[code]'` enables it)"


_WHERE = {
    "fence": "in a fence that does not read as a prompt",
    "code": "in an indented block",
    "cell": "in a table",
    "heading": "in a heading",
}

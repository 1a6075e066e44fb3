"""The blocks of a Markdown document: paragraphs, fences, cells, quotes, items, each with its lines and what is above it."""

from __future__ import annotations

import re
from itertools import pairwise

from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .fences import Line, kind_of, language_in
from .names import PARAMETER_NAMES, folded
from .source_map import SourceText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any


__all__ = ["FRONT_MATTER", "HTML", "Block", "blocks_of", "parse_blocks", "trimmed"]

FRONT_MATTER = lazy_pattern(r"---[ \t]*\r?\n(?:(?!---|\.\.\.).*+\n)*+(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_SCRIPT = lazy_pattern(r"\s*+<(?:script|style|svg)\b", re.IGNORECASE)
# The language of a block of HTML between paragraphs.
HTML = "html"


class Block(NamedTuple):
    """A block of the document that may contain prompts.

    `quoted` means that it is in a block quote, `listed` is the number of the list that it is an item of, or that of the table and
    of its column (empty for neither), `level` that of a heading. `parameters` is the cell of a table's row with those for its
    prompts.
    """

    kind: str
    first: int
    lines: tuple[Line, ...]
    language: str = ""
    before: str = ""
    column: str = ""
    quoted: bool = False
    listed: tuple[int, ...] = ()
    level: int = 0
    parameters: Line | None = None


def parse_blocks(text: str) -> Iterator[Any]:
    """Yield the tokens of a document's blocks, keeping none of them, as they are many and large.

    Its front matter is blanked out, and inline content is not parsed.
    """
    from markdown_it import MarkdownIt

    front = FRONT_MATTER.match(text)
    if front:
        text = re.sub(r"[^\r\n]", " ", front[0]) + text[front.end() :]
    tokens = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable(["inline", "text_join"]).parse(text)
    tokens.reverse()
    while tokens:
        yield tokens.pop()


def blocks_of(host: SourceText) -> Iterator[Block]:  # noqa: PLR0912 (one branch for each kind of token)
    """The leaf blocks with their lines, from markdown-it's tokens."""
    before = previous = opened = ""
    intros: list[str] = []
    header: list[str] = []
    row: list[Line] = []
    cell = quotes = lists = heading = 0
    inside: list[int] = []
    for token in parse_blocks(host.text):
        if token.type in ("fence", "code_block") and token.map:
            yield _code_block(host, token, before)
            before = ""
        elif token.type == "tr_open" and token.map:
            cell = 0
            row = _cells(host, host.line + token.map[0])
        elif token.type in ("th_open", "td_open"):
            opened = token.type
        elif token.type == "inline" and opened:
            if opened == "th_open":
                header = [*header[:cell], token.content]
            # A row may have fewer cells than the head; of more, markdown-it leaves off the last ones.
            elif cell < len(row) and row[cell].start < row[cell].end:
                yield _cell_block(host, header, row, cell, lists)
            cell += 1
            opened = ""
        elif token.type == "inline" and token.map and _is_rows(token.content):
            # Rows after an empty line, or without a header: for Markdown a paragraph, for the author a table.
            yield from _row_blocks(host, token, header, lists)
        elif token.type == "inline" and token.map:
            kind = "heading" if previous == "heading_open" else "paragraph"
            header = header if kind == "heading" else []
            # What introduces the first item of a list introduces all of them.
            yield Block(
                kind,
                host.line + token.map[0],
                tuple(_inline_lines(host, token)),
                before=intros[-1] if intros else before,
                quoted=quotes > 0,
                listed=tuple(inside[-1:]),
                level=heading if kind == "heading" else 0,
            )
            before = token.content
        elif token.type == "html_block" and not _SCRIPT.match(token.content):
            first, last = (host.line + number for number in token.map)
            lines = (Line(*trimmed(host.text, *host.line_span(number))) for number in range(first, last))
            yield Block("paragraph", first, tuple(lines), HTML, before)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            intros.append(before)
            lists += 1
            inside.append(lists)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            before = intros.pop()
            inside.pop()
        elif token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type == "hr":
            before = ""
        elif token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "table_open":
            header = []
            lists += 1
        previous = token.type


def _code_block(host: SourceText, token: Any, before: str) -> Block:
    """A fence or an indented block. Each line's content is at the end of its line in the file, after its containers."""
    contents = token.content.split("\n")
    contents = contents[:-1] if contents and not contents[-1] else contents
    first = host.line + token.map[0] + (1 if token.type == "fence" else 0)
    lines = []
    for number, content in enumerate(contents):
        start, end = host.line_span(first + number)
        length = min(len(content), end - start)
        lines.append(Line(end - length, end))
    language = language_in(token.info) if token.type == "fence" else ""
    if not kind_of(language) and token.map[1] - token.map[0] < len(lines) + 2:
        language = ""  # Nothing closes it: a fence that the author meant to close.
    kind = "fence" if token.type == "fence" else "code"
    return Block(kind, host.line + token.map[0], tuple(lines), language, before)


def _inline_lines(host: SourceText, token: Any) -> Iterator[Line]:
    """The lines of a paragraph or heading as written in the file."""
    for number, content in enumerate(token.content.split("\n")):
        start, end = host.line_span(host.line + token.map[0] + number)
        wanted = content.strip()
        at = host.text.rfind(wanted, start, end) if wanted else -1
        if at >= 0:
            yield Line(at, at + len(wanted))


def _row_blocks(host: SourceText, token: Any, header: Sequence[str], table: int) -> Iterator[Block]:
    """The cells of the rows in a paragraph."""
    for number in range(host.line + token.map[0], host.line + token.map[1]):
        row = _cells(host, number)
        for cell, part in enumerate(row[: len(header) or None]):
            if part.start < part.end:
                yield _cell_block(host, header, row, cell, table)


def _cell_block(host: SourceText, header: Sequence[str], row: Sequence[Line], cell: int, table: int) -> Block:
    """A cell of a table, with the cell of its row that has the parameters."""
    found = (part for name, part in zip(header, row, strict=False) if folded(name.strip("*` ")) in PARAMETER_NAMES)
    column = header[cell] if header else ""
    line = host.position(row[cell].start).line
    return Block("cell", line, (row[cell],), column=column, listed=(table, cell), parameters=next(found, None))


def _is_rows(text: str) -> bool:
    """Return whether a paragraph is nothing but rows of a table."""
    lines = [line.strip() for line in text.split("\n")]
    return all(len(line) > 1 and line.startswith("|") and line.endswith("|") for line in lines)


def _cells(host: SourceText, line: int) -> list[Line]:
    """The cells of a table row: a bar after a backslash is text."""
    start, end = host.line_span(line)
    text = host.text
    bars = [match.start() for match in re.compile(r"(?<!\\)\|").finditer(text, start, end)]
    first = text[start:end].lstrip(" \t>")
    if not first.startswith("|"):
        bars.insert(0, end - len(first) - 1)
    if not text[start:end].rstrip().endswith("|"):
        bars.append(end)
    cells = []
    for left, right in pairwise(bars):
        inner = text[left + 1 : right]
        begin = left + 1 + len(inner) - len(inner.lstrip())
        cells.append(Line(begin, max(begin, left + 1 + len(inner.rstrip()))))
    return cells


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds without the white space within them."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())

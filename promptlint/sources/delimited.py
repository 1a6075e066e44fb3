"""CSV and TSV: cells under a header that names prompts, read row by row with their positions.

The standard library's `csv` has no positions. The format is RFC 4180 with what spreadsheets write: a byte order mark, `;` or tab
instead of the comma, cells over several lines, text after a closing quote.
"""

from __future__ import annotations

import re
from itertools import chain, islice, takewhile

from promptlint.errors import SourceError
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .decoding import LineReader, decode
from .heuristics import complete, ends_in_bare_form, has_slots, holds_parameter, is_named_parameter, is_prose, word_count
from .keyed import is_proven, keyed, model_of, other_generator, spans_of, suppressions_of, with_parameters
from .names import (
    GENERATOR_NAMES,
    IGNORE_NAMES,
    MODEL_NAMES,
    PARAMETER_NAMES,
    PROSE_NAMES,
    TELLING_PARAMETERS,
    VERSION_NAMES,
    WEAK_NAMES,
    folded,
    names_prompt,
)
from .source_map import Directive, Mapping, SourceText, escaped_mappings, shifted, units
from .unread import CutOff, Unread, with_unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from .hosts import ReadOptions
    from .unread import Item

__all__ = [
    "KIND",
    "Columns",
    "columns_of",
    "context_of",
    "delimiter_in",
    "end_of_rows",
    "find",
    "header_of",
    "held_as",
    "reads_as",
    "rows_of",
    "split",
]

KIND = "column"

FORM = "csv-column"
DELIMITERS = ",;\t|"
# Number of rows that wait for one that proves that its column has prompts.
MAX_WAITING = 1000
# Number of rows above a header in which a comment may go on.
MAX_COMMENTS = 32
# The first line by which a spreadsheet names its delimiter.
_SEPARATOR = lazy_pattern(r'("?)sep=(.)\1', re.IGNORECASE)
_TWO_QUOTES = lazy_pattern('""')  # one, in quotes
_IN_QUOTES = lazy_pattern(f'(?:[^"]++|{_TWO_QUOTES.pattern})*+')
_SPACES = lazy_pattern(" *+")
# A quote that is never closed would swallow the rest of a file into memory.
LONGEST_ROW = 16 * 1024 * 1024


class Cell(NamedTuple):
    """A cell of a row: `start` and `end` bound its content, without its quotes; `stop` is the position of its delimiter."""

    start: int
    end: int
    quoted: bool
    stop: int


class Columns(NamedTuple):
    """The columns of a header that matter, by index."""

    prompts: dict[int, str]
    parameters: tuple[int, ...]
    models: dict[int, bool]
    generators: tuple[int, ...]
    ignores: tuple[int, ...]
    flags: tuple[int, ...]


def find(stream: BinaryIO, name: str, settings: ReadOptions) -> Iterator[Item]:
    """The prompts of a CSV or TSV file. Raises SourceError if there is no header or a quote is never closed."""
    header, delimiter, rows = header_of(rows_of(LineReader(stream, settings.encoding)), name)
    if header is None:
        return
    cells = split(header, delimiter)
    names = _texts(header, delimiter)
    columns = columns_of(names, settings.prompt_columns)
    if "strong" not in columns.prompts.values():
        _refuse_without_header(header, cells, names)
    table = _Table(names, delimiter, columns, spaced=any(header.text.startswith(" ", cell.stop + 1) for cell in cells))
    for row in rows:
        yield from table.items(row)
    yield from table.rest()


class _Table:
    """Reads row after row. Where no column is named for prompts, rows wait until one of them proves its column.

    At most MAX_WAITING rows wait, so that memory does not grow with the file. `spaced` means that a space follows the delimiters.
    """

    def __init__(self, names: Sequence[str], delimiter: str, columns: Columns, *, spaced: bool) -> None:
        self._names = names
        self._spaced = spaced
        self._delimiter = delimiter
        self._columns = columns
        self._read: dict[int, list[str]] = {index: [] for index in columns.prompts}
        self._waits = "strong" not in columns.prompts.values()
        self._waiting: list[SourceText] = []

    def items(self, row: SourceText) -> Iterator[Item]:
        """The items to yield after the next row."""
        if not self._waits:
            yield from self._of_row(row)
            return
        self._waiting.append(row)
        self._prove(row)
        self._waits = self._waits and len(self._waiting) < MAX_WAITING
        if not self._waits:
            yield from self.rest()

    def rest(self) -> Iterator[Item]:
        """The rows that wait."""
        waiting, self._waiting = self._waiting, []
        for row in waiting:
            yield from self._of_row(row)

    def _prove(self, row: SourceText) -> None:
        """Take the columns for columns of prompts of which a third reads as prompts so far."""
        cells = split(row, self._delimiter)
        for index, every in self._read.items():
            every.append(reads_as(_text(row, cells[index])[0]) if index < len(cells) else "")
        if proven := {index: "proven" for index, every in self._read.items() if is_proven(every)}:
            self._columns = self._columns._replace(prompts=self._columns.prompts | proven)
            self._waits = False

    def _of_row(self, row: SourceText) -> Iterator[Item]:
        cells = split(row, self._delimiter)
        yield from with_unread(row, self._prompts(row, cells), lambda: self._reason(cells))

    def _reason(self, cells: Sequence[Cell]) -> Callable[[int], str]:
        """Return the column of an index of a row, in words."""

        def reason(index: int) -> str:
            at = next((at for at, cell in enumerate(cells) if index < cell.stop), len(cells) - 1)
            return f"in the column `{self._names[at].strip()}`" if at < len(self._names) else "in more cells than the header has"

        return reason

    def _prompts(self, row: SourceText, cells: list[Cell]) -> Iterator[Item]:
        """The prompts of a row, or the part that is cut off from one."""
        columns, width = self._columns, len(cells)
        if columns.generators and any(other_generator(_text(row, cells[index])[0]) for index in columns.generators if index < width):
            return
        siblings = Directive()
        for index, certain in columns.models.items():
            if index < width:
                siblings = siblings._replace(model=model_of(_text(row, cells[index])[0], certain=certain) or siblings.model)
        ignores = tuple(
            each
            for index in columns.ignores
            if index < width
            for each in suppressions_of(_text(row, cells[index])[0], row, cells[index].start)
        )
        for index in columns.flags if "strong" in columns.prompts.values() else ():
            if index < width and is_named_parameter(self._names[index], text := _text(row, cells[index])[0]):
                line, column = row.position(cells[index].start)
                yield Unread(line, column, line, text, f"in the column `{self._names[index].strip()}`")
        for index, strength in columns.prompts.items():
            if index >= width:
                continue
            value, mappings = _text(row, cells[index])
            held = held_as(strength, value)
            for start, end in spans_of(value, held):
                found = keyed(*shifted(value, mappings, start, end), row, FORM, held, wrapped=True)
                if found is None:
                    continue
                cut = _cut_off(row, cells, index, len(self._names), spaced=self._spaced) if held == "strong" else None
                if cut is not None:
                    yield cut
                    return
                text, places = found.text, list(found.mappings)
                for beside in columns.parameters:
                    if beside < width:
                        text, places = with_parameters((text, places), _text(row, cells[beside]))
                template = found.template if text is found.text else has_slots(text)
                yield found._replace(
                    text=text, mappings=tuple(places), template=template, siblings=siblings, ignores=ignores, block=row.line
                )


def header_of(rows: Iterator[SourceText], name: str) -> tuple[SourceText | None, str, Iterator[SourceText]]:
    """The row with the names of the columns, the delimiter, and the rows below.

    A spreadsheet may name its delimiter above, and a title or comments may precede names of prompts.
    """
    header = next(rows, None)
    mark = _SEPARATOR.fullmatch(header.text.strip("\r\n")) if header else None
    header = next(rows, None) if mark else header
    if header is None:
        return None, ",", rows
    delimiter = mark[2] if mark else delimiter_of(name, header)
    names = _names(header, delimiter)
    if not header.text.startswith("#") and (sum(map(bool, names)) > 1 or (len(names) == 1 and names_prompt(names[0]))):
        return header, delimiter, rows
    skipped = []
    for row in islice(rows, MAX_COMMENTS):
        inner = mark[2] if mark else delimiter_of(name, row)
        names = _names(row, inner)
        if all(names) and any(map(names_prompt, names)):
            return row, inner, rows
        skipped.append(row)
        if not row.text.startswith("#"):
            break
    return header, delimiter, chain(skipped, rows)


def context_of(stream: BinaryIO, name: str, settings: ReadOptions) -> tuple[str, None] | None:
    """Return what it takes to read rows without those before them: the text up to the header.

    `None` if that is not enough: prompts are in columns that rows have to prove, or the row below the header was needed to find it.
    """
    header, delimiter, _ = header_of(rows_of(LineReader(stream, settings.encoding)), name)
    size = stream.tell()
    if header is None or "strong" not in columns_of(_texts(header, delimiter), settings.prompt_columns).prompts.values():
        return None
    stream.seek(0)
    head = decode(stream.read(size), settings.encoding)
    return (head, None) if len(head) == header.offset + len(header.text) else None


def end_of_rows(block: bytes) -> int:
    """Return the end of the last whole row in a part of a file that begins with a row; 0 if there is none."""
    end = block.rfind(b"\n") + 1
    quotes = block.count(b'"', 0, end)
    while quotes % 2:
        start = block.rfind(b"\n", 0, end - 1) + 1
        quotes -= block.count(b'"', start, end)
        end = start
    return end


def _names(row: SourceText, delimiter: str) -> list[str]:
    """The texts of the cells of a row, without white space around them."""
    return [text.strip() for text in _texts(row, delimiter)]


def _texts(row: SourceText, delimiter: str) -> list[str]:
    return [_text(row, cell)[0] for cell in split(row, delimiter)]


def rows_of(lines: LineReader) -> Iterator[SourceText]:
    """The rows, each with its lines: a row ends where its quotes are closed."""
    pieces: list[str] = []
    quotes = size = start = first = 0
    for number, offset, text in lines:
        if not pieces:
            if not text.strip():
                continue
            start, first = offset, number
        pieces.append(text)
        size += len(text)
        quotes += text.count('"')
        if quotes % 2 == 0:
            yield SourceText("".join(pieces), start, first)
            pieces, quotes, size = [], 0, 0
        elif size > LONGEST_ROW:
            break
    if not pieces:
        return
    if len(pieces) == 1 and '"' not in _opening(pieces[0]):
        yield SourceText(pieces[0], start, first)  # a stray quote within an unquoted cell of the last row
        return
    raise SourceError("A quote in this row is not closed, so the rest of the file would be one cell", first, 1)


def _opening(text: str) -> str:
    """The characters with which the cells of a line begin."""
    return "".join(piece.lstrip(" ")[:1] for delimiter in DELIMITERS for piece in text.split(delimiter))


def delimiter_in(text: str, name: str) -> str:
    """Return the character that separates the cells of a whole file."""
    from io import BytesIO

    return header_of(rows_of(LineReader(BytesIO(text.encode()))), name)[1]


def delimiter_of(name: str, header: SourceText) -> str:
    """The tab if the file's name says so, else the most frequent delimiter outside the quotes of a header, else the comma."""
    if name.lower().endswith((".tsv", ".tab")):
        return "\t"
    outside = "".join(header.text.split('"')[::2])
    return max(DELIMITERS, key=lambda delimiter: (outside.count(delimiter), delimiter == ","))


def split(row: SourceText, delimiter: str) -> list[Cell]:
    """The cells of a row."""
    text = row.text
    end = len(text.rstrip("\r\n"))
    cells = []
    stop = -1
    while stop < end:
        begin = stop + 1
        if delimiter != " ":
            begin = _SPACES.match(text, begin, end).end()  # type: ignore[union-attr]  # it matches every text
        quoted = text.startswith('"', begin, end)
        close = _IN_QUOTES.match(text, begin + 1, end).end() if quoted else begin  # type: ignore[union-attr]  # and so does this
        found = text.find(delimiter, close, end)
        stop = found if found >= 0 else end
        cells.append(Cell(begin + 1, close, quoted=True, stop=stop) if quoted else Cell(begin, stop, quoted=False, stop=stop))
    return cells


def _text(row: SourceText, cell: Cell) -> tuple[str, list[Mapping]]:
    """The text of a cell, and the position of each character."""
    text = row.text
    if not cell.quoted:
        return text[cell.start : cell.end], [Mapping(0, cell.start, cell.end, "plain", "csv bare")]
    if cell.start < cell.end and text.find('""', cell.start, cell.end) < 0:
        return text[cell.start : cell.end], [Mapping(0, cell.start, cell.end, "plain", "csv quoted")]
    return escaped_mappings(units(text, cell.start, cell.end, _TWO_QUOTES, lambda _: '"'), "csv quoted")


def columns_of(names: Sequence[str], wanted: Sequence[str]) -> Columns:
    """The columns of a header that matter; `wanted` names those of prompts, the built-in names where it is empty."""
    known = frozenset(map(folded, wanted))
    keys = [folded(name) for name in names]
    telling = GENERATOR_NAMES | MODEL_NAMES | VERSION_NAMES | PARAMETER_NAMES | IGNORE_NAMES | PROSE_NAMES
    prompts = {}
    for index, (name, key) in enumerate(zip(names, keys, strict=True)):
        if key in known if wanted else key not in telling and names_prompt(name):
            prompts[index] = "strong"
        elif not wanted and key not in telling:
            prompts[index] = "weak" if key in WEAK_NAMES else "faint"
    return Columns(
        prompts,
        tuple(index for index, key in enumerate(keys) if key in PARAMETER_NAMES),
        {index: key in MODEL_NAMES for index, key in enumerate(keys) if key in MODEL_NAMES or key in VERSION_NAMES},
        tuple(index for index, key in enumerate(keys) if key in GENERATOR_NAMES),
        tuple(index for index, key in enumerate(keys) if key in IGNORE_NAMES),
        tuple(index for index, key in enumerate(keys) if key in TELLING_PARAMETERS),
    )


def reads_as(value: str) -> str:
    """How a value of a column reads, as in `keyed.evidence`."""
    return "whole" if complete(value) else "bare" if ends_in_bare_form(value) else ""


def held_as(strength: str, value: str) -> str:
    """The strength of a value of a column: in a `proven` one, whose other values read as prompts, each is one but for prose."""
    if strength != "proven":
        return strength
    return "faint" if is_prose(value) or len(value.split()) < 2 else "strong"


def _refuse_without_header(header: SourceText, cells: list[Cell], names: list[str]) -> None:
    """Raises SourceError if the first row is data; a header without a column of prompts is right as it is."""
    row = " ".join(header.text.split())
    for cell, name in zip(cells, names, strict=True):
        if complete(name) or ends_in_bare_form(name) or word_count(name) > 12 or (complete(row) and holds_parameter(name)):
            raise header.error(
                "This file has no header, so its column of prompts is unknown; "
                "write a first row with names of columns, such as `prompt,note`",
                cell.start,
            )


def _cut_off(row: SourceText, cells: Sequence[Cell], index: int, width: int, *, spaced: bool) -> CutOff | None:
    """The text that is cut off from a cell: after its closing quote, in cells that the header does not have, or in other columns.

    In other columns, unless all cells begin with a space (`spaced`): a space follows the comma of a sentence.
    """
    cell = cells[index]
    text = row.text
    behind = cell.quoted and text[cell.end + 1 : cell.stop].strip() != ""
    over = len(cells) > width and (behind or not cell.quoted)
    last = cells[-1].stop if over else cell.stop if behind or cell.quoted or spaced else _stop_of_sentence(text, cells[index:])
    start, end = cell.end + cell.quoted, last
    if start >= end or not (holds_parameter(text[start:end]) or ends_in_bare_form(text[cell.start : end])):
        return None
    kind = "cells" if over else "columns"
    if cell.quoted:
        kind = "backslash" if text[cell.end - 1 : cell.end] == "\\" else "quote"
    first, stop = row.position(start), row.position(end)
    return CutOff(first.line, first.column, stop.line, stop.column, text[start:end], kind)


def _stop_of_sentence(text: str, cells: Sequence[Cell]) -> int:
    """The end of the unquoted cells with a space in front that continue a first one without parameters."""
    stop = cells[0].stop
    if holds_parameter(text[cells[0].start : stop]):
        return stop
    for cell in takewhile(lambda cell: not cell.quoted and text.startswith(" ", cell.start - 1), cells[1:]):
        stop = cell.stop
    return stop

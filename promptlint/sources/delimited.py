"""CSV and TSV: cells under a header that names prompts, read row by row with their places.

Own code because `csv` of the standard library tells no positions. The format is RFC 4180 with what spreadsheets write:
a byte order mark, `;` or tab in place of the comma, cells over several lines, text behind a closing quote.
"""

from __future__ import annotations

from promptlint.errors import SourceError
from promptlint.text.namedtuple import NamedTuple

from .decoding import LineReader
from .heuristics import complete, has_slots, word_count
from .keyed import keyed, model_of, other_generator, suppressions_of, with_parameters
from .names import GENERATOR_NAMES, IGNORE_NAMES, MODEL_NAMES, PARAMETER_NAMES, PROMPT_NAMES, VERSION_NAMES, WEAK_NAMES, folded
from .source_map import Directive, Mapping, PromptText, SourceText, escaped_mappings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from .hosts import SourceSettings

__all__ = ["Columns", "columns_of", "delimiter_in", "delimiter_of", "find", "rows_of", "split"]

FORM = "csv-column"
DELIMITERS = ",;\t|"
# A quote that is never closed would swallow the rest of a file into memory.
LONGEST_ROW = 16 * 1024 * 1024


class Cell(NamedTuple):
    """A cell of a row: `start` and `end` bound what is in it, without its quotes."""

    start: int
    end: int
    quoted: bool


class Columns(NamedTuple):
    """The columns of a header that matter, by index."""

    prompts: dict[int, str]
    parameters: tuple[int, ...]
    models: dict[int, bool]
    generators: tuple[int, ...]
    ignores: tuple[int, ...]


def find(stream: BinaryIO, name: str, settings: SourceSettings) -> Iterator[PromptText]:
    """The prompts of a CSV or TSV file. Raises SourceError where there is no header or a quote is never closed."""
    rows = rows_of(LineReader(stream, settings.encoding))
    header = next(rows, None)
    if header is None:
        return
    delimiter = delimiter_of(name, header)
    cells = split(header, delimiter)
    names = [_text(header, cell)[0] for cell in cells]
    columns = columns_of(names, settings.prompt_columns)
    if not columns.prompts:
        _refuse_without_header(header, cells, names)
        return
    for row in rows:
        yield from _prompts(row, split(row, delimiter), columns)


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
    raise SourceError("A quote opens a cell in this row and is never closed, so everything behind it would be one cell.", first, 1)


def _opening(text: str) -> str:
    """The characters with which the cells of a line begin."""
    return "".join(piece.lstrip(" ")[:1] for delimiter in DELIMITERS for piece in text.split(delimiter))


def delimiter_in(text: str, name: str) -> str:
    """Return the character that separates the cells of a whole file."""
    from io import BytesIO

    header = next(rows_of(LineReader(BytesIO(text.encode()))), None)
    return delimiter_of(name, header) if header else ","


def delimiter_of(name: str, header: SourceText) -> str:
    """The tab where the file's name says so, else what is most often outside the quotes of a header, else the comma."""
    if name.lower().endswith((".tsv", ".tab")):
        return "\t"
    outside = "".join(header.text.split('"')[::2])
    return max(DELIMITERS, key=lambda delimiter: (outside.count(delimiter), delimiter == ","))


def split(row: SourceText, delimiter: str) -> list[Cell]:
    """The cells of a row."""
    text = row.text
    end = len(text.rstrip("\r\n"))
    cells = []
    at = 0
    while True:
        begin = at
        while begin < end and text[begin] == " " and delimiter != " ":
            begin += 1
        if begin < end and text[begin] == '"':
            close = _closing(text, begin + 1, end)
            cells.append(Cell(begin + 1, close, quoted=True))
            at = text.find(delimiter, close, end)
        else:
            at = text.find(delimiter, at, end)
            cells.append(Cell(begin, at if at >= 0 else end, quoted=False))
        if at < 0:
            return cells
        at += 1


def _closing(text: str, at: int, end: int) -> int:
    """Where the quote closes that opens right before `at`; two quotes are one in the text."""
    while True:
        at = text.find('"', at, end)
        if at < 0:
            return end
        if text[at + 1 : at + 2] != '"' or at + 1 >= end:
            return at
        at += 2


def _text(row: SourceText, cell: Cell) -> tuple[str, list[Mapping]]:
    """What a cell says, and where each character stands."""
    text = row.text
    if not cell.quoted:
        return text[cell.start : cell.end], [Mapping(0, cell.start, cell.end, "plain", "csv bare")]
    return escaped_mappings(_units(text, cell.start, cell.end), "csv quoted")


def _units(text: str, at: int, end: int) -> Iterator[tuple[str, int, int]]:
    while at < end:
        quote = text.find('""', at, end)
        stop = quote if quote >= 0 else end
        yield text[at:stop], at, stop
        if quote < 0:
            return
        yield '"', quote, quote + 2
        at = quote + 2


def columns_of(names: Sequence[str], wanted: Sequence[str]) -> Columns:
    """The columns of a header that matter; `wanted` names those of prompts, the built-in names where it is empty."""
    known = frozenset(map(folded, wanted)) if wanted else PROMPT_NAMES
    keys = [folded(name) for name in names]
    strong = {index: "strong" for index, key in enumerate(keys) if key in known}
    weak = {index: "weak" for index, key in enumerate(keys) if not wanted and not strong and key in WEAK_NAMES}
    return Columns(
        strong or weak,
        tuple(index for index, key in enumerate(keys) if key in PARAMETER_NAMES),
        {index: key in MODEL_NAMES for index, key in enumerate(keys) if key in MODEL_NAMES or key in VERSION_NAMES},
        tuple(index for index, key in enumerate(keys) if key in GENERATOR_NAMES),
        tuple(index for index, key in enumerate(keys) if key in IGNORE_NAMES),
    )


def _refuse_without_header(header: SourceText, cells: list[Cell], names: list[str]) -> None:
    """Raise SourceError where the first row is data; a header without a column of prompts is right as it is."""
    for cell, name in zip(cells, names, strict=True):
        if complete(name) or word_count(name) > 12:
            raise header.error(
                "This file has no header: its first row is data already, so it cannot be told which column holds the prompts. "
                "A first row such as `prompt,note` names the columns.",
                cell.start,
            )


def _prompts(row: SourceText, cells: list[Cell], columns: Columns) -> Iterator[PromptText]:
    width = len(cells)
    if any(other_generator(_text(row, cells[index])[0]) for index in columns.generators if index < width):
        return
    siblings = Directive()
    for index, certain in columns.models.items():
        if index < width:
            siblings = siblings._replace(model=model_of(_text(row, cells[index])[0], certain=certain) or siblings.model)
    ignores = tuple(
        each for index in columns.ignores if index < width for each in suppressions_of(_text(row, cells[index])[0], row, cells[index].start)
    )
    for index, strength in columns.prompts.items():
        if index >= width:
            continue
        found = keyed(*_text(row, cells[index]), row, FORM, strength, wrapped=True)
        if found is None:
            continue
        text, places = found.text, list(found.mappings)
        for beside in columns.parameters:
            if beside < width:
                text, places = with_parameters((text, places), _text(row, cells[beside]))
        yield found._replace(
            text=text,
            mappings=tuple(places),
            template=has_slots(text),
            siblings=siblings,
            ignores=ignores,
            block=row.line,
        )

"""Parquet: columns that name prompts, read one row group at a time, or in ranges of rows. Positions are row numbers, from 1.

Requires the extra `arrow` (pyarrow), which is imported only for such a file. Nothing can be edited here.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from io import SEEK_END
from itertools import pairwise

from promptlint.errors import SourceError
from promptlint.parsing.lalr import pattern
from promptlint.text.namedtuple import NamedTuple

from .delimited import KIND, Columns, columns_of, held_as, reads_as
from .heuristics import parameters_in
from .keyed import is_proven, keyed, model_of, other_generator, spans_of, suppressions_of, with_parameters
from .source_map import Directive, Mapping, PromptText, SourceText, shifted
from .unread import Unread, with_unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO

    from .hosts import ReadOptions
    from .unread import Item

__all__ = ["KIND", "RowRange", "find", "row_ranges"]

FORM = "parquet-column"
ROWS_AT_ONCE = 1024
_ROWS_OF_RANGE = 1 << 15
"""Rows of a range at most. A range in the middle of a row group costs reading what comes before it, so they are not short."""

_EXPANDS = 100
_ALWAYS_READ = 64 << 20
"""A column may hold a long value once for all rows: code points of prompts that are read at most, as times the file's bytes, and those
that are read of any file."""


class RowText(SourceText):
    """A cell of a row: its position is the row's number, even if the text has lines of its own."""

    __slots__ = ()

    @property
    def starts(self) -> list[int]:
        """One line, whatever is in the cell."""
        return [0]


class RowRange(NamedTuple):
    """Rows of one row group: `start` and `end` count the rows of the file before them, `before` the rows of earlier groups."""

    group: int
    before: int
    start: int
    end: int


def find(stream: BinaryIO, _name: str, settings: ReadOptions, rows: RowRange | None = None) -> Iterator[Item]:
    """The prompts of a Parquet file, or of some of its rows.

    Raises SourceError if the file is invalid, or if pyarrow is not installed.
    """
    with _reading():
        most = max(_ALWAYS_READ, _EXPANDS * _size(stream))
        yield from _Table(_open(stream), settings, most).items(rows)


def row_ranges(stream: BinaryIO) -> list[RowRange]:
    """Cut a Parquet file into ranges of rows that several workers can read. Raises what `find` raises."""
    ranges: list[RowRange] = []
    before = 0
    with _reading():
        metadata = _open(stream).metadata
        for group in range(metadata.num_row_groups):
            count = metadata.row_group(group).num_rows
            pieces = -(-count // _ROWS_OF_RANGE)
            cuts = [before + count * piece // pieces for piece in range(pieces + 1)] if pieces else []
            ranges += [RowRange(group, before, start, end) for start, end in pairwise(cuts)]
            before += count
    return ranges


def _size(stream: BinaryIO) -> int:
    """The bytes of a file."""
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    return size


def _open(stream: BinaryIO) -> Any:
    return import_module("pyarrow.parquet").ParquetFile(stream)


@contextmanager
def _reading() -> Iterator[None]:
    """Raise SourceError for what pyarrow raises about a file, and if it is not installed."""
    try:
        import_module("pyarrow.parquet")
        failure = import_module("pyarrow").ArrowException
    except ImportError:
        message = "Parquet files require pyarrow: `pip install 'midjourney-promptlint[arrow]'`"
        raise SourceError(message) from None
    try:
        yield
    except (failure, OSError) as error:
        why = (str(error).splitlines() or ["it cannot be read"])[0].rstrip(".")
        raise SourceError(f"Invalid Parquet file: {why}") from None


class _Table:
    """A file with what its columns are for. `most` is how many code points of text are read of it."""

    def __init__(self, file: Any, settings: ReadOptions, most: int) -> None:
        self._most = most
        self._types = import_module("pyarrow").types
        self._file = file
        self._kinds = file.schema_arrow.types  # asking for them makes a list of all each time
        self._names: list[str] = file.schema_arrow.names
        columns = columns_of(self._names, settings.prompt_columns)
        strong = {index: strength for index, strength in columns.prompts.items() if strength == "strong"}
        self._columns = columns._replace(prompts=strong or columns.prompts | self._proven(columns.prompts))
        self._strong = frozenset(strong)

    def items(self, rows: RowRange | None) -> Iterator[Item]:
        """The prompts, and parameters outside prompts: in other columns, and in columns without text."""
        columns = self._columns
        left = self._most if rows is None else self._most * (rows.end - rows.start) // self._file.metadata.num_rows
        told = {*columns.prompts, *columns.parameters, *columns.models, *columns.generators, *columns.ignores}
        every = range(len(self._names))
        others = [index for index in every if self._nests(index) or (index not in told and self._holds(index))]
        if rows is None or not rows.start:
            yield from self._not_text()
        wanted = sorted(told)
        for row, batch in self._batches([self._names[index] for index in [*wanted, *others]], rows):
            cells = {index: batch.column(batch.schema.get_field_index(self._names[index])).to_pylist() for index in wanted}
            beside = list(self._beside(batch, others))
            left -= sum(len(text) for values in cells.values() for value in values for text in _texts(value))
            if left < 0:
                raise SourceError(
                    f"This file holds more than {_EXPANDS} times its size in text: row {row} and what follows are not read", row
                )
            for at in range(batch.num_rows):
                yield from _prompts(row + at, {index: values[at] for index, values in cells.items()}, columns, self._names)
                for index, values in beside:
                    yield from _unread(values.get(at), row + at, self._names[index])

    def _proven(self, prompts: dict[int, str]) -> dict[int, str]:
        """The columns of which a third of the first texts, and more than one, read as prompts."""
        names = {self._names[index]: index for index in prompts if self._holds(index)}
        batch = next(self._file.iter_batches(batch_size=ROWS_AT_ONCE, columns=list(names)), None) if names else None
        found: dict[int, str] = {}
        if batch is None:
            return found
        for name, index in names.items():
            texts = [text for value in batch.column(batch.schema.get_field_index(name)).to_pylist() for text in _texts(value)]
            if is_proven(list(map(reads_as, texts))):
                found[index] = "proven"
        return found

    def _batches(self, names: list[str], rows: RowRange | None) -> Iterator[tuple[int, Any]]:
        """The record batches of these columns, each with the number of its first row."""
        row = 1 if rows is None else rows.before + 1
        groups = None if rows is None else [rows.group]
        first, behind = (1, self._file.metadata.num_rows + 1) if rows is None else (rows.start + 1, rows.end + 1)
        for batch in self._file.iter_batches(batch_size=ROWS_AT_ONCE, columns=names, row_groups=groups, use_threads=rows is None):
            start, end = max(row, first), min(row + batch.num_rows, behind)
            if start < end:
                yield start, batch.slice(start - row, end - start)
            row += batch.num_rows
            if row >= behind:
                return

    def _holds(self, index: int) -> bool:
        """Return whether a column holds texts or lists of texts."""
        kind = self._kinds[index]
        if self._types.is_list(kind) or self._types.is_large_list(kind) or self._types.is_dictionary(kind):
            kind = kind.value_type
        return bool(self._types.is_string(kind) or self._types.is_large_string(kind) or self._types.is_string_view(kind))

    def _nests(self, index: int) -> bool:
        """Return whether a column holds records, maps or lists of them, which may have texts."""
        kind = self._kinds[index]
        return bool(self._types.is_nested(kind) and not self._holds(index) and "string" in str(kind))

    def _not_text(self) -> Iterator[Unread]:
        """The columns that are named for prompts and hold something else."""
        rows = self._file.metadata.num_rows
        for index in sorted(self._strong):
            kind = self._kinds[index]
            if rows and not self._holds(index) and not self._types.is_null(kind):
                yield Unread(1, 1, rows, self._names[index], f"in the column `{self._names[index]}`, which contains {kind} instead of text")

    def _beside(self, batch: Any, others: Sequence[int]) -> Iterator[tuple[int, dict[int, Any]]]:
        """The cells of other columns that may hold parameters, by row."""
        compute = import_module("pyarrow.compute")
        for index in others:
            column = batch.column(batch.schema.get_field_index(self._names[index]))
            kind = column.type
            if self._types.is_dictionary(kind):
                column = column.dictionary_decode()
            if self._types.is_nested(kind):
                yield index, dict(enumerate(column.to_pylist()))
                continue
            found = compute.indices_nonzero(compute.match_substring_regex(column, _may_hold())).to_pylist()
            yield index, dict(zip(found, column.take(found).to_pylist(), strict=True)) if found else {}


@cache
def _may_hold() -> str:
    """A pattern for pyarrow (RE2): a quick no for the cells of a column, of which most have no parameter."""
    dash = re.sub(r"\\u(\w{4})", r"\\x{\1}", pattern("DASH").pattern)
    return dash + r"\s?[A-Za-z]"


def _texts(value: Any) -> list[str]:
    """The texts of a cell: one, or those of a list."""
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    return [value] if isinstance(value, str) else []


def _all_texts(value: Any) -> Iterator[str]:
    """The texts of a cell, also within records and maps."""
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, (list, tuple)):
            stack += value
        elif isinstance(value, dict):
            stack += value.values()


def _unread(value: Any, row: int, name: str) -> Iterator[Unread]:
    """A cell outside the columns of prompts, if a parameter is in it."""
    for text in _all_texts(value):
        if next(parameters_in(text), None) is not None:
            yield Unread(row, 1, row, text.strip()[:400], f"in the column `{name}`")
            return


def _prompts(row: int, cells: dict[int, Any], columns: Columns, names: Sequence[str]) -> Iterator[Item]:
    texts = {index: value for index, value in cells.items() if isinstance(value, str)}
    if any(other_generator(texts[index]) for index in columns.generators if index in texts):
        return
    siblings = Directive()
    for index, certain in columns.models.items():
        siblings = siblings._replace(model=model_of(str(cells[index]), certain=certain) or siblings.model)
    for index, strength in columns.prompts.items():
        for value in _texts(cells[index]):
            host = RowText(value, 0, row)
            found = _in_cell(host, held_as(strength, value), row, siblings, columns, texts)
            reason = f"in the column `{names[index]}`"
            yield from with_unread(host, found, lambda reason=reason: lambda _: reason)  # type: ignore[misc]


def _in_cell(
    host: SourceText, strength: str, row: int, siblings: Directive, columns: Columns, texts: dict[int, str]
) -> Iterator[PromptText]:
    value = host.text
    for start, end in spans_of(value, strength):
        found = keyed(*shifted(value, [Mapping(0, 0, len(value))], start, end), host, FORM, strength, wrapped=True)
        if found is None:
            continue
        text, places = found.text, list(found.mappings)
        for beside in columns.parameters:
            if beside in texts:
                # It is in another cell, which has no position in this one: all of it maps to this one's end.
                addition = texts[beside]
                text, places = with_parameters((text, places), (addition, [Mapping(0, len(value), len(value), "join")]))
        ignores = tuple(each for at in columns.ignores if at in texts for each in suppressions_of(texts[at], host, 0))
        yield found._replace(text=text, mappings=tuple(places), siblings=siblings, ignores=ignores, block=row)

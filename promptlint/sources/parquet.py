"""Parquet: columns that name prompts, read one row group at a time. Positions are row numbers, from 1.

Requires the extra `arrow` (pyarrow), which is imported only for such a file. Nothing can be edited here.
"""

from __future__ import annotations

from importlib import import_module

from promptlint.errors import SourceError

from .delimited import Columns, columns_of
from .keyed import keyed, model_of, other_generator, suppressions_of, with_parameters
from .source_map import Directive, Mapping, PromptText, SourceText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO

    from .hosts import SourceSettings

__all__ = ["find"]

FORM = "parquet-column"
ROWS_AT_ONCE = 1024


class RowText(SourceText):
    """A cell of a row: its position is the row's number, even if the text has lines of its own."""

    __slots__ = ()

    @property
    def starts(self) -> list[int]:
        """One line, whatever is in the cell."""
        return [0]


def find(stream: BinaryIO, _name: str, settings: SourceSettings) -> Iterator[PromptText]:
    """The prompts of a Parquet file. Raises SourceError if it is invalid, or if pyarrow is not installed."""
    try:
        reader = import_module("pyarrow.parquet")
        failure = import_module("pyarrow").ArrowException
    except ImportError:
        message = "Parquet files require pyarrow: `pip install 'midjourney-promptlint[arrow]'`"
        raise SourceError(message) from None
    try:
        file = reader.ParquetFile(stream)
        names = file.schema_arrow.names
        columns = columns_of(names, settings.prompt_columns)
        strong = {index: strength for index, strength in columns.prompts.items() if strength == "strong"}
        columns = columns._replace(prompts=strong or columns.prompts)
        wanted = sorted({*columns.prompts, *columns.parameters, *columns.models, *columns.generators, *columns.ignores})
        if not columns.prompts:
            return
        row = 0
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, columns=[names[index] for index in wanted]):
            cells = {index: batch.column(at).to_pylist() for at, index in enumerate(wanted)}
            for at in range(batch.num_rows):
                row += 1
                yield from _prompts(row, {index: values[at] for index, values in cells.items()}, columns)
    except (failure, OSError) as error:
        why = (str(error).splitlines() or ["it cannot be read"])[0].rstrip(".")
        raise SourceError(f"Invalid Parquet file: {why}") from None


def _prompts(row: int, cells: dict[int, Any], columns: Columns) -> Iterator[PromptText]:
    texts = {index: value for index, value in cells.items() if isinstance(value, str)}
    if any(other_generator(texts[index]) for index in columns.generators if index in texts):
        return
    siblings = Directive()
    for index, certain in columns.models.items():
        siblings = siblings._replace(model=model_of(str(cells[index]), certain=certain) or siblings.model)
    for index, strength in columns.prompts.items():
        if index not in texts:
            continue
        value = texts[index]
        host = RowText(value, 0, row)
        found = keyed(value, [Mapping(0, 0, len(value))], host, FORM, strength, wrapped=True)
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

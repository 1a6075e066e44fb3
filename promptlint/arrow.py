"""Lint columns of prompts as Arrow record batches: one function for Spark, Ray Data, Daft, Dask, Polars and DuckDB.

    >>> lint_batches(batches, column="prompt")        # an iterator of record batches, one for each that was given

It needs the extra `arrow`, and nothing else: it opens no file and no socket. Each engine hands it batches in the process
where they are, so the work grows with the cores; under Spark it is `frame.mapInArrow(lint_batches, schema)`.
"""

from __future__ import annotations

from promptlint.linter import lint_many

try:
    import pyarrow as pa  # type: ignore[import-untyped]
except ImportError:
    raise ImportError("promptlint.arrow requires pyarrow: `pip install 'midjourney-promptlint[arrow]'`") from None

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic, Report

__all__ = ["SCHEMA", "lint_batches", "lint_table", "schema_for"]

_DIAGNOSTIC = pa.struct(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("severity", pa.string(), nullable=False),
        pa.field("message", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("help", pa.string(), nullable=False),
    ]
)

SCHEMA = pa.schema(
    [
        pa.field("ok", pa.bool_()),
        pa.field("errors", pa.int32()),
        pa.field("warnings", pa.int32()),
        pa.field("codes", pa.list_(pa.string())),
        pa.field("fixed", pa.string()),
        pa.field("diagnostics", pa.list_(_DIAGNOSTIC)),
    ]
)
"""The added columns. All are null in rows without a prompt. `start` and `end` are code points."""


def lint_batches(
    batches: Iterator[pa.RecordBatch],
    column: str = "prompt",
    *,
    model: str | None = None,
    target: str | None = None,
    config: Config | None = None,
    keep: bool = True,
) -> Iterator[pa.RecordBatch]:
    """Each batch with the columns of `SCHEMA` after its own, row by row in the order of the rows.

    `column` has the prompts; the other arguments are those of `promptlint.lint`. Without `keep`, only the new columns are
    returned. A column of the batch with the name of a new one is replaced. Raises KeyError for a missing column, TypeError for
    one without text, ConfigError for an unknown model, target or rule.
    """
    for batch in batches:
        prompts = _prompts(batch, column)
        found = _columns(prompts, model=model, target=target, config=config)
        names = [name for name in batch.schema.names if keep and name not in SCHEMA.names]
        arrays = [*(batch.column(name) for name in names), *found]
        schema = pa.schema([*(batch.schema.field(name) for name in names), *SCHEMA])
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def lint_table(table: pa.Table, column: str = "prompt", **options: Any) -> pa.Table:
    """A whole table with the columns of `SCHEMA`; `options` are those of `lint_batches`."""
    schema = schema_for(table.schema, keep=options.get("keep", True))
    return pa.Table.from_batches(lint_batches(iter(table.to_batches()), column, **options), schema=schema)


def schema_for(schema: pa.Schema, *, keep: bool = True) -> pa.Schema:
    """The schema of what `lint_batches` makes of batches of this schema."""
    return pa.schema([*(field for field in schema if keep and field.name not in SCHEMA.names), *SCHEMA])


def _prompts(batch: pa.RecordBatch, column: str) -> list[str | None]:
    """The prompts of a batch."""
    index = batch.schema.get_field_index(column)
    if index < 0:
        raise KeyError(f"expected one column `{column}`; the columns are {', '.join(batch.schema.names)}")
    array = batch.column(index)
    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_null(kind)):
        raise TypeError(f"the column `{column}` contains {array.type} instead of text")
    prompts: list[str | None] = array.to_pylist()
    return prompts


def _columns(prompts: list[str | None], **options: Any) -> list[pa.Array]:
    """The new columns. Rows without a prompt have no report."""
    reports = lint_many((prompt for prompt in prompts if prompt is not None), **options)
    rows = [None if prompt is None else _row(next(reports)) for prompt in prompts]
    columns = zip(*rows, strict=True) if rows and None not in rows else ([row and row[at] for row in rows] for at in range(len(SCHEMA)))
    return [pa.array(list(values), field.type) for values, field in zip(columns, SCHEMA, strict=True)]


_Row = tuple[bool, int, int, list[str], str, list[tuple[object, ...]]]


def _row(report: Report) -> _Row:
    """The values of the columns for one prompt."""
    found = report.diagnostics
    if not found:
        return True, 0, 0, [], report.source, []
    severities = [each.severity for each in found]
    errors = severities.count("error")
    return not errors, errors, severities.count("warning"), [each.code for each in found], report.fixed, [_told(each) for each in found]


def _told(each: Diagnostic) -> tuple[object, ...]:
    return each.code, each.name, each.severity, each.message, each.start, each.end, each.help

"""Lint a Parquet data set of prompts with Daft, on all cores of one machine or, with its Ray runner, on many.

    python examples/daft_lint.py prompts.parquet findings

Requires `midjourney-promptlint[arrow]` and `daft`. The result is the data set with the column `found`, a struct of the columns
of `promptlint.arrow`.
"""

from __future__ import annotations

import argparse

import daft
import pyarrow as pa

from promptlint.arrow import SCHEMA, lint_batches

FOUND = daft.DataType.from_arrow_type(pa.struct(list(SCHEMA)))


@daft.func.batch(return_dtype=FOUND)
def lint(prompts: daft.Series) -> pa.Array:
    """Return the findings of each prompt of a batch."""
    batch = pa.RecordBatch.from_arrays([prompts.to_arrow()], names=["prompt"])
    return next(lint_batches(iter([batch]), keep=False)).to_struct_array()


def main() -> None:
    """Read the command line and run the job."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("source", help="a Parquet file or directory with prompts")
    options.add_argument("result", help="the directory to write")
    options.add_argument("--column", default="prompt", help="the column with the prompts")
    call = options.parse_args()
    frame = daft.read_parquet(call.source)
    frame.with_column("found", lint(frame[call.column])).write_parquet(call.result, write_mode="overwrite")


if __name__ == "__main__":
    main()

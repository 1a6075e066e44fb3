"""Lint a Parquet data set of prompts with Spark, on all cores and machines of a cluster.

    spark-submit examples/spark_lint.py prompts.parquet findings.parquet
    spark-submit --master 'local[2]' examples/spark_lint.py --column text --model 8.2 prompts.parquet findings.parquet

The workers require `midjourney-promptlint[arrow]`. The result is the data set with the columns of `promptlint.arrow`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.types import StructType

from promptlint.arrow import lint_batches

FOUND = """
ok boolean, errors int, warnings int, codes array<string>, fixed string,
diagnostics array<struct<code: string, name: string, severity: string, message: string, start: int, end: int, help: string>>
"""


def main() -> None:
    """Read the command line and run the job."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("source", help="a Parquet file or directory with prompts")
    options.add_argument("result", help="the directory to write")
    options.add_argument("--column", default="prompt", help="the column with the prompts")
    options.add_argument("--model", help="the account's default model")
    options.add_argument("--target", help="the service that receives the prompts")
    call = options.parse_args()

    spark = SparkSession.builder.appName("promptlint").getOrCreate()
    try:
        frame = spark.read.parquet(call.source)
        job = partial(lint, column=call.column, model=call.model, target=call.target)
        found = StructType.fromDDL(FOUND)
        schema = StructType([*(field for field in frame.schema if field.name not in found.names), *found])
        frame.mapInArrow(job, schema).write.mode("overwrite").parquet(call.result)
    finally:
        spark.stop()


def lint(batches: Iterator[pa.RecordBatch], *, column: str, model: str | None, target: str | None) -> Iterator[pa.RecordBatch]:
    """Lint the rows of one task."""
    return lint_batches(batches, column, model=model, target=target)


if __name__ == "__main__":
    main()

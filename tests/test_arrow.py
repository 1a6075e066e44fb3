"""Record batches in, record batches out; and the engines that hand them out, where they are installed."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

import promptlint

pa = pytest.importorskip("pyarrow", reason="the extra `arrow` is not installed")
import pyarrow.parquet as parquet  # noqa: E402

from promptlint.arrow import SCHEMA, lint_batches, lint_table, schema_for  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROMPTS = [
    "a lighthouse in a storm --ar16:9",
    "a lighthouse in a storm --ar 16:9 --v 7",
    None,
    "",
    "a lighthouse — old --stylize 5000 --v 7, --tile",
    "两只猫在雨中 🐈 --ar 3:2 --oops",
]


def table(rows: list[str | None] = PROMPTS) -> pa.Table:
    return pa.table({"id": list(range(len(rows))), "prompt": pa.array(rows, pa.string())})


def test_each_row_says_what_lint_says() -> None:
    rows = lint_table(table()).to_pylist()
    assert [row["id"] for row in rows] == list(range(len(PROMPTS)))
    for prompt, row in zip(PROMPTS, rows, strict=True):
        if prompt is None:
            assert {row[name] for name in ("ok", "errors", "warnings", "codes", "fixed", "diagnostics")} == {None}
            continue
        report = promptlint.lint(prompt)
        assert (row["ok"], row["fixed"]) == (report.ok, report.fixed)
        assert row["codes"] == [each.code for each in report.diagnostics]
        assert row["errors"] == sum(each.severity == "error" for each in report.diagnostics)
        assert row["warnings"] == sum(each.severity == "warning" for each in report.diagnostics)
        told = [(each["start"], each["end"], each["message"]) for each in row["diagnostics"]]
        assert told == [(each.start, each.end, each.message) for each in report.diagnostics]
    assert rows[0]["codes"] == ["MJ005"]
    assert rows[0]["fixed"] == "a lighthouse in a storm --ar 16:9"


def test_no_part_of_a_finding_is_null() -> None:
    """`help` is empty for a finding without one, and every finding has a position."""
    fields = SCHEMA.field("diagnostics").type.value_type
    assert {field.name: field.nullable for field in fields} == dict.fromkeys(
        ("code", "name", "severity", "message", "start", "end", "help"), False
    )


def test_batches_come_one_for_one_and_with_the_schema_that_was_told() -> None:
    batches = table().to_batches(max_chunksize=2)
    made = list(lint_batches(iter(batches)))
    assert [batch.num_rows for batch in made] == [2, 2, 2]
    assert {batch.schema for batch in made} == {schema_for(batches[0].schema)}
    assert list(lint_batches(iter([]))) == []
    assert [batch.schema for batch in lint_batches(iter(batches), keep=False)] == [SCHEMA] * 3


def test_batches_are_made_as_they_are_asked_for() -> None:
    given = []

    def source():
        for batch in table().to_batches(max_chunksize=1):
            given.append(batch)
            yield batch

    next(lint_batches(source()))
    assert len(given) == 1


@pytest.mark.parametrize("kind", ["large_string", "dictionary", "string_view"])
def test_text_of_any_arrow_kind_is_read(kind: str) -> None:
    array = pa.array(["a cat --ar16:9", None])
    column = array.dictionary_encode() if kind == "dictionary" else array.cast(getattr(pa, kind)())
    assert lint_table(pa.table({"prompt": column})).column("ok").to_pylist() == [False, None]


def test_the_model_and_the_settings_hold() -> None:
    rows = pa.table({"text": ["a cat --cref https://img.mysite.net/c.png"]})
    assert lint_table(rows, "text", model="6").column("ok").to_pylist() == [True]
    assert lint_table(rows, "text", model="7").column("codes").to_pylist() == [["MJ301"]]
    config = promptlint.Config(ignore=("MJ301",))
    assert lint_table(rows, "text", model="7", config=config).column("ok").to_pylist() == [True]


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="expected one column `text`; the columns are id, prompt"):
        lint_table(table(), "text")
    with pytest.raises(TypeError, match="the column `id` contains int64 instead of text"):
        lint_table(table(), "id")


def test_columns_of_an_earlier_run_are_replaced() -> None:
    once = lint_table(table())
    assert lint_table(once).equals(once)


# ---- engines ---------------------------------------------------------------------------------------------------------

ROWS = 2_000


def many() -> list[str | None]:
    return [
        prompt and prompt.replace("a lighthouse", f"lighthouse {number}") for number in range(ROWS // len(PROMPTS)) for prompt in PROMPTS
    ]


def run(example: str, *arguments: str) -> None:
    environment = os.environ | {"PYTHONPATH": ROOT, "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}
    command = [sys.executable, os.path.join(ROOT, "examples", example), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.skipif(find_spec("pyspark") is None, reason="PySpark is not installed")
def test_spark_says_the_same(tmp_path) -> None:
    parquet.write_table(table(many()), tmp_path / "in.parquet")
    run("spark_lint.py", str(tmp_path / "in.parquet"), str(tmp_path / "out"))
    found = parquet.read_table(tmp_path / "out").sort_by("id")
    assert found.to_pylist() == lint_table(table(many())).to_pylist()


@pytest.mark.skipif(find_spec("daft") is None, reason="Daft is not installed")
def test_daft_says_the_same(tmp_path) -> None:
    parquet.write_table(table(many()), tmp_path / "in.parquet")
    run("daft_lint.py", str(tmp_path / "in.parquet"), str(tmp_path / "out"))
    found = parquet.read_table(tmp_path / "out").sort_by("id")
    expected = lint_table(table(many())).to_pylist()
    assert [row["found"] for row in found.to_pylist()] == [{name: row[name] for name in SCHEMA.names} for row in expected]

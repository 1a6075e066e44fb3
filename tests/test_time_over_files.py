"""Time is linear over files: for each host at least 20 hostile shapes, at n, 2n and 4n, from bytes to findings; and for each output.

Longer files than these show more; `PROMPTLINT_SHAPE_SIZE=64000` looks further.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from shapes import SHAPES, text_of
from timing import cpu_seconds, growth

from promptlint.cli.main import main
from promptlint.config import Config
from promptlint.output import FORMATS
from promptlint.project.inputs import LintInput
from promptlint.project.pipeline import lint_input
from promptlint.project.scope import Scope
from promptlint.settings_file.reading import Settings
from promptlint.sources.hosts import HOSTS

SIZE = int(os.environ.get("PROMPTLINT_SHAPE_SIZE", "4000"))
SETTINGS = Settings(Config(python=True, toml=True))
CASES = [(host, shape) for host, shapes in SHAPES.items() for shape in shapes]


def seconds(host: str, text: str) -> float:
    """CPU seconds from the bytes of a file to its findings."""
    scope = Scope(LintInput(f"a.{host}", f"a.{host}", data=text.encode()), SETTINGS)
    return cpu_seconds(lambda: list(lint_input(scope).findings))


def test_every_host_has_its_shapes() -> None:
    covered = {HOSTS[host] for host in SHAPES}
    assert covered == set(HOSTS.values()) - {HOSTS["parquet"]}  # a binary format, read by pyarrow
    assert all(len(shapes) >= 20 for shapes in SHAPES.values())


@pytest.mark.parametrize(("host", "shape"), CASES, ids=[f"{host}-{shape}" for host, shape in CASES])
def test_time_grows_with_the_file_and_not_faster(host: str, shape: str) -> None:
    seconds(host, text_of(host, shape, 100))  # imports
    assert not growth(lambda size: seconds(host, text_of(host, shape, size)), SIZE, slack=0.03)


@pytest.mark.parametrize("shape", ["columns", "texts beside", "numbers"])
def test_time_grows_with_the_columns_of_a_parquet_file(shape: str) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="Parquet files need pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    name, cell = {"columns": ("prompt", "a cat --ar16:9"), "texts beside": ("note", "a"), "numbers": ("prompt", 1)}[shape]

    def read(count: int) -> float:
        file = io.BytesIO()
        parquet.write_table(pyarrow.table({f"{name}{number}": [cell] for number in range(count)}), file)
        scope = Scope(LintInput("a.parquet", "a.parquet", data=file.getvalue()), SETTINGS)
        return cpu_seconds(lambda: list(lint_input(scope).findings))

    read(1)
    assert not growth(read, 300, slack=0.03)


CROWDED = {
    "secrets": "http://u:p@a.net/c.png?sig=abc ",
    "unknown parameters": "--oops 1 ",
    "em dashes": "—ar 16:9 ",
    "wide characters": "--猫 猫 ",
}


@pytest.mark.parametrize("unit", CROWDED.values(), ids=CROWDED)
@pytest.mark.parametrize("name", FORMATS)
def test_time_of_each_output_grows_with_the_findings_of_a_line(
    name: str, unit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def printed(count: int) -> float:
        Path("a.prompt").write_text("a cat " + unit * count, encoding="utf-8")
        command = ["lint", "--offline", "--isolated", "--output-format", name, "a.prompt"]
        return cpu_seconds(lambda: main(command, io.StringIO(), io.StringIO(), io.StringIO()))

    printed(1)
    assert not growth(printed, 400, slack=0.03)
